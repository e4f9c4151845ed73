import FundCore
import FundStore
import GRDB

extension AwardsModule {
    /// The schema's part of deciding anew: a round has one decision, and another one for each that
    /// was sent back. The awards stand as they were made: a decision anew is on the same ones.
    static let decisionsAnew = Migration.rebuilding(
        "awardDecision",
        """
        CREATE TABLE awardDecision (
          id          INTEGER PRIMARY KEY,
          roundId     INTEGER NOT NULL REFERENCES awardRound(roundId),
          proposalId  INTEGER NOT NULL UNIQUE REFERENCES awardProposal(id),
          decidedById INTEGER NOT NULL REFERENCES person(id),
          decidedAt   INTEGER NOT NULL,
          decidedOn   TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
          reason      TEXT NOT NULL CHECK (reason <> '')
        ) STRICT;
        """,
        """
        -- The decision that was sent back, and that this one comes after.
        ALTER TABLE awardDecision ADD COLUMN followsId INTEGER REFERENCES awardDecision(id);
        CREATE UNIQUE INDEX awardDecisionFirst ON awardDecision (roundId)
          WHERE followsId IS NULL;
        CREATE UNIQUE INDEX awardDecisionNext ON awardDecision (followsId)
          WHERE followsId IS NOT NULL;
        CREATE INDEX awardDecisionByRound ON awardDecision (roundId, id);

        CREATE TRIGGER awardDecisionOnSealed BEFORE INSERT ON awardDecision
        WHEN NOT EXISTS (SELECT 1 FROM awardProposal WHERE id = NEW.proposalId
          AND roundId = NEW.roundId AND sealedAt IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;

        CREATE TRIGGER awardDecisionByNoScorer BEFORE INSERT ON awardDecision
        WHEN EXISTS (SELECT 1 FROM awardProposalScorer
          WHERE proposalId = NEW.proposalId AND personId = NEW.decidedById)
        BEGIN SELECT RAISE(ABORT, 'decider-scored'); END;

        CREATE TRIGGER awardDecisionUnchanged BEFORE UPDATE ON awardDecision
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
        CREATE TRIGGER awardDecisionKept BEFORE DELETE ON awardDecision
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

        -- What is decided stands, unless it was sent back.
        CREATE TRIGGER awardDecisionNeverReplaced BEFORE INSERT ON awardDecision
        BEGIN
          SELECT RAISE(ABORT, 'decision-stands') WHERE EXISTS (
            SELECT 1 FROM awardDecision WHERE id = NEW.id OR proposalId = NEW.proposalId);
          SELECT RAISE(ABORT, 'decision-stands') WHERE NEW.followsId IS NULL AND EXISTS (
            SELECT 1 FROM awardDecision WHERE roundId = NEW.roundId);
          SELECT RAISE(ABORT, 'decision-stands') WHERE NEW.followsId IS NOT NULL
            AND (EXISTS (SELECT 1 FROM awardDecision WHERE followsId = NEW.followsId)
              OR NOT EXISTS (
                SELECT 1 FROM awardDecision AS former
                JOIN awardCallInOutcome AS outcome ON outcome.decisionId = former.id
                WHERE former.id = NEW.followsId AND former.roundId = NEW.roundId
                  AND verdict = 'returned'));
          SELECT RAISE(ABORT, 'decision-other-awards') WHERE NEW.followsId IS NOT NULL
            AND (SELECT count(*) FROM awardProposalLine AS mine
                JOIN awardDecision AS former ON former.id = NEW.followsId
                JOIN awardProposalLine AS theirs ON theirs.proposalId = former.proposalId
                  AND theirs.applicationId = mine.applicationId
                  AND theirs.awardPence = mine.awardPence
                WHERE mine.proposalId = NEW.proposalId)
              <> max((SELECT count(*) FROM awardProposalLine WHERE proposalId = NEW.proposalId),
                (SELECT count(*) FROM awardProposalLine
                 JOIN awardDecision AS former ON former.id = NEW.followsId
                 WHERE awardProposalLine.proposalId = former.proposalId));
        END;
        """)

