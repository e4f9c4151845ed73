import Applications
import Assessment
import Forms
import FundCore
import Publishing
import Rounds

/// One application as a member of the panel scores it: what it says beside what they give it.
extension Visit {
    func scoringPage(
        _ sheet: OpenScoringSheet, problems: [FieldProblem] = [], keepsInput: Bool = false
    ) -> PageView {
        let summary = sheet.detail.summary
        let isFixed = sheet.own.isLocked || sheet.isSealed
        var view = PageView(summary.title)
        view.caption = "\(summary.reference) · \(summary.organisation)"
        view.back = PageLink(w("page.back-to-list"), Route.scoring.link(sheet.round.key))
        view.isWide = true
        view.place = scoringHere
        view.blocks = [.summary(facts(of: sheet))] + general(sheet)
        view.blocks.append(
            .inset(
                w(
                    "page.own-total",
                    [
                        "total": total(sheet), "count": "\(sheet.own.scores.count)",
                        "all": "\(sheet.scheme.criteria.count)",
                    ])))
        if isFixed {
            view.blocks.append(
                .paragraph(w(sheet.own.isLocked ? "page.locked-text" : "page.sealed-text")))
            for criterion in sheet.scheme.criteria { view.blocks += fixed(criterion, sheet) }
            return view
        }
        view.blocks.append(
            .form(
                Block.Form(
                    action: scoringHere, csrf: csrf,
                    pairs: sheet.scheme.criteria.map {
                        pair($0, sheet, problems, keepsInput: keepsInput)
                    },
                    buttons: [
                        .init(text: w("page.save-scores"), name: "then", value: "stay"),
                        .init(
                            text: w("page.save-and-list"), name: "then", value: "list",
                            isSecondary: true),
                        .init(
                            text: w("page.lock"), name: "then", value: "lock", isSecondary: true),
                    ])))
        view.blocks += [
            .hintText(w("page.lock-text")),
            .linkLine(
                PageLink(
                    w("page.interest-change"),
                    Route.interest.link(sheet.round.key, "\(summary.reference)"))),
        ]
        return view
    }

    func facts(of sheet: OpenScoringSheet) -> [Block.SummaryRow] {
        let summary = sheet.detail.summary
        return [
            Block.SummaryRow(key: w("page.requested"), lines: [summary.requested?.words ?? ""]),
            Block.SummaryRow(key: w("page.minimum"), lines: [minimum(summary)]),
            Block.SummaryRow(
                key: w("page.priorities-served"),
                lines: sheet.priorities.filter { sheet.detail.priorities.contains($0.key) }
                    .map(words.title(of:))),
            Block.SummaryRow(key: w("page.summary"), lines: [sheet.detail.summaryText]),
        ]
    }

    /// What speaks to no criterion in particular; never how to reach the group.
    func general(_ sheet: OpenScoringSheet) -> [Block] {
        let rows = answers(sheet) { question in
            question.criteria.isEmpty && question.fills == nil && question.isForPanel
        }
        guard !rows.isEmpty else { return [] }
        return [
            .heading2(w("page.other-answers")),
            .summary(rows.map { Block.SummaryRow(key: $0.title, lines: [$0.text]) }),
        ]
            + fileLinks(
                sheet.form.fileQuestions.filter(\.isForPanel).compactMap {
                    sheet.detail.answersByField[$0.place]
                })
    }

    private func answers(
        _ sheet: OpenScoringSheet, where fits: (Question) -> Bool
    ) -> [(title: String, text: String)] {
        let values = sheet.detail.answersByField
        return sheet.form.questions.filter(fits).compactMap { question in
            let lines = words.lines(values[question.place], to: question)
            guard !lines.isEmpty else { return nil }
            return (words.title(of: question), lines.joined(separator: "\n"))
        }
    }

    func evidence(
        _ criterion: ScoringScheme.Criterion, _ sheet: OpenScoringSheet
    ) -> [(title: String, text: String)] {
        let found = answers(sheet) {
            $0.criteria.contains(criterion.key) && $0.isForPanel
        }
        return found.isEmpty ? [(w("page.no-answer-for-this"), "")] : found
    }

