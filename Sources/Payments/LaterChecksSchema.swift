import FundStore

extension PaymentsModule {
    /// Days before which nothing is paid, files that the bank refuses whole, and lines that are
    /// tried again.
    static let laterChecks = Migration(
        51, "days before which nothing is paid, refused files, and lines that are tried again",
        [payDays, refusedRuns, retriedLines].joined(separator: "\n"))

    private static let payDays = """
        -- The bank pays on the day that the run was released for, and never before it.
        CREATE TRIGGER paymentOutcomeNotBeforePayDay BEFORE INSERT ON paymentOutcome
        WHEN NEW.kind = 'paid' AND EXISTS (SELECT 1 FROM paymentRelease
          WHERE runId = NEW.runId AND payOn > NEW.happenedOn)
        BEGIN SELECT RAISE(ABORT, 'outcome-before-pay-day'); END;
        """

    /// In SQL: the bank's lines of money that went out for a run, that settle nothing and of which
    /// nobody has said what they were.
    static func moneyGone(_ run: String) -> String {
        """
        SELECT 1 FROM paymentBankMatch AS match
        JOIN paymentBankLine AS line ON line.id = match.lineId
        WHERE match.runId = \(run) AND match.how = 'none' AND line.status = 'booked'
          AND line.kind = 'debit' AND line.outcome = 'paid' AND NOT EXISTS (
            SELECT 1 FROM paymentBankResolution WHERE lineId = line.id)
        """
    }

    private static let refusedRuns = """
        -- The bank refused the file of a run as a whole: it paid nothing of it, and that says nothing
        -- about the accounts.
        CREATE TABLE paymentRunRefusal (
          runId        INTEGER PRIMARY KEY REFERENCES paymentRun(id),
          reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
          refusedOn    TEXT NOT NULL CHECK (date(refusedOn) IS refusedOn),
          recordedById INTEGER NOT NULL REFERENCES person(id),
          recordedAt   INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER paymentRunRefusalOfUnpaid BEFORE INSERT ON paymentRunRefusal
        BEGIN
          SELECT RAISE(ABORT, 'payment-run-not-exported') WHERE NOT EXISTS (
            SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
          SELECT RAISE(ABORT, 'payment-run-partly-paid') WHERE EXISTS (
            SELECT 1 FROM paymentOutcome WHERE runId = NEW.runId AND kind = 'paid');
          -- What the bank had no file of, it cannot have refused.
          SELECT RAISE(ABORT, 'payment-run-not-exported') WHERE EXISTS (
            SELECT 1 FROM paymentSealedFile WHERE runId = NEW.runId) AND NOT EXISTS (
            SELECT 1 FROM paymentSealedFile AS bank JOIN paymentExport AS taken
              ON taken.runId = bank.runId AND taken.profile = bank.profile
            WHERE bank.runId = NEW.runId);
          SELECT RAISE(ABORT, 'payment-run-lines-open') WHERE EXISTS (\(moneyGone("NEW.runId")));
        END;
        \(Migration.appendOnly(
            "paymentRunRefusal", by: [["runId"]], code: "payment-run-refused"))
        CREATE TRIGGER paymentExportNotRefused BEFORE INSERT ON paymentExport
        WHEN EXISTS (SELECT 1 FROM paymentRunRefusal WHERE runId = NEW.runId)
        BEGIN SELECT RAISE(ABORT, 'payment-run-refused-file'); END;
        CREATE TRIGGER paymentOutcomeOfRefused BEFORE INSERT ON paymentOutcome
        WHEN NEW.kind <> 'failed' AND EXISTS (
          SELECT 1 FROM paymentRunRefusal WHERE runId = NEW.runId)
        BEGIN SELECT RAISE(ABORT, 'payment-run-refused'); END;

        DROP TRIGGER paymentOutcomeBounces;
        CREATE TRIGGER paymentOutcomeBounces AFTER INSERT ON paymentOutcome
        WHEN NEW.kind IN ('failed', 'returned') AND NOT EXISTS (
          -- What failed because the whole file was refused, in the same act.
          SELECT 1 FROM paymentRunRefusal
          WHERE runId = NEW.runId AND recordedAt = NEW.recordedAt)
        BEGIN
          INSERT INTO paymentPayeeBounce (payeeId, instalmentId, kind, lastCallId)
          SELECT payeeId, NEW.instalmentId, NEW.kind, (
            SELECT max(id) FROM paymentCallBack WHERE payeeId = item.payeeId)
          FROM paymentRunItem AS item
          WHERE instalmentId = NEW.instalmentId AND payeeId IS NOT NULL;
        END;
        """

