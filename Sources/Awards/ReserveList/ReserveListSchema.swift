import FundStore

extension AwardsModule {
    /// The schema's part of a round's reserve list and the awards from it. It reads
    /// `reserveRecommendation`, which shows for as long as this step lasts what the panels said of
    /// rounds that were decided before.
    public static let reserveSchema = """
        -- What got no money at the decision, and what the panel said of it instead.
        CREATE TABLE awardListed (
          applicationId  INTEGER PRIMARY KEY REFERENCES application(id),
          roundId        INTEGER NOT NULL REFERENCES awardRound(roundId),
          reference      TEXT NOT NULL,
          kind           TEXT NOT NULL CHECK (kind IN ('reserve', 'defer')),
          rank           INTEGER NOT NULL CHECK (rank > 0),
          requestedPence INTEGER NOT NULL CHECK (requestedPence > 0),
          minimumPence   INTEGER NOT NULL CHECK (minimumPence BETWEEN 1 AND requestedPence)
        ) STRICT;
        CREATE UNIQUE INDEX awardListedByRank ON awardListed (roundId, rank);

        INSERT INTO awardListed
          (applicationId, roundId, reference, kind, rank, requestedPence, minimumPence)
        SELECT line.applicationId, awardDecision.roundId, line.reference, said.kind, line.rank,
          line.requestedPence, line.minimumPence
        FROM awardDecision
        JOIN awardProposalLine AS line ON line.proposalId = awardDecision.proposalId
        JOIN reserveRecommendation AS said ON said.applicationId = line.applicationId
        WHERE line.awardPence = 0 AND awardDecision.id = (
          SELECT max(id) FROM awardDecision AS last WHERE last.roundId = awardDecision.roundId)
        ORDER BY line.applicationId;

        CREATE TRIGGER awardListedAsDecided BEFORE INSERT ON awardListed
        WHEN NOT EXISTS (
          SELECT 1 FROM awardDecision
          JOIN awardProposalLine AS line ON line.proposalId = awardDecision.proposalId
          WHERE awardDecision.roundId = NEW.roundId AND line.applicationId = NEW.applicationId
            AND line.rank = NEW.rank AND line.awardPence = 0
            AND line.requestedPence = NEW.requestedPence
            AND line.minimumPence = NEW.minimumPence
            AND (NEW.kind = 'defer' OR line.isFundable = 1))
        BEGIN SELECT RAISE(ABORT, 'reserve-not-listed'); END;
        \(Migration.appendOnly(
            "awardListed", by: [["applicationId"], ["roundId", "rank"]], code: "decision-stands"))

        -- The round gives nothing more from its list.
        CREATE TABLE awardReserveClosing (
          roundId    INTEGER PRIMARY KEY REFERENCES awardRound(roundId),
          reason     TEXT NOT NULL CHECK (reason <> ''),
          closedById INTEGER NOT NULL REFERENCES person(id),
          closedAt   INTEGER NOT NULL
        ) STRICT;

        -- Who is no longer on it, and why.
        CREATE TABLE awardListedEnd (
          applicationId INTEGER PRIMARY KEY REFERENCES awardListed(applicationId),
          ground        TEXT NOT NULL CHECK (ground IN ('withdrawn', 'barred', 'closed')),
          reason        TEXT NOT NULL CHECK (reason <> ''),
          endedById     INTEGER NOT NULL REFERENCES person(id),
          endedAt       INTEGER NOT NULL
        ) STRICT;

        -- That money which came free goes to one of the list.
        CREATE TABLE awardReserveProposal (
          id             INTEGER PRIMARY KEY,
          roundId        INTEGER NOT NULL REFERENCES awardRound(roundId),
          applicationId  INTEGER NOT NULL REFERENCES awardListed(applicationId),
          amountPence    INTEGER NOT NULL CHECK (amountPence > 0),
          -- Why before those that come first; NULL where it is their turn.
          orderReason    TEXT CHECK (orderReason <> ''),
          proposedById   INTEGER NOT NULL REFERENCES person(id),
          proposedAt     INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX awardReserveProposalByRound ON awardReserveProposal (roundId, id);
        CREATE INDEX awardReserveProposalOfOne ON awardReserveProposal (applicationId, id);

        -- Who comes first and cannot be given anything now: due diligence is in the way.
        CREATE TABLE awardReserveSkip (
          proposalId    INTEGER NOT NULL REFERENCES awardReserveProposal(id),
          applicationId INTEGER NOT NULL REFERENCES awardListed(applicationId),
          PRIMARY KEY (proposalId, applicationId)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE awardReserveDecision (
          proposalId   INTEGER PRIMARY KEY REFERENCES awardReserveProposal(id),
          verdict      TEXT NOT NULL CHECK (verdict IN ('approved', 'refused')),
          reason       TEXT NOT NULL CHECK (reason <> ''),
          proposedById INTEGER NOT NULL REFERENCES person(id),
          decidedById  INTEGER NOT NULL REFERENCES person(id),
          decidedAt    INTEGER NOT NULL,
          decidedOn    TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
          -- From when it has effect where nobody calls it in.
          effectiveOn  TEXT CHECK (date(effectiveOn) IS effectiveOn),
          CHECK ((verdict = 'approved') = (effectiveOn IS NOT NULL)),
          CONSTRAINT "decision-effective-early" CHECK (effectiveOn >= decidedOn),
          CONSTRAINT "reserve-decider-proposed" CHECK (decidedById <> proposedById)
        ) STRICT;

        CREATE TABLE awardReserveCallIn (
          proposalId   INTEGER PRIMARY KEY REFERENCES awardReserveDecision(proposalId),
          effectiveOn  TEXT NOT NULL,
          calledInOn   TEXT NOT NULL CHECK (date(calledInOn) IS calledInOn),
          -- Who wanted it: a person or a body, as they are known.
          calledInBy   TEXT CHECK (calledInBy <> ''),
          reason       TEXT NOT NULL CHECK (reason <> ''),
          recordedById INTEGER NOT NULL REFERENCES person(id),
          recordedAt   INTEGER NOT NULL,
          CONSTRAINT "call-in-too-late" CHECK (calledInOn < effectiveOn)
        ) STRICT;

        -- It stands, or nothing comes of it.
        CREATE TABLE awardReserveCallInOutcome (
          proposalId   INTEGER PRIMARY KEY REFERENCES awardReserveCallIn(proposalId),
          verdict      TEXT NOT NULL CHECK (verdict IN ('upheld', 'returned')),
          reason       TEXT NOT NULL CHECK (reason <> ''),
          recordedById INTEGER NOT NULL REFERENCES person(id),
          recordedAt   INTEGER NOT NULL
        ) STRICT;

        -- The award is made once the decision has effect.
        CREATE TABLE awardReserveMaking (
          proposalId  INTEGER PRIMARY KEY REFERENCES awardReserveDecision(proposalId),
          effectiveOn TEXT NOT NULL CHECK (date(effectiveOn) IS effectiveOn),
          madeOn      TEXT NOT NULL CHECK (date(madeOn) IS madeOn),
          madeById    INTEGER NOT NULL REFERENCES person(id),
          CONSTRAINT "reserve-not-in-effect" CHECK (effectiveOn <= madeOn)
        ) STRICT;

        -- A decision that is approved and not carried out comes to nothing.
        CREATE TABLE awardReserveDrop (
          proposalId  INTEGER PRIMARY KEY REFERENCES awardReserveDecision(proposalId),
          reason      TEXT NOT NULL CHECK (reason <> ''),
          droppedById INTEGER NOT NULL REFERENCES person(id),
          droppedOn   TEXT NOT NULL CHECK (date(droppedOn) IS droppedOn),
          droppedAt   INTEGER NOT NULL
        ) STRICT;

        ALTER TABLE award ADD COLUMN reserveProposalId INTEGER
          REFERENCES awardReserveMaking(proposalId);
        CREATE UNIQUE INDEX awardByReserveProposal ON award (reserveProposalId)
          WHERE reserveProposalId IS NOT NULL;

        \(reserveTriggers)
        """

