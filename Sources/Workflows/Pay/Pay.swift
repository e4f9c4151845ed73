import Applications
import Assessment
import Awards
import Documents
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// What scheduling did.
public struct PaymentsScheduled: Sendable {
    /// How many awards were scheduled now.
    public let count: Int
    /// How many wait for their groups to agree.
    public let waiting: Int
}

extension Workflows {
    /// Schedules every award of a round, one instalment each; where the round has agreements, those
    /// alone that their groups agreed to. Done again, it does nothing.
    public func schedulePayments(
        round key: String, as principal: Principal
    ) throws -> PaymentsScheduled {
        try principal.requireOperator(or: .finance, .officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            guard let decision = try awards.decision(of: round.id, in: tx.reading) else {
                throw AwardsProblem.notDecided(round: key)
            }
            let awaitsEffect = try rounds.controls(of: round.id, in: tx.reading).has(.callIn)
            var made: [Award] = []
            try awards.awards(of: round.id, in: tx.reading) { made.append($0) }
            try payments.bar(
                scorers: try assessment.scorers(of: round.id, in: tx.reading),
                deciders: [decision.decidedBy] + made.map(\.decidedBy), of: round.id, in: tx)
            let needsAgreement = try awards.needsAgreement(round.id, in: tx.reading)
            var (count, waiting) = (0, 0)
            for award in made where !award.isWithdrawn && award.endedOn == nil {
                var need = AgreementNeed.none
                if needsAgreement {
                    let agreement = try awards.agreement(of: award.id, in: tx.reading)
                    guard agreement.isPayable, case .agreed(let day) = agreement.state else {
                        waiting += 1
                        continue
                    }
                    need = .agreed(day)
                }
                let isNew = try payments.schedule(
                    award.id, of: round.id, application: award.application,
                    reference: award.reference, amount: award.kept,
                    decidedBy: award.decidedBy, decidedOn: award.decidedOn,
                    awaitsEffect: awaitsEffect, agreement: need, in: tx)
                if isNew { count += 1 }
            }
            return PaymentsScheduled(count: count, waiting: waiting)
        }
    }

    /// Schedules another way what no run has taken of one award.
    /// - Throws: `InvalidInput`, `PaymentsProblem`.
    public func planPayments(
        of reference: String, round key: String, as plan: InstalmentPlan, reason: String,
        as principal: Principal
    ) throws -> Int {
        try principal.require(.finance, .officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseInvolved(inAwardOf: reference, round.id, in: tx)
            return try payments.plan(reference, of: round.id, as: plan, reason: reason, in: tx)
        }
    }

    /// Holds an instalment back.
    /// - Throws: `InvalidInput`, `PaymentsProblem`.
    public func holdPayment(
        of reference: String, number: Int64, round key: String, reason: String,
        as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try payments.hold(reference, number: number, of: round.id, reason: reason, in: tx)
        }
    }

    /// Lets an instalment that was held be paid again.
    /// - Throws: `InvalidInput`, `PaymentsProblem`.
    public func releasePayment(
        of reference: String, number: Int64, round key: String, reason: String,
        as principal: Principal
    ) throws {
        try principal.require(.finance, .officer)
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseInvolved(inAwardOf: reference, round.id, in: tx)
            try payments.releaseHold(
                reference, number: number, of: round.id, reason: reason, in: tx)
        }
    }

    /// The report or the receipt that an instalment waited for has come.
    /// - Throws: `InvalidInput`, `PaymentsProblem`.
    public func meetTrigger(
        of reference: String, number: Int64, round key: String, evidence: String,
        as principal: Principal
    ) throws {
        try principal.require(.finance, .officer)
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseInvolved(inAwardOf: reference, round.id, in: tx)
            try payments.meetTrigger(
                reference, number: number, of: round.id, evidence: evidence, in: tx)
        }
    }
}
