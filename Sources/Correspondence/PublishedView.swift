import FundStore

extension CorrespondenceModule {
    /// Whose award has been told, and by what kind of letter: it left by email, or into a file for
    /// the post.
    public static let publishedView = """
        CREATE VIEW publishedNotice AS
        SELECT applicationId, iif(kind = 'partial', 'award', kind) AS kind FROM letter
        WHERE kind IN ('award', 'partial', 'appealOutcome', 'reserveAward')
          AND status IN ('sent', 'toPost');
        """
}
