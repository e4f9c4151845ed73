import FundStore

extension AssessmentModule {
    /// Before, one member whose scores were set aside, in whatever round, took every member who had
    /// stood down out of everything they had scored.
    static let departureRules = Migration(
        35, "who stands down leaves behind what they left themselves",
        """
        -- Who has no part in scoring an application: an interest in it, or they left it behind: all
        -- of them where their scores do not stay, else what they had not scored on every criterion.
        DROP VIEW assessmentOut;
        CREATE VIEW assessmentOut AS
          SELECT roundId, applicationId, memberId, 1 AS hasInterest FROM assessmentConflict
          UNION ALL
          SELECT gone.roundId, candidate.applicationId, gone.memberId, 0
          FROM assessmentDeparture AS gone
          JOIN assessmentCandidate AS candidate ON candidate.roundId = gone.roundId
          WHERE (gone.keepsScores = 0
              OR (SELECT count(*) FROM assessmentScore AS given
                  WHERE given.applicationId = candidate.applicationId
                    AND given.memberId = gone.memberId)
                < (SELECT count(*) FROM assessmentCriterion AS asked
                  WHERE asked.roundId = gone.roundId))
            AND NOT EXISTS (SELECT 1 FROM assessmentConflict AS conflict
              WHERE conflict.applicationId = candidate.applicationId
                AND conflict.memberId = gone.memberId);

        -- What was proposed by the wrong count is proposed anew.
        UPDATE assessmentRound SET revision = revision + 1
        WHERE sealedAt IS NULL AND roundId IN (
          SELECT roundId FROM assessmentDeparture WHERE keepsScores = 1);
        """)
}
