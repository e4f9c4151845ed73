import FundCore
import FundStore
import GRDB

/// What one run pays to one group, and whether the group was told.
public struct PayeeAdvice: Sendable {
    /// That the group was told.
    public struct Told: Sendable {
        /// The notice's number; nil where somebody posted it.
        public let notice: Int64?
        public let on: LocalDate
        public let amount: Money
        /// On which day it was to expect the money.
        public let expectedOn: LocalDate
    }

    public let award: AwardID
    public let application: ApplicationID
    public let reference: Reference
    /// What was sent, without what the bank did not take or sent back.
    public let payments: [Instalment]
    public let told: Told?

    public var total: Money { payments.reduce(.zero) { $0 + $1.amount } }
}

extension PaymentsModule {
    /// The groups that a run pays, by award.
    public func payeeAdvices(
        of run: PaymentRun, in tx: borrowing ReadTx
    ) throws -> [PayeeAdvice] {
        var told: [AwardID: PayeeAdvice.Told] = [:]
        try tx.forEach(
            """
            SELECT awardId, noticeId, advisedAt, pence, expectedOn FROM paymentAdvice
            WHERE runId = ?
            """, [run.id.rawValue]
        ) { row in
            told[AwardID(row[0])] = PayeeAdvice.Told(
                notice: row[1], on: LondonTime.date(Instant(milliseconds: row[2])),
                amount: Money(pence: row[3]),
                expectedOn: LocalDate(row[4] as String) ?? LocalDate(daysSince1970: 0))
        }
        var advices: [PayeeAdvice] = []
        var (first, sent): (Instalment?, [Instalment]) = (nil, [])
        func close() {
            guard let first else { return }
            advices.append(
                PayeeAdvice(
                    award: first.award, application: first.application,
                    reference: first.reference, payments: sent, told: told[first.award]))
        }
        try settledItems(of: run.id, in: tx) { item in
            if first?.award != item.instalment.award {
                close()
                (first, sent) = (item.instalment, [])
            }
            guard item.outcome == nil || item.outcome == .paid else { return }
            sent.append(item.instalment)
        }
        close()
        return advices
    }

    /// On which day the money of a run is to be there: as it was released, or the earliest that Bacs
    /// can do from the day on which its file was first taken away.
    ///
    /// - Throws: `PaymentsProblem` where nobody has taken it, `BankHolidaysProblem`.
    public func expectedOn(
        _ run: PaymentRun, _ holidays: BankHolidays, in tx: borrowing ReadTx
    ) throws -> LocalDate {
        guard run.status != .cancelled else {
            throw PaymentsProblem.cancelled(run: "\(run.reference)")
        }
        let takenAt: Int64? = try tx.first(
            "SELECT takenAt FROM paymentExport WHERE runId = ? ORDER BY takenAt LIMIT 1",
            [run.id.rawValue], { $0[0] })
        guard let takenAt else { throw PaymentsProblem.notExported(run: "\(run.reference)") }
        if let day = run.payOn.flatMap({ LocalDate($0) }) { return day }
        return try holidays.workingDay(
            2, from: LondonTime.date(Instant(milliseconds: takenAt)), countsStart: false)
    }

    /// Records that a group is told what a run pays it: once, whoever asks at the same moment.
    ///
    /// - Parameters:
    ///   - notice: what tells it; nil where somebody has posted it on paper.
    ///   - day: on which it is to expect the money.
    public func recordAdvice(
        _ advice: PayeeAdvice, of run: PaymentRun, notice: Int64?, expectedOn day: LocalDate,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance, .officer)
        try tx.execute(
            """
            INSERT INTO paymentAdvice
              (runId, awardId, noticeId, pence, expectedOn, advisedById, advisedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.id.rawValue, advice.award.rawValue, notice, advice.total.pence, "\(day)",
                person.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "payment.advice", "award:\(advice.award.rawValue)",
            [
                ("run", .int(run.id.rawValue)), ("notice", notice.map { .int($0) } ?? .null),
                ("pence", .int(advice.total.pence)),
            ])
    }
}
