import FundCore
import FundStore
import GRDB

/// Money of an award that comes back to its round once it is too late to vary the award: what a bank
/// did not take of one that has ended, or what a group paid back. The round may give it again.
extension AwardsModule {
    /// The schema's part of it. It reads `backEntry`, which the ledger shows for as long as this step
    /// lasts, so that what came back before counts as well.
    public static let giveBackSchema = """
        CREATE TABLE awardGivenBack (
          entryId INTEGER PRIMARY KEY REFERENCES ledgerEntry(id),
          awardId INTEGER NOT NULL REFERENCES award(id),
          pence   INTEGER NOT NULL CHECK (pence > 0)
        ) STRICT;
        CREATE INDEX awardGivenBackByAward ON awardGivenBack (awardId);
        \(Migration.appendOnly("awardGivenBack", by: [["entryId"]], code: "decision-stands"))

        -- No more comes back of an award than it had.
        CREATE TRIGGER awardGivenBackFits BEFORE INSERT ON awardGivenBack
        WHEN NEW.pence > \(held("NEW.awardId"))
          - ifnull((SELECT releasedPence FROM awardEnd WHERE awardId = NEW.awardId), 0)
          - ifnull((SELECT releasedPence FROM awardWithdrawal WHERE awardId = NEW.awardId), 0)
          - (SELECT ifnull(sum(pence), 0) FROM awardGivenBack WHERE awardId = NEW.awardId)
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

        DROP TRIGGER awardRoundAllotmentStays;
        CREATE TRIGGER awardRoundAllotmentStays BEFORE UPDATE ON awardRound
        WHEN NEW.roundId <> OLD.roundId OR NEW.allotmentPence <> OLD.allotmentPence
          -- It falls only to what its awards come to without what was taken back, came to nothing or
          -- came back.
          OR (NEW.awardedPence < OLD.awardedPence AND NEW.awardedPence <>
            (SELECT ifnull(sum(amountPence), 0) FROM award WHERE roundId = NEW.roundId)
            - (SELECT ifnull(sum(releasedPence), 0) FROM awardWithdrawal
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
            - (SELECT ifnull(sum(releasedPence), 0) FROM awardEnd
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
            - (SELECT ifnull(sum(pence), 0) FROM awardGivenBack
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
            + (SELECT ifnull(sum(pence), 0) FROM awardMovement
               JOIN awardVersion ON awardVersion.id = versionId
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId))
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

        CREATE TRIGGER awardGivenBackCounts AFTER INSERT ON awardGivenBack
        BEGIN
          UPDATE awardRound SET awardedPence = awardedPence - NEW.pence
          WHERE roundId = (SELECT roundId FROM award WHERE id = NEW.awardId);
        END;

        INSERT INTO awardGivenBack (entryId, awardId, pence)
        SELECT backEntry.id, award.id, backEntry.pence FROM backEntry
        JOIN award ON award.applicationId = backEntry.applicationId
        WHERE backEntry.id NOT IN (SELECT entryId FROM awardMovement)
        ORDER BY backEntry.id;
        """

    /// What of an award the round has been given again.
    public func givenBack(of award: AwardID, in tx: borrowing ReadTx) throws -> Money {
        try tx.first(
            "SELECT ifnull(sum(pence), 0) FROM awardGivenBack WHERE awardId = ?",
            [award.rawValue], { Money(pence: $0[0]) }) ?? .zero
    }

    /// Lets the round give again what came back of an award.
    ///
    /// - Parameter entry: what brought it back, in the ledger.
    public func giveBack(
        _ amount: Money, of award: AwardID, entry: LedgerEntryID, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            "INSERT INTO awardGivenBack (entryId, awardId, pence) VALUES (?, ?, ?)",
            [entry.rawValue, award.rawValue, amount.pence])
    }
}
