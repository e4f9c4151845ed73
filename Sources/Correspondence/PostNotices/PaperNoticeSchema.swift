import FundStore

extension CorrespondenceModule {
    /// The schema's part of what is told on paper to one address, and to groups that have no email
    /// address.
    public static let paperNoticeSchema = """
        CREATE TABLE letterPaperNotice (
          id            INTEGER PRIMARY KEY,
          roundId       INTEGER NOT NULL REFERENCES round(id),
          applicationId INTEGER NOT NULL REFERENCES application(id),
          kind          TEXT NOT NULL CHECK (kind IN ('bankDetails')),
          -- Whom it addresses, in lines.
          addressee     TEXT NOT NULL CHECK (addressee <> ''),
          -- Where it goes, in lines; none where nobody knew one, until somebody does.
          address       TEXT CHECK (address <> ''),
          -- Whether the group has left that address since.
          isFormer      INTEGER NOT NULL CHECK (isFormer IN (0, 1)),
          language      TEXT NOT NULL,
          subject       TEXT NOT NULL CHECK (subject <> ''),
          body          TEXT NOT NULL CHECK (body <> ''),
          queuedAt      INTEGER NOT NULL,
          CHECK (isFormer = 0 OR address IS NOT NULL)
        ) STRICT;
        CREATE INDEX letterPaperNoticeByRound ON letterPaperNotice (roundId, id);
        \(Migration.appendOnly("letterPaperNotice", code: "paper-notice-stands"))

        -- Somebody has printed it and put it in the post: once.
        CREATE TABLE letterPaperPosting (
          noticeId   INTEGER PRIMARY KEY REFERENCES letterPaperNotice(id),
          address    TEXT NOT NULL CHECK (address <> ''),
          postedById INTEGER NOT NULL REFERENCES person(id),
          postedAt   INTEGER NOT NULL
        ) STRICT;
        \(Migration.appendOnly(
            "letterPaperPosting", by: [["noticeId"]], code: "paper-notice-stands"))

        CREATE TRIGGER letterPaperPostingFits BEFORE INSERT ON letterPaperPosting
        WHEN NEW.address IS NOT (SELECT ifnull(address, NEW.address) FROM letterPaperNotice
          WHERE id = NEW.noticeId)
        BEGIN SELECT RAISE(ABORT, 'paper-notice-address'); END;
        """
}
