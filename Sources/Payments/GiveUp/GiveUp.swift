import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// The schema's part of an award that its group gave up: nothing of it is on its way.
    public static let giveUpSchema = """
        CREATE TABLE paymentGivenUp (
          awardId INTEGER PRIMARY KEY REFERENCES paymentStop(awardId)
        ) STRICT;
        \(Migration.appendOnly("paymentGivenUp", by: [["awardId"]], code: "giving-up-stands"))

        CREATE TRIGGER paymentGivenUpReady BEFORE INSERT ON paymentGivenUp
        WHEN EXISTS (SELECT 1 FROM paymentInstalment
          JOIN paymentRunItem ON instalmentId = paymentInstalment.id
          WHERE awardId = NEW.awardId AND NOT EXISTS (SELECT 1 FROM paymentOutcome
            WHERE paymentOutcome.instalmentId = paymentInstalment.id))
        BEGIN SELECT RAISE(ABORT, 'give-up-under-way'); END;

        DROP TRIGGER paymentClosingReady;
        CREATE TRIGGER paymentClosingReady BEFORE INSERT ON paymentClosing
        WHEN NEW.isClosed = 1 AND (
          -- What was given up before it was scheduled is never scheduled.
          NEW.awardId NOT IN (SELECT awardId FROM paymentAward
            UNION ALL SELECT awardId FROM paymentGivenUp)
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
        """

    func isGivenUp(_ award: AwardID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM paymentGivenUp WHERE awardId = ?", [award.rawValue], { _ in true })
            ?? false
    }

    /// The payments of an award that are in a run or at the bank, as what keeps it from its end.
    public func underWay(
        of award: AwardID, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        try tx.list(
            """
            SELECT number FROM paymentInstalment
            JOIN paymentRunItem ON instalmentId = paymentInstalment.id
            WHERE awardId = ? AND NOT EXISTS (SELECT 1 FROM paymentOutcome
              WHERE paymentOutcome.instalmentId = paymentInstalment.id)
            ORDER BY number
            """, [award.rawValue]
        ) { FieldProblem("payments", "closing-under-way", ["number": "\($0[0] as Int64)"]) }
    }

    /// Stops what is not paid of an award that its group gave up, for good.
    public func giveUp(
        _ award: AwardID, by person: PersonID, in tx: borrowing WriteTx
    ) throws {
        try stop(award, by: person, in: tx)
        try tx.execute(
            "INSERT INTO paymentGivenUp (awardId) VALUES (?)", [award.rawValue])
    }
}
