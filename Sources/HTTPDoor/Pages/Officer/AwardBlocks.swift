import Applications
import Awards
import Commissioning
import Forms
import FundCore
import Identity
import Publishing
import Rounds

/// What an award's page shows and asks of its assessment and of what others saw.
extension Visit {
    func assessmentBlocks(_ review: AwardReview, _ problems: [FieldProblem]) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.assessment"))]
        if let newest = review.assessments.last {
            blocks += shown(newest, review)
        } else {
            blocks.append(.paragraph(w("page.assessment-none")))
        }
        if review.assessments.count > 1 {
            blocks.append(
                .details(
                    w("page.assessment-former"),
                    review.assessments.dropLast().reversed().map {
                        $0.worth + " – " + reviewedBy($0.by, $0.on, review)
                    }))
        }
        let isEnded = review.end != nil || review.waiver != nil
        guard has(.officer), isEnded, !review.isClosed else { return blocks }
        return blocks + [assessmentForm(review, problems)]
    }

    /// An assessment: outcome by outcome, then whether it was worth its money.
    func shown(_ assessment: AwardAssessment, _ review: AwardReview) -> [Block] {
        var blocks: [Block] = []
        if !assessment.outcomes.isEmpty {
            blocks.append(
                .table(
                    Table(
                        id: "assessment", caption: w("page.assessment"), isCaptionHidden: true,
                        columns: [
                            .init(w("page.outcome")), .init(w("page.outcome-verdict")),
                            .init(w("page.outcome-evidence")),
                        ],
                        rows: assessment.outcomes.map { outcome in
                            [
                                .init(title(of: outcome.key, review), isHeader: true),
                                .init(
                                    w("outcome-verdict.\(outcome.verdict.rawValue)"), isTag: true),
                                .init(outcome.evidence),
                            ]
                        }, emptyText: "")))
        }
        return blocks + [
            .answer(assessment.worth),
            .hintText(reviewedBy(assessment.by, assessment.on, review)),
        ]
    }

    private func title(of key: String, _ review: AwardReview) -> String {
        priorityTitle(key, review.promised.first { $0.key == key }?.title ?? key)
    }

    private func assessmentForm(_ review: AwardReview, _ problems: [FieldProblem]) -> Block {
        let former = review.assessments.last
        var asked: [Field] = []
        for outcome in review.promised {
            let before = former?.outcomes.first { $0.key == outcome.key }
            let evidence = "\(outcome.key).evidence"
            let chosen =
                fields.has(evidence) ? fields[outcome.key] : before?.verdict.rawValue ?? ""
            asked += [
                Field(
                    name: outcome.key, label: priorityTitle(outcome.key, outcome.title),
                    kind: .radios(
                        OutcomeVerdict.allCases.map {
                            .init(
                                value: $0.rawValue, label: w("outcome-verdict.\($0.rawValue)"),
                                isChosen: $0.rawValue == chosen)
                        }), error: problems.first { $0.place == outcome.key }.map(words.onPage),
                    errorPrefix: w("page.error-prefix")),
                longField(
                    evidence,
                    w(
                        "page.outcome-evidence-of",
                        ["outcome": priorityTitle(outcome.key, outcome.title)]),
                    value: fields.has(evidence) ? fields.raw(evidence) : before?.evidence ?? "",
                    rows: 3, problems),
            ]
        }
        asked.append(
            longField(
                "worth", w("page.assessment-worth"),
                value: fields.has("worth") ? fields.raw("worth") : former?.worth ?? "", rows: 3,
                hint: w("page.assessment-worth-hint"), problems))
        return .form(
            Block.Form(
                action: Route.workAwardAssessment.link(round, path("reference")), csrf: csrf,
                hidden: [("seen", "\(former?.number ?? 0)")], fields: asked,
                buttons: [
                    .init(text: w(former == nil ? "page.assess" : "page.assess-anew"))
                ]))
    }

    func feedbackBlocks(_ review: AwardReview, _ problems: [FieldProblem]) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.feedback-on-award"))]
        if review.feedback.isEmpty { blocks.append(.paragraph(w("page.feedback-none"))) }
        for said in review.feedback {
            blocks += [
                .heading3(
                    w(
                        "page.feedback-title",
                        [
                            "number": "\(said.number)",
                            "capacity": w("feedback-capacity.\(said.capacity.rawValue)"),
                            "date": words.words(said.seenOn),
                        ])), .answer(said.saw),
                .paragraph(w("feedback-again.\(said.wouldFund.rawValue)")),
                .hintText(reviewedBy(said.recordedBy, said.recordedOn, review)),
            ]
        }
        guard has(.officer) else { return blocks }
        var asked = [
            radios(
                "capacity", w("page.feedback-capacity"),
                AwardFeedback.Capacity.allCases.map {
                    ($0.rawValue, w("feedback-capacity.\($0.rawValue)"))
                }, problems),
            dayField(
                Self.seenDay, "page.feedback-day", "page.feedback-day-hint", problems,
                isOptional: false),
            longField(
                "saw", w("page.feedback-saw"), value: fields.raw("saw"), rows: 4, problems),
            radios(
                "wouldFund", w("page.feedback-again"),
                AwardFeedback.Again.allCases.map {
                    ($0.rawValue, w("feedback-again.\($0.rawValue)"))
                }, problems),
        ]
        if !review.feedback.isEmpty {
            asked.append(
                select(
                    "corrects", w("page.optional", ["title": w("page.feedback-corrects")]),
                    review.feedback.map { ("\($0.number)", "\($0.number)") }, problems))
        }
        return blocks + [
            .heading3(w("page.feedback-record")),
            form(
                Route.workAwardFeedback.link(round, path("reference")), asked,
                w("page.feedback-record")),
        ]
    }

    /// What came of an award, at the end of its thread.
    func outcomes(_ outcomes: ThreadOutcomes) -> [Block] {
        let review = outcomes.review
        var blocks: [Block] = [.heading2(w("page.thread-outcomes"))]
        if outcomes.returns.isEmpty {
            blocks.append(.paragraph(w("page.thread-no-return")))
        } else {
            blocks.append(
                .table(
                    Table(
                        id: "told", caption: w("page.thread-outcomes"), isCaptionHidden: true,
                        columns: [
                            .init(w("page.return")), .init(w("page.return-spent"), isNumeric: true),
                            .init(w("page.return-people"), isNumeric: true),
                            .init(w("page.thread-accepted")),
                        ],
                        rows: outcomes.returns.map { told in
                            [
                                .init(
                                    w(
                                        "page.return-title",
                                        [
                                            "number": "\(told.number)",
                                            "moment": w("return-moment.\(told.moment.rawValue)"),
                                        ]), isHeader: true), .init(told.spent.words),
                                .init("\(told.people)"),
                                .init(
                                    LocalDate(told.acceptedOn).map { words.words($0) }
                                        ?? told.acceptedOn),
                            ]
                        }, emptyText: "")))
        }
        if let assessment = outcomes.assessment { blocks += shown(assessment, review) }
        blocks += surveyed(outcomes.survey, "\(review.summary.reference)")
        blocks.append(
            .linkLine(
                PageLink(
                    w("page.award-review"),
                    Route.workAward.link(round, "\(review.summary.reference)"))))
        return blocks
    }
}
