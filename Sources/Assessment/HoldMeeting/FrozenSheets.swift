import FundCore
import FundStore
import GRDB

/// What a member had scored whole and not locked when a meeting froze it.
public struct FrozenSheet: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let member: PersonID
}

extension AssessmentModule {
    /// The score sheets of these applications that are complete and that nobody locked, by application
    /// and member; none of a member whose scores do not count.
    ///
    /// - Parameter onlyOpen: leave out applications that have come before a meeting already; else what
    ///   was locked after its first meeting began counts as not locked by then.
    public func unlockedSheets(
        among applications: [ApplicationID], of round: RoundID, onlyOpen: Bool,
        in tx: borrowing ReadTx
    ) throws -> [FrozenSheet] {
        try tx.list(
            """
            SELECT applicationId, reference, memberId
            FROM assessmentScore AS score
            JOIN assessmentCandidate AS candidate USING (applicationId)
            WHERE score.roundId = ?1 AND score.isSetAside = 0
              AND applicationId IN (SELECT value FROM json_each(?2))
              AND NOT EXISTS (SELECT 1 FROM assessmentLock AS lock
                WHERE lock.applicationId = score.applicationId AND lock.memberId = score.memberId
                  AND (?3 OR lockedAt <= (SELECT min(openedAt) FROM assessmentMeetingItem AS item
                    JOIN assessmentMeeting AS meeting ON meeting.id = item.meetingId
                    WHERE item.applicationId = score.applicationId)))
              AND NOT (?3 AND EXISTS (SELECT 1 FROM assessmentMeetingItem AS item
                WHERE item.applicationId = score.applicationId))
            GROUP BY applicationId, reference, memberId
            HAVING count(*) = (SELECT count(*) FROM assessmentCriterion WHERE roundId = ?1)
            ORDER BY applicationId, memberId
            """,
            [
                round.rawValue, JSONValue.array(applications.map { .int($0.rawValue) }).text,
                onlyOpen,
            ]
        ) {
            FrozenSheet(
                application: ApplicationID($0[0]), reference: Reference(stored: $0[1]),
                member: PersonID($0[2]))
        }
    }
}
