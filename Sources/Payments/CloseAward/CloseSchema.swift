import FundStore

extension PaymentsModule {
    /// The schema's part of closing an award: what groups may keep though they did not spend it,
    /// and that nothing is planned, paid or asked back once an award is closed.
    public static let closeSchema = """
        -- Money that a group has and need not pay back, and why.
        CREATE TABLE paymentWriteOff (
          id             INTEGER PRIMARY KEY,
          awardId        INTEGER NOT NULL REFERENCES award(id),
          pence          INTEGER NOT NULL CHECK (pence > 0),
          reason         TEXT NOT NULL CHECK (trim(reason) <> ''),
          writtenOffById INTEGER NOT NULL REFERENCES person(id),
          writtenOffAt   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX paymentWriteOffByAward ON paymentWriteOff (awardId, id);
        \(Migration.appendOnly("paymentWriteOff", code: "write-off-stands"))

        -- What a group has of an award: what reached it without what it paid back; and what of that
        -- it need not pay back.
        CREATE VIEW paymentKept AS
        SELECT awardId,
          (SELECT ifnull(sum(amountPence), 0) FROM paymentInstalment
            WHERE awardId = paymentAward.awardId
              AND EXISTS (SELECT 1 FROM paymentOutcome
                WHERE instalmentId = paymentInstalment.id AND kind = 'paid')
              AND NOT EXISTS (SELECT 1 FROM paymentOutcome
                WHERE instalmentId = paymentInstalment.id AND kind = 'returned')) AS paidPence,
          (SELECT ifnull(sum(duePence), 0) FROM paymentRecovery
            WHERE awardId = paymentAward.awardId AND kind = 'unspent') AS unspentPence,
          (SELECT ifnull(sum(duePence), 0) FROM paymentRecovery
            WHERE awardId = paymentAward.awardId AND kind = 'clawback') AS misusedPence,
          (SELECT ifnull(sum(receivedPence), 0) FROM paymentRecovery
            WHERE awardId = paymentAward.awardId) AS backPence,
          (SELECT ifnull(sum(pence), 0) FROM paymentWriteOff
            WHERE awardId = paymentAward.awardId) AS offPence
        FROM paymentAward;

        CREATE TRIGGER paymentWriteOffFits BEFORE INSERT ON paymentWriteOff
        WHEN NOT EXISTS (SELECT 1 FROM paymentKept WHERE awardId = NEW.awardId
          AND NEW.pence <= paidPence - backPence - offPence)
        BEGIN SELECT RAISE(ABORT, 'write-off-too-much'); END;

        -- Whoever asked for money back does not let the group keep it.
        CREATE TRIGGER paymentWriteOffByAnother BEFORE INSERT ON paymentWriteOff
        WHEN NEW.writtenOffById IN (SELECT demandedById FROM paymentRecovery
          WHERE awardId = NEW.awardId)
        BEGIN SELECT RAISE(ABORT, 'write-off-own-demand'); END;

        -- That an award is closed, and that it is opened again; the newest row counts.
        CREATE TABLE paymentClosing (
          id         INTEGER PRIMARY KEY,
          awardId    INTEGER NOT NULL REFERENCES award(id),
          isClosed   INTEGER NOT NULL CHECK (isClosed IN (0, 1)),
          -- What the end return says was spent; nothing where none was asked for.
          spentPence INTEGER CHECK (spentPence >= 0),
          setById    INTEGER NOT NULL REFERENCES person(id),
          setAt      INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX paymentClosingByAward ON paymentClosing (awardId, id);
        \(Migration.appendOnly("paymentClosing", code: "closing-stands"))

        CREATE VIEW paymentClosed AS
        SELECT awardId FROM paymentClosing AS newest
        WHERE isClosed AND id = (SELECT max(id) FROM paymentClosing AS same
          WHERE same.awardId = newest.awardId);

        CREATE TRIGGER paymentClosingInTurn BEFORE INSERT ON paymentClosing
        BEGIN
          SELECT RAISE(ABORT, 'award-closed') WHERE NEW.isClosed = 1
            AND NEW.awardId IN (SELECT awardId FROM paymentClosed);
          SELECT RAISE(ABORT, 'award-not-closed') WHERE NEW.isClosed = 0
            AND NEW.awardId NOT IN (SELECT awardId FROM paymentClosed);
        END;

        CREATE TRIGGER paymentClosingReady BEFORE INSERT ON paymentClosing
        WHEN NEW.isClosed = 1 AND (
          NEW.awardId NOT IN (SELECT awardId FROM paymentAward)
          -- Something is still to be paid, or on its way.
          OR EXISTS (SELECT 1 FROM paymentInstalment
            WHERE awardId = NEW.awardId
              AND NOT EXISTS (SELECT 1 FROM paymentDrop
                WHERE instalmentId = paymentInstalment.id)
              AND NOT EXISTS (SELECT 1 FROM paymentOutcome
                WHERE instalmentId = paymentInstalment.id)
              AND (EXISTS (SELECT 1 FROM paymentRunItem
                  WHERE instalmentId = paymentInstalment.id)
                OR NEW.awardId NOT IN (SELECT awardId FROM paymentStop)))
          -- The group still owes money.
          OR EXISTS (SELECT 1 FROM paymentKept WHERE awardId = NEW.awardId
            -- What was used wrongly was spent; what was not spent comes on top of it.
            AND min(paidPence, misusedPence
                + max(unspentPence, paidPence - ifnull(NEW.spentPence, paidPence)))
              > backPence + offPence))
        BEGIN SELECT RAISE(ABORT, 'award-lacks'); END;

        -- A payment that the bank sends back takes its place again, and waits until the award is
        -- open.
        CREATE TRIGGER paymentInstalmentNotClosed BEFORE INSERT ON paymentInstalment
        WHEN NEW.replacesId IS NULL AND NEW.awardId IN (SELECT awardId FROM paymentClosed)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;

        CREATE TRIGGER paymentRunItemNotClosed BEFORE INSERT ON paymentRunItem
        WHEN EXISTS (SELECT 1 FROM paymentInstalment
          JOIN paymentClosed ON paymentClosed.awardId = paymentInstalment.awardId
          WHERE paymentInstalment.id = NEW.instalmentId)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;

        CREATE TRIGGER paymentRecoveryNotClosed BEFORE INSERT ON paymentRecovery
        WHEN NEW.awardId IN (SELECT awardId FROM paymentClosed)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;

        CREATE TRIGGER paymentWriteOffNotClosed BEFORE INSERT ON paymentWriteOff
        WHEN NEW.awardId IN (SELECT awardId FROM paymentClosed)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;

        CREATE TRIGGER paymentAmendmentNotClosed BEFORE INSERT ON paymentAmendment
        WHEN NEW.awardId IN (SELECT awardId FROM paymentClosed)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
        """
}
