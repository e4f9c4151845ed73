import Forms
import Foundation
import FundCore
import FundStore
import GRDB

/// What an award is to be spent on, line by line.
public struct AwardBudget: Sendable {
    public enum Source: String, Sendable, CaseIterable {
        /// As the group asked for it, whatever it was awarded.
        case applied
        /// As officers agreed it with the group: never more than the award.
        case agreed
    }

    /// Of the award's budgets, from 1; the last one counts.
    public let number: Int64
    public let source: Source
    /// What the award was when it was set.
    public let awarded: Money
    /// A line's kind is in words.
    public let lines: [BudgetLine]
    /// Why it was agreed so; nil for what was applied for.
    public let reason: String?
    public let setBy: PersonID
    /// The day in London.
    public let setOn: String

    public var total: Money { lines.total }
}

public enum BudgetProblem: Problem {
    /// Somebody set it since it was read.
    case changed

    public var report: ProblemReport {
        switch self {
        case .changed: ProblemReport("budget-changed", .conflict)
        }
    }
}

extension CommissioningModule {
    /// The budget of an award as it stands; nil where none was kept.
    public func budget(of award: AwardID, in tx: borrowing ReadTx) throws -> AwardBudget? {
        try tx.first(
            """
            SELECT number, source, awardedPence, lines, reason, setById, setOn
            FROM commissioningBudget WHERE awardId = ? ORDER BY number DESC LIMIT 1
            """, [award.rawValue]
        ) { row in
            AwardBudget(
                number: row[0],
                // The schema holds that it is one of the two, and that the lines are such.
                source: AwardBudget.Source(rawValue: row[1]) ?? .applied,
                awarded: Money(pence: row[2]),
                lines: try JSONReader.read(Array((row[3] as String).utf8)).budgetLines ?? [],
                reason: row[4], setBy: PersonID(row[5]), setOn: row[6])
        }
    }

    /// What a group last told of each line of its budget, and did not have sent back: at the end
    /// rather than half-way, whichever came later.
    ///
    /// - Parameter but: a return that is passed over.
    public func spendTold(
        of award: AwardID, but passed: ReturnID? = nil, in tx: borrowing ReadTx
    ) throws -> [SpendLine] {
        let sent = try tx.list(
            """
            SELECT sent.answers FROM commissioningReturnVersion AS sent
            JOIN commissioningReturn AS asked ON asked.id = sent.returnId
            LEFT JOIN commissioningReturnJudgement AS judged ON judged.versionId = sent.id
            WHERE asked.awardId = ? AND asked.id IS NOT ? AND judged.verdict IS NOT 'sentBack'
            ORDER BY asked.moment = 'end' DESC, sent.sentAt DESC, sent.id DESC
            """, [award.rawValue, passed?.rawValue]
        ) { try Self.answers($0[0]) }
        return sent.lazy.flatMap { $0.values.compactMap(\.spendLines) }.first ?? []
    }

    /// Keeps what a group asked for as the budget of its award, where it has none.
    public func keepBudget(
        applied lines: [BudgetLine], for award: AwardID, awarded: Money, in tx: borrowing WriteTx
    ) throws {
        guard !lines.isEmpty, try budget(of: award, in: tx.reading) == nil else { return }
        try insert(lines, .applied, 1, award, awarded, reason: nil, in: tx)
    }

    /// Sets what an award is to be spent on, as it was agreed with its group.
    ///
    /// - Parameters:
    ///   - awarded: what the group has; the lines may not come to more.
    ///   - seen: the number of the budget that was read, 0 for none; nil where nobody looked.
    /// - Returns: the number of the budget.
    /// - Throws: `InvalidInput` with everything that is wrong, `ReviewProblem`, `BudgetProblem`.
    public func setBudget(
        _ json: JSONValue?, of award: AwardID, awarded: Money, reason: String, seen: Int64?,
        in tx: borrowing WriteTx
    ) throws -> Int64 {
        var written = Written()
        let question = Question.agreedBudget
        let given = json ?? .null
        written.problems += question.problems(with: given)
        let lines = question.normalised(given).budgetLines ?? []
        if written.problems.isEmpty, lines.total > awarded {
            written.problems.append(
                FieldProblem(
                    question.key, "budget-over-award",
                    [
                        "total": lines.total.words, "award": awarded.words,
                        "difference": (lines.total - awarded).words,
                    ]))
        }
        let reason = written.words(reason, "reason", maximum: 2000)
        try written.refuseProblems()
        guard try !isClosed(award, in: tx.reading) else { throw ReviewProblem.closed }
        let former = try budget(of: award, in: tx.reading)?.number ?? 0
        guard seen == nil || seen == former else { throw BudgetProblem.changed }
        try insert(lines, .agreed, former + 1, award, awarded, reason: reason, in: tx)
        return former + 1
    }

    private func insert(
        _ lines: [BudgetLine], _ source: AwardBudget.Source, _ number: Int64, _ award: AwardID,
        _ awarded: Money, reason: String?, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        try tx.execute(
            """
            INSERT INTO commissioningBudget
              (awardId, number, source, awardedPence, totalPence, lines, reason, setById, setAt,
               setOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, number, source.rawValue, awarded.pence, lines.total.pence,
                JSONValue.array(lines.map(\.json)).text, reason, person.rawValue,
                tx.now.milliseconds, Self.today(tx),
            ])
        try tx.audit(
            source == .agreed ? "budget.agreed" : "budget.applied", "award:\(award.rawValue)",
            [("number", .int(number)), ("totalPence", .int(lines.total.pence))])
    }
}
