import FundCore
import FundStore
import GRDB

/// When to try again after a failure, in seconds: the first, the second, … When they are used up
/// the letter has failed.
public struct RetryPlan: Sendable {
    public let seconds: [Int64]

    public init(seconds: [Int64]) {
        self.seconds = seconds
    }
}

extension CorrespondenceModule {
    /// Settles what a run that was killed left at `sending`: what went to a file is tried again;
    /// of what went to a mail server nobody knows.
    ///
    /// - Returns: how many are unknown now.
    public func settleInterrupted(of round: RoundID, in tx: borrowing WriteTx) throws -> Int {
        let again = try tx.execute(
            """
            UPDATE letter SET nextAttemptAt = ?, attemptCount = attemptCount - 1,
              status = CASE WHEN withdrawnAt IS NULL THEN 'waiting' ELSE 'withdrawn' END
            WHERE roundId = ? AND status = 'sending' AND transport <> 'smtp'
            """, [tx.now.milliseconds, round.rawValue])
        let unknown = try tx.execute(
            "UPDATE letter SET status = 'unknown' WHERE roundId = ? AND status = 'sending'",
            [round.rawValue])
        if again + unknown > 0 {
            try tx.audit(
                "letter.interruption", "round:\(round.rawValue)",
                [("again", .int(again)), ("unknown", .int(unknown))])
        }
        return unknown
    }

    /// Lets the round's queued letters go, but for those that a gate holds or whose decision is
    /// suspended: from now on the mail worker may send them.
    /// - Returns: how many.
    public func release(_ round: RoundID, in tx: borrowing WriteTx) throws -> Int {
        try tx.principal.require(.officer)
        let count = try tx.execute(
            """
            UPDATE letter SET releasedAt = ?1
            WHERE roundId = ?2 AND status = 'queued' AND releasedAt IS NULL AND isGated = 0
              AND NOT \(Self.isHeld(at: "?1"))
            """, [tx.now.milliseconds, round.rawValue])
        if count > 0 {
            try tx.audit("letter.release", "round:\(round.rawValue)", [("count", .int(count))])
        }
        return count
    }

    /// The letters whose attempt is due, in the order they were queued: none that a gate holds, none
    /// before its time, none whose decision is suspended.
    ///
    /// - Parameter onlyReleased: leave out those that no officer has let go.
    public func due(
        of round: RoundID, onlyReleased: Bool, in tx: borrowing ReadTx
    ) throws -> [(id: LetterID, application: ApplicationID)] {
        try tx.list(
            """
            SELECT id, applicationId FROM letter
            WHERE roundId = ?1 AND (
              (status = 'queued' AND (releasedAt IS NOT NULL OR (NOT ?3 AND isGated = 0))
                AND ifnull(notBefore, 0) <= ?2)
              OR (status = 'waiting' AND nextAttemptAt <= ?2))
              AND NOT \(Self.isHeld(at: "?2"))
            ORDER BY id
            """, [round.rawValue, tx.now.milliseconds, onlyReleased]
        ) { (LetterID($0[0]), ApplicationID($0[1])) }
    }

    /// The letter whose attempt was the last to succeed by mail.
    public func lastDelivery(in tx: borrowing ReadTx) throws -> LetterID? {
        try tx.first(
            """
            SELECT letterId FROM letterAttempt WHERE outcome = 'sent' AND transport = 'smtp'
            ORDER BY id DESC LIMIT 1
            """, [], { LetterID($0[0]) })
    }

    /// How many letters, of every round, were let go or wait for another attempt.
    public func waitingCount(in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(Self.waitingCountQuery, [], { $0[0] }) ?? 0
    }

    /// The rounds that have something for the mail worker to do now.
    public func roundsWithDueLetters(in tx: borrowing ReadTx) throws -> [RoundID] {
        try tx.list(Self.dueRoundsQuery, [tx.now.milliseconds]) { RoundID($0[0]) }
    }

    // Asked every few seconds, and after each submission. Each says "status" as its partial index
    // does, word for word, or the index is not used.
    package static let dueRoundsQuery = """
        SELECT roundId FROM letter WHERE status = 'queued' AND releasedAt IS NOT NULL
          AND ifnull(notBefore, 0) <= ?1 AND NOT \(isHeld(at: "?1"))
        UNION SELECT roundId FROM letter
          WHERE status IN ('waiting', 'sending') AND (status = 'sending'
            OR (nextAttemptAt <= ?1 AND NOT \(isHeld(at: "?1"))))
        """
    package static let waitingCountQuery = """
        SELECT (SELECT count(*) FROM letter
            WHERE status IN ('waiting', 'sending') AND status = 'waiting')
          + (SELECT count(*) FROM letter WHERE status = 'queued' AND releasedAt IS NOT NULL)
        """

