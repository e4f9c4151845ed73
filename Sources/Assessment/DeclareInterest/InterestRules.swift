import FundStore

extension AssessmentModule {
    /// What an interest bars its member from, and what gives them back.
    static let interestRules = """
        -- A member's own "no" does not take back a "yes": somebody else must.
        CREATE TRIGGER assessmentInterestFits BEFORE INSERT ON assessmentInterest
        BEGIN
          SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
            SELECT 1 FROM assessmentRound
            WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
          SELECT RAISE(ABORT, 'interest-stands') WHERE NEW.hasInterest = 0
            AND ifnull(NEW.saidById, NEW.memberId) = NEW.memberId
            AND EXISTS (SELECT 1 FROM assessmentConflict
              WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
          SELECT RAISE(ABORT, 'interest-own') WHERE NEW.hasInterest = 0
            AND EXISTS (SELECT 1 FROM assessmentInterest
              WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId
                AND ground = 'own');
        END;

        CREATE TRIGGER assessmentInterestBars AFTER INSERT ON assessmentInterest
        WHEN NEW.hasInterest = 1 AND NOT EXISTS (SELECT 1 FROM assessmentConflict
          WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
        BEGIN
          INSERT INTO assessmentConflict (applicationId, memberId, roundId)
          VALUES (NEW.applicationId, NEW.memberId, NEW.roundId);
        END;

        CREATE TRIGGER assessmentInterestFrees AFTER INSERT ON assessmentInterest
        WHEN NEW.hasInterest = 0
        BEGIN
          DELETE FROM assessmentConflict
          WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId;
        END;

        CREATE TRIGGER assessmentConflictFollows BEFORE INSERT ON assessmentConflict
        WHEN NOT ifnull((SELECT hasInterest FROM assessmentInterest
          WHERE roundId = NEW.roundId AND memberId = NEW.memberId
            AND applicationId = NEW.applicationId ORDER BY id DESC LIMIT 1), 0)
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        CREATE TRIGGER assessmentConflictLeaves BEFORE DELETE ON assessmentConflict
        WHEN (SELECT hasInterest FROM assessmentInterest
          WHERE roundId = OLD.roundId AND memberId = OLD.memberId
            AND applicationId = OLD.applicationId ORDER BY id DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        CREATE TRIGGER assessmentConflictUnchanged BEFORE UPDATE ON assessmentConflict
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        \(Migration.neverReplaced(
            "assessmentConflict", by: [["applicationId", "memberId"]], code: "score-kept"))

        CREATE TRIGGER assessmentConflictSetsAside AFTER INSERT ON assessmentConflict
        BEGIN
          UPDATE assessmentScore SET isSetAside = 1
          WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId;
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
        END;

        CREATE TRIGGER assessmentConflictTakesBack AFTER DELETE ON assessmentConflict
        BEGIN
          UPDATE assessmentScore SET isSetAside = 0
          WHERE applicationId = OLD.applicationId AND memberId = OLD.memberId;
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = OLD.roundId;
        END;
        """
}
