import FundStore

extension CommissioningModule {
    private static let kept = "commissioning-kept"

    /// Reports of tension, how to reach whoever made one, what officers made of each, and the needs
    /// that they are evidence for.
    public static let tensionSchema = """
        CREATE TABLE commissioningTension (
          id         INTEGER PRIMARY KEY,
          what       TEXT NOT NULL CHECK (trim(what) <> '' AND length(what) <= 4000),
          ward       TEXT CHECK (ward <> ''),
          wardTitle  TEXT CHECK (wardTitle <> ''),
          place      TEXT CHECK (trim(place) <> '' AND length(place) <= 200),
          happenedOn TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
          isAbout    INTEGER NOT NULL CHECK (isAbout IN (0, 1)),
          cause      TEXT CHECK (trim(cause) <> '' AND length(cause) <= 2000),
          goesOn     TEXT NOT NULL CHECK (goesOn IN ('yes', 'no', 'unsure')),
          -- The officer who took it down; nobody where it came over the public page.
          takenById  INTEGER REFERENCES person(id),
          receivedAt INTEGER NOT NULL,
          receivedOn TEXT NOT NULL CHECK (date(receivedOn) IS receivedOn),
          CHECK ((ward IS NULL) = (wardTitle IS NULL)),
          CONSTRAINT "tension-without-place" CHECK (ward IS NOT NULL OR place IS NOT NULL),
          CONSTRAINT "tension-not-yet" CHECK (happenedOn <= receivedOn)
        ) STRICT;

        \(Migration.appendOnly("commissioningTension", code: kept))

        -- The only rows of a report that go: on their day, or before it.
        CREATE TABLE commissioningTensionContact (
          tensionId INTEGER PRIMARY KEY REFERENCES commissioningTension(id),
          name      TEXT CHECK (trim(name) <> '' AND length(name) <= 100),
          email     TEXT CHECK (email LIKE '%_@_%' AND length(email) <= 254),
          phone     TEXT CHECK (trim(phone) <> '' AND length(phone) <= 30),
          expiresOn TEXT NOT NULL CHECK (date(expiresOn) IS expiresOn),
          CONSTRAINT "tension-no-reach" CHECK (email IS NOT NULL OR phone IS NOT NULL)
        ) STRICT;

        CREATE INDEX commissioningTensionContactByDay ON commissioningTensionContact (expiresOn);

        CREATE TRIGGER commissioningTensionContactBrief
        BEFORE INSERT ON commissioningTensionContact
        WHEN NOT EXISTS (SELECT 1 FROM commissioningTension WHERE id = NEW.tensionId
          AND NEW.expiresOn > receivedOn AND NEW.expiresOn <= date(receivedOn, '+365 days'))
        BEGIN SELECT RAISE(ABORT, 'tension-contact-days'); END;

        CREATE TRIGGER commissioningTensionContactUnchanged
        BEFORE UPDATE ON commissioningTensionContact
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;

        \(Migration.neverReplaced(
            "commissioningTensionContact", by: [["tensionId"]], code: kept))

        CREATE TABLE commissioningTensionTriage (
          id             INTEGER PRIMARY KEY,
          tensionId      INTEGER NOT NULL REFERENCES commissioningTension(id),
          version        INTEGER NOT NULL CHECK (version > 0),
          status         TEXT NOT NULL
            CHECK (status IN ('noted', 'passed-on', 'not-for-us')),
          note           TEXT NOT NULL CHECK (trim(note) <> '' AND length(note) <= 2000),
          rootCause      TEXT CHECK (rootCause <> ''),
          rootCauseTitle TEXT CHECK (rootCauseTitle <> ''),
          authorId       INTEGER NOT NULL REFERENCES person(id),
          at             INTEGER NOT NULL,
          triagedOn      TEXT NOT NULL CHECK (date(triagedOn) IS triagedOn),
          CHECK ((rootCause IS NULL) = (rootCauseTitle IS NULL)),
          UNIQUE (tensionId, version)
        ) STRICT;

        CREATE TRIGGER commissioningTensionTriageNext BEFORE INSERT ON commissioningTensionTriage
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningTensionTriage
          WHERE tensionId = NEW.tensionId), 0)
        BEGIN SELECT RAISE(ABORT, 'tension-changed'); END;

        \(Migration.appendOnly(
            "commissioningTensionTriage", by: [["id"], ["tensionId", "version"]], code: kept))

        CREATE TABLE commissioningNeedTension (
          evidenceId INTEGER PRIMARY KEY REFERENCES commissioningNeedEvidence(id),
          tensionId  INTEGER NOT NULL REFERENCES commissioningTension(id)
        ) STRICT;

        CREATE INDEX commissioningNeedTensionByTension ON commissioningNeedTension (tensionId);

        CREATE TRIGGER commissioningNeedTensionInTime BEFORE INSERT ON commissioningNeedTension
        WHEN NOT EXISTS (SELECT 1 FROM commissioningNeedEvidence AS evidence
          JOIN commissioningNeed AS need ON need.id = evidence.needId
          JOIN commissioningCycle AS cycle ON cycle.id = need.cycleId
          WHERE evidence.id = NEW.evidenceId AND cycle.stage IN ('analyse', 'plan')
            AND cycle.status = 'open')
        BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;

        CREATE TRIGGER commissioningNeedTensionStands BEFORE INSERT ON commissioningNeedTension
        WHEN ifnull((SELECT status FROM commissioningTensionTriage
          WHERE tensionId = NEW.tensionId ORDER BY version DESC LIMIT 1), 'new')
          NOT IN ('noted', 'passed-on')
        BEGIN SELECT RAISE(ABORT, 'tension-not-evidence'); END;

        \(Migration.appendOnly("commissioningNeedTension", by: [["evidenceId"]], code: kept))
        """
}
