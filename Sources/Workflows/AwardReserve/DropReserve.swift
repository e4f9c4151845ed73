import Awards
import FundCore
import FundStore
import Identity
import Rounds

extension Workflows {
    /// Ends an award from the list that is approved and cannot be made: its money is free again,
    /// and the group is on the list as before.
    ///
    /// - Parameter number: the proposal that was read; nil for whichever it is.
    /// - Throws: `ReserveProblem`, among others while it is called in; `AwardsProblem.interested`,
    ///   `InvalidInput`.
    public func dropReserve(
        _ typed: String, proposal number: ReserveProposalID? = nil, reason: String,
        as principal: Principal
    ) throws {
        try principal.require(.decisionMaker)
        try store.write(as: principal) { tx in
            let (round, listed, proposal, _) = try pending(typed, number, in: tx)
            try refuseOwnRound(round, in: tx)
            try refuseInterested(round, in: tx)
            if let callIn = proposal.callIn, callIn.verdict == nil {
                throw ReserveProblem.calledIn(reference: "\(listed.reference)")
            }
            try refusePrivate([("reason", reason)], in: "reserve", of: round.id, tx.reading)
            try awards.dropReserve(proposal, reason: reason, in: tx)
        }
    }
}
