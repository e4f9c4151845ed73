import FundStore

extension LedgerModule {
    public static let migrations = [
        Migration(
            4, "ledger",
            """
            CREATE TABLE ledgerAccount (
              id      INTEGER PRIMARY KEY,
              kind    TEXT NOT NULL CHECK (kind IN (
                'council', 'fund', 'allotted', 'reserved', 'committed', 'paid', 'recovered')),
              roundId INTEGER REFERENCES round(id),
              CHECK ((kind IN ('council', 'fund')) = (roundId IS NULL))
            ) STRICT;
            CREATE UNIQUE INDEX ledgerAccountOnce ON ledgerAccount (kind, ifnull(roundId, 0));

            CREATE TABLE ledgerBalance (
              accountId   INTEGER PRIMARY KEY REFERENCES ledgerAccount(id),
              mayBeShort  INTEGER NOT NULL CHECK (mayBeShort IN (0, 1)),
              pence       INTEGER NOT NULL,
              lastEntryId INTEGER NOT NULL,
              CONSTRAINT "ledger-overdrawn" CHECK (pence >= 0 OR mayBeShort = 1)
            ) STRICT;

            CREATE TRIGGER ledgerAccountStartsEmpty AFTER INSERT ON ledgerAccount
            BEGIN
              INSERT INTO ledgerBalance (accountId, mayBeShort, pence, lastEntryId)
              VALUES (NEW.id, NEW.kind = 'council', 0, 0);
            END;

            CREATE TABLE ledgerEntry (
              id            INTEGER PRIMARY KEY,
              at            INTEGER NOT NULL,
              kind          TEXT NOT NULL CHECK (kind IN (
                'foundation', 'allotment', 'reservation', 'commitment')),
              fromAccountId INTEGER NOT NULL REFERENCES ledgerAccount(id),
              toAccountId   INTEGER NOT NULL REFERENCES ledgerAccount(id),
              pence         INTEGER NOT NULL CHECK (pence > 0),
              applicationId INTEGER REFERENCES application(id),
              CHECK (fromAccountId <> toAccountId),
              CHECK ((kind IN ('reservation', 'commitment')) = (applicationId IS NOT NULL))
            ) STRICT;
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
                    ('commitment', 'reserved', 'committed')));
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

            -- A balance is what its entries come to, and nothing else changes it.
            CREATE TRIGGER ledgerBalanceFollows BEFORE UPDATE ON ledgerBalance
            WHEN NEW.accountId <> OLD.accountId OR NEW.mayBeShort <> OLD.mayBeShort
              OR NOT EXISTS (
                SELECT 1 FROM ledgerEntry WHERE id = NEW.lastEntryId AND id > OLD.lastEntryId
                  AND ((fromAccountId = OLD.accountId AND NEW.pence = OLD.pence - pence)
                    OR (toAccountId = OLD.accountId AND NEW.pence = OLD.pence + pence)))
            BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;

            CREATE TRIGGER ledgerBalanceKept BEFORE DELETE ON ledgerBalance
            BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;

            CREATE TRIGGER ledgerAccountStays BEFORE UPDATE ON ledgerAccount
            BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;

            \(Migration.neverReplaced(
                "ledgerAccount",
                by: [["id"], ["kind", "roundId"]],
                code: "ledger-append-only"))
            \(Migration.neverReplaced(
                "ledgerBalance",
                by: [["accountId"]],
                code: "ledger-append-only"))

            \(Migration.appendOnly(
                "ledgerEntry",
                by: [["id"], ["applicationId", "kind"]],
                code: "ledger-append-only"))

            """), movements,
    ]
}
