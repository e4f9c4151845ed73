import Bootstrap
import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// The cycles, starting one, and the overview of one.
extension Page {
    static let cycleListPages = [
        Page(.get, .cyclesPage, for: cycleReaders) { visit in
            let principal = try visit.principal
            let cycles = try await visit.read { try $0.cycleSummaries(as: principal) }
            return visit.page(visit.cycleList(cycles))
        },
        Page(.get, .cycleStart, for: cycleOfficers) { visit in
            visit.page(try await visit.startPage())
        },
        Page(.post, .cycleStart, for: cycleOfficers) { visit in
            let services = visit.house.services
            let (key, title) = (visit.fields["key"], visit.fields["title"])
            let round = visit.fields["round"]
            return try await visit.cycleAct(
                { try await visit.startPage($0) }, then: Route.cyclePage.link(key),
                done: "page.cycle-started", at: "key"
            ) { workflows, principal in
                _ = try workflows.startCycle(
                    key, title: title, round: round.isEmpty ? nil : round,
                    try services.configuration(), as: principal)
            }
        },
        Page(.get, .cyclePage, for: cycleReaders) { visit in
            // The same for all with the same roles until something is done: made once for each
            // revision.
            let principal = try visit.principal
            let revision = try await visit.read { try $0.cycleRevision(as: principal) }
            return try await visit.sharedAmongStaff(EntityTag(of: ["cycle", revision])) {
                let book = visit.house.indicators
                let indicators = try await visit.read {
                    try $0.indicators(book, as: principal)
                }
                return visit.cycleOverview(try await visit.cycleReport(), indicators)
            }
        },
    ]
}

extension Visit {
    fileprivate func cycleList(_ cycles: [CycleSummary]) -> PageView {
        var view = PageView(w("page.cycles"))
        view.back = PageLink(w("page.home"), Route.home.link())
        view.blocks = [.paragraph(w("page.cycles-text"))]
        for summary in cycles where !summary.waiting.isEmpty {
            view.blocks += [.heading2(summary.cycle.title)] + waits(summary)
        }
        view.blocks.append(
            .table(
                Table(
                    id: "cycles", caption: w("page.cycles"),
                    columns: [
                        .init(w("page.cycle")), .init(w("page.how-it-stands")),
                        .init(w("page.cycle-rounds")), .init(w("page.cycle-begun")),
                    ],
                    rows: cycles.map { summary in
                        [
                            .init(
                                summary.cycle.title,
                                link: Route.cyclePage.link(summary.cycle.key), isHeader: true),
                            .init(whereItIs(summary.cycle), isTag: true),
                            .init(titles(of: summary.rounds)),
                            .init(words.words(LondonTime.date(summary.cycle.startedAt))),
                        ]
                    }, emptyText: w("page.cycles-none"))))
        if has(.officer) {
            view.blocks.append(
                .button(PageLink(w("page.cycle-start"), Route.cycleStart.link())))
        }
        return view
    }

    private func titles(of rounds: [Round]) -> String {
        rounds.isEmpty
            ? "–"
            : rounds.map { words.title(ofRound: $0.key, $0.plan.title) }.joined(separator: ", ")
    }

