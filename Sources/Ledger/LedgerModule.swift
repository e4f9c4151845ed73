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
    func move(
        _ amount: Money, _ kind: String, from: (LedgerAccount, RoundID?),
        to: (LedgerAccount, RoundID?), application: ApplicationID? = nil,
        instalment: InstalmentID? = nil, on day: LocalDate? = nil, in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        let id = try tx.insert(
            """
            INSERT INTO ledgerEntry (at, kind, fromAccountId, toAccountId, pence, applicationId,
              instalmentId, valueOn)
            VALUES (?, ?,
              (SELECT id FROM ledgerAccount WHERE kind = ? AND roundId IS ?),
              (SELECT id FROM ledgerAccount WHERE kind = ? AND roundId IS ?), ?, ?, ?, ?)
            """,
            [
                tx.now.milliseconds, kind, from.0.rawValue, from.1?.rawValue, to.0.rawValue,
                to.1?.rawValue, amount.pence, application?.rawValue, instalment?.rawValue,
                "\(day ?? LondonTime.date(tx.now))",
            ])
        try tx.audit(
            "ledger.\(kind)", "ledgerEntry:\(id)",
            [
                ("pence", .int(amount.pence)), ("round", .optional((to.1 ?? from.1)?.rawValue)),
                ("application", .optional(application?.rawValue)),
            ])
        return LedgerEntryID(id)
    }
}
