import FundStore

extension CommissioningModule {
    private static let kept = "commissioning-kept"

    /// Cycles, their stages, questions and answers.
    public static let cycleSchema = """
        CREATE TABLE commissioningCycle (
          id             INTEGER PRIMARY KEY,
          key            TEXT NOT NULL UNIQUE CHECK (key <> ''),
          title          TEXT NOT NULL CHECK (title <> ''),
          stage          TEXT NOT NULL CHECK (stage IN ('analyse', 'plan', 'do', 'review')),
          status         TEXT NOT NULL
            CHECK (status IN ('new', 'open', 'closed', 'approved', 'ended')),
          startedById    INTEGER NOT NULL REFERENCES person(id),
          startedAt      INTEGER NOT NULL,
          startedOn      TEXT NOT NULL CHECK (date(startedOn) IS startedOn),
          planApprovalId INTEGER REFERENCES commissioningStageEvent(id),
          CHECK (status NOT IN ('closed', 'approved') OR stage IN ('plan', 'review')),
          CHECK (status <> 'approved' OR stage = 'review'),
          CHECK (status <> 'ended' OR stage = 'review'),
          CHECK (stage NOT IN ('do', 'review') OR planApprovalId IS NOT NULL)
        ) STRICT;

        CREATE TRIGGER commissioningCycleBegins BEFORE INSERT ON commissioningCycle
        WHEN NEW.stage <> 'analyse' OR NEW.status <> 'new' OR NEW.planApprovalId IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'stage-order'); END;

        CREATE TRIGGER commissioningCycleAlone BEFORE INSERT ON commissioningCycle
        WHEN EXISTS (SELECT 1 FROM commissioningCycle WHERE stage <> 'review')
        BEGIN SELECT RAISE(ABORT, 'cycle-other-ahead'); END;

        CREATE TRIGGER commissioningCycleSame BEFORE UPDATE ON commissioningCycle
        WHEN NEW.id <> OLD.id OR NEW.key <> OLD.key OR NEW.title <> OLD.title
          OR NEW.startedById <> OLD.startedById OR NEW.startedAt <> OLD.startedAt
          OR NEW.startedOn <> OLD.startedOn
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;

        CREATE TRIGGER commissioningCycleKept BEFORE DELETE ON commissioningCycle
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;

        \(Migration.neverReplaced("commissioningCycle", by: [["id"], ["key"]], code: kept))

        CREATE TABLE commissioningQuestion (
          id            INTEGER PRIMARY KEY,
          cycleId       INTEGER NOT NULL REFERENCES commissioningCycle(id),
          stage         TEXT NOT NULL CHECK (stage IN ('analyse', 'plan', 'do', 'review')),
          position      INTEGER NOT NULL CHECK (position > 0),
          key           TEXT NOT NULL CHECK (key <> ''),
          text          TEXT NOT NULL CHECK (text <> ''),
          needsEvidence INTEGER NOT NULL CHECK (needsEvidence IN (0, 1)),
          coSigner      TEXT CHECK (coSigner IN ('officer', 'decisionMaker')),
          UNIQUE (cycleId, key), UNIQUE (cycleId, position)
        ) STRICT;

        CREATE TRIGGER commissioningQuestionFrozen BEFORE INSERT ON commissioningQuestion
        WHEN (SELECT status FROM commissioningCycle WHERE id = NEW.cycleId) <> 'new'
        BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;

        \(Migration.appendOnly(
            "commissioningQuestion", by: [["id"], ["cycleId", "key"], ["cycleId", "position"]],
            code: "cycle-questions-fixed"))

        CREATE TABLE commissioningAnswer (
          id         INTEGER PRIMARY KEY,
          questionId INTEGER NOT NULL REFERENCES commissioningQuestion(id),
          version    INTEGER NOT NULL CHECK (version > 0),
          text       TEXT NOT NULL CHECK (trim(text) <> ''),
          evidence   TEXT CHECK (trim(evidence) <> ''),
          authorId   INTEGER NOT NULL REFERENCES person(id),
          at         INTEGER NOT NULL,
          answeredOn TEXT NOT NULL CHECK (date(answeredOn) IS answeredOn),
          UNIQUE (questionId, version), UNIQUE (id, authorId)
        ) STRICT;

        CREATE TRIGGER commissioningAnswerInTime BEFORE INSERT ON commissioningAnswer
        WHEN NOT EXISTS (SELECT 1 FROM commissioningQuestion AS question
          JOIN commissioningCycle AS cycle ON cycle.id = question.cycleId
          WHERE question.id = NEW.questionId AND cycle.stage = question.stage
            AND cycle.status = 'open')
        BEGIN SELECT RAISE(ABORT, 'stage-not-open'); END;

        CREATE TRIGGER commissioningAnswerNext BEFORE INSERT ON commissioningAnswer
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningAnswer
          WHERE questionId = NEW.questionId), 0)
        BEGIN SELECT RAISE(ABORT, 'stage-answer-changed'); END;

        \(Migration.appendOnly(
            "commissioningAnswer", by: [["id"], ["questionId", "version"]], code: kept))

        CREATE TABLE commissioningCoSignature (
          answerId   INTEGER PRIMARY KEY,
          authorId   INTEGER NOT NULL,
          signedById INTEGER NOT NULL REFERENCES person(id),
          role       TEXT NOT NULL CHECK (role IN ('officer', 'decisionMaker')),
          signedAt   INTEGER NOT NULL,
          signedOn   TEXT NOT NULL CHECK (date(signedOn) IS signedOn),
          FOREIGN KEY (answerId, authorId) REFERENCES commissioningAnswer (id, authorId),
          CONSTRAINT "co-sign-own" CHECK (signedById <> authorId)
        ) STRICT;

        CREATE TRIGGER commissioningCoSignatureInTime BEFORE INSERT ON commissioningCoSignature
        WHEN NOT EXISTS (SELECT 1 FROM commissioningAnswer AS answer
          JOIN commissioningQuestion AS question ON question.id = answer.questionId
          JOIN commissioningCycle AS cycle ON cycle.id = question.cycleId
          WHERE answer.id = NEW.answerId AND cycle.stage = question.stage
            AND cycle.status = 'open')
        BEGIN SELECT RAISE(ABORT, 'stage-not-open'); END;

        CREATE TRIGGER commissioningCoSignatureAsked BEFORE INSERT ON commissioningCoSignature
        WHEN NOT EXISTS (SELECT 1 FROM commissioningAnswer AS answer
          JOIN commissioningQuestion AS question ON question.id = answer.questionId
          WHERE answer.id = NEW.answerId AND question.coSigner = NEW.role)
        BEGIN SELECT RAISE(ABORT, 'co-sign-not-asked'); END;

        CREATE TRIGGER commissioningCoSignatureOfLast BEFORE INSERT ON commissioningCoSignature
        WHEN EXISTS (SELECT 1 FROM commissioningAnswer AS answer
          JOIN commissioningAnswer AS later ON later.questionId = answer.questionId
            AND later.version > answer.version WHERE answer.id = NEW.answerId)
        BEGIN SELECT RAISE(ABORT, 'stage-answer-changed'); END;

        \(Migration.appendOnly("commissioningCoSignature", by: [["answerId"]], code: kept))

        CREATE TABLE commissioningRound (
          roundId   INTEGER PRIMARY KEY REFERENCES round(id),
          cycleId   INTEGER NOT NULL REFERENCES commissioningCycle(id),
          addedById INTEGER NOT NULL REFERENCES person(id),
          addedAt   INTEGER NOT NULL,
          addedOn   TEXT NOT NULL CHECK (date(addedOn) IS addedOn)
        ) STRICT;

        CREATE INDEX commissioningRoundByCycle ON commissioningRound (cycleId);

        CREATE TRIGGER commissioningRoundInTime BEFORE INSERT ON commissioningRound
        WHEN (SELECT stage FROM commissioningCycle WHERE id = NEW.cycleId) = 'review'
        BEGIN SELECT RAISE(ABORT, 'cycle-takes-no-round'); END;

        \(Migration.appendOnly("commissioningRound", by: [["roundId"]], code: "round-in-cycle"))

        -- A round that opens by an approved Plan. Its id is the round's, so that whoever opens the
        -- round can point at it.
        CREATE TABLE commissioningOpening (
          id         INTEGER PRIMARY KEY REFERENCES round(id),
          cycleId    INTEGER NOT NULL REFERENCES commissioningCycle(id),
          approvalId INTEGER NOT NULL REFERENCES commissioningStageEvent(id),
          openedById INTEGER NOT NULL REFERENCES person(id),
          openedAt   INTEGER NOT NULL
        ) STRICT;

        CREATE TRIGGER commissioningOpeningPlanned BEFORE INSERT ON commissioningOpening
        WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle AS cycle
          JOIN commissioningRound AS held ON held.cycleId = cycle.id
          WHERE cycle.id = NEW.cycleId AND held.roundId = NEW.id AND cycle.stage = 'do'
            AND cycle.planApprovalId = NEW.approvalId)
        BEGIN SELECT RAISE(ABORT, 'round-plan-unapproved'); END;

        \(Migration.appendOnly("commissioningOpening", code: kept))
        """
}
