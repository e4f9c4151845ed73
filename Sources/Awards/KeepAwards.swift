import FundCore
import FundStore
import GRDB

/// An award, as how long its application is kept goes by.
public struct KeptAward: Sendable {
    public let id: AwardID
    /// The day on which it was closed, or came to an end otherwise; nil while it runs.
    public let overOn: LocalDate?
}

extension AwardsModule {
    /// What erasing may read of awards: of which application each is, and the day on which it was
    /// closed or came to an end otherwise; NULL while it runs.
    public static let erasureViews = """
        CREATE VIEW awardedApplication AS
        SELECT award.id AS awardId, applicationId, coalesce(
          (SELECT max(setOn) FROM awardClosing WHERE awardId = award.id AND isClosed
            AND award.id IN (SELECT awardId FROM awardClosed)),
          (SELECT endedOn FROM awardEnd WHERE awardId = award.id AND paidPence = 0),
          (SELECT givenUpOn FROM awardGivenUp WHERE awardId = award.id AND paidPence = 0),
          (SELECT decidedOn FROM awardWithdrawal
            JOIN awardAppealDecision ON awardAppealDecision.id = appealDecisionId
            WHERE awardId = award.id)) AS overOn
        FROM award;
        """

    /// Every award, by its application.
    public func kept(in tx: borrowing ReadTx) throws -> [ApplicationID: KeptAward] {
        var found: [ApplicationID: KeptAward] = [:]
        try tx.forEach(
            "SELECT applicationId, awardId, overOn FROM awardedApplication"
        ) { row in
            found[ApplicationID(row[0])] = KeptAward(
                id: AwardID(row[1]), overOn: (row[2] as String?).flatMap { LocalDate($0) })
        }
        return found
    }
}
