import FundCore
import FundStore
import GRDB

/// Where payment runs are released by a second person, one person alone cannot have money paid again:
/// neither by saying that the bank refused a whole run, nor payment by payment.
extension PaymentsModule {
    /// The schema's part: whoever recorded that a payment did not arrive does not let go what takes
    /// its place.
    public static let holdByTwoSchema = """
        CREATE TRIGGER paymentHoldByTwo BEFORE UPDATE ON paymentHold
        WHEN NEW.releasedAt IS NOT NULL AND EXISTS (
          SELECT 1 FROM paymentInstalment AS anew
          JOIN paymentOutcome AS told ON told.instalmentId = anew.replacesId
            AND told.kind IN ('failed', 'returned')
          JOIN paymentRun AS run ON run.id = told.runId
          WHERE anew.id = NEW.instalmentId AND needsRelease
            AND told.recordedById = NEW.releasedById)
        BEGIN SELECT RAISE(ABORT, 'hold-by-two'); END;
        """

    /// Whether somebody recorded what an instalment is held for, in a round whose runs are released.
    func isHeldByOwnWord(
        of person: PersonID, _ instalment: InstalmentID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM paymentInstalment AS anew
            JOIN paymentOutcome AS told ON told.instalmentId = anew.replacesId
              AND told.kind IN ('failed', 'returned')
            JOIN paymentRun AS run ON run.id = told.runId
            WHERE anew.id = ? AND needsRelease AND told.recordedById = ?
            """, [instalment.rawValue, person.rawValue], { _ in true }) ?? false
    }

    /// In SQL: whether an instalment is owed again because one payment of a run that was released did
    /// not arrive, as somebody recorded.
    static func replacesFailed(_ instalment: String) -> String {
        """
        EXISTS (SELECT 1 FROM paymentInstalment AS anew
          JOIN paymentOutcome AS told ON told.instalmentId = anew.replacesId
            AND told.kind IN ('failed', 'returned')
          JOIN paymentRun AS run ON run.id = told.runId
          WHERE anew.id = \(instalment) AND needsRelease
            AND NOT EXISTS (SELECT 1 FROM paymentRunRefusal AS refused
              WHERE refused.runId = told.runId AND refused.recordedAt = told.recordedAt))
        """
    }
}
