import Bootstrap
import Forms
import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Publishing
import Rounds
import Templating
import Workflows

/// One request for a page, once it is known who looks.
struct Visit: Sendable {
    let house: House
    let request: Request
    let path: [String: String]
    let query: TypedFields
    /// What a form sent; nothing where it is only looked at.
    let fields: TypedFields
    let words: TextCatalogue
    let signedIn: SignedIn?
    /// Goes with every form, so that no other site's form passes for ours.
    let csrf: String
    /// Who asks, as far as the network tells: behind a proxy on this machine, what that says.
    let client: String
    /// The secret of this browser, before anybody is signed in.
    let browser: String?
    /// The bytes of the file that a form was sent with; nil where there was none.
    var file: [UInt8]?
    /// What the browser calls it.
    var fileName: String?
    /// The files that a form was sent with, on a page that takes several.
    var files: [SentFile] = []

    func path(_ name: String) -> String { path[name] ?? "" }

    func w(_ key: String, _ arguments: [String: String] = [:]) -> String {
        words.words(key, arguments)
    }

    /// - Throws: `SignInWanted`, by which the visitor is shown where to sign in.
    var principal: Principal {
        get throws {
            guard let signedIn else { throw SignInWanted() }
            return signedIn.principal
        }
    }

    /// Whoever is signed in, or a visitor.
    var anybody: Principal {
        signedIn?.principal ?? Principal(.visitor, door: .http, systemUser: house.systemUser)
    }

    func has(_ role: Role) -> Bool { signedIn?.principal.has(role) ?? false }

    static func csrf(of secret: String?) -> String {
        secret.map { SHA256Hex(of: "form:\($0)").description } ?? ""
    }

    /// The same visit from a browser that is known by a secret: a new one where it had none.
    func known() -> Visit {
        guard signedIn == nil, browser == nil else { return self }
        let secret = Secret.text()
        return Visit(
            house: house, request: request, path: path, query: query, fields: fields, words: words,
            signedIn: nil, csrf: Self.csrf(of: secret), client: client, browser: secret)
    }

    // MARK: Working

    func read<Value: Sendable>(
        _ work: @escaping @Sendable (Reports) throws -> Value
    ) async throws -> Value {
        let reports = house.reports
        return try await house.threads.read { try work(reports) }
    }

    func write<Value: Sendable>(
        _ work: @escaping @Sendable (Workflows) throws -> Value
    ) async throws -> Value {
        let workflows = house.workflows
        return try await house.threads.write { try work(workflows) }
    }

    /// Marks a form that makes something, so that a button pressed twice makes it once.
    var once: (name: String, value: String) { ("once", Secret.text()) }

    /// Does what such a form asks for, once: pressed again, it comes to the same.
    ///
    /// - Parameters:
    ///   - secrets: fields of which no trace may be kept, not even a hash that could be guessed from.
    ///   - keeping: what is kept of what was done.
    func once<Value: Sendable>(
        leavingOut secrets: Set<String> = [],
        _ work: @escaping @Sendable (Workflows, Principal) throws -> Value,
        keeping: @escaping @Sendable (Value) -> JSONValue
    ) async throws -> JSONValue {
        guard let key = onceKey(leavingOut: secrets, { ($0 as? Value).map(keeping) }) else {
            let principal = try principal
            return keeping(try await write { try work($0, principal) })
        }
        let principal = try principal.asking(once: key)
        do {
            return keeping(try await write { try work($0, principal) })
        } catch let before as DoneBefore {
            return before.answer
        }
    }

    /// As `once`, where nothing need be known of what was done.
    ///
    /// - Parameters:
    ///   - secrets: fields of which no trace may be kept, not even a hash that could be guessed from.
    ///   - somebody: who does it, where that is not whoever is signed in.
    func once(
        leavingOut secrets: Set<String> = [], as somebody: Principal? = nil,
        _ work: @escaping @Sendable (Workflows, Principal) throws -> Void
    ) async throws {
        var principal = try somebody ?? self.principal
        if let key = onceKey(leavingOut: secrets, { _ in .null }) {
            principal = principal.asking(once: key)
        }
        do {
            let principal = principal
            try await write { try work($0, principal) }
        } catch is DoneBefore {
            // It has been done: that is what was wanted.
        }
    }

    /// What tells this form from one that is sent again. Somebody who went back in the browser and
    /// wrote something else means something else.
    private func onceKey(
        leavingOut secrets: Set<String> = [],
        _ answer: @escaping @Sendable (Any) throws -> JSONValue?
    ) -> OnceKey? {
        let mark = fields["once"]
        guard mark.utf8.count == Secret.textLength else { return nil }
        let passedOver = secrets.union(["csrf", "once"])
        let sent = fields.names.filter { !passedOver.contains($0) }.sorted().flatMap {
            [$0] + fields.all($0)
        }
        let asked = EntityTag(
            of: [request.method.rawValue, request.uri.path] + sent)
        return OnceKey(
            key: "form:\(mark):\(asked)", fingerprint: SHA256Hex(of: asked.description),
            answer: answer)
    }
}

/// Somebody must sign in first.
struct SignInWanted: Error {}

extension Principal {
    var email: String? {
        if case .person(_, let email, _) = identity { email } else { nil }
    }

    var roles: Set<Role> {
        if case .person(_, _, let roles) = identity { roles } else { [] }
    }

    /// Whether they do anything here beside applying.
    var isStaff: Bool { !roles.subtracting([.applicant]).isEmpty }
}
