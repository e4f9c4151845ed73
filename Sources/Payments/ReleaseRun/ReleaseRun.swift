import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// How many days from its release a run's money arrives at the latest.
    public static let farthestPayDay: Int64 = 30

    /// The run of a round that waits for its release.
    ///
    /// - Parameter typed: a run's reference; nil for the oldest that waits.
    /// - Throws: `PaymentsProblem`.
    public func runToRelease(
        of round: RoundID, key: String, named typed: String?, in tx: borrowing ReadTx
    ) throws -> PaymentRun {
        if let typed {
            let run = try run(of: round, key: key, named: typed, in: tx)
            guard run.status != .cancelled else {
                throw PaymentsProblem.cancelled(run: "\(run.reference)")
            }
            guard run.needsRelease, run.payOn == nil else {
                throw PaymentsProblem.releasedBefore(run: "\(run.reference)")
            }
            return run
        }
        let found = try tx.first(
            """
            \(PaymentRun.columns) FROM paymentRun
            WHERE roundId = ? AND needsRelease
              AND id NOT IN (SELECT runId FROM paymentRelease)
              AND id NOT IN (SELECT runId FROM paymentCancel)
            ORDER BY id LIMIT 1
            """, [round.rawValue], { PaymentRun($0) })
        guard let found else { throw PaymentsProblem.noRelease(round: key) }
        return found
    }

    /// Refuses somebody who may not release a run, before its files are made.
    public func refuseReleaser(_ run: PaymentRun, in tx: borrowing WriteTx) throws {
        let person = try tx.principal.require(.finance)
        try refuseApart(
            person, .released, run.round, run: run.id, on: LondonTime.date(tx.now),
            in: tx.reading)
        try refuseAll(person, run.id, in: tx.reading)
    }

    /// Releases a run with its files: from now on somebody may take them to the bank.
    ///
    /// - Parameter payOn: on which day the money is to be there.
    /// - Throws: `PaymentsProblem`.
    public func release(
        _ run: PaymentRun, payOn: LocalDate, files: [RunFile], in tx: borrowing WriteTx
    ) throws -> PaymentRun {
        let person = try tx.principal.require(.finance)
        try file(files, of: run, in: tx)
        // Whoever found the details right since the approval is kept from what they did before.
        for person in try verifiers(of: run.id, in: tx.reading) {
            do {
                try note(.verified, by: person, in: run.id, run.round, in: tx)
            } catch PaymentsProblem.dutiesApart {
                throw PaymentsProblem.verifiedSince(run: "\(run.reference)")
            }
        }
        try note(.released, by: person, in: run.id, run.round, in: tx)
        try tx.execute(
            """
            INSERT INTO paymentRelease (runId, releasedById, releasedAt, payOn)
            VALUES (?, ?, ?, ?)
            """, [run.id.rawValue, person.rawValue, tx.now.milliseconds, "\(payOn)"])
        try tx.audit(
            "paymentRun.release", "paymentRun:\(run.id.rawValue)",
            [
                ("payOn", .string("\(payOn)")),
                ("files", .object(files.map { ($0.profile, .string($0.sha256)) })),
            ])
        return try self.run(run.id, in: tx.reading)
    }

    /// Records that somebody takes a run's file away, the first time that it happens.
    ///
    /// - Throws: `PaymentsProblem`.
    public func recordExport(
        of run: PaymentRun, profile: String, in tx: borrowing WriteTx
    ) throws {
        guard run.status != .cancelled else {
            throw PaymentsProblem.cancelled(run: "\(run.reference)")
        }
        guard !run.needsRelease || run.payOn != nil else {
            throw PaymentsProblem.unreleased(run: "\(run.reference)")
        }
        let file = try file(of: run, profile: profile, in: tx.reading)
        if file.isForBank { try tx.principal.requireOperator(or: .finance) }
        // Once it is out, a file can be taken again for the record, whatever happened since.
        let taken = try takings(of: run.id, in: tx.reading)
        // What the bank refused goes out in another run: its file must not go to the bank again.
        if try refusal(of: run.id, in: tx.reading) != nil {
            guard !file.isForBank, taken.contains(where: { $0.profile == profile }) else {
                throw PaymentsProblem.refusedFile(run: "\(run.reference)")
            }
        }
        if !taken.contains(where: { $0.profile == profile }) || file.isForBank,
            try isRefusalOpen(of: run.id, in: tx.reading)
        {
            throw PaymentsProblem.refusalOpen(run: "\(run.reference)")
        }
        if !taken.contains(where: { $0.isForBank || !file.isForBank }) {
            try refuseMoved(run, in: tx.reading)
            try refuseReported(run, in: tx.reading)
        }
        if file.isForBank, !taken.contains(where: \.isForBank),
            let day = run.payOn.flatMap({ LocalDate($0) }), LondonTime.date(tx.now) > day
        {
            throw PaymentsProblem.payDayPast(run: "\(run.reference)", day: day)
        }
        let count = try tx.execute(
            """
            INSERT INTO paymentExport (runId, profile, takenById, takenAt, sha256)
            SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (
              SELECT 1 FROM paymentExport WHERE runId = ?1 AND profile = ?2)
            """,
            [
                run.id.rawValue, profile, tx.principal.personID?.rawValue, tx.now.milliseconds,
                file.sha256,
            ])
        // A file with whole account numbers leaves a row each time that it is read.
        guard count > 0 || file.isForBank else { return }
        try tx.audit(
            "paymentRun.export", "paymentRun:\(run.id.rawValue)",
            [("profile", .string(profile)), ("sha256", .string(file.sha256))])
    }

    /// The bank, or the ledger, says that it has the run.
    ///
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func acknowledge(
        _ run: PaymentRun, theirReference: String, on day: LocalDate, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance)
        var problems: [FieldProblem] = []
        let today = LondonTime.date(tx.now)
        if theirReference.trimmed.isEmpty { problems.append(FieldProblem("reference", "missing")) }
        if day > today { problems.append(FieldProblem("on", "in-the-future")) }
        guard problems.isEmpty else { throw InvalidInput("acknowledgement", problems) }
        switch run.status {
        case .approved, .released:
            throw PaymentsProblem.notExported(run: "\(run.reference)")
        case .cancelled: throw PaymentsProblem.cancelled(run: "\(run.reference)")
        case .exported, .acknowledged, .settled: break
        }
        let isKnown: Bool =
            try tx.reading.first(
                "SELECT 1 FROM paymentAcknowledgement WHERE runId = ?", [run.id.rawValue],
                { _ in true }) ?? false
        guard !isKnown else {
            throw PaymentsProblem.acknowledgedBefore(run: "\(run.reference)")
        }
        try tx.execute(
            """
            INSERT INTO paymentAcknowledgement
              (runId, theirReference, acknowledgedOn, recordedById, recordedAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                run.id.rawValue, theirReference.trimmed, "\(day)", person.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit("paymentRun.acknowledgement", "paymentRun:\(run.id.rawValue)")
    }

    /// Calls off a run that nobody has taken away: its instalments may be paid by another.
    ///
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func cancel(
        _ run: PaymentRun, reason: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance)
        guard !reason.trimmed.isEmpty else {
            throw InvalidInput("cancellation", [FieldProblem("reason", "missing")])
        }
        switch run.status {
        case .exported, .acknowledged, .settled:
            throw PaymentsProblem.exported(run: "\(run.reference)")
        case .cancelled: throw PaymentsProblem.cancelled(run: "\(run.reference)")
        case .approved, .released: break
        }
        try tx.execute(
            """
            INSERT INTO paymentCancel (runId, reason, cancelledById, cancelledAt)
            VALUES (?, ?, ?, ?)
            """, [run.id.rawValue, reason.trimmed, person.rawValue, tx.now.milliseconds])
        var items: [Instalment] = []
        try instalments(in: run.id, in: tx.reading) { items.append($0) }
        for item in items {
            try record(
                .cancelled, of: item, in: run, on: LondonTime.date(tx.now),
                reason: reason.trimmed, evidence: "\(run.reference)", by: person, in: tx)
        }
        try tx.audit(
            "paymentRun.cancellation", "paymentRun:\(run.id.rawValue)",
            [("instalments", .int(Int64(items.count)))])
    }

    /// Who called a run off, and why; nil where nobody did.
    public func cancellation(
        of run: PaymentRunID, in tx: borrowing ReadTx
    ) throws -> (by: PersonID, reason: String)? {
        try tx.first(
            "SELECT cancelledById, reason FROM paymentCancel WHERE runId = ?", [run.rawValue],
            { (PersonID($0[0]), $0[1]) })
    }

    /// Which files of a run were taken, when first, and by whom; nobody where the operator took it.
    public func takings(
        of run: PaymentRunID, in tx: borrowing ReadTx
    ) throws -> [(profile: String, isForBank: Bool, by: PersonID?, at: Instant)] {
        try tx.list(
            """
            SELECT profile, EXISTS (SELECT 1 FROM paymentSealedFile AS bank
                WHERE bank.runId = taken.runId AND bank.profile = taken.profile),
              takenById, takenAt
            FROM paymentExport AS taken WHERE runId = ? ORDER BY takenAt, profile
            """, [run.rawValue]
        ) { row in
            (
                row[0], row[1], (row[2] as Int64?).map { PersonID($0) },
                Instant(milliseconds: row[3])
            )
        }
    }

    /// Which files a run has.
    ///
    /// - Parameter forBank: whether those with whole account numbers count.
    public func profiles(
        of run: PaymentRunID, forBank: Bool = true, in tx: borrowing ReadTx
    ) throws -> [String] {
        try tx.list(
            """
            SELECT profile FROM paymentRunFile WHERE runId = ?1 AND (?2 OR NOT EXISTS (
              SELECT 1 FROM paymentSealedFile AS bank
              WHERE bank.runId = ?1 AND bank.profile = paymentRunFile.profile))
            ORDER BY profile
            """, [run.rawValue, forBank], { $0[0] })
    }
}
