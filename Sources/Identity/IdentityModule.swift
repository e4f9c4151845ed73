import FundCore
import FundStore
import GRDB

/// A person and what they may do, as `people.yaml` lists them.
public struct PersonEntry: Sendable {
    public let email: String
    public let name: String
    public let roles: Set<Role>

    public init(email: String, name: String, roles: Set<Role>) {
        self.email = email
        self.name = name
        self.roles = roles
    }
}

public struct Person: Sendable {
    public let id: PersonID
    public let email: String
    public let name: String
    public let roles: Set<Role>
}

/// The people of the fund and their roles.
public struct IdentityModule: Sendable {
    public init() {}

    /// Adds a person, or brings name and roles up to date.
    /// - Returns: whether the person is new.
    public func record(_ entry: PersonEntry, in tx: borrowing WriteTx) throws -> Bool {
        let roles = entry.roles.map(\.rawValue).sorted()
        guard let known = try person(entry.email, in: tx.reading) else {
            let id = try tx.insert(
                "INSERT INTO person (email, name) VALUES (?, ?)", [entry.email, entry.name])
            try set(roles, of: id, in: tx)
            try tx.audit("person.addition", "person:\(id)", Self.detail(roles))
            return true
        }
        if known.name != entry.name {
            try tx.execute(
                "UPDATE person SET name = ? WHERE id = ?", [entry.name, known.id.rawValue])
            try tx.audit("person.name", "person:\(known.id.rawValue)")
        }
        if known.roles != entry.roles {
            try set(roles, of: known.id.rawValue, in: tx)
            try tx.audit("person.roles", "person:\(known.id.rawValue)", Self.detail(roles))
        }
        return false
    }

    /// Takes their roles from everybody who is not in `listed`: they stay known, and may do nothing.
    /// - Returns: their addresses.
    public func retire(
        allBut listed: [PersonEntry], in tx: borrowing WriteTx
    ) throws -> [String] {
        let kept = Set(listed.map { $0.email.lowercased() })
        let retired = try tx.reading.list(
            "SELECT id, email FROM person WHERE id IN (SELECT personId FROM personRole)",
            [], { (id: $0[0] as Int64, email: $0[1] as String) }
        ).filter { !kept.contains($0.email.lowercased()) }
        for person in retired {
            try set([], of: person.id, in: tx)
            try tx.audit("person.retirement", "person:\(person.id)")
        }
        return retired.map(\.email)
    }

    /// The person with this address, capitals aside; nil where there is none.
    public func person(_ email: String, in tx: borrowing ReadTx) throws -> Person? {
        let found = try tx.first(
            "SELECT id, email, name FROM person WHERE email = ?", [email],
            { (id: PersonID($0[0]), email: $0[1] as String, name: $0[2] as String) })
        guard let found else { return nil }
        let roles = try tx.list(
            "SELECT role FROM personRole WHERE personId = ?", [found.id.rawValue],
            { Role(rawValue: $0[0]) })
        return Person(
            id: found.id, email: found.email, name: found.name, roles: Set(roles.compactMap(\.self))
        )
    }

    /// - Throws: `AccessProblem.unknownPerson`.
    public func principal(
        _ email: String, door: Principal.Door, systemUser: String, in tx: borrowing ReadTx
    ) throws -> Principal {
        guard let person = try person(email, in: tx) else {
            throw AccessProblem.unknownPerson(email: email)
        }
        return Principal(
            .person(person.id, email: person.email, roles: person.roles), door: door,
            systemUser: systemUser)
    }

    public func email(of id: PersonID, in tx: borrowing ReadTx) throws -> String {
        try tx.first("SELECT email FROM person WHERE id = ?", [id.rawValue], { $0[0] }) ?? ""
    }

    public func name(of id: PersonID, in tx: borrowing ReadTx) throws -> String {
        try tx.first("SELECT name FROM person WHERE id = ?", [id.rawValue], { $0[0] }) ?? ""
    }

    /// The addresses of these people, by id.
    public func emails(
        of people: some Sequence<PersonID>, in tx: borrowing ReadTx
    ) throws -> [PersonID: String] {
        var emails: [PersonID: String] = [:]
        try tx.forEach(
            "SELECT id, email FROM person WHERE id IN (SELECT value FROM json_each(?))",
            [Self.list(people)]
        ) { emails[PersonID($0[0])] = $0[1] }
        return emails
    }