    /// What a row of a proposal, in the words of SQL, still holds of the round's money: it is
    /// approved, and neither made, sent back nor ended.
    private static let pending = """
        (SELECT ifnull(sum(held.amountPence), 0) FROM awardReserveProposal AS held
         JOIN awardReserveDecision AS said ON said.proposalId = held.id
         LEFT JOIN awardReserveCallInOutcome AS outcome ON outcome.proposalId = held.id
         WHERE held.roundId = mine.roundId AND said.verdict = 'approved'
           AND outcome.verdict IS NOT 'returned'
           AND held.id NOT IN (SELECT proposalId FROM awardReserveMaking)
           AND held.id NOT IN (SELECT proposalId FROM awardReserveDrop)
           -- An appeal may have led to an award meanwhile.
           AND held.applicationId NOT IN (SELECT applicationId FROM award))
        """

    /// Whether an application has a proposal that has not come to nothing.
    private static func isUnderWay(_ application: String) -> String {
        """
        EXISTS (
          SELECT 1 FROM awardReserveProposal AS other
          LEFT JOIN awardReserveDecision AS said ON said.proposalId = other.id
          LEFT JOIN awardReserveCallInOutcome AS outcome ON outcome.proposalId = other.id
          WHERE other.applicationId = \(application) AND said.verdict IS NOT 'refused'
            AND outcome.verdict IS NOT 'returned'
            AND other.id NOT IN (SELECT proposalId FROM awardReserveDrop))
        """
    }

