import FundCore
import FundStore
import GRDB

/// What came of a payment.
public enum PaymentOutcome: String, Sendable, CaseIterable {
    /// It reached the group.
    case paid
    /// The bank never sent it.
    case failed
    /// It was sent, and came back.
    case returned
    /// Its run was called off before anybody took it to the bank.
    case cancelled

    fileprivate var action: String {
        switch self {
        case .paid: "payment.paid"
        case .failed: "payment.failed"
        case .returned: "payment.returned"
        case .cancelled: "payment.cancelled"
        }
    }
}

/// What a bank says came of a payment: a run is called off whole, before the bank has it.
public enum BankOutcome: String, Sendable, CaseIterable {
    case paid, failed, returned

    public var outcome: PaymentOutcome {
        switch self {
        case .paid: .paid
        case .failed: .failed
        case .returned: .returned
        }
    }
}

extension PaymentsModule {
    /// Records what the bank says of one payment.
    ///
    /// What did not reach the group is scheduled anew at once, and held until somebody has looked
    /// into it.
    ///
    /// - Parameters:
    ///   - day: the bank's.
    ///   - reason: the bank's; needed unless it was paid.
    ///   - evidence: which document or line says so.
    /// - Returns: the instalment that it is about.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func settle(
        _ reference: String, number: Int64?, of run: PaymentRun, _ outcome: PaymentOutcome,
        on day: LocalDate, reason: String?, evidence: String, in tx: borrowing WriteTx
    ) throws -> Instalment {
        let person = try tx.principal.require(.finance)
        let why = reason?.trimmed ?? ""
        var problems: [FieldProblem] = []
        if outcome != .paid, why.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        if evidence.trimmed.isEmpty { problems.append(FieldProblem("evidence", "missing")) }
        if day > LondonTime.date(tx.now) { problems.append(FieldProblem("on", "in-the-future")) }
        guard problems.isEmpty else { throw InvalidInput("outcome", problems) }
        let name = Reference(typed: reference)?.description ?? reference
        let items = try tx.reading.list(
            """
            \(Instalment.columns)
            WHERE paymentRunItem.runId = ?1 AND paymentAward.reference = ?2
              AND (?3 IS NULL OR number = ?3) \(Instalment.order)
            """, [run.id.rawValue, name, number], { Instalment($0) })
        guard let item = items.first else {
            throw PaymentsProblem.notInRun(reference: reference, run: "\(run.reference)")
        }
        if outcome == .failed, try isRefusalOpen(of: run.id, in: tx.reading) {
            throw PaymentsProblem.refusalOpen(run: "\(run.reference)")
        }
        guard items.count == 1 else {
            throw InvalidInput(
                "outcome",
                [
                    FieldProblem(
                        "number", "which-instalment",
                        ["numbers": items.map { "\($0.number)" }.joined(separator: ", ")])
                ])
        }
        try record(
            outcome, of: item, in: run, on: day, reason: why.isEmpty ? nil : why,
            evidence: evidence.trimmed, by: person, in: tx)
        return item
    }

    /// What is known of a payment.
    func outcomes(
        of instalment: InstalmentID, in tx: borrowing ReadTx
    ) throws -> [PaymentOutcome] {
        try tx.list(
            "SELECT kind FROM paymentOutcome WHERE instalmentId = ? ORDER BY recordedAt",
            [instalment.rawValue], { PaymentOutcome(rawValue: $0[0]) ?? .paid })
    }

    /// - Parameter isHeld: whether what did not arrive is held until somebody has looked into it.
    func record(
        _ outcome: PaymentOutcome, of item: Instalment, in run: PaymentRun, on day: LocalDate,
        reason: String?, evidence: String, by person: PersonID, isHeld: Bool = true,
        in tx: borrowing WriteTx
    ) throws {
        let known = try outcomes(of: item.id, in: tx.reading)
        if outcome == .returned {
            guard known.contains(.paid) else {
                throw PaymentsProblem.notPaid(reference: "\(item.reference)")
            }
            if known.contains(.returned) {
                throw PaymentsProblem.outcomeStands(
                    reference: "\(item.reference)", outcome: PaymentOutcome.returned.rawValue)
            }
        } else if let last = known.last {
            throw PaymentsProblem.outcomeStands(
                reference: "\(item.reference)", outcome: last.rawValue)
        }
        if outcome != .cancelled {
            switch run.status {
            case .approved, .released:
                throw PaymentsProblem.notExported(run: "\(run.reference)")
            case .cancelled: throw PaymentsProblem.cancelled(run: "\(run.reference)")
            case .exported, .acknowledged, .settled: break
            }
            guard "\(day)" >= run.approvedOn else {
                throw PaymentsProblem.beforeApproval(approvedOn: run.approvedOn)
            }
            if outcome == .paid, let payOn = run.payOn, "\(day)" < payOn {
                throw PaymentsProblem.beforePayDay(payOn: payOn)
            }
        }
        try tx.execute(
            """
            INSERT INTO paymentOutcome
              (instalmentId, kind, runId, happenedOn, reason, evidence, recordedById, recordedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                item.id.rawValue, outcome.rawValue, run.id.rawValue, "\(day)", reason, evidence,
                person.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            outcome.action, "instalment:\(item.id.rawValue)",
            [("run", .int(run.id.rawValue)), ("on", .string("\(day)"))])
        guard outcome != .paid, try !isStopped(item.award, in: tx.reading) else { return }
        let next = try add(
            item.amount, .agreement, to: item.award, replacing: item.id, in: tx)
        if isHeld, outcome != .cancelled, let reason {
            try hold(next, reason: reason, by: person, in: tx)
        }
    }

    /// Whether nothing more is paid of an award.
    public func isStopped(_ award: AwardID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM paymentStop WHERE awardId = ?", [award.rawValue], { _ in true })
            ?? false
    }

    /// What a run pays, and what came of each payment last, by award.
    public func settledItems(
        of run: PaymentRunID, in tx: borrowing ReadTx, _ body: (SettledItem) throws -> Void
    ) throws {
        try tx.forEach(
            """
            SELECT item.*, kind, happenedOn, reason, evidence FROM (
              \(Instalment.columns) WHERE paymentRunItem.runId = ?
            ) AS item
            LEFT JOIN paymentOutcome ON instalmentId = item.id
              AND (kind = 'returned' OR NOT EXISTS (SELECT 1 FROM paymentOutcome AS later
                WHERE later.instalmentId = item.id AND later.kind = 'returned'))
            ORDER BY item.awardId, item.number
            """, [run.rawValue]
        ) {
            try body(
                SettledItem(
                    instalment: Instalment($0),
                    outcome: ($0[9] as String?).flatMap(PaymentOutcome.init), happenedOn: $0[10],
                    reason: $0[11], evidence: $0[12]))
        }
    }
}

/// One payment of a run, and what came of it.
public struct SettledItem: Sendable {
    public let instalment: Instalment
    /// Nil where nothing is known yet.
    public let outcome: PaymentOutcome?
    public let happenedOn: String?
    public let reason: String?
    public let evidence: String?
}
