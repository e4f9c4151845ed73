import FundCore

/// How an award stands between the council and its group.
public enum AgreementState: Sendable, Equatable {
    /// Not offered yet, or in a round that does without.
    case none
    /// Offered, and not answered.
    case offered(lapsesOn: LocalDate)
    case agreed(on: LocalDate)
    case declined, lapsed, withdrawn
    /// It was agreed, and has come to its end.
    case ended

    /// `offered`, as listings have it.
    public var name: String {
        switch self {
        case .none: "none"
        case .offered: "offered"
        case .agreed: "agreed"
        case .declined: "declined"
        case .lapsed: "lapsed"
        case .withdrawn: "withdrawn"
        case .ended: "ended"
        }
    }

    public static let names = [
        "none", "offered", "agreed", "declined", "lapsed", "withdrawn", "ended",
    ]
}

/// What a group is given, for what and for how long.
public struct AgreementTerms: Sendable, Equatable {
    public let amount: Money
    public let startsOn: LocalDate
    public let endsOn: LocalDate
    public let purpose: String

    public init(amount: Money, startsOn: LocalDate, endsOn: LocalDate, purpose: String) {
        self.amount = amount
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.purpose = purpose
    }
}

/// That a group agreed, who signed, and to which words.
public struct AgreementAcceptance: Sendable {
    public let name: String
    public let role: String
    public let on: LocalDate
    public let sha256: String
    /// Where the paper is, and why it was recorded by an officer; nil for one made on line.
    public let paper: (place: String, reason: String)?
    public let recordedBy: PersonID
    public let recordedAt: Instant
}

/// That a group wrote that it stays under the cap of minimal financial assistance.
public struct AssistanceConfirmation: Sendable {
    public let name: String
    public let cap: Money
    public let paperPlace: String?
    public let by: PersonID
    public let at: Instant
}

public enum OfferEndKind: String, Sendable, CaseIterable {
    case declined, lapsed, withdrawn
}

/// One version of an agreement, word for word.
public struct AgreementVersion: Sendable {
    public struct End: Sendable {
        public let kind: OfferEndKind
        public let isByGroup: Bool
        public let reason: String?
        public let by: PersonID
        public let at: Instant
    }

    public struct Extension: Sendable {
        public let lapsesOn: LocalDate
        public let reason: String
        public let by: PersonID
        public let at: Instant
    }

    public let id: AgreementVersionID
    public let number: Int64
    public let variation: AgreementVariationID?
    public let terms: AgreementTerms
    /// As the group reads it.
    public let text: String
    /// Of the text: whoever accepts names it.
    public let sha256: String
    public let asksConfirmation: Bool
    public let offeredBy: PersonID
    public let offeredAt: Instant
    public let offeredOn: LocalDate
    /// The last day on which it can be accepted, as it was offered.
    public let firstLapsesOn: LocalDate
    public var extensions: [Extension] = []
    public var confirmation: AssistanceConfirmation?
    public var acceptance: AgreementAcceptance?
    public var end: End?

    public var lapsesOn: LocalDate { extensions.last?.lapsesOn ?? firstLapsesOn }
    public var isOpen: Bool { acceptance == nil && end == nil }

    public func isOverdue(on day: LocalDate) -> Bool { isOpen && day > lapsesOn }
}

/// That somebody asks for a change, or that an agreement ends.
public struct AgreementVariation: Sendable {
    public struct Decision: Sendable {
        public let isApproved: Bool
        public let reason: String?
        public let by: PersonID
        public let at: Instant
    }

    public let id: AgreementVariationID
    /// What shall stand; nil where it asks that the agreement ends.
    public let terms: AgreementTerms?
    public let reason: String
    public let isFromGroup: Bool
    public let askedBy: PersonID
    public let askedAt: Instant
    public let decision: Decision?

    public var isEnd: Bool { terms == nil }
}

/// The end of the whole: what was paid stays with the group, the rest went back to the round.
public struct AgreementEnd: Sendable {
    public let state: AgreementState
    public let isByGroup: Bool
    public let reason: String?
    public let paid: Money
    public let released: Money
    public let by: PersonID
    public let at: Instant
    public let on: LocalDate
}

/// Whether what is paid for is an economic activity, and why.
public struct SubsidyAnswer: Sendable {
    public let isEconomic: Bool
    public let reason: String
    public let by: PersonID
    public let at: Instant
}

public struct AgreementCondition: Sendable {
    public let id: Int64
    public let text: String
    public let by: PersonID
}

