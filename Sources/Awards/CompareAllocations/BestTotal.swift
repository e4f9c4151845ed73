import FundCore

/// Something to choose or leave: what it costs, what it is worth, and the limits that count it.
struct Choice {
    let cost: Int64
    let worth: Int128
    var limits: [Int] = []

    /// Whether it is worth more for its cost.
    func isDenser(than other: Choice) -> Bool {
        worth * Int128(other.cost) > other.worth * Int128(cost)
    }
}

/// Finds the awards in full whose scores add up to the most.
///
/// Of equal totals that of the ranking stands; then the one that the search meets first, which is
/// always the same: it looks at applications by score for each penny, then by rank.
struct BestTotal {
    private let terms: AllocationTerms
    private let start: [Bool]
    private let isOver: () -> Bool
    /// Where each choice stands among the candidates, in the order of the search.
    private let places: [Int]
    private let choices: [Choice]
    /// All money is counted in this many pence: no choice costs part of it.
    private let unit: Int64

    /// - Parameter start: awards in full to begin with, by candidate: those of the ranking.
    init(_ terms: AllocationTerms, start: [Money], isOver: @escaping () -> Bool) {
        self.terms = terms
        self.start = zip(terms.candidates, start).map { $1 > .zero && $1 == $0.ask }
        self.isOver = isOver
        let hasFloors = terms.limits.contains { $0.floorPence != nil }
        let possible = terms.candidates.indices.filter { place in
            let candidate = terms.candidates[place]
            return candidate.isFundable && candidate.ask > .zero
                && candidate.ask <= terms.available && (hasFloors || candidate.points > 0)
        }
        let unit = max(
            1,
            possible.reduce(Int64(0)) {
                Self.greatestCommonDivisor($0, terms.candidates[$1].ask.pence)
            })
        let unsorted = possible.map { place in
            let candidate = terms.candidates[place]
            return (
                place,
                Choice(
                    cost: candidate.ask.pence / unit, worth: candidate.points,
                    limits: candidate.limits)
            )
        }
        let sorted = unsorted.sorted { left, right in
            if left.1.isDenser(than: right.1) { return true }
            return !right.1.isDenser(than: left.1) && left.0 < right.0
        }
        places = sorted.map(\.0)
        choices = sorted.map(\.1)
        self.unit = unit
    }

    /// - Returns: for each candidate whether it is chosen, and how sure that is.
    func run() -> (chosen: [Bool], standing: AllocationResult.Standing) {
        let budget = terms.available.pence / unit
        let begun = places.map { start[$0] }
        let found: (chosen: [Bool]?, bound: Int128?)
        if terms.limits.isEmpty {
            var search = CoreSearch(choices, budget: budget, start: begun, isOver: isOver)
            found = search.run()
        } else {
            var search = LimitSearch(
                choices, budget: budget,
                floors: terms.limits.map { (($0.floorPence ?? 0) + unit - 1) / unit },
                caps: terms.limits.map { ($0.capPence ?? terms.available.pence) / unit },
                start: begun, isOver: isOver)
            found = search.run()
        }
        var chosen = Array(repeating: false, count: terms.candidates.count)
        for (place, isChosen) in zip(places, found.chosen ?? []) where isChosen {
            chosen[place] = true
        }
        return switch (found.chosen, found.bound) {
        case (nil, nil): (chosen, .impossible)
        case (nil, _?): (chosen, .unknown)
        case (_?, nil): (chosen, .optimal)
        case (_?, let bound?): (chosen, .bounded(points: bound))
        }
    }

    private static func greatestCommonDivisor(_ first: Int64, _ second: Int64) -> Int64 {
        var (a, b) = (first, second)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
