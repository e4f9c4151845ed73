import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Rounds
import Workflows

/// What the bank says of payments: its files, and what matches nothing.
extension Page {
    private static let readers = Audience.roles([.finance, .auditor])

    /// The most that a file from the bank may have here; `cohesion reconcile` takes larger ones.
    static let greatestBankFileBytes = 64 * 1024 * 1024

    static let reconcilePages = [
        Page(.get, .workBank, for: readers) { visit in
            visit.page(try await visit.bankPage())
        },
        Page(
            .post, .workBank, for: .roles([.finance]), takesFile: true,
            greatestFileBytes: greatestBankFileBytes
        ) { visit in try await visit.bringBankFile() },
        Page(.get, .workBankFile, for: readers) { visit in
            visit.page(try await visit.bankFilePage())
        },
        Page(.get, .workUnmatched, for: readers) { visit in
            visit.page(try await visit.unmatchedPage())
        },
        Page(.post, .workUnmatched, for: .roles([.finance])) { visit in
            try await visit.resolveLines()
        },
        Page(.post, .workRetryLines, for: .roles([.finance])) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let done = try await visit.write { try $0.retryBankLines(round: key, as: principal) }
            return visit.go(
                to: Route.workUnmatched.link(key),
                done: visit.w(
                    done.tried == 0 ? "page.bank-retried-none" : "page.bank-retried",
                    ["tried": "\(done.tried)", "settled": "\(done.settled)"]))
        },
    ]
}

extension Visit {
    /// So many lines and payments stand on a page; the rest after these, or at the command line.
    private static let greatestCount = 200
    /// Enough of what is wrong with a file to put the rest right.
    private static let greatestProblemCount = 30

    // MARK: Files

