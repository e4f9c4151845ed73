import Awards
import Correspondence
import FundCore
import FundStore
import Ledger
import Payments

extension Workflows {
    /// A group gives up an award of a round without agreements: what is not paid of it is never paid,
    /// and goes back to the round, for good. What was paid stays to be told of and closed.
    ///
    /// - Returns: what went back to the round.
    /// - Throws: `GivingUpProblem`, `AwardClosingProblem.closed`, `InvalidInput`.
    @discardableResult
    public func giveUpAward(
        _ typed: String, reason: String, as principal: Principal
    ) throws -> Money {
        let decider = try principal.require(.decisionMaker)
        return try store.write(as: principal) { tx in
            let found = try reviewCase(typed, in: tx)
            let (id, reference) = (found.award.id, "\(found.reference)")
            guard try !awards.needsAgreement(found.round, in: tx.reading) else {
                throw GivingUpProblem.agreement(reference: reference)
            }
            guard found.award.isStanding else { throw GivingUpProblem.over(reference: reference) }
            guard try !awards.isClosed(id, in: tx.reading) else {
                throw AwardClosingProblem.closed
            }
            let underWay = try payments.underWay(of: id, in: tx.reading)
            guard underWay.isEmpty else {
                throw GivingUpProblem.underWay(reference: reference, underWay)
            }
            let paid = try payments.paid(of: id, in: tx.reading)
            let held = try awards.held(id, in: tx.reading)
            guard paid < held else { throw GivingUpProblem.allPaid(reference: reference) }
            // A letter that tells of the whole award must not go out after it was given up.
            let told = try correspondence.toldAt(
                found.application, LetterKind.tellingAward, in: tx.reading)
            guard paid > .zero || told != nil else {
                throw GivingUpProblem.untold(reference: reference)
            }
            let entry = try ledger.release(
                held - paid, of: found.application, to: found.round, in: tx)
            try payments.giveUp(id, by: decider, in: tx)
            try awards.giveUp(id, held: held, paid: paid, entry: entry, reason: reason, in: tx)
            try noteDue(of: id, in: tx)
            return held - paid
        }
    }
}
