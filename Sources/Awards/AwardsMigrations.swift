import FundStore

extension AwardsModule {
    public static let migrations = [
        Migration(
            9, "proposals, decisions and awards",
            """
            -- What the round may give, and what it has: never more.
            CREATE TABLE awardRound (
              roundId        INTEGER PRIMARY KEY REFERENCES round(id),
              allotmentPence INTEGER NOT NULL CHECK (allotmentPence > 0),
              awardedPence   INTEGER NOT NULL CHECK (awardedPence >= 0),
              CONSTRAINT "award-round-overspent" CHECK (awardedPence <= allotmentPence)
            ) STRICT;

            CREATE TRIGGER awardRoundAllotmentStays BEFORE UPDATE ON awardRound
            WHEN NEW.roundId <> OLD.roundId OR NEW.allotmentPence <> OLD.allotmentPence
              OR NEW.awardedPence < OLD.awardedPence
            BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

            \(Migration.neverReplaced("awardRound", by: [["roundId"]], code: "decision-stands"))

            CREATE TABLE awardProposal (
              id                   INTEGER PRIMARY KEY,
              roundId              INTEGER NOT NULL REFERENCES awardRound(roundId),
              number               INTEGER NOT NULL CHECK (number > 0),
              proposedById         INTEGER NOT NULL REFERENCES person(id),
              proposedAt           INTEGER NOT NULL,
              availablePence       INTEGER NOT NULL CHECK (availablePence >= 0),
              totalPence           INTEGER NOT NULL CHECK (totalPence BETWEEN 0 AND availablePence),
              scoresRevision       INTEGER NOT NULL,
              applicationsRevision INTEGER NOT NULL,
              ledgerEntryId        INTEGER NOT NULL,
              -- Set when every line is there; from then on nothing is added.
              sealedAt             INTEGER,
              UNIQUE (roundId, number)
            ) STRICT;

            CREATE TABLE awardProposalLine (
              proposalId     INTEGER NOT NULL REFERENCES awardProposal(id),
              rank           INTEGER NOT NULL CHECK (rank > 0),
              applicationId  INTEGER NOT NULL REFERENCES application(id),
              reference      TEXT NOT NULL,
              score          TEXT NOT NULL,
              requestedPence INTEGER NOT NULL CHECK (requestedPence > 0),
              minimumPence   INTEGER NOT NULL
                CHECK (minimumPence > 0 AND minimumPence <= requestedPence),
              awardPence     INTEGER NOT NULL,
              PRIMARY KEY (proposalId, rank),
              UNIQUE (proposalId, applicationId),
              CHECK (awardPence = 0 OR awardPence BETWEEN minimumPence AND requestedPence)
            ) STRICT, WITHOUT ROWID;

            -- Who had scored when it was proposed: none of them may approve it.
            CREATE TABLE awardProposalScorer (
              proposalId INTEGER NOT NULL REFERENCES awardProposal(id),
              personId   INTEGER NOT NULL REFERENCES person(id),
              PRIMARY KEY (proposalId, personId)
            ) STRICT, WITHOUT ROWID;

            \(Migration.appendOnly(
                "awardProposalScorer",
                by: [["proposalId", "personId"]],
                code: "proposal-frozen"))
            \(Migration.neverReplaced(
                "awardProposal",
                by: [["id"], ["roundId", "number"]],
                code: "proposal-frozen"))
            \(Migration.appendOnly(
                "awardProposalLine",
                by: [["proposalId", "rank"], ["proposalId", "applicationId"]],
                code: "proposal-frozen"))

            CREATE TRIGGER awardProposalKept BEFORE DELETE ON awardProposal
            BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;

            CREATE TRIGGER awardProposalSealedOnce BEFORE UPDATE ON awardProposal
            WHEN OLD.sealedAt IS NOT NULL OR NEW.sealedAt IS NULL OR NEW.id <> OLD.id
              OR NEW.roundId <> OLD.roundId OR NEW.number <> OLD.number
              OR NEW.proposedById <> OLD.proposedById OR NEW.proposedAt <> OLD.proposedAt
              OR NEW.availablePence <> OLD.availablePence OR NEW.totalPence <> OLD.totalPence
              OR NEW.scoresRevision <> OLD.scoresRevision
              OR NEW.applicationsRevision <> OLD.applicationsRevision
              OR NEW.ledgerEntryId <> OLD.ledgerEntryId
              OR NEW.totalPence <> (SELECT ifnull(sum(awardPence), 0) FROM awardProposalLine
                WHERE proposalId = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;

            CREATE TRIGGER awardProposalLineInTime BEFORE INSERT ON awardProposalLine
            WHEN (SELECT sealedAt FROM awardProposal WHERE id = NEW.proposalId) IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;

            CREATE TRIGGER awardProposalScorerInTime BEFORE INSERT ON awardProposalScorer
            WHEN (SELECT sealedAt FROM awardProposal WHERE id = NEW.proposalId) IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;

            CREATE TABLE awardDecision (
              id          INTEGER PRIMARY KEY,
              roundId     INTEGER NOT NULL UNIQUE REFERENCES awardRound(roundId),
              proposalId  INTEGER NOT NULL UNIQUE REFERENCES awardProposal(id),
              decidedById INTEGER NOT NULL REFERENCES person(id),
              decidedAt   INTEGER NOT NULL,
              decidedOn   TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
              reason      TEXT NOT NULL CHECK (reason <> '')
            ) STRICT;

            CREATE TRIGGER awardDecisionOnSealed BEFORE INSERT ON awardDecision
            WHEN NOT EXISTS (SELECT 1 FROM awardProposal WHERE id = NEW.proposalId
              AND roundId = NEW.roundId AND sealedAt IS NOT NULL)
            BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;

            CREATE TRIGGER awardDecisionByNoScorer BEFORE INSERT ON awardDecision
            WHEN EXISTS (SELECT 1 FROM awardProposalScorer
              WHERE proposalId = NEW.proposalId AND personId = NEW.decidedById)
            BEGIN SELECT RAISE(ABORT, 'decider-scored'); END;

            \(Migration.appendOnly(
                "awardDecision",
                by: [["id"], ["roundId"], ["proposalId"]],
                code: "decision-stands"))

            CREATE TABLE award (
              id            INTEGER PRIMARY KEY,
              roundId       INTEGER NOT NULL REFERENCES awardRound(roundId),
              applicationId INTEGER NOT NULL UNIQUE REFERENCES application(id),
              reference     TEXT NOT NULL UNIQUE,
              decisionId    INTEGER NOT NULL REFERENCES awardDecision(id),
              amountPence   INTEGER NOT NULL CHECK (amountPence > 0),
              isPartial     INTEGER NOT NULL CHECK (isPartial IN (0, 1)),
              -- The money was set aside before there is an award.
              reservationId INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id)
            ) STRICT;
            CREATE INDEX awardByRound ON award (roundId, id);

            CREATE TRIGGER awardIsAsProposed BEFORE INSERT ON award
            WHEN NOT EXISTS (
              SELECT 1 FROM awardDecision
              JOIN awardProposalLine ON awardProposalLine.proposalId = awardDecision.proposalId
              WHERE awardDecision.id = NEW.decisionId AND awardDecision.roundId = NEW.roundId
                AND awardProposalLine.applicationId = NEW.applicationId
                AND awardPence = NEW.amountPence)
            BEGIN SELECT RAISE(ABORT, 'award-not-proposed'); END;

            CREATE TRIGGER awardSpends AFTER INSERT ON award
            BEGIN
              UPDATE awardRound SET awardedPence = awardedPence + NEW.amountPence
              WHERE roundId = NEW.roundId;
            END;

            \(Migration.appendOnly(
                "award",
                by: [["id"], ["applicationId"], ["reference"], ["reservationId"]],
                code: "decision-stands"))
            """),
        Migration(
            22, "the least that may be funded",
            """
            ALTER TABLE awardProposalLine ADD COLUMN isFundable INTEGER NOT NULL DEFAULT 1
              CHECK (isFundable IN (0, 1) AND (isFundable = 1 OR awardPence = 0));
            """),
        decisionRecords,
        Migration(
            28, "awards that rest on a screening",
            """
            ALTER TABLE awardRound ADD COLUMN needsScreening INTEGER NOT NULL DEFAULT 0
              CHECK (needsScreening IN (0, 1));
            CREATE TRIGGER awardRoundScreeningStays BEFORE UPDATE ON awardRound
            WHEN NEW.needsScreening <> OLD.needsScreening
            BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

            -- The screening of this very application: it has the application's id.
            ALTER TABLE award ADD COLUMN screeningGroundId INTEGER
              REFERENCES applicationScreeningGround(id)
              CHECK (screeningGroundId = applicationId);
            CREATE TRIGGER awardRestsOnScreening BEFORE INSERT ON award
            WHEN NEW.screeningGroundId IS NULL
              AND (SELECT needsScreening FROM awardRound WHERE roundId = NEW.roundId) = 1
            BEGIN SELECT RAISE(ABORT, 'award-unscreened'); END;
            """),
        proposalRules,
    ]
}
