import Applications
import Awards
import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Publishing
import Rounds
import Workflows

extension Page {
    private static let casesReaders = Audience.roles([.officer, .decisionMaker, .auditor])
    private static let officers = Audience.roles([.officer])

    static let officerPages = [
        Page(.get, .work, for: officers) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let overview = try await visit.read { try $0.overview(of: key, as: principal) }
            return visit.page(visit.overview(overview))
        },
        Page(.get, .workOpen, for: officers) { visit in
            let key = visit.path("round")
            let round = try await visit.read { try $0.round(key) }
            guard round.status == .planned else { return visit.go(to: Route.work.link(key)) }
            return visit.page(visit.openPage(round))
        },
        Page(.post, .workOpen, for: officers) { visit in try await visit.openRound() },
        Page(.get, .workClose, for: officers) { visit in
            let key = visit.path("round")
            let round = try await visit.read { try $0.round(key) }
            guard round.status == .open else { return visit.go(to: Route.work.link(key)) }
            return visit.page(visit.closePage(round))
        },
        Page(.post, .workClose, for: officers) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let reason = visit.fields["reason"]
            let problems = visit.tooLong(reason, "reason")
            guard problems.isEmpty else {
                let round = try await visit.read { try $0.round(key) }
                return visit.wrong(visit.closePage(round, problems: problems), problems)
            }
            _ = try await visit.write {
                try $0.closeRound(key, reason: reason.isEmpty ? nil : reason, as: principal)
            }
            return visit.go(to: Route.work.link(key), done: visit.w("page.round-closed"))
        },
        Page(.get, .workAssist, for: officers) { visit in
            let key = visit.path("round")
            let round = try await visit.read { try $0.round(key) }
            guard [.open, .closed].contains(round.status) else {
                return visit.go(to: Route.work.link(key))
            }
            return visit.page(visit.assistPage())
        },
        Page(.post, .workAssist, for: officers) { visit in
            let key = visit.path("round")
            guard let how = Assistance(rawValue: visit.fields["how"]) else {
                let problem = FieldProblem("how", "choose-one")
                return visit.wrong(visit.assistPage(problem: problem), [problem])
            }
            let id = try await visit.once { workflows, principal in
                try workflows.startDraft(in: key, assistedBy: how, as: principal)
            } keeping: {
                .int($0.rawValue)
            }
            return visit.go(to: Route.draft.link("\(id.int ?? 0)"))
        },
        Page(.get, .workApplications, for: casesReaders) { visit in
            try await visit.applicationList()
        },
        Page(.get, .workApplicationsFile, for: casesReaders) { visit in
            try await visit.applicationsFile()
        },
        Page(.post, .workChecks, for: officers) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let done = try await visit.write { try $0.checkAllClear(round: key, as: principal) }
            return visit.go(
                to: Route.work.link(key),
                done: visit.w(
                    "page.all-clear-done",
                    ["passed": "\(done.passed)", "waiting": "\(done.waiting)"]))
        },
        Page(
            .get, .workHistoryFile, for: .roles([.officer, .finance, .decisionMaker, .auditor])
        ) { visit in try await visit.historyFile() },
        Page(
            .get, .workHistory, for: .roles([.officer, .finance, .decisionMaker, .auditor])
        ) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let before = Int64(visit.query["before"])
            let rows = try await visit.read {
                _ = try $0.round(key)
                return try $0.history(before: before, limit: 51, as: principal)
            }
            return visit.page(visit.historyPage(rows))
        },
    ]
}

extension Visit {
    var round: String { path("round") }

    /// A page of a round for those who work on it.
    func staffView(_ title: String, _ round: Round) -> PageView {
        var view = PageView(w(title))
        view.caption = words.title(ofRound: round.key, round.plan.title)
        view.back =
            has(.officer)
            ? PageLink(w("page.overview"), Route.work.link(round.key))
            : PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        return view
    }

    // MARK: What waits

