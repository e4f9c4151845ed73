import FundCore
import TestSupport
import Testing

@testable import Awards

/// A round's money and who may get it, made up from a seed.
private struct MadeUpRound {
    let terms: AllocationTerms

    init(_ dice: inout Seeded, count: Int, limits limitCount: Int = 0, floors: Bool = true) {
        let unit = Int64([1, 100, 5_000].randomElement(using: &dice) ?? 1)
        var total: Int64 = 0
        let candidates = (0..<count).map { place in
            let ask = unit * Int64.random(in: 1...60, using: &dice)
            total += ask
            return AllocationCandidate(
                rank: Int64(place + 1), application: ApplicationID(Int64(place + 1)),
                reference: Reference(prefix: "CF", year: 2026, number: Int64(place + 1)),
                // Falling, as ranks do, and often equal.
                points: Int128((count - place) / 2 * 7 + 3), ask: Money(pence: ask),
                minimum: Money(pence: Int64.random(in: 1...ask, using: &dice)),
                isFundable: Int.random(in: 0..<8, using: &dice) > 0,
                limits: (0..<limitCount).filter { _ in Int.random(in: 0..<3, using: &dice) == 0 })
        }
        let available = Int64.random(in: 0...max(1, total), using: &dice)
        let limits = (0..<limitCount).map { place -> AllocationLimit in
            let floor =
                floors && Bool.random(using: &dice)
                ? Int64.random(in: 0...max(1, available / 4), using: &dice) : nil
            let cap =
                Bool.random(using: &dice)
                ? Int64.random(in: (floor ?? 0)...max(floor ?? 0, available), using: &dice) : nil
            return AllocationLimit(
                kind: .ward, key: "w\(place)", title: "W", floorPence: floor, capPence: cap)
        }
        terms = AllocationTerms(
            candidates: candidates, available: Money(pence: available),
            partialAwards: Bool.random(using: &dice), limits: limits)
    }

    /// The best total of all the choices that there are; nil where none keeps to the limits.
    var best: Int128? {
        let candidates = terms.candidates
        var best: Int128?
        for choice in 0..<(1 << candidates.count) {
            let chosen = candidates.indices.filter { choice & (1 << $0) != 0 }
            guard chosen.allSatisfy({ candidates[$0].isFundable }),
                chosen.reduce(0, { $0 + candidates[$1].ask.pence }) <= terms.available.pence,
                keepsLimits(chosen)
            else { continue }
            best = max(best ?? 0, chosen.reduce(0) { $0 + candidates[$1].points })
        }
        return best
    }

    private func keepsLimits(_ chosen: [Int]) -> Bool {
        terms.limits.enumerated().allSatisfy { place, limit in
            let given = chosen.filter { terms.candidates[$0].limits.contains(place) }.reduce(0) {
                $0 + terms.candidates[$1].ask.pence
            }
            return given >= limit.floorPence ?? 0 && given <= limit.capPence ?? .max
        }
    }

    func points(_ result: AllocationResult) -> Int128 {
        zip(terms.candidates, result.awards).reduce(0) {
            $1.1 == $1.0.ask ? $0 + $1.0.points : $0
        }
    }

    /// What no method may ever do.
    func check(_ result: AllocationResult, _ seed: Int) {
        let what = "seed \(seed), \(result.method)"
        #expect(result.total <= terms.available, "\(what): over the budget")
        #expect(result.left == terms.available - result.total)
        for (candidate, award) in zip(terms.candidates, result.awards) where award > .zero {
            #expect(candidate.isFundable, "\(what): one that cannot be funded")
            #expect(award <= candidate.ask, "\(what): more than asked")
            #expect(award >= min(candidate.minimum, candidate.ask), "\(what): under the minimum")
            if result.method == .bestTotal { #expect(award == candidate.ask, "\(what): in part") }
        }
        for (place, limit) in terms.limits.enumerated() {
            let given = zip(terms.candidates, result.awards).reduce(Int64(0)) {
                $1.0.limits.contains(place) ? $0 + $1.1.pence : $0
            }
            #expect(given <= limit.capPence ?? .max, "\(what): over a limit's most")
            let short = (limit.floorPence ?? 0) - given
            #expect(
                result.shortfalls.first { $0.limit == limit }?.missing.pence
                    == (short > 0 ? short : nil), "\(what): a missed least is not told")
        }
    }
}

