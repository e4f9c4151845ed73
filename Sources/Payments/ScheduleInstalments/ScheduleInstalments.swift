import FundCore
import FundStore
import GRDB

/// Whether an award is paid only once the group has agreed to it.
public enum AgreementNeed: Sendable, Equatable {
    case none
    case awaited
    case agreed(LocalDate)
}

extension PaymentsModule {
    /// Schedules one award as one instalment of all of it. Done before, it does nothing.
    ///
    /// - Parameters:
    ///   - awaitsEffect: whether it is paid only once the decision has effect.
    ///   - agreement: whether it waits for the group's agreement, and since when there is one.
    /// - Returns: whether it was scheduled now.
    public func schedule(
        _ award: AwardID, of round: RoundID, application: ApplicationID, reference: Reference,
        amount: Money, decidedBy: PersonID, decidedOn: LocalDate, awaitsEffect: Bool,
        agreement: AgreementNeed = .none, in tx: borrowing WriteTx
    ) throws -> Bool {
        let isScheduled: Bool =
            try tx.reading.first(
                "SELECT 1 FROM paymentAward WHERE awardId = ?", [award.rawValue], { _ in true })
            ?? false
        guard !isScheduled else { return false }
        try tx.execute(
            """
            INSERT INTO paymentAward
              (awardId, roundId, applicationId, reference, awardedPence, scheduledPence,
               decidedById, decidedOn, awaitsEffect, awaitsAgreement)
            VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?)
            """,
            [
                award.rawValue, round.rawValue, application.rawValue, "\(reference)",
                amount.pence, decidedBy.rawValue, "\(decidedOn)", awaitsEffect,
                agreement != .none,
            ])
        if case .agreed(let day) = agreement { try recordAgreement(award, on: day, in: tx) }
        try add(amount, .agreement, to: award, in: tx)
        return true
    }

    /// Bars those who scored a round, or decided on money of it, from approving its payments.
    public func bar(
        scorers: [PersonID], deciders: [PersonID], of round: RoundID, in tx: borrowing WriteTx
    ) throws {
        let barred = scorers.map { ($0, "scored") } + deciders.map { ($0, "decided") }
        for (person, cause) in barred {
            try tx.execute(
                """
                INSERT INTO paymentBar (roundId, personId, cause)
                SELECT ?1, ?2, ?3 WHERE NOT EXISTS (
                  SELECT 1 FROM paymentBar WHERE roundId = ?1 AND personId = ?2 AND cause = ?3)
                """, [round.rawValue, person.rawValue, cause])
        }
    }
}