    fileprivate func overview(_ overview: RoundOverview) -> PageView {
        let round = overview.round
        var view = PageView(words.title(ofRound: round.key, round.plan.title))
        view.caption = w("stage.\(round.status.rawValue)")
        view.back = PageLink(w("page.home"), Route.home.link())
        view.blocks = [.cards(cards(overview))]
        if let status = overview.decisionStatus {
            let words = w("page.decision-is", ["status": w("decision-status.\(status.rawValue)")])
            view.blocks.append(.linkLine(PageLink(words, Route.workDecision.link(round.key))))
        }
        view.blocks.append(.heading2(w("page.dates")))
        if [.closed, .decided].contains(round.status) {
            view.blocks.append(.inset(w("page.no-longer-open")))
        }
        view.blocks.append(
            .summary(
                dateRows(round.plan.timetable, round.status) + [
                    Block.SummaryRow(key: w("page.money-left"), lines: [overview.left.words])
                ]))
        if !overview.typed.isEmpty, !overview.isDecided {
            view.blocks.append(.table(typedTable(overview)))
        }
        if !overview.panel.isEmpty, !overview.isDecided {
            view.blocks.append(
                .table(
                    Table(
                        id: "panel", caption: w("page.panel-progress"),
                        columns: [
                            .init(w("page.panel-member")),
                            .init(w("page.locked-count"), isNumeric: true),
                        ],
                        rows: overview.panel.map {
                            [
                                .init($0.email, isHeader: true),
                                .init(
                                    w(
                                        "page.some-of-all",
                                        [
                                            "done": "\($0.locked)",
                                            "all": "\(overview.standingCount)",
                                        ])),
                            ]
                        }, emptyText: "")))
        }
        if !overview.questions.isEmpty {
            view.blocks.append(
                .table(
                    Table(
                        id: "questions", caption: w("page.questions-caption"),
                        columns: [
                            .init(w("page.reference")), .init(w("page.group")),
                            .init(w("page.how-it-stands")),
                        ],
                        rows: overview.questions.map {
                            [
                                .init(
                                    "\($0.summary.reference)",
                                    link: Route.workApplication.link(
                                        round.key, "\($0.summary.reference)"), isHeader: true),
                                .init($0.summary.organisation),
                                .init(
                                    $0.answeredAt.map {
                                        w("page.answered-on", ["date": words.words($0)])
                                    } ?? w("page.asked-on", ["date": words.words($0.askedAt)])),
                            ]
                        }, emptyText: "")))
        }
        view.blocks += [.heading2(w("page.what-you-can-do")), .links(actions(overview))]
        if round.status != .planned, overview.counts[.submitted] ?? 0 > 0 {
            view.blocks += [
                .paragraph(w("page.all-clear-text")),
                form(Route.workChecks.link(round.key), [], w("page.all-clear")),
            ]
        }
        return view
    }

    private func typedTable(_ overview: RoundOverview) -> Table {
        Table(
            id: "typed", caption: w("page.typed-drafts"),
            columns: [
                .init(w("page.application")), .init(w("page.begun-by")),
                .init(w("page.last-saved")),
            ],
            rows: overview.typed.map { draft, title, by in
                [
                    .init(
                        title
                            ?? w(
                                "page.draft-of",
                                [
                                    "round": words.title(
                                        ofRound: overview.round.key, overview.round.plan.title),
                                    "number": "\(draft.id.rawValue)",
                                ]), link: Route.draft.link("\(draft.id.rawValue)"), isHeader: true),
                    .init(by), .init(words.words(draft.savedAt ?? draft.startedAt)),
                ]
            }, emptyText: "")
    }

    private func cards(_ overview: RoundOverview) -> [Block.Card] {
        let key = overview.round.key
        func list(_ status: ApplicationStatus) -> String {
            Route.workApplications.link(key) + "?status=\(status.rawValue)"
        }
        func count(_ status: ApplicationStatus) -> Int64 { overview.counts[status] ?? 0 }
        func card(_ name: String, _ link: String, _ count: Int64) -> Block.Card {
            Block.Card(
                heading: w("page.card-\(name)"), link: link, text: w("page.card-text-\(name)"),
                count: "\(count)")
        }
        let letters = card("letters", Route.workLetters.link(key), overview.heldLetters)
        let refused = card("ineligible", list(.ineligible), count(.ineligible))
        let appeals =
            overview.openAppealCount == 0
            ? []
            : [
                card(
                    "appeals", Route.workAppeals.link(key), Int64(overview.openAppealCount))
            ]
        guard !overview.isDecided else {
            return appeals + [
                letters, card("payments", Route.workPayments.link(key), overview.unscheduled),
                card("awarded", list(.awarded), count(.awarded)),
                card("declined", list(.declined), count(.declined)), refused,
            ]
        }
        let questions =
            overview.questions.isEmpty
            ? Route.workApplications.link(key) : Route.work.link(key) + "#questions-caption"
        var cards = [
            card("submitted", list(.submitted), count(.submitted)),
            card("eligible", list(.eligible), count(.eligible)), refused,
            card("questions", questions, overview.openQuestionCount),
        ]
        cards += appeals
        if overview.heldLetters > 0 { cards.append(letters) }
        if let number = overview.latestProposal {
            cards.append(card("proposal", Route.workDecision.link(key), number))
        }
        return cards
    }

