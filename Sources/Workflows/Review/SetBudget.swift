import Applications
import Awards
import Commissioning
import Forms
import FundCore
import FundStore
import Rounds

/// What an award is to be spent on: as its group asked for it, until officers agree other lines.
extension Workflows {
    /// Sets the lines of an award's budget, as they were agreed with its group.
    ///
    /// - Parameters:
    ///   - lines: a list of objects with `what`, `amountPence` and perhaps `kind`, in any words.
    ///   - reason: who agreed it, or why it is so.
    ///   - seen: the number of the budget that was read, 0 for none; nil where nobody looked.
    /// - Returns: the number of the budget.
    /// - Throws: `InvalidInput` with everything that is wrong, `BudgetProblem`, `ReviewProblem`.
    @discardableResult
    public func setBudget(
        _ lines: JSONValue?, of typed: String, reason: String, seen: Int64? = nil,
        as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let found = try reviewCase(typed, in: tx)
            return try commissioning.setBudget(
                lines, of: found.award.id, awarded: found.award.kept, reason: reason, seen: seen,
                in: tx)
        }
    }

    /// Keeps what the group applied for as the budget of its award, where it has none.
    func keepAppliedBudget(
        of award: Award, in round: RoundID, _ tx: borrowing WriteTx
    ) throws {
        guard try commissioning.budget(of: award.id, in: tx.reading) == nil else { return }
        let answers = try applications.detail(of: award.application, in: tx.reading).answers
        guard answers.contains(where: { $0.value.budgetLines != nil }) else { return }
        let form: Form = try rounds.section(.form, of: round, in: tx.reading)
        let given = Dictionary(answers.map { ($0.key, $0.value) }) { first, _ in first }
        guard let lines = form.budget(in: given) else { return }
        try commissioning.keepBudget(
            applied: lines, for: award.id, awarded: award.kept, in: tx)
    }
}
