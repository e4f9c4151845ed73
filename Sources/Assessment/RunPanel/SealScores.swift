import FundCore
import FundStore
import GRDB

extension AssessmentModule {
    /// Whether a round's scores are sealed from somebody: they are on a panel of it, it is not
    /// decided, and not every panel has met, or they have an interest in one of its applications.
    /// What they would be told says how far the others have come.
    public func isSealed(
        _ round: RoundID, from person: PersonID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM assessmentPanelMember JOIN assessmentRound USING (roundId)
            WHERE roundId = ?1 AND personId = ?2 AND sealsScores = 1 AND sealedAt IS NULL
              AND (EXISTS (SELECT 1 FROM assessmentConflict AS conflict
                  WHERE conflict.roundId = ?1 AND conflict.memberId = ?2)
                OR NOT EXISTS (SELECT 1 FROM assessmentMeeting AS meeting
                  WHERE meeting.roundId = ?1)
                -- Once the panels meet, their members speak of all their scores.
                OR EXISTS (SELECT 1 FROM assessmentCandidatePanel AS candidate
                  WHERE candidate.roundId = ?1 AND isStanding = 1
                    AND NOT EXISTS (SELECT 1 FROM assessmentMeeting AS meeting
                      WHERE meeting.roundId = ?1 AND meeting.panel = candidate.panel)))
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

    /// Refuses those who are on a panel of a sealed round what others do for it: they neither run it
    /// nor decide about it, whether the panels have met or not.
    /// - Throws: `AssessmentProblem.sealedToPanel`.
    public func refuseMember(
        _ person: PersonID, of round: RoundID, key: String, in tx: borrowing ReadTx
    ) throws {
        let isMember: Bool? = try tx.first(
            """
            SELECT 1 FROM assessmentPanelMember JOIN assessmentRound USING (roundId)
            WHERE roundId = ? AND personId = ? AND sealsScores = 1 AND sealedAt IS NULL
            """, [round.rawValue, person.rawValue], { _ in true })
        if isMember == true { throw AssessmentProblem.sealedToPanel(round: key) }
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
