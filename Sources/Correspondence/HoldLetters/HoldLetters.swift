import FundCore
import FundStore
import GRDB

extension CorrespondenceModule {
    /// Holds a round's decision letters, also those that were let go and have not left.
    public func hold(_ round: RoundID, in tx: borrowing WriteTx) throws {
        let person = try tx.principal.require(.decisionMaker, .officer)
        try tx.execute(
            "INSERT INTO letterHold (roundId, heldById, heldAt) VALUES (?, ?, ?)",
            [round.rawValue, person.rawValue, tx.now.milliseconds])
        try tx.audit("letter.hold", "round:\(round.rawValue)")
    }

    /// Lets a round's decision letters leave again; nothing where none are held.
    ///
    /// - Parameter instant: from when on; nil for now.
    public func endHold(
        of round: RoundID, at instant: Instant? = nil, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.decisionMaker, .officer)
        let endsAt = max(instant?.milliseconds ?? 0, tx.now.milliseconds)
        let count = try tx.execute(
            """
            INSERT INTO letterHoldEnd (holdId, endsAt, endedById, endedAt)
            SELECT id, ?2, ?3, ?4 FROM letterHold
            WHERE roundId = ?1 AND id NOT IN (SELECT holdId FROM letterHoldEnd)
            """, [round.rawValue, endsAt, person.rawValue, tx.now.milliseconds])
        if count > 0 {
            try tx.audit(
                "letter.hold-end", "round:\(round.rawValue)",
                [("endsAt", .string(Instant(milliseconds: endsAt).iso8601))])
        }
    }

    /// Whether a round's decision letters are held now.
    public func isHeld(_ round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM letterHold LEFT JOIN letterHoldEnd ON holdId = letterHold.id
            WHERE roundId = ?1 AND (endsAt IS NULL OR endsAt > ?2)
            """, [round.rawValue, tx.now.milliseconds], { _ in true }) ?? false
    }

    /// Whether a letter, of the table of that name, tells a decision that is suspended.
    ///
    /// - Parameter now: the placeholder of the time.
    static func isHeld(at now: String) -> String {
        """
        (kind IN ('award', 'partial', 'decline') AND EXISTS (
          SELECT 1 FROM letterHold LEFT JOIN letterHoldEnd ON holdId = letterHold.id
          WHERE letterHold.roundId = letter.roundId AND (endsAt IS NULL OR endsAt > \(now))))
        """
    }

    /// An appeal or complaint changed what a group gets: what was decided before is not told any
    /// more, and what of it has not left is taken back.
    public func overrule(_ application: ApplicationID, in tx: borrowing WriteTx) throws {
        for kind in LetterKind.allCases where kind.tellsDecision {
            try withdraw(kind, to: application, in: tx)
        }
        // Money that an earlier appeal gave and that is given no more.
        let count = try tx.execute(
            """
            UPDATE letter SET status = 'withdrawn', withdrawnAt = ?
            WHERE applicationId = ? AND kind = 'appealOutcome'
              AND status IN ('queued', 'waiting', 'failed')
              AND json_extract(facts, '$.particular.amount') IS NOT NULL
            """, [tx.now.milliseconds, application.rawValue])
        if count > 0 {
            try tx.audit(
                "letter.withdrawal", "application:\(application.rawValue)",
                [("kind", .string(LetterKind.appealOutcome.rawValue))])
        }
        try tx.execute(
            """
            INSERT INTO letterOverruled (applicationId, overruledAt)
            SELECT ?1, ?2 WHERE NOT EXISTS (
              SELECT 1 FROM letterOverruled WHERE applicationId = ?1)
            """, [application.rawValue, tx.now.milliseconds])
    }

    /// Whether an appeal or complaint changed what a group gets.
    public func isOverruled(
        _ application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM letterOverruled WHERE applicationId = ?", [application.rawValue],
            { _ in true }) ?? false
    }
}
