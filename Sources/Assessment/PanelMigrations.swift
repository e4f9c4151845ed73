import FundStore

extension AssessmentModule {
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

        \(assignmentRules)

        \(scoreRules)

        \(interestRules)
        """)
}
