import FundStore

extension ApplicationsModule {
    private static let listed = [
        "applicationListEntry", "applicationListName", "applicationListFact",
        "applicationListCharity",
    ]

    /// What a list holds is added while its import goes on, never changes, and goes once a newer
    /// import of the list is whole, or with an import that never became whole.
    private static let listRules = listed.map { table in
        """
        CREATE TRIGGER \(table)WhileImported BEFORE INSERT ON \(table)
        WHEN NOT EXISTS (SELECT 1 FROM applicationListImport
          WHERE id = NEW.importId AND completedAt IS NULL)
        BEGIN SELECT RAISE(ABORT, 'screening-import-over'); END;

        CREATE TRIGGER \(table)Unchanged BEFORE UPDATE ON \(table)
        BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;

        CREATE TRIGGER \(table)Kept BEFORE DELETE ON \(table)
        WHEN EXISTS (SELECT 1 FROM applicationListImport AS own
          WHERE own.id = OLD.importId AND own.completedAt IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM applicationListImport AS newer
              WHERE newer.list = own.list AND newer.completedAt IS NOT NULL
                AND (newer.reportedOn, newer.id) > (own.reportedOn, own.id)))
        BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
        """
    }.joined(separator: "\n")

    static let screeningTables = """
        CREATE TABLE applicationListImport (
          id           INTEGER PRIMARY KEY,
          list         TEXT NOT NULL
            CHECK (list IN ('uk-sanctions', 'proscribed', 'charity-register')),
          reportedOn   TEXT NOT NULL CHECK (date(reportedOn) IS reportedOn),
          fileHash     TEXT NOT NULL CHECK (length(fileHash) = 64),
          importedById INTEGER NOT NULL REFERENCES person(id),
          importedAt   INTEGER NOT NULL,
          entryCount   INTEGER CHECK (entryCount > 0),
          -- Set when all of it is there: until then nothing is looked for in it.
          completedAt  INTEGER,
          CHECK ((completedAt IS NULL) = (entryCount IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX applicationListImportOnce ON applicationListImport (list, fileHash)
          WHERE completedAt IS NOT NULL;
        CREATE INDEX applicationListImportNewest ON applicationListImport (list, reportedOn, id);

        \(Migration.neverReplaced("applicationListImport", code: "screening-kept"))

        CREATE TRIGGER applicationListImportCompletedOnce BEFORE UPDATE ON applicationListImport
        WHEN OLD.completedAt IS NOT NULL OR NEW.completedAt IS NULL OR NEW.id <> OLD.id
          OR NEW.list <> OLD.list OR NEW.reportedOn <> OLD.reportedOn
          OR NEW.fileHash <> OLD.fileHash OR NEW.importedById <> OLD.importedById
          OR NEW.importedAt <> OLD.importedAt
        BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;

        CREATE TRIGGER applicationListImportKept BEFORE DELETE ON applicationListImport
        WHEN OLD.completedAt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;

        CREATE TABLE applicationListEntry (
          importId INTEGER NOT NULL REFERENCES applicationListImport(id),
          entryKey TEXT NOT NULL CHECK (entryKey <> ''),
          type     TEXT NOT NULL CHECK (type IN ('individual', 'entity', 'ship', 'unknown')),
          regime   TEXT NOT NULL,
          listedOn TEXT NOT NULL,
          PRIMARY KEY (importId, entryKey)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE applicationListName (
          importId INTEGER NOT NULL,
          entryKey TEXT NOT NULL,
          name     TEXT NOT NULL CHECK (name <> ''),
          kind     TEXT NOT NULL CHECK (kind IN
            ('primary', 'variation', 'alias', 'weak-alias', 'non-latin')),
          PRIMARY KEY (importId, entryKey, name),
          FOREIGN KEY (importId, entryKey) REFERENCES applicationListEntry
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE applicationListFact (
          importId INTEGER NOT NULL,
          entryKey TEXT NOT NULL,
          kind     TEXT NOT NULL CHECK (kind IN ('birth', 'country')),
          value    TEXT NOT NULL CHECK (value <> ''),
          PRIMARY KEY (importId, entryKey, kind, value),
          FOREIGN KEY (importId, entryKey) REFERENCES applicationListEntry
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE applicationListCharity (
          importId     INTEGER NOT NULL REFERENCES applicationListImport(id),
          number       TEXT NOT NULL CHECK (number <> ''),
          name         TEXT NOT NULL,
          status       TEXT NOT NULL CHECK (status IN ('registered', 'removed')),
          registeredOn TEXT,
          removedOn    TEXT,
          PRIMARY KEY (importId, number)
        ) STRICT, WITHOUT ROWID;

        \(listRules)

        -- The lists without whose newest import a round makes no award; kept as it opens.
        CREATE TABLE applicationScreeningDemand (
          roundId         INTEGER NOT NULL REFERENCES applicationRound(roundId),
          list            TEXT NOT NULL
            CHECK (list IN ('uk-sanctions', 'proscribed', 'charity-register')),
          greatestAgeDays INTEGER NOT NULL CHECK (greatestAgeDays > 0),
          PRIMARY KEY (roundId, list)
        ) STRICT, WITHOUT ROWID;
        \(Migration.appendOnly(
            "applicationScreeningDemand", by: [["roundId", "list"]], code: "screening-kept"))

        CREATE TABLE applicationScreeningRun (
          id        INTEGER PRIMARY KEY,
          roundId   INTEGER NOT NULL REFERENCES applicationRound(roundId),
          threshold INTEGER NOT NULL CHECK (threshold BETWEEN 500 AND 950),
          ranById   INTEGER NOT NULL REFERENCES person(id),
          ranAt     INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX applicationScreeningRunByRound ON applicationScreeningRun (roundId, id);
        \(Migration.appendOnly("applicationScreeningRun", code: "screening-kept"))

        -- What a run looked in: never anything but the newest whole import of a list.
        CREATE TABLE applicationScreeningList (
          runId    INTEGER NOT NULL REFERENCES applicationScreeningRun(id),
          list     TEXT NOT NULL,
          importId INTEGER NOT NULL REFERENCES applicationListImport(id),
          PRIMARY KEY (runId, list)
        ) STRICT, WITHOUT ROWID;
        \(Migration.appendOnly(
            "applicationScreeningList", by: [["runId", "list"]], code: "screening-kept"))
        CREATE TRIGGER applicationScreeningListNewest BEFORE INSERT ON applicationScreeningList
        WHEN NEW.importId IS NOT (SELECT id FROM applicationListImport
          WHERE list = NEW.list AND completedAt IS NOT NULL
          ORDER BY reportedOn DESC, id DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'screening-list-not-newest'); END;

        CREATE TABLE applicationScreening (
          id            INTEGER PRIMARY KEY,
          runId         INTEGER NOT NULL REFERENCES applicationScreeningRun(id),
          applicationId INTEGER NOT NULL REFERENCES application(id),
          -- Of the names that were looked for: other names want another screening.
          namesHash     TEXT NOT NULL CHECK (length(namesHash) = 64),
          UNIQUE (runId, applicationId)
        ) STRICT;
        CREATE INDEX applicationScreeningByApplication
          ON applicationScreening (applicationId, id);
        \(Migration.appendOnly(
            "applicationScreening", by: [["id"], ["runId", "applicationId"]],
            code: "screening-kept"))
        CREATE TRIGGER applicationScreeningOfItsRound BEFORE INSERT ON applicationScreening
        WHEN (SELECT roundId FROM applicationScreeningRun WHERE id = NEW.runId)
          IS NOT (SELECT roundId FROM application WHERE id = NEW.applicationId)
        BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;

        -- Found again with the very same grounds, a candidate is the one that it was.
        CREATE TABLE applicationScreeningCandidate (
          id            INTEGER PRIMARY KEY,
          applicationId INTEGER NOT NULL REFERENCES application(id),
          list          TEXT NOT NULL
            CHECK (list IN ('uk-sanctions', 'proscribed', 'charity-register')),
          entryKey      TEXT NOT NULL CHECK (entryKey <> ''),
          score         INTEGER NOT NULL CHECK (score BETWEEN 0 AND 1000),
          why           TEXT NOT NULL CHECK (json_valid(why)),
          listed        TEXT NOT NULL CHECK (json_valid(listed)),
          grounds       TEXT NOT NULL CHECK (length(grounds) = 64),
          foundAt       INTEGER NOT NULL,
          UNIQUE (applicationId, list, entryKey, grounds)
        ) STRICT;
        \(Migration.appendOnly(
            "applicationScreeningCandidate",
            by: [["id"], ["applicationId", "list", "entryKey", "grounds"]],
            code: "screening-kept"))

        CREATE TABLE applicationScreeningHit (
          screeningId INTEGER NOT NULL REFERENCES applicationScreening(id),
          candidateId INTEGER NOT NULL REFERENCES applicationScreeningCandidate(id),
          PRIMARY KEY (screeningId, candidateId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX applicationScreeningHitByCandidate
          ON applicationScreeningHit (candidateId);
        \(Migration.appendOnly(
            "applicationScreeningHit", by: [["screeningId", "candidateId"]],
            code: "screening-kept"))
        CREATE TRIGGER applicationScreeningHitOfItsApplication
        BEFORE INSERT ON applicationScreeningHit
        WHEN (SELECT applicationId FROM applicationScreening WHERE id = NEW.screeningId)
          IS NOT (SELECT applicationId FROM applicationScreeningCandidate
            WHERE id = NEW.candidateId)
        BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;

        CREATE TABLE applicationScreeningVerdict (
          id           INTEGER PRIMARY KEY,
          candidateId  INTEGER NOT NULL REFERENCES applicationScreeningCandidate(id),
          verdict      TEXT NOT NULL CHECK (verdict IN ('not-a-match', 'match', 'refer')),
          reason       TEXT NOT NULL CHECK (reason <> ''),
          -- Whether it counts only once a second person has confirmed it.
          needsSecond  INTEGER NOT NULL CHECK (needsSecond IN (0, 1)),
          decidedById  INTEGER NOT NULL REFERENCES person(id),
          decidedAt    INTEGER NOT NULL,
          CHECK (verdict <> 'match' OR needsSecond = 1)
        ) STRICT;
        CREATE INDEX applicationScreeningVerdictByCandidate
          ON applicationScreeningVerdict (candidateId, id);
        \(Migration.appendOnly("applicationScreeningVerdict", code: "screening-kept"))

        CREATE TABLE applicationScreeningConfirmation (
          verdictId     INTEGER PRIMARY KEY REFERENCES applicationScreeningVerdict(id),
          decidedById   INTEGER NOT NULL,
          confirmedById INTEGER NOT NULL REFERENCES person(id),
          confirmedAt   INTEGER NOT NULL,
          CONSTRAINT "screening-second-person" CHECK (confirmedById <> decidedById)
        ) STRICT;
        \(Migration.appendOnly(
            "applicationScreeningConfirmation", by: [["verdictId"]], code: "screening-kept"))
        CREATE TRIGGER applicationScreeningConfirmationOfLatest
        BEFORE INSERT ON applicationScreeningConfirmation
        WHEN NOT EXISTS (SELECT 1 FROM applicationScreeningVerdict AS verdict
          WHERE verdict.id = NEW.verdictId AND verdict.needsSecond = 1
            AND verdict.decidedById = NEW.decidedById
            AND NOT EXISTS (SELECT 1 FROM applicationScreeningVerdict AS later
              WHERE later.candidateId = verdict.candidateId AND later.id > verdict.id))
        BEGIN SELECT RAISE(ABORT, 'screening-nothing-to-confirm'); END;

        -- What two people have found, one does not undo.
        CREATE TRIGGER applicationScreeningVerdictOverMatch
        BEFORE INSERT ON applicationScreeningVerdict
        WHEN NEW.verdict = 'not-a-match' AND NEW.needsSecond = 0 AND EXISTS (
          SELECT 1 FROM applicationScreeningVerdict AS earlier
            JOIN applicationScreeningConfirmation ON verdictId = earlier.id
          WHERE earlier.candidateId = NEW.candidateId AND earlier.verdict = 'match')
        BEGIN SELECT RAISE(ABORT, 'screening-second-person'); END;

        CREATE VIEW applicationScreeningStanding AS
          SELECT candidate.id AS candidateId, candidate.applicationId, verdict.id AS verdictId,
            CASE
              WHEN verdict.id IS NULL THEN 'open'
              WHEN verdict.verdict = 'refer' THEN 'referred'
              WHEN verdict.needsSecond = 1 AND confirmation.verdictId IS NULL THEN 'unconfirmed'
              ELSE verdict.verdict
            END AS standing
          FROM applicationScreeningCandidate AS candidate
            LEFT JOIN applicationScreeningVerdict AS verdict ON verdict.id = (
              SELECT max(id) FROM applicationScreeningVerdict WHERE candidateId = candidate.id)
            LEFT JOIN applicationScreeningConfirmation AS confirmation
              ON confirmation.verdictId = verdict.id;

        -- The screening that an award rests on; its id is its application's, so that an award can
        -- name it and no other.
        CREATE TABLE applicationScreeningGround (
          id          INTEGER PRIMARY KEY REFERENCES application(id),
          screeningId INTEGER NOT NULL REFERENCES applicationScreening(id),
          restsOn     TEXT NOT NULL CHECK (date(restsOn) IS restsOn)
        ) STRICT;
        \(Migration.appendOnly("applicationScreeningGround", code: "screening-kept"))

        CREATE TRIGGER applicationScreeningGroundNewest
        BEFORE INSERT ON applicationScreeningGround
        WHEN NEW.screeningId IS NOT (
            SELECT max(id) FROM applicationScreening WHERE applicationId = NEW.id)
          OR EXISTS (
            SELECT 1 FROM application
              JOIN applicationScreeningDemand AS demand ON demand.roundId = application.roundId
              LEFT JOIN applicationScreening AS screening ON screening.id = NEW.screeningId
              LEFT JOIN applicationScreeningList AS looked
                ON looked.runId = screening.runId AND looked.list = demand.list
              LEFT JOIN applicationListImport AS import ON import.id = looked.importId
            WHERE application.id = NEW.id AND (import.id IS NULL
              OR julianday(NEW.restsOn) - julianday(import.reportedOn) > demand.greatestAgeDays
              OR import.id IS NOT (SELECT newest.id FROM applicationListImport AS newest
                WHERE newest.list = demand.list AND newest.completedAt IS NOT NULL
                ORDER BY newest.reportedOn DESC, newest.id DESC LIMIT 1)))
        BEGIN SELECT RAISE(ABORT, 'screening-not-newest'); END;

        CREATE TRIGGER applicationScreeningGroundDecided
        BEFORE INSERT ON applicationScreeningGround
        WHEN EXISTS (SELECT 1 FROM applicationScreeningHit AS hit
            JOIN applicationScreeningStanding AS standing
              ON standing.candidateId = hit.candidateId
          WHERE hit.screeningId = NEW.screeningId AND standing.standing <> 'not-a-match')
        BEGIN SELECT RAISE(ABORT, 'screening-candidate-stands'); END;
        """
}
