extension AssessmentModule {
    /// The schema's part of bringing rounds that run up to date: what they froze when they opened,
    /// and members' own applications, both as other modules show them to this step.
    public static let frozenRules = """
        UPDATE assessmentRound SET sealsScores = 1
        WHERE sealedAt IS NULL AND EXISTS (SELECT 1 FROM frozenSection
          WHERE frozenSection.roundId = assessmentRound.roundId AND section = 'controls'
            AND json_extract(content, '$.sealed') = 1);

        DROP TRIGGER assessmentRoundRulesStay;
        CREATE TRIGGER assessmentRoundRulesStay BEFORE UPDATE ON assessmentRound
        WHEN NEW.asksInterest <> OLD.asksInterest OR NEW.asksBriefing <> OLD.asksBriefing
          OR NEW.asksAssignment <> OLD.asksAssignment
          OR NEW.allowsNotApplicable <> OLD.allowsNotApplicable
          OR NEW.sealsScores <> OLD.sealsScores
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        DROP TRIGGER assessmentCriterionUnchanged;
        UPDATE assessmentCriterion SET alwaysApplies = 1
        WHERE EXISTS (SELECT 1 FROM frozenSection, json_each(content, '$.rules.leastMeans') AS least
          WHERE frozenSection.roundId = assessmentCriterion.roundId AND section = 'scoring'
            AND least.key = assessmentCriterion.key);
        CREATE TRIGGER assessmentCriterionUnchanged BEFORE UPDATE ON assessmentCriterion
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        -- A member's own application counted before it was known to be theirs.
        INSERT INTO assessmentInterest
          (roundId, applicationId, memberId, hasInterest, detail, declaredAt, saidById, ground)
        SELECT member.roundId, candidate.applicationId, member.personId, 1, 'own application',
          CAST(strftime('%s', 'now') AS INTEGER) * 1000, NULL, 'own'
        FROM assessmentPanelMember AS member
        JOIN assessmentRound ON assessmentRound.roundId = member.roundId AND sealedAt IS NULL
        JOIN assessmentCandidate AS candidate ON candidate.roundId = member.roundId
        JOIN owningPerson ON owningPerson.applicationId = candidate.applicationId
          AND owningPerson.personId = member.personId
        WHERE NOT EXISTS (SELECT 1 FROM assessmentInterest AS said
          WHERE said.applicationId = candidate.applicationId
            AND said.memberId = member.personId AND said.ground = 'own');
        """
}
