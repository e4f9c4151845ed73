import FundStore

extension CommissioningModule {
    private static let kept = "commissioning-kept"

    /// A member of an entry's body, as text that is not empty; NULL where there is none.
    private static func said(_ name: String) -> String {
        "nullif(trim(CAST(json_extract(body, '$.\(name)') AS TEXT)), '')"
    }

    private static func all(_ names: String...) -> String {
        names.map { "\(said($0)) IS NOT NULL" }.joined(separator: " AND ")
    }

    private static func day(_ name: String) -> String {
        "date(\(said(name))) IS \(said(name)) AND strftime('%w', \(said(name))) NOT IN ('0', '6')"
    }

    private static func pence(_ name: String) -> String {
        """
        ifnull(json_type(body, '$.\(name)'), 'integer') = 'integer'
            AND ifnull(json_extract(body, '$.\(name)'), 0) BETWEEN 0 AND 99999999999
        """
    }

    /// What a plan says besides needs and priorities, and what of it was approved.
    public static let planSchema = """
        CREATE TABLE commissioningPlanEntry (
          id               INTEGER PRIMARY KEY,
          cycleId          INTEGER NOT NULL REFERENCES commissioningCycle(id),
          part             TEXT NOT NULL CHECK (part IN ('vision', 'gap', 'option', 'mark', 'talk',
            'outcome', 'question', 'share', 'impact', 'dates')),
          item             TEXT NOT NULL CHECK (item <> ''),
          version          INTEGER NOT NULL CHECK (version > 0),
          body             TEXT NOT NULL CHECK (json_valid(body) AND json_type(body) = 'object'),
          withdrawnBecause TEXT CHECK (trim(withdrawnBecause) <> ''),
          writtenById      INTEGER NOT NULL REFERENCES person(id),
          writtenAt        INTEGER NOT NULL,
          writtenOn        TEXT NOT NULL CHECK (date(writtenOn) IS writtenOn),
          UNIQUE (cycleId, part, item, version),
          CONSTRAINT "plan-entry-wrong" CHECK (ifnull(CASE part
            WHEN 'vision' THEN item = 'all' AND \(all("text"))
            WHEN 'gap' THEN item = \(said("need")) AND \(all("existing"))
            WHEN 'option' THEN item GLOB '[1-9]*' AND \(all("title", "description"))
              AND json_extract(body, '$.kind') IN ('nothing', 'other')
              AND json_extract(body, '$.choice') IN ('open', 'chosen', 'declined')
              AND (json_extract(body, '$.choice') = 'open' OR \(all("why")))
              AND \(pence("costFromPence")) AND \(pence("costToPence"))
              AND ifnull(json_extract(body, '$.costFromPence'), 0)
                <= ifnull(json_extract(body, '$.costToPence'), 99999999999)
            WHEN 'mark' THEN item = \(said("option")) || '/' || \(said("question"))
              AND json_extract(body, '$.mark') IN ('good', 'fair', 'poor') AND \(all("reason"))
            WHEN 'talk' THEN item GLOB '[1-9]*' AND \(all("who", "how", "said", "outcome"))
              AND json_extract(body, '$.changed') IN ('yes', 'no')
              AND date(\(said("day"))) IS \(said("day")) AND \(said("day")) <= writtenOn
            WHEN 'outcome' THEN item GLOB '[1-9]*' AND \(all("priority", "text"))
            WHEN 'question' THEN item = \(said("round")) || '/' || \(said("question"))
              AND \(all("priority"))
            WHEN 'share' THEN item = \(said("by")) || '/' || \(said("key"))
              AND \(said("by")) IN ('priority', 'ward')
              AND \(all("amountPence")) AND \(pence("amountPence"))
            WHEN 'impact' THEN item = \(said("characteristic"))
              AND json_extract(body, '$.effect') IN ('positive', 'negative', 'none', 'unknown')
              AND \(all("evidence", "action"))
            WHEN 'dates' THEN item = 'all' AND \(day("opens")) AND \(day("closes"))
              AND \(day("panel")) AND \(day("decision")) AND \(day("payments"))
              AND \(said("opens")) < \(said("closes")) AND \(said("closes")) < \(said("panel"))
              AND \(said("panel")) <= \(said("decision"))
              AND \(said("decision")) < \(said("payments"))
          END, 0))
        ) STRICT;

        CREATE VIEW commissioningPlanStanding AS
          SELECT * FROM commissioningPlanEntry AS entry
          WHERE withdrawnBecause IS NULL AND version = (SELECT max(version)
            FROM commissioningPlanEntry WHERE cycleId = entry.cycleId AND part = entry.part
              AND item = entry.item);

        CREATE TRIGGER commissioningPlanEntryInTime BEFORE INSERT ON commissioningPlanEntry
        WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle
          WHERE id = NEW.cycleId AND stage = 'plan' AND status = 'open')
        BEGIN SELECT RAISE(ABORT, 'plan-not-open'); END;

        CREATE TRIGGER commissioningPlanEntryNext BEFORE INSERT ON commissioningPlanEntry
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningPlanEntry
          WHERE cycleId = NEW.cycleId AND part = NEW.part AND item = NEW.item), 0)
        BEGIN SELECT RAISE(ABORT, 'plan-entry-changed'); END;

        CREATE TRIGGER commissioningPlanGapOfNeed BEFORE INSERT ON commissioningPlanEntry
        WHEN NEW.part = 'gap' AND NEW.withdrawnBecause IS NULL AND NOT EXISTS (SELECT 1
          FROM commissioningNeed AS need WHERE need.cycleId = NEW.cycleId
            AND CAST(need.number AS TEXT) = NEW.item AND NOT EXISTS (SELECT 1
              FROM commissioningNeedWithdrawal WHERE needId = need.id))
        BEGIN SELECT RAISE(ABORT, 'need-withdrawn'); END;

        CREATE TRIGGER commissioningPlanOneChosen BEFORE INSERT ON commissioningPlanEntry
        WHEN NEW.part = 'option' AND NEW.withdrawnBecause IS NULL
          AND json_extract(NEW.body, '$.choice') = 'chosen' AND EXISTS (SELECT 1
            FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId AND part = 'option'
              AND item <> NEW.item AND json_extract(body, '$.choice') = 'chosen')
        BEGIN SELECT RAISE(ABORT, 'plan-option-chosen'); END;

        CREATE TRIGGER commissioningPlanMarkOfOption BEFORE INSERT ON commissioningPlanEntry
        WHEN NEW.part = 'mark' AND NEW.withdrawnBecause IS NULL AND NOT EXISTS (SELECT 1
          FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId AND part = 'option'
            AND item = CAST(json_extract(NEW.body, '$.option') AS TEXT))
        BEGIN SELECT RAISE(ABORT, 'plan-option-gone'); END;

        CREATE TRIGGER commissioningPlanOfPriority BEFORE INSERT ON commissioningPlanEntry
        WHEN (NEW.part IN ('outcome', 'question')
            OR NEW.part = 'share' AND json_extract(NEW.body, '$.by') = 'priority')
          AND NEW.withdrawnBecause IS NULL AND NOT EXISTS (SELECT 1
            FROM commissioningPriority AS priority WHERE priority.cycleId = NEW.cycleId
              AND priority.key = CASE NEW.part WHEN 'share' THEN json_extract(NEW.body, '$.key')
                ELSE json_extract(NEW.body, '$.priority') END
              AND NOT EXISTS (SELECT 1 FROM commissioningPriorityWithdrawal
                WHERE priorityId = priority.id))
        BEGIN SELECT RAISE(ABORT, 'plan-priority-gone'); END;

        CREATE TRIGGER commissioningPlanOneSplit BEFORE INSERT ON commissioningPlanEntry
        WHEN NEW.part = 'share' AND NEW.withdrawnBecause IS NULL AND EXISTS (SELECT 1
          FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId AND part = 'share'
            AND json_extract(body, '$.by') <> json_extract(NEW.body, '$.by'))
        BEGIN SELECT RAISE(ABORT, 'plan-one-split'); END;

        \(Migration.appendOnly(
            "commissioningPlanEntry", by: [["id"], ["cycleId", "part", "item", "version"]],
            code: kept))

        -- Nobody approves what they wrote.
        CREATE TRIGGER commissioningPlannerApart BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'approved' AND NEW.stage = 'plan' AND EXISTS (SELECT 1
          FROM commissioningPlanStanding AS entry
          WHERE entry.cycleId = NEW.cycleId AND entry.writtenById = NEW.personId)
        BEGIN SELECT RAISE(ABORT, 'stage-approver-wrote'); END;

        -- Options that are looked at are decided about: one is chosen, and none stays open.
        CREATE TRIGGER commissioningPlanAppraised BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'closed' AND NEW.stage = 'plan'
          AND EXISTS (SELECT 1 FROM commissioningPlanStanding
            WHERE cycleId = NEW.cycleId AND part = 'option')
          AND (EXISTS (SELECT 1 FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId
              AND part = 'option' AND json_extract(body, '$.choice') = 'open')
            OR NOT EXISTS (SELECT 1 FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId
              AND part = 'option' AND json_extract(body, '$.choice') = 'chosen'))
        BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;

        -- What was approved, word for word.
        CREATE TABLE commissioningPlanFrozen (
          approvalId INTEGER PRIMARY KEY REFERENCES commissioningStageEvent(id),
          sha256     TEXT NOT NULL
            CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
          content    TEXT NOT NULL CHECK (json_valid(content)),
          frozenAt   INTEGER NOT NULL
        ) STRICT;

        CREATE TRIGGER commissioningPlanFrozenApproved BEFORE INSERT ON commissioningPlanFrozen
        WHEN NOT EXISTS (SELECT 1 FROM commissioningStageEvent
          WHERE id = NEW.approvalId AND stage = 'plan' AND kind = 'approved')
        BEGIN SELECT RAISE(ABORT, 'plan-not-approved'); END;

        \(Migration.appendOnly("commissioningPlanFrozen", by: [["approvalId"]], code: kept))

        CREATE TRIGGER commissioningPlanIsFrozen BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'opened' AND NEW.stage = 'do' AND EXISTS (SELECT 1
          FROM commissioningCycle AS cycle WHERE cycle.id = NEW.cycleId AND cycle.stage = 'plan'
            AND cycle.planApprovalId IS NOT NULL AND NOT EXISTS (SELECT 1
              FROM commissioningPlanFrozen WHERE approvalId = cycle.planApprovalId))
        BEGIN SELECT RAISE(ABORT, 'plan-not-frozen'); END;
        """
}
