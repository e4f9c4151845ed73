import Applications
import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Rounds
import Workflows

/// Where groups' money goes: how each stands, and what finance and a second person do about it.
extension Page {
    private static let payeeReaders = Audience.roles([.officer, .finance, .decisionMaker, .auditor])

    static let payeePages = [
        Page(.get, .workPayees, for: payeeReaders) { visit in
            visit.page(try await visit.payeesPage())
        },
        Page(.get, .workPayee, for: payeeReaders) { visit in
            visit.page(visit.payeePage(try await visit.payeeFile()))
        },
        Page(.post, .workPayeeConfirmation, for: .roles([.finance])) { visit in
            try await visit.confirmPayee()
        },
        Page(.post, .workPayeeCall, for: .roles([.finance, .officer])) { visit in
            try await visit.callBackPayee()
        },
        Page(.post, .workPayeePaper, for: .roles([.finance])) { visit in
            try await visit.takeDownPayee()
        },
        Page(.post, .workPayeeDisclosure, for: .roles([.finance])) { visit in
            try await visit.revealPayee()
        },
    ]
}

extension Visit {
    private var payeePlace: String { Route.workPayee.link(round, path("reference")) }

    fileprivate func payeesPage() async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (round, isAsked, files, shared) = try await read { reports in
            var shared: [[JSONValue]] = []
            try reports.sharedAccounts(as: principal) { shared.append($0) }
            return (
                try reports.round(key), try reports.asksBankDetails(of: key),
                try reports.payeeFiles(of: key, as: principal), shared
            )
        }
        var view = staffView("page.payees", round)
        guard isAsked else {
            view.blocks = [.paragraph(w("page.payees-off"))]
            return view
        }
        view.blocks = [
            .paragraph(w("page.payees-text")),
            .linkLine(PageLink(w("page.bank-letters"), Route.workBankLetters.link(key))),
            .table(
                Table(
                    id: "payees", caption: w("page.payees-caption"),
                    columns: [
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.how-it-stands")), .init(w("page.bank-account")),
                        .init(w("page.bank-usable-from")),
                    ],
                    rows: files.map { file in
                        [
                            .init(
                                "\(file.summary.reference)",
                                link: Route.workPayee.link(key, "\(file.summary.reference)"),
                                isHeader: true),
                            .init(file.summary.organisation),
                            .init(w("page.payee-\(file.state.name)"), isTag: true),
                            .init(file.payee?.mask ?? "–"),
                            .init(file.payee.map { words.words($0.usableFrom) } ?? "–"),
                        ]
                    }, emptyText: w("page.payees-none"))),
        ]
        if !shared.isEmpty {
            view.blocks += [
                .heading2(w("page.shared-accounts")), .paragraph(w("page.shared-accounts-text")),
                .table(
                    Table(
                        id: "shared", caption: w("page.shared-accounts"),
                        columns: [
                            .init(w("page.reference")), .init(w("page.group")),
                            .init(w("page.bank-account")), .init(w("page.shared-with")),
                        ],
                        rows: shared.map { row in
                            [.init(row[0].plainText, isHeader: true)]
                                + row.dropFirst().map { .init($0.plainText) }
                        }, emptyText: "")),
            ]
        }
        return view
    }

    fileprivate func payeeFile() async throws -> PayeeFile {
        let (reference, principal) = (path("reference"), try principal)
        return try await read { try $0.payeeFile(reference, as: principal) }
    }

    /// - Parameter revealed: the details in the clear, where finance asked for them.
    fileprivate func payeePage(
        _ file: PayeeFile, revealed: PayeeDetails? = nil, problems: [FieldProblem] = []
    ) -> PageView {
        let key = file.round.key
        var view = staffView("page.payee", file.round)
        view.caption = "\(file.summary.reference) · \(file.summary.organisation)"
        view.back = PageLink(w("page.payees"), Route.workPayees.link(key))
        view.place = Route.workPayee.link(key, "\(file.summary.reference)")
        view.isWide = false
        view.blocks = [.summary(standing(of: file))]
        if let revealed { view.blocks.append(.summary(shown(revealed))) }
        guard let payee = file.payee else {
            view.blocks.append(.paragraph(w("page.payee-none")))
            if has(.finance) { view.blocks += paperForm(file, problems) }
            return view
        }
        view.blocks += file.state.gaps.map { .inset(w("page.payee-lacks-\($0.rawValue)")) }
        if case .cooling(let until) = file.state {
            view.blocks.append(
                .inset(w("page.payee-waits", ["date": words.words(until)])))
        }
        if has(.finance) { view.blocks += confirmationForm(payee, problems) }
        if has(.finance) || has(.officer) { view.blocks += callForm(file, problems) }
        if has(.finance) {
            if revealed == nil {
                view.blocks += [
                    .heading2(w("page.payee-reveal")), .paragraph(w("page.payee-reveal-text")),
                    form(
                        Route.workPayeeDisclosure.link(key, "\(file.summary.reference)"), [],
                        w("page.payee-reveal")),
                ]
            }
            view.blocks += paperForm(file, problems)
        }
        return view
    }

    private func standing(of file: PayeeFile) -> [Block.SummaryRow] {
        var rows: [(String, String?)] = [
            ("page.how-it-stands", w("page.payee-\(file.state.name)"))
        ]
        if let payee = file.payee {
            let verdict = payee.verdict.map { "\($0)" } ?? "unchecked"
            rows += [
                ("page.bank-account", payee.mask), ("page.bank-version", "\(payee.version)"),
                ("page.bank-verdict", w("page.bank-verdict-\(verdict)")),
                ("page.bank-came-by", w("page.bank-came-by-\(payee.source.rawValue)")),
                ("page.bank-paper-reason", payee.paperReason),
                ("page.bank-entered", words.words(payee.enteredAt)),
                ("page.bank-entered-by", file.emails[payee.enteredBy]),
            ]
            if let confirmation = payee.confirmation {
                rows += [
                    (
                        "page.bank-confirmation",
                        w("page.bank-result-\(confirmation.result.rawValue)") + ", "
                            + words.words(confirmation.checkedOn)
                    ), ("page.bank-confirmed-by", file.emails[confirmation.recordedBy]),
                    ("page.reason", confirmation.reason),
                ]
            }
            if let call = payee.callBack {
                rows += [
                    (
                        "page.bank-call",
                        w(call.isConfirmed ? "page.bank-call-yes" : "page.bank-call-no")
                    ), ("page.bank-number", call.number), ("page.bank-source", call.source),
                    ("page.bank-called-by", file.emails[call.calledBy]),
                ]
            }
        }
        return rows.compactMap { key, value in
            value.map { Block.SummaryRow(key: w(key), lines: [$0]) }
        }
    }

    private func shown(_ details: PayeeDetails) -> [Block.SummaryRow] {
        let rows: [(String, String?)] = [
            ("page.bank-name", details.accountName),
            ("page.bank-sort-code", "\(details.account.sortCode)"),
            ("page.bank-account", "\(details.account.number)"),
            ("page.bank-roll", details.rollNumber),
        ]
        return rows.compactMap { key, value in
            value.map { Block.SummaryRow(key: w(key), lines: [$0]) }
        }
    }

    private func confirmationForm(_ payee: Payee, _ problems: [FieldProblem]) -> [Block] {
        [
            .heading2(w("page.bank-confirm")), .paragraph(w("page.bank-confirm-text")),
            form(
                Route.workPayeeConfirmation.link(round, path("reference")),
                [
                    radios(
                        "result", w("page.bank-confirmation"),
                        ConfirmationResult.allCases.map {
                            ($0.rawValue, w("page.bank-result-\($0.rawValue)"))
                        }, problems),
                    line(
                        "on", w("page.bank-on"), hint: w("page.bank-on-hint"), problems),
                    longField(
                        "reason", w("page.optional", ["title": w("page.bank-reason")]),
                        value: fields.raw("reason"), rows: 3, hint: w("page.bank-reason-hint"),
                        problems),
                ], w("page.bank-confirm-save")),
        ]
    }

    private func callForm(_ file: PayeeFile, _ problems: [FieldProblem]) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.bank-ring"))]
        guard !file.isEnteredByAsker else {
            return blocks + [.paragraph(w("page.bank-ring-other"))]
        }
        blocks.append(.paragraph(w("page.bank-ring-text")))
        blocks.append(
            file.numbers.isEmpty
                ? .paragraph(w("page.bank-numbers-none"))
                : .inset(
                    w("page.bank-numbers", ["numbers": file.numbers.joined(separator: ", ")])))
        blocks.append(
            form(
                Route.workPayeeCall.link(round, path("reference")),
                [
                    line("number", w("page.bank-number"), problems),
                    line(
                        "source", w("page.optional", ["title": w("page.bank-source")]),
                        hint: w("page.bank-source-hint"), problems),
                    radios(
                        "confirmed", w("page.bank-call"),
                        [("yes", w("page.bank-call-yes")), ("no", w("page.bank-call-no"))], problems
                    ),
                ], w("page.bank-ring-save")))
        return blocks
    }

    private func paperForm(_ file: PayeeFile, _ problems: [FieldProblem]) -> [Block] {
        [
            .heading2(w("page.bank-paper")), .paragraph(w("page.bank-paper-text")),
            .form(
                Block.Form(
                    action: Route.workPayeePaper.link(round, path("reference")), csrf: csrf,
                    hidden: [once],
                    fields: bankFields(problems) + [
                        longField(
                            "paperReason", w("page.bank-paper-reason"),
                            value: fields.raw("paperReason"), rows: 3, problems)
                    ], buttons: [.init(text: w("page.bank-paper-save"))])),
        ]
    }

    // MARK: Acts

    fileprivate func confirmPayee() async throws -> Response {
        let (reference, services) = (path("reference"), house.services)
        let result = ConfirmationResult(rawValue: fields["result"])
        let day = fields["on"].trimmed
        let date = LocalDate(day)
        let reason = fields.raw("reason")
        var problems: [FieldProblem] = []
        if result == nil { problems.append(FieldProblem("result", "choose-one")) }
        if !day.isEmpty, date == nil { problems.append(FieldProblem("on", "not-date")) }
        let again: @Sendable ([FieldProblem]) async throws -> PageView = {
            self.payeePage(try await self.payeeFile(), problems: $0)
        }
        guard problems.isEmpty, let result else {
            return wrong(try await again(problems), problems)
        }
        return try await act(
            again, then: payeePlace, done: "page.bank-confirmed", problemField: "result"
        ) { workflows, principal in
            try workflows.confirmPayee(
                of: reference, result, on: try date ?? services.today(), reason: reason,
                as: principal)
            return [:]
        }
    }

    fileprivate func callBackPayee() async throws -> Response {
        let reference = path("reference")
        let (number, source, said) = (
            fields.raw("number"), fields.raw("source"), fields["confirmed"]
        )
        let again: @Sendable ([FieldProblem]) async throws -> PageView = {
            self.payeePage(try await self.payeeFile(), problems: $0)
        }
        guard ["yes", "no"].contains(said) else {
            let problems = [FieldProblem("confirmed", "choose-one")]
            return wrong(try await again(problems), problems)
        }
        return try await act(
            again, then: payeePlace, done: "page.bank-called", problemField: "number"
        ) { workflows, principal in
            try workflows.callBackPayee(
                of: reference, number: number, source: source, isConfirmed: said == "yes",
                as: principal)
            return [:]
        }
    }

    fileprivate func takeDownPayee() async throws -> Response {
        let reference = path("reference")
        func again(_ problems: [FieldProblem]) async throws -> Response {
            wrong(payeePage(try await payeeFile(), problems: problems), problems)
        }
        let letters: Int64
        do {
            letters = try await enterBankDetails(
                of: reference, paperReason: fields.raw("paperReason"))
        } catch let problem as InvalidInput {
            return try await again(problem.fields)
        } catch let problem as any Problem
            where [.conflict, .invalid].contains(problem.report.kind)
        {
            return try await again([
                FieldProblem("paperReason", problem.report.code, problem.report.arguments)
            ])
        }
        return go(
            to: payeePlace,
            done: letters == 0
                ? w("page.bank-paper-saved")
                : w("page.bank-paper-letters", ["count": "\(letters)"]))
    }

    /// Shown on the answer itself, which no browser keeps.
    fileprivate func revealPayee() async throws -> Response {
        let (reference, settings, principal) = (
            path("reference"), house.services.settings, try principal
        )
        let details = try await write { workflows in
            try withBankKey(settings) { key in
                try workflows.revealPayee(of: reference, key: key, as: principal)
            }
        }
        var response = page(payeePage(try await payeeFile(), revealed: details))
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