    /// Whether somebody may not decide: it is their own, or they have an interest in the round.
    private static func barred(_ person: String, round: String) -> String {
        """
        EXISTS (SELECT 1 FROM awardProposalBar
          JOIN awardDecision ON awardDecision.proposalId = awardProposalBar.proposalId
          WHERE awardDecision.roundId = \(round) AND personId = \(person))
        """
    }

    private static let reserveTriggers = """
        CREATE TRIGGER awardReserveProposalFits BEFORE INSERT ON awardReserveProposal
        BEGIN
          SELECT RAISE(ABORT, 'reserve-closed') WHERE EXISTS (
            SELECT 1 FROM awardReserveClosing WHERE roundId = NEW.roundId);
          SELECT RAISE(ABORT, 'reserve-not-listed') WHERE NOT EXISTS (
            SELECT 1 FROM awardListed WHERE applicationId = NEW.applicationId
              AND roundId = NEW.roundId AND kind = 'reserve'
              AND applicationId NOT IN (SELECT applicationId FROM awardListedEnd));
          SELECT RAISE(ABORT, 'reserve-awarded') WHERE EXISTS (
            SELECT 1 FROM award WHERE applicationId = NEW.applicationId);
          SELECT RAISE(ABORT, 'reserve-under-way') WHERE \(isUnderWay("NEW.applicationId"));
          SELECT RAISE(ABORT, 'reserve-amount') WHERE NEW.amountPence NOT BETWEEN
            (SELECT minimumPence FROM awardListed WHERE applicationId = NEW.applicationId)
            AND (SELECT requestedPence FROM awardListed WHERE applicationId = NEW.applicationId);
          SELECT RAISE(ABORT, 'decider-interested')
          WHERE \(barred("NEW.proposedById", round: "NEW.roundId"));
        END;
        \(Migration.appendOnly("awardReserveProposal", code: "proposal-frozen"))

        CREATE TRIGGER awardReserveSkipInTime BEFORE INSERT ON awardReserveSkip
        WHEN EXISTS (SELECT 1 FROM awardReserveDecision WHERE proposalId = NEW.proposalId)
        BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
        \(Migration.appendOnly(
            "awardReserveSkip", by: [["proposalId", "applicationId"]], code: "proposal-frozen"))

        CREATE TRIGGER awardReserveDecisionFits BEFORE INSERT ON awardReserveDecision
        BEGIN
          SELECT RAISE(ABORT, 'proposal-frozen') WHERE NOT EXISTS (
            SELECT 1 FROM awardReserveProposal
            WHERE id = NEW.proposalId AND proposedById = NEW.proposedById);
          SELECT RAISE(ABORT, 'decider-interested') WHERE \(barred(
            "NEW.decidedById",
            round: "(SELECT roundId FROM awardReserveProposal WHERE id = NEW.proposalId)"));
          SELECT RAISE(ABORT, 'decider-scored') WHERE EXISTS (
            SELECT 1 FROM awardReserveProposal AS mine
            JOIN awardDecision ON awardDecision.roundId = mine.roundId
            JOIN awardProposalScorer ON awardProposalScorer.proposalId = awardDecision.proposalId
            WHERE mine.id = NEW.proposalId AND personId = NEW.decidedById);
          SELECT RAISE(ABORT, 'reserve-out-of-order') WHERE NEW.verdict = 'approved' AND EXISTS (
            SELECT 1 FROM awardReserveProposal AS mine
            JOIN awardListed AS own ON own.applicationId = mine.applicationId
            JOIN awardListed AS first ON first.roundId = own.roundId AND first.rank < own.rank
            WHERE mine.id = NEW.proposalId AND mine.orderReason IS NULL
              AND first.kind = 'reserve'
              AND first.applicationId NOT IN (SELECT applicationId FROM award)
              AND first.applicationId NOT IN (SELECT applicationId FROM awardListedEnd)
              AND first.applicationId NOT IN (
                SELECT applicationId FROM awardReserveSkip WHERE proposalId = mine.id)
              -- What is approved before it, and waits to have effect, was given its turn.
              AND first.applicationId NOT IN (
                SELECT held.applicationId FROM awardReserveProposal AS held
                JOIN awardReserveDecision AS said ON said.proposalId = held.id
                LEFT JOIN awardReserveCallInOutcome AS outcome ON outcome.proposalId = held.id
                WHERE said.verdict = 'approved' AND outcome.verdict IS NOT 'returned'
                  AND held.id NOT IN (SELECT proposalId FROM awardReserveDrop)));
          SELECT RAISE(ABORT, 'reserve-over-left') WHERE NEW.verdict = 'approved' AND EXISTS (
            SELECT 1 FROM awardReserveProposal AS mine JOIN awardRound USING (roundId)
            WHERE mine.id = NEW.proposalId
              AND mine.amountPence > allotmentPence - awardedPence - \(pending));
        END;
        \(Migration.appendOnly(
            "awardReserveDecision", by: [["proposalId"]], code: "decision-stands"))

        CREATE TRIGGER awardReserveCallInFits BEFORE INSERT ON awardReserveCallIn
        WHEN NOT EXISTS (SELECT 1 FROM awardReserveDecision
            WHERE proposalId = NEW.proposalId AND verdict = 'approved'
              AND effectiveOn = NEW.effectiveOn AND decidedOn <= NEW.calledInOn)
          OR EXISTS (SELECT 1 FROM awardReserveMaking WHERE proposalId = NEW.proposalId)
          OR EXISTS (SELECT 1 FROM awardReserveDrop WHERE proposalId = NEW.proposalId)
        BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
        \(Migration.appendOnly("awardReserveCallIn", by: [["proposalId"]], code: "call-in-stands"))
        \(Migration.appendOnly(
            "awardReserveCallInOutcome", by: [["proposalId"]], code: "call-in-stands"))

        CREATE TRIGGER awardReserveMakingFits BEFORE INSERT ON awardReserveMaking
        BEGIN
          SELECT RAISE(ABORT, 'award-not-proposed') WHERE NOT EXISTS (
            SELECT 1 FROM awardReserveDecision WHERE proposalId = NEW.proposalId
              AND verdict = 'approved' AND effectiveOn = NEW.effectiveOn);
          SELECT RAISE(ABORT, 'reserve-called-in') WHERE EXISTS (
            SELECT 1 FROM awardReserveCallIn
            LEFT JOIN awardReserveCallInOutcome AS outcome USING (proposalId)
            WHERE proposalId = NEW.proposalId AND outcome.verdict IS NOT 'upheld');
          SELECT RAISE(ABORT, 'reserve-dropped') WHERE EXISTS (
            SELECT 1 FROM awardReserveDrop WHERE proposalId = NEW.proposalId);
        END;
        \(Migration.appendOnly(
            "awardReserveMaking", by: [["proposalId"]], code: "decision-stands"))

        CREATE TRIGGER awardReserveDropFits BEFORE INSERT ON awardReserveDrop
        BEGIN
          SELECT RAISE(ABORT, 'decision-stands') WHERE NOT EXISTS (
            SELECT 1 FROM awardReserveDecision
            LEFT JOIN awardReserveCallInOutcome AS outcome USING (proposalId)
            WHERE proposalId = NEW.proposalId AND awardReserveDecision.verdict = 'approved'
              AND outcome.verdict IS NOT 'returned')
            OR EXISTS (SELECT 1 FROM awardReserveMaking WHERE proposalId = NEW.proposalId);
          SELECT RAISE(ABORT, 'reserve-called-in') WHERE EXISTS (
            SELECT 1 FROM awardReserveCallIn
            WHERE proposalId = NEW.proposalId
              AND proposalId NOT IN (SELECT proposalId FROM awardReserveCallInOutcome));
          SELECT RAISE(ABORT, 'decider-interested') WHERE \(barred(
            "NEW.droppedById",
            round: "(SELECT roundId FROM awardReserveProposal WHERE id = NEW.proposalId)"));
        END;
        \(Migration.appendOnly(
            "awardReserveDrop", by: [["proposalId"]], code: "decision-stands"))

        CREATE TRIGGER awardListedEndFits BEFORE INSERT ON awardListedEnd
        BEGIN
          SELECT RAISE(ABORT, 'reserve-awarded') WHERE EXISTS (
            SELECT 1 FROM award WHERE applicationId = NEW.applicationId);
          SELECT RAISE(ABORT, 'reserve-under-way') WHERE \(isUnderWay("NEW.applicationId"));
          SELECT RAISE(ABORT, 'reserve-not-listed') WHERE NOT EXISTS (
            SELECT 1 FROM awardListed
            WHERE applicationId = NEW.applicationId AND kind = 'reserve');
          SELECT RAISE(ABORT, 'reserve-closed') WHERE (NEW.ground = 'closed') <> EXISTS (
            SELECT 1 FROM awardReserveClosing JOIN awardListed USING (roundId)
            WHERE awardListed.applicationId = NEW.applicationId);
        END;
        \(Migration.appendOnly(
            "awardListedEnd", by: [["applicationId"]], code: "decision-stands"))

        CREATE TRIGGER awardReserveClosingFits BEFORE INSERT ON awardReserveClosing
        WHEN EXISTS (SELECT 1 FROM awardListed WHERE roundId = NEW.roundId
          AND applicationId NOT IN (SELECT applicationId FROM award)
          AND \(isUnderWay("awardListed.applicationId")))
        BEGIN SELECT RAISE(ABORT, 'reserve-under-way'); END;
        \(Migration.appendOnly(
            "awardReserveClosing", by: [["roundId"]], code: "decision-stands"))

        DROP TRIGGER awardIsAsProposed;
        CREATE TRIGGER awardIsAsProposed BEFORE INSERT ON award
        WHEN NOT EXISTS (
          SELECT 1 FROM awardDecision
          JOIN awardProposalLine ON awardProposalLine.proposalId = awardDecision.proposalId
          WHERE awardDecision.id = NEW.decisionId AND awardDecision.roundId = NEW.roundId
            AND NEW.appealDecisionId IS NULL AND NEW.reserveProposalId IS NULL
            AND awardProposalLine.applicationId = NEW.applicationId
            AND awardPence = NEW.amountPence)
        AND NOT EXISTS (
          SELECT 1 FROM awardAppealDecision
          JOIN awardAppeal ON awardAppeal.id = appealId
          JOIN awardDecision ON awardDecision.roundId = awardAppeal.roundId
          WHERE awardAppealDecision.id = NEW.appealDecisionId AND effect = 'award'
            AND NEW.reserveProposalId IS NULL
            AND awardDecision.id = NEW.decisionId AND awardAppeal.roundId = NEW.roundId
            AND awardAppeal.applicationId = NEW.applicationId
            AND awardAppealDecision.amountPence = NEW.amountPence)
        AND NOT EXISTS (
          SELECT 1 FROM awardReserveMaking
          JOIN awardReserveProposal AS mine ON mine.id = awardReserveMaking.proposalId
          JOIN awardDecision ON awardDecision.roundId = mine.roundId
          WHERE mine.id = NEW.reserveProposalId AND NEW.appealDecisionId IS NULL
            AND awardDecision.id = NEW.decisionId AND mine.roundId = NEW.roundId
            AND mine.applicationId = NEW.applicationId AND mine.amountPence = NEW.amountPence)
        BEGIN SELECT RAISE(ABORT, 'award-not-proposed'); END;

        DROP TRIGGER awardNeverReplaced;
        \(Migration.neverReplaced(
            "award",
            by: [
                ["id"], ["applicationId"], ["reference"], ["reservationId"], ["appealDecisionId"],
                ["reserveProposalId"],
            ], code: "decision-stands"))
        """
}
