import FundCore
import FundStore
import GRDB

/// What is to be done next on the way of the money.
extension PaymentsModule {
    /// What the next run would pay, as far as Payments itself knows.
    public func due(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> (count: Int64, total: Money) {
        try tx.first(
            """
            SELECT count(*), ifnull(sum(paymentInstalment.amountPence), 0)
            FROM paymentAward
            JOIN paymentInstalment ON paymentInstalment.awardId = paymentAward.awardId
            WHERE roundId = ?1 AND \(Instalment.isOpen)
              AND NOT (awaitsAgreement AND NOT EXISTS (
                SELECT 1 FROM paymentAgreement WHERE awardId = paymentAward.awardId))
              AND NOT EXISTS (SELECT 1 FROM paymentHold
                WHERE instalmentId = paymentInstalment.id AND releasedAt IS NULL)
              AND paymentAward.awardId NOT IN (SELECT awardId FROM paymentClosed)
              AND NOT EXISTS (SELECT 1 FROM paymentReportHeld AS held
                WHERE held.awardId = paymentAward.awardId AND heldFrom <= ?2)
              AND (trigger = 'agreement' OR dueOn <= ?2 OR (trigger IN ('report', 'evidence')
                AND EXISTS (SELECT 1 FROM paymentTriggerMet
                  WHERE instalmentId = paymentInstalment.id)))
              AND (NOT ifnull((SELECT needsPayee FROM paymentRound
                  WHERE paymentRound.roundId = paymentAward.roundId), 0)
                OR EXISTS (SELECT 1 FROM paymentPayeeVerified AS payee
                  WHERE payee.applicationId = paymentAward.applicationId AND usableFrom <= ?3))
            """, [round.rawValue, "\(LondonTime.date(tx.now))", tx.now.milliseconds],
            { ($0[0], Money(pence: $0[1])) }) ?? (0, .zero)
    }

    /// How many groups of a round have given bank details that nobody has found right yet.
    public func unverifiedCount(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            """
            SELECT count(*) FROM paymentPayee AS payee WHERE roundId = ? AND version = (
                SELECT max(version) FROM paymentPayee WHERE applicationId = payee.applicationId)
              AND NOT EXISTS (SELECT 1 FROM paymentPayeeVerified AS verified
                WHERE verified.payeeId = payee.id)
            """, [round.rawValue], { $0[0] }) ?? 0
    }

    /// The runs of a round on which somebody has to act: who approved each that waits for its
    /// release, and how many whose files nobody has taken.
    public func waitingRuns(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> (unreleased: [PersonID], untaken: Int) {
        var (unreleased, untaken): ([PersonID], Int) = ([], 0)
        try tx.forEach(
            """
            SELECT approvedById,
              needsRelease AND id NOT IN (SELECT runId FROM paymentRelease)
            FROM paymentRun
            WHERE roundId = ? AND id NOT IN (SELECT runId FROM paymentCancel)
              AND NOT EXISTS (SELECT 1 FROM paymentExport WHERE runId = paymentRun.id)
            """, [round.rawValue]
        ) { row in
            if row[1] { unreleased.append(PersonID(row[0])) } else { untaken += 1 }
        }
        return (unreleased, untaken)
    }
}

/// An instalment that is to be paid from a day on.
public struct DatedInstalment: Sendable {
    public let reference: Reference
    public let number: Int64
    public let amount: Money
    public let on: LocalDate
}

extension PaymentsModule {
    /// The instalments of a round that a day was set for and that no run has taken, by that day.
    public func datedInstalments(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [DatedInstalment] {
        try tx.list(
            """
            SELECT reference, number, paymentInstalment.amountPence, dueOn FROM paymentAward
            JOIN paymentInstalment ON paymentInstalment.awardId = paymentAward.awardId
            WHERE roundId = ? AND trigger = 'date' AND \(Instalment.isOpen)
            ORDER BY dueOn, paymentInstalment.id
            """, [round.rawValue]
        ) { row in
            DatedInstalment(
                reference: Reference(stored: row[0]), number: row[1],
                amount: Money(pence: row[2]),
                on: LocalDate(row[3] as String) ?? LocalDate(daysSince1970: 0))
        }
    }
}
