import Applications
import Awards
import Bootstrap
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// A round's reserve list, and one that is on it with its acts.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])
    private static let both = Audience.roles([.officer, .decisionMaker])

    static let reservePages = [
        Page(.get, .workReserve, for: readers) { visit in
            visit.page(visit.reservePage(try await visit.reserveReport()))
        },
        Page(.post, .workReserveClosing, for: both) { visit in try await visit.closeReserve() },
        Page(.get, .workListed, for: readers) { visit in
            visit.page(visit.listedPage(try await visit.listedEntry()))
        },
        Page(.post, .workListedProposal, for: .roles([.officer])) { visit in
            try await visit.proposeReserve()
        },
        Page(.post, .workListedDecision, for: .roles([.decisionMaker])) { visit in
            try await visit.decideReserve()
        },
        Page(.post, .workListedCallIn, for: both) { visit in try await visit.callInReserve() },
        Page(.post, .workListedOutcome, for: both) { visit in
            try await visit.endReserveCallIn()
        },
        Page(.post, .workListedAward, for: both) { visit in try await visit.makeReserve() },
        Page(.post, .workListedDrop, for: .roles([.decisionMaker])) { visit in
            try await visit.dropReserve()
        },
        Page(.post, .workListedRemoval, for: .roles([.officer])) { visit in
            try await visit.removeListed()
        },
    ]
}

/// One on the list, with what it is on.
typealias ListedReport = (report: ReserveReport, entry: ReserveEntry)

extension Visit {
    var listedPlace: String { Route.workListed.link(round, path("reference")) }

    func reserveReport() async throws -> ReserveReport {
        let (key, principal) = (round, try principal)
        return try await read { try $0.reserve(of: key, as: principal) }
    }

    func listedEntry() async throws -> ListedReport {
        let (key, reference, principal) = (round, path("reference"), try principal)
        return try await read { try $0.reserveEntry(reference, of: key, as: principal) }
    }

    func reservePage(
        _ report: ReserveReport, _ problems: [FieldProblem] = []
    ) -> PageView {
        var view = staffView("page.reserve", report.round)
        view.place = Route.workReserve.link(round)
        view.blocks = [.paragraph(w("page.reserve-text"))]
        if let closing = report.closing {
            view.blocks += [
                .inset(w("page.reserve-closed-on", ["date": words.words(closing.at)])),
                .answer(closing.reason),
            ]
        } else {
            view.blocks.append(.summary(moneyRows(report)))
        }
        view.blocks.append(reserveTable(report))
        let isOpen = report.closing == nil && report.entries.contains { $0.listed.isReserve }
        if isOpen, has(.officer) || has(.decisionMaker) {
            view.blocks += [
                .heading2(w("page.reserve-close")), .paragraph(w("page.reserve-close-text")),
                .form(
                    Block.Form(
                        action: Route.workReserveClosing.link(round), csrf: csrf, hidden: [once],
                        fields: [reserveReason("reason", problems)],
                        buttons: [.init(text: w("page.reserve-close"), isWarning: true)])),
            ]
        }
        return view
    }

    private func moneyRows(_ report: ReserveReport) -> [Block.SummaryRow] {
        var rows = [
            Block.SummaryRow(key: w("page.reserve-free"), lines: [report.free.words])
        ]
        if report.pending > .zero {
            rows.append(
                Block.SummaryRow(
                    key: w("page.reserve-pending"), lines: [report.pending.words]))
        }
        return rows
    }

    private func reserveTable(_ report: ReserveReport) -> Block {
        .table(
            Table(
                id: "reserve", caption: w("page.reserve-caption"),
                columns: [
                    .init(w("page.reserve-place"), isNumeric: true), .init(w("page.reference")),
                    .init(w("page.group")), .init(w("page.rank"), isNumeric: true),
                    .init(w("page.requested"), isNumeric: true),
                    .init(w("page.minimum"), isNumeric: true), .init(w("page.how-it-stands")),
                ],
                rows: report.entries.map { entry in
                    let reference = "\(entry.listed.reference)"
                    return [
                        .init(entry.place.map { "\($0)" } ?? "–"),
                        .init(
                            reference, link: Route.workListed.link(round, reference),
                            isHeader: true), .init(entry.summary.organisation),
                        .init("\(entry.listed.rank)"), .init(entry.listed.requested.words),
                        .init(entry.listed.minimum.words), .init(state(of: entry), isTag: true),
                    ]
                }, emptyText: w("page.reserve-none")))
    }

