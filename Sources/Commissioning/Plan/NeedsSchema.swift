import FundStore

extension CommissioningModule {
    private static let kept = "commissioning-kept"

    /// Refuses a row while needs and priorities of its cycle do not change.
    private static func inTime(_ table: String, cycle: String) -> String {
        """
        CREATE TRIGGER \(table)InTime BEFORE INSERT ON \(table)
        WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = (\(cycle))
          AND stage IN ('analyse', 'plan') AND status = 'open')
        BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
        """
    }

    private static let ofNeed = "SELECT cycleId FROM commissioningNeed WHERE id = NEW.needId"
    private static let ofPriority =
        "SELECT cycleId FROM commissioningPriority WHERE id = NEW.priorityId"

    /// Needs and what is evidence for them; priorities, the needs that each answers, and the
    /// criteria that look for it.
    public static let needsSchema = """
        CREATE TABLE commissioningNeed (
          id        INTEGER PRIMARY KEY,
          cycleId   INTEGER NOT NULL REFERENCES commissioningCycle(id),
          number    INTEGER NOT NULL CHECK (number > 0),
          text      TEXT NOT NULL CHECK (trim(text) <> ''),
          place     TEXT NOT NULL CHECK (trim(place) <> ''),
          addedById INTEGER NOT NULL REFERENCES person(id),
          addedAt   INTEGER NOT NULL,
          addedOn   TEXT NOT NULL CHECK (date(addedOn) IS addedOn),
          UNIQUE (cycleId, number)
        ) STRICT;

        \(inTime("commissioningNeed", cycle: "NEW.cycleId"))
        \(Migration.appendOnly(
            "commissioningNeed", by: [["id"], ["cycleId", "number"]], code: kept))

        CREATE TABLE commissioningNeedEvidence (
          id        INTEGER PRIMARY KEY,
          needId    INTEGER NOT NULL REFERENCES commissioningNeed(id),
          source    TEXT NOT NULL CHECK (trim(source) <> ''),
          url       TEXT CHECK (url GLOB 'http://?*' OR url GLOB 'https://?*'),
          addedById INTEGER NOT NULL REFERENCES person(id),
          addedAt   INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX commissioningNeedEvidenceByNeed ON commissioningNeedEvidence (needId);

        \(inTime("commissioningNeedEvidence", cycle: ofNeed))
        \(Migration.appendOnly("commissioningNeedEvidence", code: kept))

        CREATE TABLE commissioningNeedWithdrawal (
          needId        INTEGER PRIMARY KEY REFERENCES commissioningNeed(id),
          reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
          withdrawnById INTEGER NOT NULL REFERENCES person(id),
          withdrawnAt   INTEGER NOT NULL
        ) STRICT;

        \(inTime("commissioningNeedWithdrawal", cycle: ofNeed))

        CREATE TRIGGER commissioningNeedServes BEFORE INSERT ON commissioningNeedWithdrawal
        WHEN EXISTS (SELECT 1 FROM commissioningPriorityNeed AS link
          WHERE link.needId = NEW.needId AND NOT EXISTS (SELECT 1
            FROM commissioningPriorityWithdrawal WHERE priorityId = link.priorityId))
        BEGIN SELECT RAISE(ABORT, 'need-serves-priority'); END;

        \(Migration.appendOnly("commissioningNeedWithdrawal", by: [["needId"]], code: kept))

        CREATE TABLE commissioningPriority (
          id         INTEGER PRIMARY KEY,
          cycleId    INTEGER NOT NULL REFERENCES commissioningCycle(id),
          key        TEXT NOT NULL CHECK (key <> ''),
          title      TEXT NOT NULL CHECK (title <> ''),
          chosenById INTEGER NOT NULL REFERENCES person(id),
          chosenAt   INTEGER NOT NULL,
          chosenOn   TEXT NOT NULL CHECK (date(chosenOn) IS chosenOn)
        ) STRICT;

        CREATE INDEX commissioningPriorityByCycle ON commissioningPriority (cycleId, key);

        \(inTime("commissioningPriority", cycle: "NEW.cycleId"))

        CREATE TRIGGER commissioningPriorityOnce BEFORE INSERT ON commissioningPriority
        WHEN EXISTS (SELECT 1 FROM commissioningPriority AS before
          WHERE before.cycleId = NEW.cycleId AND before.key = NEW.key AND NOT EXISTS (SELECT 1
            FROM commissioningPriorityWithdrawal WHERE priorityId = before.id))
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;

        \(Migration.appendOnly("commissioningPriority", code: kept))

        CREATE TABLE commissioningPriorityNeed (
          priorityId INTEGER NOT NULL REFERENCES commissioningPriority(id),
          needId     INTEGER NOT NULL REFERENCES commissioningNeed(id),
          PRIMARY KEY (priorityId, needId)
        ) STRICT, WITHOUT ROWID;

        \(inTime("commissioningPriorityNeed", cycle: ofPriority))

        CREATE TRIGGER commissioningPriorityNeedStands BEFORE INSERT ON commissioningPriorityNeed
        WHEN EXISTS (SELECT 1 FROM commissioningNeedWithdrawal WHERE needId = NEW.needId)
          OR (\(ofNeed)) <> (\(ofPriority))
        BEGIN SELECT RAISE(ABORT, 'need-withdrawn'); END;

        \(Migration.appendOnly(
            "commissioningPriorityNeed", by: [["priorityId", "needId"]], code: kept))

        CREATE TABLE commissioningCriterion (
          priorityId INTEGER NOT NULL REFERENCES commissioningPriority(id),
          key        TEXT NOT NULL CHECK (key <> ''),
          PRIMARY KEY (priorityId, key)
        ) STRICT, WITHOUT ROWID;

        \(inTime("commissioningCriterion", cycle: ofPriority))
        \(Migration.appendOnly("commissioningCriterion", by: [["priorityId", "key"]], code: kept))

        CREATE TABLE commissioningPriorityWithdrawal (
          priorityId    INTEGER PRIMARY KEY REFERENCES commissioningPriority(id),
          reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
          withdrawnById INTEGER NOT NULL REFERENCES person(id),
          withdrawnAt   INTEGER NOT NULL
        ) STRICT;

        \(inTime("commissioningPriorityWithdrawal", cycle: ofPriority))
        \(Migration.appendOnly(
            "commissioningPriorityWithdrawal", by: [["priorityId"]], code: kept))
        """
}