@Suite("Ways to share the money out")
struct SharingOutTests {
    @Test("the best total is what trying every choice finds, and the same each time")
    func bestTotal() {
        for seed in 0..<400 {
            var dice = Seeded(seed)
            let round = MadeUpRound(&dice, count: Int.random(in: 0...12, using: &dice))
            let result = round.terms.result(by: .bestTotal)
            #expect(result.standing == .optimal)
            #expect(round.points(result) == round.best, "seed \(seed)")
            round.check(result, seed)
            #expect(result.awards == round.terms.result(by: .bestTotal).awards)
        }
    }

    @Test("with a most and a least for wards it is so too, and what cannot be is said to be so")
    func limits() {
        var impossible = 0
        for seed in 1000..<1600 {
            var dice = Seeded(seed)
            let round = MadeUpRound(
                &dice, count: Int.random(in: 0...10, using: &dice),
                limits: Int.random(in: 1...3, using: &dice))
            let result = round.terms.result(by: .bestTotal)
            if let best = round.best {
                #expect(result.standing == .optimal, "seed \(seed)")
                #expect(round.points(result) == best, "seed \(seed)")
                #expect(result.shortfalls.isEmpty)
            } else {
                impossible += 1
                #expect(result.standing == .impossible, "seed \(seed)")
                #expect(result.total == .zero)
            }
            for method in AllocationMethod.allCases {
                round.check(round.terms.result(by: method), seed)
            }
        }
        #expect(impossible > 20 && impossible < 500)
    }

