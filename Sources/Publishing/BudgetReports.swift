import Applications
import Awards
import Commissioning
import Forms
import FundCore
import FundStore
import Rounds

/// What an award is to be spent on, and what its group told of each line.
public struct BudgetShown: Sendable {
    public struct Line: Sendable, Equatable {
        /// nil for whatever no line of the budget is for.
        public let what: String?
        /// In words.
        public let kind: String?
        public let budget: Money
        /// nil where nothing is told.
        public let spent: Money?
        public let because: String?

        /// More than nothing where more was spent than the budget; nil where nothing is told.
        public var difference: Money? { spent.map { $0 - budget } }
    }

    /// 0 where nothing was kept yet: these are the lines of the application.
    public let number: Int64
    public let source: AwardBudget.Source
    public let awarded: Money
    public let lines: [Line]
    /// Why it was agreed so.
    public let reason: String?
    public let setBy: PersonID?
    /// The day in London.
    public let setOn: String?

    public var total: Money { lines.reduce(.zero) { $0 + $1.budget } }
    public var spent: Money? {
        let told = lines.compactMap(\.spent)
        return told.isEmpty ? nil : told.reduce(.zero, +)
    }
    /// By how much the lines are more than the award: what was asked for and not given.
    public var over: Money { max(.zero, total - awarded) }

    func json(_ emails: [PersonID: String]) -> JSONValue {
        .object([
            ("number", .int(number)), ("source", .string(source.rawValue)),
            ("awardedPence", .int(awarded.pence)), ("totalPence", .int(total.pence)),
            ("overPence", .int(over.pence)), ("spentPence", .optional(spent?.pence)),
            ("reason", .optional(reason)), ("setOn", .optional(setOn)),
            ("setBy", .optional(setBy.flatMap { emails[$0] })),
            (
                "lines",
                .array(
                    lines.map { line in
                        .object([
                            ("what", .optional(line.what)), ("kind", .optional(line.kind)),
                            ("budgetPence", .int(line.budget.pence)),
                            ("spentPence", .optional(line.spent?.pence)),
                            ("differencePence", .optional(line.difference?.pence)),
                            ("because", .optional(line.because)),
                        ])
                    })
            ),
        ])
    }
}

/// What the awards of a cycle were to be spent on, and were spent on, by kind.
public struct KindSpend: Sendable, Equatable {
    /// In words; nil for lines without one.
    public let kind: String?
    public let budget: Money
    public let spent: Money
    /// Of so many awards.
    public let awardCount: Int

    var json: JSONValue {
        .object([
            ("kind", .optional(kind)), ("budgetPence", .int(budget.pence)),
            ("spentPence", .int(spent.pence)), ("awards", .int(awardCount)),
        ])
    }
}

extension Reports {
    /// The budget of an award; nil where nobody gave one.
    func budget(
        of award: Award, _ detail: ApplicationDetail, in round: Round, _ tx: borrowing ReadTx
    ) throws -> BudgetShown? {
        var told = try commissioning.spendTold(of: award.id, in: tx)
        let kept = try commissioning.budget(of: award.id, in: tx)
        guard let lines = try kept?.lines ?? applied(detail, in: round, tx) else { return nil }
        let hasTold = !told.isEmpty
        var shown = lines.map { line -> BudgetShown.Line in
            let place = told.firstIndex { $0.what == line.what && $0.kind == line.kind }
            let said = place.map { told.remove(at: $0) }
            return BudgetShown.Line(
                what: line.what, kind: line.kind, budget: line.amount,
                spent: hasTold ? said?.spent ?? .zero : nil, because: said?.because)
        }
        // What is in no line, or in lines that the budget no longer has.
        shown += told.filter { $0.spent > .zero }.map {
            BudgetShown.Line(
                what: $0.what.isEmpty ? nil : $0.what, kind: $0.kind, budget: .zero,
                spent: $0.spent, because: $0.because)
        }
        return BudgetShown(
            number: kept?.number ?? 0, source: kept?.source ?? .applied, awarded: award.kept,
            lines: shown, reason: kept?.reason, setBy: kept?.setBy, setOn: kept?.setOn)
    }

    /// The budget of an award whose group told what it spent by line; nil of others.
    func toldBudget(
        of award: Award, in round: Round, _ tx: borrowing ReadTx
    ) throws -> BudgetShown? {
        guard try !commissioning.spendTold(of: award.id, in: tx).isEmpty else { return nil }
        return try budget(
            of: award, applications.detail(of: award.application, in: tx), in: round, tx)
    }

    private func applied(
        _ detail: ApplicationDetail, in round: Round, _ tx: borrowing ReadTx
    ) throws -> [BudgetLine]? {
        guard detail.answers.contains(where: { $0.value.budgetLines != nil }) else { return nil }
        let form: Form = try rounds.section(.form, of: round.id, in: tx)
        return form.budget(
            in: Dictionary(detail.answers.map { ($0.key, $0.value) }) { first, _ in first })
    }

    /// Sums of what groups told of their lines, by kind: of those awards alone that told any.
    func spendByKind(
        _ budgets: [BudgetShown]
    ) -> [KindSpend] {
        var order: [String?] = []
        var sums: [String?: (budget: Money, spent: Money, count: Int)] = [:]
        for budget in budgets where budget.spent != nil {
            for kind in Set(budget.lines.map(\.kind)).sorted(by: { ($0 ?? "~") < ($1 ?? "~") }) {
                let lines = budget.lines.filter { $0.kind == kind }
                if sums[kind] == nil { order.append(kind) }
                let before = sums[kind] ?? (.zero, .zero, 0)
                sums[kind] = (
                    before.budget + lines.reduce(.zero) { $0 + $1.budget },
                    before.spent + lines.reduce(.zero) { $0 + ($1.spent ?? .zero) },
                    before.count + 1
                )
            }
        }
        // Without any kind there is nothing to tell apart.
        guard order.contains(where: { $0 != nil }) else { return [] }
        return order.sorted { ($0 ?? "~") < ($1 ?? "~") }.compactMap { kind in
            sums[kind].map {
                KindSpend(
                    kind: kind, budget: $0.budget, spent: $0.spent, awardCount: $0.count)
            }
        }
    }
}
