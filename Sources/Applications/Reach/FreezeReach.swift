import FundCore
import FundStore
import GRDB
import Rounds

extension ApplicationsModule {
    /// What is frozen is what may be told, and nothing else: a sum over rounds needs no more, and
    /// nobody can find in the database what no report tells.
    public static let reachSchema = """
        CREATE TABLE applicationReach (
          roundId      INTEGER PRIMARY KEY REFERENCES applicationRound(roundId),
          minimum      INTEGER NOT NULL CHECK (minimum >= 3),
          -- Nothing where so few were declined that it would tell of them.
          applied      INTEGER CHECK (applied >= 0),
          funded       INTEGER NOT NULL CHECK (funded >= 0),
          awardedPence INTEGER NOT NULL CHECK (awardedPence >= 0),
          rowCount     INTEGER NOT NULL CHECK (rowCount > 0),
          -- Nothing is counted before the round is decided.
          decidedOn    TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
          frozenAt     INTEGER NOT NULL,
          frozenById   INTEGER NOT NULL REFERENCES person(id),
          CONSTRAINT "reach-too-few"
            CHECK (applied = funded OR applied - funded >= minimum)
        ) STRICT;

        CREATE TABLE applicationReachRow (
          roundId      INTEGER NOT NULL REFERENCES applicationReach(roundId),
          place        INTEGER NOT NULL CHECK (place > 0),
          tableKey     TEXT NOT NULL CHECK (tableKey <> ''),
          isExclusive  INTEGER NOT NULL CHECK (isExclusive IN (0, 1)),
          rowKey       TEXT NOT NULL CHECK (rowKey <> ''),
          applied      INTEGER,
          funded       INTEGER,
          awardedPence INTEGER CHECK (awardedPence >= 0),
          PRIMARY KEY (roundId, place),
          UNIQUE (roundId, tableKey, rowKey),
          CHECK (funded IS NULL OR applied IS NOT NULL),
          CHECK ((funded IS NULL) = (awardedPence IS NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER applicationReachRowLarge BEFORE INSERT ON applicationReachRow
        WHEN EXISTS (SELECT 1 FROM applicationReach AS figures
          WHERE figures.roundId = NEW.roundId AND (NEW.applied < figures.minimum
            OR NEW.funded < figures.minimum OR NEW.applied - NEW.funded < figures.minimum))
        BEGIN SELECT RAISE(ABORT, 'reach-too-few'); END;

        CREATE TRIGGER applicationReachRowKnown BEFORE INSERT ON applicationReachRow
        WHEN NEW.place > ifnull((SELECT rowCount FROM applicationReach
          WHERE roundId = NEW.roundId), 0)
        BEGIN SELECT RAISE(ABORT, 'reach-frozen'); END;

        \(Migration.appendOnly("applicationReach", by: [["roundId"]], code: "reach-frozen"))
        \(Migration.appendOnly(
            "applicationReachRow",
            by: [["roundId", "place"], ["roundId", "tableKey", "rowKey"]], code: "reach-frozen"))

        -- What was answered when an application was sent stays until the round's figures are kept.
        CREATE TRIGGER applicationEqualityAnswerInTime BEFORE INSERT ON applicationEqualityAnswer
        WHEN (SELECT applicationId IS NOT NULL OR discardedAt IS NOT NULL
          FROM applicationDraft WHERE id = NEW.draftId)
        BEGIN SELECT RAISE(ABORT, 'draft-final'); END;
        CREATE TRIGGER applicationEqualityAnswerStays BEFORE UPDATE ON applicationEqualityAnswer
        WHEN NEW.draftId <> OLD.draftId OR (SELECT applicationId IS NOT NULL
          FROM applicationDraft WHERE id = OLD.draftId)
        BEGIN SELECT RAISE(ABORT, 'draft-final'); END;
        CREATE TRIGGER applicationEqualityAnswerKept BEFORE DELETE ON applicationEqualityAnswer
        WHEN EXISTS (SELECT 1 FROM applicationDraft AS draft
          WHERE draft.id = OLD.draftId AND draft.applicationId IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM applicationReach WHERE roundId = draft.roundId))
        BEGIN SELECT RAISE(ABORT, 'reach-not-frozen'); END;
        """

    /// Keeps the figures of a decided round for good. From then on the answers that they rest on
    /// can be deleted.
    ///
    /// - Parameter key: the round's.
    /// - Throws: `ReachProblem.frozen`.
    public func freezeReach(
        of round: RoundID, key: String, decidedOn: LocalDate, _ ask: ReachAsk,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        guard try frozenReach(of: round, in: tx.reading) == nil else {
            throw ReachProblem.frozen(round: key)
        }
        let figures = try reach(of: round, ask, in: tx.reading)
        let rows = figures.tables.flatMap { table in table.rows.map { (table, $0) } }
        try tx.execute(
            """
            INSERT INTO applicationReach
              (roundId, minimum, applied, funded, awardedPence, rowCount, decidedOn, frozenAt,
               frozenById)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, figures.minimum, figures.total.applied, figures.total.funded,
                figures.total.awarded?.pence, rows.count, "\(decidedOn)", tx.now.milliseconds,
                person.rawValue,
            ])
        for (place, (table, row)) in rows.enumerated() {
            try tx.execute(
                """
                INSERT INTO applicationReachRow
                  (roundId, place, tableKey, isExclusive, rowKey, applied, funded, awardedPence)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    round.rawValue, place + 1, table.key, table.isExclusive, row.key,
                    row.told.applied, row.told.funded, row.told.awarded?.pence,
                ])
        }
        try tx.audit(
            "reach.freezing", "round:\(round.rawValue)", [("rows", .int(rows.count))])
    }

    /// Whether a round's figures are kept for good.
    public func isReachFrozen(_ round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM applicationReach WHERE roundId = ?", [round.rawValue], { _ in true })
            ?? false
    }

    /// The frozen figures of a round; nil where there are none.
    public func frozenReach(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> ReachFigures? {
        let found = try tx.first(
            """
            SELECT minimum, applied, funded, awardedPence, frozenAt FROM applicationReach
            WHERE roundId = ?
            """, [round.rawValue]
        ) {
            (
                minimum: $0[0] as Int64,
                total: ToldCount(
                    applied: $0[1], funded: $0[2], awarded: Money(pence: $0[3])),
                at: Instant(milliseconds: $0[4])
            )
        }
        guard let found else { return nil }
        var tables: [(key: String, isExclusive: Bool, rows: [ReachTable.Row])] = []
        try tx.forEach(
            """
            SELECT tableKey, isExclusive, rowKey, applied, funded, awardedPence
            FROM applicationReachRow WHERE roundId = ? ORDER BY place
            """, [round.rawValue]
        ) { row in
            let key: String = row[0]
            if tables.last?.key != key { tables.append((key, row[1], [])) }
            tables[tables.count - 1].rows.append(
                ReachTable.Row(
                    row[2],
                    ToldCount(
                        applied: row[3], funded: row[4],
                        awarded: (row[5] as Int64?).map(Money.init(pence:)))))
        }
        return ReachFigures(
            total: found.total, minimum: found.minimum, frozenAt: found.at,
            tables: tables.map {
                ReachTable($0.key, isExclusive: $0.isExclusive, rows: $0.rows)
            })
    }
}
