import Commissioning
import FundCore
import FundStore
import Ledger
import Payments
import Rounds

/// What taking in a file from the bank came to.
public struct Reconciliation: Sendable {
    public let file: ImportedBankFile
    /// Whether it had been taken in before, so that nothing happened.
    public let isRepeat: Bool
    /// How long each step took, for whoever measures it.
    public let durations: ReconciliationDurations
}

/// What trying lines again came to that had settled nothing.
public struct LinesRetried: Sendable {
    /// How many might settle something now; the others were left as they are.
    public let tried: Int
    /// How many of these match something now.
    public let settled: Int
}

/// How long the steps of a reconciliation took.
public struct ReconciliationDurations: Sendable {
    /// Reading all of the file, and checking it.
    public var reading: Duration = .zero
    /// Reading it again, and keeping its lines.
    public var staging: Duration = .zero
    /// Finding what each line is about.
    public var matching: Duration = .zero
    /// Recording what came of each payment, and moving its money.
    public var settling: Duration = .zero
}

extension Workflows {
    /// Takes in a file from the bank or the ledger: checks all of it, then keeps its lines, matches
    /// them with payments and records what came of these, all in one transaction.
    ///
    /// The same file once more changes nothing.
    ///
    /// - Throws: `InvalidInput` with everything that is wrong with the file, `PaymentsProblem`.
    public func reconcile(
        _ source: ByteSource, in format: BankFileFormat, as principal: Principal
    ) throws -> Reconciliation {
        try principal.require(.finance)
        let clock = ContinuousClock()
        var durations = ReconciliationDurations()
        var start = clock.now
        let checked = try payments.checkBankFile(source, as: format)
        durations.reading = clock.now - start
        let known = try store.read { try payments.bankFile(of: checked.file.sha256, in: $0) }
        if let known {
            return Reconciliation(file: known, isRepeat: true, durations: durations)
        }
        return try store.write(as: principal) { tx in
            // Somebody else may have brought it meanwhile.
            if let known = try payments.bankFile(of: checked.file.sha256, in: tx.reading) {
                return Reconciliation(file: known, isRepeat: true, durations: durations)
            }
            start = clock.now
            let id = try payments.stage(checked, in: tx)
            durations.staging = clock.now - start
            let file = try payments.bankFile(id, in: tx.reading)
            try settleLines(of: file, isRetry: false, &durations, tx)
            let done = try payments.bankFile(id, in: tx.reading)
            try tx.audit(
                "reconciliation.import", "bank-file:\(id.rawValue)",
                [
                    ("sha256", .string(done.sha256)), ("lines", .int(done.lineCount)),
                    ("matched", .int(done.matched)), ("unmatched", .int(done.open)),
                ])
            return Reconciliation(file: done, isRepeat: false, durations: durations)
        }
    }

    /// Finds what the lines of a file are about that are not matched yet, and records what came of
    /// the payments that they fit.
    private func settleLines(
        of file: ImportedBankFile, isRetry: Bool, _ durations: inout ReconciliationDurations,
        _ tx: borrowing WriteTx
    ) throws {
        let clock = ContinuousClock()
        var start = clock.now
        try payments.match(.paidOrFailed, of: file.id, isRetry: isRetry, in: tx)
        durations.matching += clock.now - start
        start = clock.now
        try payments.claim(.paidOrFailed, of: file, in: tx) { try follow($0, tx) }
        try payments.claimRuns(of: file, in: tx) { try follow($0, tx) }
        durations.settling += clock.now - start
        start = clock.now
        try leaveGone(of: file.id, tx)
        try payments.match(.returned, of: file.id, isRetry: isRetry, in: tx)
        durations.matching += clock.now - start
        start = clock.now
        try payments.claim(.returned, of: file, in: tx) { try follow($0, tx) }
        try receive(from: file, tx)
        durations.settling += clock.now - start
        start = clock.now
        try payments.matchRest(of: file.id, in: tx)
        durations.matching += clock.now - start
    }

