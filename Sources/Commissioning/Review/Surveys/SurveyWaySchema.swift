import FundStore

extension CommissioningModule {
    /// How each answer came. `trailEntry` is the view of the audit trail.
    ///
    /// The trail of a wave says whether paper was typed in, not which of its answers that was:
    /// where none was, all came over the link; where some was, nobody can tell any more.
    public static let surveyWaySchema = """
        ALTER TABLE commissioningSurveyAnswer ADD COLUMN way TEXT NOT NULL DEFAULT 'unknown'
          CHECK (way IN ('link', 'group', 'officer', 'unknown'));

        DROP TRIGGER commissioningSurveyAnswerUnchanged;

        UPDATE commissioningSurveyAnswer SET way = 'link' WHERE waveId IN (
          SELECT wave.id FROM commissioningSurveyWave AS wave
          JOIN commissioningSurvey AS survey ON survey.id = wave.surveyId
          WHERE NOT EXISTS (
            SELECT 1 FROM trailEntry WHERE subject = 'award:' || survey.awardId
              AND action IN ('survey.entry', 'survey.import')
              AND json_extract(detail, '$.wave') = wave.moment));

        CREATE TRIGGER commissioningSurveyAnswerUnchanged BEFORE UPDATE ON commissioningSurveyAnswer
        BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;

        CREATE TRIGGER commissioningSurveyAnswerHasWay BEFORE INSERT ON commissioningSurveyAnswer
        WHEN NEW.way = 'unknown'
        BEGIN SELECT RAISE(ABORT, 'survey-way-missing'); END;
        """
}
