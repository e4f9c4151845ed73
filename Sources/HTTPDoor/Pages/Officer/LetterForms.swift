import Correspondence
import Forms
import FundCore
import Publishing

/// The forms by which an officer writes into a decision letter.
extension Visit {
    func letterFields(
        of act: CaseAct, _ file: CaseFile, _ problems: [FieldProblem]
    ) -> [Field] {
        switch act {
        case .feedback:
            return comments(file, problems)
                + words(
                    "feedback", file.feedback, hint: "page.feedback-hint", file.hasCopy, problems)
        case .conditions:
            // What the panel set stands there already; in another language, to be translated.
            let set = file.panelConditions.map {
                LetterWords(text: file.hasCopy ? "" : $0, english: file.hasCopy ? $0 : nil)
            }
            return words(
                "conditions", file.conditions ?? set, hint: "page.conditions-hint", file.hasCopy,
                problems) + insteadOfPanel(file)
        default:
            let isAward = file.letters.contains(where: \.kind.tellsAward)
            return [
                longField(
                    "reason", w("page.correct-reason"), value: fields.raw("reason"), rows: 3,
                    hint: w("page.correct-reason-hint"), problems)
            ] + other("feedback", "page.feedback-english", file.hasCopy, problems)
                + (isAward
                    ? other("conditions", "page.conditions-english", file.hasCopy, problems)
                        + insteadOfPanel(file) : [])
        }
    }

    /// What the panel set, and whether the words take its place; nothing where it set nothing.
    private func insteadOfPanel(_ file: CaseFile) -> [Field] {
        guard let set = file.panelConditions else { return [] }
        return [
            Field(
                name: "instead", label: w("page.panel-set-conditions"),
                kind: .checkboxes([
                    .init(
                        value: "yes", label: w("page.instead-of-panel"),
                        isChosen: fields.has("instead"))
                ]), hint: w("page.panel-set-text", ["text": words.apart(set)]),
                errorPrefix: w("page.error-prefix"))
        ]
    }

    /// What the panel wrote, to be ticked; nobody's name.
    private func comments(_ file: CaseFile, _ problems: [FieldProblem]) -> [Field] {
        guard !file.comments.isEmpty else { return [] }
        let chosen = fields.all("comment")
        return [
            Field(
                name: "comment", label: w("page.feedback-comments"),
                kind: .checkboxes(
                    file.comments.enumerated().map { place, comment in
                        Field.Option(
                            value: "\(place + 1)", label: comment.text, hint: comment.title,
                            isChosen: chosen.contains("\(place + 1)"))
                    }), hint: w("page.feedback-comments-hint"))
        ]
    }

    private func words(
        _ name: String, _ kept: LetterWords?, hint: String, _ hasCopy: Bool,
        _ problems: [FieldProblem]
    ) -> [Field] {
        func value(_ name: String, _ kept: String?) -> String {
            fields.has(name) ? fields.raw(name) : kept ?? ""
        }
        let own = longField(
            name, w("page.\(name)"), value: value(name, kept?.text), rows: 6, hint: w(hint),
            problems)
        guard hasCopy else { return [own] }
        return [
            own,
            longField(
                "english", w("page.optional", ["title": w("page.words-english")]),
                value: value("english", kept?.english), rows: 6,
                hint: w("page.words-english-hint"), problems),
        ]
    }

    /// Other words than the letter before had.
    private func other(
        _ name: String, _ englishLabel: String, _ hasCopy: Bool, _ problems: [FieldProblem]
    ) -> [Field] {
        let own = longField(
            name, w("page.optional", ["title": w("page.\(name)")]), value: fields.raw(name),
            rows: 4, hint: w("page.correct-words-hint"), problems)
        guard hasCopy else { return [own] }
        let english = "\(name)English"
        return [
            own,
            longField(
                english, w("page.optional", ["title": w(englishLabel)]),
                value: fields.raw(english), rows: 4, problems),
        ]
    }
}
