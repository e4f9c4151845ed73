import FundCore
import FundStore
import GRDB

/// How an application reached the officer who types it in.
public enum Assistance: String, Sendable, CaseIterable {
    case phone, paper
}

/// An answer in a draft, and who saved it last.
public struct DraftAnswer: Sendable {
    public let value: JSONValue
    public let savedAt: Instant
    public let savedBy: PersonID
}

/// An application that is being written.
public struct Draft: Sendable {
    public let id: DraftID
    public let round: RoundID
    public let startedAt: Instant
    public let startedBy: PersonID
    public let assistedBy: Assistance?
    /// What became of it, once it was sent.
    public let application: ApplicationID?
    public let isDiscarded: Bool
    public let members: [PersonID]
    /// By question key.
    public let answers: [String: DraftAnswer]
    /// The pages that somebody went on from.
    public let savedPages: Set<String>
    /// Whether somebody has answered the equality form; what they answered is shown to nobody.
    public let hasEqualityAnswers: Bool

    public var values: [String: JSONValue] { answers.mapValues(\.value) }

    /// The state of everything that is answered.
    public var tag: EntityTag {
        let keys = answers.keys.sorted()
        return EntityTag(of: keys.flatMap { [$0, answers[$0]?.value.text] })
    }

    /// The state of some of its answers, for telling whether somebody changed them meanwhile.
    public func tag(of questions: [String]) -> EntityTag {
        EntityTag(of: questions.map { answers[$0]?.value.text })
    }
}

/// A draft in the list of somebody's drafts.
public struct DraftSummary: Sendable {
    public let id: DraftID
    public let round: RoundID
    public let startedAt: Instant
    public let savedAt: Instant?
    public let assistedBy: Assistance?
    public let startedBy: PersonID

    static let columns = """
        SELECT id, roundId, startedAt,
          (SELECT max(savedAt) FROM applicationDraftAnswer WHERE draftId = id), assistedBy,
          startedById
        """

    init(_ row: Row) {
        id = DraftID(row[0])
        round = RoundID(row[1])
        startedAt = Instant(milliseconds: row[2])
        savedAt = (row[3] as Int64?).map(Instant.init(milliseconds:))
        assistedBy = Assistance(rawValue: row[4] ?? "")
        startedBy = PersonID(row[5])
    }
}

public enum DraftProblem: Problem {
    /// There is none, or it is not for the asker to know of.
    case unknown
    case sent
    case discarded
    case memberAlready(email: String)
    case changedMeanwhile
    case unfinished([FieldProblem])
    /// More open drafts than one person can write.
    case tooMany(maximum: Int)
    /// Only who began it may do this.
    case startersOnly
    /// An officer types it in for a group: it is the officers', and nobody is invited to it.
    case typedForGroup

    public var report: ProblemReport {
        switch self {
        case .unknown: ProblemReport("draft-unknown", .notFound)
        case .sent: ProblemReport("draft-sent", .conflict)
        case .discarded: ProblemReport("draft-discarded", .notFound)
        case .memberAlready(let email):
            ProblemReport("draft-member-already", .conflict, ["email": email])
        case .changedMeanwhile: ProblemReport("changed-meanwhile", .stale)
        case .unfinished(let fields): ProblemReport("draft-unfinished", .invalid, fields: fields)
        case .tooMany(let maximum):
            ProblemReport("draft-too-many", .conflict, ["maximum": "\(maximum)"])
        case .startersOnly: ProblemReport("draft-starters-only", .forbidden)
        case .typedForGroup: ProblemReport("draft-typed", .conflict)
        }
    }
}
