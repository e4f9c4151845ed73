import FundCore
import FundStore
import GRDB

/// An offer, or a change of an agreement, that its group has not answered.
public struct OpenOffer: Sendable {
    public let version: AgreementVersionID
    public let application: ApplicationID
    public let reference: Reference
    /// The last day for an answer.
    public let lapsesOn: LocalDate
}

extension AwardsModule {
    /// The offers and changes of a round that wait for their groups, by their last day.
    public func openOffers(of round: RoundID, in tx: borrowing ReadTx) throws -> [OpenOffer] {
        try tx.list(
            """
            SELECT version.id, applicationId, reference, \(Self.deadline("version.id")) AS last
            FROM awardVersion AS version JOIN award ON award.id = awardId
            WHERE roundId = ? AND \(Self.isAwaited) ORDER BY last, version.id
            """, [round.rawValue]
        ) { row in
            OpenOffer(
                version: AgreementVersionID(row[0]), application: ApplicationID(row[1]),
                reference: Reference(stored: row[2]),
                lapsesOn: LocalDate(row[3] as String) ?? LocalDate(daysSince1970: 0))
        }
    }

    /// In SQL, of an `awardVersion` called `version`: nobody answered it, and nothing ended it.
    static let isAwaited = """
        version.id NOT IN (SELECT versionId FROM awardAcceptance)
          AND version.id NOT IN (SELECT versionId FROM awardVersionEnd)
          AND NOT EXISTS (SELECT 1 FROM awardVersion AS later
            WHERE later.awardId = version.awardId AND later.number > version.number
              AND later.id NOT IN (SELECT versionId FROM awardVersionEnd))
          AND awardId NOT IN (SELECT awardId FROM awardEnd)
          AND awardId NOT IN (SELECT awardId FROM awardWithdrawal)
        """
}
