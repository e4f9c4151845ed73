/// Fractions as whole numbers of parts that are the same for all of them.
public struct CommonScale: Sendable {
    /// A denominator that no number gets too large by.
    private static let greatestDenominator: Int128 = 1 << 53
    private static let fine: Int128 = 1_000_000_000_000_000

    /// So many parts make one.
    public let denominator: Int128
    /// Whether each of the fractions is a whole number of parts. Where their denominators have
    /// no common multiple that is small enough, parts of 10⁻¹⁵ are counted, rounded down.
    public let isExact: Bool

    public init(_ fractions: some Sequence<Fraction>) {
        var common: Int128 = 1
        for fraction in fractions where common % fraction.denominator != 0 {
            let shared = Self.greatestCommonDivisor(common, fraction.denominator)
            let (product, overflows) = common.multipliedReportingOverflow(
                by: fraction.denominator / shared)
            guard !overflows, product <= Self.greatestDenominator else {
                denominator = Self.fine
                isExact = false
                return
            }
            common = product
        }
        denominator = common
        isExact = true
    }

    /// How many parts a fraction of zero or more has.
    public func parts(of fraction: Fraction) -> Int128 {
        let whole = fraction.numerator / fraction.denominator
        let rest = fraction.numerator % fraction.denominator
        let product = rest.magnitude.multipliedFullWidth(by: denominator.magnitude)
        let part = fraction.denominator.magnitude.dividingFullWidth(product).quotient
        return whole * denominator + Int128(part)
    }

    private static func greatestCommonDivisor(_ first: Int128, _ second: Int128) -> Int128 {
        var (a, b) = (first, second)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
