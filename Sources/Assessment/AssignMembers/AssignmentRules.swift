import FundStore

extension AssessmentModule {
    /// Who scores what, as the schema holds it.
    static let assignmentRules = """
        -- Each change of who scores what; what holds now follows from it.
        CREATE TABLE assessmentAssignmentChange (
          id            INTEGER PRIMARY KEY,
          roundId       INTEGER NOT NULL,
          applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
          memberId      INTEGER NOT NULL REFERENCES person(id),
          isAddition    INTEGER NOT NULL CHECK (isAddition IN (0, 1)),
          -- By the seeded draw, or by an officer with a reason.
          seed          INTEGER,
          reason        TEXT CHECK (reason <> ''),
          changedAt     INTEGER NOT NULL,
          changedById   INTEGER NOT NULL REFERENCES person(id),
          CHECK ((seed IS NULL) <> (reason IS NULL))
        ) STRICT;
        CREATE INDEX assessmentAssignmentChangeOfOne
          ON assessmentAssignmentChange (applicationId, memberId, id);
        CREATE INDEX assessmentAssignmentChangeByRound
          ON assessmentAssignmentChange (roundId, id);

        CREATE TABLE assessmentAssignment (
          applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
          memberId      INTEGER NOT NULL,
          roundId       INTEGER NOT NULL,
          PRIMARY KEY (applicationId, memberId),
          FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX assessmentAssignmentByMember
          ON assessmentAssignment (roundId, memberId, applicationId);

        CREATE TRIGGER assessmentAssignmentChangeFits BEFORE INSERT ON assessmentAssignmentChange
        BEGIN
          SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
            SELECT 1 FROM assessmentRound
            WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
          SELECT RAISE(ABORT, 'score-not-standing') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentCandidate WHERE applicationId = NEW.applicationId
              AND roundId = NEW.roundId AND (isStanding = 1 OR NEW.isAddition = 0));
          SELECT RAISE(ABORT, 'assignment-with-interest') WHERE NEW.isAddition = 1 AND EXISTS (
            SELECT 1 FROM assessmentConflict
            WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
          SELECT RAISE(ABORT, 'assignment-twice') WHERE NEW.isAddition = EXISTS (
            SELECT 1 FROM assessmentAssignment
            WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
          SELECT RAISE(ABORT, 'assignment-scored') WHERE NEW.isAddition = 0 AND EXISTS (
            SELECT 1 FROM assessmentScore
            WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
        END;

        CREATE TRIGGER assessmentAssignmentAdded AFTER INSERT ON assessmentAssignmentChange
        WHEN NEW.isAddition = 1
        BEGIN
          INSERT INTO assessmentAssignment (applicationId, memberId, roundId)
          VALUES (NEW.applicationId, NEW.memberId, NEW.roundId);
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
        END;

        CREATE TRIGGER assessmentAssignmentRemoved AFTER INSERT ON assessmentAssignmentChange
        WHEN NEW.isAddition = 0
        BEGIN
          DELETE FROM assessmentAssignment
          WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId;
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
        END;

        CREATE TRIGGER assessmentAssignmentFollows BEFORE INSERT ON assessmentAssignment
        WHEN NOT ifnull((SELECT isAddition FROM assessmentAssignmentChange
          WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId
          ORDER BY id DESC LIMIT 1), 0)
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        CREATE TRIGGER assessmentAssignmentLeaves BEFORE DELETE ON assessmentAssignment
        WHEN (SELECT isAddition FROM assessmentAssignmentChange
          WHERE applicationId = OLD.applicationId AND memberId = OLD.memberId
          ORDER BY id DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        CREATE TRIGGER assessmentAssignmentUnchanged BEFORE UPDATE ON assessmentAssignment
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        \(Migration.appendOnly("assessmentAssignmentChange", code: "score-kept"))
        \(Migration.neverReplaced(
            "assessmentAssignment", by: [["applicationId", "memberId"]], code: "score-kept"))
        """
}
