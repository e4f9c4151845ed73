import FundStore

extension AwardsModule {
    /// What was held by code alone: what a proposal rests on, and who keeps their hands off it.
    static let proposalRules = Migration(
        31, "what proposals and decisions rest on",
        """
        -- The scores that it was made from: every panel has met and signed. Its id says of which
        -- round and state they are.
        ALTER TABLE awardProposal ADD COLUMN scoresGroundId INTEGER
          REFERENCES assessmentProposalGround(id);
        CREATE TRIGGER awardProposalOnGround BEFORE INSERT ON awardProposal
        WHEN NEW.scoresGroundId IS NOT NEW.roundId * 4294967296 + NEW.scoresRevision
        BEGIN SELECT RAISE(ABORT, 'proposal-groundless'); END;
        CREATE TRIGGER awardProposalGroundStays BEFORE UPDATE OF scoresGroundId ON awardProposal
        WHEN NEW.scoresGroundId IS NOT OLD.scoresGroundId
        BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;

        -- Who had an interest in one of its applications, or applied in its round, when it was
        -- proposed: they neither propose it nor decide by it, nor say what came of a call-in.
        CREATE TABLE awardProposalBar (
          proposalId INTEGER NOT NULL REFERENCES awardProposal(id),
          personId   INTEGER NOT NULL REFERENCES person(id),
          ground     TEXT NOT NULL CHECK (ground IN ('interest', 'own')),
          PRIMARY KEY (proposalId, personId, ground)
        ) STRICT, WITHOUT ROWID;
        \(Migration.appendOnly(
            "awardProposalBar", by: [["proposalId", "personId", "ground"]],
            code: "proposal-frozen"))

        CREATE TRIGGER awardProposalBarInTime BEFORE INSERT ON awardProposalBar
        WHEN (SELECT sealedAt FROM awardProposal WHERE id = NEW.proposalId) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;

        CREATE TRIGGER awardProposalByOneFree BEFORE UPDATE OF sealedAt ON awardProposal
        BEGIN
          SELECT RAISE(ABORT, 'decider-interested') WHERE EXISTS (
            SELECT 1 FROM awardProposalBar
            WHERE proposalId = NEW.id AND personId = NEW.proposedById);
          SELECT RAISE(ABORT, 'proposal-empty') WHERE NOT EXISTS (
            SELECT 1 FROM awardProposalLine WHERE proposalId = NEW.id);
        END;

        \(decisionsAnew)

        CREATE TRIGGER awardDecisionByOneFree BEFORE INSERT ON awardDecision
        WHEN EXISTS (SELECT 1 FROM awardProposalBar
          WHERE proposalId = NEW.proposalId AND personId = NEW.decidedById)
        BEGIN SELECT RAISE(ABORT, 'decider-interested'); END;

        CREATE TRIGGER awardCallInOutcomeByOneFree BEFORE INSERT ON awardCallInOutcome
        WHEN EXISTS (SELECT 1 FROM awardDecision
          JOIN awardProposalBar ON awardProposalBar.proposalId = awardDecision.proposalId
          WHERE awardDecision.id = NEW.decisionId AND personId = NEW.recordedById)
        BEGIN SELECT RAISE(ABORT, 'decider-interested'); END;

        -- What held when it was decided: the same as when it was proposed.
        ALTER TABLE awardDecision ADD COLUMN scoresRevision INTEGER;
        ALTER TABLE awardDecision ADD COLUMN applicationsRevision INTEGER;
        ALTER TABLE awardDecision ADD COLUMN ledgerEntryId INTEGER REFERENCES ledgerEntry(id);
        CREATE TRIGGER awardDecisionOnSameGround BEFORE INSERT ON awardDecision
        WHEN NOT EXISTS (SELECT 1 FROM awardProposal WHERE id = NEW.proposalId
          AND scoresRevision IS NEW.scoresRevision
          AND applicationsRevision IS NEW.applicationsRevision
          AND ledgerEntryId IS NEW.ledgerEntryId)
        BEGIN SELECT RAISE(ABORT, 'proposal-moved'); END;
        """)
}
