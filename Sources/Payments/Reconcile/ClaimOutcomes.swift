import FundCore
import FundStore
import GRDB

/// What a line of a bank's file said of a payment, once that is recorded.
public struct SettledPayment: Sendable {
    public let instalment: Instalment
    public let round: RoundID
    public let outcome: PaymentOutcome
    public let day: LocalDate
}

/// Money that came in and names an award whose group was asked for just that.
public struct RecoveryCredit: Sendable {
    public let line: BankLineID
    public let round: RoundID
    public let recovery: Recovery
    public let amount: Money
    public let day: LocalDate
    public let evidence: String
}

/// A line by which a payment came back.
public struct ComingReturn: Sendable {
    public let line: BankLineID
    public let application: ApplicationID
    public let round: RoundID
    public let amount: Money
    public let day: LocalDate
}

/// A line that names a payment which it fits.
private struct Claim {
    let line: BankLineID
    let instalment: InstalmentID
    let outcome: PaymentOutcome
    let day: LocalDate
    let reason: String?
    let textLine: Int64
}

extension PaymentsModule {
    /// Records what came of every payment that a line of a file fits and that is not recorded yet.
    ///
    /// - Parameter move: is handed each, to move its money.
    public func claim(
        _ which: MatchedLines, of file: ImportedBankFile, in tx: borrowing WriteTx,
        _ move: (SettledPayment) throws -> Void
    ) throws {
        var runs: [Int64: PaymentRun] = [:]
        var last: Int64 = 0
        while true {
            let claims = try claims(which, of: file.id, after: last, in: tx.reading)
            for claim in claims {
                last = claim.line.rawValue
                let (item, runID) = try item(claim.instalment, in: tx.reading)
                // Its state changes with its outcomes, and nothing of that matters here.
                let run = try runs[runID] ?? self.run(PaymentRunID(runID), in: tx.reading)
                runs[runID] = run
                try settle(item, of: run, claim, file, in: tx)
                try move(
                    SettledPayment(
                        instalment: item, round: run.round, outcome: claim.outcome,
                        day: claim.day))
            }
            if claims.isEmpty { return }
        }
    }

    /// Matches lines that are the sum of a run, and records that all of it was paid that waited.
    public func claimRuns(
        of file: ImportedBankFile, in tx: borrowing WriteTx,
        _ move: (SettledPayment) throws -> Void
    ) throws {
        let lines = try tx.reading.list(
            """
            SELECT line.id, run.reference, line.bookedOn, line.pence, line.paymentCount,
              line.textLine, line.outcome, line.tellingNumber, line.isToldBefore
            FROM paymentBankLine AS line JOIN paymentRun AS run ON run.reference = line.runReference
            WHERE line.fileId = ? AND line.status = 'booked' AND line.instalment IS NULL
              AND (line.kind = 'debit' OR line.outcome <> 'unknown')
              AND NOT EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = line.id)
            ORDER BY line.id
            """, [file.id.rawValue], { RunLine($0) })
        for line in lines {
            let run = try self.run(named: line.run, in: tx.reading)
            let open = try openItems(of: run.id, in: tx.reading)
            let verdict = try verdict(on: line, run, open, in: tx)
            guard verdict == .settles, let day = line.day else {
                try keep(verdict, line, run, in: tx)
                continue
            }
            try tx.execute(
                """
                INSERT INTO paymentBankMatch (lineId, verdict, runId) VALUES (?, 'batch', ?)
                """, [line.id.rawValue, run.id.rawValue])
            for item in open {
                try settle(
                    item, of: run,
                    Claim(
                        line: line.id, instalment: item.id, outcome: .paid, day: day, reason: nil,
                        textLine: line.textLine), file, in: tx)
                try move(
                    SettledPayment(instalment: item, round: run.round, outcome: .paid, day: day))
            }
        }
    }

    private func settle(
        _ item: Instalment, of run: PaymentRun, _ claim: Claim, _ file: ImportedBankFile,
        in tx: borrowing WriteTx
    ) throws {
        let evidence = "\(file.name):\(claim.textLine)"
        // A bank that gives no reason leaves its line as the only one.
        let reason = claim.outcome == .paid ? nil : claim.reason ?? evidence
        try record(
            claim.outcome, of: item, in: run, on: claim.day, reason: reason, evidence: evidence,
            by: try tx.principal.require(.finance), in: tx)
        try tx.execute(
            "INSERT INTO paymentOutcomeLine (instalmentId, kind, lineId) VALUES (?, ?, ?)",
            [item.id.rawValue, claim.outcome.rawValue, claim.line.rawValue])
    }

