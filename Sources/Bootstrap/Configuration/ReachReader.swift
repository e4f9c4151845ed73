import Applications
import Forms
import FundCore

/// Reads `figures` of `equality.yaml`; a file without it gets what is usual.
enum ReachReader {
    private static let greatestBandCount = 12

    static func rules(_ value: ConfigValue) -> ReachRules {
        guard value.isPresent else { return ReachRules() }
        value.allow("minimum", "amounts", "size")
        let size = value.optional("size")
        return ReachRules(
            minimum: value["minimum"].wholeNumber(ReachRules.leastMinimum...1000),
            nearestPence: amount(value["amounts"]), size: size.isPresent ? self.size(size) : nil)
    }

    /// The key of an equality question: `--by` names other tables beside them.
    static func key(_ value: ConfigValue, _ keys: inout UniqueKeys) -> String {
        let key = keys.take(value)
        if ReachTable.ownKeys.contains(key) { value.report("reach-key-taken", ["key": key]) }
        return key
    }

    private static func amount(_ value: ConfigValue) -> Int64 {
        let least = Money(pence: 10_000)
        let amount = value.money()
        guard value.isPresent, amount < least else { return max(amount, least).pence }
        value.report("reach-amounts", ["minimum": least.words])
        return least.pence
    }

    private static func size(_ value: ConfigValue) -> ReachRules.Size {
        value.allow("question", "from")
        let from = value["from"].items.map { $0.wholeNumber(0...1_000_000_000) }
        if zip(from, from.dropFirst()).contains(where: >=) || from.count > greatestBandCount {
            value["from"].report("reach-bands", ["maximum": "\(greatestBandCount)"])
        }
        return ReachRules.Size(question: value["question"].text(), from: from)
    }
}
