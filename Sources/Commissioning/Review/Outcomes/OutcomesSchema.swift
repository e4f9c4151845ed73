import FundStore

extension CommissioningModule {
    private static let kept = "review-kept"

    /// What came of an award: who wrote its returns, that none is needed, what an officer makes of
    /// it, what others saw of it, and that it is closed.
    public static let outcomesSchema = """
        -- Whoever wrote answers of a version of a return: they do not accept it.
        CREATE TABLE commissioningReturnWriter (
          returnId INTEGER NOT NULL REFERENCES commissioningReturn(id),
          number   INTEGER NOT NULL CHECK (number > 0),
          personId INTEGER NOT NULL REFERENCES person(id),
          PRIMARY KEY (returnId, number, personId)
        ) STRICT;

        INSERT INTO commissioningReturnWriter (returnId, number, personId)
        SELECT returnId, number, sentById FROM commissioningReturnVersion
        UNION SELECT returnId,
          (SELECT ifnull(max(number), 0) FROM commissioningReturnVersion AS sent
            WHERE sent.returnId = commissioningReturnDraft.returnId)
          + (returnId IN (SELECT id FROM commissioningReturnOpen)), savedById
        FROM commissioningReturnDraft;

        \(Migration.appendOnly(
            "commissioningReturnWriter", by: [["returnId", "number", "personId"]],
            code: "return-kept"))

        \(writing("Begun", "INSERT"))

        \(writing("GoneOn", "UPDATE"))

        CREATE TRIGGER commissioningReturnNotWritten BEFORE INSERT ON commissioningReturnJudgement
        WHEN NEW.verdict = 'accepted' AND EXISTS (
          SELECT 1 FROM commissioningReturnVersion AS sent
          JOIN commissioningReturnWriter AS writer ON writer.returnId = sent.returnId
            AND writer.number = sent.number
          WHERE sent.id = NEW.versionId AND writer.personId = NEW.judgedById)
        BEGIN SELECT RAISE(ABORT, 'return-accepted-own'); END;

        -- That a group need not send what it has not sent of an award's returns, and why.
        CREATE TABLE commissioningReturnWaiver (
          awardId    INTEGER PRIMARY KEY REFERENCES award(id),
          roundId    INTEGER NOT NULL REFERENCES round(id),
          reason     TEXT NOT NULL CHECK (trim(reason) <> ''),
          waivedById INTEGER NOT NULL REFERENCES person(id),
          waivedAt   INTEGER NOT NULL,
          waivedOn   TEXT NOT NULL CHECK (date(waivedOn) IS waivedOn)
        ) STRICT;
        CREATE INDEX commissioningReturnWaiverByRound ON commissioningReturnWaiver (roundId);
        \(Migration.appendOnly("commissioningReturnWaiver", by: [["awardId"]], code: kept))

        -- What an award's end return says, once it is accepted.
        CREATE VIEW commissioningEndTold AS
        SELECT asked.awardId, asked.roundId, spentPence, people FROM commissioningReturn AS asked
        JOIN commissioningReturnVersion AS sent ON sent.returnId = asked.id
        JOIN commissioningReturnJudgement ON versionId = sent.id
        WHERE moment = 'end' AND verdict = 'accepted';

        -- Returns that wait to be read.
        CREATE VIEW commissioningUnread AS
        SELECT asked.awardId FROM commissioningReturn AS asked
        JOIN commissioningReturnVersion AS sent ON sent.returnId = asked.id
        WHERE sent.id NOT IN (SELECT versionId FROM commissioningReturnJudgement);

        CREATE TRIGGER commissioningWaiverInTurn BEFORE INSERT ON commissioningReturnWaiver
        BEGIN
          SELECT RAISE(ABORT, 'waiver-end-accepted')
          WHERE NEW.awardId IN (SELECT awardId FROM commissioningEndTold);
          SELECT RAISE(ABORT, 'waiver-return-unread')
          WHERE NEW.awardId IN (SELECT awardId FROM commissioningUnread);
        END;

        -- What an officer makes of an award after its end; the newest counts.
        CREATE TABLE commissioningAssessment (
          id           INTEGER PRIMARY KEY,
          awardId      INTEGER NOT NULL REFERENCES award(id),
          number       INTEGER NOT NULL CHECK (number > 0),
          -- Whether it was worth its money, in a sentence.
          worth        TEXT NOT NULL CHECK (trim(worth) <> ''),
          assessedById INTEGER NOT NULL REFERENCES person(id),
          assessedAt   INTEGER NOT NULL,
          assessedOn   TEXT NOT NULL CHECK (date(assessedOn) IS assessedOn),
          UNIQUE (awardId, number)
        ) STRICT;
        \(Migration.appendOnly(
            "commissioningAssessment", by: [["id"], ["awardId", "number"]], code: kept))

        CREATE TRIGGER commissioningAssessmentInTurn BEFORE INSERT ON commissioningAssessment
        BEGIN
          SELECT RAISE(ABORT, 'assessment-changed') WHERE NEW.number <> 1 + ifnull((
            SELECT max(number) FROM commissioningAssessment WHERE awardId = NEW.awardId), 0);
          SELECT RAISE(ABORT, 'assessment-too-early')
          WHERE NEW.awardId NOT IN (SELECT awardId FROM commissioningEndTold
            UNION SELECT awardId FROM commissioningReturnWaiver);
        END;

        -- How far each outcome that the award's priorities promise was met, and what shows it.
        CREATE TABLE commissioningAssessedOutcome (
          assessmentId INTEGER NOT NULL REFERENCES commissioningAssessment(id),
          priority     TEXT NOT NULL CHECK (priority <> ''),
          outcome      TEXT NOT NULL CHECK (outcome <> ''),
          verdict      TEXT NOT NULL CHECK (verdict IN ('met', 'partly', 'notMet', 'cannotTell')),
          evidence     TEXT NOT NULL CHECK (trim(evidence) <> ''),
          PRIMARY KEY (assessmentId, outcome)
        ) STRICT;
        \(Migration.appendOnly(
            "commissioningAssessedOutcome", by: [["assessmentId", "outcome"]], code: kept))

        -- What a ward councillor or a community worker saw of an award; of each the newest version
        -- counts.
        CREATE TABLE commissioningFeedback (
          id           INTEGER PRIMARY KEY,
          awardId      INTEGER NOT NULL REFERENCES award(id),
          number       INTEGER NOT NULL CHECK (number > 0),
          version      INTEGER NOT NULL CHECK (version > 0),
          capacity     TEXT NOT NULL CHECK (capacity IN ('councillor', 'communityWorker')),
          seenOn       TEXT NOT NULL CHECK (date(seenOn) IS seenOn),
          saw          TEXT NOT NULL CHECK (trim(saw) <> ''),
          wouldFund    TEXT NOT NULL CHECK (wouldFund IN ('yes', 'no', 'unsure')),
          recordedById INTEGER NOT NULL REFERENCES person(id),
          recordedAt   INTEGER NOT NULL,
          recordedOn   TEXT NOT NULL CHECK (date(recordedOn) IS recordedOn),
          UNIQUE (awardId, number, version),
          CHECK (seenOn <= recordedOn)
        ) STRICT;
        \(Migration.appendOnly(
            "commissioningFeedback", by: [["id"], ["awardId", "number", "version"]], code: kept))

        CREATE TRIGGER commissioningFeedbackInTurn BEFORE INSERT ON commissioningFeedback
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningFeedback
            WHERE awardId = NEW.awardId AND number = NEW.number), 0)
          OR NEW.number > 1 + ifnull((SELECT max(number) FROM commissioningFeedback
            WHERE awardId = NEW.awardId), 0)
        BEGIN SELECT RAISE(ABORT, 'feedback-changed'); END;

        -- That an award is closed, and that it is opened again; the newest row counts.
        CREATE TABLE commissioningClosing (
          id       INTEGER PRIMARY KEY,
          awardId  INTEGER NOT NULL REFERENCES award(id),
          isClosed INTEGER NOT NULL CHECK (isClosed IN (0, 1)),
          setById  INTEGER NOT NULL REFERENCES person(id),
          setAt    INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX commissioningClosingByAward ON commissioningClosing (awardId, id);
        \(Migration.appendOnly("commissioningClosing", code: "closing-stands"))

        CREATE VIEW commissioningClosed AS
        SELECT awardId FROM commissioningClosing AS newest
        WHERE isClosed AND id = (SELECT max(id) FROM commissioningClosing AS same
          WHERE same.awardId = newest.awardId);

        CREATE TRIGGER commissioningClosingInTurn BEFORE INSERT ON commissioningClosing
        BEGIN
          SELECT RAISE(ABORT, 'award-closed') WHERE NEW.isClosed = 1
            AND NEW.awardId IN (SELECT awardId FROM commissioningClosed);
          SELECT RAISE(ABORT, 'award-not-closed') WHERE NEW.isClosed = 0
            AND NEW.awardId NOT IN (SELECT awardId FROM commissioningClosed);
          SELECT RAISE(ABORT, 'award-lacks') WHERE NEW.isClosed = 1 AND (
            NEW.awardId NOT IN (SELECT awardId FROM commissioningEndTold
              UNION SELECT awardId FROM commissioningReturnWaiver)
            OR NEW.awardId NOT IN (SELECT awardId FROM commissioningAssessment)
            OR NEW.awardId IN (SELECT awardId FROM commissioningUnread)
            OR ifnull((SELECT isRaised FROM commissioningConcern
              WHERE awardId = NEW.awardId ORDER BY id DESC LIMIT 1), 0));
        END;

        \(["commissioningReturn", "commissioningReturnWaiver", "commissioningAssessment"].map {
            """
            CREATE TRIGGER \($0)NotClosed BEFORE INSERT ON \($0)
            WHEN NEW.awardId IN (SELECT awardId FROM commissioningClosed)
            BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
            """
        }.joined(separator: "\n\n"))

        CREATE TRIGGER commissioningConcernNotClosed BEFORE INSERT ON commissioningConcern
        WHEN NEW.isRaised = 1 AND NEW.awardId IN (SELECT awardId FROM commissioningClosed)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;

        -- Where a return can be written: nobody has sent it, or it was sent back; and its award
        -- still waits for it.
        DROP VIEW commissioningReturnOpen;
        CREATE VIEW commissioningReturnOpen AS
        SELECT asked.id FROM commissioningReturn AS asked
        WHERE ifnull((
          SELECT verdict FROM commissioningReturnVersion AS sent
          LEFT JOIN commissioningReturnJudgement ON versionId = sent.id
          WHERE sent.returnId = asked.id AND sent.number = (
            SELECT max(number) FROM commissioningReturnVersion WHERE returnId = asked.id)
        ), iif(EXISTS (SELECT 1 FROM commissioningReturnVersion WHERE returnId = asked.id),
          'waits', 'sentBack')) = 'sentBack'
          AND asked.awardId NOT IN (SELECT awardId FROM commissioningReturnWaiver)
          AND asked.awardId NOT IN (SELECT awardId FROM commissioningClosed);
        """

    /// Notes who wrote what is saved.
    private static func writing(_ name: String, _ event: String) -> String {
        let number = """
            1 + ifnull((SELECT max(number) FROM commissioningReturnVersion
                WHERE returnId = NEW.returnId), 0)
            """
        return """
            CREATE TRIGGER commissioningReturnWriting\(name)
            AFTER \(event) ON commissioningReturnDraft
            WHEN NOT EXISTS (SELECT 1 FROM commissioningReturnWriter
              WHERE returnId = NEW.returnId AND personId = NEW.savedById
                AND number = \(number))
            BEGIN
              INSERT INTO commissioningReturnWriter (returnId, number, personId)
              VALUES (NEW.returnId, \(number), NEW.savedById);
            END;
            """
    }
}
