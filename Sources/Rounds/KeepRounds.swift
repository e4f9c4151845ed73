import FundCore
import FundStore
import GRDB

/// When a round's stages were reached, in London.
public struct RoundDays: Sendable {
    public let closed: LocalDate?
    public let decided: LocalDate?
}

extension RoundsModule {
    /// When rounds were closed and decided, for how long their data is kept.
    public func days(in tx: borrowing ReadTx) throws -> [RoundID: RoundDays] {
        var found: [RoundID: RoundDays] = [:]
        try tx.forEach(
            """
            SELECT round.id,
              (SELECT at FROM roundEvent WHERE roundId = round.id AND kind = 'closed'),
              (SELECT at FROM roundEvent WHERE roundId = round.id AND kind = 'decided')
            FROM round
            """
        ) { row in
            let day = { (at: Int64?) in at.map { LondonTime.date(Instant(milliseconds: $0)) } }
            found[RoundID(row[0])] = RoundDays(closed: day(row[1]), decided: day(row[2]))
        }
        return found
    }
}
