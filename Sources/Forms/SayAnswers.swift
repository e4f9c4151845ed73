import FundCore

/// Questions and answers in words, in the language of the catalogue where that has them.
extension TextCatalogue {
    public func title(of question: Question) -> String {
        translation("form.\(question.key).title") ?? question.title
    }

    public func hint(of question: Question) -> String? {
        question.hint.map { translation("form.\(question.key).hint") ?? $0 }
    }

    public func title(of option: Question.Option, in question: Question) -> String {
        translation("form.\(question.key).options.\(option.key)")
            ?? translation("priorities.\(option.key)") ?? translation("wards.\(option.key)")
            ?? option.title
    }

    /// An answer as people read it, a line for each thing chosen; nothing where there is none.
    public func lines(_ value: JSONValue?, to question: Question) -> [String] {
        func option(_ key: String) -> String {
            question.options.first { $0.key == key }.map { title(of: $0, in: question) } ?? key
        }
        guard let value else { return [] }
        switch (question.type, value) {
        case (.money, _): return value.int.map { [Money(pence: $0).words] } ?? []
        case (.number, _): return value.int.map { ["\($0)"] } ?? []
        case (.choice, .string(let key)), (.ward, .string(let key)): return [option(key)]
        case (.choices, .array(let keys)): return keys.compactMap(\.string).map(option)
        case (.declaration, .bool(let declared)):
            return [words(declared ? "answer.declared" : "answer.not-declared")]
        case (.file, _):
            return value.fileAnswers.map {
                words(
                    "answer.file",
                    [
                        "name": $0.name, "size": FileRules.words($0.byteCount),
                        "hash": String($0.sha256.prefix(16)),
                    ])
            }
        case (.budget, _):
            return value.budgetLines.map { budget($0, option) } ?? begun(value, option)
        case (.spend, _): return (value.spendLines ?? []).map(spend)
        case (.date, .string(let text)):
            return LocalDate(text).map { [words($0)] } ?? [text]
        default: return value.string.map { [$0] } ?? []
        }
    }

    private func budget(_ lines: [BudgetLine], _ title: (String) -> String) -> [String] {
        let said = lines.map { line in
            words(
                line.kind == nil ? "answer.budget-line" : "answer.budget-line-kind",
                [
                    "what": line.what, "kind": line.kind.map(title) ?? "",
                    "amount": line.amount.words,
                ])
        }
        return said.count > 1
            ? said + [words("answer.budget-total", ["amount": lines.total.words])] : said
    }

    /// Of a budget whose lines are not whole yet, as much of each as there is.
    private func begun(_ value: JSONValue, _ title: (String) -> String) -> [String] {
        (value.array ?? []).map { line in
            let parts = [
                line["what"]?.string, line["kind"]?.string.map { title($0) },
                line["amountPence"]?.int.map { Money(pence: $0).words },
            ]
            return parts.compactMap { $0 }.joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    private func spend(_ line: SpendLine) -> String {
        let said = words(
            line.what.isEmpty ? "answer.spend-other" : "answer.spend-line",
            [
                "what": line.what, "budget": line.budget.words,
                "spent": line.spentPence.map { Money(pence: $0).words }
                    ?? words("answer.spend-untold"),
            ])
        return line.because.map { words("answer.spend-because", ["line": said, "because": $0]) }
            ?? said
    }
}
