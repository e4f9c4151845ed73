import FundStore

extension PaymentsModule {
    /// What keeps a run from its next step: details that have changed since the approval or are not
    /// found right any more, and awards that were taken back.
    private static let moved = """
        SELECT RAISE(ABORT, 'payment-payee-moved') WHERE EXISTS (
          SELECT 1 FROM paymentRunItem WHERE runId = NEW.runId AND payeeId IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM paymentPayeeVerified AS payee
              WHERE payee.payeeId = paymentRunItem.payeeId));
        SELECT RAISE(ABORT, 'payment-award-stopped') WHERE EXISTS (
          SELECT 1 FROM paymentRunItem
          JOIN paymentInstalment ON paymentInstalment.id = instalmentId
          JOIN paymentStop ON paymentStop.awardId = paymentInstalment.awardId
          WHERE runId = NEW.runId);
        """

    /// Runs that pay to bank details that were found right, and their files for the bank.
    public static let sealedFiles = Migration(
        42, "payment runs to verified bank details, and files for the bank",
        """
        ALTER TABLE paymentRound ADD COLUMN needsPayee INTEGER NOT NULL DEFAULT 0
          -- Whether its runs pay to verified bank details, and to nothing else.
          CHECK (needsPayee IN (0, 1));
        ALTER TABLE paymentRunItem ADD COLUMN payeeId INTEGER REFERENCES paymentPayee(id);

        -- Somebody who took "no" for an answer does not turn it into a "yes" with another call.
        DROP VIEW paymentPayeeVerified;
        CREATE VIEW paymentPayeeVerified AS
        SELECT payee.id AS payeeId, payee.applicationId, payee.usableFrom
        FROM paymentPayee AS payee
        JOIN paymentPayeeConfirmation AS confirmed ON confirmed.id = (
          SELECT max(id) FROM paymentPayeeConfirmation WHERE payeeId = payee.id)
        JOIN paymentCallBack AS call ON call.id = (
          SELECT max(id) FROM paymentCallBack WHERE payeeId = payee.id)
        WHERE payee.version = (SELECT max(version) FROM paymentPayee
            WHERE applicationId = payee.applicationId)
          AND payee.verdict <> 'invalid' AND call.isConfirmed = 1
          AND NOT EXISTS (SELECT 1 FROM paymentCallBack AS denied
            WHERE denied.payeeId = payee.id AND denied.isConfirmed = 0
              AND denied.calledById = call.calledById)
          AND (confirmed.result <> 'noMatch' OR confirmed.reason IS NOT NULL);

        -- Everybody who had a hand in finding details right, whatever was recorded after them: who
        -- took them down from paper, who rang, who asked the bank.
        CREATE VIEW paymentPayeeVerifier AS
        SELECT id AS payeeId, enteredById AS personId FROM paymentPayee WHERE cameBy = 'paper'
        UNION SELECT payeeId, calledById FROM paymentCallBack
        UNION SELECT payeeId, recordedById FROM paymentPayeeConfirmation;

        CREATE TRIGGER paymentRunItemToPayee BEFORE INSERT ON paymentRunItem
        WHEN NEW.payeeId IS NOT NULL OR EXISTS (
          SELECT 1 FROM paymentRun JOIN paymentRound ON paymentRound.roundId = paymentRun.roundId
          WHERE paymentRun.id = NEW.runId AND needsPayee)
        BEGIN
          SELECT RAISE(ABORT, 'payment-payee-unverified') WHERE NOT EXISTS (
            SELECT 1 FROM paymentPayeeVerified AS payee
            JOIN paymentInstalment ON paymentInstalment.id = NEW.instalmentId
            JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
              AND paymentAward.applicationId = payee.applicationId
            JOIN paymentRun ON paymentRun.id = NEW.runId
            WHERE payee.payeeId = NEW.payeeId AND payee.usableFrom <= approvedAt);
          -- Who found the details right counts among those who did something in the run.
          SELECT RAISE(ABORT, 'payment-duties-apart') WHERE EXISTS (
            SELECT 1 FROM paymentPayeeVerifier AS verifier
            WHERE verifier.payeeId = NEW.payeeId
              AND NOT EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.runId
                AND duty = 'verified' AND paymentDuty.personId = verifier.personId));
        END;

        CREATE TRIGGER paymentReleaseToPayees BEFORE INSERT ON paymentRelease
        BEGIN
          \(moved)
          -- So does whoever found them right since the run was approved.
          SELECT RAISE(ABORT, 'payment-duties-apart') WHERE EXISTS (
            SELECT 1 FROM paymentRunItem
            JOIN paymentPayeeVerifier AS verifier ON verifier.payeeId = paymentRunItem.payeeId
            WHERE runId = NEW.runId AND NOT EXISTS (SELECT 1 FROM paymentDuty
              WHERE paymentDuty.runId = NEW.runId AND duty = 'verified'
                AND paymentDuty.personId = verifier.personId));
        END;
        CREATE TRIGGER paymentExportToPayees BEFORE INSERT ON paymentExport
        -- Once it is out, a file can be taken again for the record, whatever happened since.
        WHEN NOT EXISTS (SELECT 1 FROM paymentExport AS taken WHERE taken.runId = NEW.runId AND (
          EXISTS (SELECT 1 FROM paymentSealedFile AS bank
            WHERE bank.runId = NEW.runId AND bank.profile = taken.profile)
          >= EXISTS (SELECT 1 FROM paymentSealedFile AS bank
            WHERE bank.runId = NEW.runId AND bank.profile = NEW.profile)))
        BEGIN
          \(moved)
        END;
        -- One person alone does not do all of it, whatever anybody grants.
        CREATE TRIGGER paymentDutyNotAll BEFORE INSERT ON paymentDuty
        WHEN NEW.duty = 'released' AND 2 = (SELECT count(*) FROM paymentDuty
          WHERE runId = NEW.runId AND personId = NEW.personId AND duty IN ('proposed', 'approved'))
        BEGIN SELECT RAISE(ABORT, 'payment-duties-all'); END;

        -- The number that a run has in all its files for the bank: never the same for two runs.
        CREATE TABLE paymentBatch (
          runId  INTEGER PRIMARY KEY REFERENCES paymentRun(id),
          number INTEGER NOT NULL UNIQUE CHECK (number > 0)
        ) STRICT;
        CREATE TRIGGER paymentBatchFollows BEFORE INSERT ON paymentBatch
        WHEN NEW.number <> 1 + (SELECT ifnull(max(number), 0) FROM paymentBatch)
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
        \(Migration.appendOnly(
            "paymentBatch", by: [["runId"], ["number"]], code: "payment-run-frozen"))

        -- A file for the bank has whole account numbers in it: it is kept sealed, with a key of its
        -- own, which stands here with the file's totals, sealed in turn by the bank key.
        CREATE TABLE paymentSealedFile (
          runId     INTEGER NOT NULL,
          profile   TEXT NOT NULL,
          mediaType TEXT NOT NULL CHECK (mediaType LIKE '_%/_%'),
          keyId     INTEGER NOT NULL REFERENCES paymentBankKey(id),
          sealed    BLOB NOT NULL CHECK (length(sealed) BETWEEN 29 AND 4096),
          PRIMARY KEY (runId, profile),
          FOREIGN KEY (runId, profile) REFERENCES paymentRunFile(runId, profile)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER paymentSealedFileInTime BEFORE INSERT ON paymentSealedFile
        WHEN NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
          OR EXISTS (
            SELECT 1 FROM paymentRun WHERE id = NEW.runId AND (
              EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId)
              OR iif(needsRelease, frozenAt IS NULL, frozenAt IS NOT NULL)))
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
        CREATE TRIGGER paymentSealedFileSealedAnew BEFORE UPDATE ON paymentSealedFile
        WHEN NEW.keyId <= OLD.keyId OR NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
          OR NEW.sealed = OLD.sealed OR NEW.runId <> OLD.runId OR NEW.profile <> OLD.profile
          OR NEW.mediaType <> OLD.mediaType
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
        CREATE TRIGGER paymentSealedFileKept BEFORE DELETE ON paymentSealedFile
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
        \(Migration.neverReplaced(
            "paymentSealedFile", by: [["runId", "profile"]], code: "payment-run-frozen"))
        """)
}