    fileprivate func startPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let principal = try principal
        let free = try await read { try $0.freeRounds(as: principal) }
        var view = PageView(w("page.cycle-start"))
        view.back = PageLink(w("page.cycles"), Route.cyclesPage.link())
        view.blocks = [
            .paragraph(w("page.cycle-start-text")),
            .form(
                Block.Form(
                    action: Route.cycleStart.link(), csrf: csrf, hidden: [once],
                    fields: [
                        line(
                            "title", w("page.cycle-title"), hint: w("page.cycle-title-hint"),
                            problems),
                        line(
                            "key", w("page.cycle-key"), hint: w("page.cycle-key-hint"),
                            width: "20", problems),
                        select(
                            "round", w("page.optional", ["title": w("page.cycle-first-round")]),
                            free.map { ($0.key, words.title(ofRound: $0.key, $0.plan.title)) },
                            problems),
                    ], buttons: [.init(text: w("page.cycle-start"))])),
        ]
        return view
    }

    fileprivate func cycleOverview(
        _ report: CycleReport, _ indicators: [IndicatorOverview]
    ) -> PageView {
        let cycle = report.cycle
        var view = PageView(cycle.title)
        view.caption = w("page.cycle")
        view.back = PageLink(w("page.cycles"), Route.cyclesPage.link())
        view.blocks = [
            .inset(whereItIs(cycle)),
            .tasks(CommissioningStage.allCases.map { task($0, report) }),
        ]
        let lacks = cycle.status == .open ? lackLinks(report, cycle.stage) : []
        if !lacks.isEmpty {
            view.blocks += [
                .heading2(w("page.cycle-lacks", ["stage": stageName(cycle.stage)])),
                .links(lacks),
            ]
        }
        view.blocks += [.heading2(w("page.what-next")), .paragraph(whatComesNext(report))]
        let acts = acts(report)
        if !acts.isEmpty { view.blocks.append(.links(acts)) }
        view.blocks += [
            .heading2(w("page.cycle-rounds")), .table(roundTable(report)),
        ]
        if !indicators.isEmpty {
            view.isWide = true
            view.blocks += [
                .heading2(w("page.cycle-area")), .table(indicatorTable(indicators)),
                .hintText(w("page.indicator-middle-hint")),
            ]
        }
        view.blocks += [
            .heading2(w("page.cycle-history")), .table(historyTable(report)),
        ]
        return view
    }

    private func task(_ stage: CommissioningStage, _ report: CycleReport) -> Block.TaskItem {
        let asked = report.questions(of: stage)
        let standing = report.cycle.standing(of: stage)
        let isDone =
            standing == .approved || standing == .closed && !stage.isApproved
        return Block.TaskItem(
            id: "stage-\(stage.rawValue)", text: stageName(stage),
            link: Route.cycleStage.link(report.cycle.key, stage.rawValue),
            hint: w(
                "page.cycle-answered",
                [
                    "done": "\(asked.count { $0.answer != nil })", "all": "\(asked.count)",
                ]), status: w("cycle-standing.\(standing.rawValue)"), isDone: isDone)
    }

    private func whatComesNext(_ report: CycleReport) -> String {
        let cycle = report.cycle
        let stage = ["stage": stageName(cycle.stage)]
        switch cycle.status {
        case .ended: return w("page.cycle-next-ended")
        case .approved: return w("page.cycle-next-approved")
        case .closed: return w("page.cycle-next-closed", stage)
        case .open:
            guard report.lacks[cycle.stage]?.isEmpty == true else {
                return w("page.cycle-next-open", stage)
            }
            return w(
                cycle.stage.isApproved ? "page.cycle-next-whole-approved" : "page.cycle-next-whole",
                stage)
        }
    }

    /// What whoever looks can do about the whole cycle now.
    private func acts(_ report: CycleReport) -> [PageLink] {
        let (cycle, key) = (report.cycle, report.cycle.key)
        guard cycle.status != .ended, has(.officer) || has(.decisionMaker) else { return [] }
        var links: [PageLink] = []
        if has(.officer), cycle.status == .open || cycle.status == .approved {
            links.append(
                PageLink(
                    cycle.status == .open
                        ? w("page.cycle-close", ["stage": stageName(cycle.stage)])
                        : w("page.cycle-end"), Route.cycleClosing.link(key)))
        }
        if has(.decisionMaker), cycle.status == .closed {
            links.append(
                PageLink(
                    w("page.cycle-approve", ["stage": stageName(cycle.stage)]),
                    Route.cycleApproval.link(key)))
        }
        if cycle.stage != .analyse {
            links.append(PageLink(w("page.cycle-reopen"), Route.cycleReopening.link(key)))
        }
        if has(.officer), cycle.stage != .review, !report.freeRounds.isEmpty {
            links.append(PageLink(w("page.cycle-hold"), Route.cycleHolding.link(key)))
        }
        return links
    }

    private func roundTable(_ report: CycleReport) -> Table {
        Table(
            id: "rounds", caption: w("page.cycle-rounds"), isCaptionHidden: true,
            columns: [
                .init(w("page.round")), .init(w("page.how-it-stands")),
                .init(w("page.date-closes")),
            ],
            rows: report.rounds.map { round in
                let place =
                    has(.officer)
                    ? Route.work.link(round.key)
                    : round.status == .planned
                        ? Route.fundRound.link(round.key) : Route.workApplications.link(round.key)
                return [
                    .init(
                        words.title(ofRound: round.key, round.plan.title), link: place,
                        isHeader: true),
                    .init(w("stage.\(round.status.rawValue)"), isTag: true),
                    .init(words.words(round.plan.timetable.closes)),
                ]
            }, emptyText: w("page.cycle-rounds-none"))
    }

    private func historyTable(_ report: CycleReport) -> Table {
        Table(
            id: "history", caption: w("page.cycle-history"), isCaptionHidden: true,
            columns: [
                .init(w("page.cycle-stage")), .init(w("page.what-happened")),
                .init(w("page.who")), .init(w("page.when")), .init(w("page.reason")),
            ],
            rows: report.events.map { event in
                [
                    .init(stageName(event.stage), isHeader: true),
                    .init(w("cycle-event.\(event.kind.rawValue)")),
                    .init(report.emails[event.person] ?? ""), .init(words.words(event.at)),
                    .init(event.reason ?? ""),
                ]
            }, emptyText: "")
    }
}
