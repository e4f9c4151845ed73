import FundCore
import FundStore
import GRDB

/// Words of an officer that stand in a group's decision letter: the panel's feedback, what comes
/// with an award.
public struct LetterWords: Sendable {
    public let text: String
    /// The same in the fund's own language, for the copy beside a letter in another; nil where the
    /// text stands there too.
    public let english: String?

    public init(text: String, english: String? = nil) {
        self.text = text
        self.english = english
    }

    public var tag: EntityTag { EntityTag(of: [text, english]) }

    /// Whether what a panel set stands in them, in the fund's own language.
    public func says(_ set: String) -> Bool {
        func plain(_ text: String) -> String {
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return plain(english ?? text).contains(plain(set))
    }

    /// These words with what the panel set before them, where they do not say it.
    ///
    /// - Parameter isOwn: whether the letter is in the fund's own language. Into one in another goes
    ///   what the panel set beside its text, which has to say the same.
    public func keeping(_ set: String, isOwn: Bool) -> LetterWords {
        guard !says(set), !text.trimmed.isEmpty else { return self }
        guard !isOwn else { return LetterWords(text: "\(set)\n\n\(text)", english: english) }
        let beside = [set, english?.trimmed ?? ""].filter { !$0.isEmpty }
        return LetterWords(text: text, english: beside.joined(separator: "\n\n"))
    }

    /// Both without blanks around them, and nothing for what is empty.
    fileprivate var trimmed: LetterWords {
        LetterWords(
            text: text.trimmed,
            english: english.flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed })
    }
}

extension CorrespondenceModule {
    /// What was released for a group to read, nil where nothing was.
    public func feedback(
        to application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> LetterWords? {
        try tx.first(
            "SELECT text, english FROM letterFeedback WHERE applicationId = ?",
            [application.rawValue], { LetterWords(text: $0[0], english: $0[1]) })
    }

    /// What comes with a group's award, nil where nobody has said it.
    public func conditions(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> LetterWords? {
        try tx.first(
            "SELECT text, english FROM letterConditions WHERE applicationId = ?",
            [application.rawValue], { LetterWords(text: $0[0], english: $0[1]) })
    }

    /// Approves what a group will read of the panel's words, in its decision letter.
    ///
    /// - Throws: `CorrespondenceProblem.feedbackTooLate` once an attempt was made at the letter,
    ///   `.letGo` once one with a gate was let go.
    public func releaseFeedback(
        _ words: LetterWords, to application: ApplicationID, reference: Reference,
        in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        let words = words.trimmed
        guard !words.text.isEmpty else { throw CorrespondenceProblem.feedbackEmpty }
        try refuseLate(application, reference, in: tx.reading)
        try tx.execute(
            """
            INSERT INTO letterFeedback (applicationId, text, english, releasedById, releasedAt)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (applicationId) DO UPDATE SET text = excluded.text,
              english = excluded.english, releasedById = excluded.releasedById,
              releasedAt = excluded.releasedAt
            """,
            [
                application.rawValue, words.text, words.english, officer.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit("letter.feedback", "application:\(application.rawValue)")
    }

    /// Says what comes with a group's award, in its decision letter.
    ///
    /// - Parameter replacesPanel: whether they take the place of what the panel set.
    /// - Throws: as `releaseFeedback`.
    public func stateConditions(
        _ words: LetterWords, of application: ApplicationID, reference: Reference,
        replacesPanel: Bool = false, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        let words = words.trimmed
        guard !words.text.isEmpty else {
            throw InvalidInput("conditions", [FieldProblem("conditions", "missing")])
        }
        try refuseLate(application, reference, ofAward: true, in: tx.reading)
        try tx.execute(
            """
            INSERT INTO letterConditions (applicationId, text, english, statedById, statedAt)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (applicationId) DO UPDATE SET text = excluded.text,
              english = excluded.english, statedById = excluded.statedById,
              statedAt = excluded.statedAt
            """,
            [
                application.rawValue, words.text, words.english, officer.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit(
            "letter.conditions", "application:\(application.rawValue)",
            replacesPanel ? [("replacesPanel", .bool(true))] : [])
    }

    /// The letters about awards of a round that nobody has let go and whose conditions nobody has
    /// said.
    public func lettersWithoutConditions(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [(application: ApplicationID, reference: Reference, language: String)] {
        try tx.list(
            """
            SELECT applicationId, reference, language FROM letter
            WHERE roundId = ? AND kind IN ('award', 'partial', 'reserveAward')
              AND status = 'queued'
              AND releasedAt IS NULL AND replacesId IS NULL
              AND applicationId NOT IN (SELECT applicationId FROM letterConditions)
            ORDER BY id
            """, [round.rawValue]
        ) { (ApplicationID($0[0]), Reference(stored: $0[1]), $0[2]) }
    }

    /// - Parameter ofAward: whether only the letter about the award matters: who was on the reserve
    ///   list had another one before.
    private func refuseLate(
        _ application: ApplicationID, _ reference: Reference, ofAward: Bool = false,
        in tx: borrowing ReadTx
    ) throws {
        let late = try tx.first(
            """
            SELECT ifnull(max(attemptCount > 0 OR status <> 'queued'), 0),
              ifnull(max(releaseId IS NOT NULL), 0)
            FROM letter WHERE applicationId = ?1 AND kind IN \(LetterKind.decisions)
              AND (?2 = 0 OR kind = 'reserveAward' OR NOT EXISTS (
                SELECT 1 FROM letter WHERE applicationId = ?1 AND kind = 'reserveAward'))
            """, [application.rawValue, ofAward],
            { (isTried: $0[0] as Bool, isLetGo: $0[1] as Bool) })
        guard late?.isTried != true else {
            throw CorrespondenceProblem.feedbackTooLate(reference: "\(reference)")
        }
        guard late?.isLetGo != true else {
            throw CorrespondenceProblem.letGo(reference: "\(reference)")
        }
    }
}
