/// One row of `valacdos.txt`: how the account numbers of a stretch of sort codes are checked.
struct ModulusRow: Sendable {
    enum Method: String, Sendable, CaseIterable {
        /// The products are added; so many times ten, or eleven, must come out.
        case mod10 = "MOD10"
        case mod11 = "MOD11"
        /// The digits of the products are added.
        case dblal = "DBLAL"

        var divisor: Int32 { self == .mod11 ? 11 : 10 }
    }

    static let greatestWeight: Int32 = 9999
    static let exceptions: ClosedRange<Int> = 1...14

    let start: Int32
    let end: Int32
    let method: Method
    /// The weights of `uvwxyz abcdefgh`, and two noughts.
    let weights: SIMD16<Int32>
    /// 1 to 14, 0 for none.
    let exception: Int
    /// The line of the file that it stands on.
    let line: Int

    /// Exceptions that come in pairs, the first row's and the second's.
    static let pairs: [(first: Int, second: Int)] = [(2, 9), (10, 11), (12, 13)]

    /// The methods that an exception is written for, nil for every one.
    static func methods(ofException exception: Int) -> [Method]? {
        switch exception {
        case 1: [.dblal]
        case 4, 14: [.mod11]
        case 5: [.mod11, .dblal]
        default: nil
        }
    }
}

/// The fourteen digits that are weighed: `uvwxyz` of the sort code, `abcdefgh` of the account.
struct AccountDigits {
    private(set) var all = SIMD16<Int32>(repeating: 0)

    var a: Int32 { all[6] }
    var b: Int32 { all[7] }
    var c: Int32 { all[8] }
    var g: Int32 { all[12] }
    var h: Int32 { all[13] }

    init(_ account: BankAccount) {
        set(sortCode: account.sortCode.number)
        set(number: account.number.number)
    }

    func with(sortCode: Int32) -> AccountDigits {
        var digits = self
        digits.set(sortCode: sortCode)
        return digits
    }

    /// Without the last digit, and a nought before the others.
    var shifted: AccountDigits {
        var digits = self
        for place in stride(from: 13, to: 6, by: -1) { digits.all[place] = all[place - 1] }
        digits.all[6] = 0
        return digits
    }

    private mutating func set(sortCode: Int32) {
        var rest = sortCode
        for place in stride(from: 5, through: 0, by: -1) {
            all[place] = rest % 10
            rest /= 10
        }
    }

    private mutating func set(number: Int32) {
        var rest = number
        for place in stride(from: 13, through: 6, by: -1) {
            all[place] = rest % 10
            rest /= 10
        }
    }
}
