import Forms
import FundCore

/// A day that somebody types as three numbers.
extension Visit {
    /// - Parameters:
    ///   - label, hint: keys of the catalogue.
    func dayField(
        _ question: Question, _ label: String, _ hint: String, _ problems: [FieldProblem],
        isOptional: Bool = true
    ) -> Field {
        let title = w(label)
        var field = Field(
            name: question.key,
            label: isOptional ? w("page.optional", ["title": title]) : title,
            kind: .date(
                Question.dateParts.map {
                    (
                        name: "\(question.key).\($0)", label: w("page.\($0)"),
                        value: fields.raw("\(question.key).\($0)")
                    )
                }))
        field.hint = w(hint)
        field.error = problems.first { $0.place == question.key }.map(words.onPage)
        field.errorPrefix = w("page.error-prefix")
        return field
    }

    /// The day that was typed; nil where none was.
    func day(_ question: Question) -> (LocalDate?, [FieldProblem]) {
        switch question.read(fields, months: months) {
        case .nothing: (nil, [])
        case .value(let value): (value.string.flatMap { LocalDate($0) }, [])
        case .problem(let problem, _): (nil, [problem])
        }
    }
}
