import FundStore

extension AwardsModule {
    /// The decision as a public record. That payments wait for its effect is in their own step.
    static let decisionRecords = Migration(
        23, "decisions as public records",
        """
        -- What a decision says beside its reason. The latest number stands; published, it stays.
        CREATE TABLE awardDecisionRecord (
          decisionId     INTEGER NOT NULL REFERENCES awardDecision(id),
          number         INTEGER NOT NULL CHECK (number > 0),
          recommendation TEXT NOT NULL CHECK (recommendation <> ''),
          outcomes       TEXT NOT NULL CHECK (outcomes <> ''),
          alternatives   TEXT NOT NULL CHECK (alternatives <> ''),
          writtenById    INTEGER NOT NULL REFERENCES person(id),
          writtenAt      INTEGER NOT NULL,
          PRIMARY KEY (decisionId, number)
        ) STRICT, WITHOUT ROWID;

        \(Migration.appendOnly(
            "awardDecisionRecord", by: [["decisionId", "number"]], code: "decision-record-stands"))

        CREATE TRIGGER awardDecisionRecordFollows BEFORE INSERT ON awardDecisionRecord
        WHEN NEW.number <> 1 + (SELECT count(*) FROM awardDecisionRecord
          WHERE decisionId = NEW.decisionId)
        BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;

        CREATE TABLE awardPublication (
          decisionId           INTEGER PRIMARY KEY REFERENCES awardDecision(id),
          recordNumber         INTEGER NOT NULL,
          decidedOn            TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
          -- The day on which somebody said so: nothing is published in the past.
          recordedOn           TEXT NOT NULL CHECK (date(recordedOn) IS recordedOn),
          publishedOn          TEXT NOT NULL CHECK (date(publishedOn) IS publishedOn),
          workingDays          INTEGER NOT NULL CHECK (workingDays > 0),
          countsPublicationDay INTEGER NOT NULL CHECK (countsPublicationDay IN (0, 1)),
          -- From when it has effect where nobody calls it in.
          effectiveOn          TEXT NOT NULL CHECK (date(effectiveOn) IS effectiveOn),
          publishedById        INTEGER NOT NULL REFERENCES person(id),
          publishedAt          INTEGER NOT NULL,
          FOREIGN KEY (decisionId, recordNumber)
            REFERENCES awardDecisionRecord (decisionId, number),
          CONSTRAINT "decision-published-early"
            CHECK (publishedOn >= recordedOn AND recordedOn >= decidedOn),
          CONSTRAINT "decision-effective-early" CHECK (effectiveOn > publishedOn)
        ) STRICT;

        \(Migration.appendOnly(
            "awardPublication", by: [["decisionId"]], code: "decision-publication-stands"))

        CREATE TRIGGER awardPublicationOfItsDecision BEFORE INSERT ON awardPublication
        WHEN NOT EXISTS (SELECT 1 FROM awardDecision
            WHERE id = NEW.decisionId AND decidedOn = NEW.decidedOn)
          OR NEW.recordNumber <> (SELECT max(number) FROM awardDecisionRecord
            WHERE decisionId = NEW.decisionId)
        BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;

        CREATE TRIGGER awardDecisionRecordInTime BEFORE INSERT ON awardDecisionRecord
        WHEN EXISTS (SELECT 1 FROM awardPublication WHERE decisionId = NEW.decisionId)
        BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;

        -- What was wrong in a published record: it is added, never put in its place.
        CREATE TABLE awardDecisionCorrection (
          decisionId    INTEGER NOT NULL REFERENCES awardPublication(decisionId),
          number        INTEGER NOT NULL CHECK (number > 0),
          correctedOn   TEXT NOT NULL CHECK (date(correctedOn) IS correctedOn),
          text          TEXT NOT NULL CHECK (text <> ''),
          correctedById INTEGER NOT NULL REFERENCES person(id),
          correctedAt   INTEGER NOT NULL,
          PRIMARY KEY (decisionId, number)
        ) STRICT, WITHOUT ROWID;

        \(Migration.appendOnly(
            "awardDecisionCorrection", by: [["decisionId", "number"]],
            code: "decision-record-stands"))

        CREATE TABLE awardCallIn (
          decisionId   INTEGER PRIMARY KEY REFERENCES awardPublication(decisionId),
          publishedOn  TEXT NOT NULL,
          effectiveOn  TEXT NOT NULL,
          calledInOn   TEXT NOT NULL CHECK (date(calledInOn) IS calledInOn),
          -- Who wanted it: a person or a body, as they are known.
          calledInBy   TEXT CHECK (calledInBy <> ''),
          reason       TEXT NOT NULL CHECK (reason <> ''),
          recordedById INTEGER NOT NULL REFERENCES person(id),
          recordedAt   INTEGER NOT NULL,
          CONSTRAINT "call-in-too-early" CHECK (calledInOn >= publishedOn),
          CONSTRAINT "call-in-too-late" CHECK (calledInOn < effectiveOn)
        ) STRICT;

        \(Migration.appendOnly("awardCallIn", by: [["decisionId"]], code: "call-in-stands"))

        CREATE TRIGGER awardCallInOfItsPublication BEFORE INSERT ON awardCallIn
        WHEN NOT EXISTS (SELECT 1 FROM awardPublication WHERE decisionId = NEW.decisionId
          AND publishedOn = NEW.publishedOn AND effectiveOn = NEW.effectiveOn)
        BEGIN SELECT RAISE(ABORT, 'decision-publication-stands'); END;

        -- What came of a call-in: the decision stands, from a day on, or was sent back.
        CREATE TABLE awardCallInOutcome (
          decisionId   INTEGER PRIMARY KEY REFERENCES awardCallIn(decisionId),
          verdict      TEXT NOT NULL CHECK (verdict IN ('upheld', 'returned')),
          calledInOn   TEXT NOT NULL,
          endedOn      TEXT NOT NULL CHECK (date(endedOn) IS endedOn),
          effectiveOn  TEXT CHECK (date(effectiveOn) IS effectiveOn),
          reason       TEXT NOT NULL CHECK (reason <> ''),
          recordedById INTEGER NOT NULL REFERENCES person(id),
          recordedAt   INTEGER NOT NULL,
          CONSTRAINT "call-in-stands" CHECK (endedOn >= calledInOn),
          CONSTRAINT "decision-effective-early" CHECK (effectiveOn >= endedOn),
          CONSTRAINT "decision-returned-without-effect"
            CHECK ((verdict = 'upheld') = (effectiveOn IS NOT NULL))
        ) STRICT;

        \(Migration.appendOnly("awardCallInOutcome", by: [["decisionId"]], code: "call-in-stands"))

        CREATE TRIGGER awardCallInOutcomeOfItsCallIn BEFORE INSERT ON awardCallInOutcome
        WHEN NOT EXISTS (SELECT 1 FROM awardCallIn WHERE decisionId = NEW.decisionId
          AND calledInOn = NEW.calledInOn)
        BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
        """)
}

extension AwardsModule {
    /// How decisions stand, for the step that holds their letters: views that go again with it.
    public static let suspensionViews = """
        CREATE VIEW suspendedRound AS
        SELECT awardDecision.roundId, awardCallIn.recordedById AS personId,
          awardCallIn.recordedAt AS at
        FROM awardDecision
        JOIN awardCallIn ON awardCallIn.decisionId = awardDecision.id
        LEFT JOIN awardCallInOutcome AS outcome ON outcome.decisionId = awardDecision.id
        WHERE outcome.verdict IS NOT 'upheld' AND NOT EXISTS (
          SELECT 1 FROM awardDecision AS later
          JOIN awardPublication ON awardPublication.decisionId = later.id
          WHERE later.followsId = awardDecision.id);

        CREATE VIEW overruledApplication AS
        SELECT award.applicationId, max(awardAppealDecision.decidedAt) AS at
        FROM award
        LEFT JOIN awardWithdrawal ON awardWithdrawal.awardId = award.id
        JOIN awardAppealDecision
          ON awardAppealDecision.id IN (award.appealDecisionId, awardWithdrawal.appealDecisionId)
        GROUP BY award.applicationId;
        """
}
