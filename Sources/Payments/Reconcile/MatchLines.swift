import FundCore
import FundStore
import GRDB

/// Which lines are matched together: what came back can only be matched once it is known what was
/// paid.
public enum MatchedLines: Sendable {
    case paidOrFailed, returned
}

extension PaymentsModule {
    /// Says of each line of a file that names a payment which one it is, and whether it settles it;
    /// of the others only those that another file told before.
    ///
    /// - Parameter isRetry: whether lines of the file are matched already, which stay as they are.
    ///
    /// One statement for all of them: a file may have a hundred thousand.
    public func match(
        _ which: MatchedLines, of file: BankFileID, isRetry: Bool = false,
        in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO paymentBankMatch (lineId, instalmentId, runId, verdict)
            SELECT line.id, instalment.id, run.id,
              CASE
                WHEN line.isToldBefore THEN 'known'
                WHEN instalment.id IS NULL THEN 'unknown-reference'
                WHEN run.id IS NULL THEN 'not-in-run'
                WHEN EXISTS (SELECT 1 FROM paymentCancel WHERE runId = run.id)
                  THEN 'run-cancelled'
                WHEN NOT EXISTS (SELECT 1 FROM paymentExport WHERE runId = run.id)
                  THEN 'not-exported'
                WHEN line.bookedOn IS NULL THEN 'no-day'
                WHEN line.bookedOn > ?2 THEN 'future-day'
                WHEN line.outcome = 'unknown'
                  OR (line.outcome = 'paid' AND line.kind = 'credit') THEN 'credit-unclear'
                WHEN abs(line.pence) <> instalment.amountPence THEN 'amount-differs'
                WHEN line.tellingNumber > 1 THEN 'said-twice'
                WHEN same.kind IS NOT NULL THEN iif(EXISTS (
                    SELECT 1 FROM paymentOutcomeLine AS claim
                    JOIN paymentBankLine AS proof ON proof.id = claim.lineId
                    WHERE claim.instalmentId = same.instalmentId AND claim.kind = same.kind
                      AND (proof.bookedOn <> line.bookedOn
                        OR proof.bankReference <> line.bankReference)),
                  'settled-before', 'known')
                WHEN line.outcome = 'returned' THEN ifnull((
                    SELECT iif(happenedOn > line.bookedOn, 'before-paid', 'exact')
                    FROM paymentOutcome
                    WHERE instalmentId = instalment.id AND kind = 'paid'), 'not-paid')
                WHEN EXISTS (SELECT 1 FROM paymentOutcome
                  WHERE instalmentId = instalment.id) THEN 'outcome-stands'
                WHEN line.bookedOn < run.approvedOn THEN 'before-approval'
                WHEN line.outcome = 'paid' AND line.bookedOn < released.payOn
                  THEN 'before-pay-day'
                ELSE 'exact'
              END
            FROM paymentBankLine AS line
            LEFT JOIN paymentAward AS owed ON owed.reference = line.reference
            LEFT JOIN paymentInstalment AS instalment
              ON instalment.awardId = owed.awardId AND instalment.number = line.instalment
            LEFT JOIN paymentRunItem AS item ON item.instalmentId = instalment.id
            LEFT JOIN paymentRun AS run ON run.id = item.runId
            LEFT JOIN paymentRelease AS released ON released.runId = run.id
            LEFT JOIN paymentOutcome AS same
              ON same.instalmentId = instalment.id AND same.kind = line.outcome
            WHERE line.fileId = ?1 AND line.status = 'booked' AND line.instalment IS NOT NULL
              AND (line.outcome = 'returned') = ?3
              AND NOT ((?3 OR ?4) AND EXISTS (
                SELECT 1 FROM paymentBankMatch WHERE lineId = line.id))
            """,
            [file.rawValue, "\(LondonTime.date(tx.now))", which == .returned, isRetry])
        // What was known by hand has its proof now.
        try tx.execute(
            """
            INSERT INTO paymentOutcomeLine (instalmentId, kind, lineId)
            SELECT match.instalmentId, line.outcome, match.lineId
            FROM paymentBankLine AS line
            JOIN paymentBankMatch AS match ON match.lineId = line.id
            JOIN paymentOutcome AS told
              ON told.instalmentId = match.instalmentId AND told.kind = line.outcome
            LEFT JOIN paymentOutcomeLine AS claim
              ON claim.instalmentId = told.instalmentId AND claim.kind = told.kind
            WHERE line.fileId = ?1 AND match.verdict = 'known' AND claim.lineId IS NULL
              AND line.tellingNumber = 1 AND NOT line.isToldBefore
              AND (line.outcome = 'returned') = ?2
            """, [file.rawValue, which == .returned])
    }

    /// Says of every line that is left why nothing was done with it, and lets go of the words that
    /// are wanted no longer.
    public func matchRest(of file: BankFileID, in tx: borrowing WriteTx) throws {
        try tx.execute(
            """
            INSERT INTO paymentBankMatch (lineId, verdict)
            SELECT line.id, CASE
              WHEN line.status <> 'booked' THEN line.status
              WHEN line.isToldBefore THEN 'known'
              WHEN line.kind = 'credit' AND line.outcome <> 'returned' THEN iif(
                EXISTS (SELECT 1 FROM paymentAward WHERE reference = line.reference),
                'credit-unclear', 'credit')
              WHEN ifnull(line.reference, line.runReference) IS NULL
                AND line.endToEndReference IS NULL AND line.batchReference IS NULL
                THEN 'no-reference'
              ELSE 'unknown-reference' END
            FROM paymentBankLine AS line WHERE line.fileId = ?1
              AND NOT EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = line.id)
            """, [file.rawValue])
        try tx.execute(
            """
            DELETE FROM paymentBankWords WHERE lineId IN (
              SELECT line.id FROM paymentBankLine AS line
              JOIN paymentBankMatch AS match ON match.lineId = line.id
              WHERE line.fileId = ? AND match.how <> 'none')
            """, [file.rawValue])
    }
}
