import FundCore
import FundStore
import GRDB

/// Where the fund's money stands. Every pound is in exactly one account.
public enum LedgerAccount: String, Sendable, CaseIterable {
    /// Where the fund's money comes from; the only account that goes below nothing.
    case council
    /// Not yet given to a round.
    case fund
    /// A round's, not yet decided on.
    case allotted
    /// Decided, not yet agreed with the group.
    case reserved
    /// Owed to the group.
    case committed
    case paid
    case recovered
}

public enum LedgerProblem: Problem {
    case fundTooSmall(round: String, wanted: Money, left: Money)

    public var report: ProblemReport {
        switch self {
        case .fundTooSmall(let round, let wanted, let left):
            ProblemReport(
                "ledger-fund-too-small", .conflict,
                ["round": round, "wanted": wanted.words, "left": left.words])
        }
    }
}

/// Double entry: an entry moves pence from one account to another and never changes. The balances
/// are kept by trigger and cannot go below nothing, whoever writes at the same moment.
public struct LedgerModule: Sendable {
    public init() {}

    /// Puts the council's money into the fund.
    public func found(_ total: Money, in tx: borrowing WriteTx) throws {
        for account in [LedgerAccount.council, .fund] { try open(account, round: nil, in: tx) }
        try move(total, "foundation", from: (.council, nil), to: (.fund, nil), in: tx)
    }

    /// Gives a round its share of the fund.
    /// - Throws: `LedgerProblem.fundTooSmall`.
    public func allot(
        _ amount: Money, to round: RoundID, key: String, in tx: borrowing WriteTx
    ) throws {
        let left = try balance(.fund, in: tx.reading)
        guard left >= amount else {
            throw LedgerProblem.fundTooSmall(round: key, wanted: amount, left: left)
        }
        for account in [LedgerAccount.allotted, .reserved, .committed, .paid, .recovered] {
            try open(account, round: round, in: tx)
        }
        try move(amount, "allotment", from: (.fund, nil), to: (.allotted, round), in: tx)
    }

    /// Sets a round's money aside for an application that is being given an award.
    @discardableResult
    public func reserve(
        _ amount: Money, for application: ApplicationID, of round: RoundID,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "reservation", from: (.allotted, round), to: (.reserved, round),
            application: application, in: tx)
    }

    /// Owes the reserved money to the group: its agreement is signed, or none is needed.
    @discardableResult
    public func commit(
        _ amount: Money, for application: ApplicationID, of round: RoundID,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "commitment", from: (.reserved, round), to: (.committed, round),
            application: application, in: tx)
    }

    /// Gives what is owed to a group, and not paid, back to the round: once for an application.
    @discardableResult
    public func release(
        _ amount: Money, of application: ApplicationID, to round: RoundID,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "release", from: (.committed, round), to: (.allotted, round),
            application: application, in: tx)
    }

    /// What stands in an account of a round, or of the fund.
    public func balance(
        _ account: LedgerAccount, of round: RoundID? = nil, in tx: borrowing ReadTx
    ) throws -> Money {
        let pence: Int64? = try tx.first(
            """
            SELECT pence FROM ledgerBalance WHERE accountId =
              (SELECT id FROM ledgerAccount WHERE kind = ? AND roundId IS ?)
            """, [account.rawValue, round?.rawValue], { $0[0] })
        return Money(pence: pence ?? 0)
    }

    /// The last entry that touched a round: anything that moves its money changes this.
    public func lastEntry(of round: RoundID, in tx: borrowing ReadTx) throws -> LedgerEntryID {
        let id: Int64? = try tx.first(
            """
            SELECT max(lastEntryId) FROM ledgerBalance JOIN ledgerAccount ON id = accountId
            WHERE roundId = ?
            """, [round.rawValue], { $0[0] })
        return LedgerEntryID(id ?? 0)
    }

    private func open(
        _ account: LedgerAccount, round: RoundID?, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            "INSERT INTO ledgerAccount (kind, roundId) VALUES (?, ?)",
            [account.rawValue, round?.rawValue])
    }

    @discardableResult
    private func move(
        _ amount: Money, _ kind: String, from: (LedgerAccount, RoundID?),
        to: (LedgerAccount, RoundID?), application: ApplicationID? = nil,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        let id = try tx.insert(
            """
            INSERT INTO ledgerEntry (at, kind, fromAccountId, toAccountId, pence, applicationId)
            VALUES (?, ?,
              (SELECT id FROM ledgerAccount WHERE kind = ? AND roundId IS ?),
              (SELECT id FROM ledgerAccount WHERE kind = ? AND roundId IS ?), ?, ?)
            """,
            [
                tx.now.milliseconds, kind, from.0.rawValue, from.1?.rawValue, to.0.rawValue,
                to.1?.rawValue, amount.pence, application?.rawValue,
            ])
        try tx.audit(
            "ledger.\(kind)", "ledgerEntry:\(id)",
            [
                ("pence", .int(amount.pence)), ("round", .optional((to.1 ?? from.1)?.rawValue)),
                ("application", .optional(application?.rawValue)),
            ])
        return LedgerEntryID(id)
    }

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

            """)
    ]
}
