import FundCore
import FundStore
import GRDB

/// How far a panel member has come with one application.
public struct MemberProgress: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let requested: Money
    /// What was said of an interest of theirs, nil where nothing was yet.
    public let hasInterest: Bool?
    /// How many criteria they have scored.
    public let scoredCount: Int64
    public let isLocked: Bool
    /// Whether the panel has begun to meet on it, so that nobody scores it any more.
    public let hasMet: Bool
}

extension AssessmentModule {
    /// A member's own scores of every application of a round, by criterion.
    public func ownScores(
        in round: RoundID, by member: PersonID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: [String: (value: Int64?, comment: String?)]] {
        var scores: [ApplicationID: [String: (value: Int64?, comment: String?)]] = [:]
        try tx.forEach(
            """
            SELECT applicationId, criterion, value, comment FROM assessmentScore
            WHERE roundId = ? AND memberId = ?
            """, [round.rawValue, member.rawValue]
        ) { scores[ApplicationID($0[0]), default: [:]][$0[1]] = ($0[2], $0[3]) }
        return scores
    }

    /// How far a member has come with each eligible application that is theirs to score.
    public func progress(
        of member: PersonID, in round: RoundID, in tx: borrowing ReadTx
    ) throws -> [MemberProgress] {
        try tx.list(
            """
            SELECT applicationId, reference, requestedPence,
              (SELECT hasInterest FROM assessmentInterest AS interest
               WHERE interest.roundId = ?1 AND memberId = ?2
                 AND interest.applicationId = candidate.applicationId
               ORDER BY id DESC LIMIT 1),
              (SELECT count(*) FROM assessmentScore AS score
               WHERE score.roundId = ?1 AND memberId = ?2
                 AND score.applicationId = candidate.applicationId),
              EXISTS (SELECT 1 FROM assessmentLock AS lock
               WHERE lock.applicationId = candidate.applicationId AND memberId = ?2),
              EXISTS (SELECT 1 FROM assessmentMeetingItem AS item
               WHERE item.applicationId = candidate.applicationId)
            FROM assessmentCandidate AS candidate
            WHERE roundId = ?1 AND isStanding = 1
              AND (NOT (SELECT asksAssignment FROM assessmentRound WHERE roundId = ?1)
                OR EXISTS (SELECT 1 FROM assessmentAssignment AS given
                  WHERE given.applicationId = candidate.applicationId AND memberId = ?2))
            ORDER BY applicationId
            """, [round.rawValue, member.rawValue]
        ) {
            MemberProgress(
                application: ApplicationID($0[0]), reference: Reference(stored: $0[1]),
                requested: Money(pence: $0[2]), hasInterest: $0[3], scoredCount: $0[4],
                isLocked: $0[5], hasMet: $0[6])
        }
    }

    /// For the officer: how many applications each member has locked, and how many stand.
    public func lockCounts(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> (locks: [PersonID: Int64], standing: Int64) {
        var locks: [PersonID: Int64] = [:]
        try tx.forEach(
            "SELECT memberId, count(*) FROM assessmentLock WHERE roundId = ? GROUP BY memberId",
            [round.rawValue]
        ) { locks[PersonID($0[0])] = $0[1] }
        let standing: Int64? = try tx.first(
            "SELECT count(*) FROM assessmentCandidate WHERE roundId = ? AND isStanding = 1",
            [round.rawValue], { $0[0] })
        return (locks, standing ?? 0)
    }
}
