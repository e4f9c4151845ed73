import FundStore

extension PaymentsModule {
    /// Limits that hold for a day, days that money can arrive on, and accounts that it came back
    /// from.
    static let bounces = Migration(
        45, "limits of a day, days of payment, and accounts that money came back from",
        """
        -- A limit is not stepped round by parting a run in two.
        CREATE TRIGGER paymentRunWithinDay BEFORE INSERT ON paymentRun
        WHEN NEW.totalPence <= NEW.limitPence AND NEW.limitPence < NEW.totalPence + (
          SELECT ifnull(sum(totalPence), 0) FROM paymentRun AS earlier
          WHERE earlier.roundId = NEW.roundId AND earlier.approvedById = NEW.approvedById
            AND earlier.approvedOn = NEW.approvedOn
            AND earlier.id NOT IN (SELECT runId FROM paymentCancel))
        BEGIN SELECT RAISE(ABORT, 'payment-over-day-limit'); END;

        -- Days are London's, times UTC's: the schema allows the hours between the two.
        CREATE TRIGGER paymentReleaseNotFar AFTER INSERT ON paymentRelease
        WHEN NEW.payOn > date(NEW.releasedAt / 1000, 'unixepoch', '+31 days')
        BEGIN SELECT RAISE(ABORT, 'payment-day-far'); END;
        CREATE TRIGGER paymentExportInTime BEFORE INSERT ON paymentExport
        WHEN EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId
            AND payOn < date(NEW.takenAt / 1000, 'unixepoch'))
          AND EXISTS (SELECT 1 FROM paymentSealedFile AS bank
            WHERE bank.runId = NEW.runId AND bank.profile = NEW.profile)
          -- Once one is out, it can be taken again for the record.
          AND NOT EXISTS (SELECT 1 FROM paymentExport AS taken
            JOIN paymentSealedFile AS bank
              ON bank.runId = taken.runId AND bank.profile = taken.profile
            WHERE taken.runId = NEW.runId)
        BEGIN SELECT RAISE(ABORT, 'payment-day-past'); END;

        -- A payment that did not reach the account that it went to, and the last call about that
        -- account before this was known: it takes a later one to pay to it again.
        CREATE TABLE paymentPayeeBounce (
          payeeId      INTEGER NOT NULL REFERENCES paymentPayee(id),
          instalmentId INTEGER NOT NULL,
          kind         TEXT NOT NULL CHECK (kind IN ('failed', 'returned')),
          lastCallId   INTEGER NOT NULL REFERENCES paymentCallBack(id),
          PRIMARY KEY (payeeId, instalmentId, kind),
          FOREIGN KEY (instalmentId, kind) REFERENCES paymentOutcome(instalmentId, kind)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO paymentPayeeBounce (payeeId, instalmentId, kind, lastCallId)
        SELECT item.payeeId, told.instalmentId, told.kind, max(call.id)
        FROM paymentOutcome AS told
        JOIN paymentRunItem AS item ON item.instalmentId = told.instalmentId
        JOIN paymentCallBack AS call
          ON call.payeeId = item.payeeId AND call.calledAt <= told.recordedAt
        WHERE told.kind IN ('failed', 'returned')
        GROUP BY item.payeeId, told.instalmentId, told.kind;
        CREATE TRIGGER paymentPayeeBounceFits BEFORE INSERT ON paymentPayeeBounce
        WHEN NOT EXISTS (SELECT 1 FROM paymentOutcome AS told
            JOIN paymentRunItem AS item ON item.instalmentId = told.instalmentId
            WHERE told.instalmentId = NEW.instalmentId AND told.kind = NEW.kind
              AND item.payeeId = NEW.payeeId)
          OR NEW.lastCallId IS NOT (
            SELECT max(id) FROM paymentCallBack WHERE payeeId = NEW.payeeId)
        BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
        \(Migration.appendOnly(
            "paymentPayeeBounce", by: [["payeeId", "instalmentId", "kind"]],
            code: "payee-stands"))
        CREATE TRIGGER paymentOutcomeBounces AFTER INSERT ON paymentOutcome
        WHEN NEW.kind IN ('failed', 'returned')
        BEGIN
          INSERT INTO paymentPayeeBounce (payeeId, instalmentId, kind, lastCallId)
          SELECT payeeId, NEW.instalmentId, NEW.kind, (
            SELECT max(id) FROM paymentCallBack WHERE payeeId = item.payeeId)
          FROM paymentRunItem AS item
          WHERE instalmentId = NEW.instalmentId AND payeeId IS NOT NULL;
        END;

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
          AND NOT EXISTS (SELECT 1 FROM paymentPayeeBounce AS bounced
            WHERE bounced.payeeId = payee.id AND bounced.lastCallId >= call.id)
          AND (confirmed.result <> 'noMatch' OR confirmed.reason IS NOT NULL);
        """)
}
