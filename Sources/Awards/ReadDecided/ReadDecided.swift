import FundCore
import FundStore
import GRDB

extension AwardsModule {
    /// What a round's decision gave to whom, and its day; nil where none is made. It stays the same
    /// for ever: appeals, the reserve list and what is given back come later and are not in it, and
    /// a decision made anew gives the same awards.
    public func decided(
        _ round: RoundID, in tx: borrowing ReadTx
    ) throws -> (on: LocalDate, given: [ApplicationID: Money])? {
        guard let first = try firstDecision(of: round, in: tx) else { return nil }
        var given: [ApplicationID: Money] = [:]
        try tx.forEach(
            """
            SELECT applicationId, awardPence FROM awardProposalLine
            WHERE proposalId = ? AND awardPence > 0
            """, [first.proposal]
        ) { given[ApplicationID($0[0])] = Money(pence: $0[1]) }
        return (first.on, given)
    }

    private func firstDecision(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> (proposal: Int64, on: LocalDate)? {
        let found = try tx.first(
            """
            SELECT proposalId, decidedOn FROM awardDecision
            WHERE roundId = ? ORDER BY id LIMIT 1
            """, [round.rawValue], { ($0[0] as Int64, $0[1] as String) })
        return found.flatMap { proposal, day in LocalDate(day).map { (proposal, $0) } }
    }
}