    /// What these people are called, by id.
    public func names(
        of people: some Sequence<PersonID>, in tx: borrowing ReadTx
    ) throws -> [PersonID: String] {
        var names: [PersonID: String] = [:]
        try tx.forEach(
            "SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each(?))",
            [Self.list(people)]
        ) { names[PersonID($0[0])] = $0[1] }
        return names
    }

    /// `[1,2]`, for `json_each`.
    private static func list(_ people: some Sequence<PersonID>) -> String {
        "[" + Set(people).map { "\($0.rawValue)" }.joined(separator: ",") + "]"
    }

    /// These people, in the order of their addresses.
    public func people(
        _ people: some Sequence<PersonID>, in tx: borrowing ReadTx
    ) throws -> [Person] {
        let ids = Self.list(people)
        var roles: [PersonID: Set<Role>] = [:]
        try tx.forEach(
            """
            SELECT personId, role FROM personRole
            WHERE personId IN (SELECT value FROM json_each(?))
            """, [ids]
        ) {
            if let role = Role(rawValue: $0[1]) { roles[PersonID($0[0]), default: []].insert(role) }
        }
        return try tx.list(
            """
            SELECT id, email, name FROM person WHERE id IN (SELECT value FROM json_each(?))
            ORDER BY email
            """, [ids]
        ) {
            let id = PersonID($0[0])
            return Person(id: id, email: $0[1], name: $0[2], roles: roles[id] ?? [])
        }
    }

    /// Calls `body` with everybody, in the order of their addresses.
    public func people(in tx: borrowing ReadTx, _ body: (Person) throws -> Void) throws {
        var roles: [PersonID: Set<Role>] = [:]
        try tx.forEach("SELECT personId, role FROM personRole") {
            if let role = Role(rawValue: $0[1]) { roles[PersonID($0[0]), default: []].insert(role) }
        }
        try tx.forEach("SELECT id, email, name FROM person ORDER BY email") {
            let id = PersonID($0[0])
            try body(Person(id: id, email: $0[1], name: $0[2], roles: roles[id] ?? []))
        }
    }

    /// The names of everybody who has a role beside that of a group's own people.
    public func staffNames(in tx: borrowing ReadTx) throws -> [String] {
        try tx.list(
            """
            SELECT name FROM person WHERE id IN (
              SELECT personId FROM personRole WHERE role <> ?)
            ORDER BY id
            """, [Role.applicant.rawValue], { $0[0] })
    }

    /// Every address, by id.
    public func emails(in tx: borrowing ReadTx) throws -> [PersonID: String] {
        var emails: [PersonID: String] = [:]
        try tx.forEach("SELECT id, email FROM person") { emails[PersonID($0[0])] = $0[1] }
        return emails
    }

    private func set(_ roles: [String], of id: Int64, in tx: borrowing WriteTx) throws {
        try tx.execute("DELETE FROM personRole WHERE personId = ?", [id])
        for role in roles {
            try tx.execute("INSERT INTO personRole (personId, role) VALUES (?, ?)", [id, role])
        }
    }

    private static func detail(_ roles: [String]) -> [(key: String, value: JSONValue)] {
        [("roles", .array(roles.map { .string($0) }))]
    }

    /// The schema's part of showing another module whose address one is: a view for the step that
    /// needs it, and no longer.
    public static let addressesView = """
        CREATE VIEW addressedPerson AS SELECT id AS personId, email FROM person;
        """

