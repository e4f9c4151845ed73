import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// What the area lacks, what shows it, and what became of it.
extension Page {
    static let cycleNeedPages = [
        Page(.get, .cycleNeedsPage, for: cycleReaders) { visit in
            visit.page(visit.needsPage(try await visit.cycleReport()))
        },
        Page(.get, .cycleNewNeed, for: cycleOfficers) { visit in
            visit.page(try await visit.newNeedPage())
        },
        Page(.post, .cycleNewNeed, for: cycleOfficers) { visit in
            let key = visit.cycleKey
            let (text, place) = (visit.fields.raw("text"), visit.fields.raw("place"))
            return try await visit.cycleAct(
                { try await visit.newNeedPage($0) }, then: Route.cycleNeedsPage.link(key),
                done: "page.need-stated", at: "text"
            ) { _ = try $0.stateNeed(text, place: place, in: key, as: $1) }
        },
        Page(.get, .cycleNeed, for: cycleReaders) { visit in
            visit.page(try await visit.needPage())
        },
        Page(.get, .cycleNeedEvidence, for: cycleOfficers) { visit in
            visit.page(try await visit.evidencePage())
        },
        Page(.post, .cycleNeedEvidence, for: cycleOfficers) { visit in
            let (key, number) = (visit.cycleKey, visit.path("number"))
            let (source, url) = (visit.fields.raw("source"), visit.fields["url"])
            let (id, book) = (Int64(number) ?? 0, visit.house.indicators)
            let (indicator, ward) = (visit.fields["indicator"], visit.fields["ward"])
            let period = visit.fields["period"]
            return try await visit.cycleAct(
                { try await visit.evidencePage($0) }, then: Route.cycleNeed.link(key, number),
                done: "page.need-evidence-saved", at: "source"
            ) {
                let figure = try book.named(
                    indicator, ward: indicator.isEmpty ? nil : ward, period: period)
                try $0.supportNeed(
                    id, source: source, url: url, figure: figure, in: key, as: $1)
            }
        },
        Page(.get, .cycleNeedWithdrawal, for: cycleOfficers) { visit in
            visit.page(try await visit.needBackPage())
        },
        Page(.post, .cycleNeedWithdrawal, for: cycleOfficers) { visit in
            let (key, number) = (visit.cycleKey, visit.path("number"))
            let (id, reason) = (Int64(number) ?? 0, visit.fields.raw("reason"))
            return try await visit.cycleAct(
                { try await visit.needBackPage($0) }, then: Route.cycleNeed.link(key, number),
                done: "page.need-withdrawn", at: "reason"
            ) { try $0.withdrawNeed(id, reason: reason, in: key, as: $1) }
        },
    ]
}

extension Visit {
    fileprivate func needsPage(_ report: CycleReport) -> PageView {
        let (cycle, key) = (report.cycle, report.cycle.key)
        var view = cycleView(w("page.cycle-needs"), cycle)
        let changes = cycle.takesNeeds && has(.officer)
        view.blocks = [.paragraph(w("page.cycle-needs-text"))]
        if !cycle.takesNeeds { view.blocks.append(.inset(w("page.cycle-needs-fixed"))) }
        view.blocks.append(
            .table(
                Table(
                    id: "needs", caption: w("page.cycle-needs-found"),
                    columns: [
                        .init(w("page.need")), .init(w("page.need-place")),
                        .init(w("page.need-shown-by")), .init(w("page.need-answered-by")),
                    ],
                    rows: report.needs.map { need in
                        [
                            .init(
                                needTitle(need),
                                link: Route.cycleNeed.link(key, "\(need.number)"), isHeader: true),
                            .init(need.place),
                            .init(
                                need.isWithdrawn
                                    ? w("page.need-is-withdrawn")
                                    : need.evidence.isEmpty
                                        ? w("page.need-nothing-shows")
                                        : need.evidence.map(\.source).joined(separator: "; ")),
                            .init(titles(answering: need, report.priorities)),
                        ]
                    }, emptyText: w("page.needs-none"))))
        if changes {
            view.blocks.append(
                .linkLine(PageLink(w("page.need-new"), Route.cycleNewNeed.link(key))))
        }
        view.blocks += [
            .heading2(w("page.cycle-priorities")), priorityTable(report, acts: changes),
        ]
        if changes {
            view.blocks.append(
                .linkLine(PageLink(w("page.priority-choose"), Route.cycleChoice.link(key))))
        }
        return view
    }

    private func titles(answering need: CycleNeed, _ priorities: [CyclePriority]) -> String {
        let found = priorities.filter { $0.needs.contains(need.number) }
        return found.isEmpty
            ? "–" : found.map { priorityTitle($0.key, $0.title) }.joined(separator: "; ")
    }