    private static let retriedLines = """
        -- A line that settled nothing, tried again: what it had been taken for.
        CREATE TABLE paymentBankRetry (
          lineId      INTEGER NOT NULL REFERENCES paymentBankLine(id),
          number      INTEGER NOT NULL CHECK (number > 0),
          verdict     TEXT NOT NULL CHECK (verdict <> ''),
          retriedById INTEGER NOT NULL REFERENCES person(id),
          retriedAt   INTEGER NOT NULL,
          -- Whether the line has been matched anew since.
          isOver      INTEGER NOT NULL DEFAULT 0 CHECK (isOver IN (0, 1)),
          PRIMARY KEY (lineId, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER paymentBankRetryOfUnmatched BEFORE INSERT ON paymentBankRetry
        WHEN NEW.isOver <> 0 OR NEW.number <> 1 + (
            SELECT count(*) FROM paymentBankRetry WHERE lineId = NEW.lineId)
          OR NOT EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId
            AND how = 'none' AND verdict = NEW.verdict)
          OR EXISTS (SELECT 1 FROM paymentBankResolution WHERE lineId = NEW.lineId)
        BEGIN SELECT RAISE(ABORT, 'bank-line-matched'); END;
        CREATE TRIGGER paymentBankRetryUnchanged BEFORE UPDATE ON paymentBankRetry
        WHEN NOT (OLD.isOver = 0 AND NEW.isOver = 1 AND NEW.lineId = OLD.lineId
          AND NEW.number = OLD.number AND NEW.verdict = OLD.verdict
          AND NEW.retriedById = OLD.retriedById AND NEW.retriedAt = OLD.retriedAt
          AND EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = OLD.lineId))
        BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
        CREATE TRIGGER paymentBankRetryKept BEFORE DELETE ON paymentBankRetry
        BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
        \(Migration.neverReplaced(
            "paymentBankRetry", by: [["lineId", "number"]], code: "bank-file-stands"))

        -- What a line was taken for goes only with the row that keeps it, and once.
        DROP TRIGGER paymentBankMatchKept;
        CREATE TRIGGER paymentBankMatchKept BEFORE DELETE ON paymentBankMatch
        WHEN OLD.how <> 'none'
          OR EXISTS (SELECT 1 FROM paymentBankResolution WHERE lineId = OLD.lineId)
          OR NOT EXISTS (SELECT 1 FROM paymentBankRetry
            WHERE lineId = OLD.lineId AND isOver = 0)
        BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
        CREATE TRIGGER paymentBankRetryBegins AFTER INSERT ON paymentBankRetry
        BEGIN DELETE FROM paymentBankMatch WHERE lineId = NEW.lineId; END;
        CREATE TRIGGER paymentBankMatchEndsRetry AFTER INSERT ON paymentBankMatch
        BEGIN
          UPDATE paymentBankRetry SET isOver = 1 WHERE lineId = NEW.lineId AND isOver = 0;
        END;

        -- A line proves what was recorded when it came, or when it was tried again.
        DROP TRIGGER paymentOutcomeLineFits;
        CREATE TRIGGER paymentOutcomeLineFits BEFORE INSERT ON paymentOutcomeLine
        BEGIN
          SELECT RAISE(ABORT, 'bank-line-claimed') WHERE EXISTS (
            SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId AND how <> 'batch')
            AND EXISTS (SELECT 1 FROM paymentOutcomeLine WHERE lineId = NEW.lineId);
          SELECT RAISE(ABORT, 'bank-match-differs') WHERE NOT EXISTS (
            SELECT 1 FROM paymentBankMatch AS match
            JOIN paymentBankLine AS line ON line.id = match.lineId
            JOIN paymentBankFile AS file ON file.id = line.fileId
            JOIN paymentOutcome AS told
              ON told.instalmentId = NEW.instalmentId AND told.kind = NEW.kind
            JOIN paymentRunItem AS item ON item.instalmentId = NEW.instalmentId
            WHERE match.lineId = NEW.lineId AND line.status = 'booked' AND (
              (match.how IN ('exact', 'known') AND match.instalmentId = NEW.instalmentId
                AND line.outcome = NEW.kind AND abs(line.pence) = item.amountPence)
              OR (match.how = 'batch' AND match.runId = told.runId AND NEW.kind = 'paid'))
              AND (match.how = 'known' OR (told.happenedOn = line.bookedOn
                AND (told.recordedAt = file.importedAt OR told.recordedAt = (
                  SELECT retriedAt FROM paymentBankRetry
                  WHERE lineId = line.id ORDER BY number DESC LIMIT 1)))));
        END;
        """
}
