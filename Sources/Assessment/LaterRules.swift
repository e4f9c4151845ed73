import FundStore

extension AssessmentModule {
    static let laterRules = Migration(
        33, "no scorers for what a meeting has before it",
        """
        CREATE TRIGGER assessmentAssignmentBeforeMeeting BEFORE INSERT ON assessmentAssignmentChange
        WHEN NEW.isAddition = 1 AND EXISTS (SELECT 1 FROM assessmentMeetingItem
          WHERE applicationId = NEW.applicationId)
        BEGIN SELECT RAISE(ABORT, 'scores-in-meeting'); END;
        """)
}
