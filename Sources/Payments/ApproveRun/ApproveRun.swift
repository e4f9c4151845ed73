import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// Approves every instalment of the round that is in no run yet, as one run. It is frozen once
    /// its files are filed.
    ///
    /// - Parameters:
    ///   - auditHead: the end of the audit trail, for the record.
    ///   - effectiveOn: since when the decision has effect; nil for one that nobody can call in.
    /// - Throws: `PaymentsProblem`.
    public func beginRun(
        _ round: RoundID, key: String, prefix: String, auditHead: String,
        effectiveOn: LocalDate?,
        in tx: borrowing WriteTx
    ) throws -> PaymentRun {
        let approver = try tx.principal.require(.finance)
        try refuseBarred(approver, round, in: tx.reading)
        guard try scheduledCount(of: round, in: tx.reading) > 0 else {
            throw PaymentsProblem.nothingScheduled(round: key)
        }
        let due = try due(of: round, in: tx.reading)
        guard due.count > 0 else { throw PaymentsProblem.nothingDue(round: key) }
        let today = LondonTime.date(tx.now)
        let number: Int64? = try tx.reading.first(
            """
            INSERT INTO paymentSequence (year, last) VALUES (?, 1)
            ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last
            """, [today.year], { $0[0] })
        let reference = Reference(prefix: "\(prefix)R", year: today.year, number: number ?? 1)
        let id = try tx.insert(
            """
            INSERT INTO paymentRun
              (roundId, reference, approvedById, approvedAt, approvedOn, instalmentCount,
               totalPence, auditHead, effectiveOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, "\(reference)", approver.rawValue, tx.now.milliseconds,
                "\(today)", due.count, due.total.pence, auditHead,
                effectiveOn?.description,
            ])
        try tx.execute(
            """
            INSERT INTO paymentRunItem
              (instalmentId, runId, amountPence, approvedById, decidedById)
            SELECT paymentInstalment.id, ?1, amountPence, ?2, decidedById
            FROM paymentAward
            JOIN paymentInstalment ON paymentInstalment.awardId = paymentAward.awardId
            WHERE roundId = ?3
              AND paymentAward.awardId NOT IN (SELECT awardId FROM paymentStop)
              AND paymentInstalment.id NOT IN (SELECT instalmentId FROM paymentRunItem)
            ORDER BY paymentInstalment.id
            """, [id, approver.rawValue, round.rawValue])
        return PaymentRun(
            id: PaymentRunID(id), round: round, reference: reference, approvedBy: approver,
            approvedOn: "\(today)", instalmentCount: due.count,
            total: Money(pence: due.total.pence),
            auditHead: auditHead)
    }

    /// Files what finance takes away, and freezes the run.
    ///
    /// - Parameter files: documents by profile.
    public func freeze(
        _ run: PaymentRun, files: [(profile: String, document: DocumentID, sha256: String)],
        in tx: borrowing WriteTx
    ) throws {
        for file in files {
            try tx.execute(
                """
                INSERT INTO paymentRunFile (runId, profile, documentId, sha256)
                VALUES (?, ?, ?, ?)
                """, [run.id.rawValue, file.profile, file.document.rawValue, file.sha256])
        }
        try tx.execute(
            "UPDATE paymentRun SET frozenAt = ? WHERE id = ?",
            [tx.now.milliseconds, run.id.rawValue])
        try tx.audit(
            "paymentRun.approval", "paymentRun:\(run.id.rawValue)",
            [
                ("instalments", .int(run.instalmentCount)), ("totalPence", .int(run.total.pence)),
                (
                    "files",
                    .object(files.map { ($0.profile, .string($0.sha256)) })
                ),
            ])
    }

    private func refuseBarred(
        _ person: PersonID, _ round: RoundID, in tx: borrowing ReadTx
    ) throws {
        let cause: String? = try tx.first(
            "SELECT cause FROM paymentBar WHERE roundId = ? AND personId = ? ORDER BY cause",
            [round.rawValue, person.rawValue], { $0[0] })
        switch cause {
        case "decided": throw PaymentsProblem.approverDecided
        case "scored": throw PaymentsProblem.approverScored
        default: return
        }
    }
}
