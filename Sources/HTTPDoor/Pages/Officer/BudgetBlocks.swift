import Awards
import Commissioning
import Forms
import FundCore
import Hummingbird
import Publishing
import Workflows

/// An award's budget beside what was spent of it, and the form by which officers set it.
extension Visit {
    func budgetBlocks(_ review: AwardReview, _ problems: [FieldProblem]) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.budget"))]
        if let budget = review.budget {
            blocks += [.paragraph(standing(of: budget))]
            if budget.over > .zero {
                blocks.append(
                    .inset(
                        w(
                            "page.budget-over",
                            [
                                "total": budget.total.words, "award": budget.awarded.words,
                                "difference": budget.over.words,
                            ])))
            }
            blocks.append(table(budget))
            if let reason = budget.reason, let by = budget.setBy, let on = budget.setOn {
                blocks += [.answer(reason), .hintText(reviewedBy(by, on, review))]
            }
        } else {
            blocks.append(.paragraph(w("page.budget-none")))
        }
        guard has(.officer), !review.isClosed else { return blocks }
        return blocks + budgetForm(review, problems)
    }

    private func standing(of budget: BudgetShown) -> String {
        w(
            budget.source == .agreed ? "page.budget-agreed" : "page.budget-applied",
            ["award": budget.awarded.words])
    }

    private func table(_ budget: BudgetShown) -> Block {
        func row(_ line: BudgetShown.Line) -> [Table.Cell] {
            let title = budgetTitle(line.what ?? "", line.kind)
            return [
                .init(
                    line.because.map { w("page.budget-because", ["line": title, "because": $0]) }
                        ?? title, isHeader: true),
                .init(line.budget.words), .init(line.spent?.words ?? "–"),
                .init(line.difference.map(signed) ?? "–"),
            ]
        }
        let spent = budget.spent
        return .table(
            Table(
                id: "budget", caption: w("page.budget"), isCaptionHidden: true,
                columns: [
                    .init(w("page.budget-what")), .init(w("page.budget"), isNumeric: true),
                    .init(w("page.return-spent"), isNumeric: true),
                    .init(w("page.budget-difference"), isNumeric: true),
                ],
                rows: budget.lines.map(row) + [
                    [
                        .init(w("page.budget-total"), isHeader: true), .init(budget.total.words),
                        .init(spent?.words ?? "–"),
                        .init(spent.map { signed($0 - budget.total) } ?? "–"),
                    ]
                ], emptyText: ""))
    }

    /// What a cycle's awards spent by kind; nothing where no line has one.
    func kindBlocks(_ evaluation: CycleEvaluation) -> [Block] {
        guard !evaluation.byKind.isEmpty else { return [] }
        return [
            .heading2(w("page.budget-by-kind")),
            .table(
                Table(
                    id: "kinds", caption: w("page.budget-by-kind"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.budget-kind")), .init(w("page.budget"), isNumeric: true),
                        .init(w("page.return-spent"), isNumeric: true),
                        .init(w("page.awards"), isNumeric: true),
                    ],
                    rows: evaluation.byKind.map { each in
                        [
                            .init(each.kind ?? w("page.budget-no-kind"), isHeader: true),
                            .init(each.budget.words), .init(each.spent.words),
                            .init("\(each.awardCount)"),
                        ]
                    }, emptyText: "")),
        ]
    }

    private func signed(_ money: Money) -> String {
        money > .zero ? "+\(money.words)" : money.words
    }

    private func budgetForm(_ review: AwardReview, _ problems: [FieldProblem]) -> [Block] {
        let question = Question.agreedBudget
        let typed =
            fields.names.contains { $0.hasPrefix("\(question.key).") }
            ? fields
            : TypedFields(
                question.typed(
                    .array(
                        (review.budget?.lines ?? []).compactMap { line in
                            guard let what = line.what, line.budget > .zero else { return nil }
                            return BudgetLine(
                                what: what, kind: line.kind, pence: line.budget.pence
                            ).json
                        })))
        var lines = Field(
            name: question.key, label: w("page.budget-set"),
            kind: budgetKind(question, typed))
        let wrong = problems.filter { $0.place == question.key }.map(words.onPage)
        lines.hint = w("page.budget-set-text", ["award": review.award.kept.words])
        lines.error = wrong.isEmpty ? nil : wrong.joined(separator: " ")
        lines.errorPrefix = w("page.error-prefix")
        return [
            .form(
                Block.Form(
                    action: Route.workAwardBudget.link(round, path("reference")), csrf: csrf,
                    hidden: [("seen", "\(review.budget?.number ?? 0)")],
                    fields: [
                        lines,
                        longField(
                            "agreed", w("page.budget-reason"), value: fields.raw("agreed"),
                            rows: 3, problems),
                    ],
                    buttons: [.init(text: w("page.budget-save"))]
                        + moreLines([question], typed)))
        ]
    }

    func setBudget() async throws -> Response {
        if fields["then"] == "lines" { return page(awardPage(try await workAward())) }
        let question = Question.agreedBudget
        var lines: JSONValue?
        if case .value(let value) = question.read(fields, months: months) { lines = value }
        let (given, reference) = (lines, path("reference"))
        let (reason, seen) = (fields.raw("agreed"), Int64(fields["seen"]))
        return try await actOnAward("agreed", done: "page.budget-was-set") {
            try $0.setBudget(given, of: reference, reason: reason, seen: seen, as: $1)
        }
    }
}
