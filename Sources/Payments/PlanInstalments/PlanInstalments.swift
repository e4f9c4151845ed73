import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// Schedules another way what no run has taken of an award.
    ///
    /// - Parameter reason: why; it stays with what is not paid so any more.
    /// - Returns: how many instalments there are now that no run has taken.
    /// - Throws: `InvalidInput` where the parts do not come to what is left, `PaymentsProblem`.
    public func plan(
        _ reference: String, of round: RoundID, as plan: InstalmentPlan, reason: String,
        in tx: borrowing WriteTx
    ) throws -> Int {
        let person = try tx.principal.require(.finance, .officer)
        let award = try scheduled(reference, of: round, in: tx.reading)
        guard !reason.trimmed.isEmpty else {
            throw InvalidInput("schedule", [FieldProblem("reason", "missing")])
        }
        let open = try openInstalments(of: award.id, in: tx.reading)
        let left = try unpaid(of: award.id, in: tx.reading)
        guard left > .zero else {
            throw PaymentsProblem.allInRuns(reference: "\(award.reference)")
        }
        guard !open.contains(where: \.isHeld) else {
            throw PaymentsProblem.heldFirst(reference: "\(award.reference)")
        }
        let amounts = try plan.amounts(of: left)
        for instalment in open {
            try drop(instalment.id, by: person, reason: reason.trimmed, in: tx)
        }
        for (part, amount) in zip(plan.parts, amounts) {
            try add(amount, part.trigger, to: award.id, in: tx)
        }
        return amounts.count
    }

    /// What a scheduled award is of, by its reference, stopped or not; nil of any other.
    public func application(
        of typed: String, in round: RoundID, _ tx: borrowing ReadTx
    ) throws -> ApplicationID? {
        try tx.first(
            "SELECT applicationId FROM paymentAward WHERE roundId = ? AND reference = ?",
            [round.rawValue, Reference(typed: typed)?.description ?? typed],
            { ApplicationID($0[0]) })
    }

    /// An award that is scheduled, by its reference.
    func scheduled(
        _ typed: String, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> (id: AwardID, application: ApplicationID, reference: Reference) {
        let name = Reference(typed: typed)?.description ?? typed
        let found = try tx.first(
            """
            SELECT awardId, applicationId, reference FROM paymentAward
            WHERE roundId = ? AND reference = ?
              AND awardId NOT IN (SELECT awardId FROM paymentStop)
            """, [round.rawValue, name]
        ) { (AwardID($0[0]), ApplicationID($0[1]), Reference(stored: $0[2])) }
        guard let found else { throw PaymentsProblem.unscheduled(reference: typed) }
        return found
    }

    /// The instalments of an award that no run has taken and that still stand.
    func openInstalments(
        of award: AwardID, in tx: borrowing ReadTx
    ) throws -> [(id: InstalmentID, amount: Money, trigger: InstalmentTrigger, isHeld: Bool)] {
        try tx.list(
            """
            SELECT id, amountPence, trigger, dueOn, EXISTS (SELECT 1 FROM paymentHold
              WHERE instalmentId = paymentInstalment.id AND releasedAt IS NULL)
            FROM paymentInstalment WHERE awardId = ?
              AND NOT EXISTS (SELECT 1 FROM paymentRunItem
                WHERE instalmentId = paymentInstalment.id)
              AND NOT EXISTS (SELECT 1 FROM paymentDrop
                WHERE instalmentId = paymentInstalment.id)
            ORDER BY number
            """, [award.rawValue]
        ) {
            (
                InstalmentID($0[0]), Money(pence: $0[1]),
                InstalmentTrigger(code: $0[2], day: ($0[3] as String?).flatMap { LocalDate($0) }),
                $0[4]
            )
        }
    }

    /// What no run has taken of an award, or has taken in vain.
    func unpaid(of award: AwardID, in tx: borrowing ReadTx) throws -> Money {
        let awarded: Int64? = try tx.first(
            "SELECT awardedPence FROM paymentAward WHERE awardId = ?", [award.rawValue],
            { $0[0] })
        return Money(pence: awarded ?? 0) - (try paid(of: award, in: tx))
    }

    func drop(
        _ instalment: InstalmentID, by person: PersonID, reason: String, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO paymentDrop (instalmentId, reason, droppedById, droppedAt)
            VALUES (?, ?, ?, ?)
            """, [instalment.rawValue, reason, person.rawValue, tx.now.milliseconds])
        try tx.audit("instalment.drop", "instalment:\(instalment.rawValue)")
    }

    /// Adds an instalment behind those that an award has.
    @discardableResult
    func add(
        _ amount: Money, _ trigger: InstalmentTrigger, to award: AwardID,
        replacing former: InstalmentID? = nil, in tx: borrowing WriteTx
    ) throws -> InstalmentID {
        let id = try tx.insert(
            """
            INSERT INTO paymentInstalment
              (awardId, number, amountPence, scheduledAt, trigger, dueOn, replacesId)
            SELECT ?1, 1 + ifnull(max(number), 0), ?2, ?3, ?4, ?5, ?6
            FROM paymentInstalment WHERE awardId = ?1
            """,
            [
                award.rawValue, amount.pence, tx.now.milliseconds, trigger.code,
                trigger.day?.description, former?.rawValue,
            ])
        try tx.audit(
            "instalment.schedule", "instalment:\(id)",
            [("award", .int(award.rawValue)), ("amountPence", .int(amount.pence))])
        return InstalmentID(id)
    }
}
