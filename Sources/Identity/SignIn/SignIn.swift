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
