import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// Schedules one award as one instalment of all of it. Done before, it does nothing.
    ///
    /// - Parameter awaitsEffect: whether it is paid only once the decision has effect.
    /// - Returns: whether it was scheduled now.
    public func schedule(
        _ award: AwardID, of round: RoundID, application: ApplicationID, reference: Reference,
        amount: Money, decidedBy: PersonID, decidedOn: LocalDate, awaitsEffect: Bool,
        in tx: borrowing WriteTx
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
               decidedById, decidedOn, awaitsEffect)
            VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)
            """,
            [
                award.rawValue, round.rawValue, application.rawValue, "\(reference)",
                amount.pence, decidedBy.rawValue, "\(decidedOn)", awaitsEffect,
            ])
        let id = try tx.insert(
            """
            INSERT INTO paymentInstalment (awardId, number, amountPence, scheduledAt)
            VALUES (?, 1, ?, ?)
            """, [award.rawValue, amount.pence, tx.now.milliseconds])
        try tx.audit(
            "instalment.schedule", "instalment:\(id)",
            [("award", .int(award.rawValue)), ("amountPence", .int(amount.pence))])
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
