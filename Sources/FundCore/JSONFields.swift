/// Takes an object's members one by one and gathers everything that is wrong with them; what was
/// not taken is an unknown key.
public struct JSONFields {
    public private(set) var problems: [FieldProblem] = []
    private let members: [(key: String, value: JSONValue)]
    private let prefix: String
    private var taken: Set<String> = []
    /// An object that is not there is one problem, not one for each of its members.
    private let isAbsent: Bool

    /// - Parameter prefix: where the object stands, `answers.`; empty at the top.
    public init(_ value: JSONValue?, prefix: String = "") {
        self.prefix = prefix
        if case .object(let members) = value {
            self.members = members
            isAbsent = false
        } else {
            self.members = []
            isAbsent = true
            let place = prefix.isEmpty ? "document" : String(prefix.dropLast())
            problems.append(FieldProblem(place, value == nil ? "missing" : "not-object"))
        }
    }

    /// The member as it is; nil where absent or null.
    public mutating func value(_ key: String) -> JSONValue? {
        taken.insert(key)
        guard let value = members.first(where: { $0.key == key })?.value else { return nil }
        if case .null = value { return nil }
        return value
    }

    /// Text without the blanks around it, at most `maximum` characters.
    public mutating func text(
        _ key: String, required: Bool = false, maximum: Int
    ) -> String? {
        guard let value = value(key) else {
            if required { report(key, "missing") }
            return nil
        }
        guard case .string(let raw) = value else {
            report(key, "not-text")
            return nil
        }
        let text = raw.trimmed
        if text.isEmpty {
            if required { report(key, "missing") }
            return nil
        }
        guard text.unicodeScalars.count <= maximum else {
            report(key, "too-long", ["maximum": "\(maximum)"])
            return nil
        }
        return text
    }

    public mutating func wholeNumber(_ key: String, required: Bool = false) -> Int64? {
        guard let value = value(key) else {
            if required { report(key, "missing") }
            return nil
        }
        guard let number = value.int else {
            report(key, "not-whole-number")
            return nil
        }
        return number
    }

    public mutating func truth(_ key: String, required: Bool = false) -> Bool? {
        switch value(key) {
        case .bool(let value): return value
        case nil: if required { report(key, "missing") }
        default: report(key, "not-true-false")
        }
        return nil
    }

    public mutating func object(_ key: String) -> JSONFields {
        JSONFields(value(key), prefix: "\(prefix)\(key).")
    }

    public mutating func textList(_ key: String) -> [String] {
        guard let value = value(key) else { return [] }
        guard let items = value.array, items.count <= 100 else {
            report(key, "not-list")
            return []
        }
        let texts = items.compactMap(\.string)
        if texts.count != items.count { report(key, "not-list") }
        return texts
    }

    public mutating func report(
        _ key: String, _ code: String, _ arguments: [String: String] = [:]
    ) {
        guard !isAbsent else { return }
        problems.append(FieldProblem(prefix + key, code, arguments))
    }

    public mutating func absorb(_ inner: consuming JSONFields) {
        problems += inner.finish()
    }

    /// Every problem, those of unknown keys last.
    public consuming func finish() -> [FieldProblem] {
        problems
            + members.filter { !taken.contains($0.key) }.map {
                FieldProblem(prefix + $0.key, "unknown-key")
            }
    }
}
