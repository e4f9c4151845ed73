import FundStore

extension AssessmentModule {
    /// Of who is at a meeting, what is on its agenda, and who leaves for what.
    static let attendanceRules = """
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
        """
}