    fileprivate func newNeedPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let cycle = try await cycleReport().cycle
        var view = needsView(w("page.need-new"), cycle)
        guard cycle.takesNeeds else {
            view.blocks = [.inset(w("page.cycle-needs-fixed"))]
            return view
        }
        view.blocks = [
            cycleForm(
                Route.cycleNewNeed.link(cycle.key),
                [
                    cycleText("text", w("page.need-label"), hint: w("page.need-hint"), problems),
                    line("place", w("page.need-place"), hint: w("page.need-place-hint"), problems),
                ], w("page.need-save"))
        ]
        return view
    }

    private func needsView(_ title: String, _ cycle: Cycle) -> PageView {
        var view = cycleView(title, cycle)
        view.back = PageLink(w("page.cycle-needs"), Route.cycleNeedsPage.link(cycle.key))
        return view
    }

    private func needThread() async throws -> NeedThread {
        let (key, number, principal) = (cycleKey, path("number"), try principal)
        return try await read { try $0.needThread(number, of: key, as: principal) }
    }

    private func needView(_ title: String, _ thread: NeedThread) -> PageView {
        var view = cycleView(title, thread.cycle)
        view.caption = w("page.need-number", ["number": "\(thread.need.number)"])
        view.back = PageLink(
            view.caption ?? "",
            Route.cycleNeed.link(thread.cycle.key, "\(thread.need.number)"))
        return view
    }

    fileprivate func needPage() async throws -> PageView {
        let thread = try await needThread()
        let (cycle, need) = (thread.cycle, thread.need)
        let (key, number) = (cycle.key, "\(need.number)")
        var view = needsView(w("page.need-number", ["number": number]), cycle)
        if let reason = need.withdrawnBecause {
            view.blocks.append(.inset(w("page.need-withdrawn-because", ["reason": reason])))
        }
        view.blocks += [
            .answer(need.text),
            .summary([
                Block.SummaryRow(key: w("page.need-place"), lines: [need.place])
            ]),
            .heading2(w("page.need-shown-by")),
        ]
        view.blocks += evidence(need)
        if cycle.takesNeeds, has(.officer), !need.isWithdrawn {
            view.blocks.append(
                .links(
                    [
                        PageLink(
                            w("page.need-evidence-add"),
                            Route.cycleNeedEvidence.link(key, number))
                    ]
                        + (thread.priorities.isEmpty
                            ? [
                                PageLink(
                                    w("page.need-withdraw"),
                                    Route.cycleNeedWithdrawal.link(key, number))
                            ] : [])))
        }
        return with(outcome(thread), view)
    }

    private func with(_ blocks: [Block], _ view: PageView) -> PageView {
        var view = view
        view.blocks += blocks
        return view
    }

    /// What shows a need. An address is written out, so that nobody leaves the fund unawares.
    func evidence(_ need: CycleNeed) -> [Block] {
        need.evidence.isEmpty
            ? [.paragraph(w("page.need-nothing-shows"))]
            : [
                .bullets(
                    need.evidence.map {
                        [$0.source, $0.url, $0.figure.map(figureThenAndNow)]
                            .compactMap(\.self).joined(separator: " – ")
                    })
            ]
    }

    /// What answers a need, and what was given for it.
    private func outcome(_ thread: NeedThread) -> [Block] {
        [
            .heading2(w("page.need-answered-by")),
            thread.priorities.isEmpty
                ? .paragraph(w("page.need-no-priority"))
                : .summary(
                    thread.priorities.map { priority in
                        Block.SummaryRow(
                            key: priorityTitle(priority.key, priority.title),
                            lines: priority.criteria.isEmpty
                                ? [w("page.priority-no-criterion")]
                                : [
                                    w(
                                        "page.priority-looked-for",
                                        [
                                            "criteria": criteria(
                                                priority.criteria, thread.criteria)
                                        ])
                                ])
                    }), .heading2(w("page.need-awards")),
            .table(awardTable(thread.awards, caption: w("page.need-awards"))),
        ] + lessons(thread.lessons, thread.cycle)
    }

    /// What criteria are called; by their keys where no round has opened with them.
    func criteria(_ keys: [String], _ titles: [String: String]) -> String {
        keys.map { words.translation("criteria.\($0).title") ?? titles[$0] ?? $0 }
            .joined(separator: ", ")
    }

    fileprivate func evidencePage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let thread = try await needThread()
        var view = needView(w("page.need-evidence-add"), thread)
        guard thread.cycle.takesNeeds, !thread.need.isWithdrawn else {
            view.blocks = [.inset(w("page.cycle-needs-fixed"))]
            return view
        }
        view.blocks = [
            .answer(thread.need.text),
            cycleForm(
                Route.cycleNeedEvidence.link(thread.cycle.key, "\(thread.need.number)"),
                [
                    line(
                        "source", w("page.need-source"), hint: w("page.need-source-hint"), problems),
                    line(
                        "url", w("page.optional", ["title": w("page.need-url")]),
                        hint: w("page.need-url-hint"), problems),
                ] + figureFields(problems), w("page.need-evidence-save")),
        ]
        return view
    }

    fileprivate func needBackPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let thread = try await needThread()
        var view = needView(w("page.need-withdraw"), thread)
        view.blocks = [.answer(thread.need.text)]
        guard thread.cycle.takesNeeds, !thread.need.isWithdrawn else {
            view.blocks.append(.inset(w("page.cycle-needs-fixed")))
            return view
        }
        guard thread.priorities.isEmpty else {
            view.blocks.append(.inset(w("page.need-serves")))
            return view
        }
        view.blocks.append(
            cycleForm(
                Route.cycleNeedWithdrawal.link(thread.cycle.key, "\(thread.need.number)"),
                [reasonField(problems, optional: false)], w("page.need-withdraw")))
        return view
    }
}
