/// What changed between two surveys, with its 95% confidence interval. All of it is in thousandths:
/// of a point of the answers' scale, or of a share.
public struct SurveyChange: Sendable, Equatable {
    /// How many answers each mean or share rests on.
    public let countBefore: Int
    public let countAfter: Int
    public let before: Int64
    public let after: Int64
    public let difference: Int64
    /// Where the interval begins and ends.
    public let lowest: Int64
    public let highest: Int64

    /// Whether the interval leaves out that nothing changed.
    public var isClear: Bool { lowest > 0 || highest < 0 }
}

/// A change, or that too few answered to show one.
public enum SurveyComparison: Sendable, Equatable {
    case change(SurveyChange)
    /// Fewer than this many answers stand on one side: what they say could be told of single people.
    case tooFew(minimum: Int)
}

extension SurveyComparison {
    /// No group smaller than this is ever shown, whatever the fund's files say.
    public static let leastGroup = 3
    /// Thousandths are told; seven places are reckoned with.
    private static let places: Int128 = 10_000_000

    /// The same people before and after: the mean of each one's change, with Student's interval.
    ///
    /// - Parameters:
    ///   - answers: points of a scale.
    ///   - minimum: the smallest group that is shown; at least `leastGroup`.
    public static func paired(
        _ answers: [(before: Int16, after: Int16)], minimum: Int
    ) -> SurveyComparison {
        let minimum = Swift.max(minimum, leastGroup)
        guard answers.count >= minimum else { return .tooFew(minimum: minimum) }
        let changes = Sample(answers.map { Int128($0.after) - Int128($0.before) })
        let half = reach(changes.squaredError, degrees: (changes.count - 1) * 1_000_000)
        return .change(
            made(
                Sample(answers.map { Int128($0.before) }),
                Sample(answers.map { Int128($0.after) }), by: changes.mean, half))
    }

    /// Other people before than after: the difference of the means, by Welch's interval, which does
    /// not ask that both vary alike.
    ///
    /// - Parameters:
    ///   - before: points of a scale, and `after` too.
    ///   - minimum: the smallest group that is shown; at least `leastGroup`.
    public static func unpaired(
        before: [Int16], after: [Int16], minimum: Int
    ) -> SurveyComparison {
        let minimum = Swift.max(minimum, leastGroup)
        guard Swift.min(before.count, after.count) >= minimum else {
            return .tooFew(minimum: minimum)
        }
        let (one, other) = (Sample(before.map { Int128($0) }), Sample(after.map { Int128($0) }))
        let half = reach(
            one.squaredError + other.squaredError, degrees: welchDegrees(one, other))
        return .change(made(one, other, by: other.mean - one.mean, half))
    }

    /// How many said yes, before and after, other people each time: the difference of the shares by
    /// Newcombe's interval (1998, his method 10), which is made of Wilson's.
    ///
    /// - Parameter minimum: the smallest group that is shown; at least `leastGroup`.
    public static func shares(
        before: Proportion, after: Proportion, minimum: Int
    ) -> SurveyComparison {
        let minimum = Swift.max(minimum, leastGroup)
        guard Swift.min(before.count, after.count) >= minimum else {
            return .tooFew(minimum: minimum)
        }
        let (one, other) = (before.wilson, after.wilson)
        let (first, second) = (before.billionths, after.billionths)
        func both(_ left: Int128, _ right: Int128) -> Int128 {
            (left * left + right * right).squareRoot
        }
        func told(_ billionths: Int128) -> Int64 { Int64(billionths.divided(by: 1_000_000)) }
        return .change(
            SurveyChange(
                countBefore: before.count, countAfter: after.count, before: told(first),
                after: told(second), difference: told(second - first),
                lowest: told(
                    second - first - both(second - other.lowest, one.highest - first)),
                highest: told(
                    second - first + both(other.highest - second, first - one.lowest))))
    }

    private static func made(
        _ before: Sample, _ after: Sample, by difference: Int128, _ half: Int128
    ) -> SurveyChange {
        func told(_ value: Int128) -> Int64 { Int64(value.divided(by: places / 1000)) }
        return SurveyChange(
            countBefore: Int(before.count), countAfter: Int(after.count),
            before: told(before.mean), after: told(after.mean), difference: told(difference),
            lowest: told(difference - half), highest: told(difference + half))
    }

    /// How far the interval reaches to either side.
    private static func reach(_ squaredError: Int128, degrees: Int128) -> Int128 {
        (squaredError.squareRoot * StudentT.quantile(degrees: degrees)).divided(by: 1_000_000)
    }

    /// The degrees of freedom by Welch and Satterthwaite, in millionths.
    private static func welchDegrees(_ one: Sample, _ other: Sample) -> Int128 {
        // As many digits as can be squared.
        let shrink = Swift.max(
            1, Swift.max(one.squaredError, other.squaredError) / 1_000_000_000_000)
        let (first, second) = (one.squaredError / shrink, other.squaredError / shrink)
        let below =
            first * first / (one.count - 1) + second * second / (other.count - 1)
        guard below > 0 else { return (one.count + other.count - 2) * 1_000_000 }
        return ((first + second) * (first + second) * 1_000_000).divided(by: below)
    }

    /// A few sums over a group's answers.
    private struct Sample {
        let count: Int128
        /// In ten-millionths of a point.
        let mean: Int128
        /// The variance of the mean, in the square of that.
        let squaredError: Int128

        init(_ values: [Int128]) {
            let sum = values.reduce(0, +)
            let squares = values.reduce(0) { $0 + $1 * $1 }
            count = Int128(values.count)
            mean = (sum * SurveyComparison.places).divided(by: count)
            squaredError =
                (count * squares - sum * sum) * SurveyComparison.places * SurveyComparison.places
                / (count * count * (count - 1))
        }
    }
}
