import FundStore

extension PaymentsModule {
    public static let migrations = [
        Migration(
            10, "instalments and payment runs",
            """
            CREATE TABLE paymentSequence (
              year INTEGER PRIMARY KEY,
              last INTEGER NOT NULL CHECK (last > 0)
            ) STRICT;

            -- What was awarded and how much of it is scheduled: never more.
            CREATE TABLE paymentAward (
              awardId        INTEGER PRIMARY KEY REFERENCES award(id),
              roundId        INTEGER NOT NULL REFERENCES round(id),
              applicationId  INTEGER NOT NULL REFERENCES application(id),
              reference      TEXT NOT NULL UNIQUE,
              awardedPence   INTEGER NOT NULL CHECK (awardedPence > 0),
              scheduledPence INTEGER NOT NULL CHECK (scheduledPence >= 0),
              decidedById    INTEGER NOT NULL REFERENCES person(id),
              decidedOn      TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
              CONSTRAINT "schedule-exceeds-award" CHECK (scheduledPence <= awardedPence)
            ) STRICT;
            CREATE INDEX paymentAwardByRound ON paymentAward (roundId, awardId);

            CREATE TRIGGER paymentAwardStays BEFORE UPDATE ON paymentAward
            WHEN NEW.awardId <> OLD.awardId OR NEW.roundId <> OLD.roundId
              OR NEW.applicationId <> OLD.applicationId OR NEW.reference <> OLD.reference
              OR NEW.awardedPence <> OLD.awardedPence OR NEW.decidedById <> OLD.decidedById
              OR NEW.decidedOn <> OLD.decidedOn
              OR NEW.scheduledPence <> (SELECT ifnull(sum(amountPence), 0) FROM paymentInstalment
                WHERE awardId = NEW.awardId)
            BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
            CREATE TRIGGER paymentAwardKept BEFORE DELETE ON paymentAward
            BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;

            \(Migration.neverReplaced(
                "paymentAward", by: [["awardId"], ["reference"]], code: "instalment-stands"))

            CREATE TABLE paymentInstalment (
              id          INTEGER PRIMARY KEY,
              awardId     INTEGER NOT NULL REFERENCES paymentAward(awardId),
              number      INTEGER NOT NULL CHECK (number > 0),
              amountPence INTEGER NOT NULL CHECK (amountPence > 0),
              scheduledAt INTEGER NOT NULL,
              UNIQUE (awardId, number)
            ) STRICT;

            CREATE TRIGGER paymentInstalmentCounts AFTER INSERT ON paymentInstalment
            BEGIN
              UPDATE paymentAward SET scheduledPence = scheduledPence + NEW.amountPence
              WHERE awardId = NEW.awardId;
            END;
            \(Migration.appendOnly(
                "paymentInstalment",
                by: [["id"], ["awardId", "number"]],
                code: "instalment-stands"))

            -- Who may not approve a round's payments, and why.
            CREATE TABLE paymentBar (
              roundId  INTEGER NOT NULL REFERENCES round(id),
              personId INTEGER NOT NULL REFERENCES person(id),
              cause    TEXT NOT NULL CHECK (cause IN ('scored', 'decided')),
              PRIMARY KEY (roundId, personId, cause)
            ) STRICT, WITHOUT ROWID;

            \(Migration.appendOnly(
                "paymentBar",
                by: [["roundId", "personId", "cause"]],
                code: "payment-bar-stands"))

            CREATE TABLE paymentRun (
              id              INTEGER PRIMARY KEY,
              roundId         INTEGER NOT NULL REFERENCES round(id),
              reference       TEXT NOT NULL UNIQUE,
              approvedById    INTEGER NOT NULL REFERENCES person(id),
              approvedAt      INTEGER NOT NULL,
              approvedOn      TEXT NOT NULL CHECK (date(approvedOn) IS approvedOn),
              instalmentCount INTEGER NOT NULL CHECK (instalmentCount > 0),
              totalPence      INTEGER NOT NULL CHECK (totalPence > 0),
              auditHead       TEXT NOT NULL,
              frozenAt        INTEGER
            ) STRICT;
            CREATE INDEX paymentRunByRound ON paymentRun (roundId, id);

            CREATE TRIGGER paymentRunApproverFree BEFORE INSERT ON paymentRun
            BEGIN
              SELECT RAISE(ABORT, 'payment-approver-decided') WHERE EXISTS (
                SELECT 1 FROM paymentBar WHERE roundId = NEW.roundId
                  AND personId = NEW.approvedById AND cause = 'decided');
              SELECT RAISE(ABORT, 'payment-approver-scored') WHERE EXISTS (
                SELECT 1 FROM paymentBar WHERE roundId = NEW.roundId
                  AND personId = NEW.approvedById AND cause = 'scored');
            END;

            CREATE TABLE paymentRunItem (
              -- An instalment stands in one run: it cannot be paid twice.
              instalmentId INTEGER PRIMARY KEY REFERENCES paymentInstalment(id),
              runId        INTEGER NOT NULL REFERENCES paymentRun(id),
              amountPence  INTEGER NOT NULL CHECK (amountPence > 0),
              approvedById INTEGER NOT NULL REFERENCES person(id),
              decidedById  INTEGER NOT NULL REFERENCES person(id),
              CONSTRAINT "payment-approver-decided" CHECK (approvedById <> decidedById)
            ) STRICT;
            CREATE INDEX paymentRunItemByRun ON paymentRunItem (runId, instalmentId);

            CREATE TABLE paymentRunFile (
              runId      INTEGER NOT NULL REFERENCES paymentRun(id),
              profile    TEXT NOT NULL CHECK (profile <> ''),
              documentId INTEGER NOT NULL UNIQUE REFERENCES document(id),
              sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
              PRIMARY KEY (runId, profile)
            ) STRICT, WITHOUT ROWID;

            \(Migration.neverReplaced(
                "paymentRun",
                by: [["id"], ["reference"]],
                code: "payment-run-frozen"))

            CREATE TRIGGER paymentRunFrozen BEFORE UPDATE ON paymentRun
            BEGIN
              SELECT RAISE(ABORT, 'payment-run-frozen') WHERE OLD.frozenAt IS NOT NULL
                OR NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId
                OR NEW.reference <> OLD.reference OR NEW.approvedById <> OLD.approvedById
                OR NEW.approvedAt <> OLD.approvedAt OR NEW.approvedOn <> OLD.approvedOn
                OR NEW.auditHead <> OLD.auditHead
                OR NEW.totalPence <> OLD.totalPence
                OR NEW.instalmentCount <> OLD.instalmentCount;
              SELECT RAISE(ABORT, 'payment-run-totals') WHERE
                (SELECT count(*) FROM paymentRunItem WHERE runId = NEW.id)
                  <> NEW.instalmentCount
                OR (SELECT sum(amountPence) FROM paymentRunItem WHERE runId = NEW.id)
                  <> NEW.totalPence;
            END;
            CREATE TRIGGER paymentRunKept BEFORE DELETE ON paymentRun
            BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
            CREATE TRIGGER paymentRunItemInTime BEFORE INSERT ON paymentRunItem
            WHEN (SELECT frozenAt FROM paymentRun WHERE id = NEW.runId) IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
            \(Migration.appendOnly(
                "paymentRunItem",
                by: [["instalmentId"]],
                code: "payment-run-frozen"))
            \(Migration.appendOnly(
                "paymentRunFile",
                by: [["runId", "profile"], ["documentId"]],
                code: "payment-run-frozen"))

            CREATE TRIGGER paymentRunItemIsItsInstalment BEFORE INSERT ON paymentRunItem
            WHEN NOT EXISTS (
              SELECT 1 FROM paymentInstalment
              JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
              JOIN paymentRun ON paymentRun.id = NEW.runId
              WHERE paymentInstalment.id = NEW.instalmentId
                AND paymentInstalment.amountPence = NEW.amountPence
                AND paymentAward.decidedById = NEW.decidedById
                AND paymentAward.roundId = paymentRun.roundId
                AND paymentRun.approvedById = NEW.approvedById)
            BEGIN SELECT RAISE(ABORT, 'payment-run-totals'); END;

            CREATE TRIGGER paymentRunFileInTime BEFORE INSERT ON paymentRunFile
            WHEN (SELECT frozenAt FROM paymentRun WHERE id = NEW.runId) IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
            """), awaitingEffect, runs, reconciliation, bounces,
        laterChecks, refusalsByTwo,
    ]
}
