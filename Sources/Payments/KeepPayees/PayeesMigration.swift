import FundStore

extension PaymentsModule {
    /// The schema's part of keeping groups' bank details.
    public static let payeeSchema = """
        -- Which key details are sealed with: what it makes of a fixed text, never the key.
        CREATE TABLE paymentBankKey (
          id        INTEGER PRIMARY KEY,
          keyCheck  TEXT NOT NULL UNIQUE CHECK (length(keyCheck) = 64),
          beganAt   INTEGER NOT NULL
        ) STRICT;
        \(Migration.appendOnly(
            "paymentBankKey", by: [["id"], ["keyCheck"]], code: "bank-key-stands"))

        -- Each version of a group's details. A change is a new one; only the newest is ever used.
        CREATE TABLE paymentPayee (
          id             INTEGER PRIMARY KEY,
          roundId        INTEGER NOT NULL REFERENCES round(id),
          applicationId  INTEGER NOT NULL REFERENCES application(id),
          version        INTEGER NOT NULL CHECK (version > 0),
          keyId          INTEGER NOT NULL REFERENCES paymentBankKey(id),
          -- Name, sort code, account number and roll number: AES-GCM, for this place alone.
          sealed         BLOB NOT NULL CHECK (length(sealed) BETWEEN 29 AND 4096),
          -- The same for the same account, by the key.
          fingerprint    TEXT NOT NULL CHECK (length(fingerprint) = 64),
          lastDigits     TEXT NOT NULL CHECK (lastDigits GLOB '[0-9][0-9][0-9][0-9]'),
          verdict        TEXT NOT NULL CHECK (verdict IN (
            'valid', 'invalid', 'not in table', 'unchecked')),
          tablesHash     TEXT CHECK (length(tablesHash) = 64),
          tablesRowCount INTEGER CHECK (tablesRowCount >= 0),
          cameBy         TEXT NOT NULL CHECK (cameBy IN ('online', 'paper')),
          paperReason    TEXT CHECK (trim(paperReason) <> ''),
          enteredById    INTEGER NOT NULL REFERENCES person(id),
          enteredAt      INTEGER NOT NULL,
          coolingDays    INTEGER NOT NULL CHECK (coolingDays BETWEEN 0 AND 90),
          usableFrom     INTEGER NOT NULL,
          UNIQUE (applicationId, version),
          CHECK ((verdict = 'unchecked') = (tablesHash IS NULL)),
          CHECK ((tablesHash IS NULL) = (tablesRowCount IS NULL)),
          CHECK ((cameBy = 'paper') = (paperReason IS NOT NULL)),
          -- The first may be used as soon as it is verified, a change only after so many days.
          CONSTRAINT "payee-cooling" CHECK (
            usableFrom = enteredAt + iif(version = 1, 0, coolingDays * 86400000))
        ) STRICT;
        CREATE INDEX paymentPayeeByRound ON paymentPayee (roundId, applicationId, version);
        CREATE INDEX paymentPayeeByAccount ON paymentPayee (fingerprint, applicationId);

        CREATE TRIGGER paymentPayeeFollows BEFORE INSERT ON paymentPayee
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM paymentPayee
            WHERE applicationId = NEW.applicationId), 0)
          OR NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
        BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;

        -- Sealed anew with a newer key, and nothing else ever changes.
        CREATE TRIGGER paymentPayeeSealedAnew BEFORE UPDATE ON paymentPayee
        WHEN NEW.keyId <= OLD.keyId OR NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
          OR NEW.sealed = OLD.sealed OR NEW.fingerprint = OLD.fingerprint
          OR NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId
          OR NEW.applicationId <> OLD.applicationId OR NEW.version <> OLD.version
          OR NEW.lastDigits <> OLD.lastDigits OR NEW.verdict <> OLD.verdict
          OR NEW.tablesHash IS NOT OLD.tablesHash
          OR NEW.tablesRowCount IS NOT OLD.tablesRowCount
          OR NEW.cameBy <> OLD.cameBy OR NEW.paperReason IS NOT OLD.paperReason
          OR NEW.enteredById <> OLD.enteredById OR NEW.enteredAt <> OLD.enteredAt
          OR NEW.coolingDays <> OLD.coolingDays OR NEW.usableFrom <> OLD.usableFrom
        BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
        CREATE TRIGGER paymentPayeeKept BEFORE DELETE ON paymentPayee
        BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
        \(Migration.neverReplaced(
            "paymentPayee", by: [["id"], ["applicationId", "version"]], code: "payee-stands"))

        -- Confirmation of Payee: what the bank said to the name.
        CREATE TABLE paymentPayeeConfirmation (
          id           INTEGER PRIMARY KEY,
          payeeId      INTEGER NOT NULL REFERENCES paymentPayee(id),
          result       TEXT NOT NULL CHECK (result IN (
            'match', 'closeMatch', 'noMatch', 'unavailable')),
          checkedOn    TEXT NOT NULL CHECK (date(checkedOn) IS checkedOn),
          reason       TEXT CHECK (trim(reason) <> ''),
          recordedById INTEGER NOT NULL REFERENCES person(id),
          recordedAt   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX paymentPayeeConfirmationByPayee ON paymentPayeeConfirmation (payeeId, id);
        \(Migration.appendOnly("paymentPayeeConfirmation", code: "payee-stands"))

        CREATE TRIGGER paymentPayeeConfirmationOfNewest BEFORE INSERT ON paymentPayeeConfirmation
        WHEN EXISTS (SELECT 1 FROM paymentPayee AS old
          JOIN paymentPayee AS new ON new.applicationId = old.applicationId
            AND new.version > old.version
          WHERE old.id = NEW.payeeId)
        BEGIN SELECT RAISE(ABORT, 'payee-superseded'); END;

        -- A second person rings the group at a number that was known before.
        CREATE TABLE paymentCallBack (
          id          INTEGER PRIMARY KEY,
          payeeId     INTEGER NOT NULL REFERENCES paymentPayee(id),
          -- Who entered the details, copied from them, so that somebody else can be asked for.
          enteredById INTEGER NOT NULL REFERENCES person(id),
          number      TEXT NOT NULL CHECK (trim(number) <> ''),
          -- Where the number was found; none where the application had it.
          source      TEXT CHECK (trim(source) <> ''),
          isConfirmed INTEGER NOT NULL CHECK (isConfirmed IN (0, 1)),
          calledById  INTEGER NOT NULL REFERENCES person(id),
          calledAt    INTEGER NOT NULL,
          CONSTRAINT "payee-second-person" CHECK (calledById <> enteredById)
        ) STRICT;
        CREATE INDEX paymentCallBackByPayee ON paymentCallBack (payeeId, id);
        \(Migration.appendOnly("paymentCallBack", code: "payee-stands"))

        CREATE TRIGGER paymentCallBackOfNewest BEFORE INSERT ON paymentCallBack
        WHEN EXISTS (SELECT 1 FROM paymentPayee AS old
          JOIN paymentPayee AS new ON new.applicationId = old.applicationId
            AND new.version > old.version
          WHERE old.id = NEW.payeeId)
        BEGIN SELECT RAISE(ABORT, 'payee-superseded'); END;
        CREATE TRIGGER paymentCallBackKnowsEntry BEFORE INSERT ON paymentCallBack
        WHEN NEW.enteredById IS NOT (SELECT enteredById FROM paymentPayee WHERE id = NEW.payeeId)
        BEGIN SELECT RAISE(ABORT, 'payee-second-person'); END;

        -- What may be paid to, once its time has come: the newest version alone.
        CREATE VIEW paymentPayeeVerified AS
        SELECT payee.id AS payeeId, payee.applicationId, payee.usableFrom,
          call.calledById AS verifiedById
        FROM paymentPayee AS payee
        JOIN paymentPayeeConfirmation AS confirmed ON confirmed.id = (
          SELECT max(id) FROM paymentPayeeConfirmation WHERE payeeId = payee.id)
        JOIN paymentCallBack AS call ON call.id = (
          SELECT max(id) FROM paymentCallBack WHERE payeeId = payee.id)
        WHERE payee.version = (SELECT max(version) FROM paymentPayee
            WHERE applicationId = payee.applicationId)
          AND payee.verdict <> 'invalid' AND call.isConfirmed = 1
          AND (confirmed.result <> 'noMatch' OR confirmed.reason IS NOT NULL);
        """
}
