/// How many of a group said yes.
public struct Proportion: Sendable {
    public let yes: Int
    public let count: Int

    /// - Parameter count: 1 to 1,000,000.
    /// - Returns: nil where `yes` is not from 0 to `count`.
    public init?(yes: Int, of count: Int) {
        guard (1...1_000_000).contains(count), (0...count).contains(yes) else { return nil }
        self.yes = yes
        self.count = count
    }

    private static let one: Int128 = 1_000_000_000
    private static let quantile: Int128 = 1_959_963_985
    private static let squaredQuantile: Int128 = 3_841_458_821

    var billionths: Int128 { (Int128(yes) * Self.one).divided(by: Int128(count)) }

    /// Wilson's 95% interval, in billionths.
    var wilson: (lowest: Int128, highest: Int128) {
        let (hits, all) = (Int128(yes), Int128(count))
        let spread =
            (hits * (all - hits) * Self.one * Self.one / all
            + Self.squaredQuantile * Self.one / 4).squareRoot
        let below = all * Self.one + Self.squaredQuantile
        let middle = (hits * Self.one + Self.squaredQuantile / 2) * Self.one
        let reach = Self.quantile * spread
        return (
            Swift.max(0, (middle - reach).divided(by: below)),
            Swift.min(Self.one, (middle + reach).divided(by: below))
        )
    }

    /// Wilson's 95% interval of the share, in thousandths.
    public var interval: ClosedRange<Int64> {
        let (lowest, highest) = wilson
        return Int64(lowest.divided(by: 1_000_000))...Int64(highest.divided(by: 1_000_000))
    }
}
