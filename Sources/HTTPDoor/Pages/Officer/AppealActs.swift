import Applications
import Awards
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// What those who took none of its decisions do about an appeal or a complaint.
extension Visit {
    func reviewForm(_ problems: [FieldProblem]) -> Block {
        .form(
            Block.Form(
                action: Route.workAppealReview.link(round, path("number")), csrf: csrf,
                hidden: [once],
                fields: [
                    radios(
                        "outcome", w("page.appeal-upheld-question"),
                        AppealOutcome.allCases.map {
                            ($0.rawValue, w("page.appeal-outcome-\($0.rawValue)"))
                        }, problems),
                    longField(
                        "reason", w("page.appeal-reason"), value: fields.raw("reason"), rows: 6,
                        hint: w("page.appeal-reason-hint"), problems),
                ], buttons: [.init(text: w("page.appeal-review-save"))]))
    }

    func decisionForm(_ report: AppealReport, _ problems: [FieldProblem]) -> Block {
        let effects: [AppealEffect] =
            report.appeal.kind == .appeal
            ? [.award, .nothing]
            : report.award.map { !$0.isWithdrawn && $0.endedOn == nil } ?? false
                ? [.withdrawal, .nothing] : [.nothing]
        var formFields = [
            radios(
                "effect", w("page.appeal-follows"),
                effects.map { ($0.rawValue, w("page.appeal-choose-\($0.rawValue)")) }, problems)
        ]
        if effects.contains(.award) {
            formFields.append(
                Field(
                    name: "amount", label: w("page.appeal-amount"),
                    kind: .input(
                        value: fields.raw("amount"), inputMode: "decimal", prefix: "£",
                        width: "10", isLTR: true),
                    hint: w(
                        "page.appeal-amount-hint",
                        [
                            "left": report.left.words,
                            "requested": report.summary.requested?.words ?? "–",
                            "least": (report.summary.minimum ?? report.summary.requested)?.words
                                ?? "–",
                        ]),
                    error: problems.first { $0.place == "amount" }.map(words.onPage),
                    errorPrefix: w("page.error-prefix")))
        }
        formFields.append(
            longField(
                "reason", w("page.appeal-reason"), value: fields.raw("reason"), rows: 6,
                hint: w("page.appeal-reason-hint"), problems))
        return .form(
            Block.Form(
                action: Route.workAppealDecision.link(round, path("number")), csrf: csrf,
                hidden: [once], fields: formFields,
                buttons: [.init(text: w("page.appeal-decision-save"))]))
    }

    func reviewAppeal() async throws -> Response {
        let report = try await appeal()
        let (id, reason) = (report.appeal.id, fields.raw("reason"))
        guard let outcome = AppealOutcome(rawValue: fields["outcome"]) else {
            return appealAgain(
                report,
                [FieldProblem("outcome", "choose-one")]
                    + (reason.trimmed.isEmpty ? [FieldProblem("reason", "missing")] : []))
        }
        return try await act(report, "outcome") {
            try $0.reviewAppeal(id, outcome, reason: reason, as: $1)
        }
    }

    func decideAppeal() async throws -> Response {
        let report = try await appeal()
        let (id, reason) = (report.appeal.id, fields.raw("reason"))
        let consequence: AppealConsequence
        switch AppealEffect(rawValue: fields["effect"]) {
        case .award?:
            guard let amount = Money(written: fields["amount"]), amount > .zero else {
                return appealAgain(report, [FieldProblem("amount", "not-pounds-amount")])
            }
            consequence = .award(amount)
        case .withdrawal?: consequence = .withdrawal
        case .nothing?: consequence = .nothing
        case nil: return appealAgain(report, [FieldProblem("effect", "choose-one")])
        }
        return try await act(report, "effect") {
            try $0.decideAppeal(id, consequence, reason: reason, as: $1)
        }
    }

    /// - Parameter field: where a refusal is shown that is not of the amount.
    private func act(
        _ report: AppealReport, _ field: String,
        _ work: @escaping @Sendable (Workflows, Principal) throws -> Void
    ) async throws -> Response {
        do {
            try await once(work)
        } catch let problem as InvalidInput {
            return appealAgain(report, problem.fields)
        } catch let problem as any Problem where problem.report.kind == .conflict {
            let refused = problem.report
            let isOfMoney = ["appeal-award", "appeal-too-little"].contains(
                where: refused.code.hasPrefix)
            return appealAgain(
                report,
                [FieldProblem(isOfMoney ? "amount" : field, refused.code, refused.arguments)])
        }
        return go(to: appealPlace, done: w("page.appeal-saved"))
    }

    private func appealAgain(_ report: AppealReport, _ problems: [FieldProblem]) -> Response {
        wrong(appealPage(report, problems: problems), problems)
    }
}
