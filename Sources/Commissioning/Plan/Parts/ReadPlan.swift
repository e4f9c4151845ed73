import FundCore
import FundStore
import GRDB

/// What was approved of a plan.
public struct FrozenPlan: Sendable {
    public let sha256: String
    public let at: Instant
}

extension CommissioningModule {
    /// Every version of every entry of a plan, in the order in which entries were first written.
    public func planEntries(
        of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> [PlanEntry] {
        try tx.list(
            """
            SELECT part, item, version, body, withdrawnBecause, writtenById, writtenOn,
              version = max(version) OVER (PARTITION BY part, item)
            FROM commissioningPlanEntry WHERE cycleId = ?
            ORDER BY min(id) OVER (PARTITION BY part, item), version
            """, [cycle.rawValue]
        ) { row -> PlanEntry? in
            guard let part = PlanPart(rawValue: row[0]) else { return nil }
            return PlanEntry(
                part: part, item: row[1], version: row[2], values: try Self.values(row[3]),
                withdrawnBecause: row[4], author: PersonID(row[5]), on: row[6], isLatest: row[7])
        }.compactMap(\.self)
    }

    private static func values(_ body: String) throws -> [String: String] {
        guard case .object(let members) = try JSONReader.read(Array(body.utf8)) else { return [:] }
        var values: [String: String] = [:]
        for (name, value) in members {
            values[name] = value.string ?? value.int.map { "\($0)" }
        }
        return values
    }

    /// What keeps a Plan from being closed of the options that were looked at.
    func openOptions(of cycle: CycleID, in tx: borrowing ReadTx) throws -> [StageLack] {
        let options = try tx.list(
            """
            SELECT json_extract(body, '$.title'), json_extract(body, '$.choice')
            FROM commissioningPlanStanding WHERE cycleId = ? AND part = 'option'
            ORDER BY CAST(item AS INTEGER)
            """, [cycle.rawValue]
        ) { (title: $0[0] as String, choice: $0[1] as String) }
        guard !options.isEmpty else { return [] }
        let isChosen = options.contains { $0.choice == "chosen" }
        return options.filter { $0.choice == "open" }.map { .optionOpen($0.title) }
            + (isChosen ? [] : [.noOption])
    }

    /// All that a plan says as it stands, in an order of its own: the same words give the same text.
    func planContent(of cycle: Cycle, in tx: borrowing ReadTx) throws -> String {
        let needs = try needs(of: cycle.id, in: tx).filter { !$0.isWithdrawn }
        let priorities = try priorities(of: cycle.id, in: tx)
        let entries = try planEntries(of: cycle.id, in: tx).filter(\.stands)
        return JSONValue.object([
            ("cycle", .string(cycle.key)),
            (
                "needs",
                .array(
                    needs.map { need in
                        .object([
                            ("number", .int(need.number)), ("text", .string(need.text)),
                            ("place", .string(need.place)),
                            ("evidence", .array(need.evidence.map { .string($0.source) })),
                        ])
                    })
            ),
            (
                "priorities",
                .array(
                    priorities.map { priority in
                        .object([
                            ("priority", .string(priority.key)),
                            ("title", .string(priority.title)),
                            ("needs", .array(priority.needs.map { .int($0) })),
                            ("criteria", .array(priority.criteria.map { .string($0) })),
                        ])
                    })
            ),
            (
                "entries",
                .array(
                    entries.map { entry in
                        .object([
                            ("part", .string(entry.part.rawValue)), ("item", .string(entry.item)),
                            ("version", .int(entry.version)),
                            (
                                "says",
                                .object(
                                    entry.values.sorted { $0.key < $1.key }.map {
                                        ($0.key, .string($0.value))
                                    })
                            ),
                        ])
                    })
            ),
        ]).text
    }

    /// Keeps what was approved, with its SHA-256, beside the approval that stands.
    func freezePlan(of cycle: Cycle, in tx: borrowing WriteTx) throws {
        let approved = try self.cycle(cycle.key, in: tx.reading)
        guard let approval = approved.planApproval else { throw PlanProblem.differs }
        let content = try planContent(of: approved, in: tx.reading)
        let sha256 = SHA256Hex(of: content).description
        try tx.execute(
            """
            INSERT INTO commissioningPlanFrozen (approvalId, sha256, content, frozenAt)
            VALUES (?, ?, ?, ?)
            """, [approval.rawValue, sha256, content, tx.now.milliseconds])
        try tx.audit(
            "plan.freezing", "cycle:\(cycle.id.rawValue)", [("sha256", .string(sha256))])
    }

    /// Whether a plan that stands was kept when it was approved.
    public func hasFrozenPlan(_ cycle: Cycle, in tx: borrowing ReadTx) throws -> Bool {
        guard let approval = cycle.planApproval else { return false }
        return try tx.first(
            "SELECT 1 FROM commissioningPlanFrozen WHERE approvalId = ?", [approval.rawValue],
            { _ in true }) ?? false
    }

    /// What was approved of a plan whose approval stands; nil where none does, or where it was given
    /// before plans were kept with it.
    ///
    /// - Throws: `PlanProblem.differs` where what the plan says now is not what was approved.
    public func frozenPlan(of cycle: Cycle, in tx: borrowing ReadTx) throws -> FrozenPlan? {
        guard let approval = cycle.planApproval else { return nil }
        let kept = try tx.first(
            "SELECT sha256, frozenAt FROM commissioningPlanFrozen WHERE approvalId = ?",
            [approval.rawValue]
        ) { FrozenPlan(sha256: $0[0], at: Instant(milliseconds: $0[1])) }
        guard let kept else { return nil }
        guard SHA256Hex(of: try planContent(of: cycle, in: tx)).description == kept.sha256 else {
            throw PlanProblem.differs
        }
        return kept
    }
}
