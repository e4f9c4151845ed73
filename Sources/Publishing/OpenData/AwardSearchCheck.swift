import Awards
import Commissioning
import Forms
import FundCore
import FundStore
import Rounds

extension Reports {
    /// Refuses to look for awards by a ward, a priority or a round that there is not. Those of rounds
    /// that have opened are known, whether anything of them is published or not.
    ///
    /// - Throws: `InvalidInput` with everything that is unknown.
    public func check(
        _ search: AwardSearch, _ rules: PublishingRules, _ areas: AreaRules
    ) throws {
        guard search.ward != nil || search.priority != nil || search.round != nil else { return }
        let choices = try awardChoices(rules, areas)
        let (keys, open) = try store.read { tx in
            let all = try rounds.all(in: tx)
            let priorities = try all.filter { $0.status != .planned }.flatMap { round in
                try rounds.section(.priorities, of: round.id, in: tx) as [Priority]
            }
            return (all.map(\.key), priorities.map(\.key))
        }
        var problems: [FieldProblem] = []
        func look(_ key: String?, at field: String, among known: [String]) {
            guard let key, !known.isEmpty, !known.contains(key) else { return }
            problems.append(
                FieldProblem(
                    field, "not-an-option",
                    ["value": key, "options": known.joined(separator: ", ")]))
        }
        look(search.ward, at: "ward", among: choices.wards.map(\.key))
        look(
            search.priority, at: "priority",
            among: Set(choices.priorities.map(\.key) + open).sorted())
        look(search.round, at: "round", among: keys)
        guard problems.isEmpty else { throw InvalidInput("awards", problems) }
    }
}
