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
            .bullets(scale(of: briefing.scheme).map { words.score($0, in: briefing.scheme) }),
            .heading2(w("page.briefing-criteria")), .paragraph(w("page.briefing-criteria-text")),
        ]
        for criterion in briefing.scheme.criteria {
            view.blocks += describing(criterion, in: briefing.scheme)
        }
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

    /// What a criterion asks, how much it counts, and what earns each score on it.
    private func describing(
        _ criterion: ScoringScheme.Criterion, in scheme: ScoringScheme
    ) -> [Block] {
        let described = scale(of: scheme).compactMap { score in
            words.descriptor(of: score, on: criterion).map {
                Block.SummaryRow(key: words.score(score, in: scheme), lines: [$0])
            }
        }
        return [
            .heading3(words.title(of: criterion)),
            .paragraph(words.question(of: criterion)),
            .hintText(
                w("page.weight-is", ["weight": words.percent(criterion.weightBasisPoints)])),
        ] + (described.isEmpty ? [] : [.summary(described)])
    }

    private func scale(of scheme: ScoringScheme) -> [String] {
        (scheme.scaleMinimum...scheme.scaleMaximum).map { "\($0)" }
    }
}
