import Forms
import FundCore
import Identity
import Publishing

/// Fields that many forms ask, with what is wrong with each.
extension Visit {
    /// - Parameter first: what stands where nothing is chosen; nil where the first one is.
    func select(
        _ name: String, _ label: String, _ options: [(String, String)], hint: String? = nil,
        first: String? = "page.choose", _ problems: [FieldProblem]
    ) -> Field {
        let chosen = fields[name]
        return Field(
            name: name, label: label,
            kind: .select(
                (first.map { [.init(value: "", label: w($0))] } ?? [])
                    + options.map {
                        .init(value: $0.0, label: $0.1, isChosen: $0.0 == chosen)
                    }), hint: hint,
            error: problems.first { $0.place == name }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    /// One of a panel's members, by address.
    func panelMember(_ people: [PanelPerson], _ problems: [FieldProblem]) -> Field {
        select(
            "email", w("page.panel-member"),
            people.map { ($0.person.email, "\($0.person.name) (\($0.person.email))") }, problems)
    }

    /// One of a few ways, each with words of its own.
    func oneOf(
        _ name: String, _ label: String, _ ways: [(value: String, words: String)],
        _ problems: [FieldProblem]
    ) -> Field {
        Field(
            name: name, label: label,
            kind: .radios(
                ways.map {
                    .init(value: $0.value, label: $0.words, isChosen: fields[name] == $0.value)
                }), error: problems.first { $0.place == name }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    func line(
        _ name: String, _ label: String, hint: String? = nil, width: String? = nil,
        preset: String = "", _ problems: [FieldProblem]
    ) -> Field {
        Field(
            name: name, label: label,
            kind: .input(
                value: fields.has(name) ? fields.raw(name) : preset, width: width), hint: hint,
            error: problems.first { $0.place == name }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    func radios(
        _ name: String, _ label: String, _ options: [(value: String, label: String)],
        _ problems: [FieldProblem]
    ) -> Field {
        Field(
            name: name, label: label,
            kind: .radios(
                options.map {
                    .init(value: $0.value, label: $0.label, isChosen: fields[name] == $0.value)
                }), error: problems.first { $0.place == name }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    /// A field of several lines, with what is wrong with it.
    func longField(
        _ name: String, _ label: String, value: String, rows: Int, hint: String? = nil,
        _ problems: [FieldProblem]
    ) -> Field {
        var field = Field(
            name: name, label: label, kind: .textArea(value: value, rows: rows, limit: nil))
        field.hint = hint
        field.error = problems.first { $0.place == name }.map(words.onPage)
        field.errorPrefix = w("page.error-prefix")
        return field
    }

    /// What is wrong with something that somebody wrote: its length, if anything.
    func tooLong(_ text: String, _ field: String, maximum: Int = 2000) -> [FieldProblem] {
        text.unicodeScalars.count <= maximum
            ? [] : [FieldProblem(field, "too-long", ["maximum": "\(maximum)"])]
    }

    func reasonField(_ problems: [FieldProblem], optional: Bool) -> Field {
        longField(
            "reason", optional ? w("page.optional", ["title": w("page.reason")]) : w("page.reason"),
            value: fields.raw("reason"), rows: 3, problems)
    }
}