    private func claims(
        _ which: MatchedLines, of file: BankFileID, after: Int64, in tx: borrowing ReadTx
    ) throws -> [Claim] {
        try tx.list(
            """
            SELECT line.id, match.instalmentId, line.outcome, line.bookedOn,
              nullif(trim(line.returnReason), ''), line.textLine
            FROM paymentBankLine AS line
            JOIN paymentBankMatch AS match ON match.lineId = line.id
            WHERE line.fileId = ?1 AND line.id > ?2 AND match.verdict = 'exact'
              AND (line.outcome = 'returned') = ?3
              AND NOT EXISTS (SELECT 1 FROM paymentOutcomeLine WHERE lineId = line.id)
            ORDER BY line.id LIMIT 1000
            """, [file.rawValue, after, which == .returned]
        ) { row in
            Claim(
                line: BankLineID(row[0]), instalment: InstalmentID(row[1]),
                outcome: PaymentOutcome(rawValue: row[2]) ?? .failed,
                day: LocalDate(row[3] as String) ?? LocalDate(daysSince1970: 0),
                reason: row[4], textLine: row[5])
        }
    }

    private func item(
        _ id: InstalmentID, in tx: borrowing ReadTx
    ) throws -> (item: Instalment, run: Int64) {
        let found = try tx.first(
            """
            SELECT item.*, runId FROM (
              \(Instalment.columns) WHERE paymentInstalment.id = ?
            ) AS item JOIN paymentRunItem ON instalmentId = item.id
            """, [id.rawValue], { (Instalment($0), $0[9] as Int64) })
        guard let found else { throw StoreProblem.refused(code: "bank-match-differs") }
        return found
    }

    /// Lines that will be found to be payments which came back, before they are matched.
    public func comingReturns(
        of file: BankFileID, in tx: borrowing ReadTx
    ) throws -> [ComingReturn] {
        try tx.list(
            """
            SELECT line.id, owed.applicationId, owed.roundId, instalment.amountPence,
              line.bookedOn
            FROM paymentBankLine AS line
            JOIN paymentAward AS owed ON owed.reference = line.reference
            JOIN paymentInstalment AS instalment
              ON instalment.awardId = owed.awardId AND instalment.number = line.instalment
            JOIN paymentOutcome AS paid
              ON paid.instalmentId = instalment.id AND paid.kind = 'paid'
                AND paid.happenedOn <= line.bookedOn
            WHERE line.fileId = ? AND line.status = 'booked' AND line.outcome = 'returned'
              AND abs(line.pence) = instalment.amountPence AND line.tellingNumber = 1
              AND NOT EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = line.id)
              AND NOT EXISTS (SELECT 1 FROM paymentOutcome
                WHERE instalmentId = instalment.id AND kind = 'returned')
            ORDER BY line.id
            """, [file.rawValue]
        ) { row in
            ComingReturn(
                line: BankLineID(row[0]), application: ApplicationID(row[1]),
                round: RoundID(row[2]), amount: Money(pence: row[3]),
                day: LocalDate(row[4] as String) ?? LocalDate(daysSince1970: 0))
        }
    }

    /// Leaves a line unmatched.
    public func leave(
        _ line: BankLineID, _ reason: BankLineReason, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            "INSERT INTO paymentBankMatch (lineId, verdict) VALUES (?, ?)",
            [line.rawValue, reason.rawValue])
    }

    /// Money in that names an award whose group was asked for just that much, or for what is left of it
    /// after a part was written off.
    ///
    /// - Parameter left: what is still to come of a demand.
    public func recoveryCredits(
        of file: ImportedBankFile, in tx: borrowing ReadTx, left: (Recovery) throws -> Money
    ) throws -> [RecoveryCredit] {
        let lines = try tx.list(
            """
            SELECT line.id, owed.roundId, line.pence, line.bookedOn, line.textLine, min(recovery.id)
            FROM paymentBankLine AS line
            JOIN paymentAward AS owed ON owed.reference = line.reference
            JOIN paymentRecovery AS recovery
              ON recovery.awardId = owed.awardId AND receivedPence < duePence
            WHERE line.fileId = ?1 AND line.status = 'booked' AND line.kind = 'credit'
              AND line.outcome = 'unknown' AND line.instalment IS NULL
              AND line.bookedOn <= ?2 AND line.tellingNumber = 1 AND NOT line.isToldBefore
              AND NOT EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = line.id)
            GROUP BY line.id
            HAVING count(*) = 1 AND max(duePence - receivedPence) - line.pence
              BETWEEN 0 AND (SELECT ifnull(sum(pence), 0) FROM paymentWriteOff
                WHERE awardId = owed.awardId)
            ORDER BY line.id
            """, [file.id.rawValue, "\(LondonTime.date(tx.now))"]
        ) { row in
            (
                BankLineID(row[0]), RoundID(row[1]), Money(pence: row[2]),
                LocalDate(row[3] as String) ?? LocalDate(daysSince1970: 0), row[4] as Int64,
                row[5] as Int64
            )
        }
        return try lines.compactMap { line, round, amount, day, textLine, number in
            let recovery = try recovery(number, of: round, in: tx)
            guard try amount == recovery.due - recovery.received || amount == left(recovery)
            else { return nil }
            return RecoveryCredit(
                line: line, round: round, recovery: recovery, amount: amount, day: day,
                evidence: "\(file.name):\(textLine)")
        }
    }

    /// Keeps which line is the proof of a receipt.
    public func keep(
        _ receipt: Int64, of credit: RecoveryCredit, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            "INSERT INTO paymentBankMatch (lineId, verdict, receiptId) VALUES (?, 'recovery', ?)",
            [credit.line.rawValue, receipt])
    }
}

