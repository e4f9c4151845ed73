import FundCore

/// One movement on the fund's account, or one result of a payment, as a file from a bank tells it.
public struct BankLine: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case debit, credit
    }

    public enum Status: String, Sendable, CaseIterable {
        case booked, pending
        /// Told for information: no movement.
        case information
    }

    /// What became of a payment.
    public enum Outcome: String, Sendable, CaseIterable {
        case paid, returned, failed, unknown
    }

    /// Where it begins in the file, from 1.
    public let line: Int
    public let bookedOn: LocalDate?
    /// Less than nothing for a debit.
    public let pence: Int64
    public let kind: Kind
    /// What the payment was named by when it was sent.
    public let endToEndReference: String?
    /// What the file of payments named them all by.
    public let batchReference: String?
    /// The bank's own name for the movement, where it gives one: the same in every file.
    public let bankReference: String?
    /// How many payments this is the sum of; 1 for a payment of its own.
    public let count: Int64
    public let counterparty: String?
    public let remittance: String?
    public let status: Status
    /// Such as `AC01`, or the bank's own word.
    public let returnReason: String?
    public let outcome: Outcome

    public init(
        line: Int, bookedOn: LocalDate?, pence: Int64, kind: Kind, endToEndReference: String?,
        batchReference: String?, bankReference: String? = nil, count: Int64 = 1,
        counterparty: String?, remittance: String?,
        status: Status, returnReason: String?, outcome: Outcome
    ) {
        self.line = line
        self.bookedOn = bookedOn
        self.pence = pence
        self.kind = kind
        self.endToEndReference = endToEndReference
        self.batchReference = batchReference
        self.bankReference = bankReference
        self.count = count
        self.counterparty = counterparty
        self.remittance = remittance
        self.status = status
        self.returnReason = returnReason
        self.outcome = outcome
    }
}

/// What a file from a bank is, besides its lines.
public struct BankFile: Sendable {
    /// Of the whole file: the same file read twice has the same.
    public let sha256: SHA256Hex
    public let lineCount: Int64
    /// One for each account and period; none where the file has no balances.
    public let statements: [BankStatement]
}

/// One account over one period. Opening balance and booked entries give the closing balance.
public struct BankStatement: Sendable, Equatable {
    public let id: String
    /// As the bank writes it: an IBAN, or sort code and number.
    public let account: String
    /// Pence; less than nothing where the account is overdrawn.
    public let opening: Int64
    public let closing: Int64
    public let entryCount: Int64
}

/// What a bank tells of payments in.
public enum BankFileFormat: Sendable {
    /// ISO 20022 `camt.053`, of any version.
    case camt053
    case table(BankTableProfile)

    public static let greatestBytes = 256_000_000

    /// Reads a file a piece at a time, and never holds it whole.
    ///
    /// - Parameter body: is handed each line in the order of the file, before all of it is known to
    ///   be right: what it does must be taken back where this throws.
    /// - Throws: `InvalidInput` with everything that is wrong, by line, of the first hundred; what
    ///   `body` throws.
    public func read(_ source: ByteSource, _ body: (BankLine) throws -> Void) throws -> BankFile {
        switch self {
        case .camt053:
            var reader = try CamtReader(source)
            return try reader.read(body)
        case .table(let profile):
            var reader = try BankTableReader(source, profile)
            return try reader.read(body)
        }
    }
}

/// Gathers what is wrong in a file from a bank, up to a bound.
struct BankFileProblems {
    static let greatestCount = 100

    /// The bound is reached: reading on tells nothing new.
    struct Full: Error {}

    let source: String
    private(set) var list: [FieldProblem] = []

    mutating func report(
        line: Int, _ place: String, _ code: String, _ arguments: [String: String] = [:]
    ) throws {
        let suffix = place.isEmpty ? "" : ": \(place)"
        list.append(FieldProblem("line \(line)\(suffix)", code, arguments))
        guard list.count < Self.greatestCount else {
            list.append(
                FieldProblem(
                    "line \(line)", "bank-more-problems", ["maximum": "\(Self.greatestCount)"]))
            throw Full()
        }
    }

    mutating func add(_ problems: [FieldProblem]) { list += problems }

    /// - Throws: `InvalidInput` where anything was wrong.
    func check() throws {
        guard list.isEmpty else { throw InvalidInput(source, list) }
    }
}

/// What `body` of a reading threw, told apart from what is wrong with the file.
struct BankLineRefused: Error {
    let error: any Error
}

/// Sixteen bytes to know a text by again, so that what a large file has said takes little room.
struct Fingerprint: Hashable {
    private let first: Int
    private let second: Int

    init(of text: String) {
        func hash(_ salt: Int) -> Int {
            var hasher = Hasher()
            hasher.combine(salt)
            hasher.combine(text)
            return hasher.finalize()
        }
        first = hash(1)
        second = hash(2)
    }
}

extension Int64 {
    /// Pence of an amount with a point and no sign, as ISO 20022 writes it: at most 13 digits, nothing
    /// beyond two decimals but noughts.
    init?(penceOf text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...13).contains(parts[0].utf8.count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let pounds = Int64(parts[0])
        else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        let padded = String(decimals.prefix(2)) + "00"
        guard decimals.dropFirst(2).utf8.allSatisfy({ $0 == 48 }),
            let pence = Int64(padded.prefix(2))
        else { return nil }
        self = pounds * 100 + pence
    }
}
