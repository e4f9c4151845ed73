import Assessment
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

extension Page {
    private static let officers = Audience.roles([.officer])

    static let standDownPages = [
        Page(.get, .workStandDown, for: officers) { visit in
            visit.page(try await visit.standDownPage())
        },
        Page(.post, .workStandDown, for: officers) { visit in
            let key = visit.round
            return try await visit.act(
                { try await visit.standDownPage(problems: $0) }, then: Route.workPanel.link(key),
                done: "page.stood-down", problemField: "email"
            ) { workflows, principal in
                let (email, scores) = (try visit.chosen("email"), try visit.chosen("scores"))
                let result = try workflows.standDown(
                    email, of: key, keepsScores: scores == "keep",
                    reason: visit.fields["reason"], as: principal)
                return [
                    "email": email, "kept": "\(result.keptCount)",
                    "fewer": "\(result.fewerCount)",
                ]
            }
        },
    ]
}

extension Visit {
    fileprivate func standDownPage(
        problems: [FieldProblem] = []
    ) async throws -> PageView {
        let (key, principal) = (round, try principal)
        let report = try await read { try $0.panels(of: key, as: principal) }
        var view = PageView(w("page.stand-down"))
        view.caption = words.title(ofRound: report.round.key, report.round.plan.title)
        view.back = PageLink(w("page.panel"), Route.workPanel.link(key))
        view.blocks = [
            .paragraph(w("page.stand-down-text")),
            form(
                Route.workStandDown.link(key),
                [
                    panelMember(
                        report.people.filter { $0.member.departure == nil }, problems),
                    oneOf(
                        "scores", w("page.stand-down-scores"),
                        ["keep", "aside"].map { ($0, w("page.stand-down-\($0)")) }, problems),
                    reasonField(problems, optional: false),
                ], w("page.stand-down-yes")),
        ]
        return view
    }
}
