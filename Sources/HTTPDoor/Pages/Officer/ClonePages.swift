import Bootstrap
import Commissioning
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

/// The next round is made from one that is there, and says what it does of what was learned.
extension Page {
    private static let officers = Audience.roles([.officer])
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])

    static let clonePages = [
        Page(.get, .workClone, for: officers) { visit in visit.page(try await visit.clonePage()) },
        Page(.post, .workClone, for: officers) { visit in try await visit.cloneRound() },
        Page(.get, .workProposals, for: readers) { visit in
            visit.page(visit.proposalsPage(try await visit.proposalReport()))
        },
        Page(.get, .workProposal, for: readers) { visit in
            visit.page(try await visit.proposalPage())
        },
        Page(.post, .workProposal, for: officers) { visit in
            try await visit.decideOnProposal()
        },
    ]
}

extension Visit {
    fileprivate func clonePage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let key = round
        let round = try await read { try $0.round(key) }
        var view = staffView("page.clone-round", round)
        view.isWide = false
        view.blocks = [
            .paragraph(w("page.clone-round-text")), .paragraph(w("page.clone-round-files")),
            .form(
                Block.Form(
                    action: Route.workClone.link(key), csrf: csrf, hidden: [once],
                    fields: [
                        line(
                            "to", w("page.clone-key"), hint: w("page.clone-key-hint"), width: "20",
                            problems),
                        line(
                            "title", w("page.optional", ["title": w("page.clone-title")]),
                            hint: w("page.clone-title-hint"), problems),
                        line(
                            "opens", w("page.optional", ["title": w("page.clone-opens")]),
                            hint: w("page.clone-opens-hint"), width: "20", problems),
                        line(
                            "allotment",
                            w("page.optional", ["title": w("page.clone-allotment")]),
                            hint: w(
                                "page.clone-allotment-hint",
                                [
                                    "amount": round.plan.allotment.words,
                                    "example": Money(pence: 1_000_000).words,
                                ]), width: "10", problems),
                    ], buttons: [.init(text: w("page.clone-round"))],
                    cancel: PageLink(w("page.back"), Route.work.link(key)))),
        ]
        return view
    }

    fileprivate func cloneRound() async throws -> Response {
        let (key, services) = (round, house.services)
        let cloning = RoundCloning(
            key: fields["to"], title: fields["title"],
            opens: fields["opens"].replacing(" ", with: "T"), allotment: fields["allotment"])
        do {
            let made = try await once {
                try $0.cloneRound(key, cloning, try services.configuration(), as: $1)
            } keeping: { (made: ClonedRound) in
                made.round.made(
                    proposals: made.proposals, unknownYears: made.unknownYears,
                    fundLeft: made.fundLeft, needsPlan: made.needsPlan)
            }
            let new = made["round"]?.string ?? key
            return go(to: Route.workProposals.link(new), done: said(of: made, new))
        } catch let problem as InvalidInput {
            return wrong(try await clonePage(problem.fields), problem.fields)
        }
    }

    /// What follows from a round that was made: what it has, and what its opening waits for.
    private func said(of made: JSONValue, _ key: String) -> String {
        var said = [
            w(
                "page.round-cloned",
                ["round": key, "proposals": "\(made["proposals"]?.int ?? 0)"])
        ]
        if case .bool(true)? = made["needsPlan"] { said.append(w("page.round-cloned-plan")) }
        let left = Money(pence: made["fundLeftPence"]?.int ?? 0)
        let wanted = Money(pence: made["allotmentPence"]?.int ?? 0)
        if left < wanted {
            said.append(
                w("page.round-beyond-fund", ["left": left.words, "wanted": wanted.words]))
        }
        return said.joined(separator: " ")
    }

    fileprivate func proposalReport() async throws -> RoundProposalReport {
        let (key, principal) = (round, try principal)
        return try await read { try $0.roundProposals(of: key, as: principal) }
    }

    fileprivate func proposalsPage(_ report: RoundProposalReport) -> PageView {
        let round = report.round
        var view = staffView("page.round-proposals", round)
        view.blocks = [
            .paragraph(w("page.round-proposals-text")),
            .table(
                Table(
                    id: "proposals", caption: w("page.round-proposals"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.proposed")), .init(w("page.lesson-evidence")),
                        .init(w("page.lesson-became")),
                    ],
                    rows: report.proposals.map { proposal in
                        [
                            .init(
                                "\(proposal.number). \(proposal.text)",
                                link: Route.workProposal.link(round.key, "\(proposal.number)"),
                                isHeader: true), .init(proposal.evidence ?? ""),
                            .init(standing(of: proposal), isTag: true),
                        ]
                    }, emptyText: w("page.round-proposals-none"))),
        ]
        return view
    }

    private func standing(of proposal: RoundProposal) -> String {
        proposal.decision.map { w("proposal-verdict.\($0.verdict.rawValue)") }
            ?? w("page.lesson-open")
    }

    fileprivate func proposalPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, number) = (try await proposalReport(), path("number"))
        let key = report.round.key
        guard let proposal = report.proposals.first(where: { "\($0.number)" == number }) else {
            throw ProposalProblem.unknown(number: Int64(number) ?? 0, round: key)
        }
        var view = staffView("page.round-proposal", report.round)
        view.isWide = false
        view.back = PageLink(w("page.round-proposals"), Route.workProposals.link(key))
        view.place = Route.workProposal.link(key, number)
        var rows = [
            Block.SummaryRow(
                key: w("page.lesson-evidence"), lines: [proposal.evidence ?? w("page.none-said")]),
            Block.SummaryRow(key: w("page.lesson-became"), lines: [standing(of: proposal)]),
        ]
        if let decision = proposal.decision {
            rows.append(
                Block.SummaryRow(
                    key: w("page.lesson-why"),
                    lines: [
                        decision.reason,
                        [
                            report.emails[decision.person] ?? "",
                            LocalDate(decision.on).map { words.words($0) } ?? decision.on,
                        ].joined(separator: " · "),
                    ]))
        }
        view.blocks = [.answer(proposal.text), .summary(rows)]
        guard has(.officer), proposal.decision == nil else { return view }
        view.blocks += [
            .heading2(w("page.lesson-decide")),
            .form(
                Block.Form(
                    action: Route.workProposal.link(key, number), csrf: csrf, hidden: [once],
                    fields: [
                        radios(
                            "verdict", w("page.proposal-verdict"),
                            RoundProposal.Verdict.allCases.map {
                                ($0.rawValue, w("proposal-verdict.\($0.rawValue)"))
                            }, problems), reasonField(problems, optional: false),
                    ], buttons: [.init(text: w("page.lesson-decide"))],
                    cancel: PageLink(w("page.back"), Route.workProposals.link(key)))),
        ]
        return view
    }

    fileprivate func decideOnProposal() async throws -> Response {
        let (key, number, reason) = (round, Int64(path("number")) ?? 0, fields.raw("reason"))
        guard let verdict = RoundProposal.Verdict(rawValue: fields["verdict"]) else {
            let problems =
                [FieldProblem("verdict", "choose-one")]
                + (reason.trimmed.isEmpty ? [FieldProblem("reason", "missing")] : [])
            return wrong(try await proposalPage(problems), problems)
        }
        do {
            try await once {
                _ = try $0.decideProposal(verdict, number, of: key, reason: reason, as: $1)
            }
        } catch let problem as InvalidInput {
            return wrong(try await proposalPage(problem.fields), problem.fields)
        }
        return go(to: Route.workProposals.link(key), done: w("page.proposal-is-decided"))
    }
}
