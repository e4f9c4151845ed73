import FundStore

extension AssessmentModule {
    /// Refuses what is written of a meeting whose minutes are signed.
    private static let whileOpen = """
        SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
          SELECT 1 FROM assessmentMeeting WHERE id = NEW.meetingId AND signedAt IS NOT NULL);
        """

    /// Refuses what is about an application that is not before the meeting's panel.
    private static let onAgenda = """
        SELECT RAISE(ABORT, 'meeting-not-item') WHERE NOT EXISTS (
          SELECT 1 FROM assessmentMeeting
          JOIN assessmentCandidatePanel USING (roundId, panel)
          WHERE id = NEW.meetingId AND applicationId = NEW.applicationId AND isStanding = 1);
        """

    /// Refuses whoever is on a panel of the round themselves: others run its meetings.
    private static func byOther(_ person: String, of round: String) -> String {
        """
        SELECT RAISE(ABORT, 'meeting-own-panel') WHERE EXISTS (
          SELECT 1 FROM assessmentPanelMember
          WHERE roundId = \(round) AND personId = \(person));
        """
    }

    private static let recordedByOther = byOther(
        "NEW.recordedById",
        of: "(SELECT roundId FROM assessmentMeeting WHERE id = NEW.meetingId)")

    /// What the round's meetings recommend in all, of the applications that stand; of each what was
    /// said last. In pence.
    private static func recommended(in round: String, without application: String) -> String {
        """
        (SELECT ifnull(sum(amountPence), 0)
          FROM assessmentRecommendation AS said
          JOIN assessmentCandidate AS candidate USING (applicationId)
          WHERE candidate.isStanding = 1 AND candidate.applicationId IS NOT \(application)
            AND candidate.roundId = \(round)
            AND said.id = (SELECT max(id) FROM assessmentRecommendation
              WHERE applicationId = candidate.applicationId))
        """
    }

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

    /// Whether the meeting's panel has too few for an application: those with an interest in it, and
    /// those who left for it, do not count.
    private static func lacksQuorum(_ meeting: String, _ application: String) -> String {
        """
        (SELECT count(*) FROM assessmentVoter
           WHERE meetingId = \(meeting) AND applicationId = \(application))
          < (SELECT quorum FROM assessmentMeeting JOIN assessmentPanel
             ON assessmentPanel.roundId = assessmentMeeting.roundId AND key = panel
             WHERE id = \(meeting))
        """
    }

