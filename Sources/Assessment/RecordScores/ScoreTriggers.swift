import FundStore

extension AssessmentModule {
    /// What every score must be: in time, on the scale, of an application that stands, by a member
    /// who may score it. `NULL` says that the criterion does not apply to the application.
    static let scoreMayStand = """
        SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
          SELECT 1 FROM assessmentRound
          WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
        SELECT RAISE(ABORT, 'score-off-scale') WHERE NOT EXISTS (
          SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId
            AND (NEW.value BETWEEN scaleMinimum AND scaleMaximum
              OR (NEW.value IS NULL AND allowsNotApplicable = 1)));
        SELECT RAISE(ABORT, 'score-not-standing') WHERE NOT EXISTS (
          SELECT 1 FROM assessmentCandidate WHERE applicationId = NEW.applicationId
            AND roundId = NEW.roundId AND isStanding = 1);
        SELECT RAISE(ABORT, 'score-with-interest') WHERE EXISTS (
          SELECT 1 FROM assessmentConflict WHERE applicationId = NEW.applicationId
            AND memberId IN (NEW.memberId, NEW.enteredById));
        SELECT RAISE(ABORT, 'score-undeclared') WHERE EXISTS (
          SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId AND asksInterest = 1)
          AND NOT EXISTS (SELECT 1 FROM assessmentInterest WHERE roundId = NEW.roundId
            AND memberId = NEW.memberId AND applicationId = NEW.applicationId);
        SELECT RAISE(ABORT, 'score-unbriefed') WHERE EXISTS (
          SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId AND asksBriefing = 1)
          AND NOT EXISTS (SELECT 1 FROM assessmentBriefing
            WHERE roundId = NEW.roundId AND memberId = NEW.memberId);
        SELECT RAISE(ABORT, 'score-unassigned') WHERE EXISTS (
          SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId AND asksAssignment = 1)
          AND NOT EXISTS (SELECT 1 FROM assessmentAssignment
            WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
        SELECT RAISE(ABORT, 'score-locked') WHERE EXISTS (
          SELECT 1 FROM assessmentLock
          WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
        """

    /// Scores that may not apply or may be set aside, and what holds of each of them.
    static let scoreRules = """
        -- A score may say that the criterion does not apply, and may not count.
        \(Migration.rebuilding(
            "assessmentScore",
            """
            CREATE TABLE assessmentScore (
              id            INTEGER PRIMARY KEY,
              roundId       INTEGER NOT NULL,
              applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
              memberId      INTEGER NOT NULL,
              criterion     TEXT NOT NULL,
              value         INTEGER,
              comment       TEXT CHECK (comment <> ''),
              enteredById   INTEGER NOT NULL REFERENCES person(id),
              recordedAt    INTEGER NOT NULL,
              FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId),
              FOREIGN KEY (roundId, criterion) REFERENCES assessmentCriterion(roundId, key)
            ) STRICT;
            """,
            """
            ALTER TABLE assessmentScore ADD COLUMN isSetAside INTEGER NOT NULL DEFAULT 0
              CHECK (isSetAside IN (0, 1));
            """))
        \(Migration.rebuilding(
            "assessmentScoreHistory",
            """
            CREATE TABLE assessmentScoreHistory (
              id          INTEGER PRIMARY KEY,
              scoreId     INTEGER NOT NULL REFERENCES assessmentScore(id),
              value       INTEGER,
              comment     TEXT,
              enteredById INTEGER NOT NULL,
              recordedAt  INTEGER NOT NULL,
              replacedAt  INTEGER NOT NULL
            ) STRICT;
            """,
            """
            CREATE INDEX assessmentScoreHistoryByScore ON assessmentScoreHistory (scoreId, id);
            \(Migration.appendOnly("assessmentScoreHistory", code: "score-kept"))
            """))

        -- Scores beside an interest count no more, where there is still something to count.
        UPDATE assessmentRound SET revision = revision + 1
          WHERE sealedAt IS NULL AND roundId IN (SELECT roundId FROM assessmentConflict);
        UPDATE assessmentScore SET isSetAside = 1
          WHERE EXISTS (SELECT 1 FROM assessmentConflict
            WHERE applicationId = assessmentScore.applicationId
              AND memberId = assessmentScore.memberId)
          AND EXISTS (SELECT 1 FROM assessmentRound
            WHERE roundId = assessmentScore.roundId AND sealedAt IS NULL);

        -- One member, one application, one criterion: one score.
        CREATE UNIQUE INDEX assessmentScoreOnce
          ON assessmentScore (applicationId, criterion, memberId);
        CREATE INDEX assessmentScoreSums
          ON assessmentScore (roundId, isSetAside, applicationId, criterion, value);
        CREATE INDEX assessmentScoreByMember
          ON assessmentScore (roundId, memberId, applicationId);

        CREATE TRIGGER assessmentScoreFits BEFORE INSERT ON assessmentScore
        BEGIN
          \(scoreMayStand)
          SELECT RAISE(ABORT, 'score-kept') WHERE NEW.isSetAside <> 0;
        END;

        CREATE TRIGGER assessmentScoreStillFits
        BEFORE UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
        BEGIN
          \(scoreMayStand)
        END;

        CREATE TRIGGER assessmentScoreOwnerFixed BEFORE UPDATE ON assessmentScore
        WHEN NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId
          OR NEW.applicationId <> OLD.applicationId OR NEW.memberId <> OLD.memberId
          OR NEW.criterion <> OLD.criterion
        BEGIN SELECT RAISE(ABORT, 'score-owner-fixed'); END;

        CREATE TRIGGER assessmentScoreSetAside BEFORE UPDATE OF isSetAside ON assessmentScore
        WHEN NEW.isSetAside <> EXISTS (SELECT 1 FROM assessmentConflict
          WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        CREATE TRIGGER assessmentScoreCounts AFTER INSERT ON assessmentScore
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
        END;

        CREATE TRIGGER assessmentScoreChanges AFTER UPDATE ON assessmentScore
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
        END;

        CREATE TRIGGER assessmentScoreReplaced
        AFTER UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
        BEGIN
          INSERT INTO assessmentScoreHistory
            (scoreId, value, comment, enteredById, recordedAt, replacedAt)
          VALUES (OLD.id, OLD.value, OLD.comment, OLD.enteredById, OLD.recordedAt,
            NEW.recordedAt);
        END;

        \(Migration.neverReplaced(
            "assessmentScore",
            by: [["id"], ["applicationId", "criterion", "memberId"]],
            code: "score-kept"))

        CREATE TRIGGER assessmentScoreKept BEFORE DELETE ON assessmentScore
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        CREATE TRIGGER assessmentLockBySomeoneFree BEFORE INSERT ON assessmentLock
        WHEN EXISTS (SELECT 1 FROM assessmentConflict
          WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
        BEGIN SELECT RAISE(ABORT, 'score-with-interest'); END;
        """
}
