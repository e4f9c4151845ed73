import FundCore
import FundStore
import GRDB

/// What is sent to an address so that whoever reads its mail can sign in. It is kept nowhere: the
/// database has hashes only.
public struct SignInSecrets: Sendable {
    public let email: String
    /// Stands in the link: 256 random bits, good in any browser.
    public let link: String
    /// Eight digits, good in the browser that asked.
    public let code: String
}

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

public enum SignInProblem: Problem {
    /// The same for a code or link that never was, was used, or is too old.
    case codeWrong
    case linkWrong
    case tooMany(minutes: Int64)

    public var report: ProblemReport {
        switch self {
        case .codeWrong: ProblemReport("sign-in-code-wrong", .invalid)
        case .linkWrong: ProblemReport("sign-in-link-wrong", .notFound)
        case .tooMany(let minutes):
            ProblemReport("sign-in-too-many", .tooMany, ["minutes": "\(minutes)"])
        }
    }
}

extension IdentityModule {
    /// How long a link and a code are good for.
    public static let signInMinutes: Int64 = 15
    /// After so long without a request a session ends.
    public static let sessionIdleMinutes: Int64 = 120
    /// After so long a session ends, used or not.
    public static let sessionHours: Int64 = 12
    static let greatestFailureCount: Int64 = 5
    /// For one address, whoever asks; the door has a lower limit for each who asks, so that nobody
    /// alone keeps another from signing in.
    static let greatestAskCount: Int64 = 20
    /// For one address, by clients who ask for it for the first time: others cannot use up what its
    /// owner needs to sign in.
    static let greatestFirstAskCount: Int64 = 200
    /// For all addresses together: nobody makes this program send mail without end.
    static let greatestAskCountOfAll: Int64 = 1000
    /// Wrong codes for one address in a day; beyond that only links sign in.
    static let greatestFailureCountOfDay: Int64 = 50
    static let noteEveryMinutes: Int64 = 5

    /// How often somebody may ask.
    public enum AskLimit: Sendable {
        /// Whoever works the machine.
        case none
        /// A client that has not asked for this address lately.
        case firstOfClient
        case others
    }

    public static func notAnAddress(_ text: String) -> InvalidInput {
        InvalidInput("sign-in", [FieldProblem("email", text.isEmpty ? "missing" : "not-email")])
    }

