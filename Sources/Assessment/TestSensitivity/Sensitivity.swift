import FundCore

/// A change that the ranking is tried under. Advice alone: nothing is ever scored or weighed by it.
public enum RankingChange: Sendable, Equatable {
    /// This member's scores do not count.
    case without(member: PersonID)
    /// This criterion weighs so many basis points more, or less; the others are scaled.
    case weight(criterion: String, by: Int64)
}

/// How far an application's members are apart, by what each one's scores come to alone, out of 100.
public struct Spread: Sendable {
    /// How many members answered all of it that applies, and gave some value.
    public let members: Int
    public let lowest: Fraction
    public let highest: Fraction
    public var range: Fraction { highest - lowest }
    /// Σ(total − mean)² ÷ members, in points squared; nil where the totals have too fine a common
    /// denominator.
    public let variance: Fraction?
}

/// What the ranking would be under each change, beside what it is.
public struct Sensitivity: Sendable {
    /// The ranking as it is.
    public let order: [Standing]
    public let changes: [(change: RankingChange, order: [Standing])]
    /// One for each application of `PanelScores`; nil where nobody scored all of it.
    public let spreads: [Spread?]
    /// One for each member.
    public let offsets: [MemberOffset]

    /// Of the applications, by place; nil where there is no score.
    public static func ranks(_ order: [Standing]) -> [Int?] {
        var ranks = [Int?](repeating: nil, count: order.count)
        for (index, standing) in order.enumerated() where standing.worth != nil {
            ranks[standing.place] = index + 1
        }
        return ranks
    }
}

extension PanelScores {
    /// Tries the ranking without each member, and with each weight moved both ways.
    ///
    /// - Parameter step: by how many basis points a weight is moved; never past 0% or 100%.
    public func sensitivity(step: Int64 = 500) -> Sensitivity {
        let totals = applications.map { application in
            let (sums, expected) = application.tally(without: nil)
            let applies = sums.map { $0.applies(expected) }
            return application.answers.map { total(of: $0, applies: applies) }
        }
        let weights = weights
        var changes: [(change: RankingChange, order: [Standing])] = members.enumerated().map {
            (.without(member: $1), order(by: weights, without: $0))
        }
        for (place, criterion) in scheme.criteria.enumerated() where scheme.criteria.count > 1 {
            for move in [step, -step] {
                let now = criterion.weightBasisPoints
                let moved = min(10_000, max(0, now + move))
                guard moved != now, let tried = weights.setting([place: moved]) else { continue }
                changes.append(
                    (.weight(criterion: criterion.key, by: moved - now), order(by: tried)))
            }
        }
        return Sensitivity(
            order: order(by: weights), changes: changes, spreads: totals.map(Spread.init),
            offsets: members.indices.map { member in
                MemberOffset(of: applications.compactMap { difference(of: member, on: $0) })
            })
    }

    /// What one member's scores of one application come to alone, out of 100, over what they say
    /// applies to it; nil where they left out something that applies, or gave no value.
    private func total(of answers: [Answer], applies: [Bool]) -> Fraction? {
        var (parts, total): (Int64, Int64) = (0, 0)
        for (place, answer) in answers.enumerated() {
            switch answer {
            case .notApplicable: break
            case .none: if applies[place] { return nil }
            case .value(let value):
                parts += value * scheme.criteria[place].weightBasisPoints
                total += scheme.criteria[place].weightBasisPoints
            }
        }
        guard total > 0 else { return nil }
        return Fraction(Int128(parts) * 100, over: Int128(total) * Int128(scheme.scaleMaximum))
    }

    /// What a member's scores of one application come to, less what the others' means do, out of
    /// 100, on the criteria that they and somebody else gave a value; nil where there is none.
    ///
    /// Over one denominator: what at most 39 counts share is at most lcm(1…39), about 5 × 10¹⁵.
    private func difference(of member: Int, on application: ScoredApplication) -> Fraction? {
        var (shared, weight): (Int64, Int64) = (1, 0)
        let own = application.answers[member].map(\.value)
        for (place, value) in own.enumerated() where value != nil {
            let others = application.sums[place].count - 1
            guard others > 0 else { continue }
            weight += scheme.criteria[place].weightBasisPoints
            var (a, b) = (shared, others)
            while b != 0 { (a, b) = (b, a % b) }
            shared *= others / a
        }
        guard weight > 0 else { return nil }
        var parts: Int128 = 0
        for (place, value) in own.enumerated() {
            let sum = application.sums[place]
            guard let value, sum.count > 1 else { continue }
            let others = sum.count - 1
            parts +=
                Int128(scheme.criteria[place].weightBasisPoints * (value * sum.count - sum.sum))
                * Int128(shared / others)
        }
        return Fraction(
            parts * 100, over: Int128(weight * scheme.scaleMaximum) * Int128(shared))
    }
}

extension Spread {
    init?(_ totals: [Fraction?]) {
        let totals = totals.compactMap(\.self)
        guard let lowest = totals.min(), let highest = totals.max() else { return nil }
        self.lowest = lowest
        self.highest = highest
        members = totals.count
        let scale = CommonScale(totals)
        // Squares of up to 2⁵⁴, forty times forty of them, stay within 128 bits.
        guard scale.isExact, scale.denominator < 1 << 46 else {
            variance = nil
            return
        }
        let parts = totals.map { scale.parts(of: $0) }
        let count = Int128(totals.count)
        let sum = parts.reduce(0, +)
        let squares = parts.reduce(0) { $0 + $1 * $1 }
        variance = Fraction(
            count * squares - sum * sum,
            over: count * count * scale.denominator * scale.denominator)
    }
}

extension Fraction {
    public static func - (left: Fraction, right: Fraction) -> Fraction {
        left + Fraction(-right.numerator, over: right.denominator)
    }

    /// To two decimals, half away from zero, with its sign: `-3.50`.
    public var signedDecimal: String {
        let size = Fraction(Int128(numerator.magnitude), over: denominator).decimal(places: 2)
        return numerator < 0 && size != "0.00" ? "-\(size)" : size
    }
}
