import FundCore
import GRDB

extension ProblemReport {
    /// Refusals of what is not somebody's to do: to judge where they have an interest, to do the
    /// second of two acts that need two people, to give more than there is.
    private static let keptCodes: Set<String> = [
        "agreement-approved-own", "agreement-recorder-offered", "appeal-decider-reviewed",
        "appeal-took-part", "application-own",
        "assignment-with-interest", "award-not-proposed", "award-not-recommended",
        "award-round-overspent", "chair-took-no-part", "co-sign-own", "decider-scored",
        "erasure-second-person", "hold-by-two",
        "interest-own",
        "interest-stands", "item-no-quorum", "judge-with-interest", "letter-second-person",
        "meeting-no-quorum", "meeting-own-panel", "panel-could-read",
        "payment-approver-decided", "payment-approver-scored", "recommendation-below-least",
        "round-with-interest", "recommendation-over-allotment", "return-accepted-own",
        "score-locked", "reserve-decider-proposed", "reserve-over-left",
        "score-not-yours", "score-unassigned",
        "score-with-interest", "sealed-to-panel", "screening-second-person",
        "stage-approver-wrote",
    ]

    /// Those of its codes that the audit trail keeps.
    fileprivate var keptCodes: [String] {
        Set([code] + fields.map(\.code)).intersection(Self.keptCodes).sorted()
    }
}

extension FundStore {
    /// Writes into the audit trail that somebody tried what is not theirs to do. What they tried has
    /// left nothing behind.
    func keepAttempt(
        _ problem: any Problem, by principal: Principal, at now: Instant, in database: Database
    ) throws {
        let codes = problem.report.keptCodes
        guard let person = principal.personID, !codes.isEmpty else { return }
        try database.inTransaction(.immediate) {
            let transaction = WriteTx(
                database: database, trail: AuditTrail(), now: now, principal: principal)
            try transaction.audit(
                "attempt.refusal", "person:\(person.rawValue)",
                [("codes", .array(codes.map { .string($0) }))])
            return .commit
        }
    }
}
