import FundCore
import FundStore

/// What a letter tells a group.
public enum LetterKind: String, Sendable, CaseIterable {
    case receipt, ineligible, award, partial, decline
    /// An officer asks the group something.
    case question
    /// The group took its application back.
    case withdrawal
    /// An appeal or a complaint of the group has come.
    case appealReceipt
    /// What became of it.
    case appealOutcome
    /// An award's terms, to be agreed to, or a change of them.
    case offer
    /// The group has agreed.
    case agreed
    /// An offer, a change or an agreement came to nothing, or to its end.
    case offerEnd
    /// Money from the reserve list.
    case reserveAward
    /// The reserve list gives nothing more.
    case reserveEnd

    /// Whether it tells what was decided, and so may carry released feedback.
    public var tellsDecision: Bool { self == .decline || tellsAward }

    /// Whether it tells of money that was given.
    public var tellsAward: Bool { [.award, .partial, .reserveAward].contains(self) }

    /// The letters by which a group knows of an award that it has.
    public static let tellingAward: Set<LetterKind> = [
        .award, .partial, .appealOutcome, .reserveAward,
    ]

    /// The letters that tell what was decided once more: on an appeal, or from the reserve list.
    public static func tellingAgain(fromReserve: Bool) -> Set<LetterKind> {
        fromReserve ? [.reserveAward] : [.appealOutcome]
    }

    /// Those that tell what was decided, as a list of SQL.
    static let decisions = "('award', 'partial', 'decline', 'reserveAward')"

    /// The facts that its template may name beside those that every letter has.
    var ownFacts: [String] {
        switch self {
        case .receipt: ["closes", "decisionExpected", "hasAnswers", "answers", "question", "text"]
        case .ineligible: ["reason"]
        case .award: ["amount", "conditions", "recommended", "callIn"]
        case .partial: ["amount", "conditions", "recommended", "appealDays", "callIn"]
        case .question: ["question"]
        // What the panel recommended in a meeting, where the round holds some; days to appeal.
        case .decline: ["recommended", "reserve", "deferred", "appealDays"]
        case .withdrawal: []
        case .appealReceipt: ["appeal", "complaint"]
        case .appealOutcome:
            [
                "appeal", "complaint", "other", "upheld", "partlyUpheld", "notUpheld", "reason",
                "decision", "amount", "released", "paid",
            ]
        case .offer:
            [
                "amount", "before", "lapsesOn", "change", "reason", "extended", "assistance",
                "cap", "agreement", "bankDetails",
            ]
        case .agreed: ["amount", "date", "by", "change", "assistance", "bankDetails"]
        case .offerEnd:
            [
                "declined", "lapsed", "withdrawn", "ended", "refused", "change", "reason",
                "released", "paid", "amount",
            ]
        case .reserveAward: ["amount", "part", "conditions"]
        case .reserveEnd: []
        }
    }
}

public enum LetterStatus: String, Sendable, CaseIterable {
    /// Ready for its first attempt.
    case queued
    /// An attempt is being made.
    case sending
    case sent
    /// Written out for the post: the group has no email address.
    case toPost
    /// Will be tried again.
    case waiting
    /// The address refused it for good, or every attempt failed.
    case failed
    /// The connection was lost when it may have been taken: never tried again by itself.
    case unknown
    /// No longer true, and never sent.
    case withdrawn
}

/// What a letter says, before it is put into words.
public struct LetterFacts: Encodable, Sendable {
    /// How the panel scored one criterion, in words.
    public struct Criterion: Encodable, Sendable {
        public let title: String
        /// `Strong`.
        public let label: String
        /// `14.67`.
        public let points: String
        /// `20`.
        public let maximum: String

        public init(title: String, label: String, points: String, maximum: String) {
            self.title = title
            self.label = label
            self.points = points
            self.maximum = maximum
        }
    }

    /// What a group wrote, by what it was asked.
    public struct Answer: Encodable, Sendable {
        public let question: String
        /// One line.
        public let text: String

        public init(question: String, text: String) {
            self.question = question
            self.text = text
        }
    }

    /// What is said otherwise in the copy beside a letter.
    public struct Beside: Encodable, Sendable {
        public let date: String
        public let particular: [String: String]
        public let criteria: [Criterion]
        public let answers: [Answer]
        public let notes: [String]

