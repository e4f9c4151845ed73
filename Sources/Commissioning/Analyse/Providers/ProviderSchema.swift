import FundStore

extension CommissioningModule {
    private static let kept = "commissioning-kept"

    /// The register of providers, version by version, and what was agreed with them.
    public static let providerSchema = """
        CREATE TABLE commissioningProvider (
          id        INTEGER PRIMARY KEY,
          addedById INTEGER NOT NULL REFERENCES person(id),
          addedAt   INTEGER NOT NULL
        ) STRICT;

        \(Migration.appendOnly("commissioningProvider", code: kept))

        CREATE TABLE commissioningProviderVersion (
          id           INTEGER PRIMARY KEY,
          providerId   INTEGER NOT NULL REFERENCES commissioningProvider(id),
          version      INTEGER NOT NULL CHECK (version > 0),
          name         TEXT NOT NULL CHECK (trim(name) <> '' AND length(name) <= 200),
          -- The name as names are compared.
          nameKey      TEXT NOT NULL CHECK (nameKey <> ''),
          kind         TEXT NOT NULL CHECK (kind IN ('provider', 'group', 'service')),
          offers       TEXT NOT NULL CHECK (trim(offers) <> '' AND length(offers) <= 2000),
          contact      TEXT CHECK (trim(contact) <> '' AND length(contact) <= 200),
          organisation TEXT CHECK (trim(organisation) <> '' AND length(organisation) <= 60),
          endedBecause TEXT CHECK (trim(endedBecause) <> ''),
          authorId     INTEGER NOT NULL REFERENCES person(id),
          at           INTEGER NOT NULL,
          UNIQUE (providerId, version)
        ) STRICT;

        CREATE INDEX commissioningProviderVersionByName
          ON commissioningProviderVersion (nameKey);

        CREATE TRIGGER commissioningProviderVersionNext
        BEFORE INSERT ON commissioningProviderVersion
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningProviderVersion
          WHERE providerId = NEW.providerId), 0)
        BEGIN SELECT RAISE(ABORT, 'provider-changed'); END;

        CREATE TRIGGER commissioningProviderVersionStands
        BEFORE INSERT ON commissioningProviderVersion
        WHEN (SELECT endedBecause FROM commissioningProviderVersion
          WHERE providerId = NEW.providerId ORDER BY version DESC LIMIT 1) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'provider-ended'); END;

        CREATE TRIGGER commissioningProviderVersionOnce
        BEFORE INSERT ON commissioningProviderVersion
        WHEN EXISTS (SELECT 1 FROM commissioningProviderVersion AS other
          WHERE other.nameKey = NEW.nameKey AND other.providerId <> NEW.providerId
            AND other.endedBecause IS NULL AND NOT EXISTS (SELECT 1
              FROM commissioningProviderVersion AS later
              WHERE later.providerId = other.providerId AND later.version > other.version))
        BEGIN SELECT RAISE(ABORT, 'provider-name-taken'); END;

        \(Migration.appendOnly(
            "commissioningProviderVersion", by: [["id"], ["providerId", "version"]], code: kept))

        -- Where a version says that it works, and whom it reaches.
        CREATE TABLE commissioningProviderReach (
          versionId INTEGER NOT NULL REFERENCES commissioningProviderVersion(id),
          kind      TEXT NOT NULL CHECK (kind IN ('ward', 'community')),
          key       TEXT NOT NULL CHECK (key <> ''),
          PRIMARY KEY (versionId, kind, key)
        ) STRICT, WITHOUT ROWID;

        \(Migration.appendOnly(
            "commissioningProviderReach", by: [["versionId", "kind", "key"]], code: kept))

        CREATE TABLE commissioningProviderNote (
          id         INTEGER PRIMARY KEY,
          providerId INTEGER NOT NULL REFERENCES commissioningProvider(id),
          happenedOn TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
          text       TEXT NOT NULL CHECK (trim(text) <> '' AND length(text) <= 2000),
          authorId   INTEGER NOT NULL REFERENCES person(id),
          at         INTEGER NOT NULL,
          notedOn    TEXT NOT NULL CHECK (date(notedOn) IS notedOn),
          CONSTRAINT "provider-note-not-yet" CHECK (happenedOn <= notedOn)
        ) STRICT;

        CREATE INDEX commissioningProviderNoteByProvider
          ON commissioningProviderNote (providerId);

        \(Migration.appendOnly("commissioningProviderNote", code: kept))
        """
}
