import FundStore

extension AssessmentModule {
    /// What the panels said last of applications that were to get no money but another day, for the
    /// step that keeps it beside each: a view that goes again with it.
    public static let reserveView = """
        CREATE VIEW reserveRecommendation AS
        SELECT applicationId, kind FROM assessmentRecommendation
        JOIN assessmentCandidate USING (applicationId)
        WHERE isStanding = 1 AND kind IN ('reserve', 'defer')
          AND assessmentRecommendation.id = (
            SELECT max(id) FROM assessmentRecommendation AS last
            WHERE last.applicationId = assessmentCandidate.applicationId);
        """
}
