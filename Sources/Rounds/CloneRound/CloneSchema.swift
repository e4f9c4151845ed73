import FundStore

extension RoundsModule {
    /// A round that was made from another goes by what that one had, as long as the officer's files
    /// have no round of its key.
    public static let cloneSchema = """
        CREATE TABLE roundClone (
          roundId    INTEGER PRIMARY KEY REFERENCES round(id),
          -- An older one, so that no round comes from itself.
          sourceId   INTEGER NOT NULL REFERENCES round(id),
          clonedById INTEGER NOT NULL REFERENCES person(id),
          clonedAt   INTEGER NOT NULL,
          CHECK (sourceId < roundId)
        ) STRICT;

        CREATE TRIGGER roundCloneInTime BEFORE INSERT ON roundClone
        WHEN (SELECT status FROM round WHERE id = NEW.roundId) IS NOT 'planned'
        BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;

        \(Migration.appendOnly(
            "roundClone", by: [["roundId"]], code: "round-configuration-frozen"))
        """
}
