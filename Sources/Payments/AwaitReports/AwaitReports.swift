import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// Holds what is not paid of an award from a day on, for a return; or lets it go.
    ///
    /// - Parameters:
    ///   - number: which of the award's returns, from 1.
    ///   - day: from when on it is late; nil where it holds nothing.
    public func hold(
        _ award: AwardID, forReturn number: Int64, from day: LocalDate?, in tx: borrowing WriteTx
    ) throws {
        try setReportHold(award, "return", number, from: day, in: tx)
    }

    /// Holds what is not paid of an award while somebody worries about it; or lets it go.
    public func hold(
        _ award: AwardID, forConcern isRaised: Bool, in tx: borrowing WriteTx
    ) throws {
        try setReportHold(
            award, "concern", 0, from: isRaised ? LondonTime.date(tx.now) : nil, in: tx)
    }

    private func setReportHold(
        _ award: AwardID, _ cause: String, _ number: Int64, from day: LocalDate?,
        in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else {
            throw AccessProblem.roleMissing(needs: [.officer, .applicant])
        }
        // What stands already is not written again.
        try tx.execute(
            """
            INSERT INTO paymentReportHold (awardId, cause, number, heldFrom, setById, setAt)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE ?4 IS NOT (
              SELECT heldFrom FROM paymentReportHold
              WHERE awardId = ?1 AND cause = ?2 AND number = ?3 ORDER BY id DESC LIMIT 1)
            """,
            [
                award.rawValue, cause, number, day?.description, person.rawValue,
                tx.now.milliseconds,
            ])
    }

    /// What holds the payments of an award today: a late return, a concern.
    public func reportHolds(
        on award: AwardID, in tx: borrowing ReadTx
    ) throws -> (isReturnLate: Bool, isConcern: Bool) {
        let causes: [String] = try tx.list(
            "SELECT cause FROM paymentReportHeld WHERE awardId = ? AND heldFrom <= ?",
            [award.rawValue, "\(LondonTime.date(tx.now))"], { $0[0] })
        return (causes.contains("return"), causes.contains("concern"))
    }

    /// The instalments of an award that wait for a report which this return is, or comes after.
    ///
    /// The first instalment that waits for a report waits for the award's first return, the second for
    /// its second; those beyond its last return wait for that.
    ///
    /// - Parameters:
    ///   - place: the place of the return among those of the award, from 1.
    ///   - count: how many returns the award was asked for.
    public func awaitedReports(
        of award: AwardID, upTo place: Int, of count: Int, in tx: borrowing ReadTx
    ) throws -> [Int64] {
        try tx.list(
            """
            SELECT number FROM (
              SELECT number, row_number() OVER (ORDER BY number) AS place,
                EXISTS (SELECT 1 FROM paymentTriggerMet
                  WHERE instalmentId = paymentInstalment.id) AS isMet,
                \(Instalment.isOpen) AS isOpen
              FROM paymentInstalment
              JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
              WHERE paymentAward.awardId = ?1 AND trigger = 'report'
                AND NOT EXISTS (SELECT 1 FROM paymentDrop
                  WHERE paymentDrop.instalmentId = paymentInstalment.id)
            ) WHERE isOpen AND NOT isMet AND min(place, ?3) <= ?2 ORDER BY number
            """, [award.rawValue, Int64(place), Int64(count)], { $0[0] })
    }

    /// Refuses to release a run that pays to an award whose group owes a return by now, or that
    /// somebody worries about.
    /// - Throws: `PaymentsProblem.reportsOwed`.
    public func refuseReported(_ run: PaymentRun, in tx: borrowing ReadTx) throws {
        let held = try tx.list(
            """
            SELECT DISTINCT reference, cause FROM paymentRunItem
            JOIN paymentInstalment ON paymentInstalment.id = instalmentId
            JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
            JOIN paymentReportHeld AS held ON held.awardId = paymentAward.awardId
            WHERE runId = ? AND heldFrom <= ? ORDER BY reference, cause
            """, [run.id.rawValue, "\(LondonTime.date(tx.now))"]
        ) { row -> FieldProblem in
            FieldProblem(
                row[0],
                (row[1] as String) == "return" ? "instalment-return-late" : "instalment-concern")
        }
        guard held.isEmpty else {
            throw PaymentsProblem.reportsOwed(run: "\(run.reference)", held)
        }
    }
}
