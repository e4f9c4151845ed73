import FundCore
import FundStore
import GRDB

/// A line of a bank's file, and what it turned out to be.
public struct MatchedBankLine: Sendable {
    public let id: BankLineID
    public let file: BankFileID
    public let fileName: String
    /// Where it begins in the file, from 1.
    public let textLine: Int64
    public let bookedOn: String?
    /// Less than nothing for what went out.
    public let amount: Money
    public let endToEndReference: String?
    public let batchReference: String?
    public let bankReference: String?
    public let paymentCount: Int64
    public let result: BankResult
    public let reason: BankLineReason?
    /// The payment that it names: an application's reference and the number of the instalment.
    public let payment: String?
    public let run: String?
    /// What would have been right, where the amount is another.
    public let expected: Money?
    public let returnReason: String?
    /// Whom it names and what it says: only of what matched nothing and is not dealt with.
    public let counterparty: String?
    public let remittance: String?
    public let resolution: (reason: String, by: PersonID, at: Instant)?
}

/// A payment that was taken to the bank, and of which nothing is known since.
public struct AwaitedPayment: Sendable {
    public let instalment: Instalment
    public let run: String
    public let exportedOn: LocalDate
    public let acknowledgedOn: String?
}

extension PaymentsModule {
    /// The lines of one file, in order.
    ///
    /// - Parameters:
    ///   - after: those that come after this one.
    ///   - limit: at most so many.
    public func bankLines(
        of file: BankFileID, after: BankLineID? = nil, limit: Int? = nil, in tx: borrowing ReadTx,
        _ body: (MatchedBankLine) throws -> Void
    ) throws {
        try tx.forEach(
            """
            \(MatchedBankLine.columns) WHERE line.fileId = ? AND line.id > ? ORDER BY line.id LIMIT ?
            """, [file.rawValue, after?.rawValue ?? 0, limit ?? -1]
        ) { try body(MatchedBankLine($0)) }
    }

    /// The lines that matched nothing.
    ///
    /// - Parameters:
    ///   - file: of this file; of all where it is nil.
    ///   - isOpen: only those that nobody has dealt with.
    public func unmatchedLines(
        of file: BankFileID? = nil, isOpen: Bool = true, limit: Int? = nil,
        in tx: borrowing ReadTx, _ body: (MatchedBankLine) throws -> Void
    ) throws {
        try tx.forEach(
            """
            \(MatchedBankLine.columns) WHERE match.how = 'none' AND (?1 IS NULL OR line.fileId = ?1)
              AND (NOT ?2 OR resolved.lineId IS NULL)
            ORDER BY match.lineId LIMIT ?3
            """, [file?.rawValue, isOpen, limit ?? -1]
        ) { try body(MatchedBankLine($0)) }
    }

    /// The payments of which no outcome is known although their run was exported, the oldest first.
    public func awaitedPayments(
        of round: RoundID?, limit: Int? = nil, in tx: borrowing ReadTx,
        _ body: (AwaitedPayment) throws -> Void
    ) throws {
        try tx.forEach(
            """
            SELECT item.*, taken, acknowledgedOn FROM (
              SELECT runId, min(takenAt) AS taken FROM paymentExport GROUP BY runId
            ) AS exported
            JOIN paymentRunItem AS entry ON entry.runId = exported.runId
            JOIN (\(Instalment.columns)) AS item ON item.id = entry.instalmentId
            JOIN paymentRun AS run ON run.id = exported.runId
            LEFT JOIN paymentAcknowledgement AS acknowledged ON acknowledged.runId = exported.runId
            WHERE (?1 IS NULL OR run.roundId = ?1) AND NOT EXISTS (
              SELECT 1 FROM paymentOutcome WHERE instalmentId = entry.instalmentId)
            ORDER BY taken, item.id LIMIT ?2
            """, [round?.rawValue, limit ?? -1]
        ) { row in
            let item = Instalment(row)
            try body(
                AwaitedPayment(
                    instalment: item, run: item.run ?? "",
                    exportedOn: LondonTime.date(Instant(milliseconds: row[9])),
                    acknowledgedOn: row[10]))
        }
    }

