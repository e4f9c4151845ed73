import FundCore

/// What one member said of one criterion.
public enum Answer: Sendable, Equatable {
    /// Nothing that counts.
    case none
    case notApplicable
    case value(Int64)

    public var value: Int64? { if case .value(let value) = self { value } else { nil } }
}

/// An application with every score that counts, for asking what another weight or panel would do.
public struct ScoredApplication: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let requested: Money
    public let minimum: Money
    /// By member, then by criterion, in the order of `PanelScores`.
    public let answers: [[Answer]]
    /// By member: whether they are to score it.
    public let expected: [Bool]
    /// All that was said, by criterion.
    let sums: [CriterionSum]

    public init(
        application: ApplicationID, reference: Reference, requested: Money, minimum: Money,
        answers: [[Answer]], expected: [Bool]
    ) {
        self.application = application
        self.reference = reference
        self.requested = requested
        self.minimum = minimum
        self.answers = answers
        self.expected = expected
        var sums = [CriterionSum](repeating: CriterionSum(), count: answers.first?.count ?? 0)
        for member in answers {
            for (criterion, answer) in member.enumerated() { sums[criterion].add(answer) }
        }
        self.sums = sums
    }

    /// What is said and who is to say it once a member's scores do not count.
    func tally(without absent: Int?) -> (sums: [CriterionSum], expected: Int) {
        let count = expected.count { $0 }
        guard let absent else { return (sums, count) }
        var left = sums
        for (criterion, answer) in answers[absent].enumerated() { left[criterion].remove(answer) }
        return (left, count - (expected[absent] ? 1 : 0))
    }
}

extension CriterionSum {
    mutating func add(_ answer: Answer) { change(by: answer, 1) }
    mutating func remove(_ answer: Answer) { change(by: answer, -1) }

    private mutating func change(by answer: Answer, _ times: Int64) {
        switch answer {
        case .none: break
        case .notApplicable: notApplicable += times
        case .value(let value):
            sum += times * value
            count += times
        }
    }
}

/// A round's scores, member by member.
public struct PanelScores: Sendable {
    /// The round's key, which lots are drawn with.
    public let round: String
    public let scheme: ScoringScheme
    public let members: [PersonID]
    public let applications: [ScoredApplication]

    public init(
        round: String, scheme: ScoringScheme, members: [PersonID],
        applications: [ScoredApplication]
    ) {
        self.round = round
        self.scheme = scheme
        self.members = members
        self.applications = applications
    }

    /// The criteria's weights as they are, adding up to 10 000.
    public var weights: Weights { Weights(scheme.criteria.map { Int128($0.weightBasisPoints) }) }
}

/// How much each criterion counts: whole numbers in proportion.
public struct Weights: Sendable, Equatable {
    public let parts: [Int128]
    public var total: Int128 { parts.reduce(0, +) }

    /// - Parameter parts: none below zero, not all zero.
    public init(_ parts: [Int128]) { self.parts = parts }

    /// With some criteria's weights set and the others scaled in proportion, so that all add up to
    /// 100%.
    ///
    /// - Parameter set: basis points, by the criterion's place.
    /// - Returns: nil where that cannot be: what is set comes to more than 100%, or to another sum
    ///   and no criterion is left to scale.
    public func setting(_ set: [Int: Int64]) -> Weights? {
        let fixed = set.values.reduce(Int128(0)) { $0 + Int128($1) }
        let others = parts.indices.filter { set[$0] == nil }.reduce(Int128(0)) { $0 + parts[$1] }
        guard set.values.allSatisfy({ $0 >= 0 }), fixed <= 10_000, others > 0 || fixed == 10_000
        else { return nil }
        let scale = max(others, 1)
        return Weights(
            parts.enumerated().map { place, part in
                set[place].map { Int128($0) * scale } ?? part * (10_000 - fixed)
            })
    }
}

/// An application's place under some weights and some members.
public struct Standing: Sendable {
    /// Where it stands among the applications of `PanelScores`.
    public let place: Int
    /// False where it stays under the round's least, so that it ranks and can get no money.
    public let isFundable: Bool
    /// Of the greatest score that there could be, as a part of `outOf`; nil where some criterion
    /// that applies has no score.
    let worth: (parts: Int128, outOf: Int128)?

    /// Out of 100.
    public var score: Fraction? {
        worth.map { Fraction($0.parts * 100, over: $0.outOf) }
    }
}

