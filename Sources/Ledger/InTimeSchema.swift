import FundCore
import FundStore
import GRDB

/// Money that moved on a day of the bank's was there on that day, and on each day since.
extension LedgerModule {
    public static let inTimeSchema = """
        CREATE TRIGGER ledgerEntryInTime BEFORE INSERT ON ledgerEntry
        WHEN NEW.kind IN ('payment', 'return', 'recovery') AND NEW.pence > (
          SELECT min((
            SELECT ifnull(sum(iif(toAccountId = NEW.fromAccountId, pence, -pence)), 0)
            FROM ledgerEntry
            WHERE applicationId = NEW.applicationId AND valueOn <= point.day
              AND NEW.fromAccountId IN (toAccountId, fromAccountId)))
          FROM (SELECT NEW.valueOn AS day UNION SELECT valueOn FROM ledgerEntry
            WHERE applicationId = NEW.applicationId AND valueOn > NEW.valueOn) AS point)
        BEGIN SELECT RAISE(ABORT, 'ledger-not-there-yet'); END;
        """

    /// What came back to rounds, for `AwardsModule.giveBackSchema`; it goes again with that step.
    public static let backView = """
        CREATE VIEW backEntry AS SELECT id, applicationId, pence FROM ledgerEntry
        WHERE kind IN ('reduction', 'reallotment');
        """

    /// The least that an application had in an account on a day and on each since.
    public func least(
        _ account: LedgerAccount, of application: ApplicationID, in round: RoundID,
        since day: LocalDate, in tx: borrowing ReadTx
    ) throws -> Money {
        let pence: Int64? = try tx.first(
            """
            WITH own AS (
              SELECT valueOn, iif(toAccountId = ledgerAccount.id, pence, -pence) AS pence
              FROM ledgerAccount
              JOIN ledgerEntry ON ledgerAccount.id IN (toAccountId, fromAccountId)
              WHERE ledgerAccount.kind = ?1 AND roundId = ?2 AND applicationId = ?3
            )
            SELECT min((SELECT ifnull(sum(pence), 0) FROM own WHERE valueOn <= point.day))
            FROM (SELECT ?4 AS day UNION SELECT valueOn FROM own WHERE valueOn > ?4) AS point
            """, [account.rawValue, round.rawValue, application.rawValue, "\(day)"], { $0[0] })
        return Money(pence: pence ?? 0)
    }
}
