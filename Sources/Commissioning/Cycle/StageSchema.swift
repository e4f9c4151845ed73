import FundStore

extension CommissioningModule {
    /// What happens to the stages of a cycle, in their order, and what a stage needs to close.
    public static let stageSchema = """
        CREATE TABLE commissioningStageEvent (
          id         INTEGER PRIMARY KEY,
          cycleId    INTEGER NOT NULL REFERENCES commissioningCycle(id),
          stage      TEXT NOT NULL CHECK (stage IN ('analyse', 'plan', 'do', 'review')),
          kind       TEXT NOT NULL
            CHECK (kind IN ('opened', 'closed', 'approved', 'reopened', 'ended')),
          personId   INTEGER NOT NULL REFERENCES person(id),
          at         INTEGER NOT NULL,
          happenedOn TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
          reason     TEXT,
          CHECK ((kind = 'reopened') = (reason IS NOT NULL AND trim(reason) <> '')),
          CHECK (kind <> 'approved' OR stage IN ('plan', 'review'))
        ) STRICT;

        CREATE INDEX commissioningStageEventByCycle ON commissioningStageEvent (cycleId, id);

        -- Each stage of a cycle, by its place among the four.
        CREATE VIEW commissioningStageOrder AS
          SELECT 'analyse' AS stage, 1 AS place UNION ALL SELECT 'plan', 2
          UNION ALL SELECT 'do', 3 UNION ALL SELECT 'review', 4;

        -- Every question with the answer that stands, and whether that was co-signed.
        CREATE VIEW commissioningStandingAnswer AS
          SELECT question.cycleId, question.stage, question.id AS questionId,
            question.needsEvidence, question.coSigner, answer.id AS answerId, answer.evidence,
            answer.authorId, signature.answerId AS signedId
          FROM commissioningQuestion AS question
          LEFT JOIN commissioningAnswer AS answer ON answer.questionId = question.id
            AND answer.version = (SELECT max(version) FROM commissioningAnswer
              WHERE questionId = question.id)
          LEFT JOIN commissioningCoSignature AS signature ON signature.answerId = answer.id;

        CREATE TRIGGER commissioningStageInOrder BEFORE INSERT ON commissioningStageEvent
        WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle AS cycle
          JOIN commissioningStageOrder AS there ON there.stage = cycle.stage
          JOIN commissioningStageOrder AS wanted ON wanted.stage = NEW.stage
          WHERE cycle.id = NEW.cycleId AND CASE NEW.kind
            WHEN 'opened' THEN cycle.status = 'new' AND NEW.stage = 'analyse'
              OR wanted.place = there.place + 1 AND (
                cycle.status = 'closed' AND cycle.stage = 'plan'
                  AND cycle.planApprovalId IS NOT NULL
                OR (SELECT kind = 'closed' AND stage IN ('analyse', 'do')
                  FROM commissioningStageEvent WHERE cycleId = cycle.id
                  ORDER BY id DESC LIMIT 1))
            WHEN 'closed' THEN cycle.status = 'open' AND cycle.stage = NEW.stage
              AND (SELECT kind IN ('opened', 'reopened') FROM commissioningStageEvent
                WHERE cycleId = cycle.id ORDER BY id DESC LIMIT 1)
            WHEN 'approved' THEN cycle.status = 'closed' AND cycle.stage = NEW.stage
              AND cycle.planApprovalId IS (CASE NEW.stage WHEN 'plan' THEN NULL
                ELSE cycle.planApprovalId END)
            WHEN 'reopened' THEN cycle.status IN ('open', 'closed', 'approved')
              AND (wanted.place < there.place
                OR wanted.place = there.place AND cycle.status <> 'open')
            WHEN 'ended' THEN cycle.status = 'approved' AND NEW.stage = 'review'
          END)
        BEGIN SELECT RAISE(ABORT, 'stage-order'); END;

        CREATE TRIGGER commissioningStageAlone BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'reopened' AND NEW.stage <> 'review' AND EXISTS (SELECT 1
          FROM commissioningCycle WHERE id <> NEW.cycleId AND stage <> 'review')
        BEGIN SELECT RAISE(ABORT, 'cycle-other-ahead'); END;

        CREATE TRIGGER commissioningStageWhole BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'closed' AND EXISTS (SELECT 1 FROM commissioningStandingAnswer
          WHERE cycleId = NEW.cycleId AND stage = NEW.stage AND (answerId IS NULL
            OR needsEvidence AND evidence IS NULL
            OR coSigner IS NOT NULL AND signedId IS NULL))
        BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;

        CREATE TRIGGER commissioningPlanTraced BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'closed' AND NEW.stage = 'plan' AND (
          NOT EXISTS (SELECT 1 FROM commissioningPriority AS priority
            WHERE priority.cycleId = NEW.cycleId AND NOT EXISTS (SELECT 1
              FROM commissioningPriorityWithdrawal WHERE priorityId = priority.id))
          OR EXISTS (SELECT 1 FROM commissioningPriority AS priority
            WHERE priority.cycleId = NEW.cycleId
              AND NOT EXISTS (SELECT 1 FROM commissioningPriorityWithdrawal
                WHERE priorityId = priority.id)
              AND NOT EXISTS (SELECT 1 FROM commissioningPriorityNeed
                WHERE priorityId = priority.id))
          OR EXISTS (SELECT 1 FROM commissioningNeed AS need
            WHERE need.cycleId = NEW.cycleId
              AND NOT EXISTS (SELECT 1 FROM commissioningNeedWithdrawal
                WHERE needId = need.id)
              AND NOT EXISTS (SELECT 1 FROM commissioningNeedEvidence
                WHERE needId = need.id)))
        BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;

        CREATE TRIGGER commissioningApproverApart BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'approved' AND EXISTS (SELECT 1 FROM commissioningStandingAnswer
          WHERE cycleId = NEW.cycleId AND stage = NEW.stage AND authorId = NEW.personId)
        BEGIN SELECT RAISE(ABORT, 'stage-approver-wrote'); END;

        \(Migration.appendOnly("commissioningStageEvent", code: "commissioning-kept"))

        -- A cycle is where its last event says.
        CREATE TRIGGER commissioningCycleFollows BEFORE UPDATE ON commissioningCycle
        WHEN NOT EXISTS (SELECT 1 FROM commissioningStageEvent AS event
          WHERE event.id = (SELECT max(id) FROM commissioningStageEvent
            WHERE cycleId = NEW.id) AND event.stage = NEW.stage
            AND NEW.status IS CASE event.kind WHEN 'closed' THEN
                CASE WHEN event.stage IN ('plan', 'review') THEN 'closed' ELSE 'open' END
              WHEN 'approved' THEN CASE event.stage WHEN 'plan' THEN 'closed' ELSE 'approved' END
              WHEN 'ended' THEN 'ended' ELSE 'open' END
            AND NEW.planApprovalId IS CASE
              WHEN event.kind = 'approved' AND event.stage = 'plan' THEN event.id
              WHEN event.kind = 'reopened' AND event.stage IN ('analyse', 'plan') THEN NULL
              ELSE OLD.planApprovalId END)
        BEGIN SELECT RAISE(ABORT, 'stage-order'); END;

        CREATE TRIGGER commissioningStageMoves AFTER INSERT ON commissioningStageEvent
        BEGIN
          UPDATE commissioningCycle SET stage = NEW.stage,
            status = CASE NEW.kind WHEN 'closed' THEN
                CASE WHEN NEW.stage IN ('plan', 'review') THEN 'closed' ELSE 'open' END
              WHEN 'approved' THEN CASE NEW.stage WHEN 'plan' THEN 'closed' ELSE 'approved' END
              WHEN 'ended' THEN 'ended' ELSE 'open' END,
            planApprovalId = CASE WHEN NEW.kind = 'approved' AND NEW.stage = 'plan' THEN NEW.id
              WHEN NEW.kind = 'reopened' AND NEW.stage IN ('analyse', 'plan') THEN NULL
              ELSE planApprovalId END
          WHERE id = NEW.cycleId;
        END;
        """

    /// What a round that waits for its Plan is opened by.
    public static let schema = [cycleSchema, needsSchema, stageSchema].joined(separator: "\n")
}