    /// Tries the lines again that settled nothing and would now: their run has been taken to the bank
    /// since, their day has come, or what they wait for has been recorded.
    ///
    /// - Parameter key: those alone that name an award or a run of this round; nil for every round.
    /// - Throws: `RoundsProblem`, `PaymentsProblem`.
    public func retryBankLines(
        round key: String?, as principal: Principal
    ) throws -> LinesRetried {
        try principal.require(.finance)
        return try store.write(as: principal) { tx in
            let round = try key.map { try rounds.round($0, in: tx.reading).id }
            return try retryLines(of: round, run: nil, tx)
        }
    }

    @discardableResult
    func retryLines(
        of round: RoundID?, run: PaymentRunID?, _ tx: borrowing WriteTx
    ) throws -> LinesRetried {
        var tried: Set<BankLineID> = []
        var durations = ReconciliationDurations()
        // What came back can be matched only once it is known what was paid, perhaps by another file.
        for _ in 1...2 {
            let lines = try payments.beginRetry(of: round, run: run, in: tx)
            for id in lines.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
                let those = Set(lines[id] ?? [])
                try settleLines(
                    of: try payments.bankFile(id, in: tx.reading), isRetry: true, &durations, tx)
                let left = try payments.unmatchedCount(of: those, in: tx.reading)
                try tx.audit(
                    "reconciliation.retry", "bank-file:\(id.rawValue)",
                    [
                        ("lines", .int(Int64(those.count))),
                        ("matched", .int(Int64(those.count - left))),
                    ])
                tried.formUnion(those)
            }
        }
        let left = try payments.unmatchedCount(of: tried, in: tx.reading)
        return LinesRetried(tried: tried.count, settled: tried.count - left)
    }

    private func follow(_ settled: SettledPayment, _ tx: borrowing WriteTx) throws {
        try move(settled.instalment, in: settled.round, settled.outcome, on: settled.day, tx)
    }

    /// Leaves for people what the ledger cannot have come back: the group had paid it back already.
    private func leaveGone(of file: BankFileID, _ tx: borrowing WriteTx) throws {
        var taken: [ApplicationID: Money] = [:]
        for line in try payments.comingReturns(of: file, in: tx.reading) {
            let there = try ledger.least(
                .paid, of: line.application, in: line.round, since: line.day, in: tx.reading)
            let all = (taken[line.application] ?? .zero) + line.amount
            if all <= there {
                taken[line.application] = all
            } else {
                try payments.leave(line.line, .moneyGone, in: tx)
            }
        }
    }

    /// What groups paid back, as they were asked to.
    private func receive(from file: ImportedBankFile, _ tx: borrowing WriteTx) throws {
        let credits = try payments.recoveryCredits(of: file, in: tx.reading) {
            try stillToCome(of: $0, in: tx.reading)
        }
        var taken: Set<Int64> = []
        // Of lines that fit one demand, the first one is it.
        for credit in credits where taken.insert(credit.recovery.id).inserted {
            let there = try ledger.least(
                .paid, of: credit.recovery.application, in: credit.round, since: credit.day,
                in: tx.reading)
            guard credit.amount <= there else {
                try payments.leave(credit.line, .moneyGone, in: tx)
                continue
            }
            let entry = try ledger.recover(
                credit.amount, of: credit.recovery.application, in: credit.round, on: credit.day,
                in: tx)
            let receipt = try payments.receive(
                credit.amount, for: credit.recovery, on: credit.day, evidence: credit.evidence,
                entry: entry, in: tx)
            try payments.keep(receipt, of: credit, in: tx)
        }
    }

    /// What is still to come of a demand, without what was written off.
    private func stillToCome(
        of demand: Recovery, in tx: borrowing ReadTx
    ) throws -> Money {
        let spent = try commissioning.spentTold(of: demand.award, in: tx)
        let all = try payments.recoveries(ofAward: demand.award, in: tx)
        return try payments.keptMoney(of: demand.award, in: tx).left(of: all, spent: spent)[
            demand.id] ?? .zero
    }

    /// Records what somebody found out about lines that matched nothing.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func resolveBankLines(
        _ lines: [BankLineID], reason: String, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            try payments.resolve(lines, reason: reason, in: tx)
        }
    }
}