        public init(
            date: String, particular: [String: String], criteria: [Criterion], answers: [Answer],
            notes: [String]
        ) {
            self.date = date
            self.particular = particular
            self.criteria = criteria
            self.answers = answers
            self.notes = notes
        }
    }

    public let organisation: String
    public let contactName: String?
    public let title: String
    public let requested: String
    /// The day the letter is dated.
    public let date: String
    /// What only this kind of letter says: `amount`, `reason`.
    public let particular: [String: String]
    public let criteria: [Criterion]
    public let answers: [Answer]
    /// Sentences before everything else: that there is English below, which letter this replaces.
    public let notes: [String]
    /// What the copy in the fund's own language says, where the letter is in another.
    public let beside: Beside?

    public init(
        organisation: String, contactName: String?, title: String, requested: String, date: String,
        particular: [String: String], criteria: [Criterion] = [], answers: [Answer] = [],
        notes: [String] = [], beside: Beside? = nil
    ) {
        self.notes = notes
        self.beside = beside
        self.organisation = organisation
        self.contactName = contactName
        self.title = title
        self.requested = requested
        self.date = date
        self.particular = particular
        self.criteria = criteria
        self.answers = answers
    }
}

/// A letter in the list of a round's letters.
public struct LetterSummary: Sendable {
    public let id: LetterID
    public let application: ApplicationID
    public let reference: Reference
    public let kind: LetterKind
    public let number: Int64
    public let status: LetterStatus
    public let attemptCount: Int64
    public let recipientEmail: String?
    /// Whether a gate held it and somebody has let it go: its words stay from then on.
    public var isLetGo = false

    /// `CF26-0042-K-award-1`.
    public var fileStem: String { "\(reference)-\(kind.rawValue)-\(number)" }
}

/// A letter with what it takes to write it out.
public struct Letter: Sendable {
    public let summary: LetterSummary
    public let language: String
    public let messageID: String
    public let queuedAt: Instant
    public let facts: LetterFacts
    public let feedback: String?
    /// What the mail server said at the last attempt, where it did not take the letter.
    public let lastReply: String?
    /// What comes with an award, in the words of an officer.
    public var conditions: String?
    /// Feedback and conditions as the copy beside the letter says them.
    public var feedbackBeside: String?
    public var conditionsBeside: String?
}

/// How the fund writes letters: frozen with the round.
public struct LetterSettings: Codable, Sendable {
    public let fundName: String
    public let roundTitle: String
    public let councilName: String
    public let department: String
    public let fromName: String
    public let from: String
    public let replyTo: String
    /// The envelope sender: where what cannot be delivered comes back.
    public let bounces: String
    public let signedBy: String
    public let phone: String
    public let postalAddress: [String]
    /// Used where a group has chosen none, or one there are no letters in.
    public let language: String
    /// Template text by language and kind.
    public let templates: [String: [String: String]]
    /// The page that letters stand on.
    public let layout: String

    public init(
        fundName: String, roundTitle: String, councilName: String, department: String,
        fromName: String, from: String, replyTo: String, bounces: String, signedBy: String,
        phone: String, postalAddress: [String], language: String,
        templates: [String: [String: String]], layout: String
    ) {
        self.fundName = fundName
        self.roundTitle = roundTitle
        self.councilName = councilName
        self.department = department
        self.fromName = fromName
        self.from = from
        self.replyTo = replyTo
        self.bounces = bounces
        self.signedBy = signedBy
        self.phone = phone
        self.postalAddress = postalAddress
        self.language = language
        self.templates = templates
        self.layout = layout
    }
}

