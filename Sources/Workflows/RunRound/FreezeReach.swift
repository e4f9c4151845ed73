import Applications
import Awards
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Keeps for good who applied to a decided round and who was funded, as far as it may be told.
    /// Anybody can read it then, and the answers it rests on can be deleted.
    ///
    /// - Throws: `AwardsProblem.notDecided`; `ReachProblem.frozen`.
    public func freezeReach(of key: String, as principal: Principal) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            guard round.status == .decided,
                let decided = try awards.decided(round.id, in: tx.reading)
            else { throw AwardsProblem.notDecided(round: key) }
            try applications.freezeReach(
                of: round.id, key: key, decidedOn: decided.on,
                try applications.reachAsk(
                    of: round.id, rounds, funded: decided.given, in: tx.reading), in: tx)
        }
    }
}
