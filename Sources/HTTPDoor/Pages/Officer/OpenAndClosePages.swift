import Bootstrap
import Commissioning
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

/// A round opens and closes, each once, by an officer.
extension Page {
    private static let officers = Audience.roles([.officer])

    static let openAndClosePages = [
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
    ]
}

extension Visit {
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
        } catch let problem as CommissioningProblem {
            // Its Plan comes first; that is no field's fault.
            let field = FieldProblem("", problem.report.code, problem.report.arguments)
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
}
