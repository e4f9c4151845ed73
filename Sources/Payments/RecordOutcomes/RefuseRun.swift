import FundCore
import FundStore
import GRDB

/// How the bank refused the file of a run as a whole.
public struct RunRefusal: Sendable {
    public let by: PersonID
    public let on: String
    public let reason: String
}

extension PaymentsModule {
    /// Records that the bank refused the file of a run as a whole: each payment of it of which
    /// nothing is known has failed. That says nothing about the accounts, so that all of it can go
    /// into another run at once.
    ///
    /// - Returns: the payments that failed so.
    /// - Throws: `PaymentsProblem` where the bank cannot have refused it; `InvalidInput`.
    public func refuse(
        _ run: PaymentRun, reason: String, on day: LocalDate, in tx: borrowing WriteTx
    ) throws -> [Instalment] {
        let person = try tx.principal.require(.finance)
        var problems: [FieldProblem] = []
        if reason.trimmed.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        if day > LondonTime.date(tx.now) { problems.append(FieldProblem("on", "in-the-future")) }
        guard problems.isEmpty else { throw InvalidInput("refusal", problems) }
        switch run.status {
        case .approved, .released:
            throw PaymentsProblem.notExported(run: "\(run.reference)")
        case .cancelled: throw PaymentsProblem.cancelled(run: "\(run.reference)")
        case .exported, .acknowledged, .settled: break
        }
        guard try refusal(of: run.id, in: tx.reading) == nil else {
            throw PaymentsProblem.runRefused(run: "\(run.reference)")
        }
        guard run.outcomes.paid == 0 else {
            throw PaymentsProblem.partlyPaid(run: "\(run.reference)", count: run.outcomes.paid)
        }
        let taken = try takings(of: run.id, in: tx.reading)
        let hasBankFile = try tx.reading.first(
            "SELECT 1 FROM paymentSealedFile WHERE runId = ?", [run.id.rawValue], { _ in true })
        guard hasBankFile != true || taken.contains(where: \.isForBank) else {
            throw PaymentsProblem.notExported(run: "\(run.reference)")
        }
        let isGone = try tx.reading.first(
            Self.moneyGone("?"), [run.id.rawValue], { _ in true })
        guard isGone != true else { throw PaymentsProblem.linesOpen(run: "\(run.reference)") }
        let open = try openItems(of: run.id, in: tx.reading)
        guard !open.isEmpty else {
            throw PaymentsProblem.nothingOpen(run: "\(run.reference)")
        }
        try tx.execute(
            """
            INSERT INTO paymentRunRefusal (runId, reason, refusedOn, recordedById, recordedAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                run.id.rawValue, reason.trimmed, "\(day)", person.rawValue, tx.now.milliseconds,
            ])
        for item in open {
            try record(
                .failed, of: item, in: run, on: day, reason: reason.trimmed,
                evidence: "\(run.reference)", by: person, isHeld: false, in: tx)
        }
        try tx.audit(
            "paymentRun.refusal", "paymentRun:\(run.id.rawValue)",
            [("instalments", .int(Int64(open.count))), ("on", .string("\(day)"))])
        return open
    }

    /// How the bank refused a run; nil where it did not.
    public func refusal(
        of run: PaymentRunID, in tx: borrowing ReadTx
    ) throws -> RunRefusal? {
        try tx.first(
            "SELECT recordedById, refusedOn, reason FROM paymentRunRefusal WHERE runId = ?",
            [run.rawValue], { RunRefusal(by: PersonID($0[0]), on: $0[1], reason: $0[2]) })
    }

    /// The payments of a run of which nothing is known, by award.
    func openItems(
        of run: PaymentRunID, in tx: borrowing ReadTx
    ) throws -> [Instalment] {
        try tx.list(
            """
            \(Instalment.columns) WHERE paymentRunItem.runId = ? AND NOT EXISTS (
              SELECT 1 FROM paymentOutcome WHERE instalmentId = paymentInstalment.id)
            \(Instalment.order)
            """, [run.rawValue], { Instalment($0) })
    }
}
