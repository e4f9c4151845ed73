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

    /// Whether it tells what was decided, and so may carry released feedback.
    public var tellsDecision: Bool { [.award, .partial, .decline].contains(self) }

    /// The facts that its template may name beside those that every letter has.
    var ownFacts: [String] {
        switch self {
        case .receipt: ["closes", "decisionExpected", "hasAnswers", "answers", "question", "text"]
        case .ineligible: ["reason"]
        case .award, .partial: ["amount"]
        case .question: ["question"]
        case .decline, .withdrawal: []
        case .appealReceipt: ["appeal", "complaint"]
        case .appealOutcome:
            [
                "appeal", "complaint", "other", "upheld", "partlyUpheld", "notUpheld", "reason",
                "decision", "amount", "released", "paid",
            ]
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

    public init(
        organisation: String, contactName: String?, title: String, requested: String, date: String,
        particular: [String: String], criteria: [Criterion] = [], answers: [Answer] = []
    ) {
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

extension LetterFacts {
    /// Reads what a letter was queued with, as the encoder wrote it.
    /// - Throws: `StoreProblem` where it is something else.
    init(reading text: String) throws {
        let stored = try JSONReader.read(Array(text.utf8))
        func words(_ key: String, of value: JSONValue) throws -> String {
            guard let words = value[key]?.string else {
                throw StoreProblem.failed(why: "a letter's facts have no \(key)")
            }
            return words
        }
        var particular: [String: String] = [:]
        if case .object(let members)? = stored["particular"] {
            for member in members { particular[member.key] = member.value.string }
        }
        self.init(
            organisation: try words("organisation", of: stored),
            contactName: stored["contactName"]?.string, title: try words("title", of: stored),
            requested: try words("requested", of: stored), date: try words("date", of: stored),
            particular: particular,
            criteria: try (stored["criteria"]?.array ?? []).map {
                Criterion(
                    title: try words("title", of: $0), label: try words("label", of: $0),
                    points: try words("points", of: $0), maximum: try words("maximum", of: $0))
            },
            answers: try (stored["answers"]?.array ?? []).map {
                Answer(question: try words("question", of: $0), text: try words("text", of: $0))
            })
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
        }
    }
}