extension PanelScores {
    /// The applications in order, those with a score first.
    ///
    /// The same order as the ranking's under the weights as they are and with every member; without
    /// a member, the ranking's once they have stood down and their scores are set aside.
    ///
    /// - Parameter absent: a member, by place, whose scores do not count.
    public func order(by weights: Weights, without absent: Int? = nil) -> [Standing] {
        let tallies = applications.map { Tally($0, without: absent) }
        let shared = tallies.reduce(Int128(1)) { $1.leastCommonMultiple(with: $0) }
        let leasts = scheme.criteria.map { scheme.rules?.leastMeans[$0.key] }
        var standings = tallies.enumerated().map { place, tally in
            let worth = tally.worth(
                weights, shared, scaleMaximum: Int128(scheme.scaleMaximum))
            return Standing(
                place: place,
                isFundable: tally.reaches(leasts)
                    && Self.reaches(worth, scheme.rules?.leastScore ?? 0), worth: worth)
        }
        let places = scheme.tieBreak.compactMap { key in
            scheme.criteria.firstIndex { $0.key == key }
        }
        standings.sort { left, right in
            guard let mine = left.worth else {
                return right.worth == nil && left.place < right.place
            }
            guard let theirs = right.worth else { return true }
            let order = Self.compare(mine, theirs)
            if order != 0 { return order > 0 }
            return precedes(left.place, right.place, tallies, places)
        }
        return standings
    }

    /// - Parameter least: in hundredths of a point out of 100.
    private static func reaches(
        _ worth: (parts: Int128, outOf: Int128)?, _ least: Int64
    ) -> Bool {
        guard let worth else { return true }
        return worth.parts * 10_000 >= Int128(least) * worth.outOf
    }

    /// Below zero, zero or above it, as the first is less, equal or more.
    private static func compare(
        _ first: (parts: Int128, outOf: Int128), _ second: (parts: Int128, outOf: Int128)
    ) -> Int {
        if first.outOf == second.outOf {
            return first.parts == second.parts ? 0 : first.parts < second.parts ? -1 : 1
        }
        let one = first.parts.multipliedFullWidth(by: second.outOf)
        let other = second.parts.multipliedFullWidth(by: first.outOf)
        if (one.high, one.low) == (other.high, other.low) { return 0 }
        return (one.high, one.low) < (other.high, other.low) ? -1 : 1
    }

    /// What parts equal scores, as in the ranking: means, the smaller request, a lot.
    private func precedes(_ one: Int, _ other: Int, _ tallies: [Tally], _ criteria: [Int]) -> Bool {
        for criterion in criteria {
            let (mine, theirs) = (tallies[one].sums[criterion], tallies[other].sums[criterion])
            guard mine.count > 0 || theirs.count > 0 else { continue }
            guard mine.count > 0 else { return false }
            guard theirs.count > 0 else { return true }
            let left = mine.sum * theirs.count
            let right = theirs.sum * mine.count
            if left != right { return left > right }
        }
        let (mine, theirs) = (applications[one], applications[other])
        if mine.requested != theirs.requested { return mine.requested < theirs.requested }
        return SHA256Hex(of: "\(round):\(mine.reference)").description
            < SHA256Hex(of: "\(round):\(theirs.reference)").description
    }
}

/// What is said of one application, and how many are to say it.
private struct Tally {
    let sums: [CriterionSum]
    let expected: Int

    init(_ application: ScoredApplication, without absent: Int?) {
        (sums, expected) = application.tally(without: absent)
    }

    func leastCommonMultiple(with other: Int128) -> Int128 {
        sums.reduce(other) { common, sum in
            guard sum.count > 0, common % Int128(sum.count) != 0 else { return common }
            var (a, b) = (common, Int128(sum.count))
            while b != 0 { (a, b) = (b, a % b) }
            return common / a * Int128(sum.count)
        }
    }

    /// - Parameter shared: a multiple of every count.
    func worth(
        _ weights: Weights, _ shared: Int128, scaleMaximum: Int128
    ) -> (parts: Int128, outOf: Int128)? {
        var (parts, total): (Int128, Int128) = (0, 0)
        for (sum, weight) in zip(sums, weights.parts) where sum.applies(expected) {
            guard sum.count > 0 else { return nil }
            parts += weight * Int128(sum.sum) * (shared / Int128(sum.count))
            total += weight
        }
        guard total > 0 else { return nil }
        return (parts, total * scaleMaximum * shared)
    }

    /// Whether each mean reaches the least there is, in hundredths of a step.
    func reaches(_ leasts: [Int64?]) -> Bool {
        zip(sums, leasts).allSatisfy { sum, least in
            guard let least, sum.count > 0 else { return true }
            return sum.sum * 100 >= least * sum.count
        }
    }
}
