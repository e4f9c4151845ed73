/// The best choice within a budget and limits: branch and bound, densest first.
///
/// The bound shares the money out in fractions: first each least, then the rest by density, held to
/// each most. That is the best there is in fractions where a choice is counted by one limit; where
/// it is counted by several, the bound holds it to the first of them, and looks at the others where
/// they leave no room for it at all. Choices that a bound settles are settled before the search.
struct LimitSearch {
    private let choices: [Choice]
    private let budget: Int64
    private let floors: [Int64]
    private let caps: [Int64]
    private let isOver: () -> Bool
    /// The limit that the bound holds each choice to; -1 for none.
    private let home: [Int]
    /// Whether the bound may count on a limit's least: all its choices are held to it.
    private let isWhole: [Bool]

    // Where the search stands.
    private var taken: [Bool]
    private var cost: Int64 = 0
    private var worth: Int128 = 0
    private var given: [Int64]
    /// What is open, by place, and what of it each limit could still get from each place on.
    private var open: [Int]
    private var reach: [[Int64]] = []
    private var best: [Bool]?
    private var bestWorth: Int128 = -1
    private var nodeCount = 0
    private var greatestNodeCount = 0
    private var isStopped = false
    private var isOutOfTime = false

    init(
        _ choices: [Choice], budget: Int64, floors: [Int64], caps: [Int64], start: [Bool],
        isOver: @escaping () -> Bool
    ) {
        self.choices = choices
        self.budget = budget
        self.floors = floors
        self.caps = caps
        self.isOver = isOver
        home = choices.map { $0.limits.min() ?? -1 }
        isWhole = floors.indices.map { limit in
            !choices.contains { $0.limits.contains(limit) && $0.limits.min() != limit }
        }
        taken = Array(repeating: false, count: choices.count)
        given = Array(repeating: 0, count: floors.count)
        open = Array(choices.indices)
        for place in choices.indices where start[place] { take(place) }
        if isFitting { note() }
        for place in choices.indices where start[place] { leave(place) }
    }

    /// - Returns: the best that was found, nil where none was; and the most there could be where
    ///   that is not proven.
    mutating func run() -> (chosen: [Bool]?, bound: Int128?) {
        greatestNodeCount = 20_000
        while true {
            // Each better one that was found settles more.
            settle()
            guard let most = bound(from: 0), most > bestWorth else { return (best, nil) }
            nodeCount = 0
            isStopped = false
            branch(from: 0)
            if isOutOfTime { return (best, most) }
            if !isStopped { return (best, nil) }
            greatestNodeCount *= 4
        }
    }

    private var isFitting: Bool {
        cost <= budget && zip(given, caps).allSatisfy { $0 <= $1 }
            && zip(given, floors).allSatisfy { $0 >= $1 }
    }

    private mutating func note() {
        guard worth > bestWorth else { return }
        bestWorth = worth
        best = taken
    }

    private mutating func take(_ place: Int) { change(place, to: true) }
    private mutating func leave(_ place: Int) { change(place, to: false) }

    private mutating func change(_ place: Int, to isTaken: Bool) {
        let choice = choices[place]
        taken[place] = isTaken
        cost += isTaken ? choice.cost : -choice.cost
        worth += isTaken ? choice.worth : -choice.worth
        for limit in choice.limits { given[limit] += isTaken ? choice.cost : -choice.cost }
    }

    private func fits(_ place: Int) -> Bool {
        let choice = choices[place]
        return cost + choice.cost <= budget
            && choice.limits.allSatisfy { given[$0] + choice.cost <= caps[$0] }
    }

    /// Settles what the bound allows to be only in, or only out; until nothing more is.
    private mutating func settle() {
        measureReach()
        var isChanged = true
        while isChanged {
            isChanged = false
            for place in open {
                if isOver() { return }
                let without = bound(from: 0, without: place)
                var with: Int128?
                if fits(place) {
                    take(place)
                    with = bound(from: 0, without: place)
                    leave(place)
                }
                let (canBeOut, canBeIn) = (
                    without.map { $0 > bestWorth } ?? false, with.map { $0 > bestWorth } ?? false
                )
                // Where neither can be, the search finds nothing better; it will say so itself.
                guard canBeOut != canBeIn else { continue }
                open.removeAll { $0 == place }
                if canBeIn { take(place) }
                measureReach()
                isChanged = true
            }
        }
    }

    private mutating func measureReach() {
        reach = floors.indices.map { limit in
            var sums = Array(repeating: Int64(0), count: open.count + 1)
            for position in open.indices.reversed() {
                let choice = choices[open[position]]
                sums[position] =
                    sums[position + 1] + (choice.limits.contains(limit) ? choice.cost : 0)
            }
            return sums
        }
    }

    private mutating func branch(from start: Int) {
        if isFitting { note() }
        for position in start..<open.count {
            nodeCount += 1
            if nodeCount % 256 == 0, isOver() { isOutOfTime = true }
            if isOutOfTime || nodeCount > greatestNodeCount { isStopped = true }
            guard !isStopped, let most = bound(from: position), most > bestWorth else { return }
            let place = open[position]
            guard fits(place) else { continue }
            take(place)
            branch(from: position + 1)
            leave(place)
        }
    }

    /// The most that could come of where the search stands with what is open from a position on;
    /// nil where the limits cannot be kept.
    private func bound(from start: Int, without excluded: Int = -1) -> Int128? {
        var left = budget - cost
        var room = zip(caps, given).map { $0 - $1 }
        var early = Array(repeating: Int64(0), count: floors.count)
        var most = worth
        for limit in floors.indices where given[limit] < floors[limit] {
            let need = floors[limit] - given[limit]
            guard need <= reach[limit][start] else { return nil }
            guard isWhole[limit] else { continue }
            early[limit] = need
            left -= need
            room[limit] -= need
            guard left >= 0, room[limit] >= 0 else { return nil }
            var rest = need
            for position in start..<open.count where rest > 0 {
                let place = open[position]
                guard home[place] == limit, place != excluded, fits(place) else { continue }
                let part = min(rest, choices[place].cost)
                most += share(of: place, part)
                rest -= part
            }
            guard rest == 0 else { return nil }
        }
        for position in start..<open.count where left > 0 {
            let place = open[position]
            guard place != excluded, fits(place) else { continue }
            var part = choices[place].cost
            let limit = home[place]
            if limit >= 0 {
                // What went to the limit's least is counted already.
                let counted = min(part, early[limit])
                early[limit] -= counted
                part = min(part - counted, room[limit])
                room[limit] -= min(part, left)
            }
            part = min(part, left)
            left -= part
            if part > 0 { most += share(of: place, part) }
        }
        return most
    }

    /// What part of a choice is worth, rounded up.
    private func share(of place: Int, _ part: Int64) -> Int128 {
        let choice = choices[place]
        guard part < choice.cost else { return choice.worth }
        return (choice.worth * Int128(part) + Int128(choice.cost) - 1) / Int128(choice.cost)
    }
}
