/// The best choice within a budget alone.
///
/// Begins with the densest choices up to the first that does not fit, and then lets in the next and
/// leaves out the last of those, in turn, outward from there: a list of what can be reached, of
/// which only those stay that cost less than all that are worth as much (dominance), and that could
/// still beat the best by a fractional bound. When the list is empty the best is proven.
struct CoreSearch {
    /// What can be reached, and the step that led there; -1 is where it began.
    private struct Reached {
        let cost: Int64
        let worth: Int128
        let step: Int32
    }

    private struct Step {
        let choice: Int32
        let before: Int32
    }

    /// 6 million steps are about 50 MB.
    private static let greatestStepCount = 6_000_000

    private let choices: [Choice]
    private let budget: Int64
    private let isOver: () -> Bool
    private var steps: [Step] = []
    private var list: [Reached] = []
    /// How many stood in the beginning, and what they cost and are worth.
    private var first = 0
    private var firstCost: Int64 = 0
    private var firstWorth: Int128 = 0
    private var best: [Bool]
    private var bestWorth: Int128
    /// Where the best was reached; nil while `best` is what it began with.
    private var bestStep: Int32?

    /// - Parameters:
    ///   - choices: densest first, each costing at most the budget.
    ///   - start: a choice that fits, to beat.
    init(_ choices: [Choice], budget: Int64, start: [Bool], isOver: @escaping () -> Bool) {
        self.choices = choices
        self.budget = budget
        self.isOver = isOver
        best = start
        bestWorth = zip(choices, start).reduce(0) { $1.1 ? $0 + $1.0.worth : $0 }
    }

    /// - Returns: the best that was found, and the most there could be where that is not proven.
    mutating func run() -> (chosen: [Bool]?, bound: Int128?) {
        while first < choices.count, firstCost + choices[first].cost <= budget {
            firstCost += choices[first].cost
            firstWorth += choices[first].worth
            first += 1
        }
        list = [Reached(cost: firstCost, worth: firstWorth, step: -1)]
        note(list[0])
        var (left, right) = (first - 1, first)
        var isRightNext = true
        prune(left, right)
        while !list.isEmpty, left >= 0 || right < choices.count {
            guard steps.count < Self.greatestStepCount, !isOver() else {
                let bound = list.map { most(from: $0, left, right) }.max() ?? bestWorth
                return (chosen(), bound > bestWorth ? bound : nil)
            }
            if right < choices.count, isRightNext || left < 0 {
                if canMatter(right, isAdded: true) { widen(by: right, isAdded: true) }
                right += 1
            } else {
                if canMatter(left, isAdded: false) { widen(by: left, isAdded: false) }
                left -= 1
            }
            isRightNext.toggle()
            prune(left, right)
        }
        return (chosen(), nil)
    }

    private mutating func note(_ reached: Reached) {
        guard reached.cost <= budget, reached.worth > bestWorth else { return }
        bestWorth = reached.worth
        bestStep = reached.step
    }

    /// Whether a solution that changes this choice from how it began could beat the best: a bound
    /// by the density of the first that did not fit.
    private func canMatter(_ place: Int, isAdded: Bool) -> Bool {
        guard first < choices.count else { return true }
        let (choice, edge) = (choices[place], choices[first])
        let cost = isAdded ? firstCost + choice.cost : firstCost - choice.cost
        let worth = isAdded ? firstWorth + choice.worth : firstWorth - choice.worth
        return Int128(budget - cost) * edge.worth >= (bestWorth + 1 - worth) * Int128(edge.cost)
    }

    /// Lets every reached one change `place` or not, and keeps those that nothing dominates.
    private mutating func widen(by place: Int, isAdded: Bool) {
        let choice = choices[place]
        let cost = isAdded ? choice.cost : -choice.cost
        let worth = isAdded ? choice.worth : -choice.worth
        var merged: [Reached] = []
        merged.reserveCapacity(list.count * 2)
        var (kept, changed) = (0, 0)
        while kept < list.count || changed < list.count {
            let isKept =
                changed == list.count
                || kept < list.count && list[kept].cost <= list[changed].cost + cost
            if isKept {
                let one = list[kept]
                kept += 1
                if let last = merged.last {
                    guard one.worth > last.worth else { continue }
                    if one.cost == last.cost { merged.removeLast() }
                }
                merged.append(one)
            } else {
                let from = list[changed]
                changed += 1
                if let last = merged.last {
                    guard from.worth + worth > last.worth else { continue }
                    if from.cost + cost == last.cost { merged.removeLast() }
                }
                steps.append(Step(choice: Int32(place), before: from.step))
                let one = Reached(
                    cost: from.cost + cost, worth: from.worth + worth, step: Int32(steps.count - 1))
                note(one)
                merged.append(one)
            }
        }
        list = merged
    }

    /// Takes out what can no longer beat the best.
    private mutating func prune(_ left: Int, _ right: Int) {
        list.removeAll { one in
            let next = one.cost <= budget ? right : left
            guard choices.indices.contains(next) else { return true }
            let edge = choices[next]
            return Int128(budget - one.cost) * edge.worth
                < (bestWorth + 1 - one.worth) * Int128(edge.cost)
        }
    }

    /// The most that could come of it.
    private func most(from one: Reached, _ left: Int, _ right: Int) -> Int128 {
        let next = one.cost <= budget ? right : left
        guard choices.indices.contains(next) else { return bestWorth }
        let edge = choices[next]
        let more = Int128(budget - one.cost) * edge.worth
        let cost = Int128(edge.cost)
        return one.worth + (more >= 0 ? more / cost : -((-more + cost - 1) / cost))
    }

    private func chosen() -> [Bool] {
        guard var step = bestStep else { return best }
        var chosen = choices.indices.map { $0 < first }
        while step >= 0 {
            chosen[Int(steps[Int(step)].choice)].toggle()
            step = steps[Int(step)].before
        }
        return chosen
    }
}
