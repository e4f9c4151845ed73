import FundStore

extension AssessmentModule {
    /// What every score must be: in time, on the scale, of an application that stands, by a member
    /// who may score it. `NULL` says that the criterion does not apply to the application.
    static let scoreFitsByItself = """
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
          SELECT 1 FROM assessmentConflict
          WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
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

    static let panelsAndConflicts = Migration(
        21, "panels, assignments and conflicts of interest",
        """
        -- What the round's controls ask of a score; as it was when the round opened.
        ALTER TABLE assessmentRound ADD COLUMN asksInterest INTEGER NOT NULL DEFAULT 0
          CHECK (asksInterest IN (0, 1));
        ALTER TABLE assessmentRound ADD COLUMN asksBriefing INTEGER NOT NULL DEFAULT 0
          CHECK (asksBriefing IN (0, 1));
        ALTER TABLE assessmentRound ADD COLUMN asksAssignment INTEGER NOT NULL DEFAULT 0
          CHECK (asksAssignment IN (0, 1));
        ALTER TABLE assessmentRound ADD COLUMN allowsNotApplicable INTEGER NOT NULL DEFAULT 0
          CHECK (allowsNotApplicable IN (0, 1));

        CREATE TRIGGER assessmentRoundRulesStay BEFORE UPDATE ON assessmentRound
        WHEN NEW.asksInterest <> OLD.asksInterest OR NEW.asksBriefing <> OLD.asksBriefing
          OR NEW.asksAssignment <> OLD.asksAssignment
          OR NEW.allowsNotApplicable <> OLD.allowsNotApplicable
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        -- The panels of a round; what they are called is in the round's frozen configuration.
        CREATE TABLE assessmentPanel (
          roundId INTEGER NOT NULL REFERENCES assessmentRound(roundId),
          key     TEXT NOT NULL CHECK (key <> ''),
          quorum  INTEGER NOT NULL CHECK (quorum BETWEEN 1 AND 40),
          PRIMARY KEY (roundId, key)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO assessmentPanel (roundId, key, quorum)
          SELECT roundId, 'main', 1 FROM assessmentRound;

        \(Migration.appendOnly(
            "assessmentPanel", by: [["roundId", "key"]], code: "score-kept"))

        ALTER TABLE assessmentPanelMember ADD COLUMN panel TEXT NOT NULL DEFAULT 'main';
        ALTER TABLE assessmentPanelMember ADD COLUMN kind TEXT NOT NULL DEFAULT 'member'
          CHECK (kind IN ('member', 'resident', 'councillor', 'officer', 'youngCommissioner'));
        -- A young commissioner scores with an adult at their side, who is named.
        ALTER TABLE assessmentPanelMember ADD COLUMN supportingAdult TEXT
          CHECK ((supportingAdult IS NOT NULL) = (kind = 'youngCommissioner')
            AND supportingAdult <> '');
        -- What an interest may show by: where they live, and who employed them earlier.
        ALTER TABLE assessmentPanelMember ADD COLUMN postcode TEXT CHECK (postcode <> '');
        ALTER TABLE assessmentPanelMember ADD COLUMN employers TEXT CHECK (employers <> '');

        CREATE TRIGGER assessmentPanelMemberOfPanel BEFORE INSERT ON assessmentPanelMember
        WHEN NOT EXISTS (SELECT 1 FROM assessmentPanel
          WHERE roundId = NEW.roundId AND key = NEW.panel)
        BEGIN SELECT RAISE(ABORT, 'panel-unknown'); END;

        CREATE TRIGGER assessmentPanelMemberStays BEFORE UPDATE ON assessmentPanelMember
        WHEN NEW.roundId <> OLD.roundId OR NEW.personId <> OLD.personId
          OR NEW.panel <> OLD.panel OR NEW.addedAt <> OLD.addedAt
          OR NEW.addedById <> OLD.addedById
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        CREATE TRIGGER assessmentPanelMemberLeavesInTime BEFORE DELETE ON assessmentPanelMember
        WHEN (SELECT sealedAt FROM assessmentRound WHERE roundId = OLD.roundId) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;

        CREATE TRIGGER assessmentPanelShrinks AFTER DELETE ON assessmentPanelMember
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = OLD.roundId;
        END;

        -- Which panel looks at an application; nothing until it is assigned.
        ALTER TABLE assessmentCandidate ADD COLUMN panel TEXT;

        CREATE TRIGGER assessmentCandidateOfPanel BEFORE UPDATE OF panel ON assessmentCandidate
        WHEN NOT EXISTS (SELECT 1 FROM assessmentPanel
          WHERE roundId = NEW.roundId AND key = NEW.panel)
        BEGIN SELECT RAISE(ABORT, 'panel-unknown'); END;

        -- A member has read how to score, and says so.
        CREATE TABLE assessmentBriefing (
          roundId        INTEGER NOT NULL,
          memberId       INTEGER NOT NULL,
          acknowledgedAt INTEGER NOT NULL,
          PRIMARY KEY (roundId, memberId),
          FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
        ) STRICT, WITHOUT ROWID;

        \(Migration.appendOnly(
            "assessmentBriefing", by: [["roundId", "memberId"]], code: "score-kept"))

        -- Who said it: the member (NULL, or their own id), an officer, or what we know already.
        ALTER TABLE assessmentInterest ADD COLUMN saidById INTEGER REFERENCES person(id);
        ALTER TABLE assessmentInterest ADD COLUMN ground TEXT NOT NULL DEFAULT 'declared'
          CHECK (ground IN ('declared', 'officer', 'own'));

        -- The interests that stand: such a member has no part in that application.
        CREATE TABLE assessmentConflict (
          applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
          memberId      INTEGER NOT NULL,
          roundId       INTEGER NOT NULL,
          PRIMARY KEY (applicationId, memberId),
          FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX assessmentConflictByRound
          ON assessmentConflict (roundId, memberId, applicationId);
        INSERT INTO assessmentConflict (applicationId, memberId, roundId)
          SELECT applicationId, memberId, roundId FROM assessmentInterest AS said
          WHERE hasInterest = 1 AND id = (SELECT max(id) FROM assessmentInterest
            WHERE roundId = said.roundId AND memberId = said.memberId
              AND applicationId = said.applicationId);

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
          ON assessmentScore (roundId, applicationId, criterion, value) WHERE isSetAside = 0;
        CREATE INDEX assessmentScoreByMember
          ON assessmentScore (roundId, memberId, applicationId);

        CREATE TRIGGER assessmentScoreFits BEFORE INSERT ON assessmentScore
        BEGIN
          \(scoreFitsByItself)
          SELECT RAISE(ABORT, 'score-kept') WHERE NEW.isSetAside <> 0;
        END;

        CREATE TRIGGER assessmentScoreStillFits
        BEFORE UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
        BEGIN
          \(scoreFitsByItself)
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
        """)
}
