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
    }

    public enum Door: String, Sendable {
        case commandLine, http
    }

    public let identity: Identity
    public let door: Door
    /// The account of the operating system that the program runs under.
    public let systemUser: String

    public init(_ identity: Identity, door: Door, systemUser: String) {
        self.identity = identity
        self.door = door
        self.systemUser = systemUser
    }

    /// The person's id, nil for the operator.
    public var personID: PersonID? {
        if case .person(let id, _, _) = identity { id } else { nil }
    }

    public func has(_ role: Role) -> Bool {
        if case .person(_, _, let roles) = identity { roles.contains(role) } else { false }
    }

    /// `person:7 commandLine root`: what the audit trail keeps. No name, no address.
    public var auditText: String {
        switch identity {
        case .operator: "operator:\(systemUser) \(door.rawValue) \(systemUser)"
        case .person(let id, _, _): "person:\(id.rawValue) \(door.rawValue) \(systemUser)"
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
        guard case .person(_, _, let held) = identity else { return }
        guard !held.isDisjoint(with: roles) else { throw AccessProblem.roleMissing(needs: roles) }
    }
}

public enum AccessProblem: Problem {
    case nobodyNamed(needs: [Role])
    case roleMissing(needs: [Role])
    case unknownPerson(email: String)

    public var report: ProblemReport {
        switch self {
        case .nobodyNamed(let roles):
            ProblemReport("nobody-named", .forbidden, ["roles": Self.list(roles)])
        case .roleMissing(let roles):
            ProblemReport("role-missing", .forbidden, ["roles": Self.list(roles)])
        case .unknownPerson(let email):
            ProblemReport("person-unknown", .notFound, ["email": email])
        }
    }

    private static func list(_ roles: [Role]) -> String {
        roles.map(\.rawValue).joined(separator: ", ")
    }
}
