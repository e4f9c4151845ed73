import FundCore
import FundStore
import GRDB

/// A member's own scores of one application.
public struct OwnScores: Sendable {
    /// By criterion; no value where they said that it does not apply.
    public let scores: [String: (value: Int64?, comment: String?)]
    public let isLocked: Bool
    public let interest: DeclaredInterest?
}

extension AssessmentModule {
    /// Locks a member's scores of an application: they say that they have done with it.
    /// - Throws: `AssessmentProblem.unfinished` while a criterion has no score of theirs.
    public func lock(
        _ application: ApplicationID, reference: Reference, of round: RoundID,
        criteria: [String], in tx: borrowing WriteTx
    ) throws {
        let member = try panelMember(of: round, in: tx)
        try requireCandidate(application, reference: reference, in: tx.reading)
        let own = try ownScores(of: application, round: round, by: member, in: tx.reading)
        guard !own.isLocked else { throw AssessmentProblem.lockedBefore }
        guard try !isBarred(member, from: application, in: tx.reading) else {
            throw AssessmentProblem.hasInterest
        }
        if let theirs = try assigned(to: member, in: round, tx.reading) {
            guard theirs.contains(application) else { throw AssessmentProblem.notYours }
        }
        let missing = criteria.filter { own.scores[$0] == nil }
        guard missing.isEmpty else { throw AssessmentProblem.unfinished(criteria: missing) }
        try tx.execute(
            """
            INSERT INTO assessmentLock (applicationId, memberId, roundId, lockedAt)
            VALUES (?, ?, ?, ?)
            """,
            [application.rawValue, member.rawValue, round.rawValue, tx.now.milliseconds])
        try tx.audit("score.lock", "application:\(application.rawValue)")
    }

    /// A member's own scores of an application, and nobody else's.
    public func ownScores(
        of application: ApplicationID, round: RoundID, by member: PersonID,
        in tx: borrowing ReadTx
    ) throws -> OwnScores {
        var scores: [String: (value: Int64?, comment: String?)] = [:]
        try tx.forEach(
            """
            SELECT criterion, value, comment FROM assessmentScore
            WHERE roundId = ? AND memberId = ? AND applicationId = ?
            """, [round.rawValue, member.rawValue, application.rawValue]
        ) { scores[$0[0]] = ($0[1], $0[2]) }
        let isLocked: Bool =
            try tx.first(
                "SELECT 1 FROM assessmentLock WHERE applicationId = ? AND memberId = ?",
                [application.rawValue, member.rawValue], { _ in true }) ?? false
        let interest = try interest(of: member, in: application, round: round, in: tx)
        return OwnScores(scores: scores, isLocked: isLocked, interest: interest)
    }
}
