import Commissioning
import FundCore
import FundStore
import Rounds

/// What came of a round's awards, in words.
extension Reports {
    func evaluationSections(
        _ round: Round, _ say: ReportWords, in tx: borrowing ReadTx
    ) throws -> [PrintedReport.Section] {
        let found = try evaluated(rounds: [round.id], in: tx)
        let cycle = try commissioning.cycle(of: round.id, in: tx)
        let lessons = try cycle.map { try commissioning.lessons(of: $0.id, in: tx) } ?? []
        return [
            say.section("money", moneyItems(found, say)),
            say.section("outcomes-reached", outcomeItems(found, say)),
            say.section("spent-on", spendItems(found, say)),
            say.section("accounts", accountItems(found, say)),
            say.section("what-others-said", feedbackItems(found, say)),
            say.section("learned", say.lessons(lessons.filter { !$0.isWithdrawn })),
        ].compactMap(\.self)
    }

    private func moneyItems(
        _ found: EvaluatedRounds, _ say: ReportWords
    ) -> [PrintedReport.Item] {
        guard let money = found.rounds.first else { return [.text(say("nothing-yet"))] }
        return [
            .rows([
                (say("allotment"), money.allotted.words), (say("awarded"), money.awarded.words),
                (say("paid"), money.paid.words), (say("came-back"), money.returned.words),
                (say("award-count"), "\(money.awardCount)"),
                (say("closed-count"), "\(money.closedCount)"),
            ])
        ]
    }

    private func outcomeItems(
        _ found: EvaluatedRounds, _ say: ReportWords
    ) -> [PrintedReport.Item] {
        guard !found.byPriority.isEmpty else { return [.text(say("nothing-yet"))] }
        var items: [PrintedReport.Item] = [
            .text(say("several-priorities")),
            say.table(
                say("by-priority-caption"), ["priority"],
                numbers: ["award-count", "paid", "told", "people", "per-person"],
                found.byPriority.map { each in
                    [
                        say.title(ofPriority: each.key, each.title), "\(each.awardCount)",
                        each.paid.words, "\(each.toldCount)", "\(each.people)",
                        each.perPerson?.words ?? say("not-known"),
                    ]
                }),
        ]
        for each in found.byPriority where !each.outcomes.isEmpty {
            let title = say.title(ofPriority: each.key, each.title)
            items += [
                .heading(title),
                say.table(
                    say("outcomes-caption", ["priority": title]), ["outcome"],
                    numbers: ["met", "partly", "not-met", "cannot-tell", "per-met"],
                    each.outcomes.map { outcome in
                        [
                            say.title(ofPriority: outcome.key, outcome.title),
                            "\(outcome.counts.met)", "\(outcome.counts.partly)",
                            "\(outcome.counts.notMet)", "\(outcome.counts.cannotTell)",
                            outcome.perMet?.words ?? say("not-known"),
                        ]
                    }),
            ]
        }
        return items
    }

    private func spendItems(
        _ found: EvaluatedRounds, _ say: ReportWords
    ) -> [PrintedReport.Item] {
        guard !found.byKind.isEmpty else { return [] }
        return [
            say.table(
                say("spent-caption"), ["cost"], numbers: ["planned", "spent", "award-count"],
                found.byKind.map {
                    [
                        $0.kind ?? say("no-kind"), $0.budget.words, $0.spent.words,
                        "\($0.awardCount)",
                    ]
                })
        ]
    }

    private func accountItems(
        _ found: EvaluatedRounds, _ say: ReportWords
    ) -> [PrintedReport.Item] {
        let returns = found.returns
        return [
            .rows([
                (say("asked"), "\(returns.asked)"), (say("accepted"), "\(returns.accepted)"),
                (say("to-read"), "\(returns.waiting)"), (say("waived"), "\(returns.waived)"),
                (say("missing"), "\(returns.missing)"), (say("late"), "\(returns.late)"),
                (say("concerns"), "\(found.concernCount)"),
            ])
        ]
    }

    private func feedbackItems(
        _ found: EvaluatedRounds, _ say: ReportWords
    ) -> [PrintedReport.Item] {
        let said = found.feedback.filter { $0.count > 0 }
        guard !said.isEmpty else { return [.text(say("feedback-none"))] }
        return [
            say.table(
                say("feedback-caption"), ["who"], numbers: ["answers", "yes", "no", "unsure"],
                said.map {
                    [
                        say.words.words("feedback-capacity.\($0.capacity.rawValue)"),
                        "\($0.count)", "\($0.yes)", "\($0.no)", "\($0.unsure)",
                    ]
                })
        ]
    }
}
