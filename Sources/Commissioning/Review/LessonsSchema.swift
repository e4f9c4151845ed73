import FundStore

extension CommissioningModule {
    private static let kept = "commissioning-kept"

    /// What a cycle taught, and what a later one made of it.
    public static let lessonsSchema = """
        CREATE TABLE commissioningLesson (
          id         INTEGER PRIMARY KEY,
          cycleId    INTEGER NOT NULL REFERENCES commissioningCycle(id),
          text       TEXT NOT NULL CHECK (trim(text) <> ''),
          evidence   TEXT NOT NULL CHECK (trim(evidence) <> ''),
          meaning    TEXT NOT NULL CHECK (trim(meaning) <> ''),
          priorityId INTEGER REFERENCES commissioningPriority(id),
          addedById  INTEGER NOT NULL REFERENCES person(id),
          addedAt    INTEGER NOT NULL,
          addedOn    TEXT NOT NULL CHECK (date(addedOn) IS addedOn)
        ) STRICT;

        CREATE INDEX commissioningLessonByCycle ON commissioningLesson (cycleId);

        CREATE TRIGGER commissioningLessonInTime BEFORE INSERT ON commissioningLesson
        WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = NEW.cycleId
          AND stage IN ('do', 'review') AND status = 'open')
        BEGIN SELECT RAISE(ABORT, 'lesson-not-now'); END;

        CREATE TRIGGER commissioningLessonOfOwn BEFORE INSERT ON commissioningLesson
        WHEN NEW.priorityId IS NOT NULL AND NOT EXISTS (SELECT 1 FROM commissioningPriority
          WHERE id = NEW.priorityId AND cycleId = NEW.cycleId)
        BEGIN SELECT RAISE(ABORT, 'cycle-priority-unknown'); END;

        \(Migration.appendOnly("commissioningLesson", code: kept))

        CREATE TABLE commissioningLessonWithdrawal (
          lessonId      INTEGER PRIMARY KEY REFERENCES commissioningLesson(id),
          reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
          withdrawnById INTEGER NOT NULL REFERENCES person(id),
          withdrawnAt   INTEGER NOT NULL
        ) STRICT;

        CREATE TRIGGER commissioningLessonWithdrawnInTime
        BEFORE INSERT ON commissioningLessonWithdrawal
        WHEN NOT EXISTS (SELECT 1 FROM commissioningLesson AS lesson
          JOIN commissioningCycle AS cycle ON cycle.id = lesson.cycleId
          WHERE lesson.id = NEW.lessonId AND cycle.stage IN ('do', 'review')
            AND cycle.status = 'open')
        BEGIN SELECT RAISE(ABORT, 'lesson-not-now'); END;

        CREATE TRIGGER commissioningLessonTakenUp BEFORE INSERT ON commissioningLessonWithdrawal
        WHEN EXISTS (SELECT 1 FROM commissioningLessonVerdict WHERE lessonId = NEW.lessonId)
        BEGIN SELECT RAISE(ABORT, 'lesson-decided'); END;

        \(Migration.appendOnly("commissioningLessonWithdrawal", by: [["lessonId"]], code: kept))

        CREATE TABLE commissioningLessonVerdict (
          id          INTEGER PRIMARY KEY,
          lessonId    INTEGER NOT NULL REFERENCES commissioningLesson(id),
          cycleId     INTEGER NOT NULL REFERENCES commissioningCycle(id),
          version     INTEGER NOT NULL CHECK (version > 0),
          verdict     TEXT NOT NULL CHECK (verdict IN ('adopted', 'adapted', 'rejected')),
          reason      TEXT NOT NULL CHECK (trim(reason) <> ''),
          decidedById INTEGER NOT NULL REFERENCES person(id),
          decidedAt   INTEGER NOT NULL,
          decidedOn   TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
          UNIQUE (lessonId, version)
        ) STRICT;

        CREATE INDEX commissioningLessonVerdictByCycle ON commissioningLessonVerdict (cycleId);

        CREATE TRIGGER commissioningLessonVerdictInTime BEFORE INSERT ON commissioningLessonVerdict
        WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = NEW.cycleId
          AND stage IN ('analyse', 'plan') AND status = 'open')
        BEGIN SELECT RAISE(ABORT, 'lesson-decided-in-plan'); END;

        CREATE TRIGGER commissioningLessonVerdictLater BEFORE INSERT ON commissioningLessonVerdict
        WHEN NOT EXISTS (SELECT 1 FROM commissioningLesson AS lesson
          WHERE lesson.id = NEW.lessonId AND lesson.cycleId < NEW.cycleId AND NOT EXISTS (
            SELECT 1 FROM commissioningLessonWithdrawal WHERE lessonId = lesson.id))
        BEGIN SELECT RAISE(ABORT, 'lesson-own-cycle'); END;

        CREATE TRIGGER commissioningLessonVerdictOnce BEFORE INSERT ON commissioningLessonVerdict
        WHEN EXISTS (SELECT 1 FROM commissioningLessonVerdict
          WHERE lessonId = NEW.lessonId AND cycleId <> NEW.cycleId)
        BEGIN SELECT RAISE(ABORT, 'lesson-decided'); END;

        CREATE TRIGGER commissioningLessonVerdictNext BEFORE INSERT ON commissioningLessonVerdict
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningLessonVerdict
          WHERE lessonId = NEW.lessonId), 0)
        BEGIN SELECT RAISE(ABORT, 'lesson-changed'); END;

        \(Migration.appendOnly(
            "commissioningLessonVerdict", by: [["id"], ["lessonId", "version"]], code: kept))

        -- What the lessons of earlier cycles still wait for: the verdict of the cycle named.
        CREATE VIEW commissioningOpenLesson AS
          SELECT cycle.id AS cycleId, lesson.id AS lessonId FROM commissioningLesson AS lesson
          JOIN commissioningCycle AS cycle ON cycle.id > lesson.cycleId
          WHERE NOT EXISTS (SELECT 1 FROM commissioningLessonWithdrawal
              WHERE lessonId = lesson.id)
            AND NOT EXISTS (SELECT 1 FROM commissioningLessonVerdict
              WHERE lessonId = lesson.id AND cycleId <= cycle.id);

        CREATE TRIGGER commissioningLessonsTaken BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'closed' AND NEW.stage IN ('analyse', 'plan') AND EXISTS (SELECT 1
          FROM commissioningOpenLesson WHERE cycleId = NEW.cycleId)
        BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;

        CREATE TRIGGER commissioningLessonsLearned BEFORE INSERT ON commissioningStageEvent
        WHEN NEW.kind = 'closed' AND NEW.stage = 'review' AND NOT EXISTS (SELECT 1
          FROM commissioningLesson WHERE cycleId = NEW.cycleId AND NOT EXISTS (SELECT 1
            FROM commissioningLessonWithdrawal WHERE lessonId = commissioningLesson.id))
        BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;
        """
}
