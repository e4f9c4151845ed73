import FundStore

extension CorrespondenceModule {
    /// The schema's part of notices: what is told to an address, not to a group wherever it is reached
    /// now, such as to the address that somebody has just changed.
    public static let noticeSchema = table(kinds: "'bankDetails'") + "\n\n" + rules

    /// Groups are told of their payments too.
    public static let adviceNoticeSchema = Migration.rebuilding(
        "letterNotice", table(kinds: "'bankDetails', 'remittance'"), rules)

    /// Groups are reminded too.
    static let noticesWithReminders = Migration.rebuilding(
        "letterNotice", table(kinds: "'bankDetails', 'remittance', 'reminder'"), rules)

    private static func table(kinds: String) -> String {
        """
        CREATE TABLE letterNotice (
          id             INTEGER PRIMARY KEY,
          roundId        INTEGER NOT NULL REFERENCES round(id),
          applicationId  INTEGER NOT NULL REFERENCES application(id),
          kind           TEXT NOT NULL CHECK (kind IN (\(kinds))),
          recipientEmail TEXT NOT NULL CHECK (recipientEmail LIKE '_%@_%.%'),
          language       TEXT NOT NULL,
          subject        TEXT NOT NULL CHECK (subject <> ''),
          body           TEXT NOT NULL CHECK (body <> ''),
          messageId      TEXT NOT NULL UNIQUE,
          queuedAt       INTEGER NOT NULL,
          status         TEXT NOT NULL CHECK (status IN (
            'queued', 'sending', 'sent', 'waiting', 'failed', 'unknown')),
          attemptCount   INTEGER NOT NULL DEFAULT 0 CHECK (attemptCount >= 0),
          nextAttemptAt  INTEGER,
          -- How the last attempt goes or went: tells what an interrupted one may have done.
          transport      TEXT CHECK (transport IN ('smtp', 'file')),
          reply          TEXT,
          CHECK (status <> 'waiting' OR nextAttemptAt IS NOT NULL),
          CHECK (status NOT IN ('sending', 'sent', 'unknown') OR transport IS NOT NULL)
        ) STRICT;
        """
    }

    private static let rules = """
        CREATE INDEX letterNoticeByApplication ON letterNotice (applicationId, id);
        CREATE INDEX letterNoticeDue ON letterNotice (roundId, id)
          WHERE status IN ('queued', 'sending', 'waiting');

        CREATE TRIGGER letterNoticeBegins BEFORE INSERT ON letterNotice
        WHEN NEW.status <> 'queued' OR NEW.attemptCount <> 0
        BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
        CREATE TRIGGER letterNoticeStays BEFORE UPDATE ON letterNotice
        WHEN OLD.status IN ('sent', 'failed', 'unknown') OR NEW.id <> OLD.id
          OR NEW.roundId <> OLD.roundId OR NEW.applicationId <> OLD.applicationId
          OR NEW.kind <> OLD.kind OR NEW.recipientEmail <> OLD.recipientEmail
          OR NEW.language <> OLD.language OR NEW.subject <> OLD.subject OR NEW.body <> OLD.body
          OR NEW.messageId <> OLD.messageId OR NEW.queuedAt <> OLD.queuedAt
        BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
        CREATE TRIGGER letterNoticeKept BEFORE DELETE ON letterNotice
        BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
        \(Migration.neverReplaced(
            "letterNotice", by: [["id"], ["messageId"]], code: "letter-final"))
        """
}
