import FundCore
import FundStore
import GRDB

/// What parts two applications whose scores are equal, in this order.
public enum TieBreak: Hashable, Sendable, CustomStringConvertible {
    /// The higher mean of this criterion.
    case criterion(String)
    /// The smaller request.
    case smallerRequest
    /// The lower SHA-256 of `round-1:REF`: a lot that everybody can draw again.
    case lot

    public var description: String {
        switch self {
        case .criterion(let key): key
        case .smallerRequest: "requestedPence"
        case .lot: "sha256"
        }
    }
}

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

extension AssessmentModule {
    /// Ranks the round's eligible applications by the scores as they stand. Those with a criterion
    /// that nobody scored come last, without a rank.
    ///
    /// Score = Σ weight/10 000 × mean/scaleMax × 100, in exact fractions.
    ///
    /// - Parameter missing: for which of them to find out who has not scored them; for the others it
    ///   is left empty.
    public func ranking(
        of round: RoundID, key: String, scheme: ScoringScheme, missing: MissingScorers = .ofNone,
        in tx: borrowing ReadTx
    ) throws -> [RankedApplication] {
        let sums = try sums(of: round, scheme: scheme, in: tx)
        let expected = try expectedScorers(of: round, in: tx)
        let none = Array(repeating: CriterionSum(), count: scheme.criteria.count)
        var ranked = try tx.list(
            """
            SELECT applicationId, reference, requestedPence, minimumPence FROM assessmentCandidate
            WHERE roundId = ? AND isStanding = 1 ORDER BY applicationId
            """, [round.rawValue]
        ) {
            RankedApplication(
                ApplicationID($0[0]), Reference(stored: $0[1]), requested: Money(pence: $0[2]),
                minimum: Money(pence: $0[3]), scheme: scheme, sums: sums[$0[0]] ?? none,
                expected: expected.count(for: ApplicationID($0[0])))
        }
        try fillMissing(&ranked, missing, expected, round: round, in: tx)
        RankedApplication.rank(&ranked, round: key, tieBreak: scheme.tieBreak)
        return ranked
    }

    /// What each application's scores add up to, in the order of the criteria. Scores beside an
    /// interest are set aside and not among them.
    private func sums(
        of round: RoundID, scheme: ScoringScheme, in tx: borrowing ReadTx
    ) throws -> [Int64: [CriterionSum]] {
        let keys = scheme.criteria.map { Array($0.key.utf8) }
        // Within an application they come in the order of their keys.
        let byKey = keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
        let none = Array(repeating: CriterionSum(), count: keys.count)
        var sums: [Int64: [CriterionSum]] = [:]
        var current: Int64 = -1
        var row = none
        var next = 0
        try tx.forEach(
            """
            SELECT applicationId, criterion, ifnull(sum(value), 0), count(value), count(*)
            FROM assessmentScore
            WHERE roundId = ? AND isSetAside = 0
            GROUP BY applicationId, criterion ORDER BY applicationId, criterion
            """, [round.rawValue]
        ) {
            let id: Int64 = $0[0]
            if id != current {
                if current >= 0 { sums[current] = row }
                row = none
                current = id
                next = 0
            }
            let key: String = $0[1]
            guard
                let found = (next..<keys.count).first(where: {
                    key.utf8.elementsEqual(keys[byKey[$0]])
                })
            else { return }
            next = found + 1
            let count: Int64 = $0[3]
            row[byKey[found]] = CriterionSum(
                sum: $0[2], count: count, notApplicable: ($0[4] as Int64) - count)
        }
        if current >= 0 { sums[current] = row }
        return sums
    }
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

    /// Puts applications in order and numbers them. Those without a score keep the order they came
    /// in.
    static func rank(_ ranked: inout [RankedApplication], round: String, tieBreak: [String]) {
        // Places are put in order, because an application is much to move about; then each is moved
        // to where it belongs, because so many are much to have twice.
        let places = ranked.indices.sorted { left, right in
            guard let leftScore = ranked[left].score else {
                return ranked[right].score == nil && left < right
            }
            guard let rightScore = ranked[right].score else { return true }
            if leftScore != rightScore { return leftScore > rightScore }
            return ranked[left].precedes(ranked[right], round: round, tieBreak: tieBreak).0
        }
        for place in places.indices {
            var from = places[place]
            // What stood before this place has been moved to where what it gave way to came from.
            while from < place { from = places[from] }
            ranked.swapAt(place, from)
        }
        for index in ranked.indices where ranked[index].score != nil {
            ranked[index].rank = index + 1
            guard index > 0, ranked[index].score == ranked[index - 1].score else { continue }
            let reason = ranked[index - 1].precedes(
                ranked[index], round: round, tieBreak: tieBreak
            ).1
            ranked[index].tieBreak = reason
            if ranked[index - 1].tieBreak == nil { ranked[index - 1].tieBreak = reason }
        }
    }

    /// Whether this one comes before an equal one, and what says so.
    private func precedes(
        _ other: RankedApplication, round: String, tieBreak: [String]
    ) -> (Bool, TieBreak) {
        for key in tieBreak {
            let (mine, theirs) = (mean(of: key), other.mean(of: key))
            guard mine != theirs else { continue }
            // Whoever it does not apply to comes after whoever has a mean, so that it is an order.
            guard let mine else { return (false, .criterion(key)) }
            guard let theirs else { return (true, .criterion(key)) }
            return (mine > theirs, .criterion(key))
        }
        if requested != other.requested {
            return (requested < other.requested, .smallerRequest)
        }
        let mine = SHA256Hex(of: "\(round):\(reference)").description
        let theirs = SHA256Hex(of: "\(round):\(other.reference)").description
        return (mine < theirs, .lot)
    }

    private func mean(of key: String) -> Fraction? {
        criteria.first { $0.key == key }?.mean
    }
}
