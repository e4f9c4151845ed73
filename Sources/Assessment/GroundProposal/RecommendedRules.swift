import FundStore

extension AssessmentModule {
    /// The schema's part of proposing what the panels recommended, and nothing else: what they did
    /// is kept with the scores that a proposal rests on.
    public static let recommendedAmounts = """
        -- What the signed meetings said last, of each application, where a proposal rests on the
        -- scores as they are now. Nothing where it is not to be funded.
        CREATE VIEW assessmentRecommendedNow AS
          SELECT known.id AS groundId, candidate.applicationId,
            ifnull((SELECT amountPence FROM assessmentRecommendation AS said
              JOIN assessmentMeeting ON assessmentMeeting.id = said.meetingId
              WHERE said.applicationId = candidate.applicationId AND signedAt IS NOT NULL
              ORDER BY said.id DESC LIMIT 1), 0) AS amountPence
          FROM assessmentProposalGround AS known
          JOIN assessmentRound USING (roundId, revision)
          JOIN assessmentCandidate AS candidate USING (roundId)
          WHERE isStanding = 1 AND meetingAllotmentPence IS NOT NULL;

        -- What it was when a proposal came to rest on them. The id says all of it, so that whoever
        -- refers to it can be held to that.
        CREATE TABLE assessmentRecommended (
          id            TEXT PRIMARY KEY,
          groundId      INTEGER NOT NULL REFERENCES assessmentProposalGround(id),
          applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
          amountPence   INTEGER NOT NULL CHECK (amountPence >= 0),
          CHECK (id = groundId || ':' || applicationId || ':' || amountPence)
        ) STRICT, WITHOUT ROWID;
        \(Migration.appendOnly("assessmentRecommended", code: "score-kept"))

        CREATE TRIGGER assessmentRecommendedSo BEFORE INSERT ON assessmentRecommended
        WHEN NOT EXISTS (SELECT 1 FROM assessmentRecommendedNow AS said
          WHERE said.groundId = NEW.groundId AND said.applicationId = NEW.applicationId
            AND said.amountPence = NEW.amountPence)
        BEGIN SELECT RAISE(ABORT, 'award-not-recommended'); END;

        CREATE TRIGGER assessmentProposalGroundRecommends
        AFTER INSERT ON assessmentProposalGround
        BEGIN
          \(keepRecommended) WHERE groundId = NEW.id;
        END;

        \(keepRecommended);
        """

    private static let keepRecommended = """
        INSERT INTO assessmentRecommended (id, groundId, applicationId, amountPence)
        SELECT groundId || ':' || applicationId || ':' || amountPence, groundId, applicationId,
          amountPence
        FROM assessmentRecommendedNow
        """
}
