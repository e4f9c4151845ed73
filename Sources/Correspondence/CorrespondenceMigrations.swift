import FundStore

extension CorrespondenceModule {
    public static let migrations = [
        Migration(
            7, "letters",
            """
            CREATE TABLE letter (
              id             INTEGER PRIMARY KEY,
              roundId        INTEGER NOT NULL REFERENCES round(id),
              applicationId  INTEGER NOT NULL REFERENCES application(id),
              reference      TEXT NOT NULL,
              kind           TEXT NOT NULL CHECK (kind IN (
                'receipt', 'ineligible', 'award', 'partial', 'decline')),
              number         INTEGER NOT NULL CHECK (number > 0),
              language       TEXT NOT NULL,
              facts          TEXT NOT NULL CHECK (json_valid(facts)),
              messageId      TEXT NOT NULL UNIQUE,
              queuedAt       INTEGER NOT NULL,
              status         TEXT NOT NULL CHECK (status IN (
                'queued', 'sending', 'sent', 'toPost', 'waiting', 'failed', 'unknown',
                'withdrawn')),
              attemptCount   INTEGER NOT NULL DEFAULT 0 CHECK (attemptCount >= 0),
              nextAttemptAt  INTEGER,
              recipientEmail TEXT,
              -- How the last attempt goes or went: tells what an interrupted one may have done.
              transport      TEXT CHECK (transport IN ('smtp', 'file', 'post')),
              postBatch      INTEGER,
              UNIQUE (applicationId, kind, number),
              CHECK (status <> 'waiting' OR nextAttemptAt IS NOT NULL),
              CHECK (status NOT IN ('sending', 'sent', 'waiting', 'unknown')
                OR recipientEmail IS NOT NULL OR transport = 'post'),
              CHECK (status NOT IN ('sending', 'sent', 'unknown') OR transport IS NOT NULL),
              CHECK ((status = 'toPost') = (postBatch IS NOT NULL))
            ) STRICT;
            CREATE INDEX letterByStatus ON letter (roundId, status, id);
            -- A decision is told once.
            CREATE UNIQUE INDEX letterDecisionOnce ON letter (applicationId)
              WHERE kind IN ('award', 'partial', 'decline');

            CREATE TRIGGER letterSentStays BEFORE UPDATE OF status ON letter
            WHEN OLD.status IN ('sent', 'toPost', 'withdrawn')
              -- Tried again only because an officer says so.
              OR (OLD.status IN ('failed', 'unknown') AND NEW.status <> 'waiting')
            BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

            CREATE TRIGGER letterWordsStay BEFORE UPDATE ON letter
            WHEN NEW.facts <> OLD.facts OR NEW.messageId <> OLD.messageId OR NEW.kind <> OLD.kind
              OR NEW.applicationId <> OLD.applicationId OR NEW.language <> OLD.language
              OR NEW.queuedAt <> OLD.queuedAt
              OR (OLD.status IN ('sent', 'toPost') AND (
                NEW.recipientEmail IS NOT OLD.recipientEmail OR NEW.transport <> OLD.transport))
            BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

            CREATE TABLE letterAttempt (
              id        INTEGER PRIMARY KEY,
              letterId  INTEGER NOT NULL REFERENCES letter(id),
              at        INTEGER NOT NULL,
              transport TEXT NOT NULL,
              outcome   TEXT NOT NULL,
              reply     TEXT
            ) STRICT;
            CREATE INDEX letterAttemptByLetter ON letterAttempt (letterId, id);

            \(Migration.appendOnly("letterAttempt", code: "letter-final"))
            \(Migration.neverReplaced(
                "letter",
                by: [["id"], ["messageId"], ["applicationId", "kind", "number"]],
                code: "letter-final"))

            CREATE TRIGGER letterKept BEFORE DELETE ON letter
            BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

            CREATE TABLE letterFeedback (
              applicationId INTEGER PRIMARY KEY REFERENCES application(id),
              text          TEXT NOT NULL CHECK (text <> ''),
              releasedById  INTEGER NOT NULL REFERENCES person(id),
              releasedAt    INTEGER NOT NULL
            ) STRICT;

            CREATE TRIGGER letterFeedbackInTime BEFORE INSERT ON letterFeedback
            WHEN EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
              AND kind IN ('award', 'partial', 'decline')
              AND (attemptCount > 0 OR status <> 'queued'))
            BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;

            CREATE TRIGGER letterFeedbackChangedInTime BEFORE UPDATE ON letterFeedback
            WHEN EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
              AND kind IN ('award', 'partial', 'decline')
              AND (attemptCount > 0 OR status <> 'queued'))
            BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
            """),
        Migration(
            12, "letters let go, and what became of unknown ones",
            """
            -- When an officer let it go: the server's mail worker sends nothing before that.
            ALTER TABLE letter ADD COLUMN releasedAt INTEGER;
            -- When it stopped being true, for one that was on its way: it is not tried again.
            ALTER TABLE letter ADD COLUMN withdrawnAt INTEGER;
            CREATE INDEX letterReleased ON letter (roundId, id)
              WHERE status = 'queued' AND releasedAt IS NOT NULL;
            CREATE INDEX letterUnderWay ON letter (status, nextAttemptAt)
              WHERE status IN ('waiting', 'sending');

            -- Nobody knows whether it arrived, so a person says: it did, or send it again.
            CREATE TABLE letterResolution (
              id           INTEGER PRIMARY KEY,
              letterId     INTEGER NOT NULL REFERENCES letter(id),
              verdict      TEXT NOT NULL CHECK (verdict IN ('sent', 'resend')),
              resolvedById INTEGER NOT NULL REFERENCES person(id),
              resolvedAt   INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX letterResolutionByLetter ON letterResolution (letterId, id);

            \(Migration.appendOnly("letterResolution", code: "letter-final"))

            CREATE TRIGGER letterResolutionOfUnknown BEFORE INSERT ON letterResolution
            WHEN (SELECT status FROM letter WHERE id = NEW.letterId) IS NOT 'unknown'
            BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

            DROP TRIGGER letterSentStays;
            CREATE TRIGGER letterSentStays BEFORE UPDATE OF status ON letter
            WHEN OLD.status IN ('sent', 'toPost', 'withdrawn')
              -- Tried again only because an officer says so.
              OR (OLD.status = 'failed' AND NEW.status NOT IN ('waiting', 'withdrawn'))
              -- IS, because where nobody has said anything there is nothing to compare with.
              OR (OLD.status = 'unknown' AND NEW.status NOT IN ('waiting', 'withdrawn') AND NOT (
                NEW.status = 'sent' AND 'sent' IS (
                  SELECT verdict FROM letterResolution WHERE letterId = OLD.id
                  ORDER BY id DESC LIMIT 1)))
              -- What is no longer true never leaves again.
              OR (OLD.withdrawnAt IS NOT NULL AND NEW.status IN ('queued', 'waiting', 'sending'))
            BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

            CREATE TRIGGER letterWithdrawnStays BEFORE UPDATE OF withdrawnAt ON letter
            WHEN OLD.withdrawnAt IS NOT NULL AND NEW.withdrawnAt IS NOT OLD.withdrawnAt
            BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
            """),
        Migration(
            17, "questions to groups",
            Migration.rebuilding(
                "letter",
                """
                CREATE TABLE letter (
                  id             INTEGER PRIMARY KEY,
                  roundId        INTEGER NOT NULL REFERENCES round(id),
                  applicationId  INTEGER NOT NULL REFERENCES application(id),
                  reference      TEXT NOT NULL,
                  kind           TEXT NOT NULL CHECK (kind IN (
                    'receipt', 'ineligible', 'award', 'partial', 'decline', 'question', 'withdrawal')),
                  number         INTEGER NOT NULL CHECK (number > 0),
                  language       TEXT NOT NULL,
                  facts          TEXT NOT NULL CHECK (json_valid(facts)),
                  messageId      TEXT NOT NULL UNIQUE,
                  queuedAt       INTEGER NOT NULL,
                  status         TEXT NOT NULL CHECK (status IN (
                    'queued', 'sending', 'sent', 'toPost', 'waiting', 'failed', 'unknown',
                    'withdrawn')),
                  attemptCount   INTEGER NOT NULL DEFAULT 0 CHECK (attemptCount >= 0),
                  nextAttemptAt  INTEGER,
                  recipientEmail TEXT,
                  -- How the last attempt goes or went: tells what an interrupted one may have done.
                  transport      TEXT CHECK (transport IN ('smtp', 'file', 'post')),
                  postBatch      INTEGER,
                  releasedAt     INTEGER,
                  withdrawnAt    INTEGER,
                  UNIQUE (applicationId, kind, number),
                  CHECK (status <> 'waiting' OR nextAttemptAt IS NOT NULL),
                  CHECK (status NOT IN ('sending', 'sent', 'waiting', 'unknown')
                    OR recipientEmail IS NOT NULL OR transport = 'post'),
                  CHECK (status NOT IN ('sending', 'sent', 'unknown') OR transport IS NOT NULL),
                  CHECK ((status = 'toPost') = (postBatch IS NOT NULL))
                ) STRICT;
                """,
                """
                CREATE INDEX letterByStatus ON letter (roundId, status, id);
                -- A decision is told once.
                CREATE UNIQUE INDEX letterDecisionOnce ON letter (applicationId)
                  WHERE kind IN ('award', 'partial', 'decline');

                CREATE TRIGGER letterWordsStay BEFORE UPDATE ON letter
                WHEN NEW.facts <> OLD.facts OR NEW.messageId <> OLD.messageId OR NEW.kind <> OLD.kind
                  OR NEW.applicationId <> OLD.applicationId OR NEW.language <> OLD.language
                  OR NEW.queuedAt <> OLD.queuedAt
                  OR (OLD.status IN ('sent', 'toPost') AND (
                    NEW.recipientEmail IS NOT OLD.recipientEmail OR NEW.transport <> OLD.transport))
                BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

                CREATE INDEX letterReleased ON letter (roundId, id)
                  WHERE status = 'queued' AND releasedAt IS NOT NULL;
                CREATE INDEX letterUnderWay ON letter (status, nextAttemptAt)
                  WHERE status IN ('waiting', 'sending');

                \(Migration.neverReplaced(
                    "letter",
                    by: [["id"], ["messageId"], ["applicationId", "kind", "number"]],
                    code: "letter-final"))

                CREATE TRIGGER letterKept BEFORE DELETE ON letter
                BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

                CREATE TRIGGER letterSentStays BEFORE UPDATE OF status ON letter
                WHEN OLD.status IN ('sent', 'toPost', 'withdrawn')
                  -- Tried again only because an officer says so.
                  OR (OLD.status = 'failed' AND NEW.status NOT IN ('waiting', 'withdrawn'))
                  -- IS, because where nobody has said anything there is nothing to compare with.
                  OR (OLD.status = 'unknown' AND NEW.status NOT IN ('waiting', 'withdrawn') AND NOT (
                    NEW.status = 'sent' AND 'sent' IS (
                      SELECT verdict FROM letterResolution WHERE letterId = OLD.id
                      ORDER BY id DESC LIMIT 1)))
                  -- What is no longer true never leaves again.
                  OR (OLD.withdrawnAt IS NOT NULL AND NEW.status IN ('queued', 'waiting', 'sending'))
                BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

                CREATE TRIGGER letterWithdrawnStays BEFORE UPDATE OF withdrawnAt ON letter
                WHEN OLD.withdrawnAt IS NOT NULL AND NEW.withdrawnAt IS NOT OLD.withdrawnAt
                BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
                """)),
        gateMigration,
    ]
}
