import FundCore
import TestSupport
import Testing

@testable import Assessment

@Suite("Where a ranking would tip")
struct SensitivityTests {
    private func scheme(_ weights: [Int64], maximum: Int64 = 5) -> ScoringScheme {
        ScoringScheme(
            scaleMinimum: 0, scaleMaximum: maximum, labels: [:],
            criteria: weights.enumerated().map {
                ScoringScheme.Criterion(
                    key: "c\($0)", title: "C", question: "?", weightBasisPoints: $1,
                    descriptors: [:])
            }, tieBreak: ["c0"])
    }

    private func scores(
        _ weights: [Int64], _ values: [[[Int64?]]], inapplicable: [Set<Int>] = []
    ) -> PanelScores {
        PanelScores(
            round: "round-1", scheme: scheme(weights),
            members: (values.first ?? []).indices.map { PersonID(Int64($0 + 1)) },
            applications: values.enumerated().map { place, values in
                ScoredApplication(
                    application: ApplicationID(Int64(place + 1)),
                    reference: Reference(prefix: "CF", year: 2026, number: Int64(place + 1)),
                    requested: Money(pence: 100), minimum: Money(pence: 100),
                    answers: values.map { values in
                        values.enumerated().map { criterion, value in
                            if let value { return .value(value) }
                            let isSpared =
                                !inapplicable.isEmpty && inapplicable[place].contains(criterion)
                            return isSpared ? .notApplicable : .none
                        }
                    }, expected: values.map { _ in true })
            })
    }

    @Test("with nothing changed the order and the scores are the ranking's own")
    func asRanked() {
        for seed in 0..<200 {
            var dice = Seeded(seed)
            let possible: [[Int64]] = [[2000, 3000, 5000], [1, 1, 9998], [3333, 3333, 3334]]
            let weights = possible.randomElement(using: &dice) ?? []
            let panel = Int.random(in: 1...4, using: &dice)
            let values = (0..<12).map { _ in
                (0..<panel).map { _ in
                    (0..<3).map { _ -> Int64? in
                        Int.random(in: 0..<9, using: &dice) == 0
                            ? nil : Int64.random(in: 0...5, using: &dice)
                    }
                }
            }
            let scores = scores(weights, values)
            var ranked = scores.applications.map { application in
                RankedApplication(
                    application.application, application.reference,
                    requested: application.requested, minimum: application.minimum,
                    scheme: scores.scheme,
                    sums: (0..<3).map { criterion in
                        let given = application.answers.compactMap { $0[criterion].value }
                        return CriterionSum(sum: given.reduce(0, +), count: Int64(given.count))
                    }, expected: 0)
            }
            RankedApplication.rank(&ranked, round: "round-1", tieBreak: ["c0"])
            let order = scores.order(by: scores.weights)
            let count = ranked.count { $0.rank != nil }
            let mine = order.prefix(count).map { scores.applications[$0.place].application }
            let theirs = ranked.prefix(count).map { $0.application }
            #expect(mine == theirs, "seed \(seed)")
            #expect(order.map { $0.score } == ranked.map { $0.score }, "seed \(seed)")
        }
    }

