import FundStore

extension CorrespondenceModule {
    /// Which notices on paper somebody has printed.
    public static let printedNoticesSchema = """
        -- When a notice was first printed: what nobody printed nobody has posted.
        CREATE TABLE letterPaperPrinting (
          noticeId    INTEGER PRIMARY KEY REFERENCES letterPaperNotice(id),
          -- Neither is known of those from before this was kept: they count as printed.
          printedById INTEGER REFERENCES person(id),
          printedAt   INTEGER,
          CHECK ((printedById IS NULL) = (printedAt IS NULL))
        ) STRICT;
        \(Migration.appendOnly(
            "letterPaperPrinting", by: [["noticeId"]], code: "paper-notice-stands"))
        INSERT INTO letterPaperPrinting (noticeId) SELECT id FROM letterPaperNotice;

        CREATE TRIGGER letterPaperPostingPrinted BEFORE INSERT ON letterPaperPosting
        WHEN NOT EXISTS (SELECT 1 FROM letterPaperPrinting WHERE noticeId = NEW.noticeId)
        BEGIN SELECT RAISE(ABORT, 'paper-notice-not-printed'); END;
        """
}
