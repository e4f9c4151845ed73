import Applications
import Correspondence
import FundCore
import FundStore

extension Workflows {
    /// Queues a letter to an application's group, with the facts that every letter states.
    func queueLetter(
        _ kind: LetterKind, to application: ApplicationID, round: RoundID,
        particular: [String: String], criteria: [LetterFacts.Criterion] = [],
        settings: LetterSettings, words: TextCatalogue, in tx: borrowing WriteTx
    ) throws {
        let summary = try applications.summary(of: application, in: tx.reading)
        let contact = try applications.contact(of: application, in: tx.reading)
        try correspondence.queue(
            kind, to: application, reference: summary.reference, round: round,
            language: contact?.language,
            facts: LetterFacts(
                organisation: summary.organisation, contactName: contact?.name,
                title: summary.title, requested: summary.requested?.words ?? "",
                date: words.words(LondonTime.date(tx.now)), particular: particular,
                criteria: criteria),
            // A receipt tells only that the application is here: it need not wait for anybody.
            isReleased: kind == .receipt && contact?.email != nil,
            settings: settings, in: tx)
    }
}
