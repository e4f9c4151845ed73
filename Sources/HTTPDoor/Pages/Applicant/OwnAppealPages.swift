import Applications
import Awards
import Forms
import FundCore
import Hummingbird
import Publishing
import Workflows

/// A group's own appeals and complaints.
extension Page {
    static let ownAppealPages = [
        Page(.get, .ownAppeal, for: .signedIn) { visit in
            let report = try await visit.own()
            guard report.appeals != nil else {
                return visit.go(to: Route.ownApplication.link(visit.path("reference")))
            }
            return visit.page(visit.ownAppealPage(report))
        },
        Page(.post, .ownAppeal, for: .signedIn) { visit in try await visit.sendAppeal() },
    ]
}

extension Visit {
    fileprivate func ownAppealPage(
        _ report: OwnApplication, problems: [FieldProblem] = []
    ) -> PageView {
        let reference = "\(report.detail.summary.reference)"
        var view = PageView(w("page.own-appeal"))
        view.caption = w("page.application-of", ["reference": reference])
        view.back = PageLink(w("page.back"), Route.ownApplication.link(reference))
        view.place = Route.ownAppeal.link(reference)
        view.blocks = [.paragraph(w("page.own-appeal-text"))]
        var kinds = AppealKind.allCases
        if let lastDay = report.appealsUntil {
            view.blocks.append(
                .inset(w("page.own-appeal-until", ["date": words.words(lastDay)])))
        } else {
            kinds = [.complaint]
            view.blocks.append(.inset(w("page.own-appeal-closed")))
        }
        let grounds = longField(
            "grounds", w("page.own-appeal-grounds"), value: fields.raw("grounds"), rows: 8,
            hint: w("page.own-appeal-grounds-hint"), problems)
        view.blocks.append(
            .form(
                Block.Form(
                    action: Route.ownAppeal.link(reference), csrf: csrf,
                    // With one kind alone there is nothing to choose.
                    hidden: [once] + (kinds.count == 1 ? [("kind", kinds[0].rawValue)] : []),
                    fields: (kinds.count == 1 ? [] : [appealKindField(kinds, problems)])
                        + [grounds],
                    buttons: [.init(text: w("page.own-appeal-send"))],
                    cancel: PageLink(w("page.back"), Route.ownApplication.link(reference)))))
        return view
    }

    fileprivate func sendAppeal() async throws -> Response {
        let report = try await own()
        let reference = path("reference")
        guard report.appeals != nil else {
            throw ApplicationsProblem.unknown(reference: reference)
        }
        guard let kind = AppealKind(rawValue: fields["kind"]) else {
            let problems = [FieldProblem("kind", "choose-one")]
            return wrong(ownAppealPage(report, problems: problems), problems)
        }
        let arrival = AppealArrival(
            kind: kind, grounds: fields.raw("grounds"), cameBy: .online)
        do {
            try await once { _ = try $0.receiveAppeal(reference, arrival, as: $1) }
        } catch let problem as InvalidInput {
            return wrong(ownAppealPage(report, problems: problem.fields), problem.fields)
        } catch let problem as AppealProblem {
            let problems = [
                FieldProblem("grounds", problem.report.code, problem.report.arguments)
            ]
            return wrong(ownAppealPage(report, problems: problems), problems)
        }
        house.mail.nudge()
        return go(
            to: Route.ownApplication.link(reference),
            done: w("page.own-appeal-sent-\(kind.rawValue)"))
    }

    func appealKindField(_ kinds: [AppealKind], _ problems: [FieldProblem]) -> Field {
        Field(
            name: "kind", label: w("page.appeal-kind"),
            kind: .radios(
                kinds.map {
                    .init(
                        value: $0.rawValue, label: w("page.appeal-kind-\($0.rawValue)"),
                        hint: w("page.appeal-hint-\($0.rawValue)"),
                        isChosen: fields["kind"] == $0.rawValue)
                }), error: problems.first { $0.place == "kind" }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    /// What a group appealed or complained of, and how far that has come.
    func ownAppeal(_ appeal: OwnAppeal) -> [Block] {
        var blocks: [Block] = [
            .heading2(
                w(
                    "page.appeal-of-\(appeal.kind.rawValue)",
                    ["date": words.words(appeal.receivedAt)])), .answer(appeal.grounds),
        ]
        guard let (review, decision) = appeal.told else {
            return blocks + [.inset(w("page.appeal-is-read"))]
        }
        blocks += [
            .heading3(w("page.appeal-outcome")),
            .paragraph(w("page.appeal-outcome-\(review.outcome.rawValue)")),
            .answer(review.reason),
        ]
        if let decision {
            blocks += [
                .paragraph(appealEffect(decision)), .answer(decision.reason),
            ]
        }
        return blocks
    }

    /// What follows from an appeal or complaint, in words.
    func appealEffect(_ decision: Appeal.Decision) -> String {
        w(
            "page.appeal-effect-\(decision.effect.rawValue)",
            ["amount": decision.amount?.words ?? ""])
    }
}
