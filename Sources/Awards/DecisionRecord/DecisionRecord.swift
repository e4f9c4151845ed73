import FundCore

/// What a decision says beside its reason.
public struct DecisionRecord: Sendable, Equatable {
    /// In characters, of each part.
    public static let greatestLength = 20_000

    /// What was recommended to whoever decided.
    public let recommendation: String
    /// What it is meant to bring about.
    public let outcomes: String
    /// What else was considered, and why it was rejected.
    public let alternatives: String

    public init(recommendation: String, outcomes: String, alternatives: String) {
        self.recommendation = recommendation.trimmed
        self.outcomes = outcomes.trimmed
        self.alternatives = alternatives.trimmed
    }

    /// The state it is in, for an edit.
    public var tag: EntityTag { EntityTag(of: parts.map(\.text)) }

    /// Each part by the name of its field.
    public var parts: [(name: String, text: String)] {
        [
            ("recommendation", recommendation), ("outcomes", outcomes),
            ("alternatives", alternatives),
        ]
    }
}

/// That and when a decision was published, and from when it has effect if nobody calls it in.
public struct Publication: Sendable {
    public let publishedOn: LocalDate
    public let effectiveOn: LocalDate
    public let publishedBy: PersonID
    public let period: CallInPeriod
}

/// That somebody wants a decision looked at again, before it takes effect.
public struct CallIn: Sendable {
    public let on: LocalDate
    /// A person or a body, as they are known; nil where that was not said.
    public let by: String?
    public let reason: String
    public let recordedBy: PersonID
}

/// What came of a call-in.
public enum CallInVerdict: String, Sendable, CaseIterable {
    /// The decision stands.
    case upheld
    /// It was sent back: it has no effect, and nothing is paid by it.
    case returned
}

public struct CallInOutcome: Sendable {
    public let verdict: CallInVerdict
    public let on: LocalDate
    /// From when the decision has effect; nil where it was sent back.
    public let effectiveOn: LocalDate?
    public let reason: String
    public let recordedBy: PersonID
}

/// What was wrong in a published record, and what is right.
public struct DecisionCorrection: Sendable {
    public let on: LocalDate
    public let text: String
    public let by: PersonID
}

/// How a decision stands on a day.
public enum DecisionStatus: String, Sendable, CaseIterable {
    /// Made, and not published.
    case made
    /// To be published on a day to come.
    case scheduled
    /// Published, and open to be called in.
    case published
    case calledIn
    case returned
    /// Called in and upheld, from a day to come.
    case upheld
    case inEffect
}

/// A decision with all that became of it.
public struct DecisionStanding: Sendable {
    public let decision: Decision
    public let record: DecisionRecord?
    public let publication: Publication?
    public let callIn: CallIn?
    public let outcome: CallInOutcome?
    public let corrections: [DecisionCorrection]

    /// From when it has effect, as things stand; nil while that is open, or where it was sent back.
    public var effectiveOn: LocalDate? {
        if callIn != nil { return outcome?.effectiveOn }
        return publication?.effectiveOn
    }

    public func status(on day: LocalDate) -> DecisionStatus {
        guard let publication else { return .made }
        if publication.publishedOn > day { return .scheduled }
        if callIn != nil {
            guard let outcome else { return .calledIn }
            guard let effectiveOn = outcome.effectiveOn else { return .returned }
            return effectiveOn <= day ? .inEffect : .upheld
        }
        return publication.effectiveOn <= day ? .inEffect : .published
    }

    /// Whether anybody may read it.
    public func isPublic(on day: LocalDate) -> Bool {
        publication.map { $0.publishedOn <= day } ?? false
    }
}

public enum DecisionRecordProblem: Problem {
    /// The round does without: its decision has effect at once.
    case notKept(round: String)
    case unwritten(round: String)
    case publishedBefore(round: String, on: LocalDate)
    case unpublished(round: String)
    case inEffect(round: String, since: LocalDate)
    case notYetInEffect(round: String, from: LocalDate)
    case calledIn(round: String)
    case calledInBefore(round: String)
    case notCalledIn(round: String)
    /// Somebody was first to say what came of it.
    case settledBefore(round: String, CallInVerdict)
    case notReturned(round: String)
    case returned(round: String)
    /// Nobody may know whether there is one.
    case notPublic(round: String)

    public var report: ProblemReport {
        switch self {
        case .notKept(let round):
            ProblemReport("decision-record-off", .conflict, ["round": round])
        case .unwritten(let round):
            ProblemReport("decision-unwritten", .conflict, ["round": round])
        case .publishedBefore(let round, let day):
            ProblemReport("decision-published", .conflict, ["round": round, "date": "\(day)"])
        case .unpublished(let round):
            ProblemReport("decision-unpublished", .conflict, ["round": round])
        case .inEffect(let round, let day):
            ProblemReport("decision-in-effect", .conflict, ["round": round, "date": "\(day)"])
        case .notYetInEffect(let round, let day):
            ProblemReport("decision-not-in-effect", .conflict, ["round": round, "date": "\(day)"])
        case .calledIn(let round):
            ProblemReport("decision-called-in", .conflict, ["round": round])
        case .calledInBefore(let round):
            ProblemReport("decision-called-in-before", .conflict, ["round": round])
        case .notCalledIn(let round):
            ProblemReport("decision-not-called-in", .conflict, ["round": round])
        case .settledBefore(let round, let verdict):
            ProblemReport("decision-settled-\(verdict.rawValue)", .conflict, ["round": round])
        case .notReturned(let round):
            ProblemReport("decision-not-returned", .conflict, ["round": round])
        case .returned(let round):
            ProblemReport("decision-returned", .conflict, ["round": round])
        case .notPublic(let round):
            ProblemReport("decision-not-public", .notFound, ["round": round])
        }
    }
}
