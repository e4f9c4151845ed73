import FundStore

extension ApplicationsModule {
    public static let migrations = [
        Migration(
            6, "applications",
            """
            CREATE TABLE applicationSequence (
              year INTEGER PRIMARY KEY,
              last INTEGER NOT NULL CHECK (last > 0)
            ) STRICT;

            -- Counts every change to a round's applications, findings and checks, so that a
            -- proposal can tell whether anything has moved beneath it.
            CREATE TABLE applicationRound (
              roundId  INTEGER PRIMARY KEY REFERENCES round(id),
              revision INTEGER NOT NULL
            ) STRICT;

            CREATE TABLE applicationGroup (
              id              INTEGER PRIMARY KEY,
              organisationKey TEXT UNIQUE CHECK (organisationKey <> '')
            ) STRICT;

            CREATE TABLE application (
              id             INTEGER PRIMARY KEY,
              roundId        INTEGER NOT NULL REFERENCES applicationRound(roundId),
              reference      TEXT NOT NULL UNIQUE,
              groupId        INTEGER NOT NULL REFERENCES applicationGroup(id),
              organisation   TEXT NOT NULL,
              nameKey        TEXT NOT NULL,
              registrationNumber TEXT,
              postcode       TEXT,
              title          TEXT NOT NULL,
              summary        TEXT NOT NULL,
              requestedPence INTEGER CHECK (requestedPence >= 0),
              minimumPence   INTEGER,
              status         TEXT NOT NULL CHECK (status IN (
                'submitted', 'eligible', 'ineligible', 'awarded', 'declined')),
              source         TEXT NOT NULL CHECK (source IN ('form', '360giving')),
              sourceId       TEXT,
              submittedAt    INTEGER NOT NULL,
              enteredById    INTEGER REFERENCES person(id),
              lateReason     TEXT CHECK (lateReason <> ''),
              UNIQUE (roundId, sourceId),
              CHECK (minimumPence > 0 AND minimumPence <= requestedPence),
              CHECK (status IN ('submitted', 'ineligible') OR
                (organisation <> '' AND title <> '' AND requestedPence > 0
                 AND minimumPence IS NOT NULL))
            ) STRICT;
            CREATE INDEX applicationByRound ON application (roundId, id);
            CREATE INDEX applicationByStatus ON application (roundId, status, id);
            CREATE INDEX applicationByGroup ON application (groupId, roundId);
            CREATE INDEX applicationByName ON application (roundId, nameKey);

            CREATE TABLE applicationContact (
              applicationId INTEGER PRIMARY KEY REFERENCES application(id),
              name          TEXT NOT NULL,
              email         TEXT CHECK (email LIKE '_%@_%.%'),
              language      TEXT
            ) STRICT;

            CREATE TABLE applicationPriority (
              applicationId INTEGER NOT NULL REFERENCES application(id),
              priorityKey   TEXT NOT NULL,
              PRIMARY KEY (applicationId, priorityKey)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE applicationAnswer (
              applicationId INTEGER NOT NULL REFERENCES application(id),
              questionKey   TEXT NOT NULL,
              value         TEXT NOT NULL CHECK (json_valid(value)),
              PRIMARY KEY (applicationId, questionKey)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE applicationFinding (
              id            INTEGER PRIMARY KEY,
              applicationId INTEGER NOT NULL REFERENCES application(id),
              code          TEXT NOT NULL,
              blocking      INTEGER NOT NULL CHECK (blocking IN (0, 1)),
              detail        TEXT NOT NULL,
              foundAt       INTEGER NOT NULL,
              resolvedAt    INTEGER,
              resolvedById  INTEGER REFERENCES person(id),
              UNIQUE (applicationId, code),
              CHECK (resolvedAt IS NOT NULL OR resolvedById IS NULL)
            ) STRICT;

            CREATE TABLE applicationCheck (
              id            INTEGER PRIMARY KEY,
              applicationId INTEGER NOT NULL REFERENCES application(id),
              eligible      INTEGER NOT NULL CHECK (eligible IN (0, 1)),
              reason        TEXT CHECK (reason <> ''),
              checkedById   INTEGER NOT NULL REFERENCES person(id),
              checkedAt     INTEGER NOT NULL,
              CHECK (eligible = 1 OR reason IS NOT NULL)
            ) STRICT;
            CREATE INDEX applicationCheckByApplication ON applicationCheck (applicationId, id);

            \(Migration.appendOnly("applicationCheck", code: "application-kept"))
            \(Migration.neverReplaced(
                "application",
                by: [["id"], ["reference"], ["roundId", "sourceId"]],
                code: "application-kept"))

            -- What a group sent stays as it was sent.
            CREATE TRIGGER applicationStays BEFORE UPDATE ON application
            WHEN NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId
              OR NEW.reference <> OLD.reference OR NEW.groupId <> OLD.groupId
              OR NEW.organisation <> OLD.organisation OR NEW.nameKey <> OLD.nameKey
              OR NEW.registrationNumber IS NOT OLD.registrationNumber
              OR NEW.postcode IS NOT OLD.postcode OR NEW.title <> OLD.title
              OR NEW.summary <> OLD.summary OR NEW.requestedPence IS NOT OLD.requestedPence
              OR NEW.minimumPence IS NOT OLD.minimumPence OR NEW.source <> OLD.source
              OR NEW.sourceId IS NOT OLD.sourceId OR NEW.submittedAt <> OLD.submittedAt
              OR NEW.enteredById IS NOT OLD.enteredById OR NEW.lateReason IS NOT OLD.lateReason
            BEGIN SELECT RAISE(ABORT, 'application-kept'); END;

            \(Migration.appendOnly(
                "applicationAnswer", by: [["applicationId", "questionKey"]],
                code: "application-kept"))
            \(Migration.neverReplaced(
                "applicationRound", by: [["roundId"]], code: "application-kept"))

            CREATE TRIGGER applicationRoundCountsUp BEFORE UPDATE ON applicationRound
            WHEN NEW.revision < OLD.revision OR NEW.roundId <> OLD.roundId
            BEGIN SELECT RAISE(ABORT, 'application-kept'); END;

            CREATE TRIGGER applicationFindingKept BEFORE DELETE ON applicationFinding
            BEGIN SELECT RAISE(ABORT, 'application-kept'); END;

            CREATE TRIGGER applicationAdded AFTER INSERT ON application
            BEGIN
              UPDATE applicationRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
            END;

            CREATE TRIGGER applicationChanged AFTER UPDATE ON application
            BEGIN
              UPDATE applicationRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
            END;

            CREATE TRIGGER applicationFindingAdded AFTER INSERT ON applicationFinding
            WHEN NEW.blocking = 1
            BEGIN
              UPDATE applicationRound SET revision = revision + 1 WHERE roundId =
                (SELECT roundId FROM application WHERE id = NEW.applicationId);
            END;

            CREATE TRIGGER applicationFindingChanged AFTER UPDATE ON applicationFinding
            WHEN NEW.blocking = 1
            BEGIN
              UPDATE applicationRound SET revision = revision + 1 WHERE roundId =
                (SELECT roundId FROM application WHERE id = NEW.applicationId);
            END;

            CREATE TRIGGER applicationEligibleWithoutFindings BEFORE UPDATE OF status
            ON application
            WHEN NEW.status = 'eligible' AND EXISTS (
              SELECT 1 FROM applicationFinding
              WHERE applicationId = NEW.id AND blocking = 1 AND resolvedAt IS NULL)
            BEGIN SELECT RAISE(ABORT, 'application-finding-open'); END;

            CREATE TRIGGER applicationDecidedOnce BEFORE UPDATE OF status ON application
            WHEN OLD.status IN ('awarded', 'declined')
            BEGIN SELECT RAISE(ABORT, 'application-decided'); END;

            CREATE TRIGGER applicationKept BEFORE DELETE ON application
            BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
            """),
        Migration(
            14, "applications by who sent them",
            """
            CREATE INDEX applicationByOwner ON application (enteredById, roundId, id)
              WHERE enteredById IS NOT NULL;
            """),
        Migration(
            16, "applications on the web",
            Migration.rebuilding(
                "application",
                """
                CREATE TABLE application (
                  id             INTEGER PRIMARY KEY,
                  roundId        INTEGER NOT NULL REFERENCES applicationRound(roundId),
                  reference      TEXT NOT NULL UNIQUE,
                  groupId        INTEGER NOT NULL REFERENCES applicationGroup(id),
                  organisation   TEXT NOT NULL,
                  nameKey        TEXT NOT NULL,
                  registrationNumber TEXT,
                  postcode       TEXT,
                  title          TEXT NOT NULL,
                  summary        TEXT NOT NULL,
                  requestedPence INTEGER CHECK (requestedPence >= 0),
                  minimumPence   INTEGER,
                  status         TEXT NOT NULL CHECK (status IN (
                    'submitted', 'eligible', 'ineligible', 'awarded', 'declined', 'withdrawn')),
                  source         TEXT NOT NULL CHECK (source IN ('form', '360giving')),
                  sourceId       TEXT,
                  submittedAt    INTEGER NOT NULL,
                  enteredById    INTEGER REFERENCES person(id),
                  lateReason     TEXT CHECK (lateReason <> ''),
                  UNIQUE (roundId, sourceId),
                  CHECK (minimumPence > 0 AND minimumPence <= requestedPence),
                  CHECK (status IN ('submitted', 'ineligible', 'withdrawn') OR
                    (organisation <> '' AND title <> '' AND requestedPence > 0
                     AND minimumPence IS NOT NULL))
                ) STRICT;
                """,
                """
                CREATE INDEX applicationByRound ON application (roundId, id);
                CREATE INDEX applicationByStatus ON application (roundId, status, id);
                CREATE INDEX applicationByGroup ON application (groupId, roundId);
                CREATE INDEX applicationByName ON application (roundId, nameKey);
                CREATE INDEX applicationByOwner ON application (enteredById, roundId, id)
                  WHERE enteredById IS NOT NULL;
                \(Migration.neverReplaced(
                    "application", by: [["id"], ["reference"], ["roundId", "sourceId"]],
                    code: "application-kept"))
                -- What a group sent stays as it was sent.
                CREATE TRIGGER applicationStays BEFORE UPDATE ON application
                WHEN NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId
                  OR NEW.reference <> OLD.reference OR NEW.groupId <> OLD.groupId
                  OR NEW.organisation <> OLD.organisation OR NEW.nameKey <> OLD.nameKey
                  OR NEW.registrationNumber IS NOT OLD.registrationNumber
                  OR NEW.postcode IS NOT OLD.postcode OR NEW.title <> OLD.title
                  OR NEW.summary <> OLD.summary OR NEW.requestedPence IS NOT OLD.requestedPence
                  OR NEW.minimumPence IS NOT OLD.minimumPence OR NEW.source <> OLD.source
                  OR NEW.sourceId IS NOT OLD.sourceId OR NEW.submittedAt <> OLD.submittedAt
                  OR NEW.enteredById IS NOT OLD.enteredById OR NEW.lateReason IS NOT OLD.lateReason
                BEGIN SELECT RAISE(ABORT, 'application-kept'); END;

                CREATE TRIGGER applicationAdded AFTER INSERT ON application
                BEGIN
                  UPDATE applicationRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
                END;

                CREATE TRIGGER applicationChanged AFTER UPDATE ON application
                BEGIN
                  UPDATE applicationRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
                END;

                CREATE TRIGGER applicationEligibleWithoutFindings BEFORE UPDATE OF status
                ON application
                WHEN NEW.status = 'eligible' AND EXISTS (
                  SELECT 1 FROM applicationFinding
                  WHERE applicationId = NEW.id AND blocking = 1 AND resolvedAt IS NULL)
                BEGIN SELECT RAISE(ABORT, 'application-finding-open'); END;

                CREATE TRIGGER applicationDecidedOnce BEFORE UPDATE OF status ON application
                WHEN OLD.status IN ('awarded', 'declined', 'withdrawn')
                BEGIN SELECT RAISE(ABORT, 'application-decided'); END;

                CREATE TRIGGER applicationKept BEFORE DELETE ON application
                BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
                """)
                + draftTables),
        Migration(
            20, "invitations, and drafts without end",
            """
            -- Whoever invites sends an email: counted apart, as a membership can be taken back.
            CREATE TABLE applicationInvitation (
              id       INTEGER PRIMARY KEY,
              sentById INTEGER NOT NULL REFERENCES person(id),
              sentAt   INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX applicationInvitationBySender
              ON applicationInvitation (sentById, sentAt);
            INSERT INTO applicationInvitation (sentById, sentAt)
              SELECT addedById, addedAt FROM applicationDraftMember WHERE addedById <> personId;

            -- For a group without an email address: lines, parted by line feeds.
            ALTER TABLE applicationContact ADD COLUMN address TEXT CHECK (address <> '');

            CREATE INDEX applicationDraftByStarter ON applicationDraft (startedById, applicationId)
              WHERE assistedBy IS NULL AND applicationId IS NULL AND discardedAt IS NULL;
            CREATE INDEX applicationDraftTyped ON applicationDraft (roundId, applicationId, id)
              WHERE assistedBy IS NOT NULL AND applicationId IS NULL AND discardedAt IS NULL;
            -- More than the program lets anybody begin.
            CREATE TRIGGER applicationDraftsEnd BEFORE INSERT ON applicationDraft
            WHEN NEW.assistedBy IS NULL AND 10 <= (
              SELECT count(*) FROM applicationDraft WHERE startedById = NEW.startedById
                AND assistedBy IS NULL AND applicationId IS NULL AND discardedAt IS NULL)
            BEGIN SELECT RAISE(ABORT, 'drafts-too-many'); END;
            CREATE TRIGGER applicationDraftMembersEnd BEFORE INSERT ON applicationDraftMember
            WHEN 20 <= (SELECT count(*) FROM applicationDraftMember WHERE draftId = NEW.draftId)
            BEGIN SELECT RAISE(ABORT, 'members-too-many'); END;
            DROP INDEX applicationDraftMemberByAdder;
            """),
        Migration(27, "screening against lists", screeningTables),
    ]
}
