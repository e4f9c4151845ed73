/// What a person may do in the fund.
public enum Role: String, CaseIterable, Sendable {
    case applicant, panelMember, officer, decisionMaker, finance, auditor, administrator
}

/// Who is asking, and through which door. Doors establish it; use cases check it.
public struct Principal: Sendable {
    public enum Identity: Sendable {
        /// Whoever works the machine, without `--as`: may init, list, show, submit, preview,
        /// schedule and verify.
        case `operator`
        case person(PersonID, email: String, roles: Set<Role>)
        /// The mail worker of the server, which sends what an officer has let go.
        case mailWorker
        /// Somebody who is about to show who they are.
        case visitor
    }

    public enum Door: String, Sendable {
        case commandLine, http
    }

    public let identity: Identity
    public let door: Door
    /// The account of the operating system that the program runs under.
    public let systemUser: String
    /// The token by which a program acts for a person.
    public let token: TokenID?
    /// The session of a browser in which a person acts.
    public let session: SessionID?
    /// What tells this request from one that is sent again; nil where the asker has not said.
    public let once: OnceKey?

    public init(
        _ identity: Identity, door: Door, systemUser: String, token: TokenID? = nil,
        session: SessionID? = nil, once: OnceKey? = nil
    ) {
        self.identity = identity
        self.door = door
        self.systemUser = systemUser
        self.token = token
        self.session = session
        self.once = once
    }

    /// The same principal, asking for something that is done once however often it is sent.
    public func asking(once key: OnceKey) -> Principal {
        Principal(
            identity, door: door, systemUser: systemUser, token: token, session: session, once: key)
    }

    /// The person's id, nil for the operator.
    public var personID: PersonID? {
        if case .person(let id, _, _) = identity { id } else { nil }
    }

    public var isMailWorker: Bool {
        if case .mailWorker = identity { true } else { false }
    }

    public func has(_ role: Role) -> Bool {
        if case .person(_, _, let roles) = identity { roles.contains(role) } else { false }
    }

    /// `person:7 commandLine root`, `person:7 http token:12 root`: what the audit trail keeps. No
    /// name, no address.
    public var auditText: String {
        switch identity {
        case .operator: "operator:\(systemUser) \(door.rawValue) \(systemUser)"
        case .mailWorker: "mailWorker \(door.rawValue) \(systemUser)"
        case .visitor: "visitor \(door.rawValue) \(systemUser)"
        case .person(let id, _, _):
            "person:\(id.rawValue) \(door.rawValue) "
                + (token.map { "token:\($0.rawValue) " } ?? "")
                + (session.map { "session:\($0.rawValue) " } ?? "") + systemUser
        }
    }

    /// Passes a person with one of `roles`.
    /// - Throws: `AccessProblem` otherwise.
    @discardableResult
    public func require(_ roles: Role...) throws -> PersonID {
        guard case .person(let id, _, let held) = identity else {
            throw AccessProblem.nobodyNamed(needs: roles)
        }
        guard !held.isDisjoint(with: roles) else { throw AccessProblem.roleMissing(needs: roles) }
        return id
    }

    /// Passes the operator, or a person with one of `roles`.
    public func requireOperator(or roles: Role...) throws {
        switch identity {
        case .operator: return
        case .person(_, _, let held) where !held.isDisjoint(with: roles): return
        case .person, .mailWorker, .visitor: throw AccessProblem.roleMissing(needs: roles)
        }
    }
}

public enum AccessProblem: Problem {
    case nobodyNamed(needs: [Role])
    case roleMissing(needs: [Role])
    case unknownPerson(email: String)
    case tokenMissing
    /// Unknown, expired or revoked: the asker is not told which.
    case tokenRefused

    public var report: ProblemReport {
        switch self {
        case .nobodyNamed(let roles):
            ProblemReport("nobody-named", .forbidden, ["roles": Self.list(roles)])
        case .roleMissing(let roles):
            ProblemReport("role-missing", .forbidden, ["roles": Self.list(roles)])
        case .unknownPerson(let email):
            ProblemReport("person-unknown", .notFound, ["email": email])
        case .tokenMissing:
            ProblemReport("token-missing", .unauthenticated)
        case .tokenRefused:
            ProblemReport("token-refused", .unauthenticated)
        }
    }

    private static func list(_ roles: [Role]) -> String {
        roles.map(\.rawValue).joined(separator: ", ")
    }
}

/// Marks a request that may be sent again: it is done once, and the answer is kept with what it did,
/// in the same transaction.
public struct OnceKey: Sendable {
    /// Chosen by the asker; another person's may be the same.
    public let key: String
    /// What was asked: the same key with something else is refused.
    public let fingerprint: SHA256Hex
    /// What is kept of what was done, nil where it may not be kept.
    public let answer: @Sendable (Any) throws -> JSONValue?

    public init(
        key: String, fingerprint: SHA256Hex, answer: @escaping @Sendable (Any) throws -> JSONValue?
    ) {
        self.key = key
        self.fingerprint = fingerprint
        self.answer = answer
    }
}
