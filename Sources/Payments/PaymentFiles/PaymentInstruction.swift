import FundCore

/// One payment to one account, as a payment file carries it.
public struct PaymentInstruction: Sendable, Equatable {
    /// What a bank carries of a reference from end to end.
    public static let greatestReferenceLength = 18

    /// What names the payment in the file and in what the bank sends back.
    public let reference: String
    /// The name on the account, in the letters that Bacs carries.
    public let payee: String
    /// Six digits.
    public let sortCode: String
    /// Eight digits.
    public let account: String
    /// From 1 to `Money.greatest`.
    public let pence: Int64
    public let award: String
    /// What the payment is for, in the letters that Bacs carries; may be empty.
    public let remittance: String
    /// A building society's own number of the account, where it has one.
    public let rollNumber: String?

    /// - Parameters:
    ///   - reference: 1 to 18 of the letters that Bacs carries.
    ///   - payee: as it is known; accents and other letters are written as Bacs can carry them.
    ///   - sortCode: six digits, with or without hyphens.
    ///   - account: eight digits.
    ///   - remittance: as `payee`.
    ///   - rollNumber: what a building society finds the account by; it goes where the society looks
    ///     for it, in the place of the reference or the remittance.
    /// - Throws: `InvalidInput` with everything that no payment file can carry.
    public init(
        reference: String, payee: String, sortCode: String, account: String, pence: Int64,
        award: String, remittance: String, rollNumber: String? = nil
    ) throws {
        var problems: [FieldProblem] = []
        let name = BankText.text(of: payee)
        let digits = sortCode.filter { $0 != "-" && $0 != " " }
        if reference.isEmpty || reference.utf8.count > Self.greatestReferenceLength
            || !reference.utf8.allSatisfy(BankText.carries)
            || BankText.bytes(of: reference).count != reference.utf8.count
        {
            problems.append(
                FieldProblem(
                    "reference", "not-bank-text", ["maximum": "\(Self.greatestReferenceLength)"]))
        }
        if name.isEmpty { problems.append(FieldProblem("payee", "bank-text-empty")) }
        if !digits.isDigits(6) {
            problems.append(FieldProblem("sortCode", "not-digits", ["count": "6"]))
        }
        if !account.isDigits(8) {
            problems.append(FieldProblem("account", "not-digits", ["count": "8"]))
        }
        if !(1...Money.greatest.pence).contains(pence) {
            problems.append(
                FieldProblem(
                    "amount", "out-of-range",
                    ["minimum": Money(pence: 1).words, "maximum": Money.greatest.words]))
        }
        guard problems.isEmpty else { throw InvalidInput(reference, problems) }
        self.reference = reference
        self.payee = name
        self.sortCode = digits
        self.account = account
        self.pence = pence
        self.award = award
        self.remittance = BankText.text(of: remittance)
        self.rollNumber = rollNumber.map(BankText.text)
    }
}

/// What is counted over the payments of a file, to tell whether one is missing, double or changed.
public struct PaymentTotals: Sendable, Equatable {
    /// Thirteen digits: what the totals of a Bacs file have room for.
    public static let greatest = Money(pence: 9_999_999_999_999)

    public private(set) var count: Int64
    public private(set) var pence: Int64
    /// The account numbers added up as numbers.
    public private(set) var accounts: Int64

    public init(count: Int64 = 0, pence: Int64 = 0, accounts: Int64 = 0) {
        self.count = count
        self.pence = pence
        self.accounts = accounts
    }

    /// - Throws: `PaymentFileProblem` beyond `greatest`.
    public mutating func add(_ instruction: PaymentInstruction) throws {
        count += 1
        pence += instruction.pence
        accounts += Int64(instruction.account) ?? 0
        guard pence <= Self.greatest.pence else {
            throw PaymentFileProblem.totalTooLarge(Self.greatest)
        }
    }
}

/// The payments that go to the bank in one file, before the first is written.
public struct PaymentBatch: Sendable {
    /// The payment run's.
    public let reference: String
    /// The run's number, from 1: never the same for two files.
    public let number: Int64
    public let createdAt: Instant
    public let days: BacsDays
    /// What will be written; a writer counts for itself, and refuses to end where it differs.
    public let totals: PaymentTotals

    public init(
        reference: String, number: Int64, createdAt: Instant, days: BacsDays, totals: PaymentTotals
    ) {
        self.reference = reference
        self.number = number
        self.createdAt = createdAt
        self.days = days
        self.totals = totals
    }
}

/// Why a payment file cannot be written.
public enum PaymentFileProblem: Problem, Equatable {
    case nothingToPay
    case disagrees(written: PaymentTotals, expected: PaymentTotals)
    case totalTooLarge(Money)
    case serialSpent(greatest: Int64)
    case overServiceLimit(reference: String, limit: Money)
    case notWorkingDay(LocalDate)

    public var report: ProblemReport {
        switch self {
        case .nothingToPay: ProblemReport("payment-file-empty", .conflict)
        case .disagrees(let written, let expected):
            ProblemReport(
                "payment-file-disagrees", .conflict,
                [
                    "count": "\(written.count)", "total": Money(pence: written.pence).words,
                    "expectedCount": "\(expected.count)",
                    "expectedTotal": Money(pence: expected.pence).words,
                ])
        case .totalTooLarge(let greatest):
            ProblemReport("payment-file-too-large", .conflict, ["maximum": greatest.words])
        case .serialSpent(let greatest):
            ProblemReport("payment-serial-spent", .conflict, ["maximum": "\(greatest)"])
        case .overServiceLimit(let reference, let limit):
            ProblemReport(
                "payment-over-limit", .conflict,
                ["reference": reference, "maximum": limit.words])
        case .notWorkingDay(let day):
            ProblemReport("payment-day-not-working", .conflict, ["date": "\(day)"])
        }
    }
}

extension String {
    /// Whether it is so many digits and nothing else.
    func isDigits(_ count: Int) -> Bool {
        utf8.count == count && utf8.allSatisfy { (48...57).contains($0) }
    }
}
