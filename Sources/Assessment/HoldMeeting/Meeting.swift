import FundCore

/// What a panel advises about an application.
public enum RecommendationKind: String, Codable, Sendable, CaseIterable {
    /// All of what was asked for.
    case fund
    /// A part of it.
    case part
    /// If money is left over.
    case reserve
    case decline
    /// To another round.
    case `defer`

    /// Whether conditions can go with it.
    public var takesConditions: Bool { [.fund, .part, .reserve].contains(self) }
}

/// How many voted how.
public struct Votes: Sendable, Equatable {
    public let votesFor: Int64
    public let against: Int64
    public let abstentions: Int64
    /// Whether the chair decided an even vote.
    public let isCast: Bool

    public init(votesFor: Int64, against: Int64, abstentions: Int64, isCast: Bool = false) {
        self.votesFor = votesFor
        self.against = against
        self.abstentions = abstentions
        self.isCast = isCast
    }

    var json: JSONValue {
        .object([
            ("for", .int(votesFor)), ("against", .int(against)), ("abstained", .int(abstentions)),
            ("castingVote", .bool(isCast)),
        ])
    }
}

/// A meeting of one panel of a round.
public struct Meeting: Sendable {
    /// What was frozen when an officer signed.
    public struct Signature: Sendable {
        public let at: Instant
        public let by: PersonID
        public let chair: PersonID
        public let minutes: String
        /// SHA-256 of the bytes of `minutes`.
        public let hash: String
    }

    public let id: MeetingID
    public let round: RoundID
    public let panel: String
    /// From 1 on each panel.
    public let number: Int64
    public let openedAt: Instant
    public let openedBy: PersonID
    /// Why it opened although not everybody had scored; nil where everybody had.
    public let openedDespite: String?
    public let signature: Signature?
}

/// An application on a meeting's agenda, as it stood when it came on it.
public struct AgendaEntry: Sendable, Equatable {
    public let application: ApplicationID
    public let rank: Int
    /// Out of 100, to two decimals.
    public let score: String

    public init(application: ApplicationID, rank: Int, score: String) {
        self.application = application
        self.rank = rank
        self.score = score
    }
}

extension AgendaEntry {
    /// The applications that have a rank, those closest to the cut line first: that is where the
    /// meeting's time counts. Of two as close, the one above the line comes first.
    ///
    /// - Parameter isFunded: whether the money reaches an application as things stand.
    public static func agenda(
        _ ranked: [RankedApplication], isFunded: (ApplicationID) -> Bool
    ) -> [AgendaEntry] {
        let ranked = ranked.filter { $0.rank != nil }
        let cut = ranked.lastIndex { isFunded($0.application) }.map { $0 + 1 } ?? 0
        func distance(_ place: Int) -> Int { place < cut ? cut - 1 - place : place - cut }
        return ranked.indices.sorted {
            (distance($0), $0) < (distance($1), $1)
        }.map { place in
            AgendaEntry(
                application: ranked[place].application, rank: ranked[place].rank ?? 0,
                score: ranked[place].score?.decimal(places: 2) ?? "")
        }
    }
}

/// What a panel's meetings said last about an application.
public struct Recommended: Sendable {
    public let kind: RecommendationKind
    /// Nothing where it is not to be funded.
    public let amount: Money
    public let conditions: String?

    init(kind: String, pence: Int64?, conditions: String?) {
        self.kind = RecommendationKind(rawValue: kind) ?? .decline
        amount = Money(pence: pence ?? 0)
        self.conditions = conditions
    }
}

/// What a meeting recommends about one application, as an officer records it.
public struct RecommendationEntry: Sendable {
    public let kind: RecommendationKind
    /// What is to be given; nil for all of it, or nothing.
    public let amount: Money?
    public let conditions: String
    /// Nil where it was agreed without a vote.
    public let votes: Votes?
    public let dissents: [(member: PersonID, text: String)]
    /// Who left the room for it, beside those with an interest.
    public let left: [PersonID]

    public init(
        kind: RecommendationKind, amount: Money? = nil, conditions: String = "",
        votes: Votes? = nil, dissents: [(member: PersonID, text: String)] = [],
        left: [PersonID] = []
    ) {
        self.kind = kind
        self.amount = amount
        self.conditions = conditions.trimmed
        self.votes = votes
        self.dissents = dissents.map { ($0.member, $0.text.trimmed) }
        self.left = left
    }

