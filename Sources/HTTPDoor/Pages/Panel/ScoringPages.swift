import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

extension Page {
    static let scoringPages = [
        Page(.get, .scoring, for: .roles([.panelMember])) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let (list, briefing) = try await visit.read {
                (
                    try $0.scoringList(of: key, as: principal),
                    try $0.briefing(of: key, as: principal)
                )
            }
            return visit.page(
                visit.scoringList(list.round, list.criteria, list.rows, briefing))
        },
        Page(.get, .scoringBriefing, for: .roles([.panelMember])) { visit in
            visit.page(visit.briefingPage(try await visit.briefing()))
        },
        Page(.post, .scoringBriefing, for: .roles([.panelMember])) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            guard visit.fields.has("read") else {
                let problem = FieldProblem("read", "not-confirmed")
                return visit.wrong(
                    visit.briefingPage(try await visit.briefing(), problem: problem), [problem])
            }
            try await visit.write { try $0.acknowledgeBriefing(of: key, as: principal) }
            return visit.go(to: Route.scoring.link(key), done: visit.w("page.briefing-done"))
        },
        Page(.get, .scoringPack, for: .roles([.panelMember])) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let pack = try await visit.read { try $0.scoringPack(of: key, as: principal) }
            return visit.page(visit.pack(pack.round, pack.sheets, undeclared: pack.undeclared))
        },
        Page(.get, .scoringOne, for: .roles([.panelMember])) { visit in
            let briefing = try await visit.briefing()
            guard !briefing.isDue else {
                return visit.go(to: Route.scoringBriefing.link(visit.path("round")))
            }
            switch try await visit.sheet() {
            case .undeclared(let round, _, _, _) where round.status == .decided:
                return visit.page(visit.scoringOver(round))
            case .undeclared:
                return visit.go(
                    to: Route.interest.link(visit.path("round"), visit.path("reference")))
            case .barred(let round, let reference, let detail, let ground):
                return visit.page(visit.barred(round, reference, detail, ground))
            case .open(let sheet): return visit.page(visit.scoringPage(sheet))
            }
        },
        Page(.post, .scoringOne, for: .roles([.panelMember])) { visit in
            try await visit.saveScores()
        },
        Page(.get, .interest, for: .roles([.panelMember])) { visit in
            let key = visit.path("round")
            let round = try await visit.read { try $0.round(key) }
            let sheet = try await visit.sheet()
            if case .barred = sheet { return visit.go(to: visit.scoringHere) }
            guard round.status != .decided else { return visit.go(to: visit.scoringHere) }
            return visit.page(visit.interestPage(sheet))
        },
        Page(.post, .interest, for: .roles([.panelMember])) { visit in
            try await visit.declareInterest()
        },
    ]
}

extension Visit {
    var scoringHere: String {
        Route.scoringOne.link(path("round"), path("reference"))
    }

    func sheet() async throws -> ScoringSheet {
        let (key, reference, principal) = (path("round"), path("reference"), try principal)
        return try await read { try $0.scoringSheet(reference, of: key, as: principal) }
    }

    // MARK: Scoring one application

    fileprivate func scoringPage(
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
                                hint: words.translation(
                                    "criteria.\(criterion.key).descriptors.\($0)")
                                    ?? criterion.descriptors[$0], isChosen: value == $0)
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

    fileprivate func saveScores() async throws -> Response {
        guard case .open(let sheet) = try await sheet() else { return go(to: scoringHere) }
        let (reference, principal) = (path("reference"), try principal)
        var scores: [(criterion: String, value: Int64?, comment: String?)] = []
        var problems: [FieldProblem] = []
        for criterion in sheet.scheme.criteria {
            let text = fields["\(criterion.key).value"]
            let comment = fields["\(criterion.key).comment"]
            if comment.unicodeScalars.count > AssessmentModule.greatestCommentLength {
                problems.append(
                    FieldProblem(
                        "\(criterion.key).comment", "too-long",
                        ["maximum": "\(AssessmentModule.greatestCommentLength)"]))
            }
            guard !text.isEmpty || !comment.isEmpty else { continue }
            let value = Int64(text)
            let isNumber = value.map {
                (sheet.scheme.scaleMinimum...sheet.scheme.scaleMaximum).contains($0)
            }
            let isLeftOut =
                text == Self.notApplicable
                && sheet.scheme.rules?.takesNotApplicable(on: criterion.key) == true
            guard isNumber ?? isLeftOut else {
                problems.append(FieldProblem("\(criterion.key).value", "choose-score"))
                continue
            }
            scores.append((criterion.key, value, comment.isEmpty ? nil : comment))
        }
        let labels = Dictionary(
            uniqueKeysWithValues: sheet.scheme.criteria.flatMap { criterion in
                ["value", "comment"].map {
                    ("\(criterion.key).\($0)", words.title(of: criterion))
                }
            })
        guard problems.isEmpty else {
            return wrong(
                scoringPage(sheet, problems: problems, keepsInput: true), problems, labels: labels)
        }
        if !scores.isEmpty {
            let given = scores
            _ = try await write {
                try $0.recordScores(of: reference, member: nil, given, as: principal)
            }
        }
        if fields["then"] == "lock" { return try await lock() }
        let place = fields["then"] == "list" ? Route.scoring.link(path("round")) : scoringHere
        return go(to: place, done: w("page.scores-saved"))
    }

    fileprivate func lock() async throws -> Response {
        let (reference, principal) = (path("reference"), try principal)
        do {
            try await write { try $0.lockScores(of: reference, as: principal) }
        } catch AssessmentProblem.unfinished(let criteria) {
            guard case .open(let sheet) = try await sheet() else { return go(to: scoringHere) }
            let problems = criteria.map { FieldProblem("\($0).value", "choose-score") }
            return wrong(
                scoringPage(sheet, problems: problems), problems,
                labels: Dictionary(
                    uniqueKeysWithValues: sheet.scheme.criteria.map {
                        ("\($0.key).value", words.title(of: $0))
                    }))
        }
        return go(to: Route.scoring.link(path("round")), done: w("page.locked"))
    }
}
