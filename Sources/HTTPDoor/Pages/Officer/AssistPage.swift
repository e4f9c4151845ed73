import Applications
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

/// An officer begins an application for a group that applies on paper or by telephone.
extension Page {
    private static let officers = Audience.roles([.officer])

    static let assistPages = [
        Page(.get, .workAssist, for: officers) { visit in
            let key = visit.path("round")
            let round = try await visit.read { try $0.round(key) }
            guard [.open, .closed].contains(round.status) else {
                return visit.go(to: Route.work.link(key))
            }
            return visit.page(visit.assistPage())
        },
        Page(.post, .workAssist, for: officers) { visit in
            let key = visit.path("round")
            guard let how = Assistance(rawValue: visit.fields["how"]) else {
                let problem = FieldProblem("how", "choose-one")
                return visit.wrong(visit.assistPage(problem: problem), [problem])
            }
            let id = try await visit.once { workflows, principal in
                try workflows.startDraft(in: key, assistedBy: how, as: principal)
            } keeping: {
                .int($0.rawValue)
            }
            return visit.go(to: Route.draft.link("\(id.int ?? 0)"))
        },
    ]
}

extension Visit {
    fileprivate func assistPage(problem: FieldProblem? = nil) -> PageView {
        var view = PageView(w("page.assist"))
        view.back = PageLink(w("page.overview"), Route.work.link(round))
        view.blocks = [
            .paragraph(w("page.assist-text")),
            .form(
                Block.Form(
                    action: Route.workAssist.link(round), csrf: csrf, hidden: [once],
                    fields: [
                        Field(
                            name: "how", label: w("page.assist-how"),
                            kind: .radios(
                                Assistance.allCases.map {
                                    .init(
                                        value: $0.rawValue, label: w("page.assist-\($0.rawValue)"))
                                }), error: problem.map(words.onPage),
                            errorPrefix: w("page.error-prefix"))
                    ], buttons: [.init(text: w("page.continue"))])),
        ]
        return view
    }
}
