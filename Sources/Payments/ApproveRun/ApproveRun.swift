import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// Approves a run of these instalments. It is frozen by `freeze`.
    ///
    /// - Parameters:
    ///   - content: what they come to.
    ///   - proposal: what somebody put forward; nil where the round needs no proposal and there is
    ///     none.
    ///   - limit: the most that this person may approve.
    ///   - auditHead: the end of the audit trail, for the record.
    ///   - effectiveOn: since when the decision has effect; nil for one that nobody can call in.
    /// - Throws: `PaymentsProblem`.
    public func beginRun(
        _ round: RoundID, key: String, prefix: String,
        _ instalments: [(id: InstalmentID, payee: PayeeID?)],
        _ content: consuming RunContent, proposal: PaymentProposal?, limit: PaymentLimit,
        auditHead: String, effectiveOn: LocalDate?, in tx: borrowing WriteTx
    ) throws -> PaymentRun {
        let approver = try tx.principal.require(.finance)
        try refuseBarred(approver, round, in: tx.reading)
        guard try scheduledCount(of: round, in: tx.reading) > 0 else {
            throw PaymentsProblem.nothingScheduled(round: key)
        }
        let needsRelease = try needsRelease(of: round, in: tx.reading)
        if needsRelease, proposal == nil { throw PaymentsProblem.noProposal(round: key) }
        guard !instalments.isEmpty else { throw PaymentsProblem.nothingDue(round: key) }
        let (count, total, greatest) = (content.count, content.total, content.greatest)
        let hash = content.sha256().description
        var proposal = proposal
        if let made = proposal, made.contentSha256 != hash {
            guard !needsRelease else { throw PaymentsProblem.proposalMoved }
            // A round that needs no proposal pays what is due, whatever somebody put forward.
            proposal = nil
        }
        if let most = limit.perRun, total > most {
            throw PaymentsProblem.overRunLimit(total: total, limit: most)
        }
        let today = LondonTime.date(tx.now)
        if let most = limit.perRun {
            let before = try approvedTotal(by: approver, round, on: today, in: tx.reading)
            guard before + total <= most else {
                throw PaymentsProblem.overDayLimit(total: total, before: before, limit: most)
            }
        }
        if let most = limit.perInstalment, greatest > most {
            throw PaymentsProblem.overInstalmentLimit(amount: greatest, limit: most)
        }
        let number: Int64? = try tx.reading.first(
            """
            INSERT INTO paymentSequence (year, last) VALUES (?, 1)
            ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last
            """, [today.year], { $0[0] })
        let reference = Reference(prefix: "\(prefix)R", year: today.year, number: number ?? 1)
        let id = PaymentRunID(
            try tx.insert(
                """
                INSERT INTO paymentRun
                  (roundId, reference, approvedById, approvedAt, approvedOn, instalmentCount,
                   totalPence, auditHead, effectiveOn, proposalId, contentSha256, needsRelease,
                   limitPence, instalmentLimitPence)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    round.rawValue, "\(reference)", approver.rawValue, tx.now.milliseconds,
                    "\(today)", count, total.pence, auditHead, effectiveOn?.description,
                    proposal?.id, hash, needsRelease, limit.perRun?.pence,
                    limit.perInstalment?.pence,
                ]))
        for person in try verifiers(of: instalments.compactMap(\.payee), in: tx.reading) {
            try note(.verified, by: person, in: id, round, in: tx)
        }
        if let proposal { try note(.proposed, by: proposal.proposedBy, in: id, round, in: tx) }
        try note(.approved, by: approver, in: id, round, in: tx)
        for instalment in instalments {
            try tx.execute(
                """
                INSERT INTO paymentRunItem
                  (instalmentId, runId, amountPence, approvedById, decidedById, payeeId)
                SELECT paymentInstalment.id, ?1, amountPence, ?2, decidedById, ?4
                FROM paymentInstalment
                JOIN paymentAward ON paymentInstalment.awardId = paymentAward.awardId
                WHERE paymentInstalment.id = ?3
                """,
                [
                    id.rawValue, approver.rawValue, instalment.id.rawValue,
                    instalment.payee?.rawValue,
                ])
        }
        return try run(id, in: tx.reading)
    }

    /// A run by its id.
    func run(_ id: PaymentRunID, in tx: borrowing ReadTx) throws -> PaymentRun {
        let found = try tx.first(
            "\(PaymentRun.columns) FROM paymentRun WHERE id = ?", [id.rawValue],
            { PaymentRun($0) })
        guard let found else {
            throw PaymentsProblem.unknownRun(reference: "\(id.rawValue)", round: "")
        }
        return found
    }

    /// Freezes a run, with its files where it needs no release.
    public func freeze(
        _ run: PaymentRun, files: [RunFile], in tx: borrowing WriteTx
    ) throws {
        try file(files, of: run, in: tx)
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

    /// What somebody approved in a round on a day, without what was called off.
    private func approvedTotal(
        by person: PersonID, _ round: RoundID, on day: LocalDate, in tx: borrowing ReadTx
    ) throws -> Money {
        try tx.first(
            """
            SELECT ifnull(sum(totalPence), 0) FROM paymentRun
            WHERE roundId = ? AND approvedById = ? AND approvedOn = ?
              AND id NOT IN (SELECT runId FROM paymentCancel)
            """, [round.rawValue, person.rawValue, "\(day)"], { Money(pence: $0[0]) }) ?? .zero
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
