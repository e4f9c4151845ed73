import FundStore

extension ApplicationsModule {
    /// What a group writes before it applies, and what passes between it and the officer after.
    static let draftTables = """

        CREATE TABLE applicationDraft (
          id            INTEGER PRIMARY KEY,
          roundId       INTEGER NOT NULL REFERENCES applicationRound(roundId),
          startedAt     INTEGER NOT NULL,
          startedById   INTEGER NOT NULL REFERENCES person(id),
          -- How it reached the officer who types it; nobody's where the group does.
          assistedBy    TEXT CHECK (assistedBy IN ('phone', 'paper')),
          applicationId INTEGER UNIQUE REFERENCES application(id),
          discardedAt   INTEGER,
          CHECK (applicationId IS NULL OR discardedAt IS NULL)
        ) STRICT;
        CREATE INDEX applicationDraftByRound ON applicationDraft (roundId, id);

        CREATE TRIGGER applicationDraftStays BEFORE UPDATE ON applicationDraft
        WHEN OLD.applicationId IS NOT NULL OR OLD.discardedAt IS NOT NULL
          OR NEW.roundId <> OLD.roundId OR NEW.startedAt <> OLD.startedAt
          OR NEW.startedById <> OLD.startedById OR NEW.assistedBy IS NOT OLD.assistedBy
        BEGIN SELECT RAISE(ABORT, 'draft-final'); END;

        -- The people of one group who write on it together.
        CREATE TABLE applicationDraftMember (
          draftId   INTEGER NOT NULL REFERENCES applicationDraft(id),
          personId  INTEGER NOT NULL REFERENCES person(id),
          addedAt   INTEGER NOT NULL,
          addedById INTEGER NOT NULL REFERENCES person(id),
          PRIMARY KEY (draftId, personId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX applicationDraftMemberByPerson
          ON applicationDraftMember (personId, draftId);
        CREATE INDEX applicationDraftMemberByAdder
          ON applicationDraftMember (addedById, addedAt);

        CREATE TABLE applicationDraftAnswer (
          draftId     INTEGER NOT NULL REFERENCES applicationDraft(id),
          questionKey TEXT NOT NULL,
          value       TEXT NOT NULL CHECK (json_valid(value)),
          savedAt     INTEGER NOT NULL,
          savedById   INTEGER NOT NULL REFERENCES person(id),
          PRIMARY KEY (draftId, questionKey)
        ) STRICT, WITHOUT ROWID;

        -- The pages that somebody went on from: their questions are done with.
        CREATE TABLE applicationDraftPage (
          draftId   INTEGER NOT NULL REFERENCES applicationDraft(id),
          pageKey   TEXT NOT NULL,
          savedAt   INTEGER NOT NULL,
          savedById INTEGER NOT NULL REFERENCES person(id),
          PRIMARY KEY (draftId, pageKey)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER applicationDraftAnswerInTime BEFORE INSERT ON applicationDraftAnswer
        WHEN (SELECT applicationId IS NOT NULL OR discardedAt IS NOT NULL
          FROM applicationDraft WHERE id = NEW.draftId)
        BEGIN SELECT RAISE(ABORT, 'draft-final'); END;

        -- Whom a project serves, by characteristic: of the form and of nothing else, read by nobody
        -- who assesses.
        CREATE TABLE applicationEqualityAnswer (
          draftId     INTEGER NOT NULL REFERENCES applicationDraft(id),
          questionKey TEXT NOT NULL,
          value       TEXT NOT NULL CHECK (json_valid(value)),
          PRIMARY KEY (draftId, questionKey)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE applicationWithdrawal (
          applicationId INTEGER PRIMARY KEY REFERENCES application(id),
          withdrawnById INTEGER NOT NULL REFERENCES person(id),
          withdrawnAt   INTEGER NOT NULL,
          reason        TEXT CHECK (reason <> '')
        ) STRICT;

        -- What an officer asks a group, and what it answers: each once.
        CREATE TABLE applicationQuestion (
          id            INTEGER PRIMARY KEY,
          applicationId INTEGER NOT NULL REFERENCES application(id),
          text          TEXT NOT NULL CHECK (text <> ''),
          askedById     INTEGER NOT NULL REFERENCES person(id),
          askedAt       INTEGER NOT NULL,
          answer        TEXT CHECK (answer <> ''),
          answeredById  INTEGER REFERENCES person(id),
          answeredAt    INTEGER,
          CHECK ((answer IS NULL) = (answeredById IS NULL)),
          CHECK ((answer IS NULL) = (answeredAt IS NULL))
        ) STRICT;
        CREATE INDEX applicationQuestionByApplication ON applicationQuestion (applicationId, id);
        CREATE INDEX applicationQuestionOpen ON applicationQuestion (applicationId)
          WHERE answer IS NULL;

        CREATE TRIGGER applicationQuestionStays BEFORE UPDATE ON applicationQuestion
        WHEN OLD.answer IS NOT NULL OR NEW.text <> OLD.text OR NEW.askedAt <> OLD.askedAt
          OR NEW.applicationId <> OLD.applicationId OR NEW.askedById <> OLD.askedById
        BEGIN SELECT RAISE(ABORT, 'question-answered'); END;
        CREATE TRIGGER applicationQuestionKept BEFORE DELETE ON applicationQuestion
        BEGIN SELECT RAISE(ABORT, 'application-kept'); END;

        -- What officers note for each other.
        CREATE TABLE applicationNote (
          id            INTEGER PRIMARY KEY,
          applicationId INTEGER NOT NULL REFERENCES application(id),
          text          TEXT NOT NULL CHECK (text <> ''),
          writtenById   INTEGER NOT NULL REFERENCES person(id),
          writtenAt     INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX applicationNoteByApplication ON applicationNote (applicationId, id);

        -- The officer's list, by what it can be sorted by.
        CREATE INDEX applicationByOrganisation ON application (roundId, nameKey, id);
        CREATE INDEX applicationByAmount
          ON application (roundId, ifnull(requestedPence, -1), id);
        CREATE INDEX applicationByStatusAndOrganisation
          ON application (roundId, status, nameKey, id);
        CREATE INDEX applicationByStatusAndAmount
          ON application (roundId, status, ifnull(requestedPence, -1), id);
        DROP INDEX applicationByName;

        -- How many stand at each status, so that nobody needs to count them.
        CREATE TABLE applicationTally (
          roundId INTEGER NOT NULL REFERENCES applicationRound(roundId),
          status  TEXT NOT NULL,
          count   INTEGER NOT NULL CHECK (count >= 0),
          PRIMARY KEY (roundId, status)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO applicationTally
          SELECT roundId, status, count(*) FROM application GROUP BY roundId, status;

        CREATE TRIGGER applicationTallied AFTER INSERT ON application
        BEGIN
          INSERT INTO applicationTally VALUES (NEW.roundId, NEW.status, 1)
            ON CONFLICT (roundId, status) DO UPDATE SET count = count + 1;
        END;

        CREATE TRIGGER applicationTalliedAnew AFTER UPDATE OF status ON application
        WHEN NEW.status <> OLD.status
        BEGIN
          UPDATE applicationTally SET count = count - 1
            WHERE roundId = OLD.roundId AND status = OLD.status;
          INSERT INTO applicationTally VALUES (NEW.roundId, NEW.status, 1)
            ON CONFLICT (roundId, status) DO UPDATE SET count = count + 1;
        END;

        \(Migration.appendOnly("applicationNote", code: "application-kept"))
        \(Migration.appendOnly(
            "applicationWithdrawal", by: [["applicationId"]], code: "application-kept"))
        """
}
