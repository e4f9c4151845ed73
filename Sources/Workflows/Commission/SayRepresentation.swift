import Assessment
import Commissioning
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Says which communities nobody on a round's panels belongs to, by what they say themselves.
    /// No more can have answered than are on the panels now.
    ///
    /// - Returns: the new version.
    public func sayRepresentation(
        missing: [String], answered: Int64?, of round: String, seen: Int64? = nil,
        _ rules: AreaRules, as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(round, in: tx.reading)
            let members = try assessment.panelMembers(of: round.id, in: tx.reading)
                .count { $0.departure == nil }
            return try commissioning.say(
                missing: missing, answered: answered, members: Int64(members), of: round.id,
                seen: seen, rules, in: tx)
        }
    }
}
