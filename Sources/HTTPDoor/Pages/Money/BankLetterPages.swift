import Forms
import FundCore
import Hummingbird
import Publishing
import Workflows

/// Letters that tell groups, wherever they have or had no email address, of their bank details.
extension Page {
    static let bankLetterPages = [
        Page(
            .get, .workBankLetters, for: .roles([.officer, .finance, .decisionMaker, .auditor])
        ) { visit in visit.page(try await visit.bankLettersPage()) },
        Page(.post, .workBankLetters, for: .roles([.officer, .finance])) { visit in
            let (key, through) = (visit.round, Int64(visit.fields["through"]))
            let done = try await visit.once(
                {
                    try $0.recordBankLettersPosted(round: key, through: through ?? 0, as: $1)
                }, keeping: { (count: Int) in .object([("count", .int(count))]) })
            let count = done["count"]?.int ?? 0
            return visit.go(
                to: Route.workBankLetters.link(key),
                done: visit.w(
                    count == 0 ? "page.bank-letters-nothing" : "page.bank-letters-done",
                    ["count": "\(count)"]))
        },
        // To look at them says nothing of whether they were printed.
        Page(.get, .workBankLettersPrint, for: .roles([.officer, .finance])) { visit in
            let (workflows, key) = (visit.house.workflows, visit.round)
            let principal = try visit.principal
            return visit.printed(
                try await visit.read { _ in
                    try workflows.bankLettersToPrint(round: key, as: principal)
                })
        },
        Page(.post, .workBankLettersPrint, for: .roles([.officer, .finance])) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            return visit.printed(
                try await visit.write { try $0.printedBankLetters(round: key, as: principal) })
        },
    ]
}

extension Visit {
    fileprivate func printed(_ letters: PrintedNotices?) -> Response {
        guard let letters else {
            return go(to: Route.workBankLetters.link(round), done: w("page.bank-letters-nothing"))
        }
        return .printed(letters.page, name: "\(round)-bank-letters")
    }

    fileprivate func bankLettersPage() async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (round, letters) = try await read {
            (try $0.round(key), try $0.bankLetters(of: key, as: principal))
        }
        var view = staffView("page.bank-letters", round)
        view.back = PageLink(w("page.payees"), Route.workPayees.link(key))
        view.blocks = [.paragraph(w("page.bank-letters-text"))]
        let waiting = letters.filter { $0.state == .waiting }
        let lost = letters.count { $0.state == .noAddress }
        if lost > 0 {
            view.blocks.append(.inset(w("page.bank-letters-no-address", ["count": "\(lost)"])))
        }
        if !waiting.isEmpty, has(.finance) || has(.officer) {
            view.blocks.append(
                .form(
                    Block.Form(
                        action: Route.workBankLettersPrint.link(key), csrf: csrf, fields: [],
                        buttons: [
                            .init(text: w("page.bank-letters-print", ["count": "\(waiting.count)"]))
                        ])))
            let unprinted = waiting.count { !$0.isPrinted }
            if unprinted > 0 {
                view.blocks.append(
                    .inset(w("page.bank-letters-unprinted", ["count": "\(unprinted)"])))
            }
            // Those that were printed, and none that come while somebody is at the post.
            if let last = waiting.last(where: \.isPrinted) {
                view.blocks += [
                    .paragraph(
                        w("page.bank-letters-posted-text", ["number": "\(last.number)"])),
                    .form(
                        Block.Form(
                            action: Route.workBankLetters.link(key), csrf: csrf,
                            hidden: [once, ("through", "\(last.number)")], fields: [],
                            buttons: [.init(text: w("page.bank-letters-posted"))])),
                ]
            }
        }
        view.blocks.append(table(of: letters, key))
        return view
    }

    private func table(of letters: [BankLetter], _ key: String) -> Block {
        .table(
            Table(
                id: "bank-letters", caption: w("page.bank-letters-caption"),
                columns: [
                    .init(w("page.reference")), .init(w("page.group")), .init(w("page.to")),
                    .init(w("page.bank-entered")), .init(w("page.how-it-stands")),
                ],
                rows: letters.map { letter in
                    [
                        .init(
                            letter.reference,
                            link: Route.workPayee.link(key, letter.reference), isHeader: true),
                        .init(letter.organisation),
                        .init(
                            w(
                                letter.isFormer
                                    ? "page.bank-letter-former" : "page.bank-letter-present")),
                        .init(words.words(letter.queuedAt)),
                        .init(standing(letter), isTag: letter.state != .posted),
                    ]
                }, emptyText: w("page.bank-letters-none")))
    }

    private func standing(_ letter: BankLetter) -> String {
        w(
            "bank-letter.\(letter.state.rawValue)",
            [
                "date": letter.postedAt.map { words.words(LondonTime.date($0)) } ?? "",
                "person": letter.postedBy ?? "",
            ])
    }
}
