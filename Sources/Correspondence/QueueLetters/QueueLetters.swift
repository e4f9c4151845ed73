import Foundation
import FundCore
import FundStore
import GRDB

extension CorrespondenceModule {
    /// Queues a letter, in the transaction that causes it.
    ///
    /// - Parameters:
    ///   - isReleased: whether the mail worker may send it at once, or waits for an officer.
    ///   - isGated: whether it waits at its round's gate.
    ///   - settings: the round's, for the host that the message id names.
    ///   - correction: which letter it replaces, and why; nil for one that replaces none.
    public func queue(
        _ kind: LetterKind, to application: ApplicationID, reference: Reference, round: RoundID,
        language: String?, facts: LetterFacts, isReleased: Bool, isGated: Bool,
        settings: LetterSettings, correction: (of: LetterID, reason: String)? = nil,
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
               queuedAt, releasedAt, isGated, replacesId, correctionReason, status)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued')
            """,
            [
                round.rawValue, application.rawValue, "\(reference)", kind.rawValue, earlier + 1,
                language ?? settings.language,
                String(decoding: try encoder.encode(facts), as: UTF8.self),
                "<\(reference)-\(kind.rawValue)-\(earlier + 1).\(token)@\(host)>",
                tx.now.milliseconds, isReleased ? tx.now.milliseconds : nil, isGated,
                correction?.of.rawValue, correction?.reason,
            ])
        if let correction {
            try tx.audit(
                "letter.correction", "letter:\(id)",
                [
                    ("application", .int(application.rawValue)),
                    ("replaces", .int(correction.of.rawValue)),
                ])
        } else {
            try tx.audit(
                "letter.queueing", "letter:\(id)",
                [
                    ("application", .int(application.rawValue)), ("kind", .string(kind.rawValue)),
                ])
        }
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
}
