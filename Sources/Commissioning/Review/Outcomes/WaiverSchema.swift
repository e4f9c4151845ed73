import FundStore

extension CommissioningModule {
    /// The schema's part of doing without returns: which of them, and until when that stands.
    public static let waiverSchema = """
        \(Migration.rebuilding(
            "commissioningReturnDue",
            """
            -- Until when; the newest row counts.
            CREATE TABLE commissioningReturnDue (
              id       INTEGER PRIMARY KEY,
              returnId INTEGER NOT NULL REFERENCES commissioningReturn(id),
              dueOn    TEXT NOT NULL CHECK (date(dueOn) IS dueOn),
              cause    TEXT NOT NULL
                CHECK (cause IN ('asked', 'moved', 'sentBack', 'reopened')),
              setById  INTEGER NOT NULL REFERENCES person(id),
              setAt    INTEGER NOT NULL
            ) STRICT;
            """,
            """
            CREATE INDEX commissioningReturnDueByReturn ON commissioningReturnDue (returnId, id);
            \(Migration.appendOnly("commissioningReturnDue", code: "return-kept"))
            """))

        -- That a group need not send returns of an award: all that it has not sent, or those named.
        CREATE TABLE commissioningWaiver (
          id         INTEGER PRIMARY KEY,
          awardId    INTEGER NOT NULL REFERENCES award(id),
          roundId    INTEGER NOT NULL REFERENCES round(id),
          isOfAll    INTEGER NOT NULL CHECK (isOfAll IN (0, 1)),
          reason     TEXT NOT NULL CHECK (trim(reason) <> ''),
          waivedById INTEGER NOT NULL REFERENCES person(id),
          waivedAt   INTEGER NOT NULL,
          waivedOn   TEXT NOT NULL CHECK (date(waivedOn) IS waivedOn)
        ) STRICT;
        CREATE INDEX commissioningWaiverByAward ON commissioningWaiver (awardId, id);
        CREATE INDEX commissioningWaiverByRound ON commissioningWaiver (roundId);

        INSERT INTO commissioningWaiver
          (awardId, roundId, isOfAll, reason, waivedById, waivedAt, waivedOn)
        SELECT awardId, roundId, 1, reason, waivedById, waivedAt, waivedOn
        FROM commissioningReturnWaiver ORDER BY waivedAt, awardId;

        \(Migration.appendOnly("commissioningWaiver", code: "review-kept"))

        CREATE TABLE commissioningWaivedReturn (
          waiverId INTEGER NOT NULL REFERENCES commissioningWaiver(id),
          returnId INTEGER NOT NULL REFERENCES commissioningReturn(id),
          PRIMARY KEY (waiverId, returnId)
        ) STRICT;
        CREATE INDEX commissioningWaivedReturnByReturn ON commissioningWaivedReturn (returnId);
        \(Migration.appendOnly(
            "commissioningWaivedReturn", by: [["waiverId", "returnId"]], code: "review-kept"))

        -- That a waiver stands no more: its award was opened again.
        CREATE TABLE commissioningWaiverEnd (
          waiverId  INTEGER PRIMARY KEY REFERENCES commissioningWaiver(id),
          reason    TEXT NOT NULL CHECK (trim(reason) <> ''),
          endedById INTEGER NOT NULL REFERENCES person(id),
          endedAt   INTEGER NOT NULL,
          endedOn   TEXT NOT NULL CHECK (date(endedOn) IS endedOn)
        ) STRICT;
        \(Migration.appendOnly(
            "commissioningWaiverEnd", by: [["waiverId"]], code: "review-kept"))

        CREATE TRIGGER commissioningWaiverEndOpen BEFORE INSERT ON commissioningWaiverEnd
        WHEN (SELECT awardId FROM commissioningWaiver WHERE id = NEW.waiverId)
          IN (SELECT awardId FROM commissioningClosed)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;

        -- The returns that nobody waits for by a waiver that stands.
        CREATE VIEW commissioningWaived AS
        SELECT asked.id AS returnId, asked.awardId FROM commissioningReturn AS asked
        WHERE EXISTS (SELECT 1 FROM commissioningWaiver AS waiver
          WHERE waiver.awardId = asked.awardId
            AND waiver.id NOT IN (SELECT waiverId FROM commissioningWaiverEnd)
            AND (isOfAll OR EXISTS (SELECT 1 FROM commissioningWaivedReturn
              WHERE waiverId = waiver.id AND returnId = asked.id)));

        -- The waivers by which an award need not be told of at its end.
        CREATE VIEW commissioningLetGo AS
        SELECT id, awardId, roundId FROM commissioningWaiver AS waiver
        WHERE id NOT IN (SELECT waiverId FROM commissioningWaiverEnd)
          AND (isOfAll OR EXISTS (SELECT 1 FROM commissioningWaivedReturn
            JOIN commissioningReturn AS asked ON asked.id = returnId
            WHERE waiverId = waiver.id AND moment = 'end'));

        CREATE TRIGGER commissioningWaiverInTime BEFORE INSERT ON commissioningWaiver
        BEGIN
          SELECT RAISE(ABORT, 'award-closed')
          WHERE NEW.awardId IN (SELECT awardId FROM commissioningClosed);
          SELECT RAISE(ABORT, 'waiver-end-accepted')
          WHERE NEW.awardId IN (SELECT awardId FROM commissioningEndTold);
          SELECT RAISE(ABORT, 'waiver-return-unread')
          WHERE NEW.isOfAll AND NEW.awardId IN (SELECT awardId FROM commissioningUnread);
          SELECT RAISE(ABORT, 'waiver-stands') WHERE EXISTS (
            SELECT 1 FROM commissioningWaiver WHERE awardId = NEW.awardId AND isOfAll
              AND id NOT IN (SELECT waiverId FROM commissioningWaiverEnd));
        END;

        DROP VIEW commissioningReturnOpen;
        DROP TRIGGER commissioningAssessmentInTurn;
        DROP TRIGGER commissioningClosingInTurn;
        DROP TABLE commissioningReturnWaiver;

        -- Where a return can be written: nobody has sent it, or it was sent back; and its award
        -- still waits for it.
        CREATE VIEW commissioningReturnOpen AS
        SELECT asked.id FROM commissioningReturn AS asked
        WHERE ifnull((
          SELECT verdict FROM commissioningReturnVersion AS sent
          LEFT JOIN commissioningReturnJudgement ON versionId = sent.id
          WHERE sent.returnId = asked.id AND sent.number = (
            SELECT max(number) FROM commissioningReturnVersion WHERE returnId = asked.id)
        ), iif(EXISTS (SELECT 1 FROM commissioningReturnVersion WHERE returnId = asked.id),
          'waits', 'sentBack')) = 'sentBack'
          AND asked.id NOT IN (SELECT returnId FROM commissioningWaived)
          AND asked.awardId NOT IN (SELECT awardId FROM commissioningClosed);

        -- A waiver names returns of its award that the group could still send.
        CREATE TRIGGER commissioningWaivedReturnInTime
        BEFORE INSERT ON commissioningWaivedReturn
        WHEN NEW.returnId NOT IN (SELECT id FROM commissioningReturnOpen)
          OR NOT EXISTS (SELECT 1 FROM commissioningWaiver AS waiver
            JOIN commissioningReturn AS asked ON asked.awardId = waiver.awardId
            WHERE waiver.id = NEW.waiverId AND asked.id = NEW.returnId AND NOT isOfAll
              AND waiver.id NOT IN (SELECT waiverId FROM commissioningWaiverEnd))
        BEGIN SELECT RAISE(ABORT, 'return-not-open'); END;

        CREATE TRIGGER commissioningAssessmentInTurn BEFORE INSERT ON commissioningAssessment
        BEGIN
          SELECT RAISE(ABORT, 'assessment-changed') WHERE NEW.number <> 1 + ifnull((
            SELECT max(number) FROM commissioningAssessment WHERE awardId = NEW.awardId), 0);
          SELECT RAISE(ABORT, 'assessment-too-early')
          WHERE NEW.awardId NOT IN (SELECT awardId FROM commissioningEndTold
            UNION SELECT awardId FROM commissioningLetGo);
        END;

        CREATE TRIGGER commissioningClosingInTurn BEFORE INSERT ON commissioningClosing
        BEGIN
          SELECT RAISE(ABORT, 'award-closed') WHERE NEW.isClosed = 1
            AND NEW.awardId IN (SELECT awardId FROM commissioningClosed);
          SELECT RAISE(ABORT, 'award-not-closed') WHERE NEW.isClosed = 0
            AND NEW.awardId NOT IN (SELECT awardId FROM commissioningClosed);
          SELECT RAISE(ABORT, 'award-lacks') WHERE NEW.isClosed = 1 AND (
            NEW.awardId NOT IN (SELECT awardId FROM commissioningEndTold
              UNION SELECT awardId FROM commissioningLetGo)
            OR NEW.awardId NOT IN (SELECT awardId FROM commissioningAssessment)
            OR NEW.awardId IN (SELECT awardId FROM commissioningUnread)
            OR ifnull((SELECT isRaised FROM commissioningConcern
              WHERE awardId = NEW.awardId ORDER BY id DESC LIMIT 1), 0));
        END;
        """
}
