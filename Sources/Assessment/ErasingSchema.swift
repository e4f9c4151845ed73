extension AssessmentModule {
    /// What counts up the state of a round stands still once the round is sealed: comments of a decided
    /// round are erased, and nothing else of it changes.
    public static let erasingSchema = [
        ("assessmentScoreChanges", "UPDATE", "assessmentScore", "NEW"),
        ("assessmentMeetingSigned", "UPDATE", "assessmentMeeting", "NEW"),
        ("assessmentPanelShrinks", "DELETE", "assessmentPanelMember", "OLD"),
    ].map { trigger, act, table, row in
        """
        DROP TRIGGER \(trigger);
        CREATE TRIGGER \(trigger) AFTER \(act) ON \(table)
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1
          WHERE roundId = \(row).roundId AND sealedAt IS NULL;
        END;
        """
    }.joined(separator: "\n\n")
}