    public static let migrations = [
        Migration(
            3, "people",
            """
            CREATE TABLE person (
              id    INTEGER PRIMARY KEY,
              email TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (email LIKE '_%@_%'),
              name  TEXT NOT NULL CHECK (name <> '')
            ) STRICT;

            CREATE TABLE personRole (
              personId INTEGER NOT NULL REFERENCES person(id),
              role     TEXT NOT NULL CHECK (role IN (
                'applicant', 'panelMember', 'officer', 'decisionMaker', 'finance', 'auditor',
                'administrator')),
              PRIMARY KEY (personId, role)
            ) STRICT, WITHOUT ROWID;
            """),
        Migration(
            11, "tokens",
            """
            CREATE TABLE personToken (
              id          INTEGER PRIMARY KEY,
              personId    INTEGER NOT NULL REFERENCES person(id),
              label       TEXT NOT NULL CHECK (label <> ''),
              -- SHA-256 of the token: 256 random bits, so it needs neither salt nor stretching.
              hash        TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
              createdAt   INTEGER NOT NULL,
              -- Nobody where whoever works the machine made it.
              createdById INTEGER REFERENCES person(id),
              expiresAt   INTEGER NOT NULL CHECK (expiresAt > createdAt),
              revokedAt   INTEGER CHECK (revokedAt >= createdAt)
            ) STRICT;
            CREATE INDEX personTokenByPerson ON personToken (personId, id);

            -- A token only ever ends.
            CREATE TRIGGER personTokenStays BEFORE UPDATE ON personToken
            WHEN OLD.revokedAt IS NOT NULL OR NEW.revokedAt IS NULL OR NEW.id <> OLD.id
              OR NEW.personId <> OLD.personId OR NEW.label <> OLD.label OR NEW.hash <> OLD.hash
              OR NEW.createdAt <> OLD.createdAt OR NEW.createdById IS NOT OLD.createdById
              OR NEW.expiresAt <> OLD.expiresAt
            BEGIN SELECT RAISE(ABORT, 'token-final'); END;

            CREATE TRIGGER personTokenKept BEFORE DELETE ON personToken
            BEGIN SELECT RAISE(ABORT, 'token-final'); END;

            \(Migration.neverReplaced(
                "personToken", by: [["id"], ["hash"]], code: "token-final"))
            """),
        Migration(
            15, "signing in",
            """
            -- An address is kept a day at the most; what was sent to it, as hashes only.
            CREATE TABLE personSignIn (
              id           INTEGER PRIMARY KEY,
              email        TEXT NOT NULL COLLATE NOCASE CHECK (email LIKE '_%@_%'),
              linkHash     TEXT NOT NULL UNIQUE CHECK (length(linkHash) = 64),
              codeHash     TEXT NOT NULL CHECK (length(codeHash) = 64),
              browserHash  TEXT NOT NULL CHECK (length(browserHash) = 64),
              askedAt      INTEGER NOT NULL,
              expiresAt    INTEGER NOT NULL CHECK (expiresAt > askedAt),
              failureCount INTEGER NOT NULL DEFAULT 0 CHECK (failureCount BETWEEN 0 AND 5),
              usedAt       INTEGER CHECK (usedAt >= askedAt)
            ) STRICT;
            CREATE INDEX personSignInByEmail ON personSignIn (email, askedAt);
            CREATE INDEX personSignInByBrowser ON personSignIn (browserHash);
            CREATE INDEX personSignInByTime ON personSignIn (askedAt);
            CREATE INDEX personSignInByEnd ON personSignIn (expiresAt);

            -- A link and its code are used once, and guesses only add up.
            CREATE TRIGGER personSignInOnce BEFORE UPDATE ON personSignIn
            WHEN OLD.usedAt IS NOT NULL OR NEW.failureCount < OLD.failureCount
              OR NEW.email <> OLD.email OR NEW.linkHash <> OLD.linkHash
              OR NEW.codeHash <> OLD.codeHash OR NEW.browserHash <> OLD.browserHash
              OR NEW.askedAt <> OLD.askedAt OR NEW.expiresAt <> OLD.expiresAt
            BEGIN SELECT RAISE(ABORT, 'sign-in-once'); END;

            CREATE TABLE personSession (
              id         INTEGER PRIMARY KEY,
              personId   INTEGER NOT NULL REFERENCES person(id),
              hash       TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
              startedAt  INTEGER NOT NULL,
              lastSeenAt INTEGER NOT NULL,
              endsAt     INTEGER NOT NULL CHECK (endsAt > startedAt),
              endedAt    INTEGER CHECK (endedAt >= startedAt)
            ) STRICT;
            CREATE INDEX personSessionByPerson ON personSession (personId, id);
            CREATE INDEX personSessionByEnd ON personSession (endsAt);

            -- A session only ever ends.
            CREATE TRIGGER personSessionStays BEFORE UPDATE ON personSession
            WHEN OLD.endedAt IS NOT NULL OR NEW.personId <> OLD.personId OR NEW.hash <> OLD.hash
              OR NEW.startedAt <> OLD.startedAt OR NEW.endsAt <> OLD.endsAt
              OR NEW.lastSeenAt < OLD.lastSeenAt
            BEGIN SELECT RAISE(ABORT, 'session-final'); END;
            """),
    ]
}
