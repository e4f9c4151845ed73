import Commissioning
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Says which communities nobody on a round's panels belongs to, by what they say themselves.
    ///
    /// - Returns: the new version.
    public func sayRepresentation(
        missing: [String], answered: Int64?, of round: String, seen: Int64? = nil,
        _ rules: AreaRules, as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            try commissioning.say(
                missing: missing, answered: answered,
                of: try rounds.round(round, in: tx.reading).id, seen: seen, rules, in: tx)
        }
    }
}
