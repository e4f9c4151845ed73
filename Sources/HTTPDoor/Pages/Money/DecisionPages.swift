import Assessment
import Awards
import Forms
import FundCore
import Hummingbird
import NIOCore
import Publishing
import Rounds
import Workflows

extension Page {
    static let decisionPages = [
        Page(
            .get, .workDecision, for: .roles([.officer, .decisionMaker, .finance, .auditor])
        ) { visit in visit.page(try await visit.decisionPage()) },
        Page(
            .get, .workDecisionFile, for: .roles([.officer, .decisionMaker, .finance, .auditor])
        ) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let report = try await visit.read {
                try $0.proposal(of: key, number: nil, as: principal)
            }
            return .csv(named: "\(key)-proposal-\(report.number)") { writer in
                var text = Listing.proposalLines.csvHeader
                for line in report.lines { text += Listing.proposalLines.csv(line) }
                try await writer.write(ByteBuffer(string: text))
            }
        },
        Page(.post, .workPropose, for: .roles([.officer])) { visit in
            let key = visit.round
            let number = try await visit.once { workflows, principal in
                try workflows.propose(round: key, as: principal)
            } keeping: {
                .int($0.number)
            }
            return visit.go(
                to: Route.workDecision.link(key),
                done: visit.w("page.proposed", ["number": "\(number.int ?? 0)"]))
        },
        Page(.post, .workApprove, for: .roles([.decisionMaker])) { visit in
            let key = visit.round
            let (reason, number) = (visit.fields["reason"], Int64(visit.fields["proposal"]))
            var problems: [FieldProblem] = []
            if reason.isEmpty { problems.append(FieldProblem("reason", "missing")) }
            if reason.unicodeScalars.count > 5000 {
                problems.append(FieldProblem("reason", "too-long", ["maximum": "5000"]))
            }
            guard let number, problems.isEmpty else {
                return visit.wrong(try await visit.decisionPage(problems), problems)
            }
            return try await visit.act(
                { try await visit.decisionPage($0) }, then: Route.workDecision.link(key),
                done: "page.decided-done", problemField: "reason", isFormNeeded: true
            ) { workflows, principal in
                _ = try workflows.approve(
                    round: key, proposal: number, reason: reason, as: principal)
                return [:]
            }
        },
    ]
}

