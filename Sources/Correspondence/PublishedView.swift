import FundStore

extension CorrespondenceModule {
    /// Whose award has been told: a letter about it left by email, or into a file for the post.
    public static let publishedView = """
        CREATE VIEW publishedNotice AS
        SELECT applicationId FROM letter
        WHERE kind IN ('award', 'partial', 'appealOutcome', 'reserveAward')
          AND status IN ('sent', 'toPost');
        """
}
