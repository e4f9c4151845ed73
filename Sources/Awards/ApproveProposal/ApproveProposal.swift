import FundCore
import FundStore
import GRDB

extension AwardsModule {
    /// Decides a round by approving a proposal of it.
    ///
    /// - Parameter ground: what holds now; the proposal must rest on the same.
    /// - Throws: `AwardsProblem`.
    public func approve(
        _ proposal: Proposal, reason: String, ground: ProposalGround,
        in tx: borrowing WriteTx
    ) throws -> Decision {
        let decider = try tx.principal.require(.decisionMaker)
        let reason = reason.trimmed
        guard !reason.isEmpty else { throw AwardsProblem.reasonMissing }
        try refuseScorer(decider, proposal.id, in: tx.reading)
        try refuseBarred(decider, proposal.id, in: tx.reading)
        var moved: [String] = []
        if proposal.ground.scores != ground.scores { moved.append("scores") }
        if proposal.ground.applications != ground.applications {
            moved.append("applications and findings")
        }
        if proposal.ground.ledger != ground.ledger { moved.append("ledger") }
        guard moved.isEmpty else {
            throw AwardsProblem.groundMoved(number: proposal.number, what: moved)
        }
        let id = try tx.insert(
            """
            INSERT INTO awardDecision
              (roundId, proposalId, decidedById, decidedAt, decidedOn, reason, scoresRevision,
               applicationsRevision, ledgerEntryId)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                proposal.round.rawValue, proposal.id.rawValue, decider.rawValue,
                tx.now.milliseconds, "\(LondonTime.date(tx.now))", reason, ground.scores,
                ground.applications, ground.ledger.rawValue,
            ])
        try tx.audit(
            "decision.approval", "decision:\(id)",
            [
                ("round", .int(proposal.round.rawValue)), ("proposal", .int(proposal.number)),
                ("totalPence", .int(proposal.total.pence)),
            ])
        return Decision(
            id: DecisionID(id), proposalNumber: proposal.number, decidedBy: decider,
            decidedOn: LondonTime.date(tx.now), reason: reason)
    }

    /// Nobody decides by scores of their own.
    func refuseScorer(
        _ person: PersonID, _ proposal: ProposalID, in tx: borrowing ReadTx
    ) throws {
        let scored: Bool? = try tx.first(
            "SELECT 1 FROM awardProposalScorer WHERE proposalId = ? AND personId = ?",
            [proposal.rawValue, person.rawValue], { _ in true })
        guard scored == nil else { throw AwardsProblem.deciderScored }
    }

    /// Nobody decides about, or proposes, what they have an interest in or applied for.
    func refuseBarred(
        _ person: PersonID, _ proposal: ProposalID, in tx: borrowing ReadTx
    ) throws {
        let isBarred: Bool? = try tx.first(
            "SELECT 1 FROM awardProposalBar WHERE proposalId = ? AND personId = ?",
            [proposal.rawValue, person.rawValue], { _ in true })
        guard isBarred == nil else { throw AwardsProblem.interested }
    }

    /// Makes the award of one line of the approved proposal.
    ///
    /// - Parameters:
    ///   - reservation: the ledger entry that set its money aside.
    ///   - screening: what it rests on, where the round screens.
    @discardableResult
    public func award(
        _ line: ProposalLine, by decision: Decision, of round: RoundID,
        reservation: LedgerEntryID, screening: ScreeningGroundID? = nil, in tx: borrowing WriteTx
    ) throws -> AwardID {
        let id = try tx.insert(
            """
            INSERT INTO award
              (roundId, applicationId, reference, decisionId, amountPence, isPartial,
               reservationId, screeningGroundId)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, line.application.rawValue, "\(line.reference)",
                decision.id.rawValue, line.award.pence, line.isPartial, reservation.rawValue,
                screening?.rawValue,
            ])
        try tx.audit(
            "award.creation", "award:\(id)",
            [
                ("application", .int(line.application.rawValue)),
                ("amountPence", .int(line.award.pence)),
            ])
        return AwardID(id)
    }
}
