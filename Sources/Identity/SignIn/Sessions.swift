import FundCore
import FundStore
import GRDB

/// A session that has just begun. Its secret goes into the browser's cookie and is kept nowhere.
public struct BegunSession: Sendable {
    public let id: SessionID
    public let person: PersonID
    public let secret: String
    public let endsAt: Instant
}

/// A session as its person may see it listed.
public struct SessionEntry: Sendable {
    public let id: SessionID
    public let startedAt: Instant
    public let lastSeenAt: Instant
}

/// Who is signed in, by which session.
public struct SignedIn: Sendable {
    public let principal: Principal
    public let session: SessionID
    /// Whether it was last noted as used so long ago that it should be noted anew.
    public let isNoteDue: Bool
}

extension IdentityModule {
    /// After so long without a request a session ends.
    public static let sessionIdleMinutes: Int64 = 120
    /// After so long a session ends, used or not.
    public static let sessionHours: Int64 = 12
    static let noteEveryMinutes: Int64 = 5

    /// Who is signed in with this secret; nil where nobody is, or is any more.
    public func signedIn(
        session secret: String, systemUser: String, in tx: borrowing ReadTx
    ) throws -> SignedIn? {
        guard secret.utf8.count == Secret.textLength else { return nil }
        let now = tx.now
        return try tx.first(
            """
            SELECT personSession.id, person.id, email, (SELECT group_concat(role) FROM personRole
              WHERE personId = person.id), lastSeenAt
            FROM personSession JOIN person ON person.id = personId
            WHERE hash = ? AND endedAt IS NULL AND endsAt > ? AND lastSeenAt > ?
            """,
            [
                SHA256Hex(of: secret).description, now.milliseconds,
                now.adding(seconds: -Self.sessionIdleMinutes * 60).milliseconds,
            ]
        ) { row in
            let roles = (row[3] as String? ?? "").split(separator: ",").compactMap {
                Role(rawValue: String($0))
            }
            let session = SessionID(row[0])
            let lastSeen = Instant(milliseconds: row[4])
            return SignedIn(
                // Whoever has shown that an address is theirs may apply.
                principal: Principal(
                    .person(
                        PersonID(row[1]), email: row[2], roles: Set(roles).union([.applicant])),
                    door: .http, systemUser: systemUser, session: session),
                session: session,
                isNoteDue: lastSeen.adding(seconds: Self.noteEveryMinutes * 60) <= now)
        }
    }

    /// Notes that a session is being used, which keeps it from ending.
    public func noteUse(of session: SessionID, in tx: borrowing WriteTx) throws {
        try tx.execute(
            "UPDATE personSession SET lastSeenAt = max(lastSeenAt, ?) WHERE id = ?",
            [tx.now.milliseconds, session.rawValue])
    }

    /// Ends the session that acts.
    public func signOut(in tx: borrowing WriteTx) throws {
        guard let session = tx.principal.session else { return }
        try end("id = ?", [session.rawValue], "session:\(session.rawValue)", in: tx)
    }

    /// Ends every session of the person who acts, and every link and code that could begin one.
    public func signOutEverywhere(in tx: borrowing WriteTx) throws {
        guard let person = tx.principal.personID else { return }
        try tx.execute(
            """
            UPDATE personSignIn SET usedAt = max(?, askedAt)
            WHERE usedAt IS NULL AND email = (SELECT email FROM person WHERE id = ?)
            """, [tx.now.milliseconds, person.rawValue])
        try end("personId = ?", [person.rawValue], "person:\(person.rawValue)", in: tx)
    }

    /// The sessions of a person that have not ended, the newest first.
    public func sessions(of person: PersonID, in tx: borrowing ReadTx) throws -> [SessionEntry] {
        try tx.list(
            """
            SELECT id, startedAt, lastSeenAt FROM personSession
            WHERE personId = ? AND endedAt IS NULL AND endsAt > ? AND lastSeenAt > ?
            ORDER BY id DESC
            """,
            [
                person.rawValue, tx.now.milliseconds,
                tx.now.adding(seconds: -Self.sessionIdleMinutes * 60).milliseconds,
            ]
        ) {
            SessionEntry(
                id: SessionID($0[0]), startedAt: Instant(milliseconds: $0[1]),
                lastSeenAt: Instant(milliseconds: $0[2]))
        }
    }

    /// Begins a session for whoever has shown that an address is theirs.
    func begin(
        _ ask: Int64, email: String, in tx: borrowing WriteTx
    ) throws -> BegunSession {
        try tx.execute(
            "UPDATE personSignIn SET usedAt = max(?, askedAt) WHERE id = ?",
            [tx.now.milliseconds, ask])
        // Whoever was signed in in this browser is not any more.
        try signOut(in: tx)
        let person = try knownPerson(email, in: tx)
        // What is long over is of no use to anybody.
        try tx.execute(
            "DELETE FROM personSession WHERE endsAt < ?",
            [tx.now.adding(seconds: -30 * 86_400).milliseconds])
        let secret = Secret.text()
        let endsAt = tx.now.adding(seconds: Self.sessionHours * 3600)
        let id = try tx.insert(
            """
            INSERT INTO personSession (personId, hash, startedAt, lastSeenAt, endsAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                person.rawValue, SHA256Hex(of: secret).description, tx.now.milliseconds,
                tx.now.milliseconds, endsAt.milliseconds,
            ])
        try tx.audit(
            "sign-in", "person:\(person.rawValue)",
            [("request", .int(ask)), ("session", .int(id))])
        return BegunSession(id: SessionID(id), person: person, secret: secret, endsAt: endsAt)
    }

    private func end(
        _ condition: String, _ arguments: StatementArguments, _ subject: String,
        in tx: borrowing WriteTx
    ) throws {
        let count = try tx.execute(
            """
            UPDATE personSession SET endedAt = max(?, startedAt)
            WHERE endedAt IS NULL AND \(condition)
            """, [tx.now.milliseconds] + arguments)
        if count > 0 { try tx.audit("sign-out", subject, [("sessions", .int(count))]) }
    }
}
