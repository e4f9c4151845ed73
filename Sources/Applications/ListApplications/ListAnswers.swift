import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// The priorities that each of a round's applications serves.
    public func priorities(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: Set<String>] {
        var found: [ApplicationID: Set<String>] = [:]
        try tx.forEach(
            """
            SELECT applicationId, priorityKey FROM applicationPriority
            JOIN application ON application.id = applicationId WHERE roundId = ?
            """, [round.rawValue]
        ) { found[ApplicationID($0[0]), default: []].insert($0[1]) }
        return found
    }

    /// What each of a round's applications answered where the form asks for one option, or for
    /// text; without those that gave no answer.
    public func textAnswers(
        to question: String, in round: RoundID, _ tx: borrowing ReadTx
    ) throws -> [ApplicationID: String] {
        var found: [ApplicationID: String] = [:]
        try tx.forEach(
            """
            SELECT applicationId, value ->> '$' FROM applicationAnswer
            JOIN application ON application.id = applicationId
            WHERE roundId = ? AND questionKey = ? AND json_type(value) = 'text'
            """, [round.rawValue, question]
        ) { found[ApplicationID($0[0])] = $0[1] }
        return found
    }
}
