import FundStore

extension LedgerModule {
    /// Money that is paid, comes back, is recovered, and awards that are varied or lapse. An entry
    /// says on which day it counts, which for the bank's may be before it was recorded.
    static let movements = Migration(
        38, "ledger entries of payments, variations and recoveries",
        Migration.rebuilding(
            "ledgerEntry",
            keeping: """
                id, at, kind, fromAccountId, toAccountId, pence, applicationId,
                NULL AS instalmentId, \(londonDay("at")) AS valueOn
                """,
            """
            CREATE TABLE ledgerEntry (
              id            INTEGER PRIMARY KEY,
              at            INTEGER NOT NULL,
              kind          TEXT NOT NULL CHECK (kind IN (
                'foundation', 'allotment', 'reservation', 'commitment', 'release', 'increase',
                'reduction', 'lapse', 'withdrawal', 'payment', 'return', 'recovery',
                'reallotment')),
              fromAccountId INTEGER NOT NULL REFERENCES ledgerAccount(id),
              toAccountId   INTEGER NOT NULL REFERENCES ledgerAccount(id),
              pence         INTEGER NOT NULL CHECK (pence > 0),
              applicationId INTEGER REFERENCES application(id),
              instalmentId  INTEGER REFERENCES paymentInstalment(id),
              -- The day on which it counts: for money that moved, the bank's.
              valueOn       TEXT NOT NULL CHECK (date(valueOn) IS valueOn),
              CHECK (fromAccountId <> toAccountId),
              CHECK ((kind IN ('foundation', 'allotment')) = (applicationId IS NULL)),
              CHECK ((kind IN ('payment', 'return')) = (instalmentId IS NOT NULL))
            ) STRICT;
            """,
            """
            CREATE UNIQUE INDEX ledgerEntryOncePerApplication ON ledgerEntry (applicationId, kind)
              WHERE kind IN ('reservation', 'commitment', 'release', 'lapse', 'withdrawal');
            -- An instalment is paid once, and comes back once.
            CREATE UNIQUE INDEX ledgerEntryOncePerInstalment ON ledgerEntry (instalmentId, kind)
              WHERE instalmentId IS NOT NULL;
            CREATE INDEX ledgerEntryFrom ON ledgerEntry (fromAccountId, valueOn);
            CREATE INDEX ledgerEntryTo ON ledgerEntry (toAccountId, valueOn);
            CREATE INDEX ledgerEntryByApplication ON ledgerEntry (applicationId, id);

            -- Money goes only the way its kind says, within one round, and is founded and allotted
            -- once. What comes back was paid, in this amount, and no application takes out of an
            -- account what another one brought there.
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
                    ('release', 'committed', 'allotted'),
                    ('increase', 'allotted', 'reserved'),
                    ('increase', 'allotted', 'committed'),
                    ('reduction', 'reserved', 'allotted'),
                    ('reduction', 'committed', 'allotted'),
                    ('lapse', 'reserved', 'allotted'), ('withdrawal', 'reserved', 'allotted'),
                    ('payment', 'committed', 'paid'), ('return', 'paid', 'committed'),
                    ('recovery', 'paid', 'recovered'),
                    ('reallotment', 'recovered', 'allotted')));
              SELECT RAISE(ABORT, 'ledger-append-only')
              WHERE NEW.kind IN ('foundation', 'allotment') AND EXISTS (
                SELECT 1 FROM ledgerEntry
                WHERE kind = NEW.kind AND toAccountId = NEW.toAccountId);
              SELECT RAISE(ABORT, 'ledger-append-only')
              WHERE NEW.kind IN ('reservation', 'commitment', 'release', 'lapse', 'withdrawal')
                AND EXISTS (SELECT 1 FROM ledgerEntry
                  WHERE applicationId = NEW.applicationId AND kind = NEW.kind);
              SELECT RAISE(ABORT, 'ledger-append-only')
              WHERE EXISTS (SELECT 1 FROM ledgerEntry
                WHERE instalmentId = NEW.instalmentId AND kind = NEW.kind);
              SELECT RAISE(ABORT, 'ledger-return-unpaid')
              WHERE NEW.kind = 'return' AND NOT EXISTS (
                SELECT 1 FROM ledgerEntry
                WHERE kind = 'payment' AND instalmentId = NEW.instalmentId
                  AND pence = NEW.pence AND applicationId = NEW.applicationId
                  AND toAccountId = NEW.fromAccountId AND valueOn <= NEW.valueOn);
              SELECT RAISE(ABORT, 'ledger-beyond-application')
              WHERE NEW.applicationId IS NOT NULL
                AND NEW.kind NOT IN ('reservation', 'increase') AND NEW.pence > (
                SELECT ifnull(sum(iif(toAccountId = NEW.fromAccountId, pence, 0)
                  - iif(fromAccountId = NEW.fromAccountId, pence, 0)), 0)
                FROM ledgerEntry WHERE applicationId = NEW.applicationId);
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

            \(Migration.appendOnly("ledgerEntry", by: [["id"]], code: "ledger-append-only"))
            """))

    /// The day in London of an instant, in SQL: British Summer Time lasts from the last Sunday of
    /// March to that of October, from 01:00 to 01:00 of Greenwich.
    private static func londonDay(_ instant: String) -> String {
        func sunday(_ month: String) -> String {
            """
            date(strftime('%Y', \(instant) / 1000, 'unixepoch') || '-\(month)-25', 'weekday 0')
              || ' 01:00:00'
            """
        }
        return """
            date(\(instant) / 1000 + iif(
              datetime(\(instant) / 1000, 'unixepoch') >= \(sunday("03"))
              AND datetime(\(instant) / 1000, 'unixepoch') < \(sunday("10")), 3600, 0), 'unixepoch')
            """
    }
}
