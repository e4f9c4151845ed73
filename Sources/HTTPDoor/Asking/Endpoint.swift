import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Publishing

/// One thing that can be asked of the door: where, who may, what is sent and what comes back. The
/// description at `/api/openapi.json` is made of these, and so is the test that walks them.
struct Endpoint: Sendable {
    struct Parameter: Sendable {
        let name: String
        let summary: String
        let schema: Schema
        var isRequired = false
    }

    struct Body: Sendable {
        let mediaType: String
        let greatestBytes: Int
        let schema: Schema

        var limitInWords: String {
            greatestBytes >= 1024 * 1024
                ? "\(greatestBytes / 1024 / 1024) MB" : "\(greatestBytes / 1024) KB"
        }

        func limited(to bytes: Int) -> Body {
            Body(
                mediaType: mediaType, greatestBytes: min(greatestBytes, bytes), schema: schema)
        }

        static func json(_ schema: Schema, greatestBytes: Int = 64 * 1024) -> Body {
            Body(mediaType: "application/json", greatestBytes: greatestBytes, schema: schema)
        }
    }

    struct Success: Sendable {
        let status: HTTPResponse.Status
        let mediaType: String
        let summary: String
        let schema: Schema
        /// What else it may be.
        var otherMediaTypes: [String] = []

        /// A file of a payment run.
        static let runFile = Success(
            status: .ok, mediaType: "text/csv", summary: "The file, and its SHA-256 as ETag",
            schema: .text, otherMediaTypes: ["text/plain", "application/xml"])

        static func json(
            _ schema: Schema, _ summary: String, status: HTTPResponse.Status = .ok
        ) -> Success {
            Success(
                status: status, mediaType: "application/json", summary: summary, schema: schema)
        }
    }

    /// What else may happen, beside what every endpoint of its kind may answer.
    enum Trait: Sendable {
        /// A rule of the fund may refuse it: 409.
        case ruled
        /// It makes something, and can be asked once by `Idempotency-Key`.
        case creating
        /// It changes something whose state can be named: `ETag`, `If-Match`, 412.
        case editing
        /// What it gives has a state that can be named: `ETag`, 304.
        case tagged
    }

    let method: HTTPRequest.Method
    let route: Route
    let summary: String
    /// Who may; nil for anybody, without a token.
    let roles: Set<Role>?
    let query: [Parameter]
    let body: Body?
    let success: Success
    let traits: Set<Trait>
    let respond: @Sendable (Ask) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ route: Route, _ summary: String, for roles: Set<Role>?,
        query: [Parameter] = [], body: Body? = nil, _ success: Success, _ traits: Set<Trait> = [],
        respond: @escaping @Sendable (Ask) async throws -> Response
    ) {
        self.method = method
        self.route = route
        self.summary = summary
        self.roles = roles
        self.query = query
        self.body = body
        self.success = success
        self.traits = traits
        self.respond = respond
    }

    /// Answers a request: who asks, may they, what exactly; then what the endpoint does.
    func answer(
        _ request: Request, _ context: DoorContext, in house: House
    ) async throws -> Response {
        let asker = try asker(request, house)
        // A body is taken from those who may send it, and from nobody else.
        if roles != nil, method != .get { try await establish(asker, house) }
        let isKnown = roles != nil && method != .get
        let place = try LargeBodies.size(of: request, atMost: body?.greatestBytes ?? 0).map {
            try house.largeBodies.enter(
                $0, of: isKnown ? try asker.principal : nil,
                from: Page.client(request, context))
        }
        defer { house.largeBodies.leave(place) }
        do {
            let response = try await respond(
                Ask(
                    house: house, endpoint: self, request: request,
                    path: try path(of: request, context), query: try query(of: request),
                    asker: asker, place: place))
            // Whatever an endpoint does, nothing leaves for somebody who is not known.
            if roles != nil, !asker.isKnown { try await establish(asker, house) }
            return response
        } catch  where roles != nil && !asker.isKnown {
            // Before what is wrong with a request is said, it is known who hears it.
            try await establish(asker, house)
            throw error
        }
    }

    private func establish(_ asker: Asker, _ house: House) async throws {
        _ = try await house.threads.read { try asker.principal }
    }

    /// - Throws: `AccessProblem` where no token was sent.
    private func asker(_ request: Request, _ house: House) throws -> Asker {
        guard let roles else { return Asker { throw AccessProblem.tokenMissing } }
        guard let header = request.headers[.authorization] else {
            throw AccessProblem.tokenMissing
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw AccessProblem.tokenRefused
        }
        let token = String(parts[1]).trimmed
        return Asker {
            let principal = try house.services.principal(
                token: token, door: .http, systemUser: house.systemUser)
            try principal.require(any: roles)
            return principal
        }
    }

    private func path(of request: Request, _ context: DoorContext) throws -> [String: String] {
        try route.values(in: request, context)
    }

    /// - Throws: `InvalidInput` that names every parameter that is not the endpoint's.
    private func query(of request: Request) throws -> [String: String] {
        guard let text = request.uri.query, !text.isEmpty else {
            return try complete([:])
        }
        guard let values = QueryString.read(text) else {
            throw InvalidInput("query", [FieldProblem("query", "not-query")])
        }
        return try complete(values)
    }

    private func complete(_ values: [String: String]) throws -> [String: String] {
        let known = query.map(\.name)
        let problems =
            values.keys.filter { !known.contains($0) }.sorted().map {
                FieldProblem($0, "unknown-key")
            }
            + query.filter { $0.isRequired && (values[$0.name] ?? "").isEmpty }.map {
                FieldProblem($0.name, "missing")
            }
        guard problems.isEmpty else { throw InvalidInput("query", problems) }
        return values
    }
}

extension Principal {
    /// Passes a person with one of `roles`.
    fileprivate func require(any roles: Set<Role>) throws {
        guard case .person(_, _, let held) = identity, !held.isDisjoint(with: roles) else {
            throw AccessProblem.roleMissing(needs: Role.allCases.filter(roles.contains))
        }
    }
}
