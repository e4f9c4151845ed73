import FundCore
import TestSupport
import Testing

@testable import Assessment

@Suite("The ranking is an order, and weights count as they are declared")
struct RankingPropertyTests {
    private let weights: [Int64] = [4000, 3500, 2500]

    private func scheme(_ rules: ScoreRules? = nil) -> ScoringScheme {
        ScoringScheme(
            scaleMinimum: 0, scaleMaximum: 5, labels: [:],
            criteria: weights.enumerated().map {
                .init(
                    key: "c\($0)", title: "", question: "", weightBasisPoints: $1, descriptors: [:])
            }, tieBreak: ["c0", "c1"], rules: rules)
    }

    private func application(
        _ number: Int64, _ sums: [CriterionSum], pence: Int64 = 1, expected: Int = 0,
        _ scheme: ScoringScheme
    ) -> RankedApplication {
        RankedApplication(
            ApplicationID(number), Reference(prefix: "CF", year: 2026, number: number),
            requested: Money(pence: pence), minimum: Money(pence: 1), scheme: scheme, sums: sums,
            expected: expected)
    }

    /// The scores of up to four members, some of whom say that a criterion does not apply.
    private func sums(_ dice: inout Seeded) -> [CriterionSum] {
        weights.map { _ in
            var sum = CriterionSum()
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                if Int.random(in: 0..<4, using: &dice) == 0 {
                    sum.notApplicable += 1
                } else {
                    sum.count += 1
                    sum.sum += Int64.random(in: 0...2, using: &dice)
                }
            }
            return sum
        }
    }

    @Test("the order of entry does not matter, whatever does not apply")
    func order() {
        var dice = Seeded(1)
        let scheme = scheme()
        for _ in 0..<2000 {
            var ranked = (1...7).map {
                application($0, sums(&dice), pence: Int64.random(in: 1...3, using: &dice), scheme)
            }
            RankedApplication.rank(&ranked, round: "round-2", tieBreak: scheme.tieBreak)
            var again = ranked.shuffled(using: &dice)
            RankedApplication.rank(&again, round: "round-2", tieBreak: scheme.tieBreak)
            #expect(again.map(\.reference) == ranked.map(\.reference))
            #expect(again.map(\.tieBreak) == ranked.map(\.tieBreak))
        }
    }

    @Test("a score is the points of the criteria that apply, added up one by one")
    func points() {
        var dice = Seeded(4)
        let scheme = scheme()
        for _ in 0..<2000 {
            let ranked = application(1, sums(&dice), expected: 4, scheme)
            let applied = ranked.criteria.filter(\.applies)
            let points = applied.compactMap(\.points)
            let isWhole = !applied.isEmpty && points.count == applied.count
            #expect(ranked.score == (isWhole ? points.reduce(.zero, +) : nil))
        }
    }

    @Test("one step more from everybody on a criterion is worth its weight, shared as is declared")
    func weight() {
        var dice = Seeded(2)
        let scheme = scheme()
        for _ in 0..<2000 {
            var given = sums(&dice)
            let before = application(1, given, scheme)
            let applied = before.criteria.filter(\.applies)
            let total = applied.reduce(Int64(0)) { $0 + $1.weightBasisPoints }
            guard
                let place = before.criteria.indices.filter({ before.criteria[$0].scorerCount > 0 })
                    .randomElement(using: &dice), let score = before.score
            else { continue }
            given[place].sum += given[place].count
            let after = application(1, given, scheme)
            let step = Fraction(
                Int128(weights[place]) * 10_000, over: Int128(total) * 5 * 100)
            #expect(after.score == score + step)
            #expect(applied.map(\.share).reduce(.zero, +) == Fraction(100))
        }
    }

    @Test("a criterion is left out once everybody who is to score it says that it does not apply")
    func leftOut() {
        let scheme = scheme()
        let one = CriterionSum(sum: 4, count: 1)
        let none = CriterionSum(notApplicable: 1)
        // One of three has answered: the others may yet score it.
        #expect(application(1, [one, one, none], expected: 3, scheme).score == nil)
        #expect(application(1, [one, one, none], expected: 1, scheme).score == Fraction(80))
        #expect(application(1, [none, none, none], expected: 1, scheme).score == nil)
        let mixed = CriterionSum(sum: 4, count: 1, notApplicable: 2)
        #expect(application(1, [one, one, mixed], expected: 3, scheme).score == Fraction(80))
    }
}
