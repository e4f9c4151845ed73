import FundStore

extension RoundsModule {
    /// The schema's part of showing another module what its rounds froze: a view for the step that
    /// needs it, and no longer.
    public static let frozenView = """
        CREATE VIEW frozenSection AS SELECT roundId, section, content FROM roundConfiguration;
        """

    public static let migrations = [
        Migration(
            2, "fund and rounds",
            """
            CREATE TABLE fund (
              id              INTEGER PRIMARY KEY CHECK (id = 1),
              name            TEXT NOT NULL CHECK (name <> ''),
              totalPence      INTEGER NOT NULL CHECK (totalPence > 0),
              referencePrefix TEXT NOT NULL CHECK (referencePrefix GLOB '[A-Z][A-Z]*'),
              council         TEXT NOT NULL CHECK (council <> ''),
              department      TEXT NOT NULL CHECK (department <> '')
            ) STRICT;

            CREATE TRIGGER fundTotalKept BEFORE UPDATE OF totalPence, referencePrefix ON fund
            WHEN NEW.totalPence <> OLD.totalPence OR NEW.referencePrefix <> OLD.referencePrefix
            BEGIN SELECT RAISE(ABORT, 'fund-total-fixed'); END;

            CREATE TRIGGER fundKept BEFORE DELETE ON fund
            BEGIN SELECT RAISE(ABORT, 'fund-total-fixed'); END;

            \(Migration.neverReplaced("fund", code: "fund-total-fixed"))

            CREATE TABLE round (
              id                  INTEGER PRIMARY KEY,
              key                 TEXT NOT NULL UNIQUE CHECK (key <> ''),
              title               TEXT NOT NULL CHECK (title <> ''),
              allotmentPence      INTEGER NOT NULL CHECK (allotmentPence > 0),
              minimumRequestPence INTEGER NOT NULL CHECK (minimumRequestPence > 0),
              maximumRequestPence INTEGER NOT NULL,
              partialAwards       INTEGER NOT NULL CHECK (partialAwards IN (0, 1)),
              opens               TEXT NOT NULL CHECK (opens GLOB '????-??-??T??:??'),
              closes              TEXT NOT NULL CHECK (closes GLOB '????-??-??T??:??'),
              closesAt            INTEGER NOT NULL,
              checksDone          TEXT NOT NULL CHECK (date(checksDone) IS checksDone),
              panelMeets          TEXT NOT NULL CHECK (date(panelMeets) IS panelMeets),
              decision            TEXT NOT NULL CHECK (date(decision) IS decision),
              lettersSent         TEXT NOT NULL CHECK (date(lettersSent) IS lettersSent),
              status              TEXT NOT NULL
                CHECK (status IN ('planned', 'open', 'closed', 'decided')),
              CHECK (minimumRequestPence <= maximumRequestPence)
            ) STRICT;

            CREATE TRIGGER roundStatusGoesForward BEFORE UPDATE OF status ON round
            WHEN OLD.status || '>' || NEW.status
              NOT IN ('planned>open', 'open>closed', 'closed>decided')
            BEGIN SELECT RAISE(ABORT, 'round-status-order'); END;

            CREATE TRIGGER roundSettingsStay BEFORE UPDATE ON round
            WHEN OLD.status <> 'planned' AND (NEW.key <> OLD.key
              OR NEW.allotmentPence <> OLD.allotmentPence
              OR NEW.minimumRequestPence <> OLD.minimumRequestPence
              OR NEW.maximumRequestPence <> OLD.maximumRequestPence
              OR NEW.partialAwards <> OLD.partialAwards OR NEW.closesAt <> OLD.closesAt)
            BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;

            CREATE TRIGGER roundKept BEFORE DELETE ON round
            BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;

            \(Migration.neverReplaced(
                "round", by: [["id"], ["key"]], code: "round-configuration-frozen"))

            CREATE TABLE roundEvent (
              id       INTEGER PRIMARY KEY,
              roundId  INTEGER NOT NULL REFERENCES round(id),
              kind     TEXT NOT NULL CHECK (kind IN ('opened', 'closed', 'decided')),
              at       INTEGER NOT NULL,
              personId INTEGER NOT NULL REFERENCES person(id),
              reason   TEXT,
              UNIQUE (roundId, kind)
            ) STRICT;

            \(Migration.appendOnly(
                "roundEvent",
                by: [["id"], ["roundId", "kind"]],
                code: "round-status-order"))

            CREATE TABLE roundConfiguration (
              roundId INTEGER NOT NULL REFERENCES round(id),
              section TEXT NOT NULL,
              content TEXT NOT NULL CHECK (json_valid(content)),
              PRIMARY KEY (roundId, section)
            ) STRICT, WITHOUT ROWID;

            \(Migration.appendOnly(
                "roundConfiguration",
                by: [["roundId", "section"]],
                code: "round-configuration-frozen"))

            CREATE TRIGGER roundConfigurationInTime BEFORE INSERT ON roundConfiguration
            WHEN (SELECT status FROM round WHERE id = NEW.roundId) <> 'planned'
            BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
            """)
    ]
}
