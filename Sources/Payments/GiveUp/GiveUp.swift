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
        """

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
