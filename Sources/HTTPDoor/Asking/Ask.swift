import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing

/// One request, once it is known who asks and that they may.
struct Ask: Sendable {
    let house: House
    let endpoint: Endpoint
    let request: Request
    let path: [String: String]
    let query: [String: String]
    let asker: Asker
    /// The body's among the large ones; nil where it is none.
    let place: Int?

    /// What stands in the path for `name`, one of the route's parameters.
    func path(_ name: String) -> String { path[name] ?? "" }

    // MARK: Reading what was sent

    /// The body as it came, within the endpoint's limit.
    /// - Throws: `RequestProblem`.
    ///
    /// - Parameter greatestBytes: a limit of this asker's that is lower.
    func bytes(atMost greatestBytes: Int = .max) async throws -> [UInt8] {
        guard let wanted = endpoint.body?.limited(to: greatestBytes) else { return [] }
        let limit = RequestProblem.tooLarge(limit: wanted.limitInWords)
        let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard declared <= wanted.greatestBytes else { throw limit }
        let type = request.headers[.contentType]?.prefix { $0 != ";" } ?? ""
        guard String(type).trimmed.lowercased() == wanted.mediaType else {
            throw RequestProblem.wrongMediaType(wanted: wanted.mediaType)
        }
        do {
            return Array(
                try await house.largeBodies.collect(
                    request.body, upTo: wanted.greatestBytes, of: place
                ).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw limit
        }
    }

    /// The body as JSON.
    func json() async throws -> JSONValue { try Self.json(try await bytes()) }

    /// A large body as JSON: not on the threads that all share.
    func largeJSON(_ bytes: [UInt8]) async throws -> JSONValue {
        bytes.count < 64 * 1024
            ? try Self.json(bytes) : try await readSlowly { try Self.json(bytes) }
    }

    static func json(_ bytes: [UInt8]) throws -> JSONValue {
        do {
            return try JSONReader.read(bytes)
        } catch {
            throw RequestProblem.notJSON(error)
        }
    }

    /// A number of things to list, 1 to 500.
    func limit() throws -> Int {
        guard let text = query["limit"] else { return 50 }
        guard let limit = Int(text), (1...500).contains(limit) else {
            throw wrong("limit", "out-of-range", ["minimum": "1", "maximum": "500"])
        }
        return limit
    }

    /// Where a list goes on, as an earlier page gave it.
    func cursor<Place>(_ read: (String) -> Place?) throws -> Place? {
        guard let text = query["cursor"], !text.isEmpty else { return nil }
        guard let place = read(text) else { throw wrong("cursor", "not-cursor") }
        return place
    }

    func flag(_ name: String) throws -> Bool {
        switch query[name] {
        case nil, "false": return false
        case "true": return true
        default: throw wrong(name, "not-true-false")
        }
    }

    func wrong(
        _ place: String, _ code: String, _ arguments: [String: String] = [:]
    ) -> InvalidInput {
        InvalidInput("query", [FieldProblem(place, code, arguments)])
    }

    // MARK: Working

    /// Reads, once it is known that the asker may.
    func read<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await house.threads.read(allowed(work))
    }

    /// Reads or works out something that takes long.
    func readSlowly<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await house.threads.readSlowly(allowed(work))
    }

    /// Looks through a file, apart from the fund.
    func look<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await house.threads.look(allowed(work))
    }

    private func allowed<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) -> @Sendable () throws -> Value {
        let (asker, isForAnybody) = (asker, endpoint.roles == nil)
        return {
            if !isForAnybody { _ = try asker.principal }
            return try work()
        }
    }

    func write<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let asker = asker
        return try await house.threads.write {
            try asker.confirm()
            return try work()
        }
    }

    /// Does something that makes something: once, where the asker sent an `Idempotency-Key`.
    ///
    /// - Parameters:
    ///   - body: what was sent, which a repeat must send again.
    ///   - keeping: what is kept of what was done, for the answer now and to every repeat; nil
    ///     where it may not be kept.
    /// - Returns: what was kept, and whether it was done before.
    func once<Value: Sendable>(
        _ body: [UInt8], _ work: @escaping @Sendable (Principal) throws -> Value,
        keeping: @escaping @Sendable (Value) throws -> JSONValue?
    ) async throws -> (kept: JSONValue, isRepeat: Bool) {
        let asker = asker
        guard let key = request.headers[.idempotencyKey] else {
            let kept = try await write { try keeping(try work(asker.principal)) }
            return (kept ?? .null, false)
        }
        guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ (33...126).contains($0) })
        else { throw RequestProblem.header(name: "Idempotency-Key") }
        var digest = SHA256Stream()
        digest.update("\(request.method.rawValue) \(request.uri.string)\n")
        digest.update(body[...])
        let once = OnceKey(key: key, fingerprint: digest.finish()) { done in
            guard let value = done as? Value else {
                throw StoreProblem.failed(why: "what was done is no \(Value.self)")
            }
            return try keeping(value)
        }
        do {
            let kept = try await write {
                try keeping(try work(asker.principal.asking(once: once)))
            }
            return (kept ?? .null, false)
        } catch let before as DoneBefore {
            return (before.answer, true)
        }
    }

    /// As `once`, with what is kept as the answer.
    ///
    /// - Parameter location: the place of what was made.
    func creating<Value: Sendable>(
        _ body: [UInt8], at location: (@Sendable (JSONValue) -> String)? = nil,
        _ work: @escaping @Sendable (Principal) throws -> Value,
        keeping: @escaping @Sendable (Value) throws -> JSONValue
    ) async throws -> Response {
        let (kept, isRepeat) = try await once(body, work, keeping: keeping)
        return created(kept, isRepeat: isRepeat, at: location?(kept))
    }

    func created(_ value: JSONValue, isRepeat: Bool, at location: String? = nil) -> Response {
        var response = Response.json(value, status: endpoint.success.status)
        response.headers[.location] = location
        if isRepeat { response.headers[.idempotentReplayed] = "true" }
        return response
    }
}