    private func actions(_ overview: RoundOverview) -> [PageLink] {
        let key = overview.round.key
        var links: [PageLink] = []
        switch overview.round.status {
        case .planned: links.append(PageLink(w("page.open-round"), Route.workOpen.link(key)))
        case .open: links.append(PageLink(w("page.close-round"), Route.workClose.link(key)))
        case .closed, .decided: break
        }
        if [.open, .closed].contains(overview.round.status) {
            links.append(PageLink(w("page.assist"), Route.workAssist.link(key)))
        }
        return links + staffLinks(key).dropFirst()
            + [PageLink(w("page.public-page"), Route.fundRound.link(key))]
    }

    // MARK: Opening and closing

    fileprivate func openPage(_ round: Round, problems: [FieldProblem] = []) -> PageView {
        var view = PageView(w("page.open-round"))
        view.caption = words.title(ofRound: round.key, round.plan.title)
        view.back = PageLink(w("page.overview"), Route.work.link(round.key))
        view.blocks = [
            .paragraph(w("page.open-round-text")),
            .summary([
                Block.SummaryRow(
                    key: w("page.date-closes"), lines: [words.words(round.plan.timetable.closes)])
            ]),
            form(
                Route.workOpen.link(round.key),
                [
                    Field(
                        name: "closes",
                        label: w("page.optional", ["title": w("page.open-closes")]),
                        kind: .input(value: fields.raw("closes"), width: "20", isLTR: true),
                        hint: w("page.open-closes-hint"),
                        error: problems.first { $0.place == "closes" }.map(words.onPage),
                        errorPrefix: w("page.error-prefix")),
                    reasonField(problems, optional: true),
                ], w("page.open-round")),
        ]
        return view
    }

    /// What is wrong with something that somebody wrote: its length, if anything.
    func tooLong(_ text: String, _ field: String, maximum: Int = 2000) -> [FieldProblem] {
        text.unicodeScalars.count <= maximum
            ? [] : [FieldProblem(field, "too-long", ["maximum": "\(maximum)"])]
    }

    func reasonField(_ problems: [FieldProblem], optional: Bool) -> Field {
        longField(
            "reason", optional ? w("page.optional", ["title": w("page.reason")]) : w("page.reason"),
            value: fields.raw("reason"), rows: 3, problems)
    }

    fileprivate func openRound() async throws -> Response {
        let (key, principal) = (round, try principal)
        let typed = fields["closes"]
        let closes = LocalDateTime(typed.replacing(" ", with: "T"))
        let services = house.services
        let reason = fields["reason"]
        let round = try await read { try $0.round(key) }
        var problems = tooLong(reason, "reason")
        if !typed.isEmpty, closes == nil {
            problems.insert(FieldProblem("closes", "not-time"), at: 0)
        }
        guard problems.isEmpty else {
            return wrong(openPage(round, problems: problems), problems)
        }
        do {
            _ = try await write {
                try $0.openRound(
                    key, try services.configuration(), closes: closes,
                    reason: reason.isEmpty ? nil : reason, as: principal)
            }
        } catch let problem as RoundsProblem where problem.report.kind == .invalid {
            let report = problem.report
            let field = FieldProblem("closes", report.code, report.arguments)
            return wrong(openPage(round, problems: [field]), [field])
        }
        return go(to: Route.work.link(key), done: w("page.round-opened"))
    }

    fileprivate func closePage(_ round: Round, problems: [FieldProblem] = []) -> PageView {
        var view = PageView(w("page.close-round"))
        view.caption = words.title(ofRound: round.key, round.plan.title)
        view.back = PageLink(w("page.overview"), Route.work.link(round.key))
        view.blocks = [
            .warning(w("page.close-round-text"), label: w("page.warning")),
            form(
                Route.workClose.link(round.key), [reasonField(problems, optional: true)],
                w("page.close-round")),
        ]
        return view
    }

    fileprivate func assistPage(problem: FieldProblem? = nil) -> PageView {
        var view = PageView(w("page.assist"))
        view.back = PageLink(w("page.overview"), Route.work.link(round))
        view.blocks = [
            .paragraph(w("page.assist-text")),
            .form(
                Block.Form(
                    action: Route.workAssist.link(round), csrf: csrf, hidden: [once],
                    fields: [
                        Field(
                            name: "how", label: w("page.assist-how"),
                            kind: .radios(
                                Assistance.allCases.map {
                                    .init(
                                        value: $0.rawValue, label: w("page.assist-\($0.rawValue)"))
                                }), error: problem.map(words.onPage),
                            errorPrefix: w("page.error-prefix"))
                    ], buttons: [.init(text: w("page.continue"))])),
        ]
        return view
    }
}
