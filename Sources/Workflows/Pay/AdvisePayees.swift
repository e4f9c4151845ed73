import Applications
import Correspondence
import FundCore
import FundStore
import Payments
import Rounds

/// What telling the groups of a run came to.
public struct PayeesAdvised: Sendable {
    public let run: PaymentRun
    /// How many groups are told now.
    public let count: Int
    /// How many had been told before.
    public let before: Int
    /// Who has no email address, and gets it by post.
    public let withoutAddress: [Reference]
}

extension Workflows {
    /// Tells each group that a run pays how much it gets, on which day and how its statement shows
    /// it: once, when somebody has taken the run's file to the bank. Done again, it tells those
    /// alone who were not told.
    ///
    /// A group whose money did not arrive is not told so here: finance rings it.
    ///
    /// - Throws: `PaymentsProblem`; `CorrespondenceProblem` where the round's letters have no words
    ///   for it.
    public func advisePayees(
        ofRun name: String, holidays: BankHolidays, as principal: Principal
    ) throws -> PayeesAdvised {
        try principal.require(.finance, .officer)
        return try store.write(as: principal) { tx in
            let run = try payments.run(named: name, in: tx.reading)
            try refuseOwnRound(try rounds.round(run.round, in: tx.reading), in: tx)
            let day = try payments.expectedOn(run, holidays, in: tx.reading)
            let settings: LetterSettings = try rounds.section(
                .letters, of: run.round, in: tx.reading)
            let renderer = try LetterRenderer(settings)
            var (count, before): (Int, Int) = (0, 0)
            var withoutAddress: [Reference] = []
            for payee in try payments.payeeAdvices(of: run, in: tx.reading) {
                guard payee.told == nil else {
                    before += 1
                    continue
                }
                guard !payee.payments.isEmpty else { continue }
                let contact = try applications.contact(of: payee.application, in: tx.reading)
                guard let contact, let address = contact.email else {
                    withoutAddress.append(payee.reference)
                    continue
                }
                try tell(payee, contact, address, expectedOn: day, run, renderer, in: tx)
                count += 1
            }
            return PayeesAdvised(
                run: run, count: count, before: before, withoutAddress: withoutAddress)
        }
    }

    /// The advices of a run for groups without an email address, as the HTML that prints them, one a
    /// page; nil where there are none.
    /// - Throws: `PaymentsProblem` where nobody has taken the run to the bank.
    public func printedAdvices(
        ofRun name: String, holidays: BankHolidays, as principal: Principal
    ) throws -> String? {
        try principal.require(.finance, .officer)
        return try store.read { tx in
            let run = try payments.run(named: name, in: tx)
            let day = try payments.expectedOn(run, holidays, in: tx)
            let renderer = try renderers.renderer(of: run.round) {
                try rounds.section(.letters, of: run.round, in: tx)
            }
            var letters: [RenderedLetter] = []
            for payee in try payments.payeeAdvices(of: run, in: tx)
            where payee.told == nil && !payee.payments.isEmpty {
                let contact = try applications.contact(of: payee.application, in: tx)
                guard contact?.email == nil else { continue }
                let (advice, words) = try remittance(
                    to: payee, contact, expectedOn: day, renderer, in: tx)
                letters.append(
                    try renderer.render(
                        advice, language: words.language, address: contact?.address ?? "",
                        date: words.words(LondonTime.date(tx.now))))
            }
            return letters.isEmpty ? nil : renderer.print(letters)
        }
    }

    /// Records that somebody has printed and posted the advices of a run for groups without an email
    /// address: they count as told, each once.
    ///
    /// - Returns: how many those are.
    /// - Throws: `PaymentsProblem` where nobody has taken the run to the bank.
    public func recordAdvicesPosted(
        ofRun name: String, holidays: BankHolidays, as principal: Principal
    ) throws -> Int {
        try principal.require(.finance, .officer)
        return try store.write(as: principal) { tx in
            let run = try payments.run(named: name, in: tx.reading)
            try refuseOwnRound(try rounds.round(run.round, in: tx.reading), in: tx)
            let day = try payments.expectedOn(run, holidays, in: tx.reading)
            var count = 0
            for payee in try payments.payeeAdvices(of: run, in: tx.reading)
            where payee.told == nil && !payee.payments.isEmpty {
                guard try applications.contact(of: payee.application, in: tx.reading)?.email == nil
                else { continue }
                try payments.recordAdvice(payee, of: run, notice: nil, expectedOn: day, in: tx)
                count += 1
            }
            return count
        }
    }

    private func tell(
        _ payee: PayeeAdvice, _ contact: Contact, _ address: String, expectedOn day: LocalDate,
        _ run: PaymentRun, _ renderer: LetterRenderer, in tx: borrowing WriteTx
    ) throws {
        let (advice, words) = try remittance(
            to: payee, contact, expectedOn: day, renderer, in: tx.reading)
        let said = try renderer.words(of: advice, language: words.language)
        let notice = try correspondence.queueNotice(
            .remittance, about: payee.application, in: run.round, to: address,
            language: said.language, subject: said.subject, body: said.body,
            settings: renderer.settings, in: tx)
        try payments.recordAdvice(payee, of: run, notice: notice, expectedOn: day, in: tx)
    }

    /// What a group is told, and the words of the language that it is told in: its own, where the
    /// fund has that.
    private func remittance(
        to payee: PayeeAdvice, _ contact: Contact?, expectedOn day: LocalDate,
        _ renderer: LetterRenderer, in tx: borrowing ReadTx
    ) throws -> (RemittanceAdvice, TextCatalogue) {
        let settings = renderer.settings
        let language = contact?.language ?? settings.language
        let hasWords = settings.templates[language]?[RemittanceAdvice.template] != nil
        let words = try text(hasWords ? language : settings.language)
        let summary = try applications.summary(of: payee.application, in: tx)
        let advice = RemittanceAdvice(
            reference: payee.reference, organisation: summary.organisation,
            contactName: contact?.name, title: summary.title,
            payments: payee.payments.map {
                .init(amount: $0.amount, reference: $0.paymentReference)
            }, expectedBy: words.words(day))
        return (advice, words)
    }
}
