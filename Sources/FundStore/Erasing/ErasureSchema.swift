extension FundStore {
    /// Erasures of personal data: proposed by one person, approved by another, done within the one
    /// transaction that they are in force in, and certified.
    public static let erasureSchema = """
        CREATE TABLE erasure (
          id           INTEGER PRIMARY KEY,
          scope        TEXT NOT NULL CHECK (scope IN ('class', 'application', 'person')),
          -- Of what is due by its class.
          class        TEXT CHECK (class <> ''),
          reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
          -- For how long copies of the database are kept.
          backupDays   INTEGER NOT NULL CHECK (backupDays BETWEEN 0 AND 3650),
          proposedById INTEGER NOT NULL REFERENCES person(id),
          proposedAt   INTEGER NOT NULL,
          proposedOn   TEXT NOT NULL CHECK (date(proposedOn) IS proposedOn),
          CHECK ((scope = 'class') = (class IS NOT NULL))
        ) STRICT;

        \(Migration.appendOnly("erasure", code: "erasure-kept"))

        -- Whose data goes. The label is a reference or a number, never a name.
        CREATE TABLE erasureSubject (
          erasureId INTEGER NOT NULL REFERENCES erasure(id),
          kind      TEXT NOT NULL CHECK (kind IN (
            'application', 'draft', 'person', 'round', 'tension', 'support', 'provider',
            'moment')),
          subjectId INTEGER NOT NULL,
          label     TEXT NOT NULL CHECK (label <> ''),
          PRIMARY KEY (erasureId, kind, subjectId)
        ) STRICT;
        CREATE INDEX erasureSubjectById ON erasureSubject (kind, subjectId);

        \(Migration.appendOnly(
            "erasureSubject", by: [["erasureId", "kind", "subjectId"]], code: "erasure-kept"))

        CREATE TRIGGER erasureSubjectInTime BEFORE INSERT ON erasureSubject
        WHEN EXISTS (SELECT 1 FROM erasureApproval WHERE erasureId = NEW.erasureId)
          OR EXISTS (SELECT 1 FROM erasureWithdrawal WHERE erasureId = NEW.erasureId)
        BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;

        CREATE TABLE erasureWithdrawal (
          erasureId     INTEGER PRIMARY KEY REFERENCES erasure(id),
          withdrawnById INTEGER NOT NULL REFERENCES person(id),
          withdrawnAt   INTEGER NOT NULL
        ) STRICT;

        \(Migration.appendOnly("erasureWithdrawal", by: [["erasureId"]], code: "erasure-kept"))

        CREATE TRIGGER erasureWithdrawnInTime BEFORE INSERT ON erasureWithdrawal
        WHEN EXISTS (SELECT 1 FROM erasureApproval WHERE erasureId = NEW.erasureId)
        BEGIN SELECT RAISE(ABORT, 'erasure-done'); END;

        CREATE TABLE erasureApproval (
          erasureId    INTEGER PRIMARY KEY REFERENCES erasure(id),
          proposedById INTEGER NOT NULL,
          approvedById INTEGER NOT NULL REFERENCES person(id),
          approvedAt   INTEGER NOT NULL,
          approvedOn   TEXT NOT NULL CHECK (date(approvedOn) IS approvedOn),
          CONSTRAINT "erasure-second-person" CHECK (approvedById <> proposedById)
        ) STRICT;

        \(Migration.appendOnly("erasureApproval", by: [["erasureId"]], code: "erasure-kept"))

        CREATE TRIGGER erasureApprovalFits BEFORE INSERT ON erasureApproval
        BEGIN
          SELECT RAISE(ABORT, 'erasure-kept') WHERE NEW.proposedById IS NOT (
            SELECT proposedById FROM erasure WHERE id = NEW.erasureId);
          SELECT RAISE(ABORT, 'erasure-withdrawn') WHERE EXISTS (
            SELECT 1 FROM erasureWithdrawal WHERE erasureId = NEW.erasureId);
          SELECT RAISE(ABORT, 'erasure-held') WHERE EXISTS (
            SELECT 1 FROM erasureTouched AS touched
              JOIN heldApplication ON heldApplication.applicationId = touched.applicationId
            WHERE touched.erasureId = NEW.erasureId);
          SELECT RAISE(ABORT, 'erasure-unpaid') WHERE EXISTS (
            SELECT 1 FROM erasureTouched AS touched
              JOIN awardedApplication AS awarded
                ON awarded.applicationId = touched.applicationId
              JOIN unpaidAward ON unpaidAward.awardId = awarded.awardId
            WHERE touched.erasureId = NEW.erasureId AND touched.kind <> 'round');
        END;

        -- The applications that an erasure is about: themselves, by who writes them, or by round.
        -- What other modules publish for it comes with the same step.
        CREATE VIEW erasureTouched AS
        SELECT erasureId, kind, subjectId AS applicationId FROM erasureSubject
        WHERE kind = 'application'
        UNION ALL SELECT erasureId, kind, applicationId FROM erasureSubject
          JOIN writingPerson ON writerId = subjectId
        WHERE kind = 'person'
        UNION ALL SELECT erasureId, kind, applicationId FROM erasureSubject
          JOIN enteredRound ON enteredId = subjectId
        WHERE kind = 'round';

        -- While a row stands here, what the register of personal data names may be emptied, and
        -- nothing else. No transaction can end while one does: it refers to what can never be, which
        -- is found out at the end.
        CREATE TABLE erasureNever (id INTEGER PRIMARY KEY CHECK (id <> id)) STRICT;

        CREATE TABLE erasureInForce (
          erasureId INTEGER PRIMARY KEY REFERENCES erasureApproval(erasureId),
          never     INTEGER NOT NULL DEFAULT 1
            REFERENCES erasureNever(id) DEFERRABLE INITIALLY DEFERRED
        ) STRICT;

        CREATE TRIGGER erasureInForceOnce BEFORE INSERT ON erasureInForce
        WHEN EXISTS (SELECT 1 FROM erasureCertificate WHERE erasureId = NEW.erasureId)
          OR NOT EXISTS (SELECT 1 FROM erasureApproval WHERE erasureId = NEW.erasureId)
        BEGIN SELECT RAISE(ABORT, 'erasure-done'); END;

        CREATE TRIGGER erasureInForceStays BEFORE UPDATE ON erasureInForce
        BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;

        -- How many rows went, or were emptied.
        CREATE TABLE erasureCount (
          erasureId INTEGER NOT NULL REFERENCES erasureApproval(erasureId),
          kind      TEXT NOT NULL CHECK (kind <> ''),
          dataTable TEXT NOT NULL CHECK (dataTable <> ''),
          rowCount  INTEGER NOT NULL CHECK (rowCount > 0),
          PRIMARY KEY (erasureId, kind, dataTable)
        ) STRICT;

        \(Migration.appendOnly(
            "erasureCount", by: [["erasureId", "kind", "dataTable"]], code: "erasure-kept"))

        CREATE TRIGGER erasureCountInForce BEFORE INSERT ON erasureCount
        WHEN NOT EXISTS (SELECT 1 FROM erasureInForce WHERE erasureId = NEW.erasureId)
        BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;

        CREATE TABLE erasureCertificate (
          erasureId    INTEGER PRIMARY KEY REFERENCES erasureApproval(erasureId),
          content      TEXT NOT NULL CHECK (json_valid(content)),
          sha256       TEXT NOT NULL CHECK (length(sha256) = 64),
          -- When the last copy of the database of before is gone.
          copiesGoneOn TEXT NOT NULL CHECK (date(copiesGoneOn) IS copiesGoneOn)
        ) STRICT;

        \(Migration.appendOnly("erasureCertificate", by: [["erasureId"]], code: "erasure-kept"))

        CREATE TRIGGER erasureCertificateInForce BEFORE INSERT ON erasureCertificate
        WHEN NOT EXISTS (SELECT 1 FROM erasureInForce WHERE erasureId = NEW.erasureId)
        BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;

        -- An application whose data is needed yet: for a claim, say.
        CREATE TABLE erasureHold (
          id            INTEGER PRIMARY KEY,
          applicationId INTEGER NOT NULL REFERENCES application(id),
          reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
          heldById      INTEGER NOT NULL REFERENCES person(id),
          heldAt        INTEGER NOT NULL,
          heldOn        TEXT NOT NULL CHECK (date(heldOn) IS heldOn)
        ) STRICT;
        CREATE INDEX erasureHoldByApplication ON erasureHold (applicationId);

        \(Migration.appendOnly("erasureHold", code: "erasure-kept"))

        CREATE TRIGGER erasureHoldOnce BEFORE INSERT ON erasureHold
        WHEN EXISTS (SELECT 1 FROM erasureHold AS hold
          WHERE hold.applicationId = NEW.applicationId
            AND NOT EXISTS (SELECT 1 FROM erasureHoldEnd WHERE holdId = hold.id))
        BEGIN SELECT RAISE(ABORT, 'erasure-held-already'); END;

        CREATE TABLE erasureHoldEnd (
          holdId    INTEGER PRIMARY KEY REFERENCES erasureHold(id),
          reason    TEXT NOT NULL CHECK (trim(reason) <> ''),
          endedById INTEGER NOT NULL REFERENCES person(id),
          endedAt   INTEGER NOT NULL
        ) STRICT;

        \(Migration.appendOnly("erasureHoldEnd", by: [["holdId"]], code: "erasure-kept"))

        -- For every module: whose data must stay.
        CREATE VIEW heldApplication AS
        SELECT applicationId FROM erasureHold
        WHERE id NOT IN (SELECT holdId FROM erasureHoldEnd);
        """
}
