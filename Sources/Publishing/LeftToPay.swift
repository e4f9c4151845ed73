import Commissioning
import FundCore
import FundStore
import Identity
import Payments

extension Reports {
    /// What is still to come of each demand, by its number, without what was written off.
    ///
    /// - Parameter demands: all of some awards', the oldest first.
    func left(of demands: [Recovery], in tx: borrowing ReadTx) throws -> [Int64: Money] {
        var found: [Int64: Money] = [:]
        for (award, own) in Dictionary(grouping: demands, by: \.award) {
            let spent = try commissioning.spentTold(of: award, in: tx)
            found.merge(try payments.keptMoney(of: award, in: tx).left(of: own, spent: spent)) {
                first, _ in first
            }
        }
        return found
    }

    /// A demand as `Listing.recoveries` has it.
    public func row(of demand: Recovery) throws -> [JSONValue] {
        try store.read { tx in
            let all = try payments.recoveries(ofAward: demand.award, in: tx)
            return demand.row(
                by: try identity.email(of: demand.demandedBy, in: tx),
                left: try left(of: all, in: tx)[demand.id] ?? .zero)
        }
    }
}
