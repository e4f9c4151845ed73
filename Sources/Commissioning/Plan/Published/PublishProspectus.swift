import FundCore
import FundStore
import GRDB

/// A version of a prospectus, as it was published.
public struct ProspectusEdition: Sendable {
    /// From 1, within its cycle.
    public let version: Int64
    /// The day in London.
    public let on: LocalDate
    public let plan: ProspectusPlan
    public let facts: ProspectusFacts
    /// What was approved of the plan.
    public let frozen: FrozenPlan
}

extension CommissioningModule {
    /// Prospectuses as they were published: a later version takes the place of an earlier one,
    /// which stays as it was.
    public static let prospectusSchema = """
        CREATE TABLE commissioningProspectus (
          id            INTEGER PRIMARY KEY,
          cycleId       INTEGER NOT NULL REFERENCES commissioningCycle(id),
          version       INTEGER NOT NULL CHECK (version > 0),
          approvalId    INTEGER NOT NULL REFERENCES commissioningPlanFrozen(approvalId),
          content       TEXT NOT NULL CHECK (json_valid(content)),
          publishedById INTEGER NOT NULL REFERENCES person(id),
          publishedAt   INTEGER NOT NULL,
          publishedOn   TEXT NOT NULL CHECK (date(publishedOn) IS publishedOn),
          UNIQUE (cycleId, version)
        ) STRICT;

        CREATE TRIGGER commissioningProspectusNext BEFORE INSERT ON commissioningProspectus
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningProspectus
          WHERE cycleId = NEW.cycleId), 0)
        BEGIN SELECT RAISE(ABORT, 'prospectus-version'); END;

        CREATE TRIGGER commissioningProspectusApproved BEFORE INSERT ON commissioningProspectus
        WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle
          WHERE id = NEW.cycleId AND planApprovalId = NEW.approvalId)
        BEGIN SELECT RAISE(ABORT, 'plan-not-approved'); END;

        \(Migration.appendOnly(
            "commissioningProspectus", by: [["id"], ["cycleId", "version"]],
            code: "commissioning-kept"))

        CREATE TRIGGER commissioningProspectusPublished BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'opened' AND NEW.stage = 'do' AND EXISTS (SELECT 1
          FROM commissioningCycle AS cycle WHERE cycle.id = NEW.cycleId AND cycle.stage = 'plan'
            AND cycle.planApprovalId IS NOT NULL AND NOT EXISTS (SELECT 1
              FROM commissioningProspectus WHERE approvalId = cycle.planApprovalId))
        BEGIN SELECT RAISE(ABORT, 'prospectus-not-published'); END;
        """

    /// Publishes what a cycle tells about its round, with its approved plan.
    ///
    /// - Returns: the version; nil where that which stands says the same.
    /// - Throws: `PlanProblem.notApproved`.
    public func publish(
        _ facts: ProspectusFacts, of cycle: Cycle, in tx: borrowing WriteTx
    ) throws -> Int64? {
        let person = try tx.principal.require(.officer, .decisionMaker)
        let now = try self.cycle(cycle.key, in: tx.reading)
        guard let approval = now.planApproval, try hasFrozenPlan(now, in: tx.reading) else {
            throw PlanProblem.notApproved
        }
        let content = facts.json.text
        let last = try tx.reading.first(
            """
            SELECT version, approvalId, content FROM commissioningProspectus
            WHERE cycleId = ? ORDER BY version DESC LIMIT 1
            """, [cycle.id.rawValue]
        ) { (version: $0[0] as Int64, approval: $0[1] as Int64, content: $0[2] as String) }
        if let last, last.approval == approval.rawValue, last.content == content { return nil }
        let version = (last?.version ?? 0) + 1
        try tx.execute(
            """
            INSERT INTO commissioningProspectus (cycleId, version, approvalId, content,
              publishedById, publishedAt, publishedOn) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                cycle.id.rawValue, version, approval.rawValue, content, person.rawValue,
                tx.now.milliseconds, Self.today(tx),
            ])
        try tx.audit(
            "prospectus.publication", "cycle:\(cycle.id.rawValue)", [("version", .int(version))])
        return version
    }

    /// Which versions of a cycle's prospectus were published, and when, the latest first.
    public func prospectusVersions(
        of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> [(version: Int64, on: LocalDate)] {
        try tx.list(
            """
            SELECT version, publishedOn FROM commissioningProspectus
            WHERE cycleId = ? ORDER BY version DESC
            """, [cycle.rawValue]
        ) { row in LocalDate(row[1] as String).map { (version: row[0] as Int64, on: $0) } }
        .compactMap(\.self)
    }

    /// A version of a cycle's prospectus; nil where there is none of that number.
    public func prospectus(
        _ version: Int64, of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> ProspectusEdition? {
        let found = try tx.first(
            """
            SELECT publishedOn, prospectus.content, frozen.content, sha256, frozenAt
            FROM commissioningProspectus AS prospectus
            JOIN commissioningPlanFrozen AS frozen USING (approvalId)
            WHERE cycleId = ? AND version = ?
            """, [cycle.rawValue, version]
        ) {
            (
                on: $0[0] as String, facts: $0[1] as String, plan: $0[2] as String,
                frozen: FrozenPlan(sha256: $0[3], at: Instant(milliseconds: $0[4]))
            )
        }
        guard let found else { return nil }
        guard let on = LocalDate(found.on),
            let facts = ProspectusFacts(try JSONReader.read(Array(found.facts.utf8)))
        else { throw PlanProblem.differs }
        return ProspectusEdition(
            version: version, on: on,
            plan: ProspectusPlan(frozen: try JSONReader.read(Array(found.plan.utf8))),
            facts: facts, frozen: found.frozen)
    }
}
