import FundCore
import FundStore
import GRDB

/// What a line of a bank's file turned out to be.
public enum BankResult: String, Sendable, CaseIterable {
    /// One payment, whose amount and reference fit.
    case paid, failed, returned
    /// The sum of a run.
    case batch
    /// Money that a group was asked to pay back.
    case recovery
    /// Told before: by another file, or by hand.
    case known
    /// No movement yet, or none at all.
    case noted
    /// Somebody has to look into it.
    case unmatched
}

/// Why a line settles nothing.
public enum BankLineReason: String, Sendable, CaseIterable {
    case unknownReference = "unknown-reference"
    case noReference = "no-reference"
    /// Money in that names no payment of the fund.
    case credit
    /// Money in that names a payment or an award, and is neither a return nor what was asked back.
    case creditUnclear = "credit-unclear"
    case amountDiffers = "amount-differs"
    case notInRun = "not-in-run"
    case runCancelled = "run-cancelled"
    case notExported = "not-exported"
    case noDay = "no-day"
    case futureDay = "future-day"
    case beforeApproval = "before-approval"
    /// The run was released for a later day.
    case beforePayDay = "before-pay-day"
    /// An earlier line of the same file says the same.
    case saidTwice = "said-twice"
    /// Another line is the proof already: a second movement of the same payment.
    case settledBefore = "settled-before"
    /// Something else is known of the payment.
    case outcomeStands = "outcome-stands"
    /// It came back, and nobody knows that it was paid.
    case notPaid = "not-paid"
    /// It came back before the day on which it was paid.
    case beforePaid = "before-paid"
    /// It came back on a day, or before one, on which the group had paid back too much for that.
    case moneyGone = "money-gone"
    /// A whole run failed or came back.
    case wholeRun = "whole-run"
    case pending, information
}

/// A file that was taken in.
public struct ImportedBankFile: Sendable {
    public let id: BankFileID
    public let name: String
    /// `camt.053`, or the key of a profile.
    public let profile: String
    public let sha256: String
    public let lineCount: Int64
    public let importedBy: PersonID
    public let importedAt: Instant
    /// How many of its lines settled something.
    public let matched: Int64
    /// How many of its lines wait for somebody to look into them.
    public let open: Int64
}

/// How many lines of a file turned out to be one thing, for one reason, and what they come to.
public struct BankFileSum: Sendable {
    public let result: BankResult
    public let reason: BankLineReason?
    public let lines: Int64
    /// Less than nothing for what went out.
    public let total: Money
}

extension PaymentsModule {
    /// The newest files from banks first.
    public func bankFiles(in tx: borrowing ReadTx) throws -> [ImportedBankFile] {
        try tx.list("\(ImportedBankFile.columns) ORDER BY file.id DESC LIMIT 1000") {
            ImportedBankFile($0)
        }
    }

    /// - Throws: `PaymentsProblem.unknownBankFile`.
    public func bankFile(
        _ id: BankFileID, in tx: borrowing ReadTx
    ) throws -> ImportedBankFile {
        let found = try tx.first(
            "\(ImportedBankFile.columns) WHERE file.id = ?", [id.rawValue],
            { ImportedBankFile($0) })
        guard let found else { throw PaymentsProblem.unknownBankFile(number: id.rawValue) }
        return found
    }

    /// The file with these bytes, where it was taken in.
    public func bankFile(
        of sha256: SHA256Hex, in tx: borrowing ReadTx
    ) throws -> ImportedBankFile? {
        try tx.first(
            "\(ImportedBankFile.columns) WHERE file.sha256 = ?", ["\(sha256)"],
            { ImportedBankFile($0) })
    }

    /// What the lines of a file turned out to be.
    public func sums(
        of file: BankFileID, in tx: borrowing ReadTx
    ) throws -> [BankFileSum] {
        let sums = try tx.list(
            """
            SELECT \(BankResult.column), match.reason, count(*), sum(line.pence)
            FROM paymentBankLine AS line
            JOIN paymentBankMatch AS match ON match.lineId = line.id
            WHERE line.fileId = ? GROUP BY 1, 2
            """, [file.rawValue]
        ) { row in
            BankFileSum(
                result: BankResult(rawValue: row[0]) ?? .unmatched,
                reason: (row[1] as String?).flatMap(BankLineReason.init), lines: row[2],
                total: Money(pence: row[3]))
        }
        func place(_ sum: BankFileSum) -> Int {
            let result = BankResult.allCases.firstIndex(of: sum.result) ?? 0
            let reason = sum.reason.flatMap { BankLineReason.allCases.firstIndex(of: $0) } ?? 0
            return result * 100 + reason
        }
        return sums.sorted { place($0) < place($1) }
    }

    /// The accounts and periods of a file.
    public func statements(
        of file: BankFileID, in tx: borrowing ReadTx
    ) throws -> [BankStatement] {
        try tx.list(
            """
            SELECT statement, account, openingPence, closingPence, entryCount
            FROM paymentBankStatement WHERE fileId = ? ORDER BY number
            """, [file.rawValue]
        ) { row in
            BankStatement(
                id: row[0], account: row[1], opening: row[2], closing: row[3],
                entryCount: row[4])
        }
    }
}

extension BankResult {
    /// In SQL, of a line and its match.
    static let column = """
        CASE match.how WHEN 'exact' THEN line.outcome WHEN 'none' THEN 'unmatched'
          ELSE match.how END
        """
}

extension ImportedBankFile {
    static let columns = """
        SELECT file.id, file.name, profile, sha256, lineCount, importedById, importedAt,
          (SELECT count(*) FROM paymentBankLine AS line
            JOIN paymentBankMatch AS match ON match.lineId = line.id
            WHERE line.fileId = file.id AND how IN ('exact', 'batch', 'recovery')),
          (SELECT count(*) FROM paymentBankLine AS line
            JOIN paymentBankMatch AS match ON match.lineId = line.id
            WHERE line.fileId = file.id AND how = 'none' AND NOT EXISTS (
              SELECT 1 FROM paymentBankResolution WHERE lineId = line.id))
        FROM paymentBankFile AS file
        """

    init(_ row: Row) {
        id = BankFileID(row[0])
        name = row[1]
        profile = row[2]
        sha256 = row[3]
        lineCount = row[4]
        importedBy = PersonID(row[5])
        importedAt = Instant(milliseconds: row[6])
        matched = row[7]
        open = row[8]
    }
}
