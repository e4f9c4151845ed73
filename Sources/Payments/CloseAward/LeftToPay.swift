import FundCore

extension KeptMoney {
    /// What is still to come of each demand, by its number: what was asked for, without what came and
    /// what the group need not pay back. A write-off first covers what nobody asked for, then the
    /// newest demands.
    ///
    /// - Parameters:
    ///   - demands: all of the award's, the oldest first.
    ///   - spent: as is told of the award; nil where nobody was asked.
    public func left(of demands: [Recovery], spent: Money?) -> [Int64: Money] {
        var left = min(max(.zero, asked - back), owed(spent: spent))
        var found: [Int64: Money] = [:]
        for demand in demands {
            let own = min(max(.zero, demand.due - demand.received), left)
            found[demand.id] = own
            left = left - own
        }
        return found
    }
}
