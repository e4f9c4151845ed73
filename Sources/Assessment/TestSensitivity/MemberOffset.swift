import FundCore

/// How much higher or lower one member scores than the others do on the same applications.
///
/// For each application with a criterion that this member and somebody else gave a value: what their
/// scores come to, less what the others' means do, on such criteria alone. The offset is the mean of
/// these.
public struct MemberOffset: Sendable, Equatable {
    public enum Verdict: String, Sendable, CaseIterable {
        /// Too few applications to say anything.
        case tooFew
        /// What is seen may well be chance.
        case noClearDifference
        case lower
        case higher
    }

    /// With fewer, nothing is said.
    public static let fewestApplications = 6

    public let applications: Int
    /// In points out of 100, exact; nil where there is no application to compare, or where the
    /// differences have too fine a common denominator.
    public let offset: Fraction?
    /// The offset, or where that is too fine to be given, it to the nearest millionth of a point.
    public let nearest: Fraction?
    /// An interval that holds the true offset in about 95 of 100 cases (Student's t), in thousandths
    /// of a point, rounded outward; nil where there are too few.
    public let interval: ClosedRange<Int64>?
    public let verdict: Verdict

    /// The 97.5% quantile of Student's t for 5, 6, … 30 degrees of freedom, in thousandths, rounded
    /// up.
    private static let quantiles: [Int128] = [
        2571, 2447, 2365, 2307, 2263, 2229, 2201, 2179, 2161, 2145, 2132, 2120, 2110, 2101, 2094,
        2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2049, 2046, 2043,
    ]

    /// - Parameter exact: one for each application that can be compared.
    init(of exact: [Fraction]) {
        // In millionths of a point: whole numbers, whose squares fit.
        let differences = exact.map {
            Self.divided($0.numerator * 1_000_000, by: $0.denominator, up: false, nearest: true)
        }
        applications = differences.count
        let count = Int128(differences.count)
        guard count > 0 else {
            (offset, nearest, interval, verdict) = (nil, nil, nil, .tooFew)
            return
        }
        let sum = differences.reduce(0, +)
        offset = Self.mean(of: exact)
        nearest =
            offset
            ?? Fraction(
                Self.divided(sum, by: count, up: false, nearest: true), over: 1_000_000)
        guard differences.count >= Self.fewestApplications else {
            (interval, verdict) = (nil, .tooFew)
            return
        }
        let squares = differences.reduce(0) { $0 + $1 * $1 }
        // t × √(Σ(d − mean)² ÷ (n(n − 1))), where Σ(d − mean)² = (nΣd² − (Σd)²) ÷ n.
        let above = count * squares - sum * sum
        let variance = above / (count * count * (count - 1)) + (above > 0 ? 1 : 0)
        let quantile = Self.quantiles[min(differences.count - 6, Self.quantiles.count - 1)]
        let margin = quantile * (Self.squareRoot(variance) + (above > 0 ? 1 : 0))
        // Thousandths of millionths, for both ends.
        let low = Self.divided(sum * 1000 - margin * count, by: count * 1_000_000, up: false)
        let high = Self.divided(sum * 1000 + margin * count, by: count * 1_000_000, up: true)
        interval = Int64(low)...Int64(high)
        verdict = low > 0 ? .higher : high < 0 ? .lower : .noClearDifference
    }

    /// The exact mean; nil where its denominator would be too large to write numbers by.
    private static func mean(of differences: [Fraction]) -> Fraction? {
        let greatest: Int128 = 1 << 100
        var common: Int128 = 1
        for difference in differences where common % difference.denominator != 0 {
            var (a, b) = (common, difference.denominator)
            while b != 0 { (a, b) = (b, a % b) }
            let (product, overflows) = common.multipliedReportingOverflow(
                by: difference.denominator / a)
            guard !overflows, product <= greatest else { return nil }
            common = product
        }
        // None is further from zero than 100, and a round has at most 2¹⁷ applications: it fits.
        let (count, overflows) = common.multipliedReportingOverflow(by: Int128(differences.count))
        guard !overflows, count <= greatest else { return nil }
        let parts = differences.reduce(Int128(0)) {
            $0 + $1.numerator * (common / $1.denominator)
        }
        return Fraction(parts, over: count)
    }

    /// Rounded down, up or to the nearest.
    private static func divided(
        _ number: Int128, by divisor: Int128, up: Bool, nearest: Bool = false
    ) -> Int128 {
        let shifted = nearest ? 2 * number + divisor : number
        let part = nearest ? 2 * divisor : divisor
        let quotient = shifted / part
        let rest = shifted % part
        if rest == 0 { return quotient }
        return up ? (rest > 0 ? quotient + 1 : quotient) : (rest < 0 ? quotient - 1 : quotient)
    }

    /// The whole part of the square root.
    static func squareRoot(_ number: Int128) -> Int128 {
        guard number > 1 else { return max(number, 0) }
        var guess: Int128 = 1 << Int128((128 - number.leadingZeroBitCount + 1) / 2)
        while true {
            let next = (guess + number / guess) / 2
            if next >= guess { return guess }
            guess = next
        }
    }
}
