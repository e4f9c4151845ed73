import Commissioning
import FundCore
import Hummingbird
import Publishing
import Rounds

/// What a cycle came to, on one page that prints.
extension Page {
    static let evaluationPages = [
        Page(.get, .cycleEvaluationPage, for: cycleReaders) { visit in
            let (key, principal) = (visit.cycleKey, try visit.principal)
            let evaluation = try await visit.read {
                try $0.evaluation(of: key, as: principal)
            }
            return visit.page(visit.evaluationPage(evaluation))
        }
    ]
}

extension Visit {
    fileprivate func evaluationPage(_ evaluation: CycleEvaluation) -> PageView {
        var view = cycleView(w("page.evaluation"), evaluation.cycle)
        view.isWide = true
        view.blocks = [
            .paragraph(w("page.evaluation-text")), .print(w("page.evaluation-print")),
            .heading2(w("page.evaluation-money")), .table(moneyTable(evaluation)),
            .heading2(w("page.evaluation-outcomes")),
            .paragraph(w("page.evaluation-outcomes-text")), .table(priorityTable(evaluation)),
        ]
        for each in evaluation.byPriority {
            view.blocks += [
                .heading3(heading(of: each)), .table(outcomeTable(each)),
            ]
        }
        view.blocks += kindBlocks(evaluation)
        view.blocks += [
            .heading2(w("page.returns")), .summary(returnRows(evaluation)),
            .heading2(w("page.feedback-on-award")), .table(feedbackTable(evaluation)),
            .heading2(w("page.lessons")),
        ]
        if evaluation.lessons.isEmpty {
            view.blocks.append(.paragraph(w("page.lessons-own-none")))
        } else {
            view.blocks.append(.table(lessonTable(evaluation)))
        }
        return view
    }

    private func moneyTable(_ evaluation: CycleEvaluation) -> Table {
        Table(
            id: "money", caption: w("page.evaluation-money"), isCaptionHidden: true,
            columns: [.init(w("page.round"))]
                + [
                    "page.evaluation-allotted", "page.evaluation-awarded", "page.thread-paid",
                    "page.evaluation-returned", "page.awards", "page.evaluation-closed",
                ].map { .init(w($0), isNumeric: true) },
            rows: evaluation.rounds.map { each in
                [
                    .init(
                        words.title(ofRound: each.round.key, each.round.plan.title),
                        isHeader: true), .init(each.allotted.words), .init(each.awarded.words),
                    .init(each.paid.words), .init(each.returned.words),
                    .init("\(each.awardCount)"), .init("\(each.closedCount)"),
                ]
            }, emptyText: w("page.evaluation-nothing"))
    }

    private func priorityTable(_ evaluation: CycleEvaluation) -> Table {
        Table(
            id: "priorities", caption: w("page.evaluation-outcomes"), isCaptionHidden: true,
            columns: [.init(w("page.priority")), .init(w("page.round"))]
                + [
                    "page.awards", "page.thread-paid", "page.return-people",
                    "page.evaluation-per-person", "outcome-verdict.met", "outcome-verdict.partly",
                    "outcome-verdict.notMet", "outcome-verdict.cannotTell",
                ].map { .init(w($0), isNumeric: true) },
            rows: evaluation.byPriority.map { each in
                [
                    .init(priorityTitle(each.key, each.title), isHeader: true),
                    .init(words.title(ofRound: each.round.key, each.round.plan.title)),
                    .init("\(each.awardCount)"), .init(each.paid.words),
                    .init(
                        each.toldCount == each.awardCount
                            ? "\(each.people)"
                            : w(
                                "page.evaluation-told",
                                [
                                    "people": "\(each.people)", "told": "\(each.toldCount)",
                                    "awards": "\(each.awardCount)",
                                ])),
                    .init(each.perPerson?.words ?? w("page.evaluation-not-known")),
                ] + cells(each.counts)
            }, emptyText: w("page.evaluation-nothing"))
    }

    private func cells(_ counts: OutcomeCounts) -> [Table.Cell] {
        [counts.met, counts.partly, counts.notMet, counts.cannotTell].map { .init("\($0)") }
    }

    private func heading(of each: CycleEvaluation.ByPriority) -> String {
        w(
            "page.evaluation-of",
            [
                "priority": priorityTitle(each.key, each.title),
                "round": words.title(ofRound: each.round.key, each.round.plan.title),
            ])
    }

    private func outcomeTable(_ each: CycleEvaluation.ByPriority) -> Table {
        Table(
            id: "outcomes-\(each.round.key)-\(each.key)", caption: heading(of: each),
            isCaptionHidden: true,
            columns: [.init(w("page.outcome"))]
                + [
                    "outcome-verdict.met", "outcome-verdict.partly", "outcome-verdict.notMet",
                    "outcome-verdict.cannotTell", "page.thread-paid", "page.evaluation-per-met",
                ].map { .init(w($0), isNumeric: true) },
            rows: each.outcomes.map { outcome in
                [.init(priorityTitle(outcome.key, outcome.title), isHeader: true)]
                    + cells(outcome.counts) + [
                        .init(outcome.paid.words),
                        .init(outcome.perMet?.words ?? w("page.evaluation-not-known")),
                    ]
            }, emptyText: w("page.evaluation-nothing"))
    }

    private func returnRows(_ evaluation: CycleEvaluation) -> [Block.SummaryRow] {
        let returns = evaluation.returns
        return [
            ("page.evaluation-asked", returns.asked),
            ("page.evaluation-accepted", returns.accepted),
            ("page.evaluation-waiting", returns.waiting),
            ("page.evaluation-waived", returns.waived),
            ("page.evaluation-missing", returns.missing), ("page.evaluation-late", returns.late),
            ("page.evaluation-concerns", evaluation.concernCount),
        ].map { Block.SummaryRow(key: w($0.0), lines: ["\($0.1)"]) }
    }

    private func feedbackTable(_ evaluation: CycleEvaluation) -> Table {
        Table(
            id: "feedback", caption: w("page.feedback-on-award"), isCaptionHidden: true,
            columns: [.init(w("page.feedback-capacity"))]
                + [
                    "page.evaluation-count", "feedback-again.yes", "feedback-again.no",
                    "feedback-again.unsure",
                ].map { .init(w($0), isNumeric: true) },
            rows: evaluation.feedback.map { said in
                [.init(w("feedback-capacity.\(said.capacity.rawValue)"), isHeader: true)]
                    + [said.count, said.yes, said.no, said.unsure].map { .init("\($0)") }
            }, emptyText: "")
    }

    private func lessonTable(_ evaluation: CycleEvaluation) -> Table {
        Table(
            id: "lessons", caption: w("page.lessons"), isCaptionHidden: true,
            columns: [
                .init(w("page.lesson")), .init(w("page.lesson-evidence")),
                .init(w("page.lesson-meaning")), .init(w("page.lesson-became")),
            ],
            rows: evaluation.lessons.map { lesson in
                [
                    .init(
                        "\(lesson.id.rawValue). \(lesson.text)",
                        link: Route.cycleLesson.link(
                            evaluation.cycle.key, "\(lesson.id.rawValue)"), isHeader: true),
                    .init(lesson.evidence), .init(lesson.meaning),
                    .init(standing(of: lesson), isTag: true),
                ]
            }, emptyText: "")
    }
}
