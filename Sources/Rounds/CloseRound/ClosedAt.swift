import FundCore
import FundStore
import GRDB

extension RoundsModule {
    /// When a round was closed; nil where it is not.
    public func closedAt(_ round: RoundID, in tx: borrowing ReadTx) throws -> Instant? {
        try tx.first(
            "SELECT at FROM roundEvent WHERE roundId = ? AND kind = 'closed'", [round.rawValue],
            { Instant(milliseconds: $0[0]) })
    }
}
