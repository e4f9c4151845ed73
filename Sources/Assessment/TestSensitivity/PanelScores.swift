import FundCore

/// An application with every score that counts, for asking what another weight or panel would do.
public struct ScoredApplication: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let requested: Money
    public let minimum: Money
    /// False where it ranks and can get no money all the same.
    public let isFundable: Bool
    /// By member, then by criterion, in the order of `PanelScores`; nil where there is no score
    /// that counts.
    public let values: [[Int64?]]
    /// Criteria, by place, that nobody could score because they do not apply: what they weigh goes
    /// to the others in proportion.
    public let inapplicable: Set<Int>

    public init(
        application: ApplicationID, reference: Reference, requested: Money, minimum: Money,
        isFundable: Bool = true, values: [[Int64?]], inapplicable: Set<Int> = []
    ) {
        self.application = application
        self.reference = reference
        self.requested = requested
        self.minimum = minimum
        self.isFundable = isFundable
        self.values = values
        self.inapplicable = inapplicable
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
    /// Of the greatest score that there could be, as a part of `outOf`; nil where some criterion
    /// has no score.
    let worth: (parts: Int128, outOf: Int128)?

    /// Out of 100.
    public var score: Fraction? {
        worth.map { Fraction($0.parts * 100, over: $0.outOf) }
    }
}

extension PanelScores {
    /// The applications in order, those with a score first.
    ///
    /// The same order as the ranking's under the weights as they are and with every member.
    ///
    /// - Parameter absent: a member, by place, whose scores do not count.
    public func order(by weights: Weights, without absent: Int? = nil) -> [Standing] {
        let sums = applications.map { Sums($0, criteria: weights.parts.count, without: absent) }
        let shared = sums.reduce(Int128(1)) { $1.leastCommonMultiple(with: $0) }
        var standings = applications.indices.map {
            Standing(
                place: $0,
                worth: sums[$0].worth(
                    weights, shared, scaleMaximum: Int128(scheme.scaleMaximum),
                    inapplicable: applications[$0].inapplicable))
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
            return precedes(left.place, right.place, sums, places)
        }
        return standings
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
    private func precedes(_ one: Int, _ other: Int, _ sums: [Sums], _ criteria: [Int]) -> Bool {
        for criterion in criteria {
            let (mine, theirs) = (sums[one], sums[other])
            guard mine.counts[criterion] > 0 || theirs.counts[criterion] > 0 else { continue }
            guard mine.counts[criterion] > 0 else { return false }
            guard theirs.counts[criterion] > 0 else { return true }
            let left = mine.sums[criterion] * theirs.counts[criterion]
            let right = theirs.sums[criterion] * mine.counts[criterion]
            if left != right { return left > right }
        }
        let (mine, theirs) = (applications[one], applications[other])
        if mine.requested != theirs.requested { return mine.requested < theirs.requested }
        return SHA256Hex(of: "\(round):\(mine.reference)").description
            < SHA256Hex(of: "\(round):\(theirs.reference)").description
    }
}

/// The sums and counts of one application's scores, by criterion.
private struct Sums {
    var sums: [Int64]
    var counts: [Int64]

    init(_ application: ScoredApplication, criteria: Int, without absent: Int?) {
        sums = Array(repeating: 0, count: criteria)
        counts = Array(repeating: 0, count: criteria)
        for (member, values) in application.values.enumerated() where member != absent {
            for criterion in 0..<criteria {
                guard let value = values[criterion] else { continue }
                sums[criterion] += value
                counts[criterion] += 1
            }
        }
    }

    func leastCommonMultiple(with other: Int128) -> Int128 {
        counts.reduce(other) { common, count in
            guard count > 0, common % Int128(count) != 0 else { return common }
            var (a, b) = (common, Int128(count))
            while b != 0 { (a, b) = (b, a % b) }
            return common / a * Int128(count)
        }
    }

    /// - Parameter shared: a multiple of every count.
    func worth(
        _ weights: Weights, _ shared: Int128, scaleMaximum: Int128, inapplicable: Set<Int>
    ) -> (parts: Int128, outOf: Int128)? {
        var (parts, total): (Int128, Int128) = (0, 0)
        for criterion in sums.indices {
            guard counts[criterion] > 0 else {
                if inapplicable.contains(criterion) { continue }
                return nil
            }
            let weight = weights.parts[criterion]
            parts += weight * Int128(sums[criterion]) * (shared / Int128(counts[criterion]))
            total += weight
        }
        guard total > 0 else { return nil }
        return (parts, total * scaleMaximum * shared)
    }
}
