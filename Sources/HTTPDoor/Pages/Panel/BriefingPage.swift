import Assessment
import FundCore
import Publishing
import Rounds

extension Visit {
    func briefing() async throws -> Briefing {
        let (key, principal) = (path("round"), try principal)
        return try await read { try $0.briefing(of: key, as: principal) }
    }

    /// How to score, for a member of the panel to read before they begin.
    func briefingPage(_ briefing: Briefing, problem: FieldProblem? = nil) -> PageView {
        var view = PageView(w("page.briefing-title"))
        view.caption = words.title(ofRound: briefing.round.key, briefing.round.plan.title)
        view.back = PageLink(w("page.back-to-list"), Route.scoring.link(briefing.round.key))
        view.blocks = [
            .paragraph(w("page.briefing-intro")), .heading2(w("page.briefing-fair")),
            .bullets(
                ["own", "written", "same", "comment", "private", "ask"].map {
                    w("page.briefing-\($0)")
                }), .heading2(w("page.briefing-scores")),
            .summary(
                (briefing.scheme.scaleMinimum...briefing.scheme.scaleMaximum).map {
                    Block.SummaryRow(
                        key: "\($0)", lines: [words.score("\($0)", in: briefing.scheme)])
                }), .heading2(w("page.briefing-criteria")),
            .table(
                Table(
                    id: "criteria", caption: w("page.briefing-weights"),
                    columns: [
                        .init(w("page.criterion")), .init(w("page.briefing-asks")),
                        .init(w("page.weight"), isNumeric: true),
                    ],
                    rows: briefing.scheme.criteria.map {
                        [
                            .init(words.title(of: $0), isHeader: true),
                            .init(words.question(of: $0)),
                            .init(words.percent($0.weightBasisPoints)),
                        ]
                    }, emptyText: "")),
        ]
        if briefing.scheme.rules?.allowsNotApplicable == true {
            view.blocks.append(.paragraph(w("page.briefing-not-applicable")))
        }
        if let at = briefing.acknowledgedAt {
            view.blocks.append(.inset(w("page.briefing-read-on", ["date": words.words(at)])))
        } else if briefing.isDue {
            view.blocks.append(
                form(
                    Route.scoringBriefing.link(briefing.round.key),
                    [
                        Field(
                            name: "read", label: w("page.briefing-confirm"),
                            kind: .checkboxes([
                                .init(value: "yes", label: w("page.briefing-confirm-yes"))
                            ]), error: problem.map(words.onPage),
                            errorPrefix: w("page.error-prefix"))
                    ], w("page.continue")))
        }
        return view
    }
}
