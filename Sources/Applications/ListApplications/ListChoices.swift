import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// What each of a round's applications chose at a question, in the order of the answer, however
    /// many it lets people choose; without those that chose nothing.
    public func choices(
        at question: String, in round: RoundID, _ tx: borrowing ReadTx
    ) throws -> [ApplicationID: [String]] {
        var found: [ApplicationID: [String]] = [:]
        try tx.forEach(
            """
            SELECT applicationId, choice.value
            FROM applicationAnswer AS answer JOIN application ON application.id = applicationId,
              json_each(answer.value) AS choice
            WHERE roundId = ? AND questionKey = ? AND choice.type = 'text'
            ORDER BY applicationId, choice.id
            """, [round.rawValue, question]
        ) { found[ApplicationID($0[0]), default: []].append($0[1]) }
        return found
    }
}
