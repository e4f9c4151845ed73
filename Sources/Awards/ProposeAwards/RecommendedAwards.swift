import FundStore

extension AwardsModule {
    /// The schema's part of proposing what the panels recommended, and nothing else. Which rounds
    /// hold meetings, another module shows to this step.
    public static let recommendedAwards = """
        -- Whether the round's panels meet, and say what is to be given.
        ALTER TABLE awardRound ADD COLUMN followsMeetings INTEGER NOT NULL DEFAULT 0
          CHECK (followsMeetings IN (0, 1));
        UPDATE awardRound SET followsMeetings = 1
        WHERE EXISTS (SELECT 1 FROM frozenSection
          WHERE frozenSection.roundId = awardRound.roundId AND section = 'controls'
            AND json_extract(content, '$.meeting') = 1);
        CREATE TRIGGER awardRoundMeetingsStay BEFORE UPDATE ON awardRound
        WHEN NEW.followsMeetings <> OLD.followsMeetings
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

        -- What was recommended of this very application, for these very scores: its id says both,
        -- and the amount. A version of the proposal for a decision anew, which gives the same
        -- awards, may be of one that was made before this was kept.
        ALTER TABLE awardProposalLine ADD COLUMN recommendedId TEXT
          REFERENCES assessmentRecommended(id);
        CREATE TRIGGER awardProposalLineIsRecommended BEFORE INSERT ON awardProposalLine
        WHEN EXISTS (SELECT 1 FROM awardProposal JOIN awardRound USING (roundId)
          WHERE awardProposal.id = NEW.proposalId AND followsMeetings = 1
            AND NEW.recommendedId IS NOT
              scoresGroundId || ':' || NEW.applicationId || ':' || NEW.awardPence
            AND NOT EXISTS (SELECT 1 FROM awardDecision
              WHERE awardDecision.roundId = awardProposal.roundId))
        BEGIN SELECT RAISE(ABORT, 'award-not-recommended'); END;
        """
}
