import Commissioning
import FundCore
import FundStore

/// Help given to groups, so that small ones can apply and deliver.
extension Workflows {
    public func recordSupport(_ entry: SupportEntry, as principal: Principal) throws -> SupportID {
        try principal.require(.officer)
        return try store.write(as: principal) { try commissioning.record(entry, in: $0) }
    }

    public func withdrawSupport(
        _ id: SupportID, reason: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) {
            try commissioning.withdraw(support: id, reason: reason, in: $0)
        }
    }
}
