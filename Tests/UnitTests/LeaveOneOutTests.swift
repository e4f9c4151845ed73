import FundCore
import TestSupport
import Testing

@testable import Assessment
@testable import Awards

@Suite("A ranking without one member is what it would be had they left")
struct LeaveOneOutTests {
    /// A small round with "does not apply", scores to come, leasts, and scorers of its own for each
    /// application.
    private func round(_ dice: inout Seeded) -> PanelScores {
        let possible: [[Int64]] = [[2000, 3000, 5000], [5000, 5000], [3333, 3333, 3334]]
        let weights = possible.randomElement(using: &dice) ?? []
        let panel = Int.random(in: 1...5, using: &dice)
        let scheme = ScoringScheme(
            scaleMinimum: 0, scaleMaximum: 5, labels: [:],
            criteria: weights.enumerated().map {
                .init(
                    key: "c\($0)", title: "", question: "", weightBasisPoints: $1,
                    descriptors: [:])
            }, tieBreak: ["c1", "c0"],
            rules: ScoreRules(
                allowsNotApplicable: true, leastScore: Int64.random(in: 0...6000, using: &dice),
                leastMeans: Bool.random(using: &dice) ? ["c0": 200] : [:]))
        let rarity = Int.random(in: 2...5, using: &dice)
        return PanelScores(
            round: "round-2", scheme: scheme,
            members: (1...panel).map { PersonID(Int64($0)) },
            applications: (1...Int64.random(in: 2...7, using: &dice)).map { number in
                let expected = (0..<panel).map { _ in Int.random(in: 0..<5, using: &dice) > 0 }
                let requested = Int64.random(in: 1...3, using: &dice) * 100
                return ScoredApplication(
                    application: ApplicationID(number),
                    reference: Reference(prefix: "CF", year: 2026, number: number),
                    requested: Money(pence: requested), minimum: Money(pence: 100),
                    answers: expected.map { isExpected in
                        weights.indices.map { place in
                            if !isExpected || Int.random(in: 0..<9, using: &dice) == 0 {
                                return .none
                            }
                            return place > 0 && Int.random(in: 0..<rarity, using: &dice) == 0
                                ? .notApplicable : .value(Int64.random(in: 0...5, using: &dice))
                        }
                    }, expected: expected)
            })
    }

    /// The fund's own ranking of what everybody else said.
    private func ranking(
        _ scores: PanelScores, _ scheme: ScoringScheme, without absent: Int? = nil
    ) -> [RankedApplication] {
        let present = scores.members.indices.filter { $0 != absent }
        var ranked = scores.applications.map { application in
            RankedApplication(
                application.application, application.reference,
                requested: application.requested, minimum: application.minimum, scheme: scheme,
                sums: scheme.criteria.indices.map { criterion in
                    let said = present.map { application.answers[$0][criterion] }
                    let values = said.compactMap(\.value)
                    return CriterionSum(
                        sum: values.reduce(0, +), count: Int64(values.count),
                        notApplicable: Int64(said.count { $0 == .notApplicable }))
                }, expected: present.count { application.expected[$0] })
        }
        RankedApplication.rank(&ranked, round: scores.round, tieBreak: scheme.tieBreak)
        return ranked
    }

    private func funded(
        _ lines: [(place: Int, isFundable: Bool, isScored: Bool)], of scores: PanelScores
    ) -> [Int] {
        let terms = AllocationTerms(
            candidates: lines.filter(\.isScored).enumerated().map { rank, line in
                let application = scores.applications[line.place]
                return AllocationCandidate(
                    rank: Int64(rank + 1), application: application.application,
                    reference: application.reference, points: 0, ask: application.requested,
                    minimum: application.minimum, isFundable: line.isFundable)
            }, available: Money(pence: 500), partialAwards: true)
        return terms.result(by: .rankOrder).awards.map { Int($0.pence) }
    }

    @Test("over a thousand rounds: ranks, scores, leasts and who gets money")
    func leftOut() {
        var (spared, unscored, swung) = (0, 0, 0)
        for seed in 0..<1000 {
            var dice = Seeded(seed)
            let scores = round(&dice)
            let found = scores.sensitivity()
            func compare(_ order: [Standing], _ ranked: [RankedApplication]) -> [Int] {
                let places = ranked.map { Int($0.application.rawValue - 1) }
                #expect(order.map(\.place) == places, "seed \(seed)")
                #expect(order.map(\.score) == ranked.map(\.score), "seed \(seed)")
                #expect(
                    order.map(\.isFundable) == ranked.map(\.shortfalls.isEmpty), "seed \(seed)")
                let ranks = Sensitivity.ranks(order)
                #expect(places.map { ranks[$0] } == ranked.map(\.rank), "seed \(seed)")
                let mine = funded(
                    order.map { ($0.place, $0.isFundable, $0.score != nil) }, of: scores)
                let theirs = funded(
                    zip(places, ranked).map { ($0, $1.shortfalls.isEmpty, $1.rank != nil) },
                    of: scores)
                #expect(mine == theirs, "seed \(seed)")
                return mine
            }
            let whole = ranking(scores, scores.scheme)
            let now = compare(found.order, whole)
            spared += whole.count { $0.score != nil && $0.criteria.contains { !$0.applies } }
            for (change, order) in found.changes {
                switch change {
                case .without(let member):
                    let without = ranking(
                        scores, scores.scheme, without: Int(member.rawValue - 1))
                    if compare(order, without) != now { swung += 1 }
                    unscored += without.count { $0.score == nil }
                case .weight(let criterion, let by):
                    let place = scores.scheme.criteria.firstIndex { $0.key == criterion } ?? 0
                    let moved = scores.scheme.criteria[place].weightBasisPoints + by
                    let parts = scores.weights.setting([place: moved])?.parts ?? []
                    let scheme = ScoringScheme(
                        scaleMinimum: 0, scaleMaximum: 5, labels: [:],
                        criteria: zip(scores.scheme.criteria, parts).map {
                            .init(
                                key: $0.key, title: "", question: "",
                                weightBasisPoints: Int64($1), descriptors: [:])
                        }, tieBreak: scores.scheme.tieBreak, rules: scores.scheme.rules)
                    _ = compare(order, ranking(scores, scheme))
                }
            }
            for ranked in whole {
                let place = Int(ranked.application.rawValue - 1)
                let applies = ranked.criteria.map(\.applies)
                // Everybody who answered all that applies and gave some value is counted.
                let counted = scores.applications[place].answers.count { answers in
                    answers.contains { $0.value != nil }
                        && zip(answers, applies).allSatisfy { $0 != .none || !$1 }
                }
                #expect(found.spreads[place]?.members ?? 0 == counted, "seed \(seed)")
            }
        }
        #expect(spared > 100 && unscored > 100 && swung > 100)
    }
}
