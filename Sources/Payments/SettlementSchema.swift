import FundStore

/// The later half of the step that brings payment runs.
extension PaymentsModule {
    /// What a run goes through once it is approved.
    static let releases = """
        CREATE TABLE paymentRelease (
          runId        INTEGER PRIMARY KEY REFERENCES paymentRun(id),
          releasedById INTEGER NOT NULL REFERENCES person(id),
          releasedAt   INTEGER NOT NULL,
          payOn        TEXT NOT NULL CHECK (date(payOn) IS payOn)
        ) STRICT;
        CREATE TRIGGER paymentReleaseOfWhole BEFORE INSERT ON paymentRelease
        BEGIN
          SELECT RAISE(ABORT, 'payment-run-frozen') WHERE NOT EXISTS (
            SELECT 1 FROM paymentRun WHERE id = NEW.runId AND frozenAt IS NOT NULL)
            OR EXISTS (SELECT 1 FROM paymentCancel WHERE runId = NEW.runId);
          SELECT RAISE(ABORT, 'payment-duties-apart') WHERE NOT EXISTS (
            SELECT 1 FROM paymentDuty WHERE runId = NEW.runId
              AND personId = NEW.releasedById AND duty = 'released');
          SELECT RAISE(ABORT, 'payment-run-frozen') WHERE NOT EXISTS (
            SELECT 1 FROM paymentRunFile WHERE runId = NEW.runId);
        END;
        \(Migration.appendOnly("paymentRelease", by: [["runId"]], code: "payment-run-frozen"))

        -- The files of a run that waits for its release are made with it.
        DROP TRIGGER paymentRunFileInTime;
        CREATE TRIGGER paymentRunFileInTime BEFORE INSERT ON paymentRunFile
        WHEN EXISTS (
          SELECT 1 FROM paymentRun WHERE id = NEW.runId AND (
            EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId)
            OR iif(needsRelease, frozenAt IS NULL, frozenAt IS NOT NULL)))
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;

        -- Which file was taken away first, when and by whom; nobody where the machine's operator
        -- took it.
        CREATE TABLE paymentExport (
          runId     INTEGER NOT NULL REFERENCES paymentRun(id),
          profile   TEXT NOT NULL,
          takenById INTEGER REFERENCES person(id),
          takenAt   INTEGER NOT NULL,
          sha256    TEXT NOT NULL,
          PRIMARY KEY (runId, profile)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER paymentExportOfReleased BEFORE INSERT ON paymentExport
        BEGIN
          SELECT RAISE(ABORT, 'payment-run-unreleased') WHERE NOT EXISTS (
            SELECT 1 FROM paymentRun
            JOIN paymentRunFile ON paymentRunFile.runId = paymentRun.id
            WHERE paymentRun.id = NEW.runId AND frozenAt IS NOT NULL
              AND profile = NEW.profile AND sha256 = NEW.sha256
              AND (needsRelease = 0
                OR EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId)));
          SELECT RAISE(ABORT, 'payment-run-cancelled') WHERE EXISTS (
            SELECT 1 FROM paymentCancel WHERE runId = NEW.runId);
        END;
        \(Migration.appendOnly(
            "paymentExport", by: [["runId", "profile"]], code: "payment-run-frozen"))

        -- The bank, or the ledger, says that it has the run.
        CREATE TABLE paymentAcknowledgement (
          runId          INTEGER PRIMARY KEY REFERENCES paymentRun(id),
          theirReference TEXT NOT NULL CHECK (trim(theirReference) <> ''),
          acknowledgedOn TEXT NOT NULL CHECK (date(acknowledgedOn) IS acknowledgedOn),
          recordedById   INTEGER NOT NULL REFERENCES person(id),
          recordedAt     INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER paymentAcknowledgementOfExported BEFORE INSERT ON paymentAcknowledgement
        WHEN NOT EXISTS (SELECT 1 FROM paymentExport WHERE runId = NEW.runId)
        BEGIN SELECT RAISE(ABORT, 'payment-run-not-exported'); END;
        \(Migration.appendOnly(
            "paymentAcknowledgement", by: [["runId"]], code: "payment-run-frozen"))

        -- A run that nobody has taken away, called off whole.
        CREATE TABLE paymentCancel (
          runId         INTEGER PRIMARY KEY REFERENCES paymentRun(id),
          reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
          cancelledById INTEGER NOT NULL REFERENCES person(id),
          cancelledAt   INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER paymentCancelInTime BEFORE INSERT ON paymentCancel
        BEGIN
          SELECT RAISE(ABORT, 'payment-run-exported') WHERE EXISTS (
            SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
          SELECT RAISE(ABORT, 'payment-run-frozen') WHERE NOT EXISTS (
            SELECT 1 FROM paymentRun WHERE id = NEW.runId AND frozenAt IS NOT NULL);
        END;
        \(Migration.appendOnly("paymentCancel", by: [["runId"]], code: "payment-run-frozen"))
        """