    /// Decides a round anew whose decision was sent back, for reasons of its own: on a new version
    /// of the proposal, which gives the same awards. Its record is written, published and open to
    /// be called in like the first, and its dates are worked out anew.
    ///
    /// - Throws: `AwardsProblem`, `DecisionRecordProblem.notReturned`.
    public func decideAnew(
        _ round: RoundID, key: String, reason: String, in tx: borrowing WriteTx
    ) throws -> Decision {
        let decider = try tx.principal.require(.decisionMaker)
        let standing = try decided(round, key: key, in: tx.reading)
        guard standing.outcome?.verdict == .returned else {
            throw DecisionRecordProblem.notReturned(round: key)
        }
        let reason = reason.trimmed
        if let problem = Self.problem(with: reason, at: "reason") {
            throw InvalidInput("decision", [problem])
        }
        let former = try proposal(of: round, key: key, number: nil, in: tx.reading)
        try refuseScorer(decider, former.id, in: tx.reading)
        try refuseBarred(decider, former.id, in: tx.reading)
        let id = try copy(former, in: tx)
        let decision = try tx.insert(
            """
            INSERT INTO awardDecision
              (roundId, proposalId, decidedById, decidedAt, decidedOn, reason, scoresRevision,
               applicationsRevision, ledgerEntryId, followsId)
            SELECT roundId, id, ?2, ?3, ?4, ?5, scoresRevision, applicationsRevision,
              ledgerEntryId, ?6
            FROM awardProposal WHERE id = ?1
            """,
            [
                id, decider.rawValue, tx.now.milliseconds, "\(LondonTime.date(tx.now))", reason,
                standing.decision.id.rawValue,
            ])
        try tx.audit(
            "decision.renewal", "decision:\(decision)",
            [
                ("round", .int(round.rawValue)),
                ("follows", .int(standing.decision.id.rawValue)),
            ])
        return try decided(round, key: key, in: tx.reading).decision
    }

    /// A new version of a proposal, on the same ground.
    private func copy(_ former: Proposal, in tx: borrowing WriteTx) throws -> Int64 {
        let id = try tx.insert(
            """
            INSERT INTO awardProposal
              (roundId, number, proposedById, proposedAt, availablePence, totalPence,
               scoresRevision, applicationsRevision, ledgerEntryId, scoresGroundId)
            SELECT roundId,
              1 + (SELECT max(number) FROM awardProposal AS one WHERE one.roundId = ?3),
              proposedById, ?2, availablePence, totalPence, scoresRevision,
              applicationsRevision, ledgerEntryId, scoresGroundId
            FROM awardProposal WHERE id = ?1
            """, [former.id.rawValue, tx.now.milliseconds, former.round.rawValue])
        for (table, columns) in [
            (
                "awardProposalLine",
                "rank, applicationId, reference, score, requestedPence, minimumPence, awardPence, "
                    + "isFundable, recommendedId"
            ), ("awardProposalScorer", "personId"), ("awardProposalBar", "personId, ground"),
        ] {
            try tx.execute(
                """
                INSERT INTO \(table) (proposalId, \(columns))
                SELECT ?1, \(columns) FROM \(table) WHERE proposalId = ?2
                """, [id, former.id.rawValue])
        }
        try tx.execute(
            "UPDATE awardProposal SET sealedAt = ? WHERE id = ?", [tx.now.milliseconds, id])
        return id
    }

    /// The decisions on a round that were sent back and decided anew, the first one first, with all
    /// that became of them.
    public func formerDecisions(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [DecisionStanding] {
        let decisions = try tx.list(
            """
            \(Self.decisionColumns)
            WHERE awardDecision.roundId = ?
              AND awardDecision.id IN (SELECT followsId FROM awardDecision)
            ORDER BY awardDecision.id
            """, [round.rawValue], { Decision($0) })
        return try decisions.map { try standing(of: $0, in: tx) }
    }
}