    @Test("no method goes over the budget, and none comes to a lower total than the ranking")
    func properties() {
        for seed in 0..<3000 {
            var dice = Seeded(seed)
            let round = MadeUpRound(&dice, count: Int.random(in: 0...40, using: &dice))
            let results = AllocationMethod.allCases.map { round.terms.result(by: $0) }
            for result in results { round.check(result, seed) }
            #expect(round.points(results[2]) >= round.points(results[0]), "seed \(seed)")
            // Where the ranking does as well, its awards stand.
            if !round.terms.partialAwards, round.points(results[2]) == round.points(results[0]) {
                #expect(results[2].awards == results[0].awards, "seed \(seed)")
            }
            // Going on down the list never leaves more.
            if round.terms.partialAwards { #expect(results[1].left <= results[0].left) }
        }
    }

    @Test("in rank order is what a proposal does")
    func asProposed() {
        for seed in 0..<1000 {
            var dice = Seeded(seed)
            let made = MadeUpRound(&dice, count: Int.random(in: 0...15, using: &dice)).terms
            let terms = AllocationTerms(
                candidates: made.candidates.filter(\.isFundable), available: made.available,
                partialAwards: made.partialAwards)
            let lines = Allocation.lines(
                terms.candidates.map {
                    Claim(
                        rank: $0.rank, application: $0.application, reference: $0.reference,
                        score: "1/1", requested: $0.ask, minimum: $0.minimum)
                }, available: terms.available, partialAwards: terms.partialAwards)
            #expect(lines.map(\.award) == terms.result(by: .rankOrder).awards, "seed \(seed)")
        }
    }

    private func terms(
        _ claims: [(ask: Int64, minimum: Int64, points: Int128)], _ available: Int64,
        partial: Bool = true
    ) -> AllocationTerms {
        AllocationTerms(
            candidates: claims.enumerated().map { place, claim in
                AllocationCandidate(
                    rank: Int64(place + 1), application: ApplicationID(Int64(place + 1)),
                    reference: Reference(prefix: "CF", year: 2026, number: Int64(place + 1)),
                    points: claim.points, ask: Money(pence: claim.ask),
                    minimum: Money(pence: claim.minimum))
            }, available: Money(pence: available), partialAwards: partial)
    }

    @Test("each says why it leaves what it leaves")
    func reasons() {
        let round = terms([(100, 100, 9), (200, 150, 8), (30, 30, 7), (90, 50, 6)], 134)
        let second = Reference(prefix: "CF", year: 2026, number: 2)
        let inOrder = round.result(by: .rankOrder)
        #expect(inOrder.awards.map(\.pence) == [100, 0, 0, 0])
        #expect(
            inOrder.reason
                == .nextNeeds(second, asks: Money(pence: 200), minimum: Money(pence: 150)))
        let goingOn = round.result(by: .rankOrderPartial)
        #expect(goingOn.awards.map(\.pence) == [100, 0, 30, 0])
        #expect(
            goingOn.reason
                == .leastNeeds(
                    Reference(prefix: "CF", year: 2026, number: 4), minimum: Money(pence: 50)))
        #expect(round.result(by: .bestTotal).awards.map(\.pence) == [100, 0, 30, 0])
        #expect(round.result(by: .bestTotal).reason == .bestWithoutIt)
        let whole = terms([(100, 100, 9), (200, 150, 8)], 290, partial: false)
        #expect(
            whole.result(by: .rankOrder).reason == .nextInFull(second, asks: Money(pence: 200)))
        #expect(terms([(100, 9, 9)], 300).result(by: .rankOrder).reason == .everybodyServed)
        #expect(terms([(100, 9, 9)], 60).result(by: .rankOrder).reason == .nothingLeft)
        // Whoever cannot work with the most that one may get has not all they may get.
        for method in AllocationMethod.allCases {
            let capped = terms([(1, 50, 9), (1, 70, 8)], 300).result(by: method)
            #expect(capped.reason == .allCappedOut(count: 2) && capped.total == .zero)
            let some = terms([(40, 50, 9), (40, 9, 8)], 300).result(by: method)
            #expect(some.reason == .someCappedOut(count: 1) && some.awards.map(\.pence) == [0, 40])
            #expect(terms([], 300).result(by: method).reason == .nobodyFundable)
        }
    }

    @Test("a round of the usual size, its wards held to a most and a least, is proven too")
    func usualSizeWithLimits() {
        for seed in 0..<4 {
            var dice = Seeded(seed)
            let limits = (0..<8).map { place in
                AllocationLimit(
                    kind: .ward, key: "w\(place)", title: "W",
                    floorPence: place % 3 == 0 ? 200_000 : nil, capPence: 600_000)
            }
            let candidates = (0..<120).map { place in
                let ask = Int64.random(in: 300...5000, using: &dice) * 100
                return AllocationCandidate(
                    rank: Int64(place + 1), application: ApplicationID(Int64(place + 1)),
                    reference: Reference(prefix: "CF", year: 2026, number: Int64(place + 1)),
                    points: Int128(9000 - place * 50 + Int.random(in: 0..<50, using: &dice)),
                    ask: Money(pence: ask), minimum: Money(pence: ask),
                    limits: [Int.random(in: 0..<8, using: &dice)])
            }
            let terms = AllocationTerms(
                candidates: candidates, available: Money(pence: 3_000_000), partialAwards: true,
                limits: limits)
            let end = ContinuousClock.now + .seconds(30)
            let result = terms.result(by: .bestTotal) { ContinuousClock.now > end }
            #expect(result.standing == .optimal, "seed \(seed): \(result.standing)")
            #expect(result.shortfalls.isEmpty && result.total <= terms.available)
        }
    }

    @Test("a thousand applications to the penny are proven, and time that runs out is told")
    func large() {
        var dice = Seeded(7)
        let many = terms(
            (0..<1000).map { _ in
                let ask = Int64.random(in: 30_000...500_000, using: &dice)
                return (ask, ask, Int128.random(in: 20_000...100_000, using: &dice))
            }.sorted { $0.2 > $1.2 }, 100_000_000)
        #expect(many.result(by: .bestTotal).standing == .optimal)
        let stopped = many.result(by: .bestTotal) { true }
        guard case .bounded(let bound) = stopped.standing else {
            Issue.record("\(stopped.standing)")
            return
        }
        let best = zip(many.candidates, many.result(by: .bestTotal).awards).reduce(Int128(0)) {
            $1.1 > .zero ? $0 + $1.0.points : $0
        }
        #expect(bound >= best)
        // What the search would like to be: nobody's score parts them but by a penny.
        let alike = terms((0..<60).map { (Int64(100_000 + $0 * 7), 1, 50) }, 3_000_001)
        #expect(alike.result(by: .bestTotal).standing == .optimal)
    }
}
