/// An amount of pounds sterling, held as whole pence.
public struct Money: Hashable, Comparable, Sendable {
    public let pence: Int64

    /// The most that one amount may be: eleven digits of pence, what a Bacs payment can carry
    /// (Bacs Standard 18, data record positions 36–46).
    public static let greatest = Money(pence: 99_999_999_999)
    public static let zero = Money(pence: 0)

    public init(pence: Int64) {
        self.pence = pence
    }

    public static func < (left: Money, right: Money) -> Bool { left.pence < right.pence }
    public static func + (left: Money, right: Money) -> Money {
        Money(pence: left.pence + right.pence)
    }
    public static func - (left: Money, right: Money) -> Money {
        Money(pence: left.pence - right.pence)
    }

    /// Reads a decimal number of pounds: `17759.96`, `250`, `1.5e3`. Exact: never by way of a
    /// binary fraction.
    ///
    /// - Returns: nil when it is not a number, has a part of a penny, or is beyond `greatest`
    ///   either way.
    public init?(poundsLiteral text: some StringProtocol) {
        var digits: Int64 = 0
        var scale = 0
        var seenPoint = false
        var seenDigit = false
        var exponent = 0
        var rest = Array(text.utf8)[...]
        let negative = rest.first == UInt8(ascii: "-")
        if negative { rest.removeFirst() }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                seenDigit = true
                guard digits < 100_000_000_000_000_000 else { return nil }
                digits = digits * 10 + Int64(byte - 48)
                if seenPoint { scale += 1 }
            case UInt8(ascii: ".") where !seenPoint && seenDigit:
                seenPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard seenDigit, let power = Int(String(decoding: rest, as: UTF8.self)),
                    (-20...20).contains(power)
                else { return nil }
                exponent = power
                rest = []
            default:
                return nil
            }
        }
        guard seenDigit, !(seenPoint && scale == 0) else { return nil }
        // pence = digits × 10^(2 + exponent − scale), which must come out whole.
        var power = 2 + exponent - scale
        while power < 0 {
            guard digits % 10 == 0 else { return nil }
            digits /= 10
            power += 1
        }
        while power > 0 && digits != 0 {
            guard digits <= Money.greatest.pence else { return nil }
            digits *= 10
            power -= 1
        }
        guard digits <= Money.greatest.pence else { return nil }
        self.init(pence: negative ? -digits : digits)
    }

    /// Reads an amount as a person writes it: `£30,000`, `£30,000.50`, `250`. Commas stand
    /// between thousands only.
    public init?(written text: String) {
        var unscaled = text.unicodeScalars.filter { $0 != " " }.map(Character.init)
        if unscaled.first == "£" { unscaled.removeFirst() }
        let whole = unscaled.prefix { $0 != "." }
        let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
        if groups.count > 1 {
            guard (1...3).contains(groups[0].count),
                groups.dropFirst().allSatisfy({ $0.count == 3 })
            else { return nil }
        }
        let plain = String(unscaled.filter { $0 != "," })
        guard plain.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }) else {
            return nil
        }
        self.init(poundsLiteral: plain)
    }

    /// `1234.50`: pounds with two decimals, for files.
    public var plainPounds: String {
        let magnitude = pence.magnitude
        let part = magnitude % 100
        return "\(pence < 0 ? "-" : "")\(magnitude / 100).\(part < 10 ? "0" : "")\(part)"
    }

    /// `£1,234.50`: for people.
    public var words: String {
        let plain = Money(pence: Int64(pence.magnitude)).plainPounds
        let whole = Array(plain.dropLast(3))
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0 && (whole.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return "\(pence < 0 ? "-" : "")£\(grouped)\(plain.suffix(3))"
    }
}
