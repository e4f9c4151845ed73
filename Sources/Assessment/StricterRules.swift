import FundStore

extension AssessmentModule {
    /// Whether a member who stood down left an application behind: all of them where their scores
    /// do not stay, else what they had not scored on every criterion.
    private static func leftBehind(
        _ application: String, by member: String, of round: String
    ) -> String {
        """
        EXISTS (SELECT 1 FROM assessmentDeparture AS gone
          WHERE gone.roundId = \(round) AND gone.memberId = \(member)
            AND (gone.keepsScores = 0
              OR (SELECT count(*) FROM assessmentScore AS given
                  WHERE given.applicationId = \(application) AND given.memberId = \(member))
                < (SELECT count(*) FROM assessmentCriterion AS asked
                  WHERE asked.roundId = \(round))))
        """
    }

    private static func stoodDown(_ member: String, of round: String) -> String {
        """
        EXISTS (SELECT 1 FROM assessmentDeparture
          WHERE assessmentDeparture.roundId = \(round)
            AND assessmentDeparture.memberId = \(member))
        """
    }

    /// What was held by code alone.
    static let stricterRules = Migration(
        30, "rules that were in code alone, and members who stand down",
        """
        -- Whether nobody on a panel learns another's scores before it meets.
        ALTER TABLE assessmentRound ADD COLUMN sealsScores INTEGER NOT NULL DEFAULT 0
          CHECK (sealsScores IN (0, 1));
        -- A criterion with a least to be reached always applies: it would be passed by otherwise.
        ALTER TABLE assessmentCriterion ADD COLUMN alwaysApplies INTEGER NOT NULL DEFAULT 0
          CHECK (alwaysApplies IN (0, 1));
        -- Whether they could read scores when they joined; nobody said so of those before.
        ALTER TABLE assessmentPanelMember ADD COLUMN readsScores INTEGER
          CHECK (readsScores IN (0, 1));

        CREATE TRIGGER assessmentScoreApplies BEFORE INSERT ON assessmentScore
        WHEN NEW.value IS NULL AND EXISTS (SELECT 1 FROM assessmentCriterion
          WHERE roundId = NEW.roundId AND key = NEW.criterion AND alwaysApplies = 1)
        BEGIN SELECT RAISE(ABORT, 'score-applies'); END;
        CREATE TRIGGER assessmentScoreStillApplies BEFORE UPDATE OF value ON assessmentScore
        WHEN NEW.value IS NULL AND EXISTS (SELECT 1 FROM assessmentCriterion
          WHERE roundId = NEW.roundId AND key = NEW.criterion AND alwaysApplies = 1)
        BEGIN SELECT RAISE(ABORT, 'score-applies'); END;

        -- Where scores are sealed, nobody who could have read them begins to score, and nobody puts
        -- themselves on the panel.
        CREATE TRIGGER assessmentPanelMemberReadsNone BEFORE INSERT ON assessmentPanelMember
        WHEN (SELECT sealsScores FROM assessmentRound WHERE roundId = NEW.roundId) = 1
          AND (NEW.personId = NEW.addedById OR (NEW.readsScores IS NOT 0 AND EXISTS (
            SELECT 1 FROM assessmentScore WHERE roundId = NEW.roundId)))
        BEGIN SELECT RAISE(ABORT, 'panel-reads-scores'); END;

        CREATE TRIGGER assessmentPanelMemberRead BEFORE UPDATE OF readsScores
        ON assessmentPanelMember
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        CREATE TRIGGER assessmentPanelMemberAttended BEFORE DELETE ON assessmentPanelMember
        WHEN EXISTS (SELECT 1 FROM assessmentAttendance
          WHERE roundId = OLD.roundId AND memberId = OLD.personId)
        BEGIN SELECT RAISE(ABORT, 'panel-member-began'); END;

        -- Somebody who leaves a panel on which they have begun. What becomes of their scores is said
        -- once, with a reason.
        CREATE TABLE assessmentDeparture (
          roundId       INTEGER NOT NULL,
          memberId      INTEGER NOT NULL,
          keepsScores   INTEGER NOT NULL CHECK (keepsScores IN (0, 1)),
          reason        TEXT NOT NULL CHECK (reason <> ''),
          stoodDownAt   INTEGER NOT NULL,
          stoodDownById INTEGER NOT NULL REFERENCES person(id),
          PRIMARY KEY (roundId, memberId),
          FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId),
          CONSTRAINT "stand-down-own" CHECK (stoodDownById <> memberId)
        ) STRICT, WITHOUT ROWID;

        \(Migration.appendOnly(
            "assessmentDeparture", by: [["roundId", "memberId"]], code: "member-stood-down"))

        CREATE TRIGGER assessmentDepartureInTime BEFORE INSERT ON assessmentDeparture
        WHEN (SELECT sealedAt FROM assessmentRound WHERE roundId = NEW.roundId) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;

        DROP TRIGGER assessmentScoreSetAside;
        CREATE TRIGGER assessmentScoreSetAside BEFORE UPDATE OF isSetAside ON assessmentScore
        WHEN NEW.isSetAside <> (EXISTS (SELECT 1 FROM assessmentConflict
            WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
          OR \(leftBehind("NEW.applicationId", by: "NEW.memberId", of: "NEW.roundId")))
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        DROP TRIGGER assessmentConflictTakesBack;
        CREATE TRIGGER assessmentConflictTakesBack AFTER DELETE ON assessmentConflict
        BEGIN
          UPDATE assessmentScore SET isSetAside =
            \(leftBehind("OLD.applicationId", by: "OLD.memberId", of: "OLD.roundId"))
          WHERE applicationId = OLD.applicationId AND memberId = OLD.memberId;
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = OLD.roundId;
        END;

        DROP TRIGGER assessmentAssignmentChangeFits;
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
          SELECT RAISE(ABORT, 'member-stood-down') WHERE NEW.isAddition = 1
            AND \(stoodDown("NEW.memberId", of: "NEW.roundId"));
          SELECT RAISE(ABORT, 'assignment-twice') WHERE NEW.isAddition = EXISTS (
            SELECT 1 FROM assessmentAssignment
            WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
          -- What was set aside keeps nobody.
          SELECT RAISE(ABORT, 'assignment-scored') WHERE NEW.isAddition = 0 AND EXISTS (
            SELECT 1 FROM assessmentScore WHERE applicationId = NEW.applicationId
              AND memberId = NEW.memberId AND isSetAside = 0);
          -- By hand, nobody says who scores what they have an interest in.
          SELECT RAISE(ABORT, 'judge-with-interest') WHERE NEW.seed IS NULL AND EXISTS (
            SELECT 1 FROM assessmentConflict
            WHERE applicationId = NEW.applicationId AND memberId = NEW.changedById);
        END;

        CREATE TRIGGER assessmentDepartureTakesEffect AFTER INSERT ON assessmentDeparture
        BEGIN
          UPDATE assessmentScore SET isSetAside = 1
          WHERE roundId = NEW.roundId AND memberId = NEW.memberId AND isSetAside = 0
            AND \(leftBehind(
                "assessmentScore.applicationId", by: "NEW.memberId", of: "NEW.roundId"));
          -- What is left behind goes back to the draw.
          INSERT INTO assessmentAssignmentChange
            (roundId, applicationId, memberId, isAddition, reason, changedAt, changedById)
          SELECT roundId, applicationId, memberId, 0, NEW.reason, NEW.stoodDownAt,
            NEW.stoodDownById
          FROM assessmentAssignment
          WHERE roundId = NEW.roundId AND memberId = NEW.memberId
            AND \(leftBehind(
                "assessmentAssignment.applicationId", by: "NEW.memberId", of: "NEW.roundId"))
          ORDER BY applicationId;
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
        END;

        CREATE TRIGGER assessmentScoreByOneWhoStays BEFORE INSERT ON assessmentScore
        WHEN \(stoodDown("NEW.memberId", of: "NEW.roundId"))
        BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;
        CREATE TRIGGER assessmentScoreStillByOneWhoStays
        BEFORE UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
        WHEN \(stoodDown("NEW.memberId", of: "NEW.roundId"))
        BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;

        CREATE TRIGGER assessmentAttendanceByOneWhoStays BEFORE INSERT ON assessmentAttendance
        WHEN NEW.isPresent = 1 AND \(stoodDown("NEW.memberId", of: "NEW.roundId"))
        BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;
        CREATE TRIGGER assessmentAttendanceStillByOneWhoStays BEFORE UPDATE OF isPresent
        ON assessmentAttendance
        WHEN NEW.isPresent = 1 AND \(stoodDown("NEW.memberId", of: "NEW.roundId"))
        BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;

        -- Who has no part in scoring an application: an interest in it, or they left it behind.
        CREATE VIEW assessmentOut AS
          SELECT roundId, applicationId, memberId, 1 AS hasInterest FROM assessmentConflict
          UNION ALL
          SELECT gone.roundId, candidate.applicationId, gone.memberId, 0
          FROM assessmentDeparture AS gone
          JOIN assessmentCandidate AS candidate ON candidate.roundId = gone.roundId
          WHERE \(leftBehind("candidate.applicationId", by: "gone.memberId", of: "gone.roundId"))
            AND NOT EXISTS (SELECT 1 FROM assessmentConflict AS conflict
              WHERE conflict.applicationId = candidate.applicationId
                AND conflict.memberId = gone.memberId);

        -- A member locks what they have scored on every criterion, in time.
        CREATE TRIGGER assessmentLockWhole BEFORE INSERT ON assessmentLock
        BEGIN
          SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
            SELECT 1 FROM assessmentRound
            WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
          SELECT RAISE(ABORT, 'member-stood-down')
          WHERE \(stoodDown("NEW.memberId", of: "NEW.roundId"));
          SELECT RAISE(ABORT, 'scores-unfinished') WHERE EXISTS (
            SELECT 1 FROM assessmentCriterion AS asked WHERE asked.roundId = NEW.roundId
              AND NOT EXISTS (SELECT 1 FROM assessmentScore AS given
                WHERE given.applicationId = NEW.applicationId
                  AND given.memberId = NEW.memberId AND given.criterion = asked.key));
        END;

        -- Nobody records what is decided about an application that they have an interest in.
        CREATE TRIGGER assessmentInterestByOneFree BEFORE INSERT ON assessmentInterest
        WHEN NEW.saidById <> NEW.memberId AND EXISTS (SELECT 1 FROM assessmentConflict
          WHERE applicationId = NEW.applicationId AND memberId = NEW.saidById)
        BEGIN SELECT RAISE(ABORT, 'judge-with-interest'); END;

        \(proposalGround)
        """)
}
