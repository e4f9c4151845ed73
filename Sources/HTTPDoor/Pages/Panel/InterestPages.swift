import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

/// What a panel member says of their interests before an application opens.
extension Visit {
    func interestPage(
        _ sheet: ScoringSheet, problems: [FieldProblem] = []
    ) -> PageView {
        let (round, reference) = (path("round"), path("reference"))
        var view = PageView(w("page.interest"))
        view.back = PageLink(w("page.back-to-list"), Route.scoring.link(round))
        switch sheet {
        case .undeclared(_, let reference, let organisation, let title):
            view.caption = "\(reference)"
            view.blocks.append(
                .summary([
                    Block.SummaryRow(key: w("page.group"), lines: [organisation]),
                    Block.SummaryRow(key: w("page.project"), lines: [title]),
                ]))
        case .barred(_, let reference, let detail, _):
            view.caption = "\(reference)"
            view.blocks.append(.inset(w("page.interest-said", ["detail": detail])))
        case .open(let sheet):
            view.caption = "\(sheet.detail.summary.reference)"
            view.blocks.append(
                .summary([
                    Block.SummaryRow(
                        key: w("page.group"), lines: [sheet.detail.summary.organisation])
                ]))
        }
        let has = fields["has"]
        view.blocks += [
            .paragraph(w("page.interest-text")),
            form(
                Route.interest.link(round, reference),
                [
                    Field(
                        name: "has", label: w("page.interest-question"),
                        kind: .radios(
                            ["no", "yes"].map {
                                .init(
                                    value: $0, label: w("page.interest-\($0)"), isChosen: has == $0)
                            }), error: problems.first { $0.place == "has" }.map(words.onPage),
                        errorPrefix: w("page.error-prefix")),
                    longField(
                        "detail", w("page.interest-detail"), value: fields.raw("detail"), rows: 3,
                        hint: w("page.interest-detail-hint"), problems),
                ], w("page.continue")),
        ]
        return view
    }

    func declareInterest() async throws -> Response {
        let (reference, principal) = (path("reference"), try principal)
        let (has, detail) = (fields["has"], fields["detail"])
        guard ["yes", "no"].contains(has) else {
            var problems = [FieldProblem("has", "choose-one")]
            if detail.unicodeScalars.count > AssessmentModule.greatestCommentLength {
                problems.append(FieldProblem("detail", "too-long", ["maximum": "5000"]))
            }
            return wrong(interestPage(try await sheet(), problems: problems), problems)
        }
        do {
            try await write {
                try $0.declareInterest(
                    in: reference, has: has == "yes", detail: detail, as: principal)
            }
        } catch let problem as InvalidInput {
            return wrong(interestPage(try await sheet(), problems: problem.fields), problem.fields)
        }
        return has == "yes"
            ? go(to: Route.scoring.link(path("round")), done: w("page.interest-noted"))
            : go(to: scoringHere)
    }

    func barred(
        _ round: Round, _ reference: Reference, _ detail: String, _ ground: InterestGround
    ) -> PageView {
        var view = PageView(w("page.barred"))
        view.caption = "\(reference)"
        view.back = PageLink(w("page.back-to-list"), Route.scoring.link(round.key))
        switch ground {
        case .declared:
            view.blocks = [
                .paragraph(w("page.barred-text")),
                .inset(w("page.interest-said", ["detail": detail])),
            ]
        case .officer:
            view.blocks = [
                .paragraph(w("page.barred-by-officer")),
                .inset(w("page.interest-officer-said", ["detail": detail])),
            ]
        case .own: view.blocks = [.paragraph(w("page.barred-own"))]
        }
        if round.status != .decided {
            view.blocks.append(.paragraph(w("page.barred-mistake")))
        }
        return view
    }
}
