import FundCore
import FundStore
import GRDB

extension RoundsModule {
    /// A round with `Control.planApproval` opens only by an opening that the approved Plan of its
    /// cycle allows: the row's id there is the round's.
    public static let planSchema = """
        CREATE TABLE roundPlanApproval (
          roundId INTEGER PRIMARY KEY REFERENCES round(id),
          at      INTEGER NOT NULL,
          FOREIGN KEY (roundId) REFERENCES commissioningOpening(id)
        ) STRICT;

        \(Migration.appendOnly(
            "roundPlanApproval", by: [["roundId"]], code: "round-configuration-frozen"))

        CREATE TRIGGER roundNeedsPlan BEFORE UPDATE OF status ON round
        WHEN OLD.status = 'planned' AND NEW.status = 'open'
          AND EXISTS (SELECT 1 FROM roundConfiguration WHERE roundId = NEW.id
            AND section = 'controls' AND json_extract(content, '$.planApproval') = 1)
          AND NOT EXISTS (SELECT 1 FROM roundPlanApproval WHERE roundId = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'round-plan-unapproved'); END;
        """

    /// Notes that a round may open by its cycle's approved Plan.
    public func notePlanApproval(of round: RoundID, in tx: borrowing WriteTx) throws {
        try tx.execute(
            "INSERT INTO roundPlanApproval (roundId, at) VALUES (?, ?)",
            [round.rawValue, tx.now.milliseconds])
    }
}
