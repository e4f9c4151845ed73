import FundStore

extension CorrespondenceModule {
    /// What holds letters back until they are whole, until the time that was set, and until a second
    /// person lets them go: whatever asks, nothing of a round with a gate leaves before.
    static let gateMigration = Migration(
        26, "letters gated, released by a second person, corrected by a new one",
        """
        -- Somebody found every letter whole: these letters, as the hash has them, and no others.
        CREATE TABLE letterGatePass (
          id          INTEGER PRIMARY KEY,
          roundId     INTEGER NOT NULL REFERENCES round(id),
          passedById  INTEGER NOT NULL REFERENCES person(id),
          passedAt    INTEGER NOT NULL,
          letterCount INTEGER NOT NULL CHECK (letterCount > 0),
          sha256      TEXT NOT NULL CHECK (length(sha256) = 64)
        ) STRICT;
        CREATE INDEX letterGatePassByRound ON letterGatePass (roundId, id);
        \(Migration.appendOnly("letterGatePass", code: "letter-final"))

        CREATE TABLE letterRelease (
          id           INTEGER PRIMARY KEY,
          roundId      INTEGER NOT NULL REFERENCES round(id),
          passId       INTEGER NOT NULL UNIQUE REFERENCES letterGatePass(id),
          -- Who passed the gate, copied from it, so that a second person can be asked for.
          gatedById    INTEGER NOT NULL REFERENCES person(id),
          -- Whether the round asks for a second person, copied from its controls.
          needsSecond  INTEGER NOT NULL CHECK (needsSecond IN (0, 1)),
          releasedById INTEGER NOT NULL REFERENCES person(id),
          releasedAt   INTEGER NOT NULL,
          -- Over the letters as they stood when they were let go.
          sha256       TEXT NOT NULL,
          -- The embargo: no attempt before it.
          notBefore    INTEGER,
          CONSTRAINT "letter-second-person" CHECK (needsSecond = 0 OR releasedById <> gatedById)
        ) STRICT;
        CREATE INDEX letterReleaseByRound ON letterRelease (roundId, id);
        \(Migration.appendOnly("letterRelease", by: [["id"], ["passId"]], code: "letter-final"))

        CREATE TRIGGER letterReleaseOfGated BEFORE INSERT ON letterRelease
        WHEN NOT EXISTS (
          SELECT 1 FROM letterGatePass AS pass
          WHERE pass.id = NEW.passId AND pass.roundId = NEW.roundId
            AND pass.passedById = NEW.gatedById AND pass.sha256 = NEW.sha256
            AND pass.id = (SELECT max(id) FROM letterGatePass WHERE roundId = NEW.roundId))
        BEGIN SELECT RAISE(ABORT, 'letter-gate-moved'); END;

        -- Whether its round holds it at the gate, copied from the round's controls.
        ALTER TABLE letter ADD COLUMN isGated INTEGER NOT NULL DEFAULT 0 CHECK (isGated IN (0, 1));
        ALTER TABLE letter ADD COLUMN releaseId INTEGER REFERENCES letterRelease(id)
          CHECK (isGated = 0 OR (releaseId IS NULL) = (releasedAt IS NULL));
        ALTER TABLE letter ADD COLUMN notBefore INTEGER;
        -- When the last attempt began.
        ALTER TABLE letter ADD COLUMN claimedAt INTEGER
          CONSTRAINT "letter-embargo" CHECK (status <> 'sending' OR notBefore IS NULL
            OR ifnull(claimedAt, notBefore - 1) >= notBefore);
        ALTER TABLE letter ADD COLUMN replacesId INTEGER REFERENCES letter(id);
        ALTER TABLE letter ADD COLUMN correctionReason TEXT
          CHECK ((replacesId IS NULL) = (correctionReason IS NULL) AND correctionReason <> '');

        -- A decision is told once; a correction tells it anew, once for each letter it replaces.
        DROP INDEX letterDecisionOnce;
        CREATE UNIQUE INDEX letterDecisionOnce ON letter (applicationId)
          WHERE kind IN ('award', 'partial', 'decline') AND replacesId IS NULL;
        CREATE UNIQUE INDEX letterReplacedOnce ON letter (replacesId)
          WHERE replacesId IS NOT NULL AND status <> 'withdrawn';
        CREATE INDEX letterHeld ON letter (roundId, id) WHERE isGated = 1 AND releasedAt IS NULL;

        CREATE TRIGGER letterBegins BEFORE INSERT ON letter
        WHEN NEW.status <> 'queued' OR NEW.attemptCount <> 0 OR NEW.releaseId IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;

        CREATE TRIGGER letterReplacesSent BEFORE INSERT ON letter
        WHEN NEW.replacesId IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM letter AS old
          WHERE old.id = NEW.replacesId AND old.applicationId = NEW.applicationId
            AND old.kind = NEW.kind AND old.status IN ('sent', 'toPost'))
        BEGIN SELECT RAISE(ABORT, 'letter-correction'); END;

        -- A letter begins to leave only once somebody has let it go, whoever asks for it.
        CREATE TRIGGER letterLeavesReleased BEFORE UPDATE OF status ON letter
        WHEN NEW.status NOT IN ('queued', 'withdrawn') AND (
          (NEW.isGated = 1 AND NEW.releaseId IS NULL)
          OR (NEW.releasedAt IS NULL AND (NEW.status = 'sending' OR OLD.status = 'queued')))
        BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;

        CREATE TRIGGER letterAttemptReleased BEFORE INSERT ON letterAttempt
        WHEN EXISTS (SELECT 1 FROM letter WHERE id = NEW.letterId
          AND (releasedAt IS NULL OR (isGated = 1 AND releaseId IS NULL) OR NEW.at < notBefore))
        BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;

        CREATE TRIGGER letterReleaseFits BEFORE UPDATE OF releaseId ON letter
        WHEN OLD.releaseId IS NULL AND NEW.releaseId IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM letterRelease JOIN letterGatePass AS pass ON pass.id = passId
          WHERE letterRelease.id = NEW.releaseId AND letterRelease.roundId = NEW.roundId
            AND letterRelease.notBefore IS NEW.notBefore
            AND letterRelease.releasedAt = NEW.releasedAt AND pass.passedAt >= NEW.queuedAt)
        BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;

        CREATE TRIGGER letterGateStays BEFORE UPDATE ON letter
        WHEN NEW.isGated <> OLD.isGated OR NEW.replacesId IS NOT OLD.replacesId
          OR NEW.correctionReason IS NOT OLD.correctionReason OR NEW.roundId <> OLD.roundId
          OR (OLD.releasedAt IS NOT NULL AND NEW.releasedAt IS NOT OLD.releasedAt)
          OR (OLD.releaseId IS NOT NULL AND NEW.releaseId IS NOT OLD.releaseId)
          OR (NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS NOT OLD.notBefore)
        BEGIN SELECT RAISE(ABORT, 'letter-final'); END;

        -- The same words in the fund's own language, for the copy beside a translated letter.
        ALTER TABLE letterFeedback ADD COLUMN english TEXT CHECK (english <> '');

        CREATE TABLE letterConditions (
          applicationId INTEGER PRIMARY KEY REFERENCES application(id),
          text          TEXT NOT NULL CHECK (trim(text) <> ''),
          english       TEXT CHECK (english <> ''),
          statedById    INTEGER NOT NULL REFERENCES person(id),
          statedAt      INTEGER NOT NULL
        ) STRICT;

        \(late("letterConditions", "Added", "INSERT"))
        \(late("letterConditions", "Changed", "UPDATE"))
        \(late("letterFeedback", "Added", "INSERT"))
        \(late("letterFeedback", "Changed", "UPDATE"))
        """)

    /// Once a letter with a gate was let go, or any was tried, its words stay.
    private static func late(_ table: String, _ name: String, _ event: String) -> String {
        """
        CREATE TRIGGER \(table)\(name)BeforeRelease BEFORE \(event) ON \(table)
        WHEN EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
          AND kind IN ('award', 'partial', 'decline')
          AND (attemptCount > 0 OR status <> 'queued' OR releaseId IS NOT NULL))
        BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
        """
    }
}
