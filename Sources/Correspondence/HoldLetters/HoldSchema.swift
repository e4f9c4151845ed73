import FundStore

extension CorrespondenceModule {
    /// What keeps a decision letter back while the decision is suspended, and for good once an appeal
    /// changed what it says: whatever asks for it to leave.
    ///
    /// It reads `suspendedRound` and `overruledApplication`, which show how things stood before it.
    public static let holdSchema = """
        -- Since when a round's decision letters are held: its decision was called in.
        CREATE TABLE letterHold (
          id       INTEGER PRIMARY KEY,
          roundId  INTEGER NOT NULL REFERENCES round(id),
          heldById INTEGER NOT NULL REFERENCES person(id),
          heldAt   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX letterHoldByRound ON letterHold (roundId, id);

        -- From when on they may leave: the decision stands, or one that was made anew is public.
        CREATE TABLE letterHoldEnd (
          holdId    INTEGER PRIMARY KEY REFERENCES letterHold(id),
          endsAt    INTEGER NOT NULL,
          endedById INTEGER NOT NULL REFERENCES person(id),
          endedAt   INTEGER NOT NULL,
          CHECK (endsAt >= endedAt)
        ) STRICT;

        -- Whose decision an appeal or complaint changed: only its outcome's letter tells what stands.
        CREATE TABLE letterOverruled (
          applicationId INTEGER PRIMARY KEY REFERENCES application(id),
          overruledAt   INTEGER NOT NULL
        ) STRICT;

        INSERT INTO letterHold (roundId, heldById, heldAt)
        SELECT roundId, personId, at FROM suspendedRound;
        INSERT INTO letterOverruled (applicationId, overruledAt)
        SELECT applicationId, at FROM overruledApplication;
        UPDATE letter SET status = 'withdrawn', withdrawnAt = (
          SELECT overruledAt FROM letterOverruled
          WHERE letterOverruled.applicationId = letter.applicationId)
        WHERE kind IN ('award', 'partial', 'decline')
          AND status IN ('queued', 'waiting', 'failed')
          AND applicationId IN (SELECT applicationId FROM letterOverruled);

        \(Migration.appendOnly("letterHold", code: "letter-final"))
        \(Migration.appendOnly("letterHoldEnd", by: [["holdId"]], code: "letter-final"))
        \(Migration.appendOnly("letterOverruled", by: [["applicationId"]], code: "letter-final"))

        CREATE TRIGGER letterHeldWaits BEFORE UPDATE OF status ON letter
        WHEN \(begins) AND EXISTS (
          SELECT 1 FROM letterHold LEFT JOIN letterHoldEnd ON holdId = letterHold.id
          WHERE letterHold.roundId = NEW.roundId
            AND (endsAt IS NULL OR endsAt > ifnull(NEW.claimedAt, 0)))
        BEGIN SELECT RAISE(ABORT, 'letter-held'); END;

        CREATE TRIGGER letterReleaseOfHeld BEFORE INSERT ON letterRelease
        WHEN EXISTS (
          SELECT 1 FROM letterHold LEFT JOIN letterHoldEnd ON holdId = letterHold.id
          WHERE letterHold.roundId = NEW.roundId
            AND (endsAt IS NULL OR endsAt > NEW.releasedAt))
        BEGIN SELECT RAISE(ABORT, 'letter-held'); END;

        CREATE TRIGGER letterOverruledUnsaid BEFORE INSERT ON letter
        WHEN NEW.kind IN ('award', 'partial', 'decline') AND EXISTS (
          SELECT 1 FROM letterOverruled WHERE applicationId = NEW.applicationId)
        BEGIN SELECT RAISE(ABORT, 'letter-overruled'); END;

        CREATE TRIGGER letterOverruledUnsent BEFORE UPDATE OF status ON letter
        WHEN \(begins) AND EXISTS (
          SELECT 1 FROM letterOverruled WHERE applicationId = NEW.applicationId)
        BEGIN SELECT RAISE(ABORT, 'letter-overruled'); END;
        """

    /// What leaves is begun first; what is on its way already is recorded as it comes.
    private static let begins = """
        NEW.kind IN ('award', 'partial', 'decline') AND OLD.status IN ('queued', 'waiting', 'failed')
          AND NEW.status NOT IN ('queued', 'waiting', 'failed', 'withdrawn')
        """
}
