import Forms
import FundCore

/// A question of the form as the field that asks it.
extension Visit {
    /// - Parameters:
    ///   - typed: what stands in it.
    ///   - isHeading: whether the page asks nothing else.
    func field(
        for question: Question, _ typed: TypedFields, isHeading: Bool,
        files: [FileAnswer] = [], problems: [FieldProblem] = []
    ) -> Field {
        let title = words.title(of: question)
        let label =
            question.required || question.type == .declaration
            ? title : w("page.optional", ["title": title])
        var field = Field(name: question.key, label: label, kind: kind(of: question, typed, files))
        field.isHeading = isHeading
        field.hint = words.hint(of: question)
        let wrong = problems.filter { $0.place == question.key }.map(words.onPage)
        // Of files and of lines each has its own.
        field.error =
            [.file, .budget, .spend].contains(question.type) && !wrong.isEmpty
            ? wrong.joined(separator: " ") : wrong.first
        field.errorPrefix = w("page.error-prefix")
        return field
    }

    private func kind(
        of question: Question, _ typed: TypedFields, _ files: [FileAnswer]
    ) -> Field.Kind {
        let value = typed.raw(question.key)
        switch question.type {
        case .text:
            return .input(value: value, autocomplete: autocomplete(question))
        case .longText:
            return .textArea(value: value, rows: 8, limit: limit(of: question))
        case .number: return .input(value: value, inputMode: "numeric", width: "5", isLTR: true)
        case .money:
            return .input(value: value, inputMode: "decimal", prefix: "£", width: "10", isLTR: true)
        case .date:
            return .date(
                Question.dateParts.map {
                    (
                        name: "\(question.key).\($0)", label: w("page.\($0)"),
                        value: typed.raw("\(question.key).\($0)")
                    )
                })
        case .choice:
            return .radios(options(of: question, [value]))
        case .ward:
            return .select(
                [Field.Option(value: "", label: w("page.choose"), isChosen: value.isEmpty)]
                    + options(of: question, [value]))
        case .choices: return .checkboxes(options(of: question, typed.all(question.key)))
        case .declaration:
            return .checkboxes([
                Field.Option(
                    value: "true", label: w("page.we-agree"), isChosen: value == "true")
            ])
        case .postcode:
            return .input(value: value, autocomplete: "postal-code", width: "10", isLTR: true)
        case .email: return .input(value: value, type: "email", autocomplete: "email", isLTR: true)
        case .phone:
            return .input(value: value, type: "tel", autocomplete: "tel", width: "20", isLTR: true)
        case .file: return filesKind(question, typed, files)
        case .budget: return budgetKind(question, typed)
        case .spend: return spendKind(question, typed)
        case .organisationNumber: return .input(value: value, width: "10", isLTR: true)
        }
    }

    private func options(of question: Question, _ chosen: [String]) -> [Field.Option] {
        question.options.map {
            Field.Option(
                value: $0.key, label: words.title(of: $0, in: question),
                isChosen: chosen.contains($0.key))
        }
    }

    private func limit(of question: Question) -> String {
        if let most = question.maximumWords { return w("page.up-to-words", ["count": "\(most)"]) }
        return w("page.up-to-characters", ["count": "\(question.maximumCharacters)"])
    }

    /// WCAG 1.3.5: what a browser may fill in by itself.
    private func autocomplete(_ question: Question) -> String? {
        switch question.fills {
        case .organisationName: "organization"
        case .contactName: "name"
        default: nil
        }
    }

    /// The names of the months, as people may write them here.
    var months: [[String]] {
        (1...12).map { month in
            Array(Set([words, house.languages[0]].map { $0.words("month.\(month)") }))
        }
    }
}
