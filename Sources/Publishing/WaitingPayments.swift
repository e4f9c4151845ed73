import Correspondence
import FundCore
import FundStore
import Identity
import Payments
import Rounds

extension Reports {
    /// What waits on the way from an award to its money, for whoever can do the next step.
    func waitingPayments(
        in round: Round, for principal: Principal, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        var found: [Waiting] = []
        if principal.has(.finance) || principal.has(.officer) {
            let count = try payments.unverifiedCount(of: round.id, in: tx)
            if count > 0 { found.append(.payees(count)) }
            let letters = try correspondence.unpostedCount(of: round.id, in: tx)
            if letters > 0 { found.append(.bankLetters(letters)) }
        }
        guard principal.has(.finance) else { return found }
        let due = try payments.due(of: round.id, in: tx).count
        if due > 0 {
            if try !payments.needsRelease(of: round.id, in: tx) {
                found.append(.run(due))
            } else if let proposal = try payments.openProposal(of: round.id, in: tx) {
                // Whoever proposed waits for somebody else.
                if proposal.proposedBy != principal.personID {
                    found.append(.runApproval(proposal.instalmentCount))
                }
            } else {
                found.append(.runProposal(due))
            }
        }
        let waiting = try payments.waitingRuns(of: round.id, in: tx)
        let releases = waiting.unreleased.count { $0 != principal.personID }
        if releases > 0 { found.append(.runReleases(releases)) }
        let refusals = try payments.openRefusalClaims(of: round.id, in: tx).count {
            $0 != principal.personID
        }
        if refusals > 0 { found.append(.runRefusals(refusals)) }
        if waiting.untaken > 0 { found.append(.runFiles(waiting.untaken)) }
        return found
    }
}
