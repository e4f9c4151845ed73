import Applications
import Assessment
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Records whether a panel member has an interest in an application.
    public func declareInterest(
        in typed: String, has: Bool, detail: String, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (id, reference, round) = try applications.find(typed, in: tx.reading)
            try refuseDecided(try rounds.round(round, in: tx.reading), in: tx.reading)
            try assessment.declareInterest(
                in: id, reference: reference, of: round, has: has, detail: detail, in: tx)
        }
    }

    /// Locks a panel member's own scores of an application.
    public func lockScores(of typed: String, as principal: Principal) throws {
        try store.write(as: principal) { tx in
            let (id, reference, round) = try applications.find(typed, in: tx.reading)
            let scheme: ScoringScheme = try rounds.section(.scoring, of: round, in: tx.reading)
            try assessment.lock(
                id, reference: reference, of: round, criteria: scheme.criteria.map(\.key), in: tx)
        }
    }
}
