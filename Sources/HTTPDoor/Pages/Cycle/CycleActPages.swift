import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// What moves a cycle: closing a stage, approving it, going back, taking in a round.
extension Page {
    static let cycleActPages = [
        Page(.get, .cycleClosing, for: cycleOfficers) { visit in
            visit.page(try await visit.closingPage())
        },
        Page(.post, .cycleClosing, for: cycleOfficers) { visit in
            let key = visit.cycleKey
            return try await visit.cycleAct(
                { _ in try await visit.closingPage() }, then: Route.cyclePage.link(key),
                done: "page.cycle-closed", at: ""
            ) { _ = try $0.advanceCycle(key, as: $1) }
        },
        Page(.get, .cycleApproval, for: .roles([.decisionMaker])) { visit in
            visit.page(try await visit.approvalPage())
        },
        Page(.post, .cycleApproval, for: .roles([.decisionMaker])) { visit in
            let (key, seen) = (visit.cycleKey, Int64(visit.fields["seen"]))
            let book = visit.house.plans
            return try await visit.cycleAct(
                { _ in try await visit.approvalPage() }, then: Route.cyclePage.link(key),
                done: "page.cycle-approved", at: ""
            ) { _ = try $0.approveStage(of: key, seen: seen, book: book, as: $1) }
        },
        Page(.get, .cycleReopening, for: cycleWriters) { visit in
            visit.page(try await visit.reopeningPage())
        },
        Page(.post, .cycleReopening, for: cycleWriters) { visit in
            try await visit.reopen()
        },
        Page(.get, .cycleHolding, for: cycleOfficers) { visit in
            visit.page(try await visit.holdingPage())
        },
        Page(.post, .cycleHolding, for: cycleOfficers) { visit in
            let (key, round) = (visit.cycleKey, visit.fields["round"])
            guard !round.isEmpty else {
                let problems = [FieldProblem("round", "choose-one")]
                return visit.wrong(try await visit.holdingPage(problems), problems)
            }
            return try await visit.cycleAct(
                { try await visit.holdingPage($0) }, then: Route.cyclePage.link(key),
                done: "page.cycle-held", at: "round"
            ) { try $0.holdRound(round, in: key, as: $1) }
        },
    ]
}

extension Visit {
    fileprivate func closingPage() async throws -> PageView {
        let report = try await cycleReport()
        let (cycle, stage) = (report.cycle, ["stage": stageName(report.cycle.stage)])
        let link = Route.cycleClosing.link(cycle.key)
        var view = cycleView(w("page.cycle-close", stage), cycle)
        switch cycle.status {
        case .ended: view.blocks = [.paragraph(w("page.cycle-next-ended"))]
        case .closed: view.blocks = [.paragraph(w("page.cycle-next-closed", stage))]
        case .approved:
            view.title = w("page.cycle-end")
            view.blocks = [
                .paragraph(w("page.cycle-next-approved")),
                cycleForm(link, [], w("page.cycle-end")),
            ]
        case .open:
            let lacks = lackLinks(report, cycle.stage)
            view.blocks =
                lacks.isEmpty
                ? [
                    .paragraph(
                        w(
                            cycle.stage.isApproved
                                ? "page.cycle-next-whole-approved" : "page.cycle-next-whole", stage)
                    ),
                    cycleForm(link, [], w("page.cycle-close", stage)),
                ] : [.paragraph(w("page.cycle-lacks", stage)), .links(lacks)]
            if cycle.stage == .plan {
                view.blocks.append(
                    .linkLine(
                        PageLink(
                            w("page.cycle-plan-see-lacks"), Route.cyclePlanPage.link(cycle.key))))
            }
        }
        return view
    }

    fileprivate func approvalPage() async throws -> PageView {
        let report = try await cycleReport()
        let (cycle, stage) = (report.cycle, ["stage": stageName(report.cycle.stage)])
        var view = cycleView(w("page.cycle-approve", stage), cycle)
        guard cycle.status == .closed else {
            view.blocks = [.paragraph(w("page.cycle-nothing-to-approve"))]
            return view
        }
        let questions = report.questions(of: cycle.stage)
        let isWriter = questions.contains {
            $0.answer != nil && $0.answer?.author == signedIn?.principal.personID
        }
        view.blocks = [.paragraph(w("page.cycle-approve-text", stage))]
        view.blocks.append(
            .summary(
                questions.map { question in
                    Block.SummaryRow(
                        key: question.text,
                        lines: [question.answer?.text, question.answer?.evidence]
                            .compactMap(\.self))
                }))
        if cycle.stage == .plan {
            view.blocks += [
                .heading2(w("page.cycle-priorities")), priorityTable(report, acts: false),
                .links([
                    PageLink(w("page.cycle-plan"), Route.cyclePlanPage.link(cycle.key)),
                    PageLink(w("page.cycle-prospectus"), Route.prospectusPage.link(cycle.key)),
                ]),
            ]
        }
        guard !isWriter else {
            view.blocks.append(.inset(w("page.cycle-you-wrote")))
            return view
        }
        let seen = report.events.last.map { (name: "seen", value: "\($0.id.rawValue)") }
        view.blocks.append(
            cycleForm(
                Route.cycleApproval.link(cycle.key), [], w("page.cycle-approve", stage),
                seen: seen))
        return view
    }

    fileprivate func reopeningPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let cycle = try await cycleReport().cycle
        var view = cycleView(w("page.cycle-reopen"), cycle)
        let behind = CommissioningStage.allCases.filter {
            [.closed, .approved].contains(cycle.standing(of: $0))
        }
        guard cycle.status != .ended, !behind.isEmpty else {
            view.blocks = [.paragraph(w("page.cycle-nothing-behind"))]
            return view
        }
        view.blocks = [
            .paragraph(w("page.cycle-reopen-text")),
            cycleForm(
                Route.cycleReopening.link(cycle.key),
                [
                    radios(
                        "stage", w("page.cycle-reopen-stage"),
                        behind.map { ($0.rawValue, stageName($0)) }, problems),
                    reasonField(problems, optional: false),
                ], w("page.cycle-reopen")),
        ]
        return view
    }

    fileprivate func reopen() async throws -> Response {
        let (key, reason) = (cycleKey, fields.raw("reason"))
        guard let stage = CommissioningStage(rawValue: fields["stage"]) else {
            let problems =
                [FieldProblem("stage", "choose-one")]
                + (reason.trimmed.isEmpty ? [FieldProblem("reason", "missing")] : [])
                + tooLong(reason, "reason", maximum: CommissioningModule.greatestTextLength)
            return wrong(try await reopeningPage(problems), problems)
        }
        return try await cycleAct(
            { try await reopeningPage($0) }, then: Route.cyclePage.link(key),
            done: "page.cycle-reopened", at: "stage"
        ) { _ = try $0.reopenStage(stage, of: key, reason: reason, as: $1) }
    }

    fileprivate func holdingPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let report = try await cycleReport()
        var view = cycleView(w("page.cycle-hold"), report.cycle)
        guard report.cycle.stage != .review, !report.freeRounds.isEmpty else {
            view.blocks = [.paragraph(w("page.cycle-hold-none"))]
            return view
        }
        view.blocks = [
            .paragraph(w("page.cycle-hold-text")),
            cycleForm(
                Route.cycleHolding.link(report.cycle.key),
                [
                    select(
                        "round", w("page.round"),
                        report.freeRounds.map {
                            ($0.key, words.title(ofRound: $0.key, $0.plan.title))
                        }, problems)
                ], w("page.cycle-hold")),
        ]
        return view
    }
}
