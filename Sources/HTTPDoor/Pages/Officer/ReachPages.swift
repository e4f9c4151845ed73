import Applications
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

/// Who applied and who was funded: of a round for those who work on it, of a cycle, and, once
/// frozen, of a round for anybody.
extension Page {
    static let reachPages = [
        Page(.get, .workReach, for: .roles([.officer, .decisionMaker, .auditor])) { visit in
            visit.page(try await visit.roundReachPage())
        },
        Page(.post, .workReach, for: .roles([.officer])) { visit in
            try await visit.freezeReach()
        },
        Page(.get, .cycleReachPage, for: cycleReaders) { visit in
            let (key, principal) = (visit.cycleKey, try visit.principal)
            let found = try await visit.read {
                try $0.reachSoFar(ofCycle: key, as: principal)
            }
            var view = visit.cycleView(visit.w("page.reach"), found.cycle)
            view.back = PageLink(visit.w("page.cycle-money"), Route.cycleMoneyPage.link(key))
            view.isWide = true
            view.blocks =
                found.report.map { visit.reachBlocks($0) }
                ?? [.inset(visit.w("page.reach-cycle-undecided"))]
            return visit.page(view)
        },
        Page(.get, .publicReach) { visit in
            let key = visit.path("round")
            guard let report = try await visit.read({ try $0.publicReach(ofRound: key) }) else {
                throw RequestProblem.noSuchPlace(path: visit.request.uri.path)
            }
            return visit.shared(EntityTag(of: [key, report.json(visit.words).text])) {
                var view = PageView(visit.w("page.reach"), visit.reachBlocks(report))
                view.caption = visit.words.title(ofRound: key, report.title)
                view.back = PageLink(
                    visit.w("page.about-round", ["round": view.caption ?? key]),
                    Route.fundRound.link(key))
                view.isWide = true
                return view
            }
        },
    ]
}

extension Visit {
    fileprivate func roundReachPage(
        _ problems: [FieldProblem] = []
    ) async throws -> PageView {
        let (key, principal) = (round, try principal)
        let found = try await read { try $0.reachSoFar(ofRound: key, as: principal) }
        var view = staffView("page.reach", found.round)
        guard let report = found.report else {
            view.blocks = [.inset(w("page.reach-undecided"))]
            return view
        }
        view.blocks = reachBlocks(report)
        if report.figures.frozenAt != nil {
            // Anybody reads them once every group has had its letter.
            if try await read({ try $0.hasPublicReach(key) }) {
                view.blocks.append(
                    .linkLine(PageLink(w("page.reach-public"), Route.publicReach.link(key))))
            }
        } else if has(.officer) {
            view.blocks += [
                .heading2(w("page.reach-freeze")), .paragraph(w("page.reach-freeze-text")),
                .form(
                    Block.Form(
                        action: Route.workReach.link(key), csrf: csrf, hidden: [once],
                        fields: [
                            several(
                                "sure", w("page.reach-freeze-question"),
                                [("yes", w("page.reach-freeze-yes"))], problems)
                        ], buttons: [.init(text: w("page.reach-freeze"))])),
            ]
        }
        return view
    }

    fileprivate func freezeReach() async throws -> Response {
        let (key, isSure) = (round, fields["sure"] == "yes")
        return try await cycleAct(
            { try await roundReachPage($0) }, then: Route.workReach.link(key),
            done: "page.reach-frozen", at: "sure"
        ) {
            guard isSure else {
                throw InvalidInput("freeze", [FieldProblem("sure", "reach-unconfirmed")])
            }
            try $0.freezeReach(of: key, as: $1)
        }
    }

    /// All tables, with what is not told and why.
    fileprivate func reachBlocks(_ report: ReachReport) -> [Block] {
        let figures = report.figures
        let total: [(String, String?)] = [
            ("page.reach-applied", figures.total.applied.map { "\($0)" }),
            ("page.reach-funded", figures.total.funded.map { "\($0)" }),
            ("page.reach-awarded", figures.total.awarded?.words),
        ]
        var rows = total.map {
            Block.SummaryRow(key: w($0.0), lines: [$0.1 ?? w("page.reach-untold")])
        }
        if report.isOfCycle {
            rows.append(.init(key: w("page.reach-rounds"), lines: report.rounds.map(roundTitle)))
            if !report.undecided.isEmpty {
                rows.append(
                    .init(
                        key: w("page.reach-left-out"), lines: report.undecided.map(roundTitle)))
            }
        }
        var blocks: [Block] = [
            .paragraph(w("page.reach-text")),
            .details(
                w("page.reach-why"),
                [
                    w("page.reach-why-few", ["minimum": "\(figures.minimum)"]),
                    w("page.reach-why-rounded"), w("page.reach-why-decided"),
                ]),
            .summary(rows),
        ]
        if let frozen = figures.frozenAt {
            blocks.append(
                .hintText(
                    w("page.reach-frozen-on", ["when": words.words(LondonTime.date(frozen))])))
        }
        for table in report.tables {
            blocks.append(.heading2(report.title(of: table, in: words)))
            guard table.rows.contains(where: { $0.told != .nothing }) else {
                blocks.append(.paragraph(w("page.reach-none")))
                continue
            }
            blocks.append(.table(reachTable(table, report)))
            if !table.isExclusive { blocks.append(.hintText(w("page.reach-overlapping"))) }
        }
        return blocks
    }

    private func roundTitle(_ round: Round) -> String {
        words.title(ofRound: round.key, round.plan.title)
    }

    private func reachTable(_ table: ReachTable, _ report: ReachReport) -> Table {
        let untold = w("page.reach-untold")
        return Table(
            id: "by-\(table.key)", caption: report.title(of: table, in: words),
            isCaptionHidden: true,
            columns: [
                .init(w("page.reach-answer")), .init(w("page.reach-applied"), isNumeric: true),
                .init(w("page.reach-funded"), isNumeric: true),
                .init(w("page.reach-rate"), isNumeric: true),
                .init(w("page.reach-awarded"), isNumeric: true),
            ],
            rows: table.rows.map { row in
                [
                    .init(report.title(of: row, in: table, words), isHeader: true),
                    .init(row.told.applied.map { "\($0)" } ?? untold),
                    .init(row.told.funded.map { "\($0)" } ?? untold),
                    .init(
                        row.told.ratePercent.map {
                            w("page.reach-percent", ["percent": "\($0)"])
                        } ?? untold),
                    .init(row.told.awarded?.words ?? untold),
                ]
            }, emptyText: "")
    }
}
