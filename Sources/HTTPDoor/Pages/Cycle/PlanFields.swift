import Commissioning
import Forms
import FundCore
import Identity
import Publishing

/// The fields of an entry of a plan: how they are asked, read and said.
extension Visit {
    /// - Parameters:
    ///   - preset: what the fields have before somebody types, as it is kept.
    ///   - choices: what they can be chosen from, by field.
    func planFields(
        _ part: PlanPart, preset: [String: String], choices: [String: [PlanBook.Choice]],
        _ problems: [FieldProblem], leavingOut fixed: [String] = []
    ) -> [Field] {
        part.fields.filter { !fixed.contains($0.name) }.map { field in
            let name = field.name
            let title = w("plan-\(part.rawValue).\(name)")
            let hintKey = "plan-hint-\(part.rawValue).\(name)"
            let kept = preset[name] ?? ""
            let value = fields.has(name) ? fields.raw(name) : kept
            let kind: Field.Kind
            switch field.kind {
            case .line, .number: kind = .input(value: value)
            case .text: kind = .textArea(value: value, rows: 4, limit: nil)
            case .pence:
                let pounds = Int64(kept).map { Money(pence: $0).plainPounds } ?? ""
                kind = .input(
                    value: fields.has(name) ? fields.raw(name) : pounds, inputMode: "decimal",
                    prefix: "£", width: "10", isLTR: true)
            case .oneOf(let options):
                kind = .radios(
                    options.map {
                        .init(
                            value: $0, label: w("plan-choice.\($0)"), isChosen: $0 == value)
                    })
            case .listed:
                kind = .select(
                    [.init(value: "", label: w("page.choose"))]
                        + (choices[name] ?? []).map {
                            .init(
                                value: $0.key, label: planTitle(name, $0),
                                isChosen: $0.key == value)
                        })
            case .day: kind = .date(dayParts(name, LocalDate(kept)))
            }
            return Field(
                name: name,
                label: field.isNeeded ? title : w("page.optional", ["title": title]), kind: kind,
                hint: words.has(hintKey) ? w(hintKey) : nil,
                error: problems.first { $0.place == name }.map(words.onPage),
                errorPrefix: w("page.error-prefix"))
        }
    }

    private func dayParts(
        _ name: String, _ day: LocalDate?
    ) -> [(name: String, label: String, value: String)] {
        let isSent = Question.dateParts.contains { fields.has("\(name).\($0)") }
        return Question.dateParts.map { part in
            let number =
                switch part {
                case "day": day?.day
                case "month": day?.month
                default: day?.year
                }
            return (
                name: "\(name).\(part)", label: w("page.\(part)"),
                value: isSent ? fields.raw("\(name).\(part)") : number.map { "\($0)" } ?? ""
            )
        }
    }

    /// What was sent, by field, and what is wrong with the days of it.
    func planSent(_ part: PlanPart) -> (values: [String: String], days: [FieldProblem]) {
        var (values, problems): ([String: String], [FieldProblem]) = ([:], [])
        for field in part.fields {
            guard case .day = field.kind else {
                values[field.name] = fields.raw(field.name)
                continue
            }
            let (typed, slips) = day(
                Question(key: field.name, type: .date, title: "", required: true))
            problems += slips
            values[field.name] = typed.map { "\($0)" } ?? (slips.isEmpty ? "" : "?")
        }
        return (values, problems)
    }

    /// Problems as a page says them: of a day how it was typed, of a choice that one is to be made.
    func onPlanPage(
        _ problems: [FieldProblem], _ part: PlanPart, days: [FieldProblem]
    ) -> [FieldProblem] {
        problems.map { problem in
            let field = part.fields.first { $0.name == problem.place }
            switch (field?.kind, problem.code) {
            case (.day?, "not-date"): return days.first { $0.place == problem.place } ?? problem
            case (.oneOf?, "missing"), (.listed?, "missing"):
                return FieldProblem(problem.place, "choose-one")
            default: return problem
            }
        }
    }

    /// What something that a plan names is called in this language.
    func planTitle(_ field: String, _ choice: PlanBook.Choice) -> String {
        let key =
            switch field {
            case "priority", "key": "priorities.\(choice.key)"
            case "indicator": "indicators.\(choice.key).name"
            case "round": "rounds.\(choice.key)"
            default: ""
            }
        return words.translation(key) ?? choice.title
    }

    /// What an entry says in a field, in words.
    func planValue(
        _ entry: PlanEntry, _ field: PlanField, _ choices: [String: [PlanBook.Choice]]
    ) -> String {
        let value = entry[field.name]
        guard !value.isEmpty else { return "–" }
        switch field.kind {
        case .line, .text, .number: return value
        case .oneOf: return w("plan-choice.\(value)")
        case .listed:
            return choices[field.name]?.first { $0.key == value }
                .map { planTitle(field.name, $0) } ?? value
        case .day: return LocalDate(value).map { words.words($0) } ?? value
        case .pence: return Int64(value).map { Money(pence: $0).words } ?? value
        }
    }

    /// What an entry is called in a list.
    func planHeading(_ entry: PlanEntry, _ choices: [String: [PlanBook.Choice]]) -> String {
        func said(_ name: String) -> String {
            entry.part.fields.first { $0.name == name }.map {
                planValue(entry, $0, choices)
            } ?? ""
        }
        return switch entry.part {
        case .vision, .dates: w("plan-part.\(entry.part.rawValue)")
        case .gap: said("need")
        case .option: words.apart("\(entry.item). \(entry["title"])")
        case .mark: words.apart("\(said("option")): \(said("question"))")
        case .talk: words.apart("\(said("day")): \(entry["who"])")
        case .outcome: said("text")
        case .question: said("question")
        case .share: said("key")
        case .impact: said("characteristic")
        }
    }

    /// The rest of it, in short.
    func planSummary(_ entry: PlanEntry, _ choices: [String: [PlanBook.Choice]]) -> String {
        func said(_ names: String...) -> String {
            names.compactMap { name in
                entry.part.fields.first { $0.name == name }.map {
                    planValue(entry, $0, choices)
                }
            }.filter { $0 != "–" }.joined(separator: " – ")
        }
        return switch entry.part {
        case .vision: said("text")
        case .gap: said("existing")
        case .option: said("choice", "why")
        case .mark: said("mark", "reason")
        case .talk: said("changed", "outcome")
        case .outcome, .question: said("priority")
        case .share: said("amountPence")
        case .impact: said("effect", "action")
        case .dates: said("opens", "closes")
        }
    }
}
