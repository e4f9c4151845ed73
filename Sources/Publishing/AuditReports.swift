import FundCore
import FundStore

extension Reports {
    /// The end of the audit trail. Over HTTP it is not for those who score or apply: how fast it
    /// grows tells what others do.
    public func auditHead(as principal: Principal) throws -> AuditHead {
        try refuseOnlookers(principal)
        return try store.auditHead()
    }

    /// Recomputes the audit trail.
    /// - Throws: `AuditProblem` for the first row that does not fit.
    public func verifyAudit(
        expecting expected: AuditHead?, as principal: Principal
    ) throws -> AuditHead {
        try refuseOnlookers(principal)
        switch try store.verifyAudit(expecting: expected) {
        case .whole(let head): return head
        case .broken(let sequence, let fault):
            throw AuditProblem.broken(sequence: sequence, fault)
        }
    }

    /// Who has the file reads its trail anyway; other doors ask for a role.
    private func refuseOnlookers(_ principal: Principal) throws {
        try store.read { try refuseSealedAnywhere(principal, in: $0) }
        guard principal.door != .commandLine else { return }
        try principal.requireOperator(
            or: .officer, .decisionMaker, .finance, .auditor, .administrator)
    }
}

extension AuditHead {
    public var json: JSONValue {
        .object([("count", .int(count)), ("hash", .string(hash))])
    }
}

public enum AuditProblem: Problem {
    case broken(sequence: Int64, AuditFault)

    public var report: ProblemReport {
        switch self {
        case .broken(let sequence, let fault):
            ProblemReport("audit-\(fault.rawValue)", .conflict, ["row": "\(sequence)"])
        }
    }
}