    /// What came of each payment, from the bank or by hand.
    static let outcomes = """
        CREATE TABLE paymentOutcome (
          instalmentId   INTEGER NOT NULL REFERENCES paymentRunItem(instalmentId),
          kind           TEXT NOT NULL CHECK (kind IN (
            'paid', 'failed', 'returned', 'cancelled')),
          runId          INTEGER NOT NULL REFERENCES paymentRun(id),
          -- The day on which it happened, by the bank.
          happenedOn     TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
          reason         TEXT CHECK (trim(reason) <> ''),
          -- The document or line that says so.
          evidence       TEXT NOT NULL CHECK (trim(evidence) <> ''),
          recordedById   INTEGER NOT NULL REFERENCES person(id),
          recordedAt     INTEGER NOT NULL,
          PRIMARY KEY (instalmentId, kind),
          CONSTRAINT "outcome-reason" CHECK (kind = 'paid' OR reason IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX paymentOutcomeByRun ON paymentOutcome (runId, kind);

        CREATE TRIGGER paymentOutcomeFollows BEFORE INSERT ON paymentOutcome
        BEGIN
          SELECT RAISE(ABORT, 'payment-run-totals') WHERE NOT EXISTS (
            SELECT 1 FROM paymentRunItem
            WHERE instalmentId = NEW.instalmentId AND runId = NEW.runId);
          SELECT RAISE(ABORT, 'payment-run-not-exported')
          WHERE NEW.kind <> 'cancelled'
            AND NOT EXISTS (SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
          SELECT RAISE(ABORT, 'payment-run-exported')
          WHERE NEW.kind = 'cancelled'
            AND NOT EXISTS (SELECT 1 FROM paymentCancel WHERE runId = NEW.runId);
          SELECT RAISE(ABORT, 'outcome-not-paid')
          WHERE NEW.kind = 'returned' AND NOT EXISTS (
            SELECT 1 FROM paymentOutcome
            WHERE instalmentId = NEW.instalmentId AND kind = 'paid'
              AND happenedOn <= NEW.happenedOn);
          SELECT RAISE(ABORT, 'outcome-stands')
          WHERE NEW.kind <> 'returned' AND EXISTS (
            SELECT 1 FROM paymentOutcome WHERE instalmentId = NEW.instalmentId);
          SELECT RAISE(ABORT, 'outcome-before-approval')
          WHERE NEW.happenedOn < (SELECT approvedOn FROM paymentRun WHERE id = NEW.runId);
        END;
        \(Migration.appendOnly(
            "paymentOutcome", by: [["instalmentId", "kind"]], code: "outcome-stands"))
        """

