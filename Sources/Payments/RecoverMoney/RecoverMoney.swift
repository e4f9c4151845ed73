import FundCore
import FundStore
import GRDB

/// Why a group is asked to pay money back.
public enum RecoveryKind: String, Sendable, CaseIterable {
    /// It did not need it.
    case unspent
    /// It did not use it as agreed.
    case clawback
}

/// What a group is asked to pay back.
public struct Recovery: Sendable {
    public let id: Int64
    public let award: AwardID
    public let reference: Reference
    public let application: ApplicationID
    public let kind: RecoveryKind
    public let due: Money
    public let received: Money
    public let reason: String
    public let demandedBy: PersonID
    public let demandedAt: Instant
}

extension PaymentsModule {
    /// Asks a group to pay money back.
    ///
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func demand(
        _ amount: Money, _ kind: RecoveryKind, from reference: String, of round: RoundID,
        reason: String, in tx: borrowing WriteTx
    ) throws -> Recovery {
        let person = try tx.principal.require(.finance, .officer)
        let name = Reference(typed: reference)?.description ?? reference
        let found = try tx.reading.first(
            """
            SELECT awardId,
              (SELECT ifnull(sum(amountPence), 0) FROM paymentInstalment
                WHERE awardId = paymentAward.awardId
                  AND EXISTS (SELECT 1 FROM paymentOutcome
                    WHERE instalmentId = paymentInstalment.id AND kind = 'paid')
                  AND NOT EXISTS (SELECT 1 FROM paymentOutcome
                    WHERE instalmentId = paymentInstalment.id AND kind = 'returned'))
              - (SELECT ifnull(sum(duePence), 0) FROM paymentRecovery
                WHERE awardId = paymentAward.awardId)
            FROM paymentAward WHERE roundId = ? AND reference = ?
            """, [round.rawValue, name]
        ) { (AwardID($0[0]), Money(pence: $0[1])) }
        guard let (award, left) = found else {
            throw PaymentsProblem.unscheduled(reference: reference)
        }
        var problems: [FieldProblem] = []
        if amount <= .zero { problems.append(FieldProblem("amount", "not-pounds-amount")) }
        if reason.trimmed.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        guard problems.isEmpty else { throw InvalidInput("recovery", problems) }
        guard amount <= left else { throw PaymentsProblem.nothingRecovered(left: left) }
        let id = try tx.insert(
            """
            INSERT INTO paymentRecovery
              (awardId, kind, duePence, reason, demandedById, demandedAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, kind.rawValue, amount.pence, reason.trimmed, person.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit(
            "payment.recovery", "award:\(award.rawValue)",
            [("recovery", .int(id)), ("duePence", .int(amount.pence))])
        return try recovery(id, of: round, in: tx.reading)
    }

    /// What a group was asked to pay back, by its number.
    public func recovery(
        _ number: Int64, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> Recovery {
        let found = try tx.first(
            "\(Recovery.columns) AND paymentRecovery.id = ?", [round.rawValue, number],
            { Recovery($0) })
        guard let found else { throw PaymentsProblem.unknownRecovery(number: number) }
        return found
    }

    /// All that groups of a round were asked to pay back.
    public func recoveries(of round: RoundID, in tx: borrowing ReadTx) throws -> [Recovery] {
        try tx.list(
            "\(Recovery.columns) ORDER BY paymentRecovery.id", [round.rawValue],
            { Recovery($0) })
    }

    /// All that a group was asked to pay back of an award, the oldest first.
    public func recoveries(
        ofAward award: AwardID, in tx: borrowing ReadTx
    ) throws -> [Recovery] {
        try tx.list(
            "\(Recovery.named) WHERE paymentRecovery.awardId = ? ORDER BY paymentRecovery.id",
            [award.rawValue], { Recovery($0) })
    }

    /// A group has paid money back.
    ///
    /// - Parameter entry: where the ledger has it.
    /// - Returns: the number of the receipt.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    @discardableResult
    public func receive(
        _ amount: Money, for recovery: Recovery, on day: LocalDate, evidence: String,
        entry: LedgerEntryID, in tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.finance)
        let id = try tx.insert(
            """
            INSERT INTO paymentReceipt
              (recoveryId, pence, receivedOn, evidence, recordedById, recordedAt, ledgerEntryId)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                recovery.id, amount.pence, "\(day)", evidence.trimmed, person.rawValue,
                tx.now.milliseconds, entry.rawValue,
            ])
        try tx.audit(
            "payment.receipt", "award:\(recovery.award.rawValue)",
            [("receipt", .int(id)), ("pence", .int(amount.pence))])
        return id
    }
}

extension Recovery {
    fileprivate static let named = """
        SELECT paymentRecovery.id, paymentRecovery.awardId, reference, applicationId, kind,
          duePence, receivedPence, reason, demandedById, demandedAt
        FROM paymentRecovery JOIN paymentAward ON paymentAward.awardId = paymentRecovery.awardId
        """
    fileprivate static let columns = "\(named) WHERE roundId = ?"

    fileprivate init(_ row: Row) {
        id = row[0]
        award = AwardID(row[1])
        reference = Reference(stored: row[2])
        application = ApplicationID(row[3])
        kind = RecoveryKind(rawValue: row[4]) ?? .unspent
        due = Money(pence: row[5])
        received = Money(pence: row[6])
        reason = row[7]
        demandedBy = PersonID(row[8])
        demandedAt = Instant(milliseconds: row[9])
    }
}
