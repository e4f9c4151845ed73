import FundCore
import FundStore
import GRDB

/// What is told to one address.
public struct Notice: Sendable {
    public enum Kind: String, Sendable {
        /// A group's bank details were changed.
        case bankDetails
        /// Money was sent to a group.
        case remittance
        /// A day is near by which a group is to do something.
        case reminder
    }

    public let id: Int64
    public let kind: Kind
    public let recipient: String
    public let language: String
    public let subject: String
    /// Paragraphs.
    public let body: String
    public let messageID: String
    public let queuedAt: Instant
    public let attemptCount: Int64

    /// `bankDetails-12`.
    public var fileStem: String { "\(kind.rawValue)-\(id)" }
}

extension CorrespondenceModule {
    /// Queues a notice, in the transaction that causes it. It is let go by that: it tells of nothing
    /// that is decided.
    /// - Returns: its number.
    @discardableResult
    public func queueNotice(
        _ kind: Notice.Kind, about application: ApplicationID, in round: RoundID,
        to recipient: String, language: String, subject: String, body: String,
        settings: LetterSettings, in tx: borrowing WriteTx
    ) throws -> Int64 {
        let host = settings.from.split(separator: "@").last ?? "localhost"
        let token = String(UInt64.random(in: .min ... .max), radix: 36)
        let id = try tx.insert(
            """
            INSERT INTO letterNotice
              (roundId, applicationId, kind, recipientEmail, language, subject, body, messageId,
               queuedAt, status)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued')
            """,
            [
                round.rawValue, application.rawValue, kind.rawValue, recipient, language, subject,
                body, "<notice-\(tx.now.milliseconds)-\(token)@\(host)>", tx.now.milliseconds,
            ])
        try tx.audit(
            "notice.queue", "application:\(application.rawValue)",
            [("notice", .int(id)), ("kind", .string(kind.rawValue))])
        return id
    }

    /// How far notices have come, by their numbers: `queued`, `sent`, `waiting`, `failed`, `unknown`.
    public func noticeStates(
        _ kind: Notice.Kind, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [Int64: String] {
        var states: [Int64: String] = [:]
        try tx.forEach(
            "SELECT id, status FROM letterNotice WHERE roundId = ? AND kind = ?",
            [round.rawValue, kind.rawValue]
        ) {
            // An attempt that is under way is no news to anybody.
            let status: String = $0[1]
            states[$0[0]] = status == "sending" ? "queued" : status
        }
        return states
    }

    /// Every address that a letter about an application has left for.
    public func addresses(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [String] {
        try tx.list(
            """
            SELECT DISTINCT recipientEmail FROM letter
            WHERE applicationId = ? AND recipientEmail IS NOT NULL AND status IN ('sent', 'unknown')
            ORDER BY recipientEmail
            """, [application.rawValue], { $0[0] })
    }

    /// The rounds that have notices to send now, or that a run left behind.
    public func roundsWithDueNotices(in tx: borrowing ReadTx) throws -> [RoundID] {
        try tx.list(
            """
            SELECT DISTINCT roundId FROM letterNotice WHERE status IN ('queued', 'sending', 'waiting')
              AND ifnull(nextAttemptAt, 0) <= ?
            """, [tx.now.milliseconds], { RoundID($0[0]) })
    }

    /// Settles what a run that was killed left behind, and gives the notices whose attempt is due.
    public func dueNotices(of round: RoundID, in tx: borrowing WriteTx) throws -> [Int64] {
        try tx.execute(
            """
            UPDATE letterNotice SET nextAttemptAt = ?,
              status = CASE WHEN transport = 'smtp' THEN 'unknown' ELSE 'waiting' END
            WHERE roundId = ? AND status = 'sending'
            """, [tx.now.milliseconds, round.rawValue])
        return try tx.reading.list(
            """
            SELECT id FROM letterNotice WHERE roundId = ? AND status IN ('queued', 'waiting')
              AND ifnull(nextAttemptAt, 0) <= ? ORDER BY id
            """, [round.rawValue, tx.now.milliseconds], { $0[0] })
    }

    /// Takes a notice for one attempt; nil where another run took it first.
    public func claimNotice(
        _ id: Int64, transport: String, in tx: borrowing WriteTx
    ) throws -> Notice? {
        let count = try tx.execute(
            """
            UPDATE letterNotice SET status = 'sending', attemptCount = attemptCount + 1,
              transport = ?, nextAttemptAt = NULL
            WHERE id = ? AND status IN ('queued', 'waiting')
            """, [transport, id])
        guard count == 1 else { return nil }
        return try tx.reading.first(
            """
            SELECT id, kind, recipientEmail, language, subject, body, messageId, queuedAt,
              attemptCount
            FROM letterNotice WHERE id = ?
            """, [id]
        ) {
            Notice(
                id: $0[0], kind: Notice.Kind(rawValue: $0[1]) ?? .bankDetails, recipient: $0[2],
                language: $0[3], subject: $0[4], body: $0[5], messageID: $0[6],
                queuedAt: Instant(milliseconds: $0[7]), attemptCount: $0[8])
        }
    }

    /// Records what became of an attempt.
    public func record(
        _ outcome: DeliveryOutcome, of notice: Notice, retries: RetryPlan,
        in tx: borrowing WriteTx
    ) throws {
        var (status, reply): (String, String?) = ("sent", nil)
        var next: Int64?
        switch outcome {
        case .delivered: break
        case .refused(let text): (status, reply) = ("failed", text)
        case .unknown(let text): (status, reply) = ("unknown", text)
        case .misconfigured(let text):
            (status, reply, next) = ("waiting", text, tx.now.milliseconds)
        case .retry(let text):
            (status, reply) = ("failed", text)
            let attempt = Int(notice.attemptCount)
            if attempt <= retries.seconds.count {
                status = "waiting"
                next = tx.now.adding(seconds: retries.seconds[attempt - 1]).milliseconds
            }
        }
        try tx.execute(
            "UPDATE letterNotice SET status = ?, nextAttemptAt = ?, reply = ? WHERE id = ?",
            [status, next, reply.map { String($0.prefix(500)) }, notice.id])
        try tx.audit(
            "notice.attempt", "notice:\(notice.id)",
            [("attempt", .int(notice.attemptCount)), ("outcome", .string(status))])
    }
}
