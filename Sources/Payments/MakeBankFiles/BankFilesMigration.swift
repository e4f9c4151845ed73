import FundStore

extension PaymentsModule {
    /// Runs that pay to bank details that were found right, and their files for the bank.
    public static let bankFiles = Migration(
        42, "payment runs to verified bank details, and files for the bank",
        """
        ALTER TABLE paymentRound ADD COLUMN needsPayee INTEGER NOT NULL DEFAULT 0
          -- Whether its runs pay to verified bank details, and to nothing else.
          CHECK (needsPayee IN (0, 1));
        ALTER TABLE paymentRunItem ADD COLUMN payeeId INTEGER REFERENCES paymentPayee(id);

        -- Both who called the group back and who recorded the bank's answer found it right.
        DROP VIEW paymentPayeeVerified;
        CREATE VIEW paymentPayeeVerified AS
        SELECT payee.id AS payeeId, payee.applicationId, payee.usableFrom,
          call.calledById AS verifiedById, confirmed.recordedById AS confirmedById
        FROM paymentPayee AS payee
        JOIN paymentPayeeConfirmation AS confirmed ON confirmed.id = (
          SELECT max(id) FROM paymentPayeeConfirmation WHERE payeeId = payee.id)
        JOIN paymentCallBack AS call ON call.id = (
          SELECT max(id) FROM paymentCallBack WHERE payeeId = payee.id)
        WHERE payee.version = (SELECT max(version) FROM paymentPayee
            WHERE applicationId = payee.applicationId)
          AND payee.verdict <> 'invalid' AND call.isConfirmed = 1
          AND (confirmed.result <> 'noMatch' OR confirmed.reason IS NOT NULL);

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
            SELECT 1 FROM paymentPayeeVerified AS payee
            WHERE payee.payeeId = NEW.payeeId AND (
              NOT EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.runId
                AND duty = 'verified' AND personId = payee.verifiedById)
              OR NOT EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.runId
                AND duty = 'verified' AND personId = payee.confirmedById)));
        END;

        -- Details that have changed since the approval, or were denied, are paid to by nobody.
        CREATE TRIGGER paymentReleaseToPayees BEFORE INSERT ON paymentRelease
        WHEN EXISTS (SELECT 1 FROM paymentRunItem WHERE runId = NEW.runId
          AND payeeId IS NOT NULL
          AND payeeId NOT IN (SELECT payeeId FROM paymentPayeeVerified AS payee
            WHERE payee.payeeId = paymentRunItem.payeeId))
        BEGIN SELECT RAISE(ABORT, 'payment-payee-moved'); END;

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
        CREATE TABLE paymentBankFile (
          runId     INTEGER NOT NULL,
          profile   TEXT NOT NULL,
          mediaType TEXT NOT NULL CHECK (mediaType LIKE '_%/_%'),
          keyId     INTEGER NOT NULL REFERENCES paymentBankKey(id),
          sealed    BLOB NOT NULL CHECK (length(sealed) BETWEEN 29 AND 4096),
          PRIMARY KEY (runId, profile),
          FOREIGN KEY (runId, profile) REFERENCES paymentRunFile(runId, profile)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER paymentBankFileInTime BEFORE INSERT ON paymentBankFile
        WHEN NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
          OR EXISTS (
            SELECT 1 FROM paymentRun WHERE id = NEW.runId AND (
              EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId)
              OR iif(needsRelease, frozenAt IS NULL, frozenAt IS NOT NULL)))
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
        CREATE TRIGGER paymentBankFileSealedAnew BEFORE UPDATE ON paymentBankFile
        WHEN NEW.keyId <= OLD.keyId OR NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
          OR NEW.sealed = OLD.sealed OR NEW.runId <> OLD.runId OR NEW.profile <> OLD.profile
          OR NEW.mediaType <> OLD.mediaType
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
        CREATE TRIGGER paymentBankFileKept BEFORE DELETE ON paymentBankFile
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
        \(Migration.neverReplaced(
            "paymentBankFile", by: [["runId", "profile"]], code: "payment-run-frozen"))
        """)
}
