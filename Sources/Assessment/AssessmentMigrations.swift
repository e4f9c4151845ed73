import FundStore

extension AssessmentModule {
    /// What every score must be: in time, on the scale, of an application that stands.
    private static let scoreFits = """
        SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
          SELECT 1 FROM assessmentRound
          WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
        SELECT RAISE(ABORT, 'score-off-scale') WHERE NOT EXISTS (
          SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId
            AND NEW.value BETWEEN scaleMinimum AND scaleMaximum);
        SELECT RAISE(ABORT, 'score-not-standing') WHERE NOT EXISTS (
          SELECT 1 FROM assessmentCandidate WHERE applicationId = NEW.applicationId
            AND roundId = NEW.roundId AND isStanding = 1);
        """

    public static let migrations = [
        Migration(
            8, "panels and scores",
            """
            -- One row a round: its scale, a number that grows with every change of its scores or
            -- panel, and when scoring ended for good.
            CREATE TABLE assessmentRound (
              roundId      INTEGER PRIMARY KEY REFERENCES round(id),
              scaleMinimum INTEGER NOT NULL,
              scaleMaximum INTEGER NOT NULL,
              revision     INTEGER NOT NULL,
              sealedAt     INTEGER,
              CHECK (scaleMinimum < scaleMaximum)
            ) STRICT;

            CREATE TRIGGER assessmentRoundSealedStays BEFORE UPDATE ON assessmentRound
            WHEN OLD.sealedAt IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;

            CREATE TRIGGER assessmentRoundCountsUp BEFORE UPDATE ON assessmentRound
            WHEN NEW.revision < OLD.revision OR NEW.roundId <> OLD.roundId
              OR NEW.scaleMinimum <> OLD.scaleMinimum OR NEW.scaleMaximum <> OLD.scaleMaximum
            BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

            CREATE TRIGGER assessmentRoundKept BEFORE DELETE ON assessmentRound
            BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

            \(Migration.neverReplaced("assessmentRound", by: [["roundId"]], code: "score-kept"))

            CREATE TABLE assessmentCriterion (
              roundId           INTEGER NOT NULL REFERENCES assessmentRound(roundId),
              key               TEXT NOT NULL,
              place             INTEGER NOT NULL,
              weightBasisPoints INTEGER NOT NULL CHECK (weightBasisPoints BETWEEN 1 AND 10000),
              PRIMARY KEY (roundId, key)
            ) STRICT, WITHOUT ROWID;

            \(Migration.appendOnly(
                "assessmentCriterion", by: [["roundId", "key"]], code: "score-kept"))

            CREATE TABLE assessmentPanelMember (
              roundId   INTEGER NOT NULL REFERENCES assessmentRound(roundId),
              personId  INTEGER NOT NULL REFERENCES person(id),
              addedAt   INTEGER NOT NULL,
              addedById INTEGER NOT NULL REFERENCES person(id),
              PRIMARY KEY (roundId, personId)
            ) STRICT, WITHOUT ROWID;

            CREATE TRIGGER assessmentPanelLimit BEFORE INSERT ON assessmentPanelMember
            WHEN (SELECT count(*) FROM assessmentPanelMember WHERE roundId = NEW.roundId) >= 40
            BEGIN SELECT RAISE(ABORT, 'panel-full'); END;

            CREATE TRIGGER assessmentPanelGrows AFTER INSERT ON assessmentPanelMember
            BEGIN
              UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
            END;

            -- The applications that may be scored, and what ranking needs to know of them.
            CREATE TABLE assessmentCandidate (
              applicationId  INTEGER PRIMARY KEY REFERENCES application(id),
              roundId        INTEGER NOT NULL REFERENCES assessmentRound(roundId),
              reference      TEXT NOT NULL UNIQUE,
              requestedPence INTEGER NOT NULL CHECK (requestedPence > 0),
              minimumPence   INTEGER NOT NULL
                CHECK (minimumPence > 0 AND minimumPence <= requestedPence),
              isStanding     INTEGER NOT NULL CHECK (isStanding IN (0, 1))
            ) STRICT;
            CREATE INDEX assessmentCandidateByRound
              ON assessmentCandidate (roundId, applicationId);

            CREATE TRIGGER assessmentCandidateInTime BEFORE INSERT ON assessmentCandidate
            WHEN (SELECT sealedAt FROM assessmentRound WHERE roundId = NEW.roundId) IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;

            CREATE TRIGGER assessmentCandidateChangedInTime BEFORE UPDATE ON assessmentCandidate
            WHEN (SELECT sealedAt FROM assessmentRound WHERE roundId = NEW.roundId) IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;

            CREATE TRIGGER assessmentCandidateAdded AFTER INSERT ON assessmentCandidate
            BEGIN
              UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
            END;

            CREATE TRIGGER assessmentCandidateChanged AFTER UPDATE ON assessmentCandidate
            BEGIN
              UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
            END;

            CREATE TABLE assessmentScore (
              id            INTEGER PRIMARY KEY,
              roundId       INTEGER NOT NULL,
              applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
              memberId      INTEGER NOT NULL,
              criterion     TEXT NOT NULL,
              value         INTEGER NOT NULL,
              comment       TEXT CHECK (comment <> ''),
              enteredById   INTEGER NOT NULL REFERENCES person(id),
              recordedAt    INTEGER NOT NULL,
              FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId),
              FOREIGN KEY (roundId, criterion) REFERENCES assessmentCriterion(roundId, key)
            ) STRICT;
            -- One member, one application, one criterion: one score.
            CREATE UNIQUE INDEX assessmentScoreOnce
              ON assessmentScore (applicationId, criterion, memberId);
            CREATE INDEX assessmentScoreSums
              ON assessmentScore (roundId, applicationId, criterion, value);

            CREATE TABLE assessmentScoreHistory (
              id          INTEGER PRIMARY KEY,
              scoreId     INTEGER NOT NULL REFERENCES assessmentScore(id),
              value       INTEGER NOT NULL,
              comment     TEXT,
              enteredById INTEGER NOT NULL,
              recordedAt  INTEGER NOT NULL,
              replacedAt  INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX assessmentScoreHistoryByScore ON assessmentScoreHistory (scoreId, id);

            CREATE TRIGGER assessmentScoreFits BEFORE INSERT ON assessmentScore
            BEGIN
              \(scoreFits)
            END;

            CREATE TRIGGER assessmentScoreStillFits BEFORE UPDATE ON assessmentScore
            BEGIN
              \(scoreFits)
              SELECT RAISE(ABORT, 'score-owner-fixed')
              WHERE NEW.roundId <> OLD.roundId OR NEW.applicationId <> OLD.applicationId
                OR NEW.memberId <> OLD.memberId OR NEW.criterion <> OLD.criterion;
            END;

            CREATE TRIGGER assessmentScoreCounts AFTER INSERT ON assessmentScore
            BEGIN
              UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
            END;

            CREATE TRIGGER assessmentScoreReplaced AFTER UPDATE ON assessmentScore
            BEGIN
              UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
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

            \(Migration.appendOnly("assessmentScoreHistory", code: "score-kept"))

            """),
        Migration(
            18, "interests and locked scores",
            """
            -- What a member says before an application is opened to them; what was said last holds.
            CREATE TABLE assessmentInterest (
              id            INTEGER PRIMARY KEY,
              roundId       INTEGER NOT NULL,
              applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
              memberId      INTEGER NOT NULL,
              hasInterest   INTEGER NOT NULL CHECK (hasInterest IN (0, 1)),
              detail        TEXT CHECK (detail <> ''),
              declaredAt    INTEGER NOT NULL,
              FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId),
              CHECK (hasInterest = 0 OR detail IS NOT NULL)
            ) STRICT;
            CREATE INDEX assessmentInterestByMember
              ON assessmentInterest (roundId, memberId, applicationId, id);
            CREATE INDEX assessmentInterestByApplication
              ON assessmentInterest (applicationId, id);

            \(Migration.appendOnly("assessmentInterest", code: "score-kept"))

            -- A member has done with an application: their scores of it stay.
            CREATE TABLE assessmentLock (
              applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
              memberId      INTEGER NOT NULL,
              roundId       INTEGER NOT NULL,
              lockedAt      INTEGER NOT NULL,
              PRIMARY KEY (applicationId, memberId),
              FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX assessmentLockByMember ON assessmentLock (roundId, memberId);

            \(Migration.appendOnly(
                "assessmentLock", by: [["applicationId", "memberId"]], code: "score-locked"))

            CREATE TRIGGER assessmentScoreNotLocked BEFORE INSERT ON assessmentScore
            WHEN EXISTS (SELECT 1 FROM assessmentLock
              WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
            BEGIN SELECT RAISE(ABORT, 'score-locked'); END;

            CREATE TRIGGER assessmentScoreStillNotLocked BEFORE UPDATE ON assessmentScore
            WHEN EXISTS (SELECT 1 FROM assessmentLock
              WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
            BEGIN SELECT RAISE(ABORT, 'score-locked'); END;

            CREATE INDEX assessmentScoreByMember
              ON assessmentScore (roundId, memberId, applicationId);
            """),
        panelsAndConflicts, meetings, stricterRules, laterRules, departureRules,
    ]
}
