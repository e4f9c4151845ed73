extension AssessmentModule {
    /// What counts up the state of a round stands still once the round is sealed: comments of a decided
    /// round are erased, and nothing else of it changes.
    public static let erasingSchema = """
        DROP TRIGGER assessmentScoreChanges;
        CREATE TRIGGER assessmentScoreChanges AFTER UPDATE ON assessmentScore
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1
          WHERE roundId = NEW.roundId AND sealedAt IS NULL;
        END;

        DROP TRIGGER assessmentMeetingSigned;
        CREATE TRIGGER assessmentMeetingSigned AFTER UPDATE ON assessmentMeeting
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1
          WHERE roundId = NEW.roundId AND sealedAt IS NULL;
        END;

        DROP TRIGGER assessmentPanelShrinks;
        CREATE TRIGGER assessmentPanelShrinks AFTER DELETE ON assessmentPanelMember
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1
          WHERE roundId = OLD.roundId AND sealedAt IS NULL;
        END;
        """
}