    /// - Returns: what is wrong with it whatever the application.
    func problems() -> [FieldProblem] {
        var found: [FieldProblem] = []
        let longest = AssessmentModule.greatestCommentLength
        if amount == nil, kind == .part { found.append(FieldProblem("amount", "missing")) }
        if amount != nil, ![.fund, .part].contains(kind) {
            found.append(FieldProblem("amount", "amount-unasked"))
        }
        if !conditions.isEmpty, !kind.takesConditions {
            found.append(FieldProblem("conditions", "conditions-unasked"))
        }
        if conditions.unicodeScalars.count > longest {
            found.append(FieldProblem("conditions", "too-long", ["maximum": "\(longest)"]))
        }
        if conditions.hasHiddenCharacters {
            found.append(FieldProblem("conditions", "hidden-characters"))
        }
        if let votes, votes.isCast, votes.votesFor != votes.against || votes.votesFor == 0 {
            found.append(FieldProblem("for", "casting-vote-not-even"))
        }
        if let votes,
            [votes.votesFor, votes.against, votes.abstentions].contains(where: { $0 < 0 })
        {
            found.append(FieldProblem("for", "not-whole-number"))
        }
        if Set(dissents.map(\.member)).count < dissents.count {
            found.append(FieldProblem("dissent", "dissent-twice"))
        }
        for (_, text) in dissents {
            if text.hasHiddenCharacters {
                found.append(FieldProblem("dissent", "hidden-characters"))
            }
            if text.isEmpty { found.append(FieldProblem("dissent", "missing")) }
            if text.unicodeScalars.count > longest {
                found.append(FieldProblem("dissent", "too-long", ["maximum": "\(longest)"]))
            }
        }
        return found
    }
}

public enum MeetingProblem: Problem {
    case off
    case none
    case signed
    case unsigned(panels: [String])
    case moved(panels: [String])
    case notItem
    /// Scores that somebody still owes.
    case scoresMissing(owed: [(email: String, count: Int)])
    /// Scores that nobody can give any more: the panel has begun to meet on what they are of.
    case scoresGone(owed: [(email: String, count: Int)])
    /// Other votes than members who may vote.
    case votesDiffer(given: Int64, voters: Int64)
    case underMinimum(given: Money, minimum: Money)
    /// Applications that nothing is recommended about yet: some of them, and how many.
    case unfinished(references: [String], count: Int)
    case chairTookNoPart(references: [String])
    case underThreshold(references: [String])
    case unknown(number: Int64)
    case ownPanel
    case overAvailable(total: Money, available: Money)
    case notOnPanel
    case changed
    case itemChanged

    public var report: ProblemReport {
        switch self {
        case .off: ProblemReport("meeting-off", .conflict)
        case .none: ProblemReport("meeting-none", .notFound)
        case .signed: ProblemReport("meeting-signed", .conflict)
        case .unsigned(let panels):
            ProblemReport(
                "meeting-unsigned", .conflict, ["panels": panels.joined(separator: ", ")])
        case .moved(let panels):
            ProblemReport("meeting-moved", .conflict, ["panels": panels.joined(separator: ", ")])
        case .notItem: ProblemReport("meeting-not-item", .conflict)
        case .scoresMissing(let owed):
            ProblemReport(
                "meeting-scores-missing", .conflict,
                ["members": owed.map { "\($0.email) (\($0.count))" }.joined(separator: ", ")])
        case .scoresGone(let owed):
            ProblemReport(
                "meeting-scores-gone", .conflict,
                ["members": owed.map { "\($0.email) (\($0.count))" }.joined(separator: ", ")])
        case .votesDiffer(let given, let voters):
            ProblemReport(
                "recommendation-votes-differ", .conflict,
                ["given": "\(given)", "voters": "\(voters)"])
        case .underMinimum(let given, let minimum):
            ProblemReport(
                "recommendation-below-least", .conflict,
                ["given": given.words, "minimum": minimum.words])
        case .unfinished(let references, let count):
            ProblemReport(
                "meeting-items-open", .conflict,
                [
                    "count": "\(count)",
                    "references": references.joined(separator: ", ")
                        + (count > references.count ? ", …" : ""),
                ])
        case .chairTookNoPart(let references):
            ProblemReport(
                "chair-took-no-part", .conflict,
                ["references": references.joined(separator: ", ")])
        case .underThreshold(let references):
            ProblemReport(
                "recommendation-under-threshold", .conflict,
                ["references": references.joined(separator: ", ")])
        case .overAvailable(let total, let available):
            ProblemReport(
                "recommendation-over-available", .conflict,
                ["total": total.words, "available": available.words])
        case .unknown(let number):
            ProblemReport("meeting-unknown", .notFound, ["number": "\(number)"])
        case .ownPanel: ProblemReport("meeting-own-panel", .forbidden)
        case .notOnPanel: ProblemReport("meeting-not-yours", .forbidden)
        case .changed: ProblemReport("meeting-seen-changed", .conflict)
        case .itemChanged: ProblemReport("item-seen-changed", .conflict)
        }
    }
}
