import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// An award is now this much. Does nothing where it is not scheduled yet.
    ///
    /// What is less comes off the last instalments that no run has taken; what is more becomes one
    /// more, which waits for what the last one waits for.
    ///
    /// - Throws: `PaymentsProblem.allInRuns` where runs have taken more than this already.
    public func amend(
        _ award: AwardID, to amount: Money, in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else { return }
        let standing = try tx.reading.first(
            """
            SELECT awardedPence, reference,
              (SELECT count(*) FROM paymentAmendment WHERE awardId = paymentAward.awardId)
            FROM paymentAward WHERE awardId = ?
            """, [award.rawValue]
        ) { (Money(pence: $0[0]), $0[1] as String, $0[2] as Int64) }
        guard let (former, reference, number) = standing, former != amount else { return }
        guard try paid(of: award, in: tx.reading) <= amount, amount > .zero else {
            throw PaymentsProblem.allInRuns(reference: reference)
        }
        let open = try openInstalments(of: award, in: tx.reading)
        let last = open.last?.trigger ?? .agreement
        if amount < former {
            var over = former - amount
            for instalment in open.reversed() where over > .zero {
                guard !instalment.isHeld else {
                    throw PaymentsProblem.heldFirst(reference: reference)
                }
                try drop(instalment.id, by: person, reason: "variation", in: tx)
                if instalment.amount > over {
                    try add(instalment.amount - over, instalment.trigger, to: award, in: tx)
                }
                over = over - min(over, instalment.amount)
            }
        }
        try tx.execute(
            """
            INSERT INTO paymentAmendment
              (awardId, number, formerPence, awardedPence, amendedById, amendedAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, number + 1, former.pence, amount.pence, person.rawValue,
                tx.now.milliseconds,
            ])
        if amount > former { try add(amount - former, last, to: award, in: tx) }
        try tx.audit(
            "payment.amendment", "award:\(award.rawValue)",
            [("formerPence", .int(former.pence)), ("awardedPence", .int(amount.pence))])
    }

    /// The group has agreed to its award: what waits for that may be paid. Does nothing where the
    /// award is not scheduled yet.
    public func recordAgreement(
        _ award: AwardID, on day: LocalDate, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO paymentAgreement (awardId, agreedOn, recordedAt)
            SELECT awardId, ?2, ?3 FROM paymentAward WHERE awardId = ?1
              AND NOT EXISTS (SELECT 1 FROM paymentAgreement WHERE awardId = ?1)
            """, [award.rawValue, "\(day)", tx.now.milliseconds])
    }
}
