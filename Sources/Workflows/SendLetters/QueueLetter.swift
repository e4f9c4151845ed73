import Applications
import Correspondence
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Queues a letter to an application's group, with the facts that every letter states, in the
    /// group's language. In a round with a gate a letter in another language than the fund's has a
    /// copy in that, and one that tells a decision waits at the gate.
    ///
    /// - Parameters:
    ///   - correction: the letter that this one replaces, and why.
    ///   - waits: whether an officer lets it go, whatever its kind.
    ///   - own: what only this kind of letter says, in the words of a language; asked for each
    ///     language that the letter is in.
    func queueLetter(
        _ kind: LetterKind, to application: ApplicationID, round: RoundID,
        settings: LetterSettings, correction: (of: Letter, reason: String)? = nil,
        waits: Bool = false, in tx: borrowing WriteTx,
        own: (TextCatalogue) throws -> OwnFacts = { _ in OwnFacts() }
    ) throws {
        // A round keeps the letters it opened with: an older one may lack a kind.
        guard settings.templates[settings.language]?[kind.rawValue] != nil else {
            throw CorrespondenceProblem.kindMissing(kind: kind.rawValue)
        }
        let summary = try applications.summary(of: application, in: tx.reading)
        let contact = try applications.contact(of: application, in: tx.reading)
        let wanted = contact?.language ?? settings.language
        let hasLetter = settings.templates[wanted]?[kind.rawValue] != nil
        let language = hasLetter ? wanted : settings.language
        let words = try text(language)
        let hasGate = try rounds.controls(of: round, in: tx.reading).has(.letterGate)
        let hasCopy = hasGate && language != settings.language
        func notes(_ words: TextCatalogue, isCopy: Bool) -> [String] {
            let below = hasCopy && !isCopy ? [words.words("letter-part.english-below")] : []
            let replaced = correction.map {
                words.words(
                    "letter-part.replaces",
                    [
                        "reference": $0.of.summary.fileStem,
                        "date": words.words(LondonTime.date($0.of.queuedAt)),
                    ])
            }
            return below + (replaced.map { [$0] } ?? [])
        }
        let facts = try own(words)
        let copy = try hasCopy ? text(settings.language) : nil
        let date = LondonTime.date(tx.now)
        try correspondence.queue(
            kind, to: application, reference: summary.reference, round: round,
            language: contact?.language,
            facts: LetterFacts(
                organisation: summary.organisation, contactName: contact?.name,
                title: summary.title, requested: summary.requested?.words ?? "",
                date: words.words(date), particular: facts.particular,
                criteria: facts.criteria, answers: facts.answers,
                notes: notes(words, isCopy: false),
                beside: try copy.map { words in
                    let facts = try own(words)
                    return LetterFacts.Beside(
                        date: words.words(date), particular: facts.particular,
                        criteria: facts.criteria, answers: facts.answers,
                        notes: notes(words, isCopy: true))
                }),
            // What tells of nothing that is decided need not wait for anybody.
            isReleased: !waits
                && [
                    .receipt, .question, .withdrawal, .appealReceipt, .offer, .agreed, .offerEnd,
                    .reserveEnd,
                ].contains(kind)
                && contact?.email != nil,
            isGated: hasGate && kind.tellsDecision, settings: settings,
            correction: correction.map { ($0.of.summary.id, $0.reason) }, in: tx)
    }
}

/// What only one kind of letter says.
struct OwnFacts {
    /// `amount`, `reason`.
    var particular: [String: String] = [:]
    var criteria: [LetterFacts.Criterion] = []
    /// What a group wrote, by what it was asked.
    var answers: [LetterFacts.Answer] = []
}