    fileprivate func bankPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (round, files) = try await read { reports in
            var files: [[JSONValue]] = []
            try reports.bankFiles(as: principal) { files.append($0) }
            return (try reports.round(key), files)
        }
        var view = staffView("page.bank-files", round)
        view.blocks = [
            .paragraph(w("page.bank-files-text")),
            .linkLine(PageLink(w("page.unmatched"), Route.workUnmatched.link(key))),
        ]
        if has(.finance) {
            view.blocks += [
                .heading2(w("page.bank-file-bring")), try bringForm(problems),
            ]
        }
        view.blocks.append(table(of: files, key))
        return view
    }

    private func bringForm(_ problems: [FieldProblem]) throws -> Block {
        let profiles = try house.services.configuration().bankResults
        let wrong = problems.first { $0.place == "file" }
        return .form(
            Block.Form(
                action: Route.workBank.link(round), csrf: csrf,
                fields: [
                    select(
                        "profile", w("page.bank-profile"),
                        [(BankFileFormat.camt053.name, w("page.bank-camt"))]
                            + profiles.map { ($0.key, $0.title) }, problems),
                    Field(
                        name: "file", label: w("page.bank-file"),
                        kind: .input(value: "", type: "file"), hint: w("page.bank-file-hint"),
                        error: wrong.map(words.onPage), errorPrefix: w("page.error-prefix")),
                ], buttons: [.init(text: w("page.bank-file-send"))], takesFile: true))
    }

    private func table(of files: [[JSONValue]], _ key: String) -> Block {
        .table(
            Table(
                id: "files", caption: w("page.bank-files-list"),
                columns: [
                    .init(w("page.file")), .init(w("page.bank-profile")),
                    .init(w("page.taken-in")), .init(w("page.lines"), isNumeric: true),
                    .init(w("page.matched"), isNumeric: true),
                    .init(w("page.to-look-into"), isNumeric: true),
                ],
                rows: files.map { row in
                    let number = row[0].plainText
                    let day = Instant(iso8601: row[4].plainText).map {
                        words.words(LondonTime.date($0))
                    }
                    return [
                        .init(
                            "\(number): \(row[1].plainText)",
                            link: Route.workBankFile.link(key, number), isHeader: true),
                        .init(row[2].plainText),
                        .init([day, row[3].plainText].compactMap(\.self).joined(separator: ", ")),
                        .init(row[5].plainText), .init(row[6].plainText),
                        .init(row[7].plainText),
                    ]
                }, emptyText: w("page.bank-files-none")))
    }

    /// Everything that is wrong with a file is said at once; then nothing of it is taken in.
    fileprivate func bringBankFile() async throws -> Response {
        let profiles = try house.services.configuration().bankResults
        let chosen = fields["profile"]
        let names = [BankFileFormat.camt053.name] + profiles.map(\.key)
        var missing: [FieldProblem] = []
        if !names.contains(chosen) { missing.append(FieldProblem("profile", "choose-one")) }
        guard let bytes = file, !bytes.isEmpty else {
            missing.append(FieldProblem("file", "file-empty"))
            return wrong(try await bankPage(missing), missing)
        }
        guard missing.isEmpty else { return wrong(try await bankPage(missing), missing) }
        let format = try BankFileFormat(named: chosen, of: profiles)
        let source = ByteSource(
            name: fileName.flatMap(\.fileName) ?? w("page.bank-file"), bytes: bytes)
        let (house, principal) = (house, try principal)
        do {
            let done = try await house.threads.readSlowly {
                try house.workflows.reconcile(source, in: format, as: principal)
            }
            let said =
                done.isRepeat
                ? w("page.bank-file-before")
                : w(
                    "page.bank-file-done",
                    ["matched": "\(done.file.matched)", "open": "\(done.file.open)"])
            return go(to: Route.workBankFile.link(round, "\(done.file.id.rawValue)"), done: said)
        } catch let problem as InvalidInput {
            return try await bankAgain(problem.fields)
        }
    }

    private func bankAgain(_ problems: [FieldProblem]) async throws -> Response {
        var view = try await bankPage([FieldProblem("file", "bank-file-wrong")])
        var said = problems.prefix(Self.greatestProblemCount).map { problem in
            problem.place.isEmpty
                ? words.onPage(problem) : "\(problem.place): \(words.onPage(problem))"
        }
        if problems.count > Self.greatestProblemCount {
            said.append(
                w(
                    "page.score-sheet-more",
                    ["count": "\(problems.count - Self.greatestProblemCount)"]))
        }
        view.errors = said.map { (text: $0, field: "file") }
        return page(view, status: .unprocessableContent)
    }

    // MARK: One file

    fileprivate func bankFilePage() async throws -> PageView {
        let (key, principal) = (round, try principal)
        guard let number = Int64(path("file")) else {
            throw PaymentsProblem.unknownBankFile(number: 0)
        }
        let (round, report) = try await read {
            (
                try $0.round(key),
                try $0.bankFile(
                    BankFileID(number), unmatchedLimit: Self.greatestCount, as: principal)
            )
        }
        let file = report.file
        var view = staffView("page.bank-files", round)
        view.title = w("page.bank-file-named", ["number": "\(number)", "name": file.name])
        view.back = PageLink(w("page.bank-files"), Route.workBank.link(key))
        view.blocks = [
            .summary([
                .init(key: w("page.bank-profile"), lines: [file.profile]),
                .init(
                    key: w("page.taken-in"),
                    lines: [
                        words.words(LondonTime.date(file.importedAt)), report.importedBy,
                    ]),
                .init(key: w("page.lines"), lines: ["\(file.lineCount)"]),
                .init(key: w("page.fingerprint"), lines: [file.sha256]),
            ])
        ]
        if !report.statements.isEmpty { view.blocks.append(table(of: report.statements)) }
        view.blocks.append(table(of: report.sums))
        if !report.unmatched.isEmpty {
            view.blocks += [
                table(
                    of: report.unmatched.map(\.line), id: "unmatched",
                    caption: w("page.unmatched-lines"),
                    last: report.unmatched.map { line, by in
                        line.resolution.map {
                            w("page.resolved-by", ["who": by, "reason": $0.reason])
                        } ?? w("page.not-resolved")
                    }),
                .linkLine(PageLink(w("page.unmatched"), Route.workUnmatched.link(key))),
            ]
        }
        return view
    }

    private func table(of statements: [BankStatement]) -> Block {
        .table(
            Table(
                id: "statements", caption: w("page.bank-statements"),
                columns: [
                    .init(w("page.bank-statement")), .init(w("page.bank-own-account")),
                    .init(w("page.bank-opening"), isNumeric: true),
                    .init(w("page.bank-entries"), isNumeric: true),
                    .init(w("page.bank-closing"), isNumeric: true),
                ],
                rows: statements.map {
                    [
                        .init($0.id, isHeader: true), .init($0.account),
                        .init($0.opening.poundsInWords), .init("\($0.entryCount)"),
                        .init($0.closing.poundsInWords),
                    ]
                }, emptyText: ""))
    }

    private func table(of sums: [BankFileSum]) -> Block {
        .table(
            Table(
                id: "results", caption: w("page.bank-results"),
                columns: [
                    .init(w("page.bank-result")), .init(w("page.bank-why")),
                    .init(w("page.lines"), isNumeric: true),
                    .init(w("page.amount"), isNumeric: true),
                ],
                rows: sums.map { sum in
                    [
                        .init(w("bank-result.\(sum.result.rawValue)"), isHeader: true),
                        .init(why(sum.reason)), .init("\(sum.lines)"), .init(sum.total.words),
                    ]
                }, emptyText: w("page.bank-no-lines")))
    }

    private func why(_ reason: BankLineReason?) -> String {
        reason.map { w("bank-why.\($0.rawValue)") } ?? ""
    }

    /// Lines that matched nothing; `last` is said of each in a column of its own, where there is one.
    private func table(
        of lines: [MatchedBankLine], id: String, caption: String, last: [String] = []
    ) -> Block {
        .table(
            Table(
                id: id, caption: caption,
                columns: [
                    .init(w("page.bank-line")), .init(w("page.bank-day")),
                    .init(w("page.amount"), isNumeric: true), .init(w("page.bank-says")),
                    .init(w("page.bank-why")),
                ] + (last.isEmpty ? [] : [.init(w("page.bank-resolution"))]),
                rows: lines.enumerated().map { index, line in
                    let says = [
                        line.payment ?? line.endToEndReference, line.run ?? line.batchReference,
                        line.counterparty, line.remittance,
                    ].compactMap(\.self)
                    let expected = line.expected.map {
                        w("page.bank-expected", ["amount": $0.words])
                    }
                    return [
                        .init("\(line.id.rawValue)", isHeader: true),
                        .init(
                            line.bookedOn.flatMap { LocalDate($0) }.map { words.words($0) } ?? ""),
                        .init(line.amount.words),
                        .init(says.joined(separator: " · ")),
                        .init(
                            [expected, why(line.reason)].compactMap(\.self).joined(separator: " ")),
                    ] + (last.isEmpty ? [] : [.init(last[index])])
                }, emptyText: w("page.unmatched-none")))
    }

    // MARK: What matches nothing

    fileprivate func unmatchedPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (round, unmatched) = try await read {
            (
                try $0.round(key),
                try $0.unmatchedView(round: key, limit: Self.greatestCount, as: principal)
            )
        }
        var view = staffView("page.unmatched", round)
        view.back = PageLink(w("page.bank-files"), Route.workBank.link(key))
        view.blocks = [
            .paragraph(w("page.unmatched-text")),
            table(of: unmatched.lines, id: "lines", caption: w("page.unmatched-lines")),
        ]
        if has(.finance), !unmatched.lines.isEmpty {
            view.blocks += [
                .paragraph(w("page.bank-retry-text")),
                form(Route.workRetryLines.link(key), [], w("page.bank-retry")),
                .heading2(w("page.bank-resolve")), .paragraph(w("page.bank-resolve-text")),
                resolveForm(unmatched.lines, problems),
            ]
        }
        view.blocks += [
            .table(
                Table(
                    id: "payments", caption: w("page.unmatched-payments"),
                    columns: [
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.instalment"), isNumeric: true),
                        .init(w("page.amount"), isNumeric: true), .init(w("page.run")),
                        .init(w("page.days-since-taken"), isNumeric: true),
                    ],
                    rows: unmatched.payments.map { payment, organisation, days in
                        let instalment = payment.instalment
                        return [
                            .init(
                                "\(instalment.reference)",
                                link: Route.workPayable.link(key, "\(instalment.reference)"),
                                isHeader: true),
                            .init(organisation), .init("\(instalment.number)"),
                            .init(instalment.amount.words),
                            .init(payment.run, link: Route.workRun.link(key, payment.run)),
                            .init("\(days)"),
                        ]
                    }, emptyText: w("page.unmatched-payments-none")))
        ]
        return view
    }

    private func resolveForm(
        _ lines: [MatchedBankLine], _ problems: [FieldProblem]
    ) -> Block {
        let chosen = Set(fields.all("line"))
        return .form(
            Block.Form(
                action: Route.workUnmatched.link(round), csrf: csrf, hidden: [once],
                fields: [
                    Field(
                        name: "line", label: w("page.bank-resolve-which"),
                        kind: .checkboxes(
                            lines.map { line in
                                let number = "\(line.id.rawValue)"
                                return .init(
                                    value: number,
                                    label: w(
                                        "page.bank-line-choice",
                                        ["number": number, "amount": line.amount.words]),
                                    isChosen: chosen.contains(number))
                            }), error: problems.first { $0.place == "line" }.map(words.onPage),
                        errorPrefix: w("page.error-prefix")),
                    longField(
                        "reason", w("page.bank-resolve-reason"), value: fields.raw("reason"),
                        rows: 2, hint: w("page.bank-resolve-hint"), problems),
                ], buttons: [.init(text: w("page.bank-resolve"))]))
    }

    fileprivate func resolveLines() async throws -> Response {
        let lines = fields.all("line").compactMap { Int64($0) }.map { BankLineID($0) }
        let reason = fields.raw("reason")
        guard !lines.isEmpty else {
            let missing = [FieldProblem("line", "choose-one")]
            return wrong(try await unmatchedPage(missing), missing)
        }
        return try await act(
            { try await unmatchedPage($0) }, then: Route.workUnmatched.link(round),
            done: "page.bank-resolved", problemField: "line"
        ) {
            try $0.resolveBankLines(lines, reason: reason, as: $1)
            return ["count": "\(lines.count)"]
        }
    }
}

extension Int64 {
    fileprivate var poundsInWords: String { Money(pence: self).words }
}
