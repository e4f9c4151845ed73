import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// The schema's part of stopping what is not yet paid of an award.
    public static let stopSchema = """
        -- An award that was taken back: what no run has paid by then is never paid.
        CREATE TABLE paymentStop (
          awardId     INTEGER PRIMARY KEY REFERENCES award(id),
          paidPence   INTEGER NOT NULL CHECK (paidPence >= 0),
          stoppedById INTEGER NOT NULL REFERENCES person(id),
          stoppedAt   INTEGER NOT NULL
        ) STRICT;

        CREATE TRIGGER paymentStopKnowsPaid BEFORE INSERT ON paymentStop
        WHEN NEW.paidPence <> (
          SELECT ifnull(sum(paymentRunItem.amountPence), 0) FROM paymentInstalment
          JOIN paymentRunItem ON instalmentId = paymentInstalment.id
          WHERE awardId = NEW.awardId)
        BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;

        CREATE TRIGGER paymentRunItemNotStopped BEFORE INSERT ON paymentRunItem
        WHEN EXISTS (
          SELECT 1 FROM paymentInstalment
          JOIN paymentStop ON paymentStop.awardId = paymentInstalment.awardId
          WHERE paymentInstalment.id = NEW.instalmentId)
        BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;

        CREATE TRIGGER paymentAwardNotStopped BEFORE INSERT ON paymentAward
        WHEN EXISTS (SELECT 1 FROM paymentStop WHERE awardId = NEW.awardId)
        BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;

        \(Migration.appendOnly("paymentStop", by: [["awardId"]], code: "payment-stopped"))
        """

    /// What runs have taken of an award, but for what did not reach the group.
    public func paid(of award: AwardID, in tx: borrowing ReadTx) throws -> Money {
        let pence: Int64? = try tx.first(
            """
            SELECT ifnull(sum(paymentRunItem.amountPence), 0) FROM paymentInstalment
            JOIN paymentRunItem ON instalmentId = paymentInstalment.id
            WHERE awardId = ? AND NOT EXISTS (
              SELECT 1 FROM paymentOutcome WHERE instalmentId = paymentInstalment.id
                AND kind IN ('failed', 'returned', 'cancelled'))
            """, [award.rawValue], { $0[0] })
        return Money(pence: pence ?? 0)
    }

    /// Stops what no run has paid of an award, for good.
    public func stop(_ award: AwardID, by person: PersonID, in tx: borrowing WriteTx) throws {
        let paid = try paid(of: award, in: tx.reading)
        try tx.execute(
            """
            INSERT INTO paymentStop (awardId, paidPence, stoppedById, stoppedAt)
            VALUES (?, ?, ?, ?)
            """, [award.rawValue, paid.pence, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "payment.stop", "award:\(award.rawValue)", [("paidPence", .int(paid.pence))])
    }

    /// Whoever approved a payment run of the round.
    public func approvers(of round: RoundID, in tx: borrowing ReadTx) throws -> [PersonID] {
        try tx.list(
            "SELECT DISTINCT approvedById FROM paymentRun WHERE roundId = ?", [round.rawValue],
            { PersonID($0[0]) })
    }
}