    /// What may be written of a meeting, and when: the triggers of its tables.
    static let meetingRules = """
        CREATE TRIGGER assessmentMeetingOpens BEFORE INSERT ON assessmentMeeting
        BEGIN
          SELECT RAISE(ABORT, 'meeting-off') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentRound
            WHERE roundId = NEW.roundId AND meetingAllotmentPence IS NOT NULL);
          SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
            SELECT 1 FROM assessmentRound
            WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
          SELECT RAISE(ABORT, 'meeting-open') WHERE EXISTS (
            SELECT 1 FROM assessmentMeeting
            WHERE roundId = NEW.roundId AND panel = NEW.panel AND signedAt IS NULL);
          \(byOther("NEW.openedById", of: "NEW.roundId"))
          SELECT RAISE(ABORT, 'meeting-kept') WHERE NEW.signedAt IS NOT NULL
            OR NEW.number <> 1 + (SELECT count(*) FROM assessmentMeeting
              WHERE roundId = NEW.roundId AND panel = NEW.panel);
        END;

        \(Migration.neverReplaced(
            "assessmentMeeting", by: [["id"], ["roundId", "panel", "number"]],
            code: "meeting-kept"))

        CREATE TRIGGER assessmentMeetingKept BEFORE DELETE ON assessmentMeeting
        BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;

        -- A proposal that was made before a meeting rests on older ground.
        CREATE TRIGGER assessmentMeetingOpened AFTER INSERT ON assessmentMeeting
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
        END;

        CREATE TRIGGER assessmentMeetingSigns BEFORE UPDATE ON assessmentMeeting
        BEGIN
          SELECT RAISE(ABORT, 'meeting-signed') WHERE OLD.signedAt IS NOT NULL;
          SELECT RAISE(ABORT, 'meeting-kept') WHERE NEW.signedAt IS NULL
            OR NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId OR NEW.panel <> OLD.panel
            OR NEW.number <> OLD.number OR NEW.openedAt <> OLD.openedAt
            OR NEW.openedById <> OLD.openedById OR NEW.openedDespite IS NOT OLD.openedDespite;
          \(byOther("NEW.signedById", of: "NEW.roundId"))
          SELECT RAISE(ABORT, 'meeting-no-quorum') WHERE
            (SELECT count(*) FROM assessmentAttendance
              WHERE meetingId = NEW.id AND isPresent = 1)
            < (SELECT quorum FROM assessmentPanel
              WHERE roundId = NEW.roundId AND key = NEW.panel);
          SELECT RAISE(ABORT, 'meeting-chair-absent') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentAttendance
            WHERE meetingId = NEW.id AND memberId = NEW.chairId AND isPresent = 1);
          SELECT RAISE(ABORT, 'meeting-unfinished') WHERE EXISTS (
            SELECT 1 FROM assessmentCandidatePanel AS candidate
            WHERE candidate.roundId = NEW.roundId AND candidate.panel = NEW.panel
              AND isStanding = 1
              AND NOT EXISTS (SELECT 1 FROM assessmentRecommendation
                WHERE meetingId = NEW.id AND applicationId = candidate.applicationId));
          -- Somebody who took part may have said since that they have an interest.
          SELECT RAISE(ABORT, 'recommendation-stale') WHERE EXISTS (
            SELECT 1 FROM assessmentRecommendation AS said
            JOIN assessmentCandidate ON assessmentCandidate.applicationId = said.applicationId
              AND isStanding = 1
            WHERE meetingId = NEW.id
              AND id = (SELECT max(id) FROM assessmentRecommendation
                WHERE meetingId = NEW.id AND applicationId = said.applicationId)
              AND (\(lacksQuorum("NEW.id", "said.applicationId"))
                OR EXISTS (SELECT 1 FROM assessmentRecommendationVoter
                  WHERE recommendationId = said.id AND memberId NOT IN (
                    SELECT memberId FROM assessmentVoter
                    WHERE meetingId = NEW.id AND applicationId = said.applicationId))));
          -- One may stand again that did not when the others were recorded.
          SELECT RAISE(ABORT, 'recommendation-over-allotment')
          WHERE \(recommended(in: "NEW.roundId", without: "NULL"))
            > (SELECT meetingAllotmentPence FROM assessmentRound WHERE roundId = NEW.roundId);
        END;

        CREATE TRIGGER assessmentMeetingSigned AFTER UPDATE ON assessmentMeeting
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
        END;

        CREATE TRIGGER assessmentAttendanceFits BEFORE INSERT ON assessmentAttendance
        BEGIN
          \(whileOpen)
          SELECT RAISE(ABORT, 'meeting-not-member') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentMeeting JOIN assessmentPanelMember USING (roundId, panel)
            WHERE id = NEW.meetingId AND personId = NEW.memberId);
          \(recordedByOther)
        END;

        CREATE TRIGGER assessmentAttendanceChanges BEFORE UPDATE ON assessmentAttendance
        BEGIN
          \(whileOpen)
          SELECT RAISE(ABORT, 'meeting-kept')
          WHERE NEW.meetingId <> OLD.meetingId OR NEW.memberId <> OLD.memberId
            OR NEW.roundId <> OLD.roundId;
          \(recordedByOther)
          -- Whoever took part in what is recorded was there.
          SELECT RAISE(ABORT, 'attendance-kept') WHERE NEW.isPresent = 0 AND OLD.isPresent = 1
            AND (EXISTS (SELECT 1 FROM assessmentRecommendation
                WHERE meetingId = NEW.meetingId)
              OR EXISTS (SELECT 1 FROM assessmentModeration
                WHERE meetingId = NEW.meetingId));
        END;

        CREATE TRIGGER assessmentAttendanceKept BEFORE DELETE ON assessmentAttendance
        BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;

        \(Migration.neverReplaced(
            "assessmentAttendance", by: [["meetingId", "memberId"]], code: "meeting-kept"))

        CREATE TRIGGER assessmentMeetingItemFits BEFORE INSERT ON assessmentMeetingItem
        BEGIN
          \(whileOpen)
          \(onAgenda)
        END;

        \(Migration.appendOnly(
            "assessmentMeetingItem", by: [["meetingId", "applicationId"]], code: "meeting-kept"))

        CREATE TRIGGER assessmentAbsenceFits BEFORE INSERT ON assessmentAbsence
        BEGIN
          \(whileOpen)
          SELECT RAISE(ABORT, 'absence-not-present') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentAttendance
            WHERE meetingId = NEW.meetingId AND memberId = NEW.memberId AND isPresent = 1);
        END;

        CREATE TRIGGER assessmentAbsenceStays BEFORE UPDATE ON assessmentAbsence
        BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;

        -- Who left is said anew with each recommendation.
        CREATE TRIGGER assessmentAbsenceEnds BEFORE DELETE ON assessmentAbsence
        WHEN EXISTS (SELECT 1 FROM assessmentMeeting
          WHERE id = OLD.meetingId AND signedAt IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'meeting-signed'); END;

        \(Migration.neverReplaced(
            "assessmentAbsence", by: [["meetingId", "applicationId", "memberId"]],
            code: "meeting-kept"))

        CREATE TRIGGER assessmentRecommendationFits BEFORE INSERT ON assessmentRecommendation
        BEGIN
          \(whileOpen)
          \(onAgenda)
          \(recordedByOther)
          SELECT RAISE(ABORT, 'item-no-quorum')
          WHERE \(lacksQuorum("NEW.meetingId", "NEW.applicationId"));
          SELECT RAISE(ABORT, 'recommendation-votes')
          WHERE NEW.votesFor + NEW.votesAgainst + NEW.abstentions <> (SELECT count(*)
            FROM assessmentVoter
            WHERE meetingId = NEW.meetingId AND applicationId = NEW.applicationId);
          SELECT RAISE(ABORT, 'recommendation-lost')
          WHERE NEW.votesFor <= NEW.votesAgainst AND NEW.castingVote = 0;
          SELECT RAISE(ABORT, 'recommendation-under-minimum') WHERE EXISTS (
            SELECT 1 FROM assessmentCandidate
            WHERE applicationId = NEW.applicationId AND NEW.amountPence < minimumPence);
          SELECT RAISE(ABORT, 'recommendation-over-request') WHERE EXISTS (
            SELECT 1 FROM assessmentCandidate
            WHERE applicationId = NEW.applicationId AND (NEW.amountPence > requestedPence
              OR (NEW.kind = 'part' AND NEW.amountPence = requestedPence)));
          SELECT RAISE(ABORT, 'recommendation-not-whole') WHERE NEW.kind = 'fund' AND EXISTS (
            SELECT 1 FROM assessmentCandidate
            WHERE applicationId = NEW.applicationId AND NEW.amountPence < requestedPence);
          SELECT RAISE(ABORT, 'recommendation-over-allotment')
          WHERE NEW.amountPence + \(recommended(
            in: "(SELECT roundId FROM assessmentMeeting WHERE id = NEW.meetingId)",
            without: "NEW.applicationId"))
            > (SELECT meetingAllotmentPence FROM assessmentMeeting
              JOIN assessmentRound USING (roundId) WHERE id = NEW.meetingId);
        END;

        CREATE TRIGGER assessmentRecommendationTaken AFTER INSERT ON assessmentRecommendation
        BEGIN
          INSERT INTO assessmentRecommendationVoter (recommendationId, memberId)
          SELECT NEW.id, memberId FROM assessmentVoter
          WHERE meetingId = NEW.meetingId AND applicationId = NEW.applicationId;
        END;

        CREATE TRIGGER assessmentRecommendationVoterFits
        BEFORE INSERT ON assessmentRecommendationVoter
        BEGIN
          SELECT RAISE(ABORT, 'meeting-kept') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentRecommendation AS said
            JOIN assessmentVoter USING (meetingId, applicationId)
            JOIN assessmentMeeting ON assessmentMeeting.id = meetingId
            WHERE said.id = NEW.recommendationId AND memberId = NEW.memberId
              AND signedAt IS NULL);
        END;

        \(Migration.appendOnly(
            "assessmentRecommendationVoter", by: [["recommendationId", "memberId"]],
            code: "meeting-kept"))

        \(Migration.appendOnly("assessmentRecommendation", code: "meeting-kept"))

        CREATE TRIGGER assessmentDissentFits BEFORE INSERT ON assessmentDissent
        BEGIN
          SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
            SELECT 1 FROM assessmentRecommendation AS said
            JOIN assessmentMeeting ON assessmentMeeting.id = meetingId
            WHERE said.id = NEW.recommendationId AND signedAt IS NOT NULL);
          SELECT RAISE(ABORT, 'dissent-no-vote') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentRecommendationVoter
            WHERE recommendationId = NEW.recommendationId AND memberId = NEW.memberId);
          -- Whoever voted for it has no dissent from it.
          SELECT RAISE(ABORT, 'dissent-over-votes') WHERE (
            SELECT 1 + count(*) FROM assessmentDissent
            WHERE recommendationId = NEW.recommendationId)
            > (SELECT votesAgainst + abstentions FROM assessmentRecommendation
              WHERE id = NEW.recommendationId);
        END;

        \(Migration.appendOnly(
            "assessmentDissent", by: [["recommendationId", "memberId"]], code: "meeting-kept"))

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
