import FundCore

/// How much higher or lower one member scores than the others do on the same applications.
///
/// For each application that this member and others scored whole: their total less the mean of the
/// others' totals. The offset is the mean of these.
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
    /// In points out of 100, rounded to a thousandth; nil where there is no application to compare.
    public let offset: Fraction?
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

    /// - Parameters:
    ///   - member: by place.
    ///   - totals: by application, then by member.
    init(of member: Int, _ totals: [[Fraction?]]) {
        // In millionths of a point: whole numbers, whose squares fit.
        let differences: [Int128] = totals.compactMap { totals in
            guard let own = totals[member] else { return nil }
            let others = totals.enumerated().compactMap { $0 == member ? nil : $1 }
            guard !others.isEmpty else { return nil }
            let sum = others.reduce(Int128(0)) { $0 + Self.millionths($1) }
            let count = Int128(others.count)
            return Self.millionths(own) - (2 * sum + count) / (2 * count)
        }
        applications = differences.count
        let count = Int128(differences.count)
        guard count > 0 else {
            (offset, interval, verdict) = (nil, nil, .tooFew)
            return
        }
        let sum = differences.reduce(0, +)
        offset = Fraction(Self.divided(sum, by: count * 1000, up: false, nearest: true), over: 1000)
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

    private static func millionths(_ total: Fraction) -> Int128 {
        (2 * total.numerator * 1_000_000 + total.denominator) / (2 * total.denominator)
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
