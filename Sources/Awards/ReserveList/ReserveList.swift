import FundCore
import FundStore
import GRDB

/// Why somebody is no longer on the reserve list.
public enum ListedEndGround: String, Sendable, CaseIterable {
    /// The group does not want the money any more.
    case withdrawn
    /// It may not have it.
    case barred
    /// The round gives nothing more from its list.
    case closed

    /// Those that an officer may say of one application.
    public static let ofOne: [ListedEndGround] = [.withdrawn, .barred]
}

public enum ReserveVerdict: String, Sendable, CaseIterable {
    case approved, refused
}

/// How somebody on a round's reserve list stands.
public enum ReserveState: String, Sendable, CaseIterable {
    /// On the list.
    case listed
    /// Put off to a later round: never given anything from this one.
    case `deferred`
    /// An award is proposed to it.
    case proposed
    /// An award is decided on, and waits for the day on which that has effect.
    case approved
    /// That was called in.
    case calledIn
    /// It has an award: from the list, or on appeal.
    case awarded
    /// No longer on the list.
    case ended
}

/// Money that is proposed to somebody on the list, with what became of it.
public struct ReserveProposal: Sendable {
    public struct Decision: Sendable {
        public let verdict: ReserveVerdict
        public let reason: String
        public let decidedBy: PersonID
        public let decidedOn: LocalDate
        public let effectiveOn: LocalDate?
    }

    public struct CallIn: Sendable {
        public let on: LocalDate
        /// A person or a body; nil where that was not said.
        public let by: String?
        public let reason: String
        public let verdict: CallInVerdict?
        public let outcomeReason: String?
    }

    /// That nothing comes of it although it was approved.
    public struct Drop: Sendable {
        public let on: LocalDate
        public let reason: String
        public let by: PersonID
    }

    public let id: ReserveProposalID
    public let application: ApplicationID
    public let amount: Money
    /// Why before those that come first; nil where it was its turn.
    public let orderReason: String?
    public let proposedBy: PersonID
    public let proposedAt: Instant
    public let decision: Decision?
    public let callIn: CallIn?
    public let madeOn: LocalDate?
    public let drop: Drop?

    /// Whether something may still come of it.
    public var isUnderWay: Bool {
        madeOn == nil && drop == nil && decision?.verdict != .refused
            && callIn?.verdict != .returned
    }

    /// Whether its money is spoken for, although there is no award yet.
    public var isPending: Bool { isUnderWay && decision?.verdict == .approved }
}

/// Somebody on a round's reserve list, or put off.
public struct Listed: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let isReserve: Bool
    public let rank: Int64
    public let requested: Money
    /// The least the group could work with.
    public let minimum: Money
    public let end: (ground: ListedEndGround, reason: String, by: PersonID, at: Instant)?
    public let isAwarded: Bool
    /// Every one, the first one first.
    public let proposals: [ReserveProposal]

    public var state: ReserveState {
        if isAwarded { return .awarded }
        if !isReserve { return .deferred }
        if end != nil { return .ended }
        guard let last = proposals.last, last.isUnderWay else { return .listed }
        guard last.decision != nil else { return .proposed }
        return last.callIn != nil && last.callIn?.verdict == nil ? .calledIn : .approved
    }

    /// Whether it waits for its turn.
    public var isWaiting: Bool { [.listed, .proposed].contains(state) }
}

extension [Listed] {
    /// What is decided from the list, and waits to have effect: nobody else is given it.
    public var pending: Money {
        filter { !$0.isAwarded }.flatMap(\.proposals).filter(\.isPending)
            .reduce(.zero) { $0 + $1.amount }
    }
}

/// That a round gives nothing more from its list.
public struct ReserveClosing: Sendable {
    public let reason: String
    public let by: PersonID
    public let at: Instant
}

public enum ReserveProblem: Problem {
    case unknown(reference: String)
    case notListed(reference: String)
    case closed(round: String)
    case underWay(references: [String])
    case awarded(reference: String)
    case outOfOrder(references: [String])
    case orderUnneeded
    case amount(least: Money, requested: Money)
    case overLeft(amount: Money, left: Money)
    case nothingProposed(reference: String)
    case deciderProposed
    case notYet(from: LocalDate)
    case calledIn(reference: String)
    case notCalledIn(reference: String)
    case noCallIn(reference: String)
    case empty(round: String)
    /// By now another award is proposed than the one that was read.
    case anotherProposal(reference: String, number: Int64)
    /// Their decision letters have not left.
    case untold(references: [String])

    public var report: ProblemReport {
        switch self {
        case .unknown(let reference):
            ProblemReport("reserve-unknown", .notFound, ["reference": reference])
        case .notListed(let reference):
            ProblemReport("reserve-not-listed", .conflict, ["reference": reference])
        case .closed(let round): ProblemReport("reserve-closed", .conflict, ["round": round])
        case .underWay(let references):
            ProblemReport(
                "reserve-under-way", .conflict,
                ["references": references.joined(separator: ", ")])
        case .awarded(let reference):
            ProblemReport("reserve-awarded", .conflict, ["reference": reference])
        case .outOfOrder(let references):
            ProblemReport(
                "reserve-out-of-order", .conflict,
                ["references": references.joined(separator: ", ")])
        case .orderUnneeded: ProblemReport("reserve-order-unneeded", .conflict)
        case .amount(let least, let requested):
            ProblemReport(
                "reserve-amount", .conflict,
                ["least": least.words, "requested": requested.words])
        case .overLeft(let amount, let left):
            ProblemReport(
                "reserve-over-left", .conflict, ["amount": amount.words, "left": left.words])
        case .nothingProposed(let reference):
            ProblemReport("reserve-nothing-proposed", .conflict, ["reference": reference])
        case .deciderProposed: ProblemReport("reserve-decider-proposed", .conflict)
        case .notYet(let day):
            ProblemReport("reserve-not-in-effect", .conflict, ["date": "\(day)"])
        case .calledIn(let reference):
            ProblemReport("reserve-called-in", .conflict, ["reference": reference])
        case .notCalledIn(let reference):
            ProblemReport("reserve-not-called-in", .conflict, ["reference": reference])
        case .noCallIn(let reference):
            ProblemReport("reserve-no-call-in", .conflict, ["reference": reference])
        case .anotherProposal(let reference, let number):
            ProblemReport(
                "reserve-another-proposal", .conflict,
                ["reference": reference, "number": "\(number)"])
        case .untold(let references):
            ProblemReport(
                "reserve-untold", .conflict, ["references": references.joined(separator: ", ")])
        case .empty(let round): ProblemReport("reserve-empty", .conflict, ["round": round])
        }
    }
}
