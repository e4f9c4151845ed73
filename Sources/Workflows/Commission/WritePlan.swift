import Assessment
import Commissioning
import Forms
import FundCore
import FundStore
import Rounds

extension FundConfiguration {
    /// What a plan can refer to.
    public var planBook: PlanBook {
        PlanBook(
            criteria: scoring.criteria.map {
                PlanBook.Criterion(
                    key: $0.key, title: $0.title, question: $0.question,
                    weightBasisPoints: $0.weightBasisPoints)
            },
            questions: rules.mapValues { rules in
                rules.form.questions.map {
                    PlanBook.Asked(
                        key: $0.key, title: $0.title, criteria: $0.criteria,
                        isStandard: $0.fills != nil)
                }
            },
            characteristics: equality.questions.map {
                PlanBook.Choice(key: $0.key, title: $0.title)
            },
            tests: planning.tests, indicators: indicatorBook,
            days: PlanDays(
                holidays: bankHolidays, festivals: planning.festivals, years: planning.years,
                pace: planning.pace), purpose: about.purpose, whoCanApply: about.whoCanApply,
            weFund: about.weFund, weDoNotFund: about.weDoNotFund)
    }
}

extension Workflows {
    /// Writes an entry of a plan, or another version of it, while Plan is open.
    ///
    /// - Throws: `InvalidInput` with everything that is wrong, `PlanProblem`.
    public func writePlan(
        _ writing: PlanWriting, _ book: PlanBook, in key: String, as principal: Principal
    ) throws -> PlanWritten {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let cycle = try commissioning.cycle(key, in: tx.reading)
            let held = try commissioning.rounds(of: cycle.id, in: tx.reading).map {
                try rounds.round($0, in: tx.reading)
            }
            let priorities = try commissioning.priorities(of: cycle.id, in: tx.reading)
            let entries = try commissioning.planEntries(of: cycle.id, in: tx.reading)
            let choices = PlanChoices(
                writing.part, book, needs: try commissioning.needs(of: cycle.id, in: tx.reading),
                priorities: priorities, options: entries.standing(.option),
                rounds: held.map { PlanBook.Choice(key: $0.key, title: $0.plan.title) },
                characteristics: try commissioning.requiredCharacteristics(
                    of: cycle.id, in: tx.reading))
            let greatest =
                held.isEmpty
                ? try rounds.fund(in: tx.reading).total
                : held.reduce(.zero) { $0 + $1.plan.allotment }
            return try commissioning.write(
                writing, choices: choices,
                figures: try figures(of: writing, book, in: tx.reading),
                check: { values in
                    switch writing.part {
                    case .dates:
                        book.days.problems(values.steps) + book.days.unchecked(values.steps)
                    case .question: Self.askedProblems(values, book)
                    case .share:
                        Self.shareProblems(
                            values, entries.standing(.share), priorities, book, greatest)
                    default: []
                    }
                }, in: cycle, tx)
        }
    }

    /// Takes an entry of a plan back, while Plan is open.
    public func withdrawPlan(
        _ part: PlanPart, _ item: String, reason: String, in key: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            try commissioning.withdraw(
                part, item, reason: reason, in: try commissioning.cycle(key, in: tx.reading), tx)
        }
    }

    /// What an indicator says of where a need began, stands and is to go: of the whole area, or of a
    /// ward. The target is the whole area's, but of counts in a ward: those have their own, or
    /// none.
    private func figures(
        of writing: PlanWriting, _ book: PlanBook, in tx: borrowing ReadTx
    ) throws -> [String: String] {
        let key = (writing.values["indicator"] ?? "").trimmed
        guard writing.part == .gap,
            let indicator = book.indicators.indicators.first(where: { $0.key == key })
        else { return [:] }
        let ward = (writing.values["area"] ?? "").trimmed
        let place = ward.isEmpty ? IndicatorBook.wholeArea : ward
        let known = try commissioning.figures(of: key, ward: place, in: tx).filter {
            $0.stands && $0.value != nil
        }.sorted { $0.period < $1.period }
        let start = indicator.baseline
        let first = known.first { $0.period == start?.period }?.value
        var found = ["unit": indicator.unit.rawValue, "way": indicator.better.rawValue]
        found["fromBaseline"] = (first ?? (ward.isEmpty ? start?.value : nil))?.plain
        // So many in the whole area is no target for one ward.
        if ward.isEmpty || indicator.unit != .count {
            found["fromTarget"] = indicator.target?.value.plain
        }
        found["fromNow"] = known.last?.value?.plain
        found["period"] = known.last?.period.text
        return found
    }

    /// A question belongs to the form of its round.
    private static func askedProblems(
        _ values: [String: String], _ book: PlanBook
    ) -> [FieldProblem] {
        guard let round = values["round"], let question = values["question"],
            let asked = book.questions[round]
        else { return [] }
        let options = asked.filter { !$0.isStandard }.map(\.key)
        return options.contains(question)
            ? []
            : [
                FieldProblem(
                    "question", "not-an-option",
                    ["value": question, "options": options.joined(separator: ", ")])
            ]
    }

    /// A share is a priority's or a ward's, and all of them together are no more than there is.
    private static func shareProblems(
        _ values: [String: String], _ others: [PlanEntry], _ priorities: [CyclePriority],
        _ book: PlanBook, _ greatest: Money
    ) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if let by = values["by"], let key = values["key"] {
            let options =
                by == "ward" ? book.indicators.wards.map(\.key) : priorities.map(\.key)
            if !options.contains(key) {
                problems.append(
                    FieldProblem(
                        "key", "not-an-option",
                        ["value": key, "options": options.joined(separator: ", ")]))
            }
        }
        if let own = values["amountPence"].flatMap({ Int64($0) }) {
            let rest = others.filter { $0["key"] != values["key"] }
                .reduce(Money.zero) { $0 + Money(pence: Int64($1["amountPence"]) ?? 0) }
            let total = rest + Money(pence: own)
            if total > greatest {
                problems.append(
                    FieldProblem(
                        "amountPence", "plan-over-allotment",
                        ["total": total.words, "greatest": greatest.words]))
            }
        }
        return problems
    }
}
