import FundStore

extension PaymentsModule {
    /// What banks and ledgers say of payments: files, their lines, and what each line was about.
    static let reconciliation = Migration(
        44, "files from the bank, and what each of their lines is about",
        [bankFiles, bankMatches].joined(separator: "\n"))

    private static let bankFiles = """
        -- A file is taken in once, known by its bytes.
        CREATE TABLE paymentBankFile (
          id           INTEGER PRIMARY KEY,
          sha256       TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
          profile      TEXT NOT NULL CHECK (profile <> ''),
          name         TEXT NOT NULL CHECK (name <> ''),
          lineCount    INTEGER NOT NULL CHECK (lineCount >= 0),
          importedById INTEGER NOT NULL REFERENCES person(id),
          importedAt   INTEGER NOT NULL
        ) STRICT;
        \(Migration.appendOnly(
            "paymentBankFile", by: [["id"], ["sha256"]], code: "bank-file-stands"))

        -- Its accounts and periods: the fund's own account, where the file has balances.
        CREATE TABLE paymentBankStatement (
          fileId       INTEGER NOT NULL REFERENCES paymentBankFile(id),
          number       INTEGER NOT NULL CHECK (number > 0),
          statement    TEXT NOT NULL,
          account      TEXT NOT NULL,
          openingPence INTEGER NOT NULL,
          closingPence INTEGER NOT NULL,
          entryCount   INTEGER NOT NULL CHECK (entryCount >= 0),
          PRIMARY KEY (fileId, number)
        ) STRICT, WITHOUT ROWID;
        \(Migration.appendOnly(
            "paymentBankStatement", by: [["fileId", "number"]], code: "bank-file-stands"))

        CREATE TABLE paymentBankLine (
          id                INTEGER PRIMARY KEY,
          fileId            INTEGER NOT NULL REFERENCES paymentBankFile(id),
          -- Its place among the lines of the file, and the line of text where it begins.
          position          INTEGER NOT NULL CHECK (position > 0),
          textLine          INTEGER NOT NULL CHECK (textLine > 0),
          bookedOn          TEXT CHECK (date(bookedOn) IS bookedOn),
          pence             INTEGER NOT NULL,
          kind              TEXT NOT NULL CHECK (kind IN ('debit', 'credit')),
          status            TEXT NOT NULL CHECK (status IN ('booked', 'pending', 'information')),
          outcome           TEXT NOT NULL CHECK (outcome IN (
            'paid', 'failed', 'returned', 'unknown')),
          returnReason      TEXT,
          endToEndReference TEXT,
          batchReference    TEXT,
          bankReference     TEXT,
          paymentCount      INTEGER NOT NULL CHECK (paymentCount > 0),
          -- What these references name, as the fund writes it.
          reference         TEXT,
          instalment        INTEGER CHECK (instalment > 0),
          runReference      TEXT,
          -- What makes it the same movement in another file, and which of the same in this one.
          movement          TEXT NOT NULL CHECK (length(movement) = 64),
          occurrence        INTEGER NOT NULL CHECK (occurrence > 0),
          -- How many lines of the file so far say the same of the same payment.
          tellingNumber     INTEGER NOT NULL CHECK (tellingNumber > 0),
          -- An earlier file told the same movement.
          isToldBefore      INTEGER NOT NULL CHECK (isToldBefore IN (0, 1)),
          UNIQUE (fileId, position),
          UNIQUE (movement, occurrence, fileId)
        ) STRICT;
        CREATE TRIGGER paymentBankLineOfFile BEFORE INSERT ON paymentBankLine
        WHEN NEW.position > (SELECT lineCount FROM paymentBankFile WHERE id = NEW.fileId)
        BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
        \(Migration.appendOnly(
            "paymentBankLine",
            by: [["id"], ["fileId", "position"], ["movement", "occurrence", "fileId"]],
            code: "bank-file-stands"))

        -- Whom a line names and what it says, which may be about anybody: kept only until it is known
        -- what the line is, so that finance can recognise it.
        CREATE TABLE paymentBankWords (
          lineId       INTEGER PRIMARY KEY REFERENCES paymentBankLine(id),
          counterparty TEXT,
          remittance   TEXT
        ) STRICT;
        """

