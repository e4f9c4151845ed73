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
            let found = try rounds.round(round, in: tx.reading)
            if try speaksAsStaff(principal, of: found, in: tx.reading) {
                let person = try principal.require(.officer, .decisionMaker, .finance)
                return try assessment.declareStaffInterest(
                    of: person, in: id, round: round, has: has, detail: detail, in: tx)
            }
            try refuseDecided(found, in: tx.reading)
            try assessment.declareInterest(
                in: id, reference: reference, of: round, has: has, detail: detail, in: tx)
        }
    }

    /// Whether an officer, decision maker or finance speaks of an interest as such: they are not on the
    /// round's panels, or these have ended.
    private func speaksAsStaff(
        _ principal: Principal, of round: Round, in tx: borrowing ReadTx
    ) throws -> Bool {
        guard let person = principal.personID,
            principal.has(.officer) || principal.has(.decisionMaker) || principal.has(.finance)
        else { return false }
        return try round.status == .decided
            || !assessment.isOnPanel(person, of: round.id, in: tx)
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
