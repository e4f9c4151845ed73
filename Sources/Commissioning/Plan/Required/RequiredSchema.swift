import FundStore

extension CommissioningModule {
    private static let standing = "commissioningPlanStanding"

    /// What a cycle's plan has to say, kept when the cycle starts, and that Plan neither closes nor
    /// is approved without it.
    public static let planRequiredSchema = """
        CREATE TABLE commissioningPlanRequirement (
          cycleId INTEGER NOT NULL REFERENCES commissioningCycle(id),
          part    TEXT NOT NULL CHECK (part IN ('vision', 'gap', 'option', 'talk', 'outcome',
            'share', 'impact', 'dates')),
          -- A characteristic where each of them is to be considered; else empty.
          item    TEXT NOT NULL CHECK (item = '' OR part = 'impact'),
          title   TEXT NOT NULL,
          PRIMARY KEY (cycleId, part, item)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER commissioningPlanRequirementFrozen
        BEFORE INSERT ON commissioningPlanRequirement
        WHEN (SELECT status FROM commissioningCycle WHERE id = NEW.cycleId) <> 'new'
        BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;

        \(Migration.appendOnly(
            "commissioningPlanRequirement", by: [["cycleId", "part", "item"]],
            code: "cycle-questions-fixed"))

        -- What a plan has to say and does not say yet: gaps of every need that stands, outcomes of
        -- every priority that stands.
        CREATE VIEW commissioningPlanUnmet AS
          SELECT wanted.cycleId, wanted.part, wanted.item, wanted.title
          FROM commissioningPlanRequirement AS wanted
          WHERE wanted.part NOT IN ('gap', 'outcome') AND NOT EXISTS (SELECT 1
            FROM \(standing) AS entry WHERE entry.cycleId = wanted.cycleId
              AND entry.part = wanted.part
              AND (wanted.item = '' OR entry.item = wanted.item))
          UNION ALL
          SELECT wanted.cycleId, wanted.part, CAST(need.number AS TEXT), need.text
          FROM commissioningPlanRequirement AS wanted
          JOIN commissioningNeed AS need ON need.cycleId = wanted.cycleId
          WHERE wanted.part = 'gap' AND NOT EXISTS (SELECT 1
              FROM commissioningNeedWithdrawal WHERE needId = need.id)
            AND NOT EXISTS (SELECT 1 FROM \(standing) AS entry
              WHERE entry.cycleId = wanted.cycleId AND entry.part = 'gap'
                AND entry.item = CAST(need.number AS TEXT))
          UNION ALL
          SELECT wanted.cycleId, wanted.part, priority.key, priority.title
          FROM commissioningPlanRequirement AS wanted
          JOIN commissioningPriority AS priority ON priority.cycleId = wanted.cycleId
          WHERE wanted.part = 'outcome' AND NOT EXISTS (SELECT 1
              FROM commissioningPriorityWithdrawal WHERE priorityId = priority.id)
            AND NOT EXISTS (SELECT 1 FROM \(standing) AS entry
              WHERE entry.cycleId = wanted.cycleId AND entry.part = 'outcome'
                AND json_extract(entry.body, '$.priority') = priority.key);

        CREATE TRIGGER commissioningPlanRequired BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.stage = 'plan' AND NEW.kind IN ('closed', 'approved')
          AND EXISTS (SELECT 1 FROM commissioningPlanUnmet WHERE cycleId = NEW.cycleId)
        BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;
        """
}