    func state(of entry: ReserveEntry) -> String {
        if entry.listed.state == .listed,
            entry.obstacles.contains(where: { $0.code == "screening-candidate-match" })
        {
            return w("page.reserve-barred")
        }
        return w("reserve-state.\(entry.listed.state.rawValue)")
    }

    func listedPage(
        _ found: ListedReport, _ problems: [FieldProblem] = []
    ) -> PageView {
        let entry = found.entry
        let reference = "\(entry.listed.reference)"
        var view = PageView(w("page.reserve-one"))
        view.caption = "\(reference) · \(entry.summary.organisation)"
        view.back = PageLink(w("page.reserve"), Route.workReserve.link(round))
        view.place = listedPlace
        view.blocks = [
            .summary(listedRows(found)),
            .linkLine(
                PageLink(w("page.application"), Route.workApplication.link(round, reference))),
        ]
        if !entry.obstacles.isEmpty {
            view.blocks += [
                .heading2(w("page.reserve-in-the-way")),
                .bullets(entry.obstacles.map(words.onPage)),
            ]
        }
        for proposal in entry.listed.proposals.reversed() {
            view.blocks += proposalBlocks(proposal, found.report)
        }
        view.blocks += listedForms(found, problems)
        return view
    }

    private func listedRows(_ found: ListedReport) -> [Block.SummaryRow] {
        let listed = found.entry.listed
        func row(_ key: String, _ lines: String...) -> Block.SummaryRow {
            Block.SummaryRow(key: w(key), lines: lines)
        }
        var rows = [row("page.how-it-stands", state(of: found.entry))]
        if let place = found.entry.place { rows.append(row("page.reserve-place", "\(place)")) }
        rows += [
            row("page.rank", "\(listed.rank)"), row("page.requested", listed.requested.words),
            row("page.minimum", listed.minimum.words),
        ]
        if let end = listed.end {
            rows.append(
                row(
                    "page.reserve-ended", w("reserve-ground.\(end.ground.rawValue)"), end.reason,
                    doneBy(found.report.emails[end.by], words.words(end.at))))
        } else if listed.isReserve, found.report.closing == nil {
            rows.append(row("page.reserve-free", found.report.free.words))
        }
        return rows
    }

    private func proposalBlocks(
        _ proposal: ReserveProposal, _ report: ReserveReport
    ) -> [Block] {
        func row(_ key: String, _ lines: String?...) -> Block.SummaryRow {
            Block.SummaryRow(key: w(key), lines: lines.compactMap(\.self))
        }
        var rows = [
            row(
                "page.reserve-proposed", proposal.amount.words,
                doneBy(report.emails[proposal.proposedBy], words.words(proposal.proposedAt)))
        ]
        if let reason = proposal.orderReason {
            rows.append(row("page.reserve-out-of-order", reason))
        }
        if let decision = proposal.decision {
            rows.append(
                row(
                    "page.reserve-decision", w("reserve-verdict.\(decision.verdict.rawValue)"),
                    decision.reason,
                    doneBy(report.emails[decision.decidedBy], words.words(decision.decidedOn))))
            if let day = decision.effectiveOn {
                rows.append(row("page.reserve-effect", words.words(day)))
            }
        }
        if let callIn = proposal.callIn {
            rows.append(
                row("page.call-in", words.words(callIn.on), callIn.by, callIn.reason))
            if let verdict = callIn.verdict {
                rows.append(
                    row(
                        "page.call-in-outcome", w("verdict.\(verdict.rawValue)"),
                        callIn.outcomeReason))
            }
        }
        if let drop = proposal.drop {
            rows.append(
                row(
                    "page.reserve-dropped", drop.reason,
                    doneBy(report.emails[drop.by], words.words(drop.on))))
        }
        if let day = proposal.madeOn {
            rows.append(row("page.reserve-made", words.words(day)))
        }
        return [.heading2(w("page.reserve-proposal")), .summary(rows)]
    }

    private func doneBy(_ who: String?, _ when: String) -> String {
        w("page.appeal-by", ["who": who ?? "", "when": when])
    }
}
