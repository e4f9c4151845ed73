import FundCore
import FundStore
import GRDB

extension AssessmentModule {
    /// Whether a round's scores are sealed from somebody: they are on a panel of it that has not
    /// met, and it is not decided. What they would be told says how far the others have come.
    public func isSealed(
        _ round: RoundID, from person: PersonID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM assessmentPanelMember AS member JOIN assessmentRound USING (roundId)
            WHERE roundId = ?1 AND personId = ?2 AND sealsScores = 1 AND sealedAt IS NULL
              -- Once their panel meets, its members speak of all their scores.
              AND NOT EXISTS (SELECT 1 FROM assessmentMeeting
                WHERE assessmentMeeting.roundId = ?1 AND assessmentMeeting.panel = member.panel)
            """, [round.rawValue, person.rawValue], { _ in true }) ?? false
    }

    /// Refuses those who score in a round what would tell them of others' scores in it.
    /// - Throws: `AssessmentProblem.sealedToPanel`.
    public func refuseSealed(
        _ round: RoundID, key: String, to principal: Principal, in tx: borrowing ReadTx
    ) throws {
        guard let person = principal.personID, try isSealed(round, from: person, in: tx)
        else { return }
        throw AssessmentProblem.sealedToPanel(round: key)
    }

    /// Whether the scores of any round are sealed from somebody: then nothing that covers every
    /// round, as the end of the audit trail does, is for them.
    public func isSealedAnywhere(
        from principal: Principal, in tx: borrowing ReadTx
    ) throws -> Bool {
        guard let person = principal.personID else { return false }
        let rounds = try tx.list(
            "SELECT roundId FROM assessmentPanelMember WHERE personId = ?", [person.rawValue],
            { RoundID($0[0]) })
        return try rounds.contains { try isSealed($0, from: person, in: tx) }
    }
}
