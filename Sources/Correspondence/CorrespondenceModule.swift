import Foundation
import FundCore
import FundStore
import GRDB

/// Letters to groups: queued in the transaction that causes them, sent once.
public struct CorrespondenceModule: Sendable {
    public init() {}

    /// The round's letters, or one application's, in the order they were queued.
    ///
    /// - Parameters:
    ///   - after: those that were queued after this one.
    ///   - limit: at most so many.
    public func letters(
        of round: RoundID, application: ApplicationID? = nil, after: LetterID? = nil,
        limit: Int? = nil, in tx: borrowing ReadTx, _ body: (Letter) throws -> Void
    ) throws {
        try tx.forEach(
            """
            \(Letter.columns) WHERE roundId = ?1 AND (?2 IS NULL OR applicationId = ?2)
              AND letter.id > ?3 AND status <> 'withdrawn'
            ORDER BY letter.id LIMIT ?4
            """,
            [round.rawValue, application?.rawValue, after?.rawValue ?? 0, limit ?? -1]
        ) { try body(try Letter($0)) }
    }

    /// The letters of one file for the post, in the order they were queued.
    public func letters(
        inPostBatch batch: Int64, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [Letter] {
        let letters = try tx.list(
            "\(Letter.columns) WHERE roundId = ? AND status = 'toPost' AND postBatch = ? ORDER BY letter.id",
            [round.rawValue, batch], { try Letter($0) })
        guard !letters.isEmpty else { throw CorrespondenceProblem.noPostBatch(number: batch) }
        return letters
    }

    /// Whether a letter of one of these kinds has left for a group.
    public func hasTold(
        _ application: ApplicationID, _ kinds: Set<LetterKind>, in tx: borrowing ReadTx
    ) throws -> Bool {
        let told = try tx.list(
            """
            SELECT kind FROM letter WHERE applicationId = ? AND status IN ('sent', 'toPost')
            """, [application.rawValue], { LetterKind(rawValue: $0[0]) })
        return told.contains { $0.map(kinds.contains) ?? false }
    }

    /// When the first letter of one of these kinds left for a group: by email, or into a file for
    /// the post. nil where none has.
    public func toldAt(
        _ application: ApplicationID, _ kinds: Set<LetterKind>, since: Instant? = nil,
        in tx: borrowing ReadTx
    ) throws -> Instant? {
        let times = try tx.list(
            """
            SELECT kind, ifnull((SELECT max(at) FROM letterAttempt WHERE letterId = letter.id),
              queuedAt)
            FROM letter WHERE applicationId = ? AND status IN ('sent', 'toPost')
              AND queuedAt >= ?
            """, [application.rawValue, since?.milliseconds ?? 0]
        ) { (LetterKind(rawValue: $0[0]), Instant(milliseconds: $0[1])) }
        return times.filter { $0.0.map(kinds.contains) ?? false }.map(\.1).min()
    }

    /// Whether a letter that tells a group what was decided waits to leave; one that was tried in
    /// vain for good does not.
    public func decisionWaits(
        for application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM letter WHERE applicationId = ? AND kind IN \(LetterKind.decisions)
              AND replacesId IS NULL AND status IN ('queued', 'waiting', 'sending')
            """, [application.rawValue], { _ in true }) ?? false
    }

    /// Whom a letter is about.
    public func application(
        of letter: LetterID, in tx: borrowing ReadTx
    ) throws -> ApplicationID? {
        try tx.first(
            "SELECT applicationId FROM letter WHERE id = ?", [letter.rawValue],
            { ApplicationID($0[0]) })
    }

    /// How many of the round's letters wait for an officer to let them go; those that a gate holds
    /// are not among them.
    public func heldCount(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            """
            SELECT count(*) FROM letter
            WHERE roundId = ? AND status = 'queued' AND releasedAt IS NULL AND isGated = 0
            """, [round.rawValue], { $0[0] }) ?? 0
    }

    /// The files of letters for the post, and how many letters are in each.
    public func postBatches(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [(number: Int64, count: Int64)] {
        try tx.list(
            """
            SELECT postBatch, count(*) FROM letter WHERE roundId = ? AND status = 'toPost'
            GROUP BY postBatch ORDER BY postBatch
            """, [round.rawValue], { ($0[0], $0[1]) })
    }

    /// How many of the round's letters stand at each status.
    public func counts(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [LetterStatus: Int64] {
        var counts: [LetterStatus: Int64] = [:]
        try tx.forEach(
            "SELECT status, count(*) FROM letter WHERE roundId = ? GROUP BY status",
            [round.rawValue]
        ) { row in
            if let status = LetterStatus(rawValue: row[0]) { counts[status] = row[1] }
        }
        return counts
    }
}

extension Letter {
    static let columns = """
        SELECT id, applicationId, reference, kind, number, status, attemptCount, recipientEmail,
          language, messageId, queuedAt, facts, feedback.text,
          (SELECT reply FROM letterAttempt WHERE letterId = letter.id
           ORDER BY letterAttempt.id DESC LIMIT 1),
          feedback.english, conditions.text, conditions.english, replacesId,
          releaseId IS NOT NULL
        FROM letter
        LEFT JOIN letterFeedback AS feedback USING (applicationId)
        LEFT JOIN letterConditions AS conditions USING (applicationId)
        """

    init(_ row: Row) throws {
        let kind = LetterKind(rawValue: row[3]) ?? .receipt
        summary = LetterSummary(
            id: LetterID(row[0]), application: ApplicationID(row[1]),
            reference: Reference(stored: row[2]), kind: kind, number: row[4],
            status: LetterStatus(rawValue: row[5]) ?? .queued, attemptCount: row[6],
            recipientEmail: row[7], isLetGo: row[18])
        language = row[8]
        messageID = row[9]
        queuedAt = Instant(milliseconds: row[10])
        let content: String = row[11]
        facts = try LetterFacts(reading: content)
        lastReply = row[13]
        // A correction says what it was queued with: what is written now is for the first letter.
        let replaces: Int64? = row[17]
        let isFirst = kind.tellsDecision && replaces == nil
        feedback = isFirst ? row[12] : facts.particular["feedback"]
        feedbackBeside = isFirst ? row[14] : facts.beside?.particular["feedback"]
        let hasConditions = isFirst && kind.tellsAward
        conditions = hasConditions ? row[15] : facts.particular["conditions"]
        conditionsBeside = hasConditions ? row[16] : facts.beside?.particular["conditions"]
    }
}
