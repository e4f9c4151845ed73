import FundCore

/// What `commissioning.yaml` says of reports of tension, with the wards that one can name.
public struct TensionRules: Sendable {
    public struct Choice: Sendable {
        public let key: String
        public let title: String

        public init(key: String, title: String) {
            self.key = key
            self.title = title
        }
    }

    public static let usualContactDays: Int64 = 90
    public static let greatestContactDays: Int64 = 365

    public let wards: [Choice]
    /// What officers choose from.
    public let rootCauses: [Choice]
    /// How long it is kept how to reach somebody: 1 to 365.
    public let keepContactDays: Int64

    public init(
        wards: [Choice], rootCauses: [Choice] = [], keepContactDays: Int64 = usualContactDays
    ) {
        self.wards = wards
        self.rootCauses = rootCauses
        self.keepContactDays = keepContactDays
    }

    /// Passes a ward that there is.
    /// - Throws: `InvalidInput` at `ward`.
    public func check(ward: String?) throws {
        guard let ward, let problem = Self.problem(ward, "ward", among: wards) else { return }
        throw InvalidInput("ward", [problem])
    }

    static func problem(
        _ key: String, _ place: String, among choices: [Choice]
    ) -> FieldProblem? {
        guard !choices.contains(where: { $0.key == key }) else { return nil }
        return FieldProblem(
            place, "not-an-option",
            ["value": key, "options": choices.map(\.key).joined(separator: ", ")])
    }
}

/// What became of a report.
public enum TensionStatus: String, Sendable, CaseIterable {
    /// Nobody has said anything of it yet.
    case new, noted
    /// To whom it belongs: the note says to whom.
    case passedOn = "passed-on"
    case notForUs = "not-for-us"
    /// What was written in it is gone.
    case removed

    /// What an officer can make of one.
    public static let triaged: [TensionStatus] = [.noted, .passedOn, .notForUs]
}

/// Whether what was reported goes on.
public enum TensionGoesOn: String, Sendable, CaseIterable {
    case yes, no, unsure
}

/// How to reach whoever made a report. It is kept apart from the report, and not for long.
public struct TensionContact: Sendable, Equatable {
    public let name: String?
    public let email: String?
    public let phone: String?

    public init(name: String? = nil, email: String? = nil, phone: String? = nil) {
        self.name = name
        self.email = email
        self.phone = phone
    }

    public var isEmpty: Bool { self == TensionContact() }
}

/// What somebody reports, as they wrote it.
public struct TensionEntry: Sendable {
    public let what: String
    /// A ward's key; nil where it is no ward of the fund's, or nobody is sure which.
    public let ward: String?
    public let place: String?
    public let day: LocalDate?
    /// Whether the day is about right, and no more.
    public let isAbout: Bool
    public let cause: String?
    public let goesOn: TensionGoesOn?
    public let contact: TensionContact

    public init(
        what: String, ward: String?, place: String?, day: LocalDate?, isAbout: Bool,
        cause: String?, goesOn: TensionGoesOn?, contact: TensionContact
    ) {
        self.what = what
        self.ward = ward
        self.place = place
        self.day = day
        self.isAbout = isAbout
        self.cause = cause
        self.goesOn = goesOn
        self.contact = contact
    }
}

/// A report of tension. How to reach whoever made it is not part of it.
public struct Tension: Sendable {
    public let id: TensionID
    public let what: String
    public let ward: String?
    /// What the ward was called then.
    public let wardTitle: String?
    public let place: String?
    public let day: String
    public let isAbout: Bool
    public let cause: String?
    public let goesOn: TensionGoesOn
    /// The officer who took it down; nil where it came over the public page.
    public let takenBy: PersonID?
    public let receivedAt: Instant
    public let receivedOn: String
    /// The day on which it is deleted how to reach whoever made it; nil where nobody can.
    public let contactUntil: String?
    /// What stands; nil where nobody has looked at it.
    public let triage: TensionTriage?

    /// That it was removed; nil where it stands.
    public let removal: TensionRemoval?

    public var status: TensionStatus {
        removal == nil ? triage?.status ?? .new : .removed
    }
}

/// One version of what an officer made of a report.
public struct TensionTriage: Sendable {
    public let version: Int64
    public let status: TensionStatus
    public let note: String
    public let rootCause: String?
    /// What it was called then.
    public let rootCauseTitle: String?
    public let author: PersonID
    public let at: Instant
}

/// Which reports to list, the latest first.
public struct TensionFilter: Sendable {
    public let status: TensionStatus?
    public let ward: String?
    /// Only those before this number.
    public let before: Int64?
    public let limit: Int?

    public init(
        status: TensionStatus? = nil, ward: String? = nil, before: Int64? = nil,
        limit: Int? = nil
    ) {
        self.status = status
        self.ward = ward
        self.before = before
        self.limit = limit
    }
}

/// How many reports say that something happened in a month and ward.
public struct TensionCount: Sendable {
    /// `2026-11`.
    public let month: String
    public let ward: String?
    public let wardTitle: String?
    public let count: Int64
}

public enum TensionProblem: Problem {
    case unknown(number: String)
    case changed
    case noContact
    case notEvidence
    case removed

    public var report: ProblemReport {
        switch self {
        case .unknown(let number):
            ProblemReport("tension-unknown", .notFound, ["number": number])
        case .changed: ProblemReport("tension-changed", .conflict)
        case .noContact: ProblemReport("tension-no-contact", .conflict)
        case .notEvidence: ProblemReport("tension-not-evidence", .conflict)
        case .removed: ProblemReport("tension-removed", .conflict)
        }
    }
}
