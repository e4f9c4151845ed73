import FundCore
import FundStore
import GRDB

/// Lines that settled nothing are tried again, once what kept them from it is gone.
extension PaymentsModule {
    /// Sets free the lines that would settle something now, so that they can be matched anew. What
    /// each was taken for is kept.
    ///
    /// - Parameters:
    ///   - round: those alone that name an award or a run of this round; nil for every round.
    ///   - run: those alone that name this run or a payment of it; nil for every run.
    /// - Returns: the lines, by their files.
    public func beginRetry(
        of round: RoundID?, run: PaymentRunID? = nil, in tx: borrowing WriteTx
    ) throws -> [BankFileID: [BankLineID]] {
        let person = try tx.principal.require(.finance)
        let lines = try tx.reading.list(
            Self.retriable,
            [round?.rawValue, run?.rawValue, "\(LondonTime.date(tx.now))"]
        ) { row in (BankLineID(row[0]), BankFileID(row[1])) }
        for (line, _) in lines {
            try tx.execute(
                """
                INSERT INTO paymentBankRetry (lineId, number, verdict, retriedById, retriedAt)
                SELECT lineId, 1 + (SELECT count(*) FROM paymentBankRetry WHERE lineId = ?1),
                  verdict, ?2, ?3
                FROM paymentBankMatch WHERE lineId = ?1
                """, [line.rawValue, person.rawValue, tx.now.milliseconds])
        }
        return Dictionary(grouping: lines, by: { $0.1 }).mapValues { $0.map(\.0) }
    }

    /// How many of these lines settle nothing.
    public func unmatchedCount(
        of lines: Set<BankLineID>, in tx: borrowing ReadTx
    ) throws -> Int {
        let ids = "[\(lines.map { "\($0.rawValue)" }.joined(separator: ","))]"
        return try tx.first(
            """
            SELECT count(*) FROM paymentBankMatch
            WHERE how = 'none' AND lineId IN (SELECT value FROM json_each(?))
            """, [ids], { $0[0] }) ?? 0
    }

    /// The lines whose verdict would be another now; the others would only be said to be the same.
    private static let retriable = """
        SELECT line.id, line.fileId
        FROM paymentBankMatch AS match
        JOIN paymentBankLine AS line ON line.id = match.lineId
        LEFT JOIN paymentAward AS owed ON owed.reference = line.reference
        LEFT JOIN paymentInstalment AS instalment
          ON instalment.awardId = owed.awardId AND instalment.number = line.instalment
        LEFT JOIN paymentRunItem AS item ON item.instalmentId = instalment.id
        LEFT JOIN paymentRun AS named
          ON named.reference = line.runReference AND line.instalment IS NULL
        LEFT JOIN paymentRun AS run ON run.id = ifnull(item.runId, named.id)
        WHERE match.how = 'none'
          AND NOT EXISTS (SELECT 1 FROM paymentBankResolution WHERE lineId = line.id)
          AND (?1 IS NULL OR ifnull(run.roundId, owed.roundId) = ?1)
          AND (?2 IS NULL OR run.id = ?2)
          AND CASE match.verdict
            WHEN 'unknown-reference' THEN instalment.id IS NOT NULL OR (named.id IS NOT NULL
              AND (line.kind = 'debit' OR line.outcome <> 'unknown'))
            WHEN 'not-in-run' THEN item.runId IS NOT NULL
            WHEN 'not-exported' THEN EXISTS (
              SELECT 1 FROM paymentExport WHERE runId = run.id)
            WHEN 'future-day' THEN line.bookedOn <= ?3
            WHEN 'not-paid' THEN EXISTS (SELECT 1 FROM paymentOutcome
              WHERE instalmentId = instalment.id AND kind = 'paid')
            WHEN 'amount-differs' THEN -line.pence = (
              SELECT iif(line.paymentCount IN (1, count(*)), sum(open.amountPence), NULL)
              FROM paymentRunItem AS open
              WHERE open.runId = named.id AND NOT EXISTS (SELECT 1 FROM paymentOutcome
                WHERE paymentOutcome.instalmentId = open.instalmentId))
            WHEN 'credit-unclear' THEN line.outcome = 'unknown' AND line.instalment IS NULL
              AND (
                SELECT iif(count(*) = 1, max(duePence - receivedPence), NULL)
                FROM paymentRecovery
                WHERE awardId = owed.awardId AND receivedPence < duePence) - line.pence
                BETWEEN 0 AND (SELECT ifnull(sum(pence), 0) FROM paymentWriteOff
                  WHERE awardId = owed.awardId)
            ELSE 0 END
        ORDER BY line.id
        """
}
