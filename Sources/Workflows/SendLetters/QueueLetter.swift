import Applications
import Correspondence
import FundCore
import FundStore

extension Workflows {
    /// Queues a letter to an application's group, with the facts that every letter states, in the
    /// group's language.
    ///
    /// - Parameter own: what only this kind of letter says.
    func queueLetter(
        _ kind: LetterKind, to application: ApplicationID, round: RoundID,
        settings: LetterSettings, in tx: borrowing WriteTx,
        own: (TextCatalogue) throws -> OwnFacts = { _ in OwnFacts() }
    ) throws {
        // A round keeps the letters it opened with: an older one may lack a kind.
        guard settings.templates[settings.language]?[kind.rawValue] != nil else {
            throw CorrespondenceProblem.kindMissing(kind: kind.rawValue)
        }
        let summary = try applications.summary(of: application, in: tx.reading)
        let contact = try applications.contact(of: application, in: tx.reading)
        let language = contact?.language ?? settings.language
        let hasLetter = settings.templates[language]?[kind.rawValue] != nil
        let words = try text(hasLetter ? language : settings.language)
        let own = try own(words)
        try correspondence.queue(
            kind, to: application, reference: summary.reference, round: round,
            language: contact?.language,
            facts: LetterFacts(
                organisation: summary.organisation, contactName: contact?.name,
                title: summary.title, requested: summary.requested?.words ?? "",
                date: words.words(LondonTime.date(tx.now)), particular: own.particular,
                criteria: own.criteria, answers: own.answers),
            // What tells of nothing that is decided need not wait for anybody.
            isReleased: [.receipt, .question, .withdrawal, .appealReceipt].contains(kind)
                && contact?.email != nil,
            settings: settings, in: tx)
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