extension Visit {
    fileprivate func decisionPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (key, principal) = (round, try principal)
        let obstacles = try await obstacles()
        let (round, ground, meets, report) = try await read { reports in
            let round = try reports.round(key)
            let meets = try reports.holdsMeetings(key)
            let ground = try reports.cutTag(of: key, as: principal)
            do {
                return (
                    round, ground, meets,
                    try reports.proposal(of: key, number: nil, as: principal)
                        as ProposalReport?
                )
            } catch AwardsProblem.noProposal { return (round, ground, meets, nil) }
        }
        var view = staffView("page.decision", round)
        view.place = Route.workDecision.link(key)
        guard let report else {
            view.blocks = [
                .paragraph(w(meets ? "page.no-proposal-meeting" : "page.no-proposal"))
            ]
            if has(.officer), round.status == .closed {
                view.blocks += proposeForm(key, ground, meets: meets)
            }
            return view
        }
        if let decision = report.decision {
            let reason = Block.SummaryRow(key: w("page.reason"), lines: [decision.reason])
            view.blocks.append(
                .summary(
                    [
                        Block.SummaryRow(key: w("page.decided-by"), lines: [decision.by]),
                        Block.SummaryRow(
                            key: w("page.decided-on"), lines: [words.words(decision.on)]),
                        // The record says it too.
                    ] + (report.record == nil ? [reason] : [])))
            if let record = report.record { view.blocks += decisionBlocks(record) }
        } else {
            view.blocks.append(
                .inset(
                    w(
                        "page.proposal-waits",
                        ["number": "\(report.number)", "who": report.proposedBy])))
            // The form stands below a long table.
            if has(.decisionMaker) {
                view.blocks.append(.linkLine(PageLink(w("page.approve"), "#approve")))
            }
        }
        view.blocks += [
            .summary([
                Block.SummaryRow(key: w("page.money-available"), lines: [report.available.words]),
                Block.SummaryRow(key: w("page.money-total"), lines: [report.total.words]),
                Block.SummaryRow(key: w("page.money-leftover"), lines: [report.leftover.words]),
                Block.SummaryRow(key: w("page.award-count"), lines: ["\(report.awardCount)"]),
            ])
        ]
        if report.followsMeetings {
            view.blocks.append(.inset(w("page.proposal-follows")))
            if has(.officer) || has(.decisionMaker) || has(.auditor) {
                view.blocks.append(
                    .linkLine(PageLink(w("page.minutes"), Route.workMinutes.link(key))))
            }
        }
        view.blocks.append(proposalTable(report))
        if Self.partsEqualScores(report) {
            view.blocks.append(.inset(w("page.tie-at-cut")))
            if has(.officer) || has(.decisionMaker) || has(.auditor) {
                view.blocks.append(
                    .linkLine(PageLink(w("page.ranking"), Route.workRanking.link(key))))
            }
        }
        if has(.officer) || has(.decisionMaker) || has(.auditor) {
            let report = PageLink(
                w("report-kind-read.cabinet"),
                Route.workReport.link(key, ReportKind.cabinet.rawValue))
            view.blocks.append(.links(adviceLinks(key) + [report]))
        }
        view.blocks += [
            .linkLine(PageLink(w("page.as-csv"), Route.workDecisionFile.link(key)))
        ]
        if report.decision == nil {
            if !obstacles.isEmpty {
                view.blocks += obstacleBlocks(obstacles)
                view.blocks.append(
                    .linkLine(PageLink(w("page.screening"), Route.workScreening.link(key))))
            }
            if has(.decisionMaker) { view.blocks += approveForm(report, problems) }
            if has(.officer), round.status == .closed {
                view.blocks += proposeForm(key, ground, meets: meets)
            }
        }
        return view
    }

    /// What due diligence has in the way of the awards; those who may not read it are not told.
    private func obstacles() async throws -> [FieldProblem] {
        guard has(.officer) || has(.decisionMaker) || has(.auditor) else { return [] }
        let (key, principal) = (round, try principal)
        return try await read { try $0.screeningObstacles(of: key, as: principal) }
    }

    /// Whether of two with equal scores one gets money and the other does not.
    private static func partsEqualScores(_ report: ProposalReport) -> Bool {
        func isFunded(_ line: [JSONValue]) -> Bool { line[7].int ?? 0 > 0 }
        return zip(report.lines, report.lines.dropFirst()).contains { first, second in
            first[3].plainText == second[3].plainText && isFunded(first) != isFunded(second)
        }
    }

    /// - Parameter ground: what it would rest on: with other scores it is another proposal.
    /// - Parameter meets: whether it follows what the panels recommended.
    private func proposeForm(_ key: String, _ ground: EntityTag, meets: Bool) -> [Block] {
        let (title, text) =
            meets
            ? ("page.propose-recommended", "page.propose-recommended-text")
            : ("page.propose", "page.propose-text")
        return [
            .heading2(w(title)), .paragraph(w(text)),
            .form(
                Block.Form(
                    action: Route.workPropose.link(key), csrf: csrf,
                    hidden: [once, ("ground", ground.description)],
                    buttons: [.init(text: w(title))])),
        ]
    }

    private func approveForm(_ report: ProposalReport, _ problems: [FieldProblem]) -> [Block] {
        [
            .heading2(w("page.approve"), id: "approve"), .paragraph(w("page.approve-text")),
            .form(
                Block.Form(
                    action: Route.workApprove.link(report.round), csrf: csrf,
                    hidden: [("proposal", "\(report.number)")],
                    fields: [reasonField(problems, optional: false)],
                    buttons: [.init(text: w("page.approve-number", ["number": "\(report.number)"]))]
                )),
        ]
    }

    /// What a line comes to: in full, in part, or why it gets nothing.
    private func outcome(_ line: [JSONValue]) -> String {
        let recommended = line[10].plainText
        return line[8].plainText == "none" && ["reserve", "defer"].contains(recommended)
            ? w("recommendation.\(recommended)") : w("outcome.\(line[8].plainText)")
    }

    private func proposalTable(_ report: ProposalReport) -> Block {
        var table = Table(
            id: "proposal", caption: w("page.proposal-caption", ["number": "\(report.number)"]),
            columns: [
                .init(w("page.rank"), isNumeric: true), .init(w("page.reference")),
                .init(w("page.group")), .init(w("page.score"), isNumeric: true),
                .init(w("page.requested"), isNumeric: true),
                .init(w("page.award"), isNumeric: true), .init(w("page.outcome")),
            ],
            rows: report.lines.map { line in
                [
                    .init(line[0].plainText),
                    .init(
                        line[1].plainText,
                        link: has(.officer) || has(.decisionMaker) || has(.auditor)
                            ? Route.workApplication.link(report.round, line[1].plainText) : nil,
                        isHeader: true), .init(line[2].plainText),
                    .init(score(line[4].plainText, missing: line[9].int)),
                    .init(Money(pence: line[5].int ?? 0).words),
                    .init(Money(pence: line[7].int ?? 0).words),
                    .init(outcome(line), isTag: true),
                ]
            }, emptyText: w("page.ranking-none"))
        table.markedRow =
            report.isParted && report.awardCount > 0 && report.awardCount < report.lines.count
            ? report.awardCount : nil
        return .table(table)
    }
}
