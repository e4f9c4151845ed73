import FundCore

/// What a round may hold, as the officer writes it in `rounds.yaml`.
public struct RoundPlan: Sendable, Equatable {
    /// What people and commands call it: `round-1`.
    public let key: String
    public let title: String
    public let allotment: Money
    public let requests: ClosedRange<Money>
    /// Whether the last project that money is left for may be given less than it asked for.
    public let partialAwards: Bool
    public let timetable: Timetable

    public init(
        key: String, title: String, allotment: Money, requests: ClosedRange<Money>,
        partialAwards: Bool, timetable: Timetable
    ) {
        self.key = key
        self.title = title
        self.allotment = allotment
        self.requests = requests
        self.partialAwards = partialAwards
        self.timetable = timetable
    }
}

/// When a round's stages come, on the clocks of Europe/London. Each is no earlier than the one
/// before it.
public struct Timetable: Sendable, Equatable {
    public let opens: LocalDateTime
    public let closes: LocalDateTime
    public let checksDone: LocalDate
    public let panelMeets: LocalDate
    public let decision: LocalDate
    public let lettersSent: LocalDate

    public init(
        opens: LocalDateTime, closes: LocalDateTime, checksDone: LocalDate, panelMeets: LocalDate,
        decision: LocalDate, lettersSent: LocalDate
    ) {
        self.opens = opens
        self.closes = closes
        self.checksDone = checksDone
        self.panelMeets = panelMeets
        self.decision = decision
        self.lettersSent = lettersSent
    }

    /// The same timetable with its deadline at `newCloses`: what follows moves by as many days.
    func moved(opens newOpens: LocalDateTime, closes newCloses: LocalDateTime) -> Timetable {
        let days = newCloses.date.daysSince1970 - closes.date.daysSince1970
        return Timetable(
            opens: newOpens, closes: newCloses, checksDone: checksDone.adding(days: days),
            panelMeets: panelMeets.adding(days: days), decision: decision.adding(days: days),
            lettersSent: lettersSent.adding(days: days))
    }

    /// How long applications are taken, on London's clocks: whole days and minutes.
    var length: (days: Int64, minutes: Int) {
        (
            closes.date.daysSince1970 - opens.date.daysSince1970,
            (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
        )
    }
}

public enum RoundStatus: String, Sendable, CaseIterable {
    case planned, open, closed, decided
}

/// A round as it stands.
public struct Round: Sendable {
    public let id: RoundID
    public let plan: RoundPlan
    public let status: RoundStatus
    /// The deadline: submissions are taken before this moment.
    public let closesAt: Instant

    public var key: String { plan.key }

    /// Whether a group may submit at `now`.
    public func takesApplications(at now: Instant) -> Bool {
        status == .open && now < closesAt
    }
}

/// What the fund is for and who can apply, as anybody may read it.
public struct FundAbout: Codable, Sendable {
    public let purpose: String
    public let whoCanApply: [String]
    public let weFund: [String]
    public let weDoNotFund: [String]
    /// What happens once a group has applied.
    public let afterwards: [String]

    public init(
        purpose: String, whoCanApply: [String], weFund: [String], weDoNotFund: [String],
        afterwards: [String]
    ) {
        self.purpose = purpose
        self.whoCanApply = whoCanApply
        self.weFund = weFund
        self.weDoNotFund = weDoNotFund
        self.afterwards = afterwards
    }
}

/// The fund itself, as the officer writes it in `fund.yaml`.
public struct Fund: Sendable, Equatable {
    public let name: String
    public let total: Money
    public let referencePrefix: String
    public let council: String
    public let department: String

    public init(
        name: String, total: Money, referencePrefix: String, council: String, department: String
    ) {
        self.name = name
        self.total = total
        self.referencePrefix = referencePrefix
        self.council = council
        self.department = department
    }
}

/// The parts of a configuration that a round keeps as they were when it opened.
public enum RoundSection: String, Sendable, CaseIterable {
    case about, agreement, allocation, appeals, bank, callIn, controls, eligibility, equality,
        form, letterRules, letters, organisation, panel, priorities, scoring, screening,
        separation
}

public enum RoundsProblem: Problem {
    case unknown(round: String)
    case alreadyOpened(round: String, status: RoundStatus)
    case notOpen(round: String, status: RoundStatus)
    case deadlinePassed(round: String, deadline: LocalDateTime)
    case notClosed(round: String, status: RoundStatus)
    case closesTooSoon(LocalDateTime)
    case closesTooLate(LocalDateTime)
    case noFund

    public var report: ProblemReport {
        switch self {
        case .unknown(let round):
            ProblemReport("round-unknown", .notFound, ["round": round])
        case .alreadyOpened(let round, let status):
            ProblemReport("round-opened-\(status.rawValue)", .conflict, ["round": round])
        case .notOpen(let round, let status):
            ProblemReport("round-not-open-\(status.rawValue)", .conflict, ["round": round])
        case .deadlinePassed(let round, let deadline):
            ProblemReport(
                "round-deadline-passed", .conflict, ["round": round, "deadline": "\(deadline)"])
        case .notClosed(let round, let status):
            ProblemReport("round-not-closed-\(status.rawValue)", .conflict, ["round": round])
        case .closesTooSoon(let deadline):
            ProblemReport("round-closes-too-soon", .invalid, ["deadline": "\(deadline)"])
        case .closesTooLate(let deadline):
            ProblemReport("round-closes-too-late", .invalid, ["deadline": "\(deadline)"])
        case .noFund:
            ProblemReport("fund-missing", .configuration)
        }
    }
}