    /// An award is scheduled again by what did not reach the group, waits for its agreement, and
    /// is varied.
    static let awardTerms = """
        ALTER TABLE paymentAward ADD COLUMN awaitsAgreement INTEGER NOT NULL DEFAULT 0
          CHECK (awaitsAgreement IN (0, 1));

        CREATE TABLE paymentAgreement (
          awardId    INTEGER PRIMARY KEY REFERENCES paymentAward(awardId),
          agreedOn   TEXT NOT NULL CHECK (date(agreedOn) IS agreedOn),
          recordedAt INTEGER NOT NULL
        ) STRICT;
        \(Migration.appendOnly(
            "paymentAgreement", by: [["awardId"]], code: "instalment-stands"))

        CREATE TABLE paymentAmendment (
          awardId      INTEGER NOT NULL REFERENCES paymentAward(awardId),
          number       INTEGER NOT NULL CHECK (number > 0),
          formerPence  INTEGER NOT NULL,
          awardedPence INTEGER NOT NULL CHECK (awardedPence > 0 AND awardedPence <> formerPence),
          amendedById  INTEGER NOT NULL REFERENCES person(id),
          amendedAt    INTEGER NOT NULL,
          PRIMARY KEY (awardId, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER paymentAmendmentContinues BEFORE INSERT ON paymentAmendment
        WHEN NEW.formerPence <> (SELECT awardedPence FROM paymentAward
            WHERE awardId = NEW.awardId)
          OR NEW.number <> 1 + (SELECT count(*) FROM paymentAmendment
            WHERE awardId = NEW.awardId)
        BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
        CREATE TRIGGER paymentAmendmentCounts AFTER INSERT ON paymentAmendment
        BEGIN
          UPDATE paymentAward SET awardedPence = NEW.awardedPence WHERE awardId = NEW.awardId;
        END;
        \(Migration.appendOnly(
            "paymentAmendment", by: [["awardId", "number"]], code: "instalment-stands"))

        DROP TRIGGER paymentAwardStays;
        CREATE TRIGGER paymentAwardStays BEFORE UPDATE ON paymentAward
        WHEN NEW.awardId <> OLD.awardId OR NEW.roundId <> OLD.roundId
          OR NEW.applicationId <> OLD.applicationId OR NEW.reference <> OLD.reference
          OR NEW.decidedById <> OLD.decidedById OR NEW.decidedOn <> OLD.decidedOn
          OR NEW.awaitsAgreement <> OLD.awaitsAgreement
          OR NEW.scheduledPence <> (
            SELECT ifnull(sum(amountPence), 0) FROM paymentInstalment
            WHERE awardId = NEW.awardId
              AND NOT EXISTS (SELECT 1 FROM paymentDrop
                WHERE instalmentId = paymentInstalment.id)
              AND NOT EXISTS (SELECT 1 FROM paymentOutcome
                WHERE instalmentId = paymentInstalment.id
                  AND kind IN ('failed', 'returned', 'cancelled')))
          OR (NEW.awardedPence <> OLD.awardedPence AND NEW.awardedPence IS NOT (
            SELECT awardedPence FROM paymentAmendment
            WHERE awardId = NEW.awardId ORDER BY number DESC LIMIT 1))
        BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;

        CREATE TRIGGER paymentDropFrees AFTER INSERT ON paymentDrop
        BEGIN
          UPDATE paymentAward SET scheduledPence = scheduledPence
            - (SELECT amountPence FROM paymentInstalment WHERE id = NEW.instalmentId)
          WHERE awardId = (SELECT awardId FROM paymentInstalment WHERE id = NEW.instalmentId);
        END;
        CREATE TRIGGER paymentOutcomeFrees AFTER INSERT ON paymentOutcome
        WHEN NEW.kind <> 'paid'
        BEGIN
          UPDATE paymentAward SET scheduledPence = scheduledPence
            - (SELECT amountPence FROM paymentInstalment WHERE id = NEW.instalmentId)
          WHERE awardId = (SELECT awardId FROM paymentInstalment WHERE id = NEW.instalmentId);
        END;

        -- What is paid in place of another: only of what did not reach the group, in that amount.
        CREATE TRIGGER paymentInstalmentReplaces BEFORE INSERT ON paymentInstalment
        WHEN NEW.replacesId IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM paymentInstalment AS former
          JOIN paymentOutcome ON instalmentId = former.id
          WHERE former.id = NEW.replacesId AND former.awardId = NEW.awardId
            AND former.amountPence = NEW.amountPence
            AND kind IN ('failed', 'returned', 'cancelled'))
        BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;

        CREATE TRIGGER paymentRunItemAgreed BEFORE INSERT ON paymentRunItem
        WHEN EXISTS (
          SELECT 1 FROM paymentInstalment
          JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
          WHERE paymentInstalment.id = NEW.instalmentId AND awaitsAgreement
            AND NOT EXISTS (SELECT 1 FROM paymentAgreement
              WHERE awardId = paymentAward.awardId))
        BEGIN SELECT RAISE(ABORT, 'payment-before-agreement'); END;

        -- What an award was taken back after: what reached the group or is on its way.
        DROP TRIGGER paymentStopKnowsPaid;
        CREATE TRIGGER paymentStopKnowsPaid BEFORE INSERT ON paymentStop
        WHEN NEW.paidPence <> (
          SELECT ifnull(sum(paymentRunItem.amountPence), 0) FROM paymentInstalment
          JOIN paymentRunItem ON instalmentId = paymentInstalment.id
          WHERE awardId = NEW.awardId AND NOT EXISTS (
            SELECT 1 FROM paymentOutcome WHERE instalmentId = paymentInstalment.id
              AND kind IN ('failed', 'returned', 'cancelled')))
        BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;
        """

