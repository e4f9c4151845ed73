import Awards
import FundCore
import FundStore
import Payments
import Rounds

/// What a group was paid, and what is still to come, as the group itself reads it: no names of those
/// who work on it, and nothing of its account.
public struct OwnPayments: Sendable {
    public enum State: Sendable, Equatable {
        /// Its bank details are to be entered first.
        case needsDetails
        /// Its bank details are being checked.
        case checksDetails
        /// Somebody keeps it back, to look into something.
        case held
        case waitsForDate(LocalDate)
        case waitsForReport
        case waitsForEvidence
        /// A monitoring return of the group is late.
        case waitsForReturn
        /// It is among the next to be paid.
        case next
        /// It is being made ready for the bank.
        case prepared
        /// The bank has it; on which day it is to arrive, where that was said.
        case onItsWay(LocalDate?)
        case paid(LocalDate)
        /// The bank did not send it.
        case failed(LocalDate)
        /// The bank sent it back.
        case returned(LocalDate)

        /// `waitsForDate`, as the words for it are found.
        public var name: String {
            switch self {
            case .needsDetails: "needsDetails"
            case .checksDetails: "checksDetails"
            case .held: "held"
            case .waitsForDate: "waitsForDate"
            case .waitsForReport: "waitsForReport"
            case .waitsForEvidence: "waitsForEvidence"
            case .waitsForReturn: "waitsForReturn"
            case .next: "next"
            case .prepared: "prepared"
            case .onItsWay(let day): day == nil ? "onItsWay" : "onItsWayFor"
            case .paid: "paid"
            case .failed: "failed"
            case .returned: "returned"
            }
        }

        public var day: LocalDate? {
            switch self {
            case .waitsForDate(let day), .paid(let day), .failed(let day), .returned(let day): day
            case .onItsWay(let day): day
            default: nil
            }
        }
    }

    public struct Payment: Sendable {
        public let amount: Money
        public let state: State
        /// As its bank statement shows it, once it is sent.
        public let reference: String?
    }

    /// What it was asked to pay back.
    public struct Recovery: Sendable {
        public let kind: RecoveryKind
        public let due: Money
        public let received: Money
        /// What is still to come of it, without what it need not pay back.
        public let left: Money
        public let askedOn: LocalDate
    }

    public let payments: [Payment]
    public let recoveries: [Recovery]
    /// How the group gave up what was not paid; nil where it did not.
    public let givenUp: GivenUp?

    /// What reached the group and stayed with it.
    public var paid: Money {
        payments.reduce(.zero) {
            if case .paid = $1.state { $0 + $1.amount } else { $0 }
        }
    }
}

extension Reports {
    /// What an application was paid; nil where nothing was scheduled.
    func ownPayments(
        of id: ApplicationID, reference: Reference, in round: RoundID, in tx: borrowing ReadTx
    ) throws -> OwnPayments? {
        guard let award = try payments.followed(reference, of: round, in: tx),
            award.application == id
        else { return nil }
        let isStopped = try payments.isStopped(award.id, in: tx)
        let details = try detailsState(of: id, in: round, in: tx)
        let today = LondonTime.date(tx.now)
        let holds = try payments.reportHolds(on: award.id, in: tx)
        let left = try left(of: award.recoveries, in: tx)
        let held: OwnPayments.State? =
            holds.isConcern ? .held : holds.isReturnLate ? .waitsForReturn : nil
        return OwnPayments(
            payments: award.instalments.compactMap { instalment in
                guard
                    let state = instalment.state(
                        on: today, isStopped: isStopped, details: held ?? details)
                else { return nil }
                return OwnPayments.Payment(
                    amount: instalment.amount, state: state,
                    reference: state.isSent ? "\(reference)-\(instalment.number)" : nil)
            },
            recoveries: award.recoveries.map {
                OwnPayments.Recovery(
                    kind: $0.kind, due: $0.due, received: $0.received, left: left[$0.id] ?? .zero,
                    askedOn: LondonTime.date($0.demandedAt))
            }, givenUp: try awards.givenUp(award.id, in: tx))
    }

    /// What a group's bank details keep back; nil where they keep nothing back.
    private func detailsState(
        of id: ApplicationID, in round: RoundID, in tx: borrowing ReadTx
    ) throws -> OwnPayments.State? {
        guard try rounds.controls(of: round, in: tx).has(.bankVerification) else { return nil }
        switch try payments.newestPayee(of: id, in: tx)?.state(at: tx.now) {
        case nil, .missing: return .needsDetails
        case .unverified, .cooling: return .checksDetails
        case .usable: return nil
        }
    }
}

extension OwnPayments.State {
    fileprivate var isSent: Bool {
        switch self {
        case .onItsWay, .paid, .failed, .returned: true
        default: false
        }
    }
}

extension FollowedInstalment {
    /// - Returns: nil for what another instalment stands in the place of, and for what is not paid any
    ///   more.
    fileprivate func state(
        on today: LocalDate, isStopped: Bool, details: OwnPayments.State?
    ) -> OwnPayments.State? {
        func day(_ kind: PaymentEvent.Kind) -> LocalDate {
            events.last { $0.kind == kind }?.on ?? today
        }
        switch status {
        case .dropped, .cancelled: return nil
        case .paid: return .paid(day(.paid))
        case .failed: return .failed(day(.failed))
        case .returned: return .returned(day(.returned))
        case .inRun:
            guard events.contains(where: { $0.kind == .exported }) else { return .prepared }
            // The reason of a release is the day that it names.
            let payOn = events.last { $0.kind == .runReleased }.flatMap { LocalDate($0.why) }
            return .onItsWay(payOn)
        case .held: return isStopped ? nil : .held
        case .open: return isStopped ? nil : waiting(on: today) ?? details ?? .next
        }
    }

    private func waiting(on today: LocalDate) -> OwnPayments.State? {
        let isMet = events.contains { $0.kind == .triggerMet }
        switch trigger {
        case .date(let day) where day > today: return .waitsForDate(day)
        case .report where !isMet: return .waitsForReport
        case .evidence where !isMet: return .waitsForEvidence
        case .agreement, .date, .report, .evidence: return nil
        }
    }
}
