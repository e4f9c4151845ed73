import FundCore
import FundStore
import Identity

extension Workflows {
    /// Makes a token by which programs act for a person. Its secret is shown this once.
    public func giveToken(
        to email: String, label: String, days: Int64, as principal: Principal
    ) throws -> GivenToken {
        try principal.requireOperator(or: .administrator)
        return try store.write(as: principal) {
            try identity.giveToken(to: email, label: label, days: days, in: $0)
        }
    }

    /// Ends a token, at once and for good.
    public func revokeToken(_ id: TokenID, as principal: Principal) throws -> TokenEntry {
        try principal.requireOperator(or: .administrator)
        return try store.write(as: principal) { try identity.revokeToken(id, in: $0) }
    }
}
