import FundStore

extension AssessmentModule {
    /// Of what a meeting recommends, who took part in it, and who dissents.
    static let recommendationRules = """
        CREATE TRIGGER assessmentRecommendationFits BEFORE INSERT ON assessmentRecommendation
        BEGIN
          \(whileOpen)
          \(onAgenda)
          \(recordedByOther)
          SELECT RAISE(ABORT, 'item-no-quorum')
          WHERE \(lacksQuorum("NEW.meetingId", "NEW.applicationId"));
          SELECT RAISE(ABORT, 'recommendation-votes')
          WHERE NEW.votesFor + NEW.votesAgainst + NEW.abstentions <> (SELECT count(*)
            FROM assessmentVoter
            WHERE meetingId = NEW.meetingId AND applicationId = NEW.applicationId);
          SELECT RAISE(ABORT, 'recommendation-lost')
          WHERE NEW.votesFor <= NEW.votesAgainst AND NEW.castingVote = 0;
          SELECT RAISE(ABORT, 'recommendation-under-minimum') WHERE EXISTS (
            SELECT 1 FROM assessmentCandidate
            WHERE applicationId = NEW.applicationId AND NEW.amountPence < minimumPence);
          SELECT RAISE(ABORT, 'recommendation-over-request') WHERE EXISTS (
            SELECT 1 FROM assessmentCandidate
            WHERE applicationId = NEW.applicationId AND (NEW.amountPence > requestedPence
              OR (NEW.kind = 'part' AND NEW.amountPence = requestedPence)));
          SELECT RAISE(ABORT, 'recommendation-not-whole') WHERE NEW.kind = 'fund' AND EXISTS (
            SELECT 1 FROM assessmentCandidate
            WHERE applicationId = NEW.applicationId AND NEW.amountPence < requestedPence);
          SELECT RAISE(ABORT, 'recommendation-over-allotment')
          WHERE NEW.amountPence + \(recommended(
            in: "(SELECT roundId FROM assessmentMeeting WHERE id = NEW.meetingId)",
            without: "NEW.applicationId"))
            > (SELECT meetingAllotmentPence FROM assessmentMeeting
              JOIN assessmentRound USING (roundId) WHERE id = NEW.meetingId);
        END;

        CREATE TRIGGER assessmentRecommendationTaken AFTER INSERT ON assessmentRecommendation
        BEGIN
          INSERT INTO assessmentRecommendationVoter (recommendationId, memberId)
          SELECT NEW.id, memberId FROM assessmentVoter
          WHERE meetingId = NEW.meetingId AND applicationId = NEW.applicationId;
        END;

        CREATE TRIGGER assessmentRecommendationVoterFits
        BEFORE INSERT ON assessmentRecommendationVoter
        BEGIN
          SELECT RAISE(ABORT, 'meeting-kept') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentRecommendation AS said
            JOIN assessmentVoter USING (meetingId, applicationId)
            JOIN assessmentMeeting ON assessmentMeeting.id = meetingId
            WHERE said.id = NEW.recommendationId AND memberId = NEW.memberId
              AND signedAt IS NULL);
        END;

        \(Migration.appendOnly(
            "assessmentRecommendationVoter", by: [["recommendationId", "memberId"]],
            code: "meeting-kept"))

        \(Migration.appendOnly("assessmentRecommendation", code: "meeting-kept"))

        CREATE TRIGGER assessmentDissentFits BEFORE INSERT ON assessmentDissent
        BEGIN
          SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
            SELECT 1 FROM assessmentRecommendation AS said
            JOIN assessmentMeeting ON assessmentMeeting.id = meetingId
            WHERE said.id = NEW.recommendationId AND signedAt IS NOT NULL);
          SELECT RAISE(ABORT, 'dissent-no-vote') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentRecommendationVoter
            WHERE recommendationId = NEW.recommendationId AND memberId = NEW.memberId);
          -- Whoever voted for it has no dissent from it.
          SELECT RAISE(ABORT, 'dissent-over-votes') WHERE (
            SELECT 1 + count(*) FROM assessmentDissent
            WHERE recommendationId = NEW.recommendationId)
            > (SELECT votesAgainst + abstentions FROM assessmentRecommendation
              WHERE id = NEW.recommendationId);
        END;

        \(Migration.appendOnly(
            "assessmentDissent", by: [["recommendationId", "memberId"]], code: "meeting-kept"))
        """
}
