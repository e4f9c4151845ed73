import FundStore

extension CommissioningModule {
    private static let kept = "survey-kept"

    /// Rows that neither change nor go.
    private static func unchanged(_ table: String) -> String {
        """
        CREATE TRIGGER \(table)Unchanged BEFORE UPDATE ON \(table)
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;

        CREATE TRIGGER \(table)Kept BEFORE DELETE ON \(table)
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;
        """
    }

    /// Rows that only go, and only once everybody was asked twice.
    private static func untilOver(_ table: String, _ survey: String) -> String {
        """
        CREATE TRIGGER \(table)Unchanged BEFORE UPDATE ON \(table)
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;

        CREATE TRIGGER \(table)UntilOver BEFORE DELETE ON \(table)
        WHEN (\(survey)) NOT IN (SELECT id FROM commissioningSurveyOver)
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;
        """
    }

    /// What those who take part in projects say before and after. No row tells who they are or when
    /// they answered: the numbers of answers are random, and rows lie in the order of these.
    public static let surveysSchema = """
        CREATE TABLE commissioningSurvey (
          id            INTEGER PRIMARY KEY,
          awardId       INTEGER NOT NULL UNIQUE REFERENCES award(id),
          applicationId INTEGER NOT NULL REFERENCES application(id),
          roundId       INTEGER NOT NULL REFERENCES round(id),
          -- Its questions and the smallest group that is shown, as they stood when it was opened.
          form          TEXT NOT NULL CHECK (json_valid(form)),
          openedById    INTEGER NOT NULL REFERENCES person(id),
          openedAt      INTEGER NOT NULL,
          openedOn      TEXT NOT NULL CHECK (date(openedOn) IS openedOn),
          CHECK (json_extract(form, '$.minimum') >= 3)
        ) STRICT;

        CREATE INDEX commissioningSurveyByRound ON commissioningSurvey (roundId, awardId);
        CREATE INDEX commissioningSurveyByApplication ON commissioningSurvey (applicationId);

        \(unchanged("commissioningSurvey"))

        \(Migration.neverReplaced(
            "commissioningSurvey", by: [["id"], ["awardId"]], code: "survey-exists"))

        CREATE TABLE commissioningSurveyQuestion (
          surveyId INTEGER NOT NULL REFERENCES commissioningSurvey(id),
          key      TEXT NOT NULL CHECK (key <> ''),
          lowest   INTEGER NOT NULL,
          highest  INTEGER NOT NULL CHECK (highest > lowest),
          PRIMARY KEY (surveyId, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER commissioningSurveyQuestionFixed
        BEFORE INSERT ON commissioningSurveyQuestion
        WHEN EXISTS (SELECT 1 FROM commissioningSurveyWave WHERE surveyId = NEW.surveyId)
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;

        \(Migration.appendOnly(
            "commissioningSurveyQuestion", by: [["surveyId", "key"]], code: kept))

        CREATE TABLE commissioningSurveyWave (
          id         INTEGER PRIMARY KEY,
          surveyId   INTEGER NOT NULL REFERENCES commissioningSurvey(id),
          moment     TEXT NOT NULL CHECK (moment IN ('before', 'after')),
          token      TEXT NOT NULL UNIQUE CHECK (length(token) >= 43),
          openedById INTEGER NOT NULL REFERENCES person(id),
          openedAt   INTEGER NOT NULL,
          openedOn   TEXT NOT NULL CHECK (date(openedOn) IS openedOn),
          UNIQUE (surveyId, moment)
        ) STRICT;

        \(unchanged("commissioningSurveyWave"))

        \(Migration.neverReplaced(
            "commissioningSurveyWave", by: [["id"], ["token"], ["surveyId", "moment"]],
            code: "survey-wave-opened"))

        -- A wave that is closed stays closed.
        CREATE TABLE commissioningSurveyClosing (
          waveId     INTEGER PRIMARY KEY REFERENCES commissioningSurveyWave(id),
          closedById INTEGER NOT NULL REFERENCES person(id),
          closedAt   INTEGER NOT NULL,
          closedOn   TEXT NOT NULL CHECK (date(closedOn) IS closedOn)
        ) STRICT;

        \(unchanged("commissioningSurveyClosing"))

        \(Migration.neverReplaced(
            "commissioningSurveyClosing", by: [["waveId"]], code: "survey-wave-closed"))

        CREATE TRIGGER commissioningSurveyWaveInTurn BEFORE INSERT ON commissioningSurveyWave
        WHEN NEW.moment = 'after' AND NOT EXISTS (
          SELECT 1 FROM commissioningSurveyWave AS early
          JOIN commissioningSurveyClosing ON waveId = early.id
          WHERE early.surveyId = NEW.surveyId AND early.moment = 'before')
        BEGIN SELECT RAISE(ABORT, 'survey-before-open'); END;

        CREATE VIEW commissioningSurveyOver AS
        SELECT surveyId AS id FROM commissioningSurveyWave
        JOIN commissioningSurveyClosing ON waveId = commissioningSurveyWave.id
        GROUP BY surveyId HAVING count(*) = 2;

        -- Without it nobody can tell which words a code was made of.
        CREATE TABLE commissioningSurveySecret (
          surveyId INTEGER PRIMARY KEY REFERENCES commissioningSurvey(id),
          secret   BLOB NOT NULL CHECK (length(secret) = 32)
        ) STRICT;

        CREATE TRIGGER commissioningSurveySecretOnce BEFORE INSERT ON commissioningSurveySecret
        WHEN EXISTS (SELECT 1 FROM commissioningSurveySecret WHERE surveyId = NEW.surveyId)
          OR EXISTS (SELECT 1 FROM commissioningSurveyWave WHERE surveyId = NEW.surveyId)
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;

        \(untilOver("commissioningSurveySecret", "OLD.surveyId"))

        CREATE TABLE commissioningSurveyAnswer (
          -- Random.
          id     INTEGER PRIMARY KEY CHECK (id > 0),
          waveId INTEGER NOT NULL REFERENCES commissioningSurveyWave(id)
        ) STRICT;

        CREATE INDEX commissioningSurveyAnswerByWave ON commissioningSurveyAnswer (waveId);

        CREATE TRIGGER commissioningSurveyAnswerInTime BEFORE INSERT ON commissioningSurveyAnswer
        WHEN EXISTS (SELECT 1 FROM commissioningSurveyClosing WHERE waveId = NEW.waveId)
        BEGIN SELECT RAISE(ABORT, 'survey-not-open'); END;

        \(Migration.appendOnly("commissioningSurveyAnswer", code: kept))

        CREATE TABLE commissioningSurveyPoint (
          answerId INTEGER NOT NULL REFERENCES commissioningSurveyAnswer(id),
          question TEXT NOT NULL,
          points   INTEGER NOT NULL,
          PRIMARY KEY (answerId, question)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER commissioningSurveyPointOnScale BEFORE INSERT ON commissioningSurveyPoint
        WHEN NOT EXISTS (SELECT 1 FROM commissioningSurveyAnswer AS answer
          JOIN commissioningSurveyWave AS wave ON wave.id = answer.waveId
          JOIN commissioningSurveyQuestion AS asked ON asked.surveyId = wave.surveyId
          WHERE answer.id = NEW.answerId AND asked.key = NEW.question
            AND NEW.points BETWEEN asked.lowest AND asked.highest)
        BEGIN SELECT RAISE(ABORT, 'survey-off-scale'); END;

        CREATE TRIGGER commissioningSurveyPointInTime BEFORE INSERT ON commissioningSurveyPoint
        WHEN EXISTS (SELECT 1 FROM commissioningSurveyAnswer AS answer
          JOIN commissioningSurveyClosing AS closing ON closing.waveId = answer.waveId
          WHERE answer.id = NEW.answerId)
        BEGIN SELECT RAISE(ABORT, 'survey-not-open'); END;

        \(Migration.appendOnly(
            "commissioningSurveyPoint", by: [["answerId", "question"]], code: kept))

        -- What a person's own words came to under the secret; it goes once all were asked twice.
        CREATE TABLE commissioningSurveyCode (
          answerId INTEGER PRIMARY KEY REFERENCES commissioningSurveyAnswer(id),
          code     BLOB NOT NULL CHECK (length(code) = 32)
        ) STRICT;

        CREATE TRIGGER commissioningSurveyCodeInTime BEFORE INSERT ON commissioningSurveyCode
        WHEN EXISTS (SELECT 1 FROM commissioningSurveyCode WHERE answerId = NEW.answerId)
          OR EXISTS (SELECT 1 FROM commissioningSurveyAnswer AS answer
            JOIN commissioningSurveyClosing AS closing ON closing.waveId = answer.waveId
            WHERE answer.id = NEW.answerId)
        BEGIN SELECT RAISE(ABORT, 'survey-not-open'); END;

        \(untilOver(
            "commissioningSurveyCode", """
                SELECT surveyId FROM commissioningSurveyWave AS wave
                    JOIN commissioningSurveyAnswer AS answer ON answer.waveId = wave.id
                    WHERE answer.id = OLD.answerId
                """))

        -- The files that were taken in, so that none counts twice; they go with the codes.
        CREATE TABLE commissioningSurveyFile (
          waveId INTEGER NOT NULL REFERENCES commissioningSurveyWave(id),
          file   BLOB NOT NULL CHECK (length(file) = 32),
          PRIMARY KEY (waveId, file)
        ) STRICT, WITHOUT ROWID;

        \(Migration.neverReplaced(
            "commissioningSurveyFile", by: [["waveId", "file"]], code: "survey-file-twice"))

        \(untilOver(
            "commissioningSurveyFile",
            "SELECT surveyId FROM commissioningSurveyWave WHERE id = OLD.waveId"))

        -- The same person before and after.
        CREATE TABLE commissioningSurveyPair (
          beforeId INTEGER PRIMARY KEY REFERENCES commissioningSurveyAnswer(id),
          afterId  INTEGER NOT NULL UNIQUE REFERENCES commissioningSurveyAnswer(id)
        ) STRICT;

        -- Pairs are made once, while the secret is still there.
        CREATE TRIGGER commissioningSurveyPairOnce BEFORE INSERT ON commissioningSurveyPair
        WHEN NOT EXISTS (SELECT 1 FROM commissioningSurveyAnswer AS one
          JOIN commissioningSurveyWave AS early ON early.id = one.waveId
          JOIN commissioningSurveyWave AS late ON late.surveyId = early.surveyId
          JOIN commissioningSurveyAnswer AS other ON other.waveId = late.id
          JOIN commissioningSurveyOver AS whole ON whole.id = early.surveyId
          JOIN commissioningSurveySecret AS secret ON secret.surveyId = early.surveyId
          WHERE one.id = NEW.beforeId AND early.moment = 'before'
            AND other.id = NEW.afterId AND late.moment = 'after')
        BEGIN SELECT RAISE(ABORT, '\(kept)'); END;

        \(Migration.appendOnly(
            "commissioningSurveyPair", by: [["beforeId"], ["afterId"]], code: kept))
        """
}
