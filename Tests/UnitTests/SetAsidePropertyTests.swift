import FundCore
import TestSupport
import Testing

@testable import Assessment

@Suite("Whoever has an interest is as if they were not there")
struct SetAsidePropertyTests {
    private func members(_ count: Int) -> [PersonID] { (1...count).map { PersonID(Int64($0)) } }

    @Test("who is to score an application is the same with them as without them")
    func expected() {
        for seed in 0..<5000 {
            var dice = Seeded(seed)
            let panel = members(Int.random(in: 1...6, using: &dice))
            let applications = (1...4).map { ApplicationID(Int64($0)) }
            var conflicted: [Int64: Set<PersonID>] = [:]
            var assigned: [Int64: [PersonID]] = [:]
            for application in applications {
                let barred = panel.filter { _ in Int.random(in: 0..<3, using: &dice) == 0 }
                if !barred.isEmpty { conflicted[application.rawValue] = Set(barred) }
                assigned[application.rawValue] = panel.filter { _ in Bool.random(using: &dice) }
            }
            let isAssigned = Bool.random(using: &dice)
            let found = ExpectedScorers(
                assigned: isAssigned ? assigned : nil, panel: panel,
                out: conflicted.mapValues { members in
                    Dictionary(uniqueKeysWithValues: members.map { ($0, true) })
                })
            for application in applications {
                let barred = conflicted[application.rawValue] ?? []
                let without = ExpectedScorers(
                    assigned: isAssigned
                        ? assigned.mapValues { $0.filter { !barred.contains($0) } } : nil,
                    panel: panel.filter { !barred.contains($0) }, out: [:])
                #expect(
                    found.members(for: application) == without.members(for: application),
                    "seed \(seed)")
                #expect(found.count(for: application) == without.count(for: application))
                #expect(
                    Set(found.barred(from: application)).isDisjoint(
                        with: found.members(for: application)))
            }
        }
    }

    /// A round of made-up scores: by application, member and criterion.
    private func scores(
        _ answers: [[[Answer]]], _ weights: [Int64], expected: [[Bool]]
    ) -> PanelScores {
        PanelScores(
            round: "round-2",
            scheme: ScoringScheme(
                scaleMinimum: 0, scaleMaximum: 5, labels: [:],
                criteria: weights.enumerated().map {
                    .init(
                        key: "c\($0)", title: "", question: "", weightBasisPoints: $1,
                        descriptors: [:])
                }, tieBreak: ["c0"]), members: members(answers[0].count),
            applications: answers.enumerated().map { place, answers in
                ScoredApplication(
                    application: ApplicationID(Int64(place + 1)),
                    reference: Reference(prefix: "CF", year: 2026, number: Int64(place + 1)),
                    requested: Money(pence: Int64(100 + place % 2)), minimum: Money(pence: 100),
                    answers: answers, expected: expected[place])
            })
    }

    @Test("one none of whose scores count moves no rank, no range, nobody's offset")
    func silent() {
        for seed in 0..<2000 {
            var dice = Seeded(seed)
            let weights: [Int64] =
                [[2000, 3000, 5000], [10_000], [3333, 6667]].randomElement(
                    using: &dice) ?? []
            let panel = Int.random(in: 1...4, using: &dice)
            let answers: [[[Answer]]] = (0..<7).map { _ in
                (0..<panel).map { _ in
                    weights.map { _ in
                        switch Int.random(in: 0..<8, using: &dice) {
                        case 0: .none
                        case 1, 2: .notApplicable
                        default: .value(Int64.random(in: 0...3, using: &dice))
                        }
                    }
                }
            }
            let expected = answers.map { members in
                members.map { _ in Int.random(in: 0..<4, using: &dice) > 0 }
            }
            let place = Int.random(in: 0...panel, using: &dice)
            let without = scores(answers, weights, expected: expected).sensitivity()
            func widened<Part>(_ parts: [Part], by part: Part) -> [Part] {
                var parts = parts
                parts.insert(part, at: place)
                return parts
            }
            let with = scores(
                answers.map { widened($0, by: weights.map { _ in .none }) }, weights,
                expected: expected.map { widened($0, by: false) }
            ).sensitivity()
            func told(_ order: [Standing]) -> [String] {
                order.map { "\($0.place) \($0.isFundable) \($0.score?.description ?? "")" }
            }
            #expect(told(with.order) == told(without.order), "seed \(seed)")
            #expect("\(with.spreads)" == "\(without.spreads)", "seed \(seed)")
            var offsets = with.offsets
            #expect(offsets.remove(at: place).applications == 0)
            #expect(offsets == without.offsets, "seed \(seed)")
            var changes = with.changes.map { told($0.order) }
            // Left out, they are missed nowhere.
            #expect(changes.remove(at: place) == told(with.order), "seed \(seed)")
            #expect(changes == without.changes.map { told($0.order) }, "seed \(seed)")
        }
    }

    @Test("what is worked out anew from what was said is what the ranking holds")
    func anew() {
        let weights: [Int64] = [4000, 3500, 2500]
        for seed in 0..<3000 {
            var dice = Seeded(seed)
            let rules = ScoreRules(
                allowsNotApplicable: true, leastScore: Int64.random(in: 0...7000, using: &dice),
                leastMeans: ["c0": Int64.random(in: 0...300, using: &dice)])
            let scheme = scores([[weights.map { _ in .none }]], weights, expected: [[true]])
                .scheme.with(rules)
            let expected = Int.random(in: 0...5, using: &dice)
            var said: [String: [Int64?]] = [:]
            for criterion in scheme.criteria {
                said[criterion.key] = (0..<Int.random(in: 0...5, using: &dice)).map { _ in
                    Int.random(in: 0..<4, using: &dice) == 0
                        ? nil : Int64.random(in: 0...5, using: &dice)
                }
            }
            func ranked(_ said: [String: [Int64?]]) -> RankedApplication {
                RankedApplication(
                    ApplicationID(1), Reference(prefix: "CF", year: 2026, number: 1),
                    requested: Money(pence: 100), minimum: Money(pence: 1), scheme: scheme,
                    sums: scheme.criteria.map { criterion in
                        var sum = CriterionSum()
                        for value in said[criterion.key] ?? [] {
                            sum.sum += value ?? 0
                            if value == nil { sum.notApplicable += 1 } else { sum.count += 1 }
                        }
                        return sum
                    }, expected: expected)
            }
            let stored = ranked(said)
            let anew = stored.recomputed(
                from: said.mapValues { $0.shuffled(using: &dice) }, scheme: scheme,
                expected: expected)
            #expect("\(anew)" == "\(stored)", "seed \(seed)")
            // By hand: of the weights that apply, each by its mean's part of the scale.
            var (top, total) = (Fraction.zero, Int64(0))
            var isWhole = true
            for criterion in scheme.criteria {
                let values = said[criterion.key] ?? []
                let numbers = values.compactMap(\.self)
                if numbers.isEmpty {
                    let spared = !values.isEmpty && values.count >= expected
                    isWhole = isWhole && spared
                    continue
                }
                total += criterion.weightBasisPoints
                top =
                    top
                    + Fraction(
                        Int128(criterion.weightBasisPoints * numbers.reduce(0, +)),
                        over: Int128(5 * numbers.count))
            }
            let score: Fraction? =
                isWhole && total > 0
                ? Fraction(top.numerator * 100, over: top.denominator * Int128(total)) : nil
            #expect(stored.score == score, "seed \(seed)")
            let shown = stored.criteria.compactMap(\.points)
            if score != nil { #expect(shown.reduce(.zero, +) == score, "seed \(seed)") }
        }
    }
}
