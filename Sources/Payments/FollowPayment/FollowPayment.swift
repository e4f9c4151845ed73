import FundCore
import FundStore
import GRDB

/// Something that happened to an instalment.
public struct PaymentEvent: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case scheduled, held, holdReleased, triggerMet, dropped
        /// Of the bank details that it goes to.
        case payeeEntered, payeeConfirmed, payeeCalled
        case proposed, approved, runReleased, exported, acknowledged
        case paid, failed, returned, cancelled
    }

    public let kind: Kind
    public let at: Instant
    /// The day on which it counts: for what a bank says, the bank's.
    public let on: LocalDate
    /// Nil where nobody is named: the operator of the machine, or a schedule.
    public let by: PersonID?
    /// A reason, a piece of evidence, or a reference.
    public let why: String
    /// The line of a bank's file that proves it; nil where somebody's word does.
    public var proof: BankProof?
}

/// Where a line of a bank's file stands.
public struct BankProof: Sendable {
    public let file: BankFileID
    public let textLine: Int64
}

/// An instalment with all that happened to it.
public struct FollowedInstalment: Sendable {
    public enum Status: String, Sendable, CaseIterable {
        /// No run has taken it.
        case open
        case held
        /// Another schedule has taken its place.
        case dropped
        /// A run has taken it, and nothing is known yet of its money.
        case inRun
        case paid, failed, returned, cancelled
    }

    public let id: InstalmentID
    public let number: Int64
    public let amount: Money
    public let trigger: InstalmentTrigger
    public let status: Status
    public let run: String?
    public let events: [PaymentEvent]

    public var isOpen: Bool { status == .open || status == .held }
}

/// An award as Payments knows it.
public struct FollowedAward: Sendable {
    public let id: AwardID
    public let application: ApplicationID
    public let reference: Reference
    public let awarded: Money
    public let decidedBy: PersonID
    public let decidedOn: String
    public let agreedOn: String?
    public let instalments: [FollowedInstalment]
    public let recoveries: [Recovery]
}

