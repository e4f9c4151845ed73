import FundStore

extension AwardsModule {
    /// Whether a person took part in what an appeal or complaint is about: as it was copied when it
    /// came, or as this module knows of itself.
    private static func tookPart(_ person: String) -> String {
        """
        EXISTS (SELECT 1 FROM awardAppealPart
          WHERE appealId = NEW.appealId AND personId = NEW.\(person))
        OR EXISTS (SELECT 1 FROM awardAppeal
          JOIN awardProposal ON awardProposal.roundId = awardAppeal.roundId
          LEFT JOIN awardProposalScorer ON proposalId = awardProposal.id
          WHERE awardAppeal.id = NEW.appealId
            AND NEW.\(person) IN (proposedById, awardProposalScorer.personId))
        OR EXISTS (SELECT 1 FROM awardAppeal
          JOIN awardDecision ON awardDecision.roundId = awardAppeal.roundId
          WHERE awardAppeal.id = NEW.appealId AND decidedById = NEW.\(person))
        """
    }

    /// The schema's part of appeals, complaints and what follows from them.
    public static let appealSchema = """
        CREATE TABLE awardAppeal (
          id            INTEGER PRIMARY KEY,
          roundId       INTEGER NOT NULL REFERENCES awardRound(roundId),
          applicationId INTEGER NOT NULL REFERENCES application(id),
          reference     TEXT NOT NULL,
          kind          TEXT NOT NULL CHECK (kind IN ('appeal', 'complaint')),
          grounds       TEXT NOT NULL CHECK (grounds <> ''),
          cameBy        TEXT NOT NULL CHECK (cameBy IN (
            'online', 'email', 'letter', 'telephone', 'inPerson')),
          isFromGroup   INTEGER NOT NULL CHECK (isFromGroup IN (0, 1)),
          receivedById  INTEGER NOT NULL REFERENCES person(id),
          receivedAt    INTEGER NOT NULL,
          receivedOn    TEXT NOT NULL CHECK (date(receivedOn) IS receivedOn),
          -- The last day for an appeal, counted from the letter that told the decision.
          lastDay       TEXT CHECK (date(lastDay) IS lastDay),
          lateReason    TEXT CHECK (lateReason <> ''),
          CHECK ((kind = 'appeal') = (lastDay IS NOT NULL)),
          CHECK (isFromGroup = 1 OR (kind = 'complaint' AND cameBy <> 'online')),
          CHECK (lateReason IS NULL OR (kind = 'appeal' AND cameBy <> 'online')),
          CONSTRAINT "appeal-late"
            CHECK (kind = 'complaint' OR receivedOn <= lastDay OR lateReason IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX awardAppealOnce ON awardAppeal (applicationId)
          WHERE kind = 'appeal';
        CREATE INDEX awardAppealByRound ON awardAppeal (roundId, id);
        CREATE INDEX awardAppealByApplication ON awardAppeal (applicationId, id);

        CREATE TRIGGER awardAppealsEnd BEFORE INSERT ON awardAppeal
        BEGIN
          SELECT RAISE(ABORT, 'appeal-made') WHERE NEW.kind = 'appeal' AND EXISTS (
            SELECT 1 FROM awardAppeal
            WHERE applicationId = NEW.applicationId AND kind = 'appeal');
          SELECT RAISE(ABORT, 'appeals-too-many') WHERE 20 <= (
            SELECT count(*) FROM awardAppeal WHERE applicationId = NEW.applicationId);
        END;
        \(Migration.appendOnly("awardAppeal", code: "appeal-kept"))

        -- Who took part in what it is about, and so neither reviews it nor decides on it.
        CREATE TABLE awardAppealPart (
          appealId INTEGER NOT NULL REFERENCES awardAppeal(id),
          personId INTEGER NOT NULL REFERENCES person(id),
          part     TEXT NOT NULL CHECK (part IN (
            'applied', 'checked', 'scored', 'interested', 'proposed', 'decided', 'paid')),
          PRIMARY KEY (appealId, personId, part)
        ) STRICT, WITHOUT ROWID;
        \(Migration.appendOnly(
            "awardAppealPart", by: [["appealId", "personId", "part"]], code: "appeal-kept"))

        CREATE TABLE awardAppealReview (
          appealId     INTEGER PRIMARY KEY REFERENCES awardAppeal(id),
          outcome      TEXT NOT NULL CHECK (outcome IN ('upheld', 'partlyUpheld', 'notUpheld')),
          reason       TEXT NOT NULL CHECK (reason <> ''),
          reviewedById INTEGER NOT NULL REFERENCES person(id),
          reviewedAt   INTEGER NOT NULL
        ) STRICT;

        CREATE TRIGGER awardAppealReviewerFree BEFORE INSERT ON awardAppealReview
        WHEN \(tookPart("reviewedById"))
        BEGIN SELECT RAISE(ABORT, 'appeal-took-part'); END;
        \(Migration.appendOnly("awardAppealReview", by: [["appealId"]], code: "appeal-kept"))

        -- What follows from one that is upheld.
        CREATE TABLE awardAppealDecision (
          id             INTEGER PRIMARY KEY,
          appealId       INTEGER NOT NULL UNIQUE REFERENCES awardAppealReview(appealId),
          effect         TEXT NOT NULL CHECK (effect IN ('award', 'withdrawal', 'none')),
          amountPence    INTEGER CHECK (amountPence > 0),
          requestedPence INTEGER,
          reason         TEXT NOT NULL CHECK (reason <> ''),
          reviewedById   INTEGER NOT NULL REFERENCES person(id),
          decidedById    INTEGER NOT NULL REFERENCES person(id),
          decidedAt      INTEGER NOT NULL,
          decidedOn      TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
          CHECK ((effect = 'award') = (amountPence IS NOT NULL)),
          CHECK ((effect = 'award') = (requestedPence IS NOT NULL)),
          CONSTRAINT "appeal-award-above-request" CHECK (amountPence <= requestedPence),
          CONSTRAINT "appeal-decider-reviewed" CHECK (decidedById <> reviewedById)
        ) STRICT;

        CREATE TRIGGER awardAppealDeciderFree BEFORE INSERT ON awardAppealDecision
        WHEN \(tookPart("decidedById"))
        BEGIN SELECT RAISE(ABORT, 'appeal-took-part'); END;

        CREATE TRIGGER awardAppealDecisionFits BEFORE INSERT ON awardAppealDecision
        WHEN NOT EXISTS (
          SELECT 1 FROM awardAppeal
          JOIN awardAppealReview ON awardAppealReview.appealId = awardAppeal.id
          WHERE awardAppeal.id = NEW.appealId AND outcome <> 'notUpheld'
            AND awardAppealReview.reviewedById = NEW.reviewedById
            AND (NEW.effect = 'none' OR (NEW.effect = 'award') = (kind = 'appeal')))
        BEGIN SELECT RAISE(ABORT, 'appeal-not-upheld'); END;
        \(Migration.appendOnly(
            "awardAppealDecision", by: [["id"], ["appealId"]], code: "appeal-kept"))

        -- An award that an appeal led to, and not the proposal.
        ALTER TABLE award ADD COLUMN appealDecisionId INTEGER REFERENCES awardAppealDecision(id);
        CREATE UNIQUE INDEX awardByAppealDecision ON award (appealDecisionId)
          WHERE appealDecisionId IS NOT NULL;

        DROP TRIGGER awardIsAsProposed;
        CREATE TRIGGER awardIsAsProposed BEFORE INSERT ON award
        WHEN NOT EXISTS (
          SELECT 1 FROM awardDecision
          JOIN awardProposalLine ON awardProposalLine.proposalId = awardDecision.proposalId
          WHERE awardDecision.id = NEW.decisionId AND awardDecision.roundId = NEW.roundId
            AND NEW.appealDecisionId IS NULL
            AND awardProposalLine.applicationId = NEW.applicationId
            AND awardPence = NEW.amountPence)
        AND NOT EXISTS (
          SELECT 1 FROM awardAppealDecision
          JOIN awardAppeal ON awardAppeal.id = appealId
          JOIN awardDecision ON awardDecision.roundId = awardAppeal.roundId
          WHERE awardAppealDecision.id = NEW.appealDecisionId AND effect = 'award'
            AND awardDecision.id = NEW.decisionId AND awardAppeal.roundId = NEW.roundId
            AND awardAppeal.applicationId = NEW.applicationId
            AND awardAppealDecision.amountPence = NEW.amountPence)
        BEGIN SELECT RAISE(ABORT, 'award-not-proposed'); END;

        DROP TRIGGER awardNeverReplaced;
        \(Migration.neverReplaced(
            "award",
            by: [["id"], ["applicationId"], ["reference"], ["reservationId"], ["appealDecisionId"]],
            code: "decision-stands"))

        -- An award that was wrongly made: what is not paid goes back to the round.
        CREATE TABLE awardWithdrawal (
          awardId          INTEGER PRIMARY KEY REFERENCES award(id),
          appealDecisionId INTEGER NOT NULL UNIQUE REFERENCES awardAppealDecision(id),
          awardedPence     INTEGER NOT NULL,
          paidPence        INTEGER NOT NULL CHECK (paidPence >= 0),
          releasedPence    INTEGER NOT NULL,
          releaseId        INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id),
          CONSTRAINT "award-paid-stays"
            CHECK (releasedPence > 0 AND releasedPence = awardedPence - paidPence)
        ) STRICT;

        CREATE TRIGGER awardWithdrawalFits BEFORE INSERT ON awardWithdrawal
        WHEN NOT EXISTS (
          SELECT 1 FROM award
          JOIN awardAppeal ON awardAppeal.applicationId = award.applicationId
          JOIN awardAppealDecision ON awardAppealDecision.appealId = awardAppeal.id
          WHERE award.id = NEW.awardId AND award.amountPence = NEW.awardedPence
            AND awardAppealDecision.id = NEW.appealDecisionId AND effect = 'withdrawal')
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
        \(Migration.appendOnly(
            "awardWithdrawal", by: [["awardId"], ["appealDecisionId"], ["releaseId"]],
            code: "decision-stands"))

        DROP TRIGGER awardRoundAllotmentStays;
        CREATE TRIGGER awardRoundAllotmentStays BEFORE UPDATE ON awardRound
        WHEN NEW.roundId <> OLD.roundId OR NEW.allotmentPence <> OLD.allotmentPence
          -- It falls only to what its awards come to without what was taken back.
          OR (NEW.awardedPence < OLD.awardedPence AND NEW.awardedPence <>
            (SELECT ifnull(sum(amountPence), 0) FROM award WHERE roundId = NEW.roundId)
            - (SELECT ifnull(sum(releasedPence), 0) FROM awardWithdrawal
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId))
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

        CREATE TRIGGER awardWithdrawalReturns AFTER INSERT ON awardWithdrawal
        BEGIN
          UPDATE awardRound SET awardedPence = awardedPence - NEW.releasedPence
          WHERE roundId = (SELECT roundId FROM award WHERE id = NEW.awardId);
        END;
        """
}