    /// What a group is asked to pay back, and what it has paid back.
    static let recoveries = """
        CREATE TABLE paymentRecovery (
          id            INTEGER PRIMARY KEY,
          awardId       INTEGER NOT NULL REFERENCES paymentAward(awardId),
          kind          TEXT NOT NULL CHECK (kind IN ('unspent', 'clawback')),
          duePence      INTEGER NOT NULL CHECK (duePence > 0),
          receivedPence INTEGER NOT NULL DEFAULT 0,
          reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
          demandedById  INTEGER NOT NULL REFERENCES person(id),
          demandedAt    INTEGER NOT NULL,
          CONSTRAINT "recovery-too-much" CHECK (receivedPence BETWEEN 0 AND duePence)
        ) STRICT;
        CREATE INDEX paymentRecoveryByAward ON paymentRecovery (awardId, id);

        -- No more is asked back than has reached the group and is not asked back already.
        CREATE TRIGGER paymentRecoveryOfPaid BEFORE INSERT ON paymentRecovery
        BEGIN
          SELECT RAISE(ABORT, 'recovery-beyond-paid') WHERE NEW.receivedPence <> 0
            OR NEW.duePence + (SELECT ifnull(sum(duePence), 0) FROM paymentRecovery
              WHERE awardId = NEW.awardId) > (
            SELECT ifnull(sum(amountPence), 0) FROM paymentInstalment
            WHERE awardId = NEW.awardId
              AND EXISTS (SELECT 1 FROM paymentOutcome
                WHERE instalmentId = paymentInstalment.id AND kind = 'paid')
              AND NOT EXISTS (SELECT 1 FROM paymentOutcome
                WHERE instalmentId = paymentInstalment.id AND kind = 'returned'));
        END;
        CREATE TRIGGER paymentRecoveryStays BEFORE UPDATE ON paymentRecovery
        WHEN NEW.id <> OLD.id OR NEW.awardId <> OLD.awardId OR NEW.kind <> OLD.kind
          OR NEW.duePence <> OLD.duePence OR NEW.reason <> OLD.reason
          OR NEW.demandedById <> OLD.demandedById OR NEW.demandedAt <> OLD.demandedAt
          OR NEW.receivedPence <> (SELECT ifnull(sum(pence), 0) FROM paymentReceipt
            WHERE recoveryId = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'recovery-stands'); END;
        CREATE TRIGGER paymentRecoveryKept BEFORE DELETE ON paymentRecovery
        BEGIN SELECT RAISE(ABORT, 'recovery-stands'); END;
        \(Migration.neverReplaced("paymentRecovery", code: "recovery-stands"))

        CREATE TABLE paymentReceipt (
          id            INTEGER PRIMARY KEY,
          recoveryId    INTEGER NOT NULL REFERENCES paymentRecovery(id),
          pence         INTEGER NOT NULL CHECK (pence > 0),
          receivedOn    TEXT NOT NULL CHECK (date(receivedOn) IS receivedOn),
          evidence      TEXT NOT NULL CHECK (trim(evidence) <> ''),
          recordedById  INTEGER NOT NULL REFERENCES person(id),
          recordedAt    INTEGER NOT NULL,
          ledgerEntryId INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id)
        ) STRICT;
        CREATE INDEX paymentReceiptByRecovery ON paymentReceipt (recoveryId, id);
        CREATE TRIGGER paymentReceiptCounts AFTER INSERT ON paymentReceipt
        BEGIN
          UPDATE paymentRecovery SET receivedPence = receivedPence + NEW.pence
          WHERE id = NEW.recoveryId;
        END;
        \(Migration.appendOnly(
            "paymentReceipt", by: [["id"], ["ledgerEntryId"]], code: "recovery-stands"))
        """
}