extension PaymentsModule {
    /// All that is known of the payment of one award.
    /// - Throws: `PaymentsProblem.unscheduled`.
    public func follow(
        _ typed: String, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> FollowedAward {
        guard
            let award = try Reference(typed: typed).flatMap({
                try followed($0, of: round, in: tx)
            })
        else { throw PaymentsProblem.unscheduled(reference: typed) }
        return award
    }

    /// All that is known of the payment of one award; nil where it is not scheduled.
    public func followed(
        _ reference: Reference, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> FollowedAward? {
        let found = try tx.first(
            """
            SELECT awardId, applicationId, reference, awardedPence, decidedById, decidedOn,
              (SELECT agreedOn FROM paymentAgreement WHERE awardId = paymentAward.awardId)
            FROM paymentAward WHERE roundId = ? AND reference = ?
            """, [round.rawValue, "\(reference)"]
        ) { row in
            (
                AwardID(row[0]), ApplicationID(row[1]), Reference(stored: row[2]),
                Money(pence: row[3]), PersonID(row[4]), row[5] as String, row[6] as String?
            )
        }
        guard let award = found else { return nil }
        let (events, proofs) = (try events(of: award.0, in: tx), try proofs(of: award.0, in: tx))
        let instalments = try tx.list(
            """
            SELECT paymentInstalment.id, number, paymentInstalment.amountPence, trigger, dueOn,
              (SELECT reference FROM paymentRun WHERE id = paymentRunItem.runId),
              EXISTS (SELECT 1 FROM paymentHold
                WHERE instalmentId = paymentInstalment.id AND releasedAt IS NULL)
            FROM paymentInstalment
            LEFT JOIN paymentRunItem ON instalmentId = paymentInstalment.id
            WHERE awardId = ? ORDER BY number
            """, [award.0.rawValue]
        ) { row in
            let id = InstalmentID(row[0])
            let own = (events[id] ?? []).map { event in
                var event = event
                event.proof = proofs[id]?.first { $0.kind == event.kind.rawValue }?.proof
                return event
            }
            let ending = own.last { $0.kind.ending != nil }?.kind.ending
            let run: String? = row[5]
            let standing: FollowedInstalment.Status =
                ending ?? (run != nil ? .inRun : (row[6] as Bool) ? .held : .open)
            return FollowedInstalment(
                id: id, number: row[1], amount: Money(pence: row[2]),
                trigger: InstalmentTrigger(
                    code: row[3], day: (row[4] as String?).flatMap { LocalDate($0) }),
                status: standing, run: run, events: own)
        }
        return FollowedAward(
            id: award.0, application: award.1, reference: award.2, awarded: award.3,
            decidedBy: award.4, decidedOn: award.5, agreedOn: award.6, instalments: instalments,
            recoveries: try recoveries(of: round, in: tx).filter { $0.award == award.0 })
    }

    private func events(
        of award: AwardID, in tx: borrowing ReadTx
    ) throws -> [InstalmentID: [PaymentEvent]] {
        var events: [InstalmentID: [PaymentEvent]] = [:]
        try tx.forEach(
            """
            WITH own AS (
              SELECT paymentInstalment.id, scheduledAt, runId, payeeId FROM paymentInstalment
              LEFT JOIN paymentRunItem ON instalmentId = paymentInstalment.id WHERE awardId = ?
            )
            SELECT id, 'scheduled', scheduledAt, NULL, NULL, '' FROM own
            UNION ALL SELECT own.id, 'held', heldAt, NULL, heldById, reason
              FROM own JOIN paymentHold ON instalmentId = own.id
            UNION ALL SELECT own.id, 'holdReleased', releasedAt, NULL, releasedById, releaseReason
              FROM own JOIN paymentHold ON instalmentId = own.id WHERE releasedAt IS NOT NULL
            UNION ALL SELECT own.id, 'triggerMet', metAt, NULL, metById, evidence
              FROM own JOIN paymentTriggerMet ON instalmentId = own.id
            UNION ALL SELECT own.id, 'dropped', droppedAt, NULL, droppedById, reason
              FROM own JOIN paymentDrop ON instalmentId = own.id
            UNION ALL SELECT own.id, 'payeeEntered', enteredAt, NULL, enteredById,
                '••••' || lastDigits
              FROM own JOIN paymentPayee ON paymentPayee.id = own.payeeId
            UNION ALL SELECT own.id, 'payeeConfirmed', recordedAt, checkedOn, recordedById, result
              FROM own JOIN paymentPayeeConfirmation USING (payeeId)
            UNION ALL SELECT own.id, 'payeeCalled', calledAt, NULL, calledById,
                iif(isConfirmed, 'yes', 'no')
              FROM own JOIN paymentCallBack USING (payeeId)
            UNION ALL SELECT own.id, 'proposed', proposedAt, NULL, proposedById, ''
              FROM own JOIN paymentRun ON paymentRun.id = own.runId
              JOIN paymentProposal ON paymentProposal.id = proposalId
            UNION ALL SELECT own.id, 'approved', approvedAt, approvedOn, approvedById, reference
              FROM own JOIN paymentRun ON paymentRun.id = own.runId
            UNION ALL SELECT own.id, 'runReleased', releasedAt, NULL, releasedById, payOn
              FROM own JOIN paymentRelease ON paymentRelease.runId = own.runId
            UNION ALL SELECT own.id, 'exported', takenAt, NULL, takenById, profile
              FROM own JOIN paymentExport ON paymentExport.runId = own.runId
            UNION ALL SELECT own.id, 'acknowledged', recordedAt, acknowledgedOn, recordedById,
                theirReference
              FROM own JOIN paymentAcknowledgement
                ON paymentAcknowledgement.runId = own.runId
            UNION ALL SELECT own.id, kind, recordedAt, happenedOn, recordedById,
                ifnull(reason || ': ', '') || evidence
              FROM own JOIN paymentOutcome ON instalmentId = own.id
            ORDER BY 3
            """, [award.rawValue]
        ) { row in
            guard let kind = PaymentEvent.Kind(rawValue: row[1]) else { return }
            let at = Instant(milliseconds: row[2])
            events[InstalmentID(row[0]), default: []].append(
                PaymentEvent(
                    kind: kind, at: at,
                    on: (row[3] as String?).flatMap { LocalDate($0) } ?? LondonTime.date(at),
                    by: (row[4] as Int64?).map { PersonID($0) }, why: row[5]))
        }
        return events
    }
}

extension PaymentEvent.Kind {
    /// What it makes of an instalment, for good.
    fileprivate var ending: FollowedInstalment.Status? {
        switch self {
        case .dropped: .dropped
        case .paid: .paid
        case .failed: .failed
        case .returned: .returned
        case .cancelled: .cancelled
        case .scheduled, .held, .holdReleased, .triggerMet, .payeeEntered, .payeeConfirmed,
            .payeeCalled, .proposed, .approved, .runReleased, .exported, .acknowledged:
            nil
        }
    }
}
