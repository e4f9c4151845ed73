import FundCore

/// Where a group's money goes, in the clear: only ever in memory.
public struct PayeeDetails: Sendable, Equatable {
    public static let greatestNameLength = 70
    public static let greatestRollLength = 18

    public let accountName: String
    public let account: BankAccount
    /// A building society's own number of the account, where it has one.
    public let rollNumber: String?

    /// - Throws: `InvalidInput` with everything that is wrong, at `accountName`, `sortCode`, `account`
    ///   and `rollNumber`.
    public init(
        accountName: String, sortCode: String, account: String, rollNumber: String?
    ) throws {
        let name = accountName.trimmed
        let roll = rollNumber?.trimmed ?? ""
        var problems: [FieldProblem] = []
        if name.isEmpty {
            problems.append(FieldProblem("accountName", "missing"))
        } else if name.hasControlCharacters {
            problems.append(FieldProblem("accountName", "one-line"))
        } else if BankText.text(of: name).allSatisfy({ !$0.isLetter && !$0.isNumber }) {
            // Banks know every account by letters of theirs.
            problems.append(FieldProblem("accountName", "bank-text-empty"))
        } else if name.unicodeScalars.count > Self.greatestNameLength {
            problems.append(
                FieldProblem(
                    "accountName", "too-long", ["maximum": "\(Self.greatestNameLength)"]))
        }
        var found: BankAccount?
        do {
            found = try BankAccount(
                sortCode: sortCode, number: account, places: ("sortCode", "account"),
                source: "bank details")
        } catch let problem as InvalidInput {
            problems += problem.fields
        }
        if roll.utf8.count > Self.greatestRollLength || !roll.utf8.allSatisfy(\.isOfRollNumber)
            || !roll.isEmpty && roll.allSatisfy({ !$0.isLetter && !$0.isNumber })
        {
            problems.append(
                FieldProblem(
                    "rollNumber", "not-roll-number", ["maximum": "\(Self.greatestRollLength)"]))
        }
        guard let found, problems.isEmpty else { throw InvalidInput("bank details", problems) }
        self.accountName = name
        self.account = found
        self.rollNumber = roll.isEmpty ? nil : roll
    }

    /// The bytes that are sealed.
    var bytes: [UInt8] {
        Array(
            JSONValue.object([
                ("accountName", .string(accountName)), ("sortCode", .string("\(account.sortCode)")),
                ("account", .string("\(account.number)")), ("rollNumber", .optional(rollNumber)),
            ]).text.utf8)
    }

    /// - Throws: `BankKeyProblem.unreadable` where they are no details.
    init(bytes: [UInt8]) throws {
        guard let json = try? JSONReader.read(bytes),
            let details = try? PayeeDetails(
                accountName: json["accountName"]?.string ?? "",
                sortCode: json["sortCode"]?.string ?? "", account: json["account"]?.string ?? "",
                rollNumber: json["rollNumber"]?.string)
        else { throw BankKeyProblem.unreadable }
        self = details
    }
}

extension UInt8 {
    /// Capital or small letters, digits, and `/ - .` and blanks between.
    fileprivate var isOfRollNumber: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
            || " /-.".utf8.contains(self)
    }
}
