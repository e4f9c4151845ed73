import Applications
import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

extension Page {
    static let homePage = Page(.get, .home, for: .signedIn) { visit in
        let principal = try visit.principal
        let report = try await visit.read { try $0.home(as: principal) }
        let open = try await visit.read { try $0.publicRounds() }.filter {
            $0.takesApplications && $0.hasPages
        }
        return visit.page(visit.home(report, open: open))
    }

    static let startPages = [
        homePage,
        Page(.get, .start, for: .signedIn) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let offer = try await visit.read { try $0.offeredAnswers(for: key, as: principal) }
            guard offer.takesApplications, offer.hasPages else {
                return visit.go(to: Route.fundRound.link(key))
            }
            return visit.page(visit.start(offer.round, offer.earlier))
        },
        Page(.post, .start, for: .signedIn) { visit in
            let (key, earlier) = (visit.path("round"), visit.fields["from"])
            let id = try await visit.once { workflows, principal in
                try workflows.startDraft(
                    in: key, from: earlier.isEmpty ? nil : earlier, as: principal)
            } keeping: {
                .int($0.rawValue)
            }
            return visit.go(to: Route.draft.link("\(id.int ?? 0)"))
        },
    ]
}

extension Visit {
    fileprivate func home(_ report: HomeReport, open: [PublicRound]) -> PageView {
        var view = PageView(w("page.home"))
        let isStaff = signedIn?.principal.isStaff ?? false
        if isStaff {
            view.blocks.append(.heading2(w("page.your-work")))
            if staffLinks("").isEmpty { view.blocks.append(.paragraph(w("page.work-elsewhere"))) }
            if [Role.officer, .decisionMaker, .finance, .auditor].contains(where: has) {
                view.blocks.append(.linkLine(PageLink(w("page.due"), Route.duePage.link())))
            }
            if [.officer, .decisionMaker, .auditor].contains(where: has) {
                view.blocks += waits(report.waiting, in: "")
                view.blocks.append(
                    .links([
                        PageLink(w("page.tensions"), Route.tensions.link()),
                        PageLink(w("page.providers"), Route.providersPage.link()),
                        PageLink(w("page.support"), Route.supportPage.link()),
                    ]))
            } else if has(.administrator) {
                view.blocks += waits(report.waiting, in: "")
            }
            if [.officer, .administrator, .auditor].contains(where: has) {
                view.blocks.append(.linkLine(PageLink(w("page.keeping"), Route.keeping.link())))
            }
            if [.officer, .administrator].contains(where: has) {
                view.blocks.append(
                    .linkLine(PageLink(w("page.information"), Route.informationPage.link())))
            }
            for (round, waiting) in staffLinks("").isEmpty ? [] : report.rounds {
                view.blocks += [
                    .heading3(
                        w(
                            "page.round-and-stage",
                            [
                                "round": words.title(ofRound: round.key, round.plan.title),
                                "stage": w("stage.\(round.status.rawValue)"),
                            ]))
                ]
                view.blocks += waits(waiting, in: round.key)
                view.blocks += [
                    .links(
                        round.status == .planned
                            ? staffLinks(round.key).filter {
                                $0.link == Route.work.link(round.key)
                            } + [PageLink(w("page.public-page"), Route.fundRound.link(round.key))]
                            : staffLinks(round.key))
                ]
            }
        }
        if !(signedIn?.principal.roles ?? []).isDisjoint(with: Page.indicatorReaders) {
            view.blocks.append(
                .linkLine(PageLink(w("page.indicator-title"), Route.indicatorPages.link())))
        }
        view.blocks += cycles(report)
        if !report.drafts.isEmpty {
            view.blocks += [
                .heading2(w("page.your-drafts")),
                .table(
                    Table(
                        id: "drafts", caption: w("page.your-drafts-caption"),
                        columns: [
                            .init(w("page.application")), .init(w("page.last-saved")),
                            .init(w("page.send-by")),
                        ],
                        rows: report.drafts.map { item in
                            [
                                .init(
                                    item.title
                                        ?? w(
                                            "page.draft-of",
                                            [
                                                "round": words.title(
                                                    ofRound: item.round.key, item.round.plan.title),
                                                "number": "\(item.draft.id.rawValue)",
                                            ]), link: Route.draft.link("\(item.draft.id.rawValue)"),
                                    isHeader: true),
                                .init(words.words(item.draft.savedAt ?? item.draft.startedAt)),
                                .init(
                                    item.takesApplications
                                        ? words.words(item.round.plan.timetable.closes)
                                        : w("page.too-late")),
                            ]
                        }, emptyText: "")),
            ]
        }
        if !report.sent.isEmpty {
            view.blocks += [
                .heading2(w("page.your-applications")),
                .table(
                    Table(
                        id: "sent", caption: w("page.your-applications-caption"),
                        columns: [
                            .init(w("page.reference")), .init(w("page.project")),
                            .init(w("page.how-it-stands")),
                        ],
                        rows: report.sent.map { item in
                            [
                                .init(
                                    "\(item.summary.reference)",
                                    link: Route.ownApplication.link("\(item.summary.reference)"),
                                    isHeader: true), .init(item.summary.title),
                                .init(
                                    item.openQuestionCount > 0
                                        ? w("page.answer-wanted")
                                        : w("told.\(item.outcome.rawValue)"), isTag: true),
                            ]
                        }, emptyText: "")),
            ]
        }
        if !open.isEmpty {
            view.blocks.append(.heading2(w("page.apply")))
            view.blocks.append(
                .links(
                    open.map {
                        PageLink(
                            w("page.apply-to", ["round": title($0)]), Route.fundRound.link($0.key))
                    }))
        }
        if view.blocks.isEmpty { view.blocks.append(.paragraph(w("page.nothing-here"))) }
        return view
    }

    /// The cycles that have not ended, with what waits in each.
    private func cycles(_ report: HomeReport) -> [Block] {
        guard signedIn?.principal.seesCycles == true else { return [] }
        return [.heading2(w("page.cycles"))]
            + report.cycles.flatMap { summary -> [Block] in
                [.heading3(cycleAndStage(summary.cycle))] + waits(summary) + [
                    .links([
                        PageLink(
                            w("page.cycle-overview"), Route.cyclePage.link(summary.cycle.key)),
                        PageLink(
                            w("page.cycle-needs"), Route.cycleNeedsPage.link(summary.cycle.key)),
                    ])
                ]
            } + [.linkLine(PageLink(w("page.cycles-all"), Route.cyclesPage.link()))]
    }

    fileprivate func start(_ round: Round, _ earlier: [ApplicationSummary]) -> PageView {
        var view = PageView(w("page.start-title"))
        view.caption = words.title(ofRound: round.key, round.plan.title)
        view.back = PageLink(w("page.back"), Route.fundRound.link(round.key))
        let options =
            [Field.Option(value: "", label: w("page.start-fresh"), isChosen: true)]
            + earlier.prefix(5).map {
                Field.Option(
                    value: "\($0.reference)",
                    label: w(
                        "page.start-from",
                        ["reference": "\($0.reference)", "title": $0.title]))
            }
        view.blocks = [
            .paragraph(w("page.start-text")),
            .form(
                Block.Form(
                    action: Route.start.link(round.key), csrf: csrf, hidden: [once],
                    fields: earlier.isEmpty
                        ? []
                        : [
                            Field(
                                name: "from", label: w("page.start-how"), kind: .radios(options),
                                hint: w("page.start-how-hint"))
                        ], buttons: [.init(text: w("page.start"))])),
        ]
        return view
    }
}
