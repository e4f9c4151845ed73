import Applications
import Assessment
import FundCore
import Publishing
import Rounds

extension Visit {
    /// What there is for a member of the panel to score.
    func scoringList(
        _ round: Round, _ criteria: Int, _ rows: [(MemberProgress, ApplicationSummary)],
        _ briefing: Briefing
    ) -> PageView {
        var view = PageView(w("page.scoring"))
        view.caption = words.title(ofRound: round.key, round.plan.title)
        view.back = PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        let left = rows.filter { !$0.0.isDone }
        let done = rows.count - left.count
        view.blocks =
            round.status == .decided
            ? [.inset(w("page.scoring-over"))]
            : [
                .paragraph(w("page.scoring-text")),
                .paragraph(
                    w("page.scoring-progress", ["done": "\(done)", "all": "\(rows.count)"])),
            ]
        if briefing.isDue {
            view.blocks.append(
                .button(PageLink(w("page.briefing-read"), Route.scoringBriefing.link(round.key))))
        } else if briefing.isAsked {
            view.blocks.append(
                .linkLine(
                    PageLink(w("page.briefing-title"), Route.scoringBriefing.link(round.key))))
        }
        if !briefing.isDue, round.status != .decided, let next = left.first {
            view.blocks.append(
                .button(
                    PageLink(
                        w("page.next-left", ["group": next.1.organisation]),
                        Route.scoringOne.link(round.key, "\(next.0.reference)"))))
        }
        view.blocks += [
            .table(
                Table(
                    id: "scoring", caption: w("page.scoring-caption"),
                    columns: [
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.project")), .init(w("page.requested"), isNumeric: true),
                        .init(w("page.your-scores")),
                    ],
                    // What is left comes first: a member with little time finds it at the top.
                    rows: (left + rows.filter(\.0.isDone)).map { progress, summary in
                        [
                            .init(
                                "\(progress.reference)",
                                link: Route.scoringOne.link(round.key, "\(progress.reference)"),
                                isHeader: true), .init(summary.organisation),
                            .init(progress.hasInterest == true ? "–" : summary.title),
                            .init(progress.requested.words),
                            .init(status(of: progress, criteria), isTag: true),
                        ]
                    }, emptyText: w("page.scoring-none"))),
            .links([
                PageLink(w("page.scoring-pack"), Route.scoringPack.link(round.key)),
                PageLink(w("page.score-sheet"), Route.scoreSheet.link(round.key)),
            ]),
        ]
        return view
    }

    private func status(of progress: MemberProgress, _ criteria: Int) -> String {
        if progress.hasInterest == true { return w("scoring.interest") }
        if progress.isLocked { return w("scoring.locked") }
        if progress.hasMet {
            return w(
                "scoring.met", ["done": "\(progress.scoredCount)", "all": "\(criteria)"])
        }
        if progress.hasInterest == nil, progress.scoredCount == 0 { return w("scoring.new") }
        return w(
            "scoring.some", ["done": "\(progress.scoredCount)", "all": "\(criteria)"])
    }
}

extension MemberProgress {
    /// Whether nothing is left for the member to do about it.
    fileprivate var isDone: Bool { isLocked || hasInterest == true || hasMet }
}
