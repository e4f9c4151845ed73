import Applications
import Awards
import Commissioning
import FundCore
import FundStore
import Payments
import Rounds

/// What is made of an award after its end: assessing it, hearing of it, letting go what is missing,
/// closing it and opening it again. Nobody does that with what they applied for, or have an
/// interest in.
extension Workflows {
    struct ReviewCase {
        let application: ApplicationID
        let reference: Reference
        let round: RoundID
        let award: Award
    }

    func reviewCase(_ typed: String, in tx: borrowing WriteTx) throws -> ReviewCase {
        let (id, reference, round) = try applications.find(typed, in: tx.reading)
        try refuseInvolved(id, in: tx)
        return ReviewCase(
            application: id, reference: reference, round: round,
            award: try award(of: id, reference, in: tx.reading))
    }

    /// Says how far each outcome that an award's priorities promise was met.
    ///
    /// - Parameters:
    ///   - worth: whether it was worth its money, in a sentence.
    ///   - seen: the number of the assessment that was read, 0 for none; nil where nobody looked.
    /// - Returns: the number of the assessment.
    /// - Throws: `InvalidInput` with everything that is wrong, `ReviewProblem`.
    @discardableResult
    public func assessAward(
        _ typed: String, _ said: [OutcomeSaid], worth: String, seen: Int64? = nil,
        as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let found = try reviewCase(typed, in: tx)
            let priorities: [Priority] = try rounds.section(
                .priorities, of: found.round, in: tx.reading)
            let named = try applications.detail(of: found.application, in: tx.reading).priorities
            return try commissioning.assess(
                found.award.id, reference: "\(found.reference)",
                promised: priorities.promised(by: named).map {
                    PromisedOutcome(
                        priority: $0.priority, key: $0.outcome.key, title: $0.outcome.title)
                }, said, worth: worth, seen: seen, in: tx)
        }
    }

    /// Records what a ward councillor or a community worker saw of an award, or corrects that.
    ///
    /// - Parameter number: what is corrected; nil for something new.
    /// - Returns: its number.
    /// - Throws: `InvalidInput` with everything that is wrong, `ReviewProblem`.
    @discardableResult
    public func recordFeedback(
        _ said: FeedbackSaid, correcting number: Int64? = nil, on typed: String,
        as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let found = try reviewCase(typed, in: tx)
            return try commissioning.recordFeedback(
                said, correcting: number, on: found.award.id, in: tx)
        }
    }

    /// Says that a group need not send returns of its award that it has not sent.
    ///
    /// - Parameter numbers: which; nil for all of them. An empty list chooses none, and is refused
    ///   where one could be chosen.
    /// - Throws: `InvalidInput`, `ReviewProblem`, `ReturnProblem.unknown`.
    public func waiveReturns(
        _ numbers: [Int64]? = nil, of typed: String, reason: String, as principal: Principal
    ) throws {
        try principal.require(.decisionMaker)
        try store.write(as: principal) { tx in
            let found = try reviewCase(typed, in: tx)
            try commissioning.waiveReturns(
                numbers, of: found.award.id, in: found.round, reference: "\(found.reference)",
                reason: reason, tx)
            try noteDue(of: found.award.id, in: tx)
        }
    }

    /// Says that a group need not pay back so much of what it did not spend.
    /// - Throws: `InvalidInput`, `ClosedAwardProblem`.
    public func writeOff(
        _ amount: Money, of typed: String, reason: String, as principal: Principal
    ) throws {
        try principal.require(.decisionMaker)
        try store.write(as: principal) { tx in
            let found = try reviewCase(typed, in: tx)
            let spent = try commissioning.spentTold(of: found.award.id, in: tx.reading)
            try payments.writeOff(
                amount, of: found.award.id, spent: spent, reason: reason, in: tx)
        }
    }

    /// Closes an award: nothing of it is planned, changed or paid any more.
    ///
    /// - Parameter note: optional.
    /// - Throws: `AwardClosingProblem` with everything that is missing, `InvalidInput`.
    public func closeAward(
        _ typed: String, note: String?, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let found = try reviewCase(typed, in: tx)
            let (id, reference) = (found.award.id, "\(found.reference)")
            guard found.award.isToClose else {
                throw AwardClosingProblem.cameToNothing(reference: reference)
            }
            guard try !awards.isClosed(id, in: tx.reading) else {
                throw AwardClosingProblem.closed
            }
            let spent = try commissioning.spentTold(of: id, in: tx.reading)
            let gaps =
                try commissioning.closingGaps(of: id, in: tx.reading)
                + payments.closingGaps(of: id, spent: spent, in: tx.reading)
                + awards.closingGaps(of: id, in: tx.reading)
            guard gaps.isEmpty else {
                throw AwardClosingProblem.lacks(reference: reference, gaps)
            }
            try awards.setClosed(true, id, reason: note, in: tx)
            try commissioning.setClosed(true, id, in: tx)
            try payments.setClosed(true, id, spent: spent, in: tx)
            try noteDue(of: id, in: tx)
        }
    }

    /// Opens an award again that was closed. Its waivers end with that, unless they are to stand: what
    /// they let go is due again.
    ///
    /// - Returns: the returns that are due again.
    /// - Throws: `AwardClosingProblem`, `InvalidInput`.
    @discardableResult
    public func reopenAward(
        _ typed: String, waiversStand: Bool = false, reason: String, as principal: Principal
    ) throws -> [ReturnDueAgain] {
        try principal.require(.decisionMaker)
        return try store.write(as: principal) { tx in
            let found = try reviewCase(typed, in: tx)
            let id = found.award.id
            guard try awards.isClosed(id, in: tx.reading) else {
                throw AwardClosingProblem.notClosed(reference: "\(found.reference)")
            }
            try awards.setClosed(false, id, reason: reason, in: tx)
            try commissioning.setClosed(false, id, in: tx)
            try payments.setClosed(false, id, spent: nil, in: tx)
            let due =
                waiversStand ? [] : try commissioning.endWaivers(of: id, reason: reason, in: tx)
            try noteDue(of: id, in: tx)
            return due
        }
    }
}
