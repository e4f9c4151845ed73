import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// Keeps an instalment back until somebody releases it.
    ///
    /// - Throws: `InvalidInput`, `PaymentsProblem`.
    public func hold(
        _ reference: String, number: Int64, of round: RoundID, reason: String,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance, .officer)
        let instalment = try open(reference, number, of: round, in: tx.reading)
        try refuseEmpty(reason)
        guard !instalment.isHeld else { throw PaymentsProblem.isHeld }
        try hold(instalment.id, reason: reason.trimmed, by: person, in: tx)
    }

    func hold(
        _ instalment: InstalmentID, reason: String, by person: PersonID, in tx: borrowing WriteTx
    ) throws {
        let id = try tx.insert(
            """
            INSERT INTO paymentHold (instalmentId, reason, heldById, heldAt) VALUES (?, ?, ?, ?)
            """, [instalment.rawValue, reason, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "instalment.hold", "instalment:\(instalment.rawValue)", [("hold", .int(id))])
    }

    /// Lets an instalment that was held be paid again.
    ///
    /// - Throws: `InvalidInput`, `PaymentsProblem`.
    public func releaseHold(
        _ reference: String, number: Int64, of round: RoundID, reason: String,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance, .officer)
        let instalment = try open(reference, number, of: round, in: tx.reading)
        try refuseEmpty(reason)
        guard instalment.isHeld else { throw PaymentsProblem.isNotHeld }
        guard try !isHeldByOwnWord(of: person, instalment.id, in: tx.reading) else {
            throw PaymentsProblem.heldByOwnWord
        }
        try tx.execute(
            """
            UPDATE paymentHold SET releaseReason = ?, releasedById = ?, releasedAt = ?
            WHERE instalmentId = ? AND releasedAt IS NULL
            """,
            [reason.trimmed, person.rawValue, tx.now.milliseconds, instalment.id.rawValue])
        try tx.audit("instalment.release", "instalment:\(instalment.id.rawValue)")
    }

    /// What an instalment waited for has come.
    ///
    /// - Parameter evidence: which report or receipt it is, and where.
    /// - Throws: `InvalidInput`, `PaymentsProblem`.
    public func meetTrigger(
        _ reference: String, number: Int64, of round: RoundID, evidence: String,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance, .officer)
        let instalment = try open(reference, number, of: round, in: tx.reading)
        guard !evidence.trimmed.isEmpty else {
            throw InvalidInput("instalment", [FieldProblem("evidence", "missing")])
        }
        guard [.report, .evidence].contains(instalment.trigger) else {
            throw PaymentsProblem.waitsForNothing
        }
        let isMet: Bool =
            try tx.reading.first(
                "SELECT 1 FROM paymentTriggerMet WHERE instalmentId = ?",
                [instalment.id.rawValue], { _ in true }) ?? false
        guard !isMet else { throw PaymentsProblem.isMet }
        try tx.execute(
            """
            INSERT INTO paymentTriggerMet (instalmentId, evidence, metById, metAt)
            VALUES (?, ?, ?, ?)
            """,
            [
                instalment.id.rawValue, evidence.trimmed, person.rawValue, tx.now.milliseconds,
            ])
        try tx.audit("instalment.trigger", "instalment:\(instalment.id.rawValue)")
    }

    private func refuseEmpty(_ reason: String) throws {
        guard !reason.trimmed.isEmpty else {
            throw InvalidInput("instalment", [FieldProblem("reason", "missing")])
        }
    }

    private func open(
        _ reference: String, _ number: Int64, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> (id: InstalmentID, amount: Money, trigger: InstalmentTrigger, isHeld: Bool) {
        let award = try scheduled(reference, of: round, in: tx)
        let id: Int64? = try tx.first(
            "SELECT id FROM paymentInstalment WHERE awardId = ? AND number = ?",
            [award.id.rawValue, number], { $0[0] })
        guard let id else {
            throw PaymentsProblem.unknownInstalment(
                reference: "\(award.reference)", number: number)
        }
        let open = try openInstalments(of: award.id, in: tx)
        guard let found = open.first(where: { $0.id.rawValue == id }) else {
            throw PaymentsProblem.inRun(reference: "\(award.reference)", number: number)
        }
        return found
    }
}
