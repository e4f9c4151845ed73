import FundCore
import FundStore
import GRDB

/// That a member left a panel on which they had begun.
public struct Departure: Sendable {
    /// Whether the scores of what they had finished stay.
    public let keepsScores: Bool
    public let reason: String
    public let at: Instant
    public let by: PersonID
}

/// What somebody's standing down did.
public struct StandDown: Sendable {
    /// How many applications their scores still count for.
    public let keptCount: Int
    /// How many applications have one scorer fewer, and go back to the draw.
    public let fewerCount: Int
}

extension AssessmentModule {
    /// Lets a member leave a panel on which they have begun.
    ///
    /// - Parameter keepsScores: whether what they scored on every criterion stays; the rest, or all
    ///   of it, is set aside, and its applications go back to the draw.
    /// - Throws: `InvalidInput`, `AssessmentProblem`.
    public func standDown(
        _ member: PersonID, email: String, of round: RoundID, key: String, keepsScores: Bool,
        reason: String, in tx: borrowing WriteTx
    ) throws -> StandDown {
        let officer = try tx.principal.require(.officer)
        guard try isOnPanel(member, of: round, in: tx.reading) else {
            throw AssessmentProblem.notOnPanel(email: email, round: key)
        }
        guard member != officer else { throw AssessmentProblem.standsDownOwn }
        try refuseStoodDown(member, of: round, in: tx.reading)
        guard try !isSealed(round, in: tx.reading) else {
            throw AssessmentProblem.sealed(round: key)
        }
        let reason = try checkedReason(reason)
        let before = try toScore(member, of: round, in: tx.reading)
        try tx.execute(
            """
            INSERT INTO assessmentDeparture
              (roundId, memberId, keepsScores, reason, stoodDownAt, stoodDownById)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, member.rawValue, keepsScores, reason, tx.now.milliseconds,
                officer.rawValue,
            ])
        let kept = try toScore(member, of: round, in: tx.reading)
        try tx.audit(
            "panel.departure", "round:\(round.rawValue)",
            [
                ("person", .int(member.rawValue)), ("keepsScores", .bool(keepsScores)),
                ("kept", .int(kept)), ("fewer", .int(before - kept)),
            ])
        return StandDown(keptCount: kept, fewerCount: before - kept)
    }

    /// How many applications that stand a member is among the scorers of.
    private func toScore(
        _ member: PersonID, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> Int {
        let expected = try expectedScorers(of: round, in: tx)
        return try standing(of: round, in: tx).count {
            expected.members(for: $0).contains(member)
        }
    }

    /// Refuses a member who has stood down.
    /// - Throws: `AssessmentProblem.stoodDown`.
    public func refuseStoodDown(
        _ member: PersonID, of round: RoundID, in tx: borrowing ReadTx
    ) throws {
        let isGone: Bool? = try tx.first(
            "SELECT 1 FROM assessmentDeparture WHERE roundId = ? AND memberId = ?",
            [round.rawValue, member.rawValue], { _ in true })
        guard isGone == nil else { throw AssessmentProblem.stoodDown }
    }
}
