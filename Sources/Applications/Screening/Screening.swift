import FundCore
import FundStore

/// A list that groups and their people are looked for in.
public enum ScreeningList: String, Codable, Sendable, CaseIterable {
    /// The UK Sanctions List (Foreign, Commonwealth and Development Office), as CSV.
    case ukSanctions = "uk-sanctions"
    /// Organisations proscribed under Schedule 2 of the Terrorism Act 2000: there is no official
    /// file, so it is a CSV of our own, `name,aliases,listed_on`.
    case proscribed
    /// The register of charities of England and Wales: the Charity Commission's daily extract.
    case charityRegister = "charity-register"
}

/// How a round screens, as `rounds.yaml` has it.
public struct ScreeningRules: Codable, Sendable {
    public struct Demand: Codable, Sendable {
        public let list: ScreeningList
        /// How old, in days, its newest import may be when the round is decided.
        public let greatestAgeDays: Int64

        public init(list: ScreeningList, greatestAgeDays: Int64) {
            self.list = list
            self.greatestAgeDays = greatestAgeDays
        }
    }

    /// From how many thousandths on a name is like enough to be looked at by somebody.
    public let threshold: Int
    public let lists: [Demand]

    /// What is usual elsewhere, too (OpenSanctions' yente: 0.70).
    public static let usualThreshold = 700
    public static let thresholds = 500...950
    /// For a round that says nothing of it.
    public static let usual = ScreeningRules(
        threshold: usualThreshold,
        lists: [
            Demand(list: .ukSanctions, greatestAgeDays: 14),
            Demand(list: .proscribed, greatestAgeDays: 100),
        ])

    public init(threshold: Int, lists: [Demand]) {
        self.threshold = threshold
        self.lists = lists
    }
}

/// One file of a list that was taken in whole.
public struct ListImport: Sendable {
    public let id: ListImportID
    public let list: ScreeningList
    /// The day that the list says it is of.
    public let reportedOn: LocalDate
    public let fileHash: String
    public let entryCount: Int64
    public let importedBy: PersonID
    public let importedAt: Instant
    /// Whether it is the one that applications are looked for in now.
    public let isNewest: Bool
}

/// What a person made of a candidate.
public enum ScreeningVerdict: String, Sendable, CaseIterable {
    case notAMatch = "not-a-match"
    case match
    /// Somebody else must look at it: nothing is decided.
    case refer
}

/// How a candidate stands. Only a person moves it.
public enum ScreeningStanding: String, Sendable, CaseIterable {
    case open
    case referred
    /// Decided, and waits for a second person.
    case unconfirmed
    case match
    case notAMatch = "not-a-match"

    /// Whether it lets an award through.
    public var letsPass: Bool { self == .notAMatch }
}

/// Whose name was looked for.
public enum ScreenedSubject: String, Sendable {
    case organisation
    case otherName = "other-name"
    case contact
    case person
}

public enum ScreeningProblem: Problem {
    case listRefused(source: String, count: Int, fields: [FieldProblem])
    case dateMissing(source: String)
    case dateAhead(source: String)
    /// A newer file of the list has been taken in.
    case listOlder(reportedOn: LocalDate, newest: LocalDate)
    /// The file changed while it was read.
    case fileChanged(source: String)
    case noList(round: String, lists: [ScreeningList])
    case nothingToScreen(round: String)
    /// Lists or applications have changed since the run began.
    case moved
    case unknownCandidate(id: String)
    case nothingToConfirm
    case secondPersonNeeded
    /// What keeps awards from being made, application by application.
    case awardsBarred(count: Int, fields: [FieldProblem])

    public var report: ProblemReport {
        switch self {
        case .listRefused(let source, let count, let fields):
            ProblemReport(
                "screening-list-refused", .invalid,
                ["source": source, "count": "\(count)", "shown": "\(fields.count)"], fields: fields)
        case .dateMissing(let source):
            ProblemReport("screening-date-missing", .invalid, ["source": source])
        case .dateAhead(let source):
            ProblemReport("screening-date-ahead", .invalid, ["source": source])
        case .listOlder(let reportedOn, let newest):
            ProblemReport(
                "screening-list-older", .conflict,
                ["date": "\(reportedOn)", "newest": "\(newest)"])
        case .fileChanged(let source):
            ProblemReport("screening-file-changed", .conflict, ["source": source])
        case .noList(let round, let lists):
            ProblemReport(
                "screening-no-list", .conflict,
                [
                    "round": round,
                    "lists": lists.map(\.rawValue).joined(separator: ", "),
                ])
        case .nothingToScreen(let round):
            ProblemReport("screening-nothing", .conflict, ["round": round])
        case .moved: ProblemReport("screening-moved", .conflict)
        case .unknownCandidate(let id):
            ProblemReport("screening-candidate-unknown", .notFound, ["id": id])
        case .nothingToConfirm: ProblemReport("screening-nothing-to-confirm", .conflict)
        case .secondPersonNeeded: ProblemReport("screening-second-person", .conflict)
        case .awardsBarred(let count, let fields):
            ProblemReport(
                "screening-awards-barred", .conflict, ["count": "\(count)"], fields: fields)
        }
    }
}
