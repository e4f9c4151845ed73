/// An exact rational number in lowest terms, its denominator above zero.
///
/// A panel has at most 40 members, so denominators divide lcm(1…40) × the scale × 10 000, about
/// 10²²: sums of twenty criteria stay far inside 128 bits.
public struct Fraction: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let numerator: Int128
    public let denominator: Int128

    public static let zero = Fraction(0)

    public init(_ numerator: Int128, over denominator: Int128 = 1) {
        precondition(denominator > 0)
        // Nearly every number here fits 64 bits, where division is many times faster.
        if let small = Int64(exactly: numerator), let part = Int64(exactly: denominator) {
            let divisor = Fraction.greatestCommonDivisor(small.magnitude, part.magnitude)
            // No more than the denominator, so it fits.
            self.numerator = Int128(small / Int64(divisor))
            self.denominator = Int128(part / Int64(divisor))
            return
        }
        let divisor = Fraction.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        self.numerator = numerator / Int128(divisor)
        self.denominator = denominator / Int128(divisor)
    }

    public static func + (left: Fraction, right: Fraction) -> Fraction {
        if left.denominator == right.denominator {
            return Fraction(left.numerator + right.numerator, over: left.denominator)
        }
        // By the least common multiple, so that what is carried stays as small as the result.
        let shared = Int128(
            greatestCommonDivisor(left.denominator.magnitude, right.denominator.magnitude))
        let factor = right.denominator / shared
        return Fraction(
            left.numerator * factor + right.numerator * (left.denominator / shared),
            over: left.denominator * factor)
    }

    public static func < (left: Fraction, right: Fraction) -> Bool {
        // Products of 64 bits by 64 fit 128.
        if Int64(exactly: left.numerator) != nil, Int64(exactly: left.denominator) != nil,
            Int64(exactly: right.numerator) != nil, Int64(exactly: right.denominator) != nil
        {
            return left.numerator * right.denominator < right.numerator * left.denominator
        }
        let one = left.numerator.multipliedFullWidth(by: right.denominator)
        let other = right.numerator.multipliedFullWidth(by: left.denominator)
        return (one.high, one.low) < (other.high, other.low)
    }

    /// `73/2`, and `73/1` for a whole number.
    public var description: String { "\(Self.text(numerator))/\(Self.text(denominator))" }

    /// Whole numbers of 64 bits are written many times faster.
    private static func text(_ number: Int128) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    /// To `places` decimals, half up; for numbers of zero or more.
    public func decimal(places: Int) -> String {
        var power: Int128 = 1
        for _ in 0..<places { power *= 10 }
        let scaled = (2 * numerator * power + denominator) / (2 * denominator)
        let part = Self.text(scaled % power)
        let whole = Self.text(scaled / power)
        if places == 0 { return whole }
        return whole + "." + String(repeating: "0", count: places - part.count) + part
    }

    /// The nearest whole number, half up; for numbers of zero or more.
    public var rounded: Int {
        Int((2 * numerator + denominator) / (2 * denominator))
    }

    private static func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
        if let small = UInt64(exactly: first), let other = UInt64(exactly: second) {
            return UInt128(greatestCommonDivisor(small, other))
        }
        var (a, b) = (first, second)
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }

    private static func greatestCommonDivisor(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var (a, b) = (first, second)
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }
}
