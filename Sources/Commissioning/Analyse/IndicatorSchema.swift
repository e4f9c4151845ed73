import FundStore

extension CommissioningModule {
    private static let kept = "indicator-kept"
    /// The first month that a period's text tells of, counted from January of the year 0.
    private static let month = """
        CAST(substr(period, 1, 4) AS INTEGER) * 12 + CASE
          WHEN length(period) = 4 THEN 0
          WHEN substr(period, 6, 1) = 'Q' THEN CAST(substr(period, 7) AS INTEGER) * 3 - 3
          ELSE CAST(substr(period, 6) AS INTEGER) - 1 END
        """
    private static let period = """
        period    TEXT NOT NULL CHECK (period GLOB '[12][0-9][0-9][0-9]'
            OR period GLOB '[12][0-9][0-9][0-9]-Q[1-4]'
            OR period GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
          month     INTEGER NOT NULL CHECK (month = \(month))
        """

    private static func kind(_ period: String) -> String {
        "length(\(period)) || (substr(\(period), 6, 1) = 'Q')"
    }

    /// A new version follows the last, and belongs to an import of the same indicator.
    private static func follows(_ table: String, by keys: [String]) -> String {
        let same = keys.map { "\($0) = NEW.\($0)" }.joined(separator: " AND ")
        return """
            CREATE TRIGGER \(table)Next BEFORE INSERT ON \(table)
            WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM \(table)
                WHERE \(same)), 0)
              OR NOT EXISTS (SELECT 1 FROM commissioningIndicatorImport AS import
                WHERE import.id = NEW.importId AND import.indicator = NEW.indicator)
            BEGIN SELECT RAISE(ABORT, 'indicator-changed'); END;

            CREATE TRIGGER \(table)OneFrequency BEFORE INSERT ON \(table)
            WHEN (SELECT \(kind("period")) FROM \(table)
              WHERE indicator = NEW.indicator LIMIT 1) <> (\(kind("NEW.period")))
            BEGIN SELECT RAISE(ABORT, 'indicator-frequency-changed'); END;

            \(Migration.appendOnly(table, by: [["id"], keys + ["version"]], code: kept))
            """
    }

    /// Indicators' figures, version by version, and the counts that some are computed from.
    public static let indicatorSchema = """
        CREATE TABLE commissioningIndicatorImport (
          id             INTEGER PRIMARY KEY,
          indicator      TEXT NOT NULL CHECK (indicator <> ''),
          sha256         TEXT NOT NULL CHECK (length(sha256) = 64),
          addedCount     INTEGER NOT NULL CHECK (addedCount >= 0),
          correctedCount INTEGER NOT NULL CHECK (correctedCount >= 0),
          unchangedCount INTEGER NOT NULL CHECK (unchangedCount >= 0),
          importedById   INTEGER NOT NULL REFERENCES person(id),
          importedAt     INTEGER NOT NULL,
          CHECK (addedCount + correctedCount > 0)
        ) STRICT;

        CREATE INDEX commissioningIndicatorImportByIndicator
          ON commissioningIndicatorImport (indicator);

        \(Migration.appendOnly("commissioningIndicatorImport", code: kept))

        CREATE TABLE commissioningIndicatorValue (
          id          INTEGER PRIMARY KEY,
          importId    INTEGER NOT NULL REFERENCES commissioningIndicatorImport(id),
          indicator   TEXT NOT NULL,
          -- A ward, or all for the whole area.
          ward        TEXT NOT NULL CHECK (ward <> ''),
          \(period),
          version     INTEGER NOT NULL CHECK (version > 0),
          -- Nothing where a corrected count leaves nothing to compute it from.
          thousandths INTEGER,
          UNIQUE (indicator, ward, month, version)
        ) STRICT;

        \(follows("commissioningIndicatorValue", by: ["indicator", "ward", "month"]))

        CREATE TABLE commissioningGroupCount (
          id        INTEGER PRIMARY KEY,
          importId  INTEGER NOT NULL REFERENCES commissioningIndicatorImport(id),
          indicator TEXT NOT NULL,
          area      TEXT NOT NULL CHECK (area <> ''),
          ward      TEXT NOT NULL CHECK (ward <> ''),
          \(period),
          groupKey  TEXT NOT NULL CHECK (groupKey <> ''),
          version   INTEGER NOT NULL CHECK (version > 0),
          people    INTEGER NOT NULL CHECK (people BETWEEN 0 AND 100000000),
          UNIQUE (indicator, area, month, groupKey, version)
        ) STRICT;

        \(follows("commissioningGroupCount", by: ["indicator", "area", "month", "groupKey"]))

        -- What the standing figures of a period come to, worked out anew at each import: a page about
        -- all of them need not read every ward's.
        CREATE TABLE commissioningIndicatorPeriod (
          indicator   TEXT NOT NULL,
          \(period),
          wardCount   INTEGER NOT NULL CHECK (wardCount >= 0),
          whole       INTEGER,
          lowest      INTEGER,
          lowestWard  TEXT,
          middle      INTEGER,
          highest     INTEGER,
          highestWard TEXT,
          PRIMARY KEY (indicator, month),
          CHECK ((wardCount > 0) = (lowest IS NOT NULL)),
          CHECK (wardCount = 0 OR lowest <= middle AND middle <= highest
            AND lowestWard IS NOT NULL AND highestWard IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        """
}
