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
    /// Where runs need a release, that takes two people: what the first says changes nothing but
    /// that the file stays here, and the second confirms it.
    ///
    /// - Returns: the payments that failed so; none while it is to be confirmed.
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
        if run.needsRelease {
            guard let claim = try refusalClaim(of: run.id, in: tx.reading) else {
                try claimRefusal(of: run, reason.trimmed, on: day, by: person, in: tx)
                return []
            }
            guard claim.by != person else {
                throw PaymentsProblem.refusalByTwo(run: "\(run.reference)")
            }
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

    private func claimRefusal(
        of run: PaymentRun, _ reason: String, on day: LocalDate, by person: PersonID,
        in tx: borrowing WriteTx
    ) throws {
        guard "\(day)" >= run.approvedOn else {
            throw PaymentsProblem.beforeApproval(approvedOn: run.approvedOn)
        }
        try tx.execute(
            """
            INSERT INTO paymentRefusalClaim (runId, reason, refusedOn, claimedById, claimedAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [run.id.rawValue, reason, "\(day)", person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "paymentRun.refusalClaim", "paymentRun:\(run.id.rawValue)",
            [("on", .string("\(day)"))])
    }

    /// Takes back what somebody said of the bank, before anybody has confirmed it.
    ///
    /// - Throws: `PaymentsProblem` where there is nothing to take back; `InvalidInput`.
    public func withdrawRefusal(
        of run: PaymentRun, reason: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance)
        guard !reason.trimmed.isEmpty else {
            throw InvalidInput("refusal", [FieldProblem("reason", "missing")])
        }
        guard try refusal(of: run.id, in: tx.reading) == nil else {
            throw PaymentsProblem.runRefused(run: "\(run.reference)")
        }
        guard try refusalClaim(of: run.id, in: tx.reading) != nil else {
            throw PaymentsProblem.noRefusalClaim(run: "\(run.reference)")
        }
        try tx.execute(
            """
            UPDATE paymentRefusalClaim
            SET withdrawnById = ?, withdrawnAt = ?, withdrawnReason = ?
            WHERE runId = ? AND withdrawnAt IS NULL
            """,
            [person.rawValue, tx.now.milliseconds, reason.trimmed, run.id.rawValue])
        try tx.audit("paymentRun.refusalWithdrawal", "paymentRun:\(run.id.rawValue)")
    }

    /// What somebody says of a run that the bank refused, first; nil where nobody does.
    public func refusalClaim(
        of run: PaymentRunID, in tx: borrowing ReadTx
    ) throws -> RunRefusal? {
        try tx.first(
            """
            SELECT claimedById, refusedOn, reason FROM paymentRefusalClaim
            WHERE runId = ? AND withdrawnAt IS NULL
            """,
            [run.rawValue], { RunRefusal(by: PersonID($0[0]), on: $0[1], reason: $0[2]) })
    }

    /// Whether somebody says that the bank refused a run, and nobody has confirmed it.
    func isRefusalOpen(of run: PaymentRunID, in tx: borrowing ReadTx) throws -> Bool {
        guard try refusalClaim(of: run, in: tx) != nil else { return false }
        return try refusal(of: run, in: tx) == nil
    }

    /// Who says of which run of a round that the bank refused it, where nobody has confirmed it.
    public func openRefusalClaims(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [PersonID] {
        try tx.list(
            """
            SELECT claimedById FROM paymentRefusalClaim AS claim
            JOIN paymentRun ON paymentRun.id = claim.runId
            WHERE roundId = ? AND withdrawnAt IS NULL AND NOT EXISTS (
              SELECT 1 FROM paymentRunRefusal WHERE runId = claim.runId)
            """, [round.rawValue], { PersonID($0[0]) })
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
