import Applications
import Awards
import Commissioning
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

/// What waits in a round, for the officer who runs it.
extension Page {
    private static let officers = Audience.roles([.officer])

    static let overviewPages = [
        Page(.get, .work, for: officers) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let overview = try await visit.read { try $0.overview(of: key, as: principal) }
            return visit.page(visit.overview(overview))
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
    ]
}

extension Visit {
    fileprivate func overview(_ overview: RoundOverview) -> PageView {
        let round = overview.round
        var view = PageView(words.title(ofRound: round.key, round.plan.title))
        view.caption = w("stage.\(round.status.rawValue)")
        view.back = PageLink(w("page.home"), Route.home.link())
        view.blocks = waits(overview.waiting, in: round.key) + [.cards(cards(overview))]
        if let status = overview.decisionStatus {
            let words = w("page.decision-is", ["status": w("decision-status.\(status.rawValue)")])
            view.blocks.append(.linkLine(PageLink(words, Route.workDecision.link(round.key))))
        }
        if let cycle = overview.cycle {
            view.blocks.append(
                .linkLine(PageLink(cycleAndStage(cycle), Route.cyclePage.link(cycle.key))))
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
        for (part, links) in staffPlaces(round.key) where links.count > 1 {
            view.blocks += [.heading3(part), .links(links)]
        }
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
        func list(_ status: ApplicationOutcome) -> String {
            Route.workApplications.link(key) + "?status=\(status.rawValue)"
        }
        func count(_ status: ApplicationOutcome) -> Int64 { overview.counts[status] ?? 0 }
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
            ]
                + (count(.reserve) == 0
                    ? [] : [card("reserve", Route.workReserve.link(key), count(.reserve))])
                + (count(.reserveEnded) == 0
                    ? [] : [card("ended", list(.reserveEnded), count(.reserveEnded))])
                + (count(.defer) == 0 ? [] : [card("deferred", list(.defer), count(.defer))])
                + [card("declined", list(.declined), count(.declined)), refused]
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
        links += [
            PageLink(w("page.clone-round"), Route.workClone.link(key)),
            PageLink(w("page.round-proposals"), Route.workProposals.link(key)),
        ]
        return links
            + staffPlaces(key).filter { $0.links.count == 1 }.flatMap(\.links).dropFirst()
            + [PageLink(w("page.public-page"), Route.fundRound.link(key))]
    }
}
