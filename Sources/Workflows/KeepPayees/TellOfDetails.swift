import Applications
import Correspondence
import FundCore
import FundStore
import Payments
import Rounds

/// Bank details that were kept, and how the group hears of it.
public struct BankDetailsKept: Sendable {
    public let payee: Payee
    /// How many email addresses are told.
    public let emails: Int
    /// How many letters wait to be printed and posted.
    public let letters: Int
}

/// Letters that say to groups that their bank details were entered or changed.
public struct PrintedNotices: Sendable {
    /// HTML that prints one a page.
    public let page: String
    public let count: Int
    /// The greatest number among them: those up to it can be recorded as posted.
    public let through: Int64
    /// How many are left out, because nobody knows an address of the group.
    public let withoutAddress: Int
}

extension Workflows {
    /// Tells a group that its bank details were entered or changed.
    ///
    /// - Returns: how many emails are queued, and how many letters.
    func tellOfDetails(
        _ id: ApplicationID, _ reference: Reference, in round: RoundID, isChange: Bool,
        _ tx: borrowing WriteTx
    ) throws -> (emails: Int, letters: Int) {
        let settings: LetterSettings = try rounds.section(.letters, of: round, in: tx.reading)
        let contact = try applications.contact(of: id, in: tx.reading)
        let language = contact?.language ?? settings.language
        let words = try text(settings.templates[language] == nil ? settings.language : language)
        let facts = [
            "reference": "\(reference)", "date": words.words(LondonTime.date(tx.now)),
            "phone": settings.phone, "council": settings.councilName, "fund": settings.fundName,
        ]
        let (subject, said) =
            isChange
            ? (
                words.words("notice.bank-changed-subject", facts),
                words.words("notice.bank-changed", facts)
            )
            : (
                words.words("notice.bank-entered-subject", facts),
                words.words("notice.bank-entered", facts)
            )
        let body = said + "\n\n" + words.words("notice.bank-changed-next", facts)
        var emails: [String] = []
        if isChange {
            let before = try correspondence.addresses(of: id, in: tx.reading)
            var told: Set<String> = []
            emails = ((contact?.email).map { [$0] } ?? []) + before
            emails = emails.filter { told.insert($0.lowercased()).inserted }
        }
        for address in emails {
            try correspondence.queueNotice(
                .bankDetails, about: id, in: round, to: address, language: words.language,
                subject: subject, body: body, settings: settings, in: tx)
        }
        let organisation = try applications.summary(of: id, in: tx.reading).organisation
        let former = try applications.formerAddresses(of: id, in: tx.reading).filter {
            $0 != contact?.address || contact?.email != nil
        }
        // Who lives at an address that was left is not known: it goes to the group.
        var letters = former.map {
            (addressee: organisation, address: $0 as String?, isFormer: true)
        }
        if contact?.email == nil {
            let lines = [contact?.name ?? "", organisation].filter { !$0.isEmpty }
            letters.insert((lines.joined(separator: "\n"), contact?.address, false), at: 0)
        }
        for letter in letters {
            try correspondence.queuePaperNotice(
                .bankDetails, about: id, in: round, addressee: letter.addressee,
                address: letter.address, isFormer: letter.isFormer, language: words.language,
                subject: subject, body: body, in: tx)
        }
        return (emails.count, letters.count)
    }

    /// The letters of a round about bank details that nobody has posted, as HTML that prints them; nil
    /// where there are none that can be sent. That they were printed is not kept.
    public func bankLettersToPrint(
        round key: String, as principal: Principal
    ) throws -> PrintedNotices? {
        try principal.require(.finance, .officer)
        var unprinted: [PaperNotice] = []
        return try printedBankLetters(round: key, &unprinted)
    }

    /// As `bankLettersToPrint`; that they were printed is kept.
    public func printedBankLetters(
        round key: String, as principal: Principal
    ) throws -> PrintedNotices? {
        try principal.require(.finance, .officer)
        var unprinted: [PaperNotice] = []
        let printed = try printedBankLetters(round: key, &unprinted)
        // Printed again, nothing is written.
        if !unprinted.isEmpty {
            try store.write(as: principal) { tx in
                for notice in unprinted { try correspondence.recordPrinting(of: notice, in: tx) }
            }
        }
        return printed
    }

    /// - Parameter unprinted: takes those of the letters that nobody has printed before.
    private func printedBankLetters(
        round key: String, _ unprinted: inout [PaperNotice]
    ) throws -> PrintedNotices? {
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let notices = try correspondence.paperNotices(
                of: round.id, onlyUnposted: true, in: tx)
            guard !notices.isEmpty else { return nil }
            let renderer = try renderers.renderer(of: round.id) {
                try rounds.section(.letters, of: round.id, in: tx)
            }
            var (pages, through): ([RenderedLetter], Int64) = ([], 0)
            for notice in notices {
                guard let address = try address(of: notice, in: tx) else { continue }
                let reference = try applications.summary(of: notice.application, in: tx).reference
                pages.append(
                    renderer.render(
                        notice, reference: "\(reference)", address: address,
                        date: try text(notice.language).words(LondonTime.date(tx.now))))
                through = notice.number
                if !notice.isPrinted { unprinted.append(notice) }
            }
            guard !pages.isEmpty else { return nil }
            return PrintedNotices(
                page: renderer.print(pages), count: pages.count, through: through,
                withoutAddress: notices.count - pages.count)
        }
    }

    /// Records that somebody has printed and posted letters of a round about bank details, each once.
    /// Those of groups whose address nobody knows wait until somebody does.
    ///
    /// - Parameter through: the greatest number that was printed; nil for all that wait, where all of
    ///   them were printed.
    /// - Returns: how many those are.
    /// - Throws: `PaperNoticeProblem` with all among them that were never printed.
    public func recordBankLettersPosted(
        round key: String, through: Int64?, as principal: Principal
    ) throws -> Int {
        try principal.require(.finance, .officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseOwnRound(round, in: tx)
            var waiting: [(notice: PaperNotice, address: String)] = []
            for notice in try correspondence.paperNotices(
                of: round.id, onlyUnposted: true, in: tx.reading)
            where notice.number <= through ?? .max {
                guard let address = try address(of: notice, in: tx.reading) else { continue }
                waiting.append((notice, address))
            }
            var unprinted: [(reference: String, number: Int64)] = []
            for (notice, _) in waiting where !notice.isPrinted {
                let about = try applications.summary(of: notice.application, in: tx.reading)
                unprinted.append(("\(about.reference)", notice.number))
            }
            guard unprinted.isEmpty else { throw PaperNoticeProblem.notPrinted(unprinted) }
            for (notice, address) in waiting {
                try correspondence.recordPosting(of: notice, to: address, in: tx)
            }
            return waiting.count
        }
    }

    /// Where a notice goes: its own address, or the group's where it has got one since.
    private func address(of notice: PaperNotice, in tx: borrowing ReadTx) throws -> String? {
        if let address = notice.address { return address }
        return try applications.contact(of: notice.application, in: tx)?.address
    }
}
