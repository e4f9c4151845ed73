import FundStore

extension CommissioningModule {
    private static let kept = "return-kept"

    /// What groups with an award are asked about it, what they say, and what is said of that.
    public static let returnsSchema = """
        CREATE TABLE commissioningReturn (
          id            INTEGER PRIMARY KEY,
          awardId       INTEGER NOT NULL REFERENCES award(id),
          applicationId INTEGER NOT NULL REFERENCES application(id),
          roundId       INTEGER NOT NULL REFERENCES round(id),
          number        INTEGER NOT NULL CHECK (number > 0),
          moment        TEXT NOT NULL CHECK (moment IN ('halfway', 'end')),
          -- Its questions, as they stood when it was asked for.
          form          TEXT NOT NULL CHECK (json_valid(form)),
          askedById     INTEGER NOT NULL REFERENCES person(id),
          askedAt       INTEGER NOT NULL,
          askedOn       TEXT NOT NULL CHECK (date(askedOn) IS askedOn),
          UNIQUE (awardId, number),
          UNIQUE (awardId, moment)
        ) STRICT;

        CREATE INDEX commissioningReturnByRound ON commissioningReturn (roundId, awardId, number);
        CREATE INDEX commissioningReturnByApplication ON commissioningReturn (applicationId);

        \(Migration.appendOnly(
            "commissioningReturn", by: [["id"], ["awardId", "number"], ["awardId", "moment"]],
            code: kept))

        -- Until when; the newest row counts.
        CREATE TABLE commissioningReturnDue (
          id       INTEGER PRIMARY KEY,
          returnId INTEGER NOT NULL REFERENCES commissioningReturn(id),
          dueOn    TEXT NOT NULL CHECK (date(dueOn) IS dueOn),
          cause    TEXT NOT NULL CHECK (cause IN ('asked', 'moved', 'sentBack')),
          setById  INTEGER NOT NULL REFERENCES person(id),
          setAt    INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX commissioningReturnDueByReturn ON commissioningReturnDue (returnId, id);

        \(Migration.appendOnly("commissioningReturnDue", code: kept))

        -- What was sent. Each time that it comes back it is sent as a new version.
        CREATE TABLE commissioningReturnVersion (
          id           INTEGER PRIMARY KEY,
          returnId     INTEGER NOT NULL REFERENCES commissioningReturn(id),
          number       INTEGER NOT NULL CHECK (number > 0),
          answers      TEXT NOT NULL CHECK (json_valid(answers)),
          -- What the group had when it was sent: nobody has spent more.
          awardedPence INTEGER NOT NULL CHECK (awardedPence >= 0),
          spentPence   INTEGER NOT NULL CHECK (spentPence >= 0),
          people       INTEGER NOT NULL CHECK (people >= 0),
          -- Why an officer sent it for the group, from paper.
          paperReason  TEXT CHECK (trim(paperReason) <> ''),
          sentById     INTEGER NOT NULL REFERENCES person(id),
          sentAt       INTEGER NOT NULL,
          sentOn       TEXT NOT NULL CHECK (date(sentOn) IS sentOn),
          UNIQUE (returnId, number),
          CONSTRAINT "return-over-award" CHECK (spentPence <= awardedPence)
        ) STRICT;

        CREATE TABLE commissioningReturnJudgement (
          versionId  INTEGER PRIMARY KEY REFERENCES commissioningReturnVersion(id),
          verdict    TEXT NOT NULL CHECK (verdict IN ('accepted', 'sentBack')),
          note       TEXT CHECK (trim(note) <> ''),
          judgedById INTEGER NOT NULL REFERENCES person(id),
          judgedAt   INTEGER NOT NULL,
          judgedOn   TEXT NOT NULL CHECK (date(judgedOn) IS judgedOn),
          CHECK (verdict = 'accepted' OR note IS NOT NULL)
        ) STRICT;

        -- Where a return can be written: nobody has sent it, or it was sent back.
        CREATE VIEW commissioningReturnOpen AS
        SELECT asked.id FROM commissioningReturn AS asked
        WHERE ifnull((
          SELECT verdict FROM commissioningReturnVersion AS sent
          LEFT JOIN commissioningReturnJudgement ON versionId = sent.id
          WHERE sent.returnId = asked.id AND sent.number = (
            SELECT max(number) FROM commissioningReturnVersion WHERE returnId = asked.id)
        ), iif(EXISTS (SELECT 1 FROM commissioningReturnVersion WHERE returnId = asked.id),
          'waits', 'sentBack')) = 'sentBack';

        CREATE TRIGGER commissioningReturnVersionInTurn
        BEFORE INSERT ON commissioningReturnVersion
        WHEN NEW.returnId NOT IN (SELECT id FROM commissioningReturnOpen)
          OR NEW.number <> 1 + ifnull((SELECT max(number) FROM commissioningReturnVersion
            WHERE returnId = NEW.returnId), 0)
        BEGIN SELECT RAISE(ABORT, 'return-not-open'); END;

        \(Migration.appendOnly(
            "commissioningReturnVersion", by: [["id"], ["returnId", "number"]], code: kept))

        -- Whoever entered a return from paper does not accept it as well.
        CREATE TRIGGER commissioningReturnNotOwn BEFORE INSERT ON commissioningReturnJudgement
        WHEN NEW.verdict = 'accepted' AND NEW.judgedById = (
          SELECT sentById FROM commissioningReturnVersion WHERE id = NEW.versionId)
        BEGIN SELECT RAISE(ABORT, 'return-accepted-own'); END;

        \(Migration.appendOnly(
            "commissioningReturnJudgement", by: [["versionId"]], code: kept))

        -- What is written so far, to be taken up again.
        CREATE TABLE commissioningReturnDraft (
          returnId  INTEGER PRIMARY KEY REFERENCES commissioningReturn(id),
          answers   TEXT NOT NULL CHECK (json_valid(answers)),
          version   INTEGER NOT NULL CHECK (version > 0),
          savedById INTEGER NOT NULL REFERENCES person(id),
          savedAt   INTEGER NOT NULL
        ) STRICT;

        CREATE TRIGGER commissioningReturnDraftInTime BEFORE INSERT ON commissioningReturnDraft
        WHEN NEW.returnId NOT IN (SELECT id FROM commissioningReturnOpen)
        BEGIN SELECT RAISE(ABORT, 'return-not-open'); END;

        CREATE TRIGGER commissioningReturnDraftWritten BEFORE UPDATE ON commissioningReturnDraft
        BEGIN
          SELECT RAISE(ABORT, 'return-not-open')
          WHERE NEW.returnId NOT IN (SELECT id FROM commissioningReturnOpen);
          SELECT RAISE(ABORT, 'return-changed')
          WHERE NEW.returnId <> OLD.returnId OR NEW.version <> OLD.version + 1;
        END;

        -- That somebody worries about a project, and that they do so no more; the newest row counts.
        CREATE TABLE commissioningConcern (
          id       INTEGER PRIMARY KEY,
          awardId  INTEGER NOT NULL REFERENCES award(id),
          isRaised INTEGER NOT NULL CHECK (isRaised IN (0, 1)),
          reason   TEXT NOT NULL CHECK (trim(reason) <> ''),
          setById  INTEGER NOT NULL REFERENCES person(id),
          setAt    INTEGER NOT NULL,
          setOn    TEXT NOT NULL CHECK (date(setOn) IS setOn)
        ) STRICT;

        CREATE INDEX commissioningConcernByAward ON commissioningConcern (awardId, id);

        CREATE TRIGGER commissioningConcernInTurn BEFORE INSERT ON commissioningConcern
        BEGIN
          SELECT RAISE(ABORT, 'concern-raised') WHERE NEW.isRaised = 1 AND ifnull((
            SELECT isRaised FROM commissioningConcern WHERE awardId = NEW.awardId
            ORDER BY id DESC LIMIT 1), 0) = 1;
          SELECT RAISE(ABORT, 'concern-none') WHERE NEW.isRaised = 0 AND ifnull((
            SELECT isRaised FROM commissioningConcern WHERE awardId = NEW.awardId
            ORDER BY id DESC LIMIT 1), 0) = 0;
        END;

        \(Migration.appendOnly("commissioningConcern", code: kept))
        """
}
