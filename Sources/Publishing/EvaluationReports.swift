import Applications
import Awards
import Commissioning
import FundCore
import FundStore
import Ledger
import Payments
import Rounds

extension Reports {
    /// What an award adds to the evaluation of its cycle.
    private struct Evaluated {
        let award: Award
        /// Without what the round has been given again of it.
        let stands: Money
        let priorities: Set<String>
        let paid: Money
        let end: EndTold?
        let assessment: AwardAssessment?
        let isClosed: Bool
    }

    /// What a cycle came to.
    /// - Throws: `CommissioningProblem.unknown`.
    public func evaluation(
        of key: String, as principal: Principal
    ) throws -> CycleEvaluation {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let cycle = try commissioning.cycle(key, in: tx)
            let found = try evaluated(
                rounds: try commissioning.rounds(of: cycle.id, in: tx), in: tx)
            return CycleEvaluation(
                cycle: cycle, rounds: found.rounds, byPriority: found.byPriority,
                returns: found.returns, feedback: found.feedback,
                concernCount: found.concernCount,
                lessons: try commissioning.lessons(of: cycle.id, in: tx).filter {
                    !$0.isWithdrawn
                }, byKind: found.byKind)
        }
    }

    /// What some rounds came to together; those that have not opened are passed over.
    func evaluated(rounds ids: [RoundID], in tx: borrowing ReadTx) throws -> EvaluatedRounds {
        let today = LondonTime.date(tx.now)
        var money: [CycleEvaluation.RoundMoney] = []
        var byPriority: [CycleEvaluation.ByPriority] = []
        var returns: [MonitoringReturn] = []
        var feedback: [AwardFeedback] = []
        var concernCount = 0
        var budgets: [BudgetShown] = []
        for id in ids {
            let round = try rounds.round(id, in: tx)
            // Nothing is awarded yet of what has not opened.
            guard round.status != .planned else { continue }
            let awards = try evaluated(round, tx)
            for each in awards {
                if let told = try toldBudget(of: each.award, in: round, tx) {
                    budgets.append(told)
                }
                feedback += try commissioning.feedback(on: each.award.id, in: tx)
                if try commissioning.concern(over: each.award.id, in: tx) != nil {
                    concernCount += 1
                }
            }
            let standing = Set(awards.filter { $0.award.kept > .zero }.map(\.award.id))
            returns += try commissioning.returns(of: id, in: tx).filter {
                standing.contains($0.award)
            }
            money.append(try roundMoney(round, awards, on: today, tx))
            let known: [Priority] = try rounds.section(.priorities, of: id, in: tx)
            byPriority += known.compactMap { result(of: $0, round, awards) }
        }
        return EvaluatedRounds(
            rounds: money, byPriority: byPriority, returns: counted(returns, on: today),
            feedback: AwardFeedback.Capacity.allCases.map { capacity in
                let said = feedback.filter { $0.capacity == capacity }
                return CycleEvaluation.Feedback(
                    capacity: capacity, count: said.count,
                    yes: said.count { $0.wouldFund == .yes },
                    no: said.count { $0.wouldFund == .no },
                    unsure: said.count { $0.wouldFund == .unsure })
            }, concernCount: concernCount, byKind: spendByKind(budgets))
    }

    private func evaluated(_ round: Round, _ tx: borrowing ReadTx) throws -> [Evaluated] {
        let named = try applications.priorities(of: round.id, in: tx)
        var given: [Award] = []
        try awards.awards(of: round.id, in: tx) { given.append($0) }
        return try given.map { award in
            let kept = try payments.keptMoney(of: award.id, in: tx)
            return Evaluated(
                award: award,
                stands: try award.kept - awards.givenBack(of: award.id, in: tx),
                priorities: named[award.application] ?? [],
                paid: try payments.paid(of: award.id, in: tx) - kept.back,
                end: try commissioning.endTold(of: award.id, in: tx),
                assessment: try commissioning.assessments(of: award.id, in: tx).last,
                isClosed: try awards.isClosed(award.id, in: tx))
        }
    }

    private func roundMoney(
        _ round: Round, _ given: [Evaluated], on day: LocalDate, _ tx: borrowing ReadTx
    ) throws -> CycleEvaluation.RoundMoney {
        let standing = try ledger.standing(of: round.id, on: day, in: tx)
        func sum(_ part: (Evaluated) -> Money) -> Money {
            given.reduce(.zero) { $0 + part($1) }
        }
        return CycleEvaluation.RoundMoney(
            round: round, allotted: standing.allotted, awarded: sum(\.stands),
            paid: sum(\.paid), returned: standing.returned + standing.recovered,
            awardCount: given.count { $0.award.kept > .zero },
            closedCount: given.count { $0.award.kept > .zero && $0.isClosed })
    }

    /// Nil where no award names it.
    private func result(
        of priority: Priority, _ round: Round, _ awards: [Evaluated]
    ) -> CycleEvaluation.ByPriority? {
        let own = awards.filter {
            $0.award.kept > .zero && $0.priorities.contains(priority.key)
        }
        guard !own.isEmpty else { return nil }
        let told = own.filter { $0.end != nil }
        return CycleEvaluation.ByPriority(
            round: round, key: priority.key, title: priority.title, awardCount: own.count,
            paid: own.reduce(.zero) { $0 + $1.paid }, toldCount: told.count,
            people: told.reduce(0) { $0 + ($1.end?.people ?? 0) },
            paidWhereTold: told.reduce(.zero) { $0 + $1.paid },
            outcomes: priority.outcomes.map { outcome in
                let found = own.compactMap { each in
                    each.assessment?.outcomes.first { $0.key == outcome.key }
                        .map { (verdict: $0.verdict, paid: each.paid) }
                }
                return CycleEvaluation.Outcome(
                    key: outcome.key, title: outcome.title,
                    counts: OutcomeCounts(found.map(\.verdict)),
                    paid: found.reduce(.zero) { $0 + $1.paid })
            })
    }

    private func counted(
        _ returns: [MonitoringReturn], on day: LocalDate
    ) -> CycleEvaluation.Returns {
        CycleEvaluation.Returns(
            asked: returns.count, accepted: returns.count { $0.state == .accepted },
            waiting: returns.count { $0.state == .sent },
            waived: returns.count { $0.state == .waived },
            missing: returns.count { $0.isLate(on: day) }, late: returns.count(where: \.cameLate))
    }
}

/// What some rounds came to together.
struct EvaluatedRounds {
    let rounds: [CycleEvaluation.RoundMoney]
    let byPriority: [CycleEvaluation.ByPriority]
    let returns: CycleEvaluation.Returns
    let feedback: [CycleEvaluation.Feedback]
    let concernCount: Int
    let byKind: [KindSpend]
}
