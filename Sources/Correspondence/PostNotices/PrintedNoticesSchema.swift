import FundStore

extension CorrespondenceModule {
    /// Which notices on paper somebody has printed.
    public static let printedNoticesSchema = """
        -- When a notice was first printed: what nobody printed nobody has posted.
        CREATE TABLE letterPaperPrinting (
          noticeId    INTEGER PRIMARY KEY REFERENCES letterPaperNotice(id),
          printedById INTEGER NOT NULL REFERENCES person(id),
          printedAt   INTEGER NOT NULL
        ) STRICT;
        \(Migration.appendOnly(
            "letterPaperPrinting", by: [["noticeId"]], code: "paper-notice-stands"))
        """
}
