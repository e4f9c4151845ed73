extension AssessmentModule {
    /// What every score must be: in time, on the scale, of an application that stands, by a member
    /// who may score it. `NULL` says that the criterion does not apply to the application.
    static let scoreMayStand = """
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
          SELECT 1 FROM assessmentConflict WHERE applicationId = NEW.applicationId
            AND memberId IN (NEW.memberId, NEW.enteredById));
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
}
