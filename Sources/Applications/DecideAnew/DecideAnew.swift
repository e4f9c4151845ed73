import FundCore
import FundStore
import GRDB

/// That an application was decided on once more: on an appeal, because its award was wrongly made, or
/// from the reserve list.
public struct Redecision: Sendable {
    public let from: ApplicationStatus
    public let to: ApplicationStatus
    public let at: Instant
    /// Whether it was given money from the reserve list, and no appeal led to it.
    public let isFromReserve: Bool
}

extension ApplicationsModule {
    /// The schema's part of deciding on an application once more.
    public static let redecisionSchema = """
        -- What an application came to once more, after its round was decided, and which appeal or
        -- complaint led to it: an application's status goes only where one of these says.
        CREATE TABLE applicationRedecision (
          id            INTEGER PRIMARY KEY,
          applicationId INTEGER NOT NULL REFERENCES application(id),
          appealId      INTEGER NOT NULL UNIQUE REFERENCES awardAppeal(id),
          fromStatus    TEXT NOT NULL,
          toStatus      TEXT NOT NULL,
          at            INTEGER NOT NULL,
          CHECK ((fromStatus IN ('declined', 'ineligible') AND toStatus = 'awarded')
            OR (fromStatus = 'awarded' AND toStatus = 'declined'))
        ) STRICT;
        CREATE INDEX applicationRedecisionByApplication
          ON applicationRedecision (applicationId, id);

        CREATE TRIGGER applicationRedecisionFits BEFORE INSERT ON applicationRedecision
        WHEN NEW.fromStatus IS NOT (SELECT status FROM application WHERE id = NEW.applicationId)
        BEGIN SELECT RAISE(ABORT, 'application-decided'); END;

        DROP TRIGGER applicationDecidedOnce;
        CREATE TRIGGER applicationDecidedOnce BEFORE UPDATE OF status ON application
        WHEN OLD.status IN ('awarded', 'declined', 'withdrawn') AND NOT EXISTS (
          SELECT 1 FROM applicationRedecision
          WHERE id = (SELECT max(id) FROM applicationRedecision WHERE applicationId = OLD.id)
            AND fromStatus = OLD.status AND toStatus = NEW.status)
        BEGIN SELECT RAISE(ABORT, 'application-decided'); END;

        CREATE TRIGGER applicationRedecided AFTER INSERT ON applicationRedecision
        BEGIN
          UPDATE application SET status = NEW.toStatus WHERE id = NEW.applicationId;
        END;

        \(Migration.appendOnly(
            "applicationRedecision", by: [["id"], ["appealId"]], code: "application-kept"))
        """

    /// Records what was decided once more, in the transaction that decides it.
    public func redecide(
        _ id: ApplicationID, awarded: Bool, by appeal: AppealID, in tx: borrowing WriteTx
    ) throws {
        let summary = try summary(of: id, in: tx.reading)
        try tx.execute(
            """
            INSERT INTO applicationRedecision (applicationId, appealId, fromStatus, toStatus, at)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                id.rawValue, appeal.rawValue, summary.status.rawValue,
                awarded ? "awarded" : "declined", tx.now.milliseconds,
            ])
    }

    /// What was decided once more last, nil where the first decision stands.
    public func redecision(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Redecision? {
        let found = try tx.first(
            """
            SELECT fromStatus, toStatus, at, reserveProposalId IS NOT NULL FROM applicationRedecision
            WHERE applicationId = ? ORDER BY id DESC LIMIT 1
            """, [id.rawValue]
        ) { ($0[0] as String, $0[1] as String, $0[2] as Int64, $0[3] as Bool) }
        guard let (from, to, at, isFromReserve) = found,
            let from = ApplicationStatus(rawValue: from),
            let to = ApplicationStatus(rawValue: to)
        else { return nil }
        return Redecision(
            from: from, to: to, at: Instant(milliseconds: at), isFromReserve: isFromReserve)
    }
}