public enum CorrespondenceProblem: Problem {
    case feedbackTooLate(reference: String)
    case feedbackEmpty
    case templateBroken(kind: String, language: String)
    case anotherSending
    case nothingToRetry(reference: String)
    case mailMisconfigured(why: String)
    case nothingToResolve(reference: String)
    case noPostBatch(number: Int64)
    /// The round opened before there were letters of this kind.
    case kindMissing(kind: String)
    /// The round asks for no gate.
    case gateOff(round: String)
    /// No decision letter waits to be let go.
    case gateEmpty(round: String)
    /// Every decision letter was let go.
    case gateReleased(round: String, count: Int64, on: LocalDate)
    case gateIncomplete(count: Int, round: String)
    case gateNotPassed(round: String)
    /// A letter has changed since somebody passed the gate.
    case gateMoved
    /// Whoever passed the gate cannot let the letters go.
    case secondPerson
    case embargoTooEarly(embargo: LocalDateTime)
    case embargoTooLate
    case embargoPast
    /// The decision letter was let go and has not left.
    case letGo(reference: String)
    case nothingToCorrect(reference: String)
    /// The letter that would correct another is on its way itself.
    case correctionUnderWay(reference: String)
    case conditionsOfNoAward(reference: String)
    /// An appeal changed what the group gets, and no letter can tell so.
    case overruled(reference: String)
    /// The letter that tells what an appeal changed has not left.
    case outcomeUnsent(reference: String)
    /// The letter that tells of money from the reserve list has not left.
    case reserveUnsent(reference: String)
    /// The letter about an appeal's outcome has no feedback and no conditions.
    case outcomeWithoutWords(reference: String)
    /// The decision that the letters tell is called in.
    case decisionCalledIn(round: String)
    /// It was sent back, and is not decided anew.
    case decisionReturned(round: String)

    public var report: ProblemReport {
        switch self {
        case .feedbackTooLate(let reference):
            ProblemReport("feedback-too-late", .conflict, ["reference": reference])
        case .feedbackEmpty:
            ProblemReport("feedback-empty", .invalid)
        case .templateBroken(let kind, let language):
            ProblemReport(
                "letter-template-broken", .configuration, ["kind": kind, "language": language])
        case .nothingToRetry(let reference):
            ProblemReport("letter-nothing-to-retry", .conflict, ["reference": reference])
        case .anotherSending:
            ProblemReport("letters-being-sent", .unavailable)
        case .mailMisconfigured(let why):
            ProblemReport("mail-misconfigured", .configuration, ["why": why])
        case .nothingToResolve(let reference):
            ProblemReport("letter-nothing-to-resolve", .conflict, ["reference": reference])
        case .noPostBatch(let number):
            ProblemReport("post-batch-unknown", .notFound, ["number": "\(number)"])
        case .kindMissing(let kind):
            ProblemReport("letter-kind-missing", .conflict, ["kind": kind])
        case .gateOff(let round):
            ProblemReport("letter-gate-off", .conflict, ["round": round])
        case .gateEmpty(let round):
            ProblemReport("letter-gate-empty", .conflict, ["round": round])
        case .gateReleased(let round, let count, let date):
            ProblemReport(
                "letter-gate-released", .conflict,
                ["round": round, "count": "\(count)", "date": "\(date)"])
        case .gateIncomplete(let count, let round):
            ProblemReport(
                "letter-gate-incomplete", .conflict, ["count": "\(count)", "round": round])
        case .gateNotPassed(let round):
            ProblemReport("letter-gate-not-passed", .conflict, ["round": round])
        case .gateMoved: ProblemReport("letter-gate-moved", .conflict)
        case .secondPerson: ProblemReport("letter-second-person", .conflict)
        case .embargoTooEarly(let embargo):
            ProblemReport("letter-embargo-too-early", .invalid, ["embargo": "\(embargo)"])
        case .embargoPast: ProblemReport("letter-embargo-past", .invalid)
        case .embargoTooLate: ProblemReport("letter-embargo-too-late", .invalid)
        case .letGo(let reference):
            ProblemReport("letter-let-go", .conflict, ["reference": reference])
        case .nothingToCorrect(let reference):
            ProblemReport("letter-nothing-to-correct", .conflict, ["reference": reference])
        case .correctionUnderWay(let reference):
            ProblemReport("letter-correction-under-way", .conflict, ["reference": reference])
        case .conditionsOfNoAward(let reference):
            ProblemReport("letter-conditions-no-award", .conflict, ["reference": reference])
        case .overruled(let reference):
            ProblemReport("letter-overruled", .conflict, ["reference": reference])
        case .outcomeUnsent(let reference):
            ProblemReport("letter-outcome-unsent", .conflict, ["reference": reference])
        case .reserveUnsent(let reference):
            ProblemReport("letter-reserve-unsent", .conflict, ["reference": reference])
        case .outcomeWithoutWords(let reference):
            ProblemReport("letter-outcome-no-words", .conflict, ["reference": reference])
        case .decisionCalledIn(let round):
            ProblemReport("letter-decision-called-in", .conflict, ["round": round])
        case .decisionReturned(let round):
            ProblemReport("letter-decision-returned", .conflict, ["round": round])
        }
    }
}
