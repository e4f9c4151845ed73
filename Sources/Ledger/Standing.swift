import FundCore
import FundStore
import GRDB

/// Where a round's money stood at the end of a day.
///
/// Each pound that the round was allotted is in one place: `allotted` = `reserved` + `committed` +
/// `paid` − `returned` − `recovered` + `recoveredHeld` + `remaining`.
public struct LedgerStanding: Sendable, Equatable {
    public let on: LocalDate
    /// What the round was given in all.
    public let allotted: Money
    /// Awarded, and not yet agreed with the group.
    public let reserved: Money
    /// Owed to groups, and not yet paid.
    public let committed: Money
    /// Everything that reached groups, with what came back later.
    public let paid: Money
    /// What banks sent back.
    public let returned: Money
    /// What groups paid back.
    public let recovered: Money
    /// What of that has not been given back to the round.
    public let recoveredHeld: Money
    /// Not awarded.
    public let remaining: Money
    /// How many entries count on or before the day and were recorded after it.
    public let recordedLater: Int64
    /// The first day on which an entry counts; nil where there is none yet.
    public let since: LocalDate?
}

extension LedgerModule {
    /// Where a round's money stood at the end of a day, by the day on which each entry counts.
    public func standing(
        of round: RoundID, on day: LocalDate, in tx: borrowing ReadTx
    ) throws -> LedgerStanding {
        var sums: [String: Int64] = [:]
        var balances: [LedgerAccount: Int64] = [:]
        var late: Int64 = 0
        var first: String?
        let end = LondonTime.start(of: day.adding(days: 1)).milliseconds
        try tx.forEach(
            """
            SELECT ledgerEntry.kind, source.kind, target.kind, sum(pence), sum(at >= ?3),
              min(valueOn)
            FROM ledgerAccount AS target
            JOIN ledgerEntry ON toAccountId = target.id AND valueOn <= ?2
            JOIN ledgerAccount AS source ON source.id = fromAccountId
            WHERE target.roundId = ?1 GROUP BY 1, 2, 3
            """, [round.rawValue, "\(day)", end]
        ) { row in
            let pence: Int64 = row[3]
            sums[row[0], default: 0] += pence
            if let source = LedgerAccount(rawValue: row[1]) {
                balances[source, default: 0] -= pence
            }
            if let target = LedgerAccount(rawValue: row[2]) {
                balances[target, default: 0] += pence
            }
            late += row[4] as Int64
            let day: String = row[5]
            first = min(first ?? day, day)
        }
        func moved(_ kind: String) -> Money { Money(pence: sums[kind] ?? 0) }
        func held(_ account: LedgerAccount) -> Money { Money(pence: balances[account] ?? 0) }
        return LedgerStanding(
            on: day, allotted: moved("allotment"), reserved: held(.reserved),
            committed: held(.committed), paid: moved("payment"), returned: moved("return"),
            recovered: moved("recovery"), recoveredHeld: held(.recovered),
            remaining: held(.allotted), recordedLater: late,
            since: first.flatMap { LocalDate($0) })
    }

    /// What a group has paid back and was not given to the round again.
    public func recoveredHeld(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Money {
        let pence: Int64? = try tx.first(
            """
            SELECT ifnull(sum(CASE kind WHEN 'recovery' THEN pence ELSE -pence END), 0)
            FROM ledgerEntry WHERE applicationId = ? AND kind IN ('recovery', 'reallotment')
            """, [application.rawValue], { $0[0] })
        return Money(pence: pence ?? 0)
    }
}