    private static let bankMatches = """
        CREATE TABLE paymentBankMatch (
          lineId        INTEGER PRIMARY KEY REFERENCES paymentBankLine(id),
          -- What it is, or why it settles nothing.
          verdict       TEXT NOT NULL CHECK (verdict <> ''),
          how           TEXT AS (CASE verdict WHEN 'exact' THEN 'exact' WHEN 'batch' THEN 'batch'
            WHEN 'recovery' THEN 'recovery' WHEN 'known' THEN 'known' WHEN 'pending' THEN 'noted'
            WHEN 'information' THEN 'noted' ELSE 'none' END) VIRTUAL,
          reason        TEXT AS (CASE verdict WHEN 'exact' THEN NULL WHEN 'batch' THEN NULL
            WHEN 'recovery' THEN NULL WHEN 'known' THEN NULL ELSE verdict END) VIRTUAL,
          instalmentId  INTEGER REFERENCES paymentInstalment(id),
          runId         INTEGER REFERENCES paymentRun(id),
          -- What would have been right for a run, where the amount is another.
          expectedPence INTEGER,
          receiptId     INTEGER REFERENCES paymentReceipt(id),
          CHECK (CASE verdict
            WHEN 'exact' THEN instalmentId IS NOT NULL AND runId IS NOT NULL
            WHEN 'batch' THEN instalmentId IS NULL AND runId IS NOT NULL
            ELSE (verdict = 'recovery') = (receiptId IS NOT NULL) END),
          CHECK (expectedPence IS NULL OR verdict = 'amount-differs')
        ) STRICT;
        -- A whole run is told by one line. What a line of one payment is about is only found here;
        -- that it is the proof of an outcome, once, is what paymentOutcomeLine says.
        CREATE UNIQUE INDEX paymentBankMatchRunOnce ON paymentBankMatch (runId)
          WHERE verdict = 'batch';
        CREATE UNIQUE INDEX paymentBankMatchReceiptOnce ON paymentBankMatch (receiptId)
          WHERE receiptId IS NOT NULL;
        CREATE INDEX paymentBankMatchNone ON paymentBankMatch (lineId) WHERE how = 'none';

        CREATE TRIGGER paymentBankMatchFits BEFORE INSERT ON paymentBankMatch
        WHEN NEW.verdict = 'batch' OR NEW.verdict = 'recovery'
        BEGIN
          SELECT RAISE(ABORT, 'bank-line-claimed') WHERE NEW.verdict = 'batch' AND EXISTS (
            SELECT 1 FROM paymentBankMatch WHERE runId = NEW.runId AND verdict = 'batch');
          SELECT RAISE(ABORT, 'bank-line-claimed') WHERE NEW.verdict = 'recovery' AND EXISTS (
            SELECT 1 FROM paymentBankMatch WHERE receiptId = NEW.receiptId);
          SELECT RAISE(ABORT, 'bank-match-differs') WHERE NEW.verdict = 'batch' AND NOT EXISTS (
            SELECT 1 FROM paymentBankLine AS line
            WHERE line.id = NEW.lineId AND line.status = 'booked' AND line.outcome = 'paid'
              AND line.kind = 'debit' AND abs(line.pence) = (
                SELECT sum(amountPence) FROM paymentRunItem WHERE runId = NEW.runId
                  AND NOT EXISTS (SELECT 1 FROM paymentOutcome
                    WHERE paymentOutcome.instalmentId = paymentRunItem.instalmentId)));
          SELECT RAISE(ABORT, 'bank-match-differs') WHERE NEW.verdict = 'recovery' AND NOT EXISTS (
            SELECT 1 FROM paymentBankLine AS line
            JOIN paymentReceipt ON paymentReceipt.id = NEW.receiptId
            WHERE line.id = NEW.lineId AND line.status = 'booked' AND line.kind = 'credit'
              AND line.pence = paymentReceipt.pence AND line.bookedOn = receivedOn);
        END;
        \(Migration.appendOnly("paymentBankMatch", by: [["lineId"]], code: "bank-file-stands"))

        -- The line that is the proof of what came of a payment.
        CREATE TABLE paymentOutcomeLine (
          instalmentId INTEGER NOT NULL,
          kind         TEXT NOT NULL,
          lineId       INTEGER NOT NULL REFERENCES paymentBankMatch(lineId),
          PRIMARY KEY (instalmentId, kind),
          FOREIGN KEY (instalmentId, kind) REFERENCES paymentOutcome(instalmentId, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX paymentOutcomeLineByLine ON paymentOutcomeLine (lineId);
        CREATE TRIGGER paymentOutcomeLineFits BEFORE INSERT ON paymentOutcomeLine
        BEGIN
          -- A line of a payment proves one outcome of that payment.
          SELECT RAISE(ABORT, 'bank-line-claimed') WHERE EXISTS (
            SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId AND how <> 'batch')
            AND EXISTS (SELECT 1 FROM paymentOutcomeLine WHERE lineId = NEW.lineId);
          -- A line of a run proves what it settled when it came, and nothing else of that run.
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
              AND (match.how = 'known'
                OR (told.recordedAt = file.importedAt AND told.happenedOn = line.bookedOn)));
        END;
        \(Migration.appendOnly(
            "paymentOutcomeLine", by: [["instalmentId", "kind"]], code: "bank-line-claimed"))

        -- A line that matched nothing, and what somebody found out about it.
        CREATE TABLE paymentBankResolution (
          lineId       INTEGER PRIMARY KEY REFERENCES paymentBankMatch(lineId),
          reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
          resolvedById INTEGER NOT NULL REFERENCES person(id),
          resolvedAt   INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER paymentBankResolutionOfUnmatched BEFORE INSERT ON paymentBankResolution
        WHEN NOT EXISTS (
          SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId AND how = 'none')
        BEGIN SELECT RAISE(ABORT, 'bank-line-matched'); END;
        \(Migration.appendOnly(
            "paymentBankResolution", by: [["lineId"]], code: "bank-line-resolved"))

        CREATE TRIGGER paymentBankWordsInTime BEFORE INSERT ON paymentBankWords
        WHEN EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId)
          OR EXISTS (SELECT 1 FROM paymentBankWords WHERE lineId = NEW.lineId)
        BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
        CREATE TRIGGER paymentBankWordsUnchanged BEFORE UPDATE ON paymentBankWords
        BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
        CREATE TRIGGER paymentBankWordsKept BEFORE DELETE ON paymentBankWords
        WHEN NOT EXISTS (
            SELECT 1 FROM paymentBankMatch WHERE lineId = OLD.lineId AND how <> 'none')
          AND NOT EXISTS (SELECT 1 FROM paymentBankResolution WHERE lineId = OLD.lineId)
        BEGIN SELECT RAISE(ABORT, 'bank-words-wanted'); END;
        """
}
