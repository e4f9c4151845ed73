import Awards
import Forms
import FundCore
import Rounds

/// Reads `allocation` of a round: how much of its money may, or shall, go to one ward or priority.
enum LimitsReader {
    /// - Returns: the limits, wards first, in the order of the fund's wards and priorities.
    static func limits(
        _ value: ConfigValue, _ plan: RoundPlan, _ form: Form, wards: [Question.Option],
        priorities: [Priority]
    ) -> [AllocationLimit] {
        guard value.isPresent else { return [] }
        value.allow("caps", "floors")
        let (caps, floors) = (value.optional("caps"), value.optional("floors"))
        for group in [caps, floors] {
            group.allow(AllocationLimit.Kind.allCases.map(\.rawValue))
        }
        let known: [(AllocationLimit.Kind, [(key: String, title: String)])] = [
            (.ward, wards.map { ($0.key, $0.title) }),
            (.priority, priorities.map { ($0.key, $0.title) }),
        ]
        return known.flatMap { kind, options -> [AllocationLimit] in
            let keys = options.map(\.key)
            let cap = amounts(caps.optional(kind.rawValue), keys, plan)
            let floor = amounts(floors.optional(kind.rawValue), keys, plan)
            let asksForWard = form.questions.contains { $0.type == .ward }
            if kind == .ward, !asksForWard, !(cap.isEmpty && floor.isEmpty) {
                value.report("limit-without-ward")
            }
            let floorsTotal = floor.values.reduce(Money.zero) { $0 + $1.amount }
            // An application is in one ward; the floors of all of them must fit.
            if kind == .ward, floorsTotal > plan.allotment {
                value.report("floors-over-allotment", ["allotment": plan.allotment.words])
            }
            return options.compactMap { key, title in
                let (least, most) = (floor[key], cap[key])
                guard least != nil || most != nil else { return nil }
                if let least, let most, least.amount > most.amount {
                    least.value.report("floor-over-cap", ["cap": most.amount.words])
                }
                return AllocationLimit(
                    kind: kind, key: key, title: title, floorPence: least?.amount.pence,
                    capPence: most?.amount.pence)
            }
        }
    }

    private static func amounts(
        _ value: ConfigValue, _ keys: [String], _ plan: RoundPlan
    ) -> [String: (amount: Money, value: ConfigValue)] {
        guard value.isPresent else { return [:] }
        value.allow(keys)
        var amounts: [String: (amount: Money, value: ConfigValue)] = [:]
        for (key, inner) in value.members {
            let amount = inner.money()
            if amount > plan.allotment {
                inner.report("floors-over-allotment", ["allotment": plan.allotment.words])
            }
            amounts[key] = (amount, inner)
        }
        return amounts
    }
}
