import Applications
import Assessment
import Bootstrap
import Forms
import FundCore
import Publishing
import Rounds

/// What a panel member reads without scoring: on paper, or when it is over.
extension Visit {
    /// Every application that a member may read, to print.
    func pack(
        _ round: Round, _ sheets: [OpenScoringSheet], undeclared: Int
    ) -> PageView {
        var view = PageView(w("page.pack-title"))
        view.caption = words.title(ofRound: round.key, round.plan.title)
        view.back = PageLink(w("page.back-to-list"), Route.scoring.link(round.key))
        view.blocks = [
            .print(w("page.print")), .paragraph(w("page.pack-text")),
        ]
        if undeclared > 0, round.status != .decided {
            view.blocks.append(.inset(w("page.pack-count", ["count": "\(undeclared)"])))
        }
        if let scheme = sheets.first?.scheme {
            view.blocks += [
                .heading2(w("page.scale")),
                .bullets(
                    (scheme.scaleMinimum...scheme.scaleMaximum).map {
                        words.score("\($0)", in: scheme)
                    }),
            ]
        }
        for sheet in sheets {
            let summary = sheet.detail.summary
            view.blocks += [
                .heading2("\(summary.reference) · \(summary.organisation)"),
                .summary(
                    [Block.SummaryRow(key: w("page.project"), lines: [summary.title])]
                        + facts(of: sheet)),
            ]
            view.blocks += general(sheet)
            for criterion in sheet.scheme.criteria {
                view.blocks += [
                    .heading3(
                        "\(words.title(of: criterion)) (\(words.percent(criterion.weightBasisPoints)))"
                    ), .paragraph(words.question(of: criterion)),
                ]
                for item in evidence(criterion, sheet) {
                    view.blocks += [.hintText(item.title), .answer(item.text)]
                }
                let room = "…………………………"
                view.blocks.append(
                    .summary([
                        Block.SummaryRow(key: w("page.your-score"), lines: [room]),
                        Block.SummaryRow(key: w("page.your-comment"), lines: [room, room]),
                    ]))
            }
        }
        return view
    }

    /// In a round that is decided, for one that they neither declared on nor scored.
    func scoringOver(_ round: Round) -> PageView {
        var view = PageView(w("page.scoring"))
        view.caption = path("reference")
        view.back = PageLink(w("page.back-to-list"), Route.scoring.link(round.key))
        view.blocks = [.paragraph(w("page.scoring-over"))]
        return view
    }
}