    /// Makes a link and a code for an address, whether it is known here or not.
    ///
    /// - Parameter browser: the secret of the browser that asks; the code is good there only.
    /// - Throws: `InvalidInput`, `SignInProblem.tooMany`.
    public func askToSignIn(
        _ email: String, browser: String, limit: AskLimit = .others, in tx: borrowing WriteTx
    ) throws -> SignInSecrets {
        let email = email.trimmed
        guard email.isEmailAddress else { throw Self.notAnAddress(email) }
        // An address is kept no longer than it is needed.
        try tx.execute(
            "DELETE FROM personSignIn WHERE expiresAt < ?",
            [tx.now.adding(seconds: -86_400).milliseconds])
        let since = tx.now.adding(seconds: -Self.signInMinutes * 60).milliseconds
        let asked = try tx.reading.first(
            """
            SELECT (SELECT count(*) FROM personSignIn WHERE email = ?1 AND askedAt > ?2),
              (SELECT count(*) FROM personSignIn WHERE askedAt > ?2)
            """, [email, since], { (own: $0[0] as Int64, all: $0[1] as Int64) })
        let greatest =
            limit == .firstOfClient ? Self.greatestFirstAskCount : Self.greatestAskCount
        let isWithin =
            asked?.own ?? 0 < greatest && asked?.all ?? 0 < Self.greatestAskCountOfAll
        guard isWithin || limit == .none else {
            throw SignInProblem.tooMany(minutes: Self.signInMinutes)
        }
        let secrets = SignInSecrets(
            email: email, link: Secret.text(),
            code: Secret.digits(8))
        _ = try tx.insert(
            """
            INSERT INTO personSignIn (email, linkHash, codeHash, browserHash, askedAt, expiresAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                email, SHA256Hex(of: secrets.link).description,
                Self.codeHash(secrets.code, browser), SHA256Hex(of: browser).description,
                tx.now.milliseconds, tx.now.adding(seconds: Self.signInMinutes * 60).milliseconds,
            ])
        // Asking is anybody's, and leaves no row in the trail: signing in does.
        return secrets
    }

    /// Begins a session by a code, in the browser that asked for it. A wrong code is counted, and
    /// five end them all: nobody guesses one of a hundred million.
    ///
    /// - Returns: nil where the code is wrong; what was counted is to be kept, so nothing is thrown.
    public func signIn(
        code: String, browser: String, in tx: borrowing WriteTx
    ) throws -> BegunSession? {
        let digits = String(code.unicodeScalars.compactMap(\.asDigit))
        let asks = try tx.reading.list(
            """
            SELECT id, email, codeHash FROM personSignIn
            WHERE browserHash = ? AND usedAt IS NULL AND expiresAt > ? AND failureCount < ?
              AND (SELECT sum(failureCount) FROM personSignIn AS other
                WHERE other.email = personSignIn.email) < ?
            ORDER BY id DESC
            """,
            [
                SHA256Hex(of: browser).description, tx.now.milliseconds,
                Self.greatestFailureCount, Self.greatestFailureCountOfDay,
            ], { (id: $0[0] as Int64, email: $0[1] as String, hash: $0[2] as String) })
        let wanted = Self.codeHash(digits, browser)
        guard let ask = asks.first(where: { $0.hash == wanted }) else {
            for ask in asks {
                try tx.execute(
                    "UPDATE personSignIn SET failureCount = failureCount + 1 WHERE id = ?",
                    [ask.id])
            }
            return nil
        }
        return try begin(ask.id, email: ask.email, in: tx)
    }

    /// Whose link it is, nil where it is not good any more; looking does not use it up.
    public func email(ofLink link: String, in tx: borrowing ReadTx) throws -> String? {
        try ask(link: link, in: tx)?.email
    }

    /// Begins a session by a link.
    /// - Throws: `SignInProblem.linkWrong`.
    public func signIn(link: String, in tx: borrowing WriteTx) throws -> BegunSession {
        guard let ask = try ask(link: link, in: tx.reading) else {
            throw SignInProblem.linkWrong
        }
        return try begin(ask.id, email: ask.email, in: tx)
    }

    /// Makes a link by which somebody signs in, for whoever works the machine to hand on.
    public func makeSignInLink(
        for email: String, in tx: borrowing WriteTx
    ) throws -> SignInSecrets {
        try tx.principal.requireOperator(or: .administrator)
        let made = try askToSignIn(email, browser: Secret.text(), limit: .none, in: tx)
        try tx.audit("sign-in.link", "signIn:\(SHA256Hex(of: made.link).description.prefix(16))")
        return made
    }

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

    /// The person with this address, who is made known if they are not yet.
    public func personToInvite(_ email: String, in tx: borrowing WriteTx) throws -> PersonID {
        let email = email.trimmed
        guard email.isEmailAddress else {
            throw InvalidInput(
                "invitation", [FieldProblem("email", email.isEmpty ? "missing" : "not-email")])
        }
        return try knownPerson(email, in: tx)
    }

    private func knownPerson(_ email: String, in tx: borrowing WriteTx) throws -> PersonID {
        if let known = try person(email, in: tx.reading) { return known.id }
        let id = try tx.insert(
            "INSERT INTO person (email, name) VALUES (?, ?)", [email, email])
        try tx.audit("person.addition", "person:\(id)", [("roles", .array([]))])
        return PersonID(id)
    }

    private func begin(
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

    private func ask(
        link: String, in tx: borrowing ReadTx
    ) throws -> (id: Int64, email: String)? {
        guard link.utf8.count == Secret.textLength else { return nil }
        return try tx.first(
            """
            SELECT id, email FROM personSignIn
            WHERE linkHash = ? AND usedAt IS NULL AND expiresAt > ? AND failureCount < ?
            """,
            [
                SHA256Hex(of: link).description, tx.now.milliseconds, Self.greatestFailureCount,
            ], { ($0[0], $0[1]) })
    }

    /// Eight digits alone could be found from their hash; with the browser's secret they cannot.
    private static func codeHash(_ code: String, _ browser: String) -> String {
        SHA256Hex(of: "\(browser):\(code)").description
    }
}

extension Unicode.Scalar {
    /// A digit of any script as 0 to 9: a phone may type Urdu ones.
    fileprivate var asDigit: Character? {
        guard properties.numericType == .decimal, let value = properties.numericValue else {
            return nil
        }
        return Character("\(Int(value))")
    }
}
