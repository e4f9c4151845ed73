import FundCore
import FundStore
import GRDB

/// What an officer asked a group about its application, and what it answered.
public struct ApplicantQuestion: Sendable {
    public let id: ApplicantQuestionID
    public let text: String
    public let askedBy: PersonID
    public let askedAt: Instant
    public let answer: String?
    public let answeredBy: PersonID?
    public let answeredAt: Instant?
}

/// What an officer noted about an application.
public struct ApplicationNote: Sendable {
    public let text: String
    public let writtenBy: PersonID
    public let writtenAt: Instant
}

public enum ApplicantQuestionProblem: Problem {
    case unknown(id: String)
    case answeredBefore
    /// What was taken back needs no answer any more.
    case withdrawn

    public var report: ProblemReport {
        switch self {
        case .unknown(let id): ProblemReport("question-unknown", .notFound, ["id": id])
        case .answeredBefore: ProblemReport("question-answered", .conflict)
        case .withdrawn: ProblemReport("question-withdrawn", .conflict)
        }
    }
}

extension ApplicationsModule {
    static let greatestWordsLength = 5000

    /// An officer asks a group something about its application.
    public func ask(
        _ text: String, about id: ApplicationID, in tx: borrowing WriteTx
    ) throws -> ApplicantQuestionID {
        let officer = try tx.principal.require(.officer)
        let text = try Self.words(text, "question")
        let question = try tx.insert(
            """
            INSERT INTO applicationQuestion (applicationId, text, askedById, askedAt)
            VALUES (?, ?, ?, ?)
            """, [id.rawValue, text, officer.rawValue, tx.now.milliseconds])
        try tx.audit(
            "application.question", "application:\(id.rawValue)", [("question", .int(question))])
        return ApplicantQuestionID(question)
    }

    /// Keeps a group's answer with its application.
    /// - Throws: `ApplicantQuestionProblem`, `InvalidInput`.
    public func answer(
        _ question: ApplicantQuestionID, of id: ApplicationID, _ text: String,
        in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.applicant, .officer])
        }
        let text = try Self.words(text, "answer")
        guard try summary(of: id, in: tx.reading).status != .withdrawn else {
            throw ApplicantQuestionProblem.withdrawn
        }
        let known = try questions(about: id, in: tx.reading).first { $0.id == question }
        guard let known else {
            throw ApplicantQuestionProblem.unknown(id: "\(question.rawValue)")
        }
        guard known.answer == nil else { throw ApplicantQuestionProblem.answeredBefore }
        try tx.execute(
            """
            UPDATE applicationQuestion SET answer = ?, answeredById = ?, answeredAt = ?
            WHERE id = ?
            """, [text, person.rawValue, tx.now.milliseconds, question.rawValue])
        try tx.audit(
            "application.answer", "application:\(id.rawValue)",
            [("question", .int(question.rawValue))])
    }

    /// What a group was asked, in the order it was.
    public func questions(
        about id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [ApplicantQuestion] {
        try tx.list(
            """
            SELECT id, text, askedById, askedAt, answer, answeredById, answeredAt
            FROM applicationQuestion WHERE applicationId = ? ORDER BY id
            """, [id.rawValue]
        ) {
            ApplicantQuestion(
                id: ApplicantQuestionID($0[0]), text: $0[1], askedBy: PersonID($0[2]),
                askedAt: Instant(milliseconds: $0[3]), answer: $0[4],
                answeredBy: ($0[5] as Int64?).map { PersonID($0) },
                answeredAt: ($0[6] as Int64?).map(Instant.init(milliseconds:)))
        }
    }

    /// How many questions of the round wait for an answer.
    public func openQuestionCount(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            """
            SELECT count(*) FROM applicationQuestion AS question
              CROSS JOIN application ON application.id = question.applicationId
            WHERE question.answer IS NULL AND roundId = ? AND status <> 'withdrawn'
            """, [round.rawValue], { $0[0] }) ?? 0
    }

    /// The applications whose questions wait, then those that were answered last.
    public func recentQuestions(
        of round: RoundID, limit: Int, in tx: borrowing ReadTx
    ) throws -> [(application: ApplicationID, askedAt: Instant, answeredAt: Instant?)] {
        try tx.list(
            """
            SELECT question.applicationId, askedAt, answeredAt
            FROM applicationQuestion AS question
              CROSS JOIN application ON application.id = question.applicationId
            WHERE roundId = ? AND status <> 'withdrawn'
            ORDER BY answeredAt IS NOT NULL, answeredAt DESC, question.id DESC LIMIT ?
            """, [round.rawValue, limit]
        ) {
            (
                ApplicationID($0[0]), Instant(milliseconds: $0[1]),
                ($0[2] as Int64?).map(Instant.init(milliseconds:))
            )
        }
    }

    /// Notes something about an application, for officers to read.
    public func note(
        _ text: String, about id: ApplicationID, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        try tx.execute(
            """
            INSERT INTO applicationNote (applicationId, text, writtenById, writtenAt)
            VALUES (?, ?, ?, ?)
            """,
            [
                id.rawValue, try Self.words(text, "note"), officer.rawValue, tx.now.milliseconds,
            ])
        try tx.audit("application.note", "application:\(id.rawValue)")
    }

    public func notes(
        about id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [ApplicationNote] {
        try tx.list(
            """
            SELECT text, writtenById, writtenAt FROM applicationNote
            WHERE applicationId = ? ORDER BY id
            """, [id.rawValue]
        ) {
            ApplicationNote(
                text: $0[0], writtenBy: PersonID($0[1]), writtenAt: Instant(milliseconds: $0[2]))
        }
    }

    private static func words(_ text: String, _ place: String) throws -> String {
        let text = text.trimmed
        guard !text.isEmpty else {
            throw InvalidInput(place, [FieldProblem(place, "missing")])
        }
        guard text.unicodeScalars.count <= greatestWordsLength else {
            throw InvalidInput(
                place, [FieldProblem(place, "too-long", ["maximum": "\(greatestWordsLength)"])])
        }
        return text
    }
}