    private func pair(
        _ criterion: ScoringScheme.Criterion, _ sheet: OpenScoringSheet,
        _ problems: [FieldProblem], keepsInput: Bool
    ) -> Block.Form.Pair {
        let own = sheet.own.scores[criterion.key]
        let (valueName, commentName) = ("\(criterion.key).value", "\(criterion.key).comment")
        let value =
            keepsInput
            ? fields[valueName] : own.map { $0.value.map { "\($0)" } ?? Self.notApplicable } ?? ""
        let comment = keepsInput ? fields.raw(commentName) : own?.comment ?? ""
        let scores = (sheet.scheme.scaleMinimum...sheet.scheme.scaleMaximum).map { "\($0)" }
        return Block.Form.Pair(
            heading: words.title(of: criterion), text: words.question(of: criterion),
            weight: w("page.weight-is", ["weight": words.percent(criterion.weightBasisPoints)]),
            evidence: evidence(criterion, sheet),
            fields: [
                Field(
                    name: valueName,
                    label: w("page.score-for", ["title": words.title(of: criterion)]),
                    kind: .radios(
                        scores.map {
                            .init(
                                value: $0,
                                label: words.score($0, in: sheet.scheme),
                                hint: words.descriptor(of: $0, on: criterion),
                                isChosen: value == $0)
                        }
                            + (sheet.scheme.rules?.takesNotApplicable(on: criterion.key) == true
                                ? [
                                    .init(
                                        value: Self.notApplicable,
                                        label: w("explain.not-applicable"),
                                        hint: w("page.not-applicable-hint"),
                                        isChosen: value == Self.notApplicable)
                                ] : []),
                        isSmall: true),
                    error: problems.first { $0.place == valueName }.map(words.onPage),
                    errorPrefix: w("page.error-prefix")),
                Field(
                    name: commentName,
                    label: w(
                        "page.optional",
                        ["title": w("page.comment-on", ["title": words.title(of: criterion)])]),
                    kind: .textArea(value: comment, rows: 3, limit: nil),
                    error: problems.first { $0.place == commentName }.map(words.onPage),
                    errorPrefix: w("page.error-prefix")),
            ])
    }

    private func fixed(
        _ criterion: ScoringScheme.Criterion, _ sheet: OpenScoringSheet
    ) -> [Block] {
        let own = sheet.own.scores[criterion.key]
        let label = own.map {
            $0.value.map { words.score("\($0)", in: sheet.scheme) } ?? w("explain.not-applicable")
        }
        return [
            .heading2(words.title(of: criterion)), .paragraph(words.question(of: criterion)),
        ]
            + evidence(criterion, sheet).flatMap { item -> [Block] in
                [.heading3(item.title), .answer(item.text)]
            } + [
                .summary([
                    Block.SummaryRow(
                        key: w("page.your-score"), lines: [label ?? w("page.not-provided")]),
                    Block.SummaryRow(
                        key: w("page.your-comment"),
                        lines: [own?.comment ?? w("page.not-provided")]),
                ])
            ]
    }

    /// How a form says that a criterion does not apply.
    static let notApplicable = "n/a"

    /// The member's own weighted score so far, out of a hundred.
    private func total(_ sheet: OpenScoringSheet) -> String {
        var sum = Fraction(0, over: 1)
        let left = sheet.scheme.criteria.filter { criterion in
            sheet.own.scores[criterion.key].map { $0.value == nil } ?? false
        }
        let applied = 10_000 - left.reduce(0) { $0 + $1.weightBasisPoints }
        for criterion in sheet.scheme.criteria where applied > 0 {
            guard let value = sheet.own.scores[criterion.key]?.value else { continue }
            sum =
                sum
                + Fraction(
                    Int128(criterion.weightBasisPoints * value * 100),
                    over: Int128(sheet.scheme.scaleMaximum * applied))
        }
        return sum.decimal(places: 2)
    }
}