    /// The line that is the proof of each outcome of an award's instalments.
    func proofs(
        of award: AwardID, in tx: borrowing ReadTx
    ) throws -> [InstalmentID: [(kind: String, proof: BankProof)]] {
        var proofs: [InstalmentID: [(kind: String, proof: BankProof)]] = [:]
        try tx.forEach(
            """
            SELECT instalment.id, claim.kind, line.fileId, line.textLine
            FROM paymentInstalment AS instalment
            JOIN paymentOutcomeLine AS claim ON claim.instalmentId = instalment.id
            JOIN paymentBankLine AS line ON line.id = claim.lineId
            WHERE instalment.awardId = ?
            """, [award.rawValue]
        ) { row in
            proofs[InstalmentID(row[0]), default: []].append(
                (row[1], BankProof(file: BankFileID(row[2]), textLine: row[3])))
        }
        return proofs
    }

    /// Records what somebody found out about a line that matched nothing. What it said in words goes.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func resolve(
        _ lines: [BankLineID], reason: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance)
        guard !reason.trimmed.isEmpty else {
            throw InvalidInput("resolution", [FieldProblem("reason", "missing")])
        }
        for line in lines {
            let state = try tx.reading.first(
                """
                SELECT how = 'none', EXISTS (
                  SELECT 1 FROM paymentBankResolution WHERE lineId = match.lineId)
                FROM paymentBankMatch AS match WHERE match.lineId = ?
                """, [line.rawValue], { ($0[0] as Bool, $0[1] as Bool) })
            guard let (isUnmatched, isResolved) = state else {
                throw PaymentsProblem.unknownBankLine(number: line.rawValue)
            }
            guard isUnmatched else { throw PaymentsProblem.bankLineMatched }
            guard !isResolved else { throw PaymentsProblem.bankLineResolved }
            try tx.execute(
                """
                INSERT INTO paymentBankResolution (lineId, reason, resolvedById, resolvedAt)
                VALUES (?, ?, ?, ?)
                """,
                [line.rawValue, reason.trimmed, person.rawValue, tx.now.milliseconds])
            try tx.execute("DELETE FROM paymentBankWords WHERE lineId = ?", [line.rawValue])
            try tx.audit("reconciliation.resolution", "bank-line:\(line.rawValue)")
        }
    }
}

extension MatchedBankLine {
    static let columns = """
        SELECT line.id, line.fileId, file.name, line.textLine, line.bookedOn, line.pence,
          line.endToEndReference, line.batchReference, line.bankReference, line.paymentCount,
          \(BankResult.column), match.reason,
          iif(line.instalment IS NULL, line.reference, line.reference || '-' || line.instalment),
          ifnull((SELECT reference FROM paymentRun WHERE id = match.runId), line.runReference),
          iif(match.verdict = 'amount-differs', ifnull(match.expectedPence,
            (SELECT amountPence FROM paymentInstalment WHERE id = match.instalmentId)), NULL),
          line.returnReason, words.counterparty, words.remittance,
          resolved.reason, resolved.resolvedById, resolved.resolvedAt
        FROM paymentBankLine AS line
        JOIN paymentBankFile AS file ON file.id = line.fileId
        JOIN paymentBankMatch AS match ON match.lineId = line.id
        LEFT JOIN paymentBankWords AS words ON words.lineId = line.id
        LEFT JOIN paymentBankResolution AS resolved ON resolved.lineId = line.id
        """

    init(_ row: Row) {
        id = BankLineID(row[0])
        file = BankFileID(row[1])
        fileName = row[2]
        textLine = row[3]
        bookedOn = row[4]
        amount = Money(pence: row[5])
        endToEndReference = row[6]
        batchReference = row[7]
        bankReference = row[8]
        paymentCount = row[9]
        result = BankResult(rawValue: row[10]) ?? .unmatched
        reason = (row[11] as String?).flatMap(BankLineReason.init)
        payment = row[12]
        run = row[13]
        expected = (row[14] as Int64?).map { Money(pence: $0) }
        returnReason = row[15]
        counterparty = row[16]
        remittance = row[17]
        resolution = (row[18] as String?).map {
            ($0, PersonID(row[19]), Instant(milliseconds: row[20]))
        }
    }
}
