import FundStore

extension AssessmentModule {
    /// Whether an application has come before a meeting: from then on its scores are the meeting's.
    private static let isItem = """
        EXISTS (SELECT 1 FROM assessmentMeetingItem WHERE applicationId = NEW.applicationId)
        """

    /// Whether an update of a score is what a meeting's last moderation of it says.
    private static let isModeration = """
        EXISTS (SELECT 1 FROM assessmentModeration
          WHERE id = (SELECT max(id) FROM assessmentModeration WHERE scoreId = NEW.id)
            AND valueBefore IS OLD.value AND valueAfter IS NEW.value
            AND NEW.comment IS OLD.comment
            AND recordedAt = NEW.recordedAt AND recordedById = NEW.enteredById)
        """

    /// Of the scores that change in a meeting, and in it alone.
    static let moderationRules = """
        CREATE TRIGGER assessmentModerationFits BEFORE INSERT ON assessmentModeration
        BEGIN
          \(whileOpen)
          SELECT RAISE(ABORT, 'meeting-not-item') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentScore AS score
            JOIN assessmentCandidatePanel AS candidate USING (applicationId)
            JOIN assessmentMeeting AS meeting ON meeting.roundId = candidate.roundId
              AND meeting.panel = candidate.panel
            WHERE score.id = NEW.scoreId AND meeting.id = NEW.meetingId AND isStanding = 1);
          \(recordedByOther)
          SELECT RAISE(ABORT, 'moderation-moved') WHERE NEW.valueBefore IS NOT (
            SELECT value FROM assessmentScore WHERE id = NEW.scoreId);
          SELECT RAISE(ABORT, 'item-no-quorum') WHERE EXISTS (
            SELECT 1 FROM assessmentScore WHERE id = NEW.scoreId
              AND \(lacksQuorum("NEW.meetingId", "assessmentScore.applicationId")));
          SELECT RAISE(ABORT, 'moderation-absent') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentScore JOIN assessmentVoter USING (applicationId, memberId)
            WHERE assessmentScore.id = NEW.scoreId AND meetingId = NEW.meetingId);
        END;

        \(Migration.appendOnly("assessmentModeration", code: "meeting-kept"))

        CREATE TRIGGER assessmentModerationCounts AFTER INSERT ON assessmentModeration
        BEGIN
          UPDATE assessmentScore
          SET value = NEW.valueAfter, enteredById = NEW.recordedById,
            recordedAt = NEW.recordedAt
          WHERE id = NEW.scoreId;
        END;

        -- Once an application has come before a meeting, its scores change there and nowhere else.
        CREATE TRIGGER assessmentScoreBeforeMeeting BEFORE INSERT ON assessmentScore
        WHEN \(isItem)
        BEGIN SELECT RAISE(ABORT, 'scores-in-meeting'); END;

        DROP TRIGGER assessmentScoreStillFits;
        CREATE TRIGGER assessmentScoreStillFits
        BEFORE UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
        WHEN NOT \(isModeration)
        BEGIN
          \(scoreMayStand)
          SELECT RAISE(ABORT, 'scores-in-meeting') WHERE \(isItem);
        END;

        CREATE TRIGGER assessmentScoreFitsModerated
        BEFORE UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
        WHEN \(isModeration)
        BEGIN
          SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
            SELECT 1 FROM assessmentRound
            WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
          SELECT RAISE(ABORT, 'score-off-scale') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId
              AND (NEW.value BETWEEN scaleMinimum AND scaleMaximum
                OR (NEW.value IS NULL AND allowsNotApplicable = 1)));
          SELECT RAISE(ABORT, 'score-with-interest') WHERE EXISTS (
            SELECT 1 FROM assessmentConflict WHERE applicationId = NEW.applicationId
              AND memberId IN (NEW.memberId, NEW.enteredById));
        END;

        CREATE TRIGGER assessmentCandidateStaysBefore BEFORE UPDATE OF panel
        ON assessmentCandidate
        WHEN \(isItem) AND NEW.panel IS NOT ifnull(OLD.panel,
          (SELECT min(key) FROM assessmentPanel WHERE roundId = NEW.roundId))
        BEGIN SELECT RAISE(ABORT, 'scores-in-meeting'); END;
        """
}
