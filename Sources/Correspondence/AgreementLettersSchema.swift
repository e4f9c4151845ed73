import FundStore

extension CorrespondenceModule {
    /// The schema's part of telling a group about its offer and agreement. The table is as it was,
    /// but for three more kinds of letter.
    public static let agreementLettersSchema =
        Migration.rebuilding(
            "letter",
            """
            CREATE TABLE letter (
              id               INTEGER PRIMARY KEY,
              roundId          INTEGER NOT NULL REFERENCES round(id),
              applicationId    INTEGER NOT NULL REFERENCES application(id),
              reference        TEXT NOT NULL,
              kind             TEXT NOT NULL CHECK (kind IN (
                'receipt', 'ineligible', 'award', 'partial', 'decline', 'question', 'withdrawal',
                'appealReceipt', 'appealOutcome', 'offer', 'agreed', 'offerEnd')),
              number           INTEGER NOT NULL CHECK (number > 0),
              language         TEXT NOT NULL,
              facts            TEXT NOT NULL CHECK (json_valid(facts)),
              messageId        TEXT NOT NULL UNIQUE,
              queuedAt         INTEGER NOT NULL,
              status           TEXT NOT NULL CHECK (status IN (
                'queued', 'sending', 'sent', 'toPost', 'waiting', 'failed', 'unknown', 'withdrawn')),
              attemptCount     INTEGER NOT NULL DEFAULT 0 CHECK (attemptCount >= 0),
              nextAttemptAt    INTEGER,
              recipientEmail   TEXT,
              -- How the last attempt goes or went: tells what an interrupted one may have done.
              transport        TEXT CHECK (transport IN ('smtp', 'file', 'post')),
              postBatch        INTEGER,
              releasedAt       INTEGER,
              withdrawnAt      INTEGER,
              isGated          INTEGER NOT NULL DEFAULT 0 CHECK (isGated IN (0, 1)),
              releaseId        INTEGER REFERENCES letterRelease(id)
                CHECK (isGated = 0 OR (releaseId IS NULL) = (releasedAt IS NULL)),
              notBefore        INTEGER,
              claimedAt        INTEGER
                CONSTRAINT "letter-embargo" CHECK (status <> 'sending' OR notBefore IS NULL
                  OR ifnull(claimedAt, notBefore - 1) >= notBefore),
              replacesId       INTEGER REFERENCES letter(id),
              correctionReason TEXT
                CHECK ((replacesId IS NULL) = (correctionReason IS NULL) AND correctionReason <> ''),
              UNIQUE (applicationId, kind, number),
              CHECK (status <> 'waiting' OR nextAttemptAt IS NOT NULL),
              CHECK (status NOT IN ('sending', 'sent', 'waiting', 'unknown')
                OR recipientEmail IS NOT NULL OR transport = 'post'),
              CHECK (status NOT IN ('sending', 'sent', 'unknown') OR transport IS NOT NULL),
              CHECK ((status = 'toPost') = (postBatch IS NOT NULL))
            ) STRICT;
            """,
            """
            CREATE TRIGGER letterBegins BEFORE INSERT ON letter
            WHEN NEW.status <> 'queued' OR NEW.attemptCount <> 0 OR NEW.releaseId IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;

            CREATE TRIGGER letterGateStays BEFORE UPDATE ON letter
            WHEN NEW.isGated <> OLD.isGated OR NEW.replacesId IS NOT OLD.replacesId
              OR NEW.correctionReason IS NOT OLD.correctionReason OR NEW.roundId <> OLD.roundId
              OR (OLD.releasedAt IS NOT NULL AND NEW.releasedAt IS NOT OLD.releasedAt)
              OR (OLD.releaseId IS NOT NULL AND NEW.releaseId IS NOT OLD.releaseId)
              OR (NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS NOT OLD.notBefore)
            BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

            CREATE TRIGGER letterHeldWaits BEFORE UPDATE OF status ON letter
            WHEN NEW.kind IN ('award', 'partial', 'decline') AND OLD.status IN ('queued', 'waiting', 'failed')
              AND NEW.status NOT IN ('queued', 'waiting', 'failed', 'withdrawn') AND EXISTS (
              SELECT 1 FROM letterHold LEFT JOIN letterHoldEnd ON holdId = letterHold.id
              WHERE letterHold.roundId = NEW.roundId
                AND (endsAt IS NULL OR endsAt > ifnull(NEW.claimedAt, 0)))
            BEGIN SELECT RAISE(ABORT, 'letter-held'); END;

            CREATE TRIGGER letterKept BEFORE DELETE ON letter
            BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

            CREATE TRIGGER letterLeavesReleased BEFORE UPDATE OF status ON letter
            WHEN NEW.status NOT IN ('queued', 'withdrawn') AND (
              (NEW.isGated = 1 AND NEW.releaseId IS NULL)
              OR (NEW.releasedAt IS NULL AND (NEW.status = 'sending' OR OLD.status = 'queued')))
            BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;

            CREATE TRIGGER letterOverruledUnsaid BEFORE INSERT ON letter
            WHEN NEW.kind IN ('award', 'partial', 'decline') AND EXISTS (
              SELECT 1 FROM letterOverruled WHERE applicationId = NEW.applicationId)
            BEGIN SELECT RAISE(ABORT, 'letter-overruled'); END;

            CREATE TRIGGER letterOverruledUnsent BEFORE UPDATE OF status ON letter
            WHEN NEW.kind IN ('award', 'partial', 'decline') AND OLD.status IN ('queued', 'waiting', 'failed')
              AND NEW.status NOT IN ('queued', 'waiting', 'failed', 'withdrawn') AND EXISTS (
              SELECT 1 FROM letterOverruled WHERE applicationId = NEW.applicationId)
            BEGIN SELECT RAISE(ABORT, 'letter-overruled'); END;

            CREATE TRIGGER letterReleaseFits BEFORE UPDATE OF releaseId ON letter
            WHEN OLD.releaseId IS NULL AND NEW.releaseId IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM letterRelease JOIN letterGatePass AS pass ON pass.id = passId
              WHERE letterRelease.id = NEW.releaseId AND letterRelease.roundId = NEW.roundId
                AND letterRelease.notBefore IS NEW.notBefore
                AND letterRelease.releasedAt = NEW.releasedAt AND pass.passedAt >= NEW.queuedAt)
            BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;

            CREATE TRIGGER letterReplacesSent BEFORE INSERT ON letter
            WHEN NEW.replacesId IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM letter AS old
              WHERE old.id = NEW.replacesId AND old.applicationId = NEW.applicationId
                AND old.kind = NEW.kind AND old.status IN ('sent', 'toPost'))
            BEGIN SELECT RAISE(ABORT, 'letter-correction'); END;

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

            CREATE TRIGGER letterWordsStay BEFORE UPDATE ON letter
            WHEN NEW.facts <> OLD.facts OR NEW.messageId <> OLD.messageId OR NEW.kind <> OLD.kind
              OR NEW.applicationId <> OLD.applicationId OR NEW.language <> OLD.language
              OR NEW.queuedAt <> OLD.queuedAt
              OR (OLD.status IN ('sent', 'toPost') AND (
                NEW.recipientEmail IS NOT OLD.recipientEmail OR NEW.transport <> OLD.transport))
            BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

            CREATE INDEX letterByStatus ON letter (roundId, status, id);

            CREATE UNIQUE INDEX letterDecisionOnce ON letter (applicationId)
              WHERE kind IN ('award', 'partial', 'decline') AND replacesId IS NULL;

            CREATE INDEX letterHeld ON letter (roundId, id) WHERE isGated = 1 AND releasedAt IS NULL;

            CREATE INDEX letterReleased ON letter (roundId, id)
              WHERE status = 'queued' AND releasedAt IS NOT NULL;

            CREATE UNIQUE INDEX letterReplacedOnce ON letter (replacesId)
              WHERE replacesId IS NOT NULL AND status <> 'withdrawn';

            CREATE INDEX letterUnderWay ON letter (status, nextAttemptAt)
              WHERE status IN ('waiting', 'sending');

            \(Migration.neverReplaced(
                "letter",
                by: [["id"], ["messageId"], ["applicationId", "kind", "number"]],
                code: "letter-final"))
            """)
}
