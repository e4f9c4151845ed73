import FundStore

extension LedgerModule {
    /// The schema's part of giving money back to a round: an award that was wrongly made.
    public static let releaseSchema = Migration.rebuilding(
        "ledgerEntry",
        """
        CREATE TABLE ledgerEntry (
          id            INTEGER PRIMARY KEY,
          at            INTEGER NOT NULL,
          kind          TEXT NOT NULL CHECK (kind IN (
            'foundation', 'allotment', 'reservation', 'commitment', 'release')),
          fromAccountId INTEGER NOT NULL REFERENCES ledgerAccount(id),
          toAccountId   INTEGER NOT NULL REFERENCES ledgerAccount(id),
          pence         INTEGER NOT NULL CHECK (pence > 0),
          applicationId INTEGER REFERENCES application(id),
          CHECK (fromAccountId <> toAccountId),
          CHECK ((kind IN ('reservation', 'commitment', 'release'))
            = (applicationId IS NOT NULL))
        ) STRICT;
        """,
        """
        CREATE UNIQUE INDEX ledgerEntryOncePerApplication
          ON ledgerEntry (applicationId, kind) WHERE applicationId IS NOT NULL;

        -- Money goes only the way its kind says, within one round, and is founded and allotted
        -- once.
        CREATE TRIGGER ledgerEntryGoesItsWay BEFORE INSERT ON ledgerEntry
        BEGIN
          SELECT RAISE(ABORT, 'ledger-wrong-way') WHERE NOT EXISTS (
            SELECT 1 FROM ledgerAccount AS source, ledgerAccount AS target
            WHERE source.id = NEW.fromAccountId AND target.id = NEW.toAccountId
              AND (source.roundId IS NULL OR source.roundId = target.roundId)
              AND (NEW.kind, source.kind, target.kind) IN (VALUES
                ('foundation', 'council', 'fund'), ('allotment', 'fund', 'allotted'),
                ('reservation', 'allotted', 'reserved'),
                ('commitment', 'reserved', 'committed'),
                ('release', 'committed', 'allotted')));
          SELECT RAISE(ABORT, 'ledger-append-only')
          WHERE NEW.kind IN ('foundation', 'allotment') AND EXISTS (
            SELECT 1 FROM ledgerEntry
            WHERE kind = NEW.kind AND toAccountId = NEW.toAccountId);
        END;
        CREATE UNIQUE INDEX ledgerEntryOncePerAccount ON ledgerEntry (kind, toAccountId)
          WHERE kind IN ('foundation', 'allotment');

        CREATE TRIGGER ledgerEntryMoves AFTER INSERT ON ledgerEntry
        BEGIN
          UPDATE ledgerBalance SET pence = pence - NEW.pence, lastEntryId = NEW.id
          WHERE accountId = NEW.fromAccountId;
          UPDATE ledgerBalance SET pence = pence + NEW.pence, lastEntryId = NEW.id
          WHERE accountId = NEW.toAccountId;
        END;

        \(Migration.appendOnly(
            "ledgerEntry", by: [["id"], ["applicationId", "kind"]], code: "ledger-append-only"))
        """)
}
