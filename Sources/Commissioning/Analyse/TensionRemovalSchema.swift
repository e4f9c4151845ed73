import FundStore

extension CommissioningModule {
    private static let gone = "tension-removed"
    /// What stands where something was written.
    private static let emptied = "–"

    /// Reports of tension that an officer removed, and how many reports nobody has looked at.
    public static let tensionRemovalSchema = """
        -- That a report was removed, by whom and why. Its number stays; what was written goes.
        CREATE TABLE commissioningTensionRemoval (
          tensionId   INTEGER PRIMARY KEY REFERENCES commissioningTension(id),
          reason      TEXT NOT NULL CHECK (trim(reason) <> '' AND length(reason) <= 500),
          removedById INTEGER NOT NULL REFERENCES person(id),
          removedAt   INTEGER NOT NULL,
          removedOn   TEXT NOT NULL CHECK (date(removedOn) IS removedOn)
        ) STRICT;

        \(Migration.appendOnly(
            "commissioningTensionRemoval", by: [["tensionId"]], code: gone))

        -- A report changes in no other way.
        DROP TRIGGER commissioningTensionUnchanged;
        CREATE TRIGGER commissioningTensionUnchanged BEFORE UPDATE ON commissioningTension
        WHEN OLD.id NOT IN (SELECT tensionId FROM commissioningTensionRemoval)
          OR NEW.what <> '\(emptied)' OR NEW.cause IS NOT NULL
          OR NEW.place IS NOT iif(OLD.ward IS NULL, '\(emptied)', NULL)
          OR \(unchanged([
              "id", "ward", "wardTitle", "happenedOn", "isAbout", "goesOn", "takenById",
              "receivedAt", "receivedOn",
          ]))
        BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;

        DROP TRIGGER commissioningTensionTriageUnchanged;
        CREATE TRIGGER commissioningTensionTriageUnchanged
        BEFORE UPDATE ON commissioningTensionTriage
        WHEN OLD.tensionId NOT IN (SELECT tensionId FROM commissioningTensionRemoval)
          OR NEW.note <> '\(emptied)'
          OR \(unchanged([
              "id", "tensionId", "version", "status", "rootCause", "rootCauseTitle", "authorId",
              "at", "triagedOn",
          ]))
        BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;

        CREATE TRIGGER commissioningTensionTriageGone BEFORE INSERT ON commissioningTensionTriage
        WHEN NEW.tensionId IN (SELECT tensionId FROM commissioningTensionRemoval)
        BEGIN SELECT RAISE(ABORT, '\(gone)'); END;

        CREATE TRIGGER commissioningTensionContactGone
        BEFORE INSERT ON commissioningTensionContact
        WHEN NEW.tensionId IN (SELECT tensionId FROM commissioningTensionRemoval)
        BEGIN SELECT RAISE(ABORT, '\(gone)'); END;

        CREATE TRIGGER commissioningNeedTensionGone BEFORE INSERT ON commissioningNeedTension
        WHEN NEW.tensionId IN (SELECT tensionId FROM commissioningTensionRemoval)
        BEGIN SELECT RAISE(ABORT, 'tension-not-evidence'); END;

        -- How many reports nobody has looked at, kept so that nobody counts them anew.
        CREATE TABLE commissioningTensionTally (
          id       INTEGER PRIMARY KEY CHECK (id = 1),
          newCount INTEGER NOT NULL CHECK (newCount >= 0)
        ) STRICT;

        INSERT INTO commissioningTensionTally
        SELECT 1, count(*) FROM commissioningTension
        WHERE id NOT IN (SELECT tensionId FROM commissioningTensionTriage);

        CREATE TRIGGER commissioningTensionTallyKept BEFORE DELETE ON commissioningTensionTally
        BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;

        \(Migration.neverReplaced("commissioningTensionTally", code: "commissioning-kept"))

        CREATE TRIGGER commissioningTensionCounted AFTER INSERT ON commissioningTension
        BEGIN UPDATE commissioningTensionTally SET newCount = newCount + 1; END;

        CREATE TRIGGER commissioningTensionLookedAt AFTER INSERT ON commissioningTensionTriage
        WHEN NEW.version = 1
        BEGIN UPDATE commissioningTensionTally SET newCount = newCount - 1; END;

        CREATE TRIGGER commissioningTensionEmptied AFTER INSERT ON commissioningTensionRemoval
        BEGIN
          UPDATE commissioningTensionTally SET newCount = newCount - 1
          WHERE NEW.tensionId NOT IN (SELECT tensionId FROM commissioningTensionTriage);
          DELETE FROM commissioningTensionContact WHERE tensionId = NEW.tensionId;
          UPDATE commissioningTension
          SET what = '\(emptied)', cause = NULL, place = iif(ward IS NULL, '\(emptied)', NULL)
          WHERE id = NEW.tensionId;
          UPDATE commissioningTensionTriage SET note = '\(emptied)'
          WHERE tensionId = NEW.tensionId;
        END;
        """

    private static func unchanged(_ columns: [String]) -> String {
        columns.map { "NEW.\($0) IS NOT OLD.\($0)" }.joined(separator: " OR ")
    }
}
