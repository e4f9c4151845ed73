import FundCore

/// Something that a decision letter must say and does not.
public enum LetterGap: String, Sendable, CaseIterable {
    /// Whom it addresses.
    case name
    case reference
    /// What was given.
    case amount
    /// Why nothing was given: feedback that a person approved.
    case reasons
    /// What comes with the money, even where that is nothing.
    case conditions
    /// Where the group can ask.
    case contact
    /// The words of the group's language, with the fund's own beside them.
    case language
    /// Feedback or conditions in both languages of a letter that has two.
    case translation
    /// Something else that the letter names and that is empty.
    case blank
    /// Where it goes: the group has neither an email address nor one for the post.
    case noAddress
}

extension LetterRenderer {
    /// What a letter lacks, as it would leave now: a fact that is empty, or one that its template
    /// does not say.
    ///
    /// - Parameter isStrict: whether the round has a gate, by which a person must have approved the
    ///   reasons of a decline and said what comes with an award.
    func gaps(in letter: Letter, _ rendered: RenderedLetter, isStrict: Bool) -> [LetterGap] {
        let kind = letter.summary.kind
        let facts = letter.facts
        let said = "\(rendered.subject)\n\(rendered.text)".inOneLine
        func says(_ text: String?) -> Bool {
            guard let text = text?.inOneLine, !text.isEmpty else { return false }
            return said.contains(text)
        }
        var gaps: [LetterGap] = []
        let name = facts.contactName.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        if !says(name ?? facts.organisation) { gaps.append(.name) }
        if !says("\(letter.summary.reference)") { gaps.append(.reference) }
        if kind.tellsAward, !says(facts.particular["amount"]) { gaps.append(.amount) }
        if kind == .decline, isStrict, !saysBlocks(letter.feedback, in: said) {
            gaps.append(.reasons)
        }
        if kind.tellsAward, isStrict, !saysBlocks(letter.conditions, in: said) {
            gaps.append(.conditions)
        }
        if !says(settings.replyTo) && !says(settings.phone) { gaps.append(.contact) }
        let isTranslated = rendered.language != settings.language
        if settings.templates[letter.language] != nil && rendered.language != letter.language
            || isStrict && isTranslated && rendered.beside == nil
        {
            gaps.append(.language)
        }
        if isStrict, rendered.beside != nil,
            !isInBoth(letter.feedback, letter.feedbackBeside)
                || !isInBoth(letter.conditions, letter.conditionsBeside)
        {
            gaps.append(.translation)
        }
        if hasBlank(letter, rendered) { gaps.append(.blank) }
        return gaps
    }

    /// Whether words that a person wrote are there in both languages: once alone, or the same twice,
    /// they are a translation of nothing.
    private func isInBoth(_ text: String?, _ beside: String?) -> Bool {
        guard let text, !text.trimmed.isEmpty else { return true }
        guard let beside, !beside.trimmed.isEmpty else { return false }
        return text.inOneLine != beside.inOneLine
    }

    /// Whether a text of several lines stands in a letter, which sets its own marks before them.
    private func saysBlocks(_ text: String?, in said: String) -> Bool {
        guard let text, !text.trimmed.isEmpty else { return false }
        let blocks = LetterBlock.blocks(of: text)
        return said.contains(LetterBlock.plainText(of: blocks).inOneLine)
    }

    /// Whether one of the facts that every letter has is empty, and the template names it.
    private func hasBlank(_ letter: Letter, _ rendered: RenderedLetter) -> Bool {
        let facts = letter.facts
        let all = [
            ("fundName", settings.fundName), ("councilName", settings.councilName),
            ("department", settings.department), ("roundTitle", settings.roundTitle),
            ("organisation", facts.organisation), ("title", facts.title), ("date", facts.date),
            ("signedBy", settings.signedBy), ("replyTo", settings.replyTo),
            ("phone", settings.phone),
        ]
        let template = settings.templates[rendered.language]?[letter.summary.kind.rawValue] ?? ""
        return rendered.subject.trimmed.isEmpty
            || all.contains { $0.1.trimmed.isEmpty && template.contains("{{\($0.0)}}") }
    }
}

extension String {
    /// With one blank wherever blanks and line ends stand, so that a sentence is found however it
    /// was parted.
    fileprivate var inOneLine: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
