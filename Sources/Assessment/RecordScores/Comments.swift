import FundCore
import FundStore
import GRDB

/// What somebody of the panel wrote with a score. Who, is not said: it may end in a letter.
public struct ScoreComment: Sendable {
    public let criterion: String
    public let text: String
}

extension AssessmentModule {
    /// What the panel wrote about an application, by criterion; nothing of those who said that they
    /// have an interest in it. A comment's number is its place, from 1.
    public func comments(
        about application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [ScoreComment] {
        try tx.list(
            """
            SELECT score.criterion, score.comment FROM assessmentScore AS score
            JOIN assessmentCriterion ON assessmentCriterion.roundId = score.roundId
              AND assessmentCriterion.key = score.criterion
            WHERE score.applicationId = ? AND score.comment IS NOT NULL
              AND 0 = ifnull((SELECT hasInterest FROM assessmentInterest AS interest
                WHERE interest.roundId = score.roundId AND interest.memberId = score.memberId
                  AND interest.applicationId = score.applicationId
                ORDER BY interest.id DESC LIMIT 1), 0)
            ORDER BY place, score.id
            """, [application.rawValue]
        ) { ScoreComment(criterion: $0[0], text: $0[1]) }
    }
}
