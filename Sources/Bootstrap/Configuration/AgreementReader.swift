import Awards
import Forms
import FundCore

/// Reads what a round's offers say: `agreement` of `rounds.yaml`.
enum AgreementReader {
    private static let greatestCount = 30

    static func rules(_ value: ConfigValue, _ form: Form) -> AgreementRules {
        guard value.isPresent else { return AgreementRules() }
        value.allow(
            "acceptWithinDays", "lastsDays", "startQuestion", "endQuestion",
            "assistanceCap", "permittedCosts", "conditions")
        return AgreementRules(
            acceptWithinDays: value["acceptWithinDays"].wholeNumber(1...366),
            lastsDays: value["lastsDays"].wholeNumber(1...3660),
            startQuestion: question(value.optional("startQuestion"), form, usual: "startDate"),
            endQuestion: question(value.optional("endQuestion"), form, usual: "endDate"),
            assistanceCap: cap(value.optional("assistanceCap")),
            permittedCosts: sentences(value["permittedCosts"]),
            conditions: sentences(value["conditions"]))
    }

    /// The key of a question of the form that takes a date.
    ///
    /// - Parameter usual: what it is where nothing is said, if the form has it.
    private static func question(
        _ value: ConfigValue, _ form: Form, usual: String
    ) -> String? {
        let dates = form.questions.filter { $0.type == .date }.map(\.key)
        guard value.isPresent else { return dates.first { $0 == usual } }
        let key = value.key()
        guard dates.contains(key) else {
            value.report(
                "not-an-option",
                ["value": key, "options": dates.sorted().joined(separator: ", ")])
            return nil
        }
        return key
    }

    private static func cap(_ value: ConfigValue) -> Money {
        value.isPresent ? value.money() : AgreementRules.statutoryCap
    }

    private static func sentences(_ value: ConfigValue) -> [String] {
        let items = value.items
        if items.count > greatestCount {
            value.report("too-many", ["maximum": "\(greatestCount)"])
        }
        return items.map { $0.text(maximum: 1000) }
    }
}
