import FundStore

extension AssessmentModule {
    /// Refuses what is written of a meeting whose minutes are signed.
    static let whileOpen = """
        SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
          SELECT 1 FROM assessmentMeeting WHERE id = NEW.meetingId AND signedAt IS NOT NULL);
        """

    /// Refuses what is about an application that is not before the meeting's panel.
    static let onAgenda = """
        SELECT RAISE(ABORT, 'meeting-not-item') WHERE NOT EXISTS (
          SELECT 1 FROM assessmentMeeting
          JOIN assessmentCandidatePanel USING (roundId, panel)
          WHERE id = NEW.meetingId AND applicationId = NEW.applicationId AND isStanding = 1);
        """

    /// Refuses whoever is on a panel of the round themselves: others run its meetings.
    static func byOther(_ person: String, of round: String) -> String {
        """
        SELECT RAISE(ABORT, 'meeting-own-panel') WHERE EXISTS (
          SELECT 1 FROM assessmentPanelMember
          WHERE roundId = \(round) AND personId = \(person));
        """
    }

    static let recordedByOther = byOther(
        "NEW.recordedById",
        of: "(SELECT roundId FROM assessmentMeeting WHERE id = NEW.meetingId)")

    /// What the round's meetings recommend in all, of the applications that stand; of each what was
    /// said last. In pence.
    static func recommended(in round: String, without application: String) -> String {
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

    /// Whether the meeting's panel has too few for an application: those with an interest in it, and
    /// those who left for it, do not count.
    static func lacksQuorum(_ meeting: String, _ application: String) -> String {
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
        \(openingRules)

        \(attendanceRules)

        \(recommendationRules)

        \(moderationRules)
        """

    /// Of the meeting itself: who opens and signs it, and when.
    static let openingRules = """
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
        """
}
