import FundCore

/// Six digits that name a branch of a bank.
public struct SortCode: Hashable, Sendable, CustomStringConvertible {
    /// 0 to 999,999.
    let number: Int32

    /// Six digits, `089999`.
    public var description: String { "\(number)".padded(to: 6) }
}

/// The eight digits of an account as payment files carry them.
public struct AccountNumber: Hashable, Sendable, CustomStringConvertible {
    /// 0 to 99,999,999.
    let number: Int32

    /// Eight digits, `00000190`.
    public var description: String { "\(number)".padded(to: 8) }
}

/// What is wrong with what somebody wrote as a sort code or an account number: the code of the words
/// that say so.
public enum AccountFault: String, Sendable {
    case missing
    case notSortCode = "not-sort-code"
    case notAccountNumber = "not-account-number"
    case accountNumberLength = "account-number-length"
    /// Ten digits of a bank of which it is not known which two are left out.
    case accountNumberTen = "account-number-ten"
}

/// A sort code and an account number as banks take them: whatever length the bank prints, made into
/// six and eight digits (Vocalink, "Validating account numbers", the chapter on other lengths).
public struct BankAccount: Hashable, Sendable {
    public enum Reading: Sendable {
        case account(BankAccount)
        case wrong(sortCode: AccountFault?, number: AccountFault?)
    }

    public let sortCode: SortCode
    public let number: AccountNumber

    /// Reads both as somebody wrote them.
    ///
    /// - Parameters:
    ///   - sortCode: `12-34-56`, `12 34 56` or `123456`.
    ///   - number: 6 to 10 digits, with single blanks or dashes between them or not.
    public static func read(sortCode: ArraySlice<UInt8>, number: ArraySlice<UInt8>) -> Reading {
        let code = Digits(sortCode.withoutBlanksAround, inGroupsOf: 2)
        let codeFault = code.map { $0.count == 6 ? nil : AccountFault.notSortCode }
        let account = Digits(number.withoutBlanksAround, inGroupsOf: 1)
        let accountFault = account.map {
            (6...10).contains($0.count) ? nil : AccountFault.accountNumberLength
        }
        guard let code, let account, codeFault == .some(nil), accountFault == .some(nil) else {
            return .wrong(
                sortCode: codeFault ?? (sortCode.isBlank ? .missing : .notSortCode),
                number: accountFault ?? (number.isBlank ? .missing : .notAccountNumber))
        }
        return read(code: Int32(code.value), account)
    }

    /// Reads both, with the places of what is wrong.
    /// - Throws: `InvalidInput`.
    public init(
        sortCode: String, number: String,
        places: (sortCode: String, number: String) = ("sort_code", "account"), source: String
    ) throws {
        switch Self.read(sortCode: Array(sortCode.utf8)[...], number: Array(number.utf8)[...]) {
        case .account(let account): self = account
        case .wrong(let codeFault, let numberFault):
            throw InvalidInput(
                source,
                [(places.sortCode, codeFault), (places.number, numberFault)].compactMap {
                    place, fault in fault.map { FieldProblem(place, $0.rawValue) }
                })
        }
    }

    private init(code: Int32, number: Int64) {
        sortCode = SortCode(number: code)
        self.number = AccountNumber(number: Int32(number))
    }

    /// Nine digits are Santander's, whose first is the last of the sort code. Of ten, NatWest leaves
    /// out the first two, the Co-operative Bank and Leeds Building Society the last two; the number
    /// does not say whose it is, and a wrong guess is somebody else's account. So it is taken where
    /// the sort code says it (01 and 50 to 66 are NatWest's, 08 the Co-operative Bank's), and
    /// otherwise the eight digits are asked for.
    private static func read(code: Int32, _ account: Digits) -> Reading {
        let eight: Int64 = 100_000_000
        switch account.count {
        case 9:
            return .account(
                BankAccount(
                    code: code / 10 * 10 + Int32(account.value / eight),
                    number: account.value % eight))
        case 10:
            switch code / 10_000 {
            case 1, 50...66:
                return .account(BankAccount(code: code, number: account.value % eight))
            case 8: return .account(BankAccount(code: code, number: account.value / 100))
            default: return .wrong(sortCode: nil, number: .accountNumberTen)
            }
        // Six and seven digits have noughts before them.
        default: return .account(BankAccount(code: code, number: account.value))
        }
    }
}

/// Digits that somebody wrote, perhaps with single blanks or dashes between groups of them.
private struct Digits {
    private static let greatestCount = 18

    private(set) var value: Int64 = 0
    private(set) var count = 0

    /// Nil where anything else stands there.
    init?(_ bytes: ArraySlice<UInt8>, inGroupsOf size: Int) {
        var isBehindDigit = false
        for byte in bytes {
            switch byte {
            case 48...57:
                if count < Self.greatestCount { value = value * 10 + Int64(byte - 48) }
                count += 1
                isBehindDigit = true
            case UInt8(ascii: " "), UInt8(ascii: "-"):
                guard isBehindDigit, count % size == 0 else { return nil }
                isBehindDigit = false
            default: return nil
            }
        }
        guard isBehindDigit else { return nil }
    }
}

extension ArraySlice<UInt8> {
    var withoutBlanksAround: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first == 32 || first == 9 { slice.removeFirst() }
        while let last = slice.last, last == 32 || last == 9 { slice.removeLast() }
        return slice
    }

    fileprivate var isBlank: Bool { allSatisfy { $0 == 32 || $0 == 9 } }
}

extension String {
    fileprivate func padded(to count: Int) -> String {
        String(repeating: "0", count: max(0, count - utf8.count)) + self
    }
}
