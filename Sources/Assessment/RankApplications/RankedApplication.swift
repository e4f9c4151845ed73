import FundCore

/// The scores of one application on one criterion that count, added up.
struct CriterionSum: Sendable {
    var sum: Int64 = 0
    /// Those that give a value.
    var count: Int64 = 0
    /// Those that say that the criterion does not apply.
    var notApplicable: Int64 = 0

    /// Whether the criterion counts for the application: not where everybody who is to score it has
    /// answered, and all that they said is that it does not apply.
    func applies(_ expected: Int) -> Bool {
        count > 0 || notApplicable == 0 || notApplicable < expected
    }
}

/// What an application reached on one criterion. It holds the sum and the count alone: a round may
/// rank a hundred thousand applications.
public struct CriterionResult: Sendable {
    public let key: String
    public let weightBasisPoints: Int64
    private let scaleMaximum: Int64
    /// The weights of the criteria that apply to this application, together.
    private let appliedBasisPoints: Int64
    public let sum: Int64
    private let count: Int64
    /// How many said that it does not apply.
    public let notApplicableCount: Int64
    /// Members who should have scored it and have not.
    public internal(set) var missing: [PersonID] = []

    init(
        _ criterion: ScoringScheme.Criterion, scaleMaximum: Int64, applied: Int64,
        _ sum: CriterionSum, applies: Bool
    ) {
        self.applies = applies
        key = criterion.key
        weightBasisPoints = criterion.weightBasisPoints
        self.scaleMaximum = scaleMaximum
        appliedBasisPoints = applied
        self.sum = sum.sum
        count = sum.count
        notApplicableCount = sum.notApplicable
    }

    /// How many gave a value.
    public var scorerCount: Int { Int(count) }

    /// How many scored it or said that it does not apply.
    public var answerCount: Int { Int(count + notApplicableCount) }

    /// Whether it counts for this application: not where everybody says that it does not apply.
    public let applies: Bool

    /// The criterion's share of the score, out of 100, once those that do not apply are left out.
    public var share: Fraction {
        guard applies, appliedBasisPoints > 0 else { return .zero }
        return Fraction(Int128(weightBasisPoints * 100), over: Int128(appliedBasisPoints))
    }

    /// Of those who gave a value; nil where nobody did.
    public var mean: Fraction? {
        count > 0 ? Fraction(Int128(sum), over: Int128(count)) : nil
    }

    /// share × mean / scale maximum: weight / 10 000 × mean / scale maximum × 100 where every
    /// criterion applies.
    public var points: Fraction? {
        guard count > 0 else { return nil }
        return Fraction(
            Int128(weightBasisPoints * sum * 100),
            over: Int128(count * scaleMaximum) * Int128(appliedBasisPoints))
    }
}

/// What an application stayed under, and so is not funded whatever its rank.
public enum Shortfall: Hashable, Sendable {
    case score
    case criterion(String)
}

public struct RankedApplication: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let requested: Money
    public let minimum: Money
    public internal(set) var criteria: [CriterionResult]
    /// Out of 100; nil where nobody scored some criterion.
    public let score: Fraction?
    /// From 1, no two alike; nil where there is no score.
    public internal(set) var rank: Int?
    public internal(set) var tieBreak: TieBreak?
    /// What of the round's least it did not reach; empty where it may be funded.
    public let shortfalls: [Shortfall]
    /// How many scores are still to come: a member's on one criterion is one.
    public let missingCount: Int
}

extension RankedApplication {
    init(
        _ application: ApplicationID, _ reference: Reference, requested: Money, minimum: Money,
        scheme: ScoringScheme, sums: [CriterionSum], expected: Int
    ) {
        self.application = application
        self.reference = reference
        self.requested = requested
        self.minimum = minimum
        var results: [CriterionResult] = []
        results.reserveCapacity(sums.count)
        var applied: Int64 = 0
        for (criterion, sum) in zip(scheme.criteria, sums) where sum.applies(expected) {
            applied += criterion.weightBasisPoints
        }
        for (criterion, sum) in zip(scheme.criteria, sums) {
            results.append(
                CriterionResult(
                    criterion, scaleMaximum: scheme.scaleMaximum, applied: applied, sum,
                    applies: sum.applies(expected)))
        }
        let total = Self.total(of: results, scheme, applied: applied)
        criteria = results
        score = total
        shortfalls = scheme.rules.map { Self.shortfalls(results, total, $0) } ?? []
        missingCount = results.reduce(0) { $0 + max(0, expected - $1.answerCount) }
    }

    /// The points of the criteria that apply, added up; nil where one of them has none.
    ///
    /// Over one denominator, so that it is brought to lowest terms once. A panel has at most 40
    /// members, so what the counts share is at most lcm(1…40), about 5 × 10¹⁵.
    private static func total(
        of results: [CriterionResult], _ scheme: ScoringScheme, applied: Int64
    ) -> Fraction? {
        guard applied > 0 else { return nil }
        var shared: Int64 = 1
        for result in results where result.applies {
            let count = Int64(result.scorerCount)
            guard count > 0 else { return nil }
            if shared % count != 0 { shared *= count / gcd(shared, count) }
        }
        var parts: Int128 = 0
        for result in results where result.applies {
            let share = shared / Int64(result.scorerCount)
            parts += Int128(result.weightBasisPoints * result.sum) * Int128(share)
        }
        return Fraction(
            parts * 100, over: Int128(scheme.scaleMaximum * applied) * Int128(shared))
    }

    private static func gcd(_ first: Int64, _ second: Int64) -> Int64 {
        var (a, b) = (first, second)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    private static func shortfalls(
        _ criteria: [CriterionResult], _ score: Fraction?, _ rules: ScoreRules
    ) -> [Shortfall] {
        var found: [Shortfall] = []
        if let score, score < Fraction(Int128(rules.leastScore), over: 100) {
            found.append(.score)
        }
        for criterion in criteria {
            guard let least = rules.leastMeans[criterion.key], let mean = criterion.mean,
                mean < Fraction(Int128(least), over: 100)
            else { continue }
            found.append(.criterion(criterion.key))
        }
        return found
    }
}
