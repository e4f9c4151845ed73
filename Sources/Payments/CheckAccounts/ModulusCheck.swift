import FundCore

/// What the modulus check says of a sort code and an account number. Valid means that such an account
/// can be, not that it is; not in the table, that the bank has published no check.
public enum AccountVerdict: String, Sendable, CaseIterable {
    case valid
    case invalid
    case notInTable = "not in table"
}

extension ModulusTables {
    /// The sort code that the second check of exceptions 2 and 9 is made with.
    private static let nine: Int32 = 309_634
    /// The sort code that exception 8 is checked with.
    private static let eight: Int32 = 90_126
    /// The weights of exception 2 where a is not 0: those where g is not 9, and where it is.
    private static let twoWithoutNine = SIMD16<Int32>(
        0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1, 0, 0)
    private static let twoWithNine = SIMD16<Int32>(
        0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1, 0, 0)

    /// By the rules of Vocalink's "Validating account numbers", version 7.70. Where its flow chart
    /// and its text differ (exception 5), the text holds: both checks must pass.
    public func verdict(of account: BankAccount) -> AccountVerdict {
        guard let rows = rows(of: account.sortCode) else { return .notInTable }
        return isValid(AccountDigits(account), account.sortCode, rows.first, rows.second)
            ? .valid : .invalid
    }

    private func isValid(
        _ digits: AccountDigits, _ sortCode: SortCode, _ first: ModulusRow, _ second: ModulusRow?
    ) -> Bool {
        // 6: accounts in foreign currency, which cannot be checked.
        if first.exception == 6 || second?.exception == 6, (4...8).contains(digits.a),
            digits.g == digits.h
        {
            return true
        }
        guard let second else { return passes(first, digits, sortCode) }
        let firstPasses = passes(first, digits, sortCode)
        return switch first.exception {
        case 2, 10, 12: firstPasses || passes(second, digits, sortCode)
        default: firstPasses && passes(second, digits, sortCode)
        }
    }

    private func passes(
        _ row: ModulusRow, _ digits: AccountDigits, _ sortCode: SortCode
    ) -> Bool {
        switch row.exception {
        case 2 where digits.a != 0:
            row.remainder(digits, digits.g == 9 ? Self.twoWithNine : Self.twoWithoutNine) == 0
        // Skipped, which is as good as passed.
        case 3 where digits.c == 6 || digits.c == 9: true
        case 4: row.remainder(digits) == 10 * digits.g + digits.h
        case 5: passesFive(row, digits.with(sortCode: substitute(for: sortCode)))
        case 7 where digits.g == 9: row.remainder(digits, row.weightsWithoutFirstEight) == 0
        case 8: row.remainder(digits.with(sortCode: Self.eight)) == 0
        case 9: row.remainder(digits.with(sortCode: Self.nine)) == 0
        case 10 where digits.g == 9 && digits.b == 9 && (digits.a == 0 || digits.a == 9):
            row.remainder(digits, row.weightsWithoutFirstEight) == 0
        case 14:
            row.remainder(digits) == 0
                || [0, 1, 9].contains(digits.h) && row.remainder(digits.shifted) == 0
        default: row.remainder(digits) == 0
        }
    }

    /// g is the check digit of MOD11, h that of the doubled alternate.
    private func passesFive(_ row: ModulusRow, _ digits: AccountDigits) -> Bool {
        let remainder = row.remainder(digits)
        if row.method == .mod11 {
            return remainder == 0 ? digits.g == 0 : remainder != 1 && 11 - remainder == digits.g
        }
        return remainder == 0 ? digits.h == 0 : 10 - remainder == digits.h
    }
}

extension ModulusRow {
    /// u to b weigh nothing.
    fileprivate var weightsWithoutFirstEight: SIMD16<Int32> {
        var rest = weights
        for place in 0..<8 { rest[place] = 0 }
        return rest
    }

    fileprivate func remainder(_ digits: AccountDigits) -> Int32 { remainder(digits, weights) }

    /// What is left of the sum, from 0 up.
    fileprivate func remainder(_ digits: AccountDigits, _ weights: SIMD16<Int32>) -> Int32 {
        let products = digits.all &* weights
        var sum: Int32 = 0
        if method == .dblal {
            for place in 0..<14 {
                let product = products[place]
                sum += product < 0 ? -product.magnitude.digitSum : product.magnitude.digitSum
            }
            if exception == 1 { sum += 27 }
        } else {
            sum = products.wrappedSum()
        }
        let rest = sum % method.divisor
        return rest < 0 ? rest + method.divisor : rest
    }
}

extension UInt32 {
    fileprivate var digitSum: Int32 {
        var (sum, rest) = (Int32(0), self)
        while rest > 0 {
            sum += Int32(rest % 10)
            rest /= 10
        }
        return sum
    }
}
