import Foundation
import FundCore
import TestSupport

/// What `/api/openapi.json` says, and whether answers are as it says.
struct DoorDescription {
    private let root: JSONValue

    init(_ server: Server) throws {
        root = try server.good("GET", "/api/openapi.json").json
    }

    /// Every method and pattern that it describes: `GET /api/v1/rounds`.
    var operations: Set<String> {
        guard case .object(let paths)? = root["paths"] else { return [] }
        return Set(
            paths.flatMap { path, methods -> [String] in
                guard case .object(let members) = methods else { return [] }
                return members.map { "\($0.key.uppercased()) \(path)" }
            })
    }

    func roles(of operation: String) -> Set<String>? {
        (self.operation(operation)?["x-roles"]?.array?.compactMap(\.string)).map(Set.init)
    }

    private func operation(_ name: String) -> JSONValue? {
        let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
        return root["paths"]?[parts[1]]?[parts[0].lowercased()]
    }

    /// Everything about an answer that is not as described.
    func problems(of reply: Reply, to operation: String) -> [String] {
        guard let described = self.operation(operation)?["responses"]?["\(reply.status)"] else {
            return ["\(reply.status) is not described: \(reply.text)"]
        }
        guard case .object(let content)? = described["content"] else {
            return reply.bytes.isEmpty ? [] : ["a body is not described"]
        }
        let type = String((reply.headers["content-type"] ?? "").prefix { $0 != ";" })
        guard let schema = content.first(where: { $0.key == type })?.value["schema"] else {
            return ["\(type) is not described"]
        }
        guard type.hasSuffix("json") else { return [] }
        return misfits(reply.json, schema, at: "body")
    }

    private func misfits(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        if let name = schema["$ref"]?.string?.split(separator: "/").last {
            guard let named = root["components"]?["schemas"]?[String(name)] else {
                return ["\(place): \(name) is not described"]
            }
            return misfits(value, named, at: place)
        }
        if let choices = schema["anyOf"]?.array {
            let all = choices.map { misfits(value, $0, at: place) }
            return all.contains([]) ? [] : all.flatMap { $0 }
        }
        switch (schema["type"]?.string, value) {
        case (nil, _), ("null", .null), ("boolean", .bool): return []
        case ("string", .string(let text)):
            if let options = schema["enum"]?.array, !options.contains(where: { $0.string == text })
            {
                return ["\(place): \(text) is none of the options"]
            }
            if let pattern = schema["pattern"]?.string, let regex = try? Regex(pattern),
                text.firstMatch(of: regex) == nil
            {
                return ["\(place): \(text) is not like \(pattern)"]
            }
            return []
        case ("integer", .number(let literal)):
            guard let number = Int64(literal) else { return ["\(place): \(literal) is not whole"] }
            if let least = schema["minimum"]?.int, number < least {
                return ["\(place): \(number) is below \(least)"]
            }
            return []
        case ("array", .array(let items)):
            guard let of = schema["items"] else { return ["\(place): items are not described"] }
            return items.enumerated().flatMap { misfits($1, of, at: "\(place)[\($0)]") }
        case ("object", .object(let members)): return misfits(members, schema, at: place)
        case (let type, _): return ["\(place): \(value.text.prefix(80)) is no \(type ?? "")"]
        }
    }

    private func misfits(
        _ members: [(key: String, value: JSONValue)], _ schema: JSONValue, at place: String
    ) -> [String] {
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        var found = required.filter { key in !members.contains { $0.key == key } }.map {
            "\(place): \($0) is missing"
        }
        for member in members {
            let inner = "\(place).\(member.key)"
            if let property = schema["properties"]?[member.key] {
                found += misfits(member.value, property, at: inner)
            } else if case .bool(false)? = schema["additionalProperties"] {
                found.append("\(inner) is not described")
            } else if case .object? = schema["additionalProperties"],
                let further = schema["additionalProperties"]
            {
                found += misfits(member.value, further, at: inner)
            }
        }
        return found
    }
}
