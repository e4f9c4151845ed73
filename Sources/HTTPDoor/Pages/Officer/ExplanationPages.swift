import Applications
import Assessment
import FundCore
import Hummingbird
import Publishing

extension Page {
    static let explanationPages = [
        Page(
            .get, .workExplanation, for: .roles([.officer, .decisionMaker, .auditor])
        ) { visit in
            let (reference, principal) = (visit.path("reference"), try visit.principal)
            let found = try await visit.read {
                try $0.explanation(of: reference, as: principal)
            }
            return visit.page(
                visit.explanationPage(
                    found, back: Route.workApplication.link(visit.round, reference),
                    namesMembers: true))
        },
        Page(.get, .ownExplanation, for: .signedIn) { visit in
            let (reference, principal) = (visit.path("reference"), try visit.principal)
            let found = try await visit.read {
                try $0.ownExplanation(of: reference, as: principal)
            }
            return visit.page(
                visit.explanationPage(
                    found, back: Route.ownApplication.link(reference), namesMembers: false))
        },
    ]
}

extension Visit {
    /// How one application came by its score; to applicants, members are numbers.
    fileprivate func explanationPage(
        _ found: ScoreExplanation, back: String, namesMembers: Bool
    ) -> PageView {
        var view = PageView(w("page.explanation"))
        view.caption =
            "\(found.summary.reference) · "
            + (found.summary.title.isEmpty ? found.summary.organisation : found.summary.title)
        view.back = PageLink(w("page.back"), back)
        view.blocks = [
            .paragraph(w("explain.how", ["maximum": "\(found.scheme.scaleMaximum)"])),
            .bullets(words.summary(of: found)),
        ]
        for criterion in found.criteria {
            view.blocks += [
                .heading2(words.title(of: criterion.criterion)),
                .hintText(
                    w(
                        "page.weight-is",
                        ["weight": words.percent(criterion.criterion.weightBasisPoints)])),
                .summary(
                    criterion.scores.map { score in
                        Block.SummaryRow(
                            key: namesMembers
                                ? score.email
                                : w("page.member-number", ["number": "\(score.number)"]),
                            lines: [
                                score.value.map { words.score("\($0)", in: found.scheme) }
                                    ?? w("explain.not-applicable")
                            ] + (namesMembers ? [score.comment].compactMap(\.self) : []))
                    }), .bullets(words.explained(criterion, in: found)),
            ]
        }
        view.blocks.append(.print(w("page.print")))
        return view
    }
}