    @Test("a weight that moves is made up for by the others in proportion, exactly")
    func weights() throws {
        let now = Weights([2000, 3000, 5000])
        let tried = try #require(now.setting([0: 3000]))
        // 30%, and 70% parted 3 to 5.
        #expect(
            tried.parts.map { Fraction($0, over: tried.total) } == [
                Fraction(3, over: 10), Fraction(21, over: 80), Fraction(35, over: 80),
            ])
        #expect(now.setting([0: 6000, 1: 5000]) == nil)
        #expect(now.setting([0: 5000, 1: 3000, 2: 1000]) == nil)
        let all = try #require(now.setting([0: 5000, 1: 3000, 2: 2000]))
        #expect(all.parts.map { Fraction($0, over: all.total) }[2] == Fraction(1, over: 5))
        #expect(now.setting([0: 10_000])?.parts[1] == 0)
        #expect(Weights([10_000]).setting([0: 9500]) == nil)
    }

    @Test("every member is left out once, every weight moves both ways, never past its ends")
    func changes() {
        let found = scores([300, 9700], [[[5, 1], [4, 2]], [[3, 3], [3, 3]]]).sensitivity()
        #expect(
            found.changes.map(\.change) == [
                .without(member: PersonID(1)), .without(member: PersonID(2)),
                .weight(criterion: "c0", by: 500), .weight(criterion: "c0", by: -300),
                .weight(criterion: "c1", by: 300), .weight(criterion: "c1", by: -500),
            ])
        // One whom nobody else scored has no rank without them.
        let lonely = scores([10_000], [[[5], [nil]], [[1], [1]]]).sensitivity()
        #expect(Sensitivity.ranks(lonely.order) == [1, 2])
        #expect(Sensitivity.ranks(lonely.changes[0].order) == [nil, 1])
    }

    @Test("members' totals have their range and exact variance")
    func spread() throws {
        let found = scores(
            [5000, 5000], [[[5, 5], [0, 0], [5, 0]], [[1, nil], [2, 2], [3, 3]]]
        )
        .sensitivity()
        let first = try #require(found.spreads[0])
        #expect(first.lowest == .zero && first.highest == Fraction(100))
        // 100, 0, 50: mean 50, variance 5000 / 3.
        #expect(first.variance == Fraction(5000, over: 3) && first.members == 3)
        // Who left out a criterion has no total.
        #expect(try #require(found.spreads[1]).members == 2)
        // What does not apply is made up for by the rest.
        let spared = scores([5000, 5000], [[[4, nil], [3, nil]]], inapplicable: [[1]])
            .sensitivity()
        #expect(spared.order[0].score == Fraction(70))
        #expect(try #require(spared.spreads[0]).highest == Fraction(80))
    }

    @Test("a member who scores lower than the others is found, and chance is not called so")
    func offsets() {
        var dice = Seeded(3)
        let values = (0..<20).map { _ -> [[Int64?]] in
            let worth = Int64.random(in: 2...4, using: &dice)
            func near() -> Int64 { worth + Int64.random(in: -1...1, using: &dice) }
            return [[near()], [near()], [max(0, worth - 2)]]
        }
        let offsets = scores([10_000], values).sensitivity().offsets
        #expect(offsets.map(\.applications) == [20, 20, 20])
        #expect(offsets[2].verdict == .lower)
        let interval = offsets[2].interval ?? 0...0
        #expect(interval.lowerBound < -40_000 && interval.upperBound > -40_000)
        #expect(interval.upperBound < 0)
        let few = scores([10_000], Array(values.prefix(5))).sensitivity().offsets
        #expect(few.allSatisfy { $0.verdict == .tooFew && $0.interval == nil && $0.offset != nil })
        // Nobody to compare with.
        let alone = scores([10_000], values.map { [$0[0]] }).sensitivity().offsets
        #expect(alone[0].verdict == .tooFew && alone[0].offset == nil)
        // Always the same difference: no doubt, and no width.
        let even = scores([10_000], (0..<8).map { _ in [[4], [3]] }).sensitivity().offsets
        #expect(even[0].interval == 20_000...20_000 && even[0].verdict == .higher)
        #expect(even[0].offset == Fraction(20) && even[1].offset == Fraction(-20))
    }

    @Test("an offset is exact, on what both sides gave a value, on every application there is")
    func exactOffsets() throws {
        // 60 against a mean of 200/3, and 80 against 260/3.
        let thirds = scores([10_000], [[[3], [3], [3], [4]], [[4], [4], [4], [5]]]).sensitivity()
        #expect(thirds.offsets[0].offset == Fraction(-20, over: 3))
        #expect(thirds.offsets[0].nearest?.signedDecimal == "-6.67")
        // One says that the second does not apply, another has yet to score it.
        let spared = scores(
            [5000, 5000], [[[5, nil], [3, 0]], [[5, nil], [1, 5]]], inapplicable: [[1], []]
        ).sensitivity()
        #expect(spared.offsets.map(\.applications) == [2, 2])
        #expect(spared.offsets[0].offset == Fraction(60))
        #expect(spared.offsets[1].offset == Fraction(-60))
        // Whoever gave a value is counted by what they gave.
        let first = try #require(spared.spreads[0])
        #expect(first.members == 2 && first.highest == Fraction(100))
        #expect(first.lowest == Fraction(30))
        // Where no denominator that can be written holds them all, the decimals still stand.
        let primes: [Int64] = [
            9973, 9967, 9949, 9941, 9931, 9929, 9923, 9907, 9901, 9887, 9883, 9871,
        ]
        // Each application is compared on its own criterion and the last: weights of a prime.
        let fine = primes.map { $0 - 12 } + [12]
        let rows = primes.indices.map { place in
            [Int64(5), 0].map { own -> [Int64?] in
                fine.indices.map { $0 == place ? own : $0 == primes.count ? 3 : nil }
            }
        }
        let tooFine = scores(fine, rows).sensitivity().offsets[0]
        #expect(tooFine.applications == 12 && tooFine.offset == nil)
        #expect(tooFine.nearest?.signedDecimal.hasPrefix("99.8") == true)
    }

    @Test("square roots are whole parts, for large numbers too")
    func squareRoots() {
        for number in [Int128(0), 1, 2, 3, 4, 8, 9, 15, 16, 17, 999_999, 1 << 100] {
            let root = MemberOffset.squareRoot(number)
            #expect(root * root <= number && (root + 1) * (root + 1) > number, "\(number)")
        }
    }

    @Test("fractions are counted in parts they share, or in fine ones, rounded down")
    func scale() {
        let exact = CommonScale([Fraction(1, over: 6), Fraction(3, over: 4)])
        #expect(exact.isExact && exact.denominator == 12)
        #expect(exact.parts(of: Fraction(3, over: 4)) == 9)
        let large = Int128(1) << 60
        let fine = CommonScale([Fraction(1, over: large - 1), Fraction(1, over: large - 3)])
        #expect(!fine.isExact)
        #expect(fine.parts(of: Fraction(5, over: 2)) * 2 == 5 * fine.denominator)
        #expect(fine.parts(of: Fraction(1, over: 3)) * 3 < fine.denominator)
    }
}
