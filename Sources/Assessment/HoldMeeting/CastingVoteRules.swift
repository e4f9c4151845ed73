import FundStore

extension AssessmentModule {
    /// The schema's part of the casting vote: it is the chair's, who has a part in the item and
    /// no dissent from it.
    static let castingVote = Migration(
        37, "a casting vote of a chair who took part",
        """
        CREATE TRIGGER assessmentMeetingChairVoted BEFORE UPDATE OF signedAt ON assessmentMeeting
        WHEN NEW.signedAt IS NOT NULL AND EXISTS (
          SELECT 1 FROM (SELECT max(id) AS id FROM assessmentRecommendation
            WHERE meetingId = NEW.id GROUP BY applicationId) AS last
          JOIN assessmentRecommendation AS said ON said.id = last.id
          WHERE castingVote = 1
            AND (NOT EXISTS (SELECT 1 FROM assessmentRecommendationVoter
                WHERE recommendationId = said.id AND memberId = NEW.chairId)
              OR EXISTS (SELECT 1 FROM assessmentDissent
                WHERE recommendationId = said.id AND memberId = NEW.chairId)))
        BEGIN SELECT RAISE(ABORT, 'chair-took-no-part'); END;
        """)
}