/// A line that names a run.
private struct RunLine {
    let id: BankLineID
    let run: String
    let day: LocalDate?
    let pence: Int64
    let count: Int64
    let textLine: Int64
    let outcome: String
    let tellingNumber: Int64
    let isKnown: Bool

    init(_ row: Row) {
        id = BankLineID(row[0])
        run = row[1]
        day = (row[2] as String?).flatMap { LocalDate($0) }
        pence = row[3]
        count = row[4]
        textLine = row[5]
        outcome = row[6]
        tellingNumber = row[7]
        isKnown = row[8]
    }
}

/// What a line that names a run comes to.
private enum RunVerdict: Equatable {
    case settles, known
    case none(BankLineReason, expected: Int64? = nil)
}

extension PaymentsModule {
    private func verdict(
        on line: RunLine, _ run: PaymentRun, _ open: [Instalment], in tx: borrowing WriteTx
    ) throws -> RunVerdict {
        if line.isKnown { return .known }
        switch run.status {
        case .cancelled: return .none(.runCancelled)
        case .approved, .released: return .none(.notExported)
        case .exported, .acknowledged, .settled: break
        }
        guard line.outcome == "paid" else { return .none(.wholeRun) }
        guard let day = line.day else { return .none(.noDay) }
        if day > LondonTime.date(tx.now) { return .none(.futureDay) }
        let waiting = open.reduce(Int64(0)) { $0 + $1.amount.pence }
        if open.isEmpty {
            // All of it was settled before: by this movement, or by another one.
            let isSame = run.total.pence == -line.pence && line.tellingNumber == 1
            let paidThatDay = try paidPence(of: run.id, on: day, in: tx.reading)
            if isSame, paidThatDay == run.total.pence { return .known }
            return .none(line.tellingNumber > 1 ? .saidTwice : .settledBefore)
        }
        guard waiting == -line.pence, line.count == 1 || line.count == open.count else {
            return .none(.amountDiffers, expected: waiting)
        }
        if "\(day)" < run.approvedOn { return .none(.beforeApproval) }
        if let payOn = run.payOn, "\(day)" < payOn { return .none(.beforePayDay) }
        return .settles
    }

    private func paidPence(
        of run: PaymentRunID, on day: LocalDate, in tx: borrowing ReadTx
    ) throws -> Int64 {
        try tx.first(
            """
            SELECT ifnull(sum(amountPence), 0) FROM paymentOutcome
            JOIN paymentRunItem USING (instalmentId)
            WHERE paymentOutcome.runId = ? AND kind = 'paid' AND happenedOn = ?
            """, [run.rawValue, "\(day)"], { $0[0] }) ?? 0
    }

    private func keep(
        _ verdict: RunVerdict, _ line: RunLine, _ run: PaymentRun, in tx: borrowing WriteTx
    ) throws {
        let (said, expected): (String, Int64?) =
            switch verdict {
            case .settles, .known: ("known", nil)
            case .none(let reason, let expected): (reason.rawValue, expected)
            }
        try tx.execute(
            """
            INSERT INTO paymentBankMatch (lineId, verdict, runId, expectedPence)
            VALUES (?, ?, ?, ?)
            """, [line.id.rawValue, said, run.id.rawValue, expected])
    }
}