/// An award's offer and agreement, with everything that happened to it.
public struct Agreement: Sendable {
    public let award: AwardID
    /// What is set aside for the group, or owed or paid to it.
    public let held: Money
    /// By number, from 1.
    public let versions: [AgreementVersion]
    public let variations: [AgreementVariation]
    /// What is asked of this group alone.
    public let conditions: [AgreementCondition]
    /// The last one that was given; nil while nobody has answered.
    public let subsidy: SubsidyAnswer?
    public let end: AgreementEnd?
    /// Whether a complaint led to the award being taken back.
    public let isTakenBack: Bool

    /// The version that stands, or would stand once it is accepted; nil where none does.
    public var present: AgreementVersion? { versions.last { $0.end == nil } }
    /// What the group agreed to last.
    public var agreed: AgreementVersion? { versions.last { $0.acceptance != nil } }
    /// The version that waits for the group's answer.
    public var open: AgreementVersion? {
        isClosed ? nil : present.flatMap { $0.isOpen ? $0 : nil }
    }
    /// What stands: agreed to, or else offered.
    public var current: AgreementVersion? { agreed ?? present }
    /// The request that waits for a second person.
    public var request: AgreementVariation? {
        isClosed ? nil : variations.last { $0.decision == nil }
    }
    public var isClosed: Bool { end != nil || isTakenBack }

    public var state: AgreementState {
        if let end { return end.state }
        if isTakenBack { return agreed == nil ? .withdrawn : .ended }
        if let first = versions.first(where: { $0.acceptance != nil })?.acceptance {
            return .agreed(on: first.on)
        }
        guard let present else { return .none }
        return .offered(lapsesOn: present.lapsesOn)
    }

    /// Whether it can be paid: the group has agreed, and nothing has ended it.
    public var isPayable: Bool {
        if case .agreed = state { return true }
        return false
    }
}

public enum AgreementProblem: Problem {
    case off(round: String)
    case noAward(reference: String)
    case unanswered(reference: String)
    /// The decision letter has not told the group.
    case untold(reference: String)
    /// Nothing could be offered.
    case nothingReady(count: Int)
    case offeredBefore(reference: String)
    case notOffered(reference: String)
    case nothingOpen(reference: String)
    case closed(reference: String)
    case textChanged
    case late(lastDay: LocalDate)
    case unconfirmed
    case confirmedBefore
    case notAssistance
    case recorderOffered
    case approvedOwn
    case variationOpen
    case noVariation(reference: String)
    case notAgreed(reference: String)
    case agreedBefore(reference: String)
    case belowPaid(paid: Money)
    case tooLittleLeft(left: Money)
    case unchanged
    case noCondition(number: Int64)

    public var report: ProblemReport {
        func report(_ code: String, _ arguments: [String: String] = [:]) -> ProblemReport {
            ProblemReport(code, .conflict, arguments)
        }
        return switch self {
        case .off(let round): report("agreement-off", ["round": round])
        case .noAward(let reference): report("agreement-no-award", ["reference": reference])
        case .unanswered(let reference): report("agreement-unanswered", ["reference": reference])
        case .untold(let reference): report("agreement-untold", ["reference": reference])
        case .nothingReady(let count): report("agreement-nothing-ready", ["count": "\(count)"])
        case .offeredBefore(let reference): report("agreement-offered", ["reference": reference])
        case .notOffered(let reference): report("agreement-not-offered", ["reference": reference])
        case .nothingOpen(let reference): report("agreement-nothing-open", ["reference": reference])
        case .closed(let reference): report("agreement-closed", ["reference": reference])
        case .textChanged: report("agreement-text-changed")
        case .late(let day): report("agreement-late", ["date": "\(day)"])
        case .unconfirmed: report("agreement-unconfirmed")
        case .confirmedBefore: report("agreement-confirmed-before")
        case .notAssistance: report("agreement-not-assistance")
        case .recorderOffered: report("agreement-recorder-offered")
        case .approvedOwn: report("agreement-approved-own")
        case .variationOpen: report("agreement-variation-open")
        case .noVariation(let reference): report("agreement-no-variation", ["reference": reference])
        case .notAgreed(let reference): report("agreement-not-agreed", ["reference": reference])
        case .agreedBefore(let reference):
            report("agreement-agreed-before", ["reference": reference])
        case .belowPaid(let paid): report("agreement-below-paid", ["paid": paid.words])
        case .tooLittleLeft(let left): report("agreement-too-little-left", ["left": left.words])
        case .unchanged: report("agreement-unchanged")
        case .noCondition(let number):
            ProblemReport("agreement-no-condition", .notFound, ["number": "\(number)"])
        }
    }
}
