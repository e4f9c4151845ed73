import Foundation
import FundCore
import FundStore
import GRDB

extension CorrespondenceModule {
    /// Queues a letter, in the transaction that causes it.
    ///
    /// - Parameters:
    ///   - isReleased: whether the mail worker may send it at once, or waits for an officer.
    ///   - settings: the round's, for the host that the message id names.
    public func queue(
        _ kind: LetterKind, to application: ApplicationID, reference: Reference, round: RoundID,
        language: String?, facts: LetterFacts, isReleased: Bool, settings: LetterSettings,
        in tx: borrowing WriteTx
    ) throws {
        let earlier: Int64 =
            try tx.reading.first(
                "SELECT count(*) FROM letter WHERE applicationId = ? AND kind = ?",
                [application.rawValue, kind.rawValue], { $0[0] }) ?? 0
        let host = settings.from.split(separator: "@").last ?? "localhost"
        let token = String(UInt64.random(in: .min ... .max), radix: 36)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let id = try tx.insert(
            """
            INSERT INTO letter
              (roundId, applicationId, reference, kind, number, language, facts, messageId,
               queuedAt, releasedAt, status)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued')
            """,
            [
                round.rawValue, application.rawValue, "\(reference)", kind.rawValue, earlier + 1,
                language ?? settings.language,
                String(decoding: try encoder.encode(facts), as: UTF8.self),
                "<\(reference)-\(kind.rawValue)-\(earlier + 1).\(token)@\(host)>",
                tx.now.milliseconds, isReleased ? tx.now.milliseconds : nil,
            ])
        try tx.audit(
            "letter.queueing", "letter:\(id)",
            [
                ("application", .int(application.rawValue)), ("kind", .string(kind.rawValue)),
            ])
    }

    /// Takes back a letter that is no longer true and has not left. One that is on its way, or may
    /// have arrived, is marked: whatever becomes of it, it is not tried again.
    public func withdraw(
        _ kind: LetterKind, to application: ApplicationID, in tx: borrowing WriteTx
    ) throws {
        let arguments: StatementArguments = [
            tx.now.milliseconds, application.rawValue, kind.rawValue,
        ]
        let takenBack = try tx.execute(
            """
            UPDATE letter SET status = 'withdrawn', withdrawnAt = ?
            WHERE applicationId = ? AND kind = ? AND status IN ('queued', 'waiting', 'failed')
            """, arguments)
        let marked = try tx.execute(
            """
            UPDATE letter SET withdrawnAt = ?
            WHERE applicationId = ? AND kind = ? AND status IN ('sending', 'unknown')
              AND withdrawnAt IS NULL
            """, arguments)
        let count = takenBack + marked
        if count > 0 {
            try tx.audit(
                "letter.withdrawal", "application:\(application.rawValue)",
                [("kind", .string(kind.rawValue))])
        }
    }

    /// What was released for a group to read, nil where nothing was.
    public func feedback(
        to application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Feedback? {
        try tx.first(
            "SELECT text FROM letterFeedback WHERE applicationId = ?", [application.rawValue],
            { Feedback(text: $0[0]) })
    }

    /// Releases what the panel wants the group to read, into its decision letter.
    ///
    /// - Throws: `CorrespondenceProblem.feedbackTooLate` once an attempt was made at the letter.
    public func releaseFeedback(
        _ text: String, to application: ApplicationID, reference: Reference,
        in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        guard !text.trimmed.isEmpty else { throw CorrespondenceProblem.feedbackEmpty }
        let isLate: Bool =
            try tx.reading.first(
                """
                SELECT EXISTS (SELECT 1 FROM letter WHERE applicationId = ?
                  AND kind IN ('award', 'partial', 'decline')
                  AND (attemptCount > 0 OR status <> 'queued'))
                """, [application.rawValue], { $0[0] }) ?? false
        guard !isLate else {
            throw CorrespondenceProblem.feedbackTooLate(reference: "\(reference)")
        }
        try tx.execute(
            """
            INSERT INTO letterFeedback (applicationId, text, releasedById, releasedAt)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (applicationId) DO UPDATE SET text = excluded.text,
              releasedById = excluded.releasedById, releasedAt = excluded.releasedAt
            """, [application.rawValue, text.trimmed, officer.rawValue, tx.now.milliseconds])
        try tx.audit("letter.feedback", "application:\(application.rawValue)")
    }
}

/// The panel's words that a group will read in its decision letter.
public struct Feedback: Sendable {
    public let text: String

    public var tag: EntityTag { EntityTag(of: [text]) }
}