    /// Takes a due letter for one attempt. What an officer sends they let go by it; what a gate
    /// holds, or what tells a suspended decision, is not taken.
    ///
    /// - Parameters:
    ///   - email: where it goes now; nil for the post.
    ///   - transport: how: `smtp`, `file` or `post`.
    /// - Returns: the letter, nil where another run took it first.
    public func claim(
        _ id: LetterID, email: String?, transport: String, in tx: borrowing WriteTx
    ) throws -> Letter? {
        let count = try tx.execute(
            """
            UPDATE letter SET status = 'sending', attemptCount = attemptCount + 1,
              recipientEmail = ?1, transport = ?2, claimedAt = ?4,
              -- One that waits to be tried again was let go by whoever had it tried.
              releasedAt = ifnull(releasedAt, ?4)
            WHERE id = ?3 AND (isGated = 0 OR releaseId IS NOT NULL)
              AND ifnull(notBefore, 0) <= ?4 AND NOT \(Self.isHeld(at: "?4"))
              AND ((status = 'queued' AND (releasedAt IS NOT NULL OR ?5))
                OR (status = 'waiting' AND nextAttemptAt <= ?4))
            """,
            [
                email, transport, id.rawValue, tx.now.milliseconds, !tx.principal.isMailWorker,
            ])
        guard count == 1 else { return nil }
        return try letter(id, in: tx.reading)
    }

    /// Lets go of letters that were claimed and of which no attempt was begun.
    public func putBack(_ ids: [LetterID], in tx: borrowing WriteTx) throws {
        for id in ids {
            try tx.execute(
                """
                UPDATE letter SET nextAttemptAt = ?, attemptCount = attemptCount - 1,
                  -- As it was before: one that was never tried may still be given other words.
                  status = CASE WHEN withdrawnAt IS NOT NULL THEN 'withdrawn'
                    WHEN attemptCount = 1 THEN 'queued' ELSE 'waiting' END
                WHERE id = ? AND status = 'sending'
                """, [tx.now.milliseconds, id.rawValue])
        }
    }

    /// Records what became of an attempt.
    /// - Returns: what the letter is now.
    public func record(
        _ outcome: DeliveryOutcome, of letter: Letter, transport: String, retries: RetryPlan,
        in tx: borrowing WriteTx
    ) throws -> LetterStatus {
        let attempt = Int(letter.summary.attemptCount)
        var status: LetterStatus
        var next: Int64?
        var reply: String?
        switch outcome {
        case .delivered: status = .sent
        case .refused(let text): (status, reply) = (.failed, text)
        case .unknown(let text): (status, reply) = (.unknown, text)
        case .retry(let text):
            reply = text
            status = .failed
            if attempt <= retries.seconds.count {
                status = .waiting
                next = tx.now.adding(seconds: retries.seconds[attempt - 1]).milliseconds
            }
        case .misconfigured(let text):
            // Not the letter's fault: the attempt does not count, and it is due at once.
            (status, reply, next) = (.waiting, text, tx.now.milliseconds)
        }
        if case .misconfigured = outcome {
            try tx.execute(
                "UPDATE letter SET attemptCount = attemptCount - 1 WHERE id = ?",
                [letter.summary.id.rawValue])
        }
        try tx.execute(
            """
            UPDATE letter SET nextAttemptAt = ?2, status =
              CASE WHEN withdrawnAt IS NOT NULL AND ?1 IN ('waiting', 'failed')
                THEN 'withdrawn' ELSE ?1 END
            WHERE id = ?3
            """, [status.rawValue, next, letter.summary.id.rawValue])
        try tx.execute(
            """
            INSERT INTO letterAttempt (letterId, at, transport, outcome, reply)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                letter.summary.id.rawValue, tx.now.milliseconds, transport, status.rawValue,
                reply.map { String($0.prefix(500)) },
            ])
        try tx.audit(
            "letter.attempt", "letter:\(letter.summary.id.rawValue)",
            [
                ("attempt", .int(attempt)), ("transport", .string(transport)),
                ("outcome", .string(status.rawValue)),
            ])
        return status
    }

    /// The number of the next batch of letters for the post. It stays the same until a batch is
    /// recorded, so that a run that was killed writes the same file again.
    public func nextPostBatch(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            "SELECT 1 + ifnull(max(postBatch), 0) FROM letter WHERE roundId = ?",
            [round.rawValue], { $0[0] }) ?? 1
    }

    /// Records that letters stand in a file for the post.
    public func recordPosted(
        _ ids: [LetterID], batch: Int64, round: RoundID, in tx: borrowing WriteTx
    ) throws {
        for id in ids {
            try tx.execute(
                """
                UPDATE letter SET status = 'toPost', postBatch = ?
                WHERE id = ? AND status = 'sending' AND transport = 'post'
                """, [batch, id.rawValue])
        }
        try tx.audit(
            "letter.post", "round:\(round.rawValue)",
            [
                ("batch", .int(batch)),
                ("letters", .array(ids.map { .int($0.rawValue) })),
            ])
    }

    public func letter(_ id: LetterID, in tx: borrowing ReadTx) throws -> Letter {
        guard
            let letter = try tx.first(
                "\(Letter.columns) WHERE letter.id = ?", [id.rawValue], Letter.init)
        else { throw StoreProblem.failed(why: "no letter \(id.rawValue)") }
        return letter
    }
}
