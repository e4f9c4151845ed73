import Applications
import Assessment
import Awards
import FundCore
import FundStore
import Identity
import Payments
import Rounds

extension Reports {
    /// The names of groups by the references of their applications.
    public func groups(
        of references: [String], as principal: Principal
    ) throws -> [String: String] {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { try applications.organisations(references, in: $0) }
    }

    /// What the next payment run would pay.
    public func due(
        of key: String, as principal: Principal
    ) throws -> (count: Int64, total: Money) {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { try payments.due(of: try rounds.round(key, in: $0).id, in: $0) }
    }

    /// How many awards of a round have no instalment yet: those of the decision, or one that an
    /// appeal brought later.
    public func unscheduledCount(of key: String, as principal: Principal) throws -> Int64 {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { try unscheduledCount(in: try rounds.round(key, in: $0), $0) }
    }

    func unscheduledCount(in round: Round, _ tx: borrowing ReadTx) throws -> Int64 {
        // Where a round has agreements, what nobody has agreed to is not to be scheduled yet.
        let awarded =
            try awards.needsAgreement(round.id, in: tx)
            ? try awards.agreedCount(of: round.id, in: tx)
            : try (applications.counts(of: round.id, in: tx)[.awarded] ?? 0)
                - awards.givenUpWhole(of: round.id, in: tx)
        return try awarded - payments.scheduledCount(of: round.id, in: tx)
    }

    /// The payment runs of a round.
    public func paymentRuns(
        of key: String, as principal: Principal
    ) throws -> [(run: PaymentRun, profiles: [String], approvedBy: String)] {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let isSealed = try assessment.isSealedAnywhere(from: principal, in: tx)
            return try payments.runs(
                of: round.id, forBank: takesBankFiles(principal), in: tx
            ).map {
                var run = $0.run
                if isSealed { run.auditHead = nil }
                return (run, $0.profiles, try identity.email(of: run.approvedBy, in: tx))
            }
        }
    }

    /// What a proposal and the line between those who get money and those who do not rest on.
    public func cutTag(of key: String, as principal: Principal) throws -> EntityTag {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try refuseSealed(round, principal, in: tx)
            return EntityTag(of: [
                "\(try awards.latestProposalNumber(of: round.id, in: tx) ?? 0)",
                "\(try assessment.revision(of: round.id, in: tx))",
                "\(try applications.revision(of: round.id, in: tx))", round.status.rawValue,
            ])
        }
    }

    /// The applications that the latest proposal gives money to, and whether anything has moved
    /// since; nil where there is none.
    public func funded(
        of key: String, as principal: Principal
    ) throws -> (proposal: Int64, references: Set<String>, isStale: Bool)? {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try refuseSealed(round, principal, in: tx)
            guard try awards.latestProposalNumber(of: round.id, in: tx) != nil else { return nil }
            let proposal = try awards.proposal(of: round.id, key: key, number: nil, in: tx)
            var references: Set<String> = []
            try awards.lines(of: proposal.id, in: tx) {
                if $0.award > .zero { references.insert("\($0.reference)") }
            }
            let isStale =
                try proposal.ground.scores != assessment.revision(of: round.id, in: tx)
                || proposal.ground.applications != applications.revision(of: round.id, in: tx)
            return (proposal.number, references, isStale && round.status != .decided)
        }
    }
}
