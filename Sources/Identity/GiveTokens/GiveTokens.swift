import FundCore
import FundStore
import GRDB

/// A token as it may be listed: never the token itself, which nobody has but its holder.
public struct TokenEntry: Sendable {
    public let id: TokenID
    public let email: String
    public let label: String
    public let createdAt: Instant
    public let expiresAt: Instant
    public let revokedAt: Instant?
}

/// A token that was just made. This is the only time that it can be shown.
public struct GivenToken: Sendable {
    public let entry: TokenEntry
    /// `cohesion_` and 43 letters, digits, dashes and underlines: 256 random bits.
    public let secret: String
}

public enum TokenProblem: Problem {
    case unknown(id: String)
    case endedBefore(id: Int64)

    public var report: ProblemReport {
        switch self {
        case .unknown(let id): ProblemReport("token-unknown", .notFound, ["id": id])
        case .endedBefore(let id):
            ProblemReport("token-ended-before", .conflict, ["id": "\(id)"])
        }
    }
}

extension IdentityModule {
    /// The longest life of a token, in days.
    public static let greatestTokenDays: Int64 = 366
    public static let greatestTokenLabelLength = 100
    static let tokenPrefix = "cohesion_"

    /// Makes a token by which programs act for a person.
    ///
    /// - Parameters:
    ///   - days: how long it is good for, 1 to `greatestTokenDays`.
    ///   - label: what it is for, one line.
    /// - Throws: `InvalidInput`, `AccessProblem`.
    public func giveToken(
        to email: String, label: String, days: Int64, in tx: borrowing WriteTx
    ) throws -> GivenToken {
        try tx.principal.requireOperator(or: .administrator)
        let label = label.trimmed
        var problems: [FieldProblem] = []
        if label.isEmpty { problems.append(FieldProblem("label", "missing")) }
        if label.hasControlCharacters { problems.append(FieldProblem("label", "one-line")) }
        if label.unicodeScalars.count > Self.greatestTokenLabelLength {
            problems.append(
                FieldProblem(
                    "label", "too-long", ["maximum": "\(Self.greatestTokenLabelLength)"]))
        }
        if days < 1 { problems.append(FieldProblem("days", "too-small", ["minimum": "1"])) }
        if days > Self.greatestTokenDays {
            problems.append(
                FieldProblem("days", "too-large", ["maximum": "\(Self.greatestTokenDays)"]))
        }
        guard problems.isEmpty else { throw InvalidInput("token", problems) }
        guard let person = try person(email, in: tx.reading) else {
            throw AccessProblem.unknownPerson(email: email)
        }
        let secret = Self.tokenPrefix + Secret.text()
        let expires = tx.now.adding(seconds: days * 86_400)
        let id = try tx.insert(
            """
            INSERT INTO personToken (personId, label, hash, createdAt, createdById, expiresAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                person.id.rawValue, label, SHA256Hex(of: secret).description, tx.now.milliseconds,
                tx.principal.personID?.rawValue, expires.milliseconds,
            ])
        try tx.audit(
            "token.giving", "token:\(id)",
            [
                ("person", .int(person.id.rawValue)), ("expires", .string(expires.iso8601)),
            ])
        return GivenToken(
            entry: TokenEntry(
                id: TokenID(id), email: person.email, label: label, createdAt: tx.now,
                expiresAt: expires, revokedAt: nil),
            secret: secret)
    }

    /// Ends a token, at once and for good.
    /// - Throws: `TokenProblem`.
    public func revokeToken(_ id: TokenID, in tx: borrowing WriteTx) throws -> TokenEntry {
        try tx.principal.requireOperator(or: .administrator)
        guard let known = try token(id, in: tx.reading) else {
            throw TokenProblem.unknown(id: "\(id.rawValue)")
        }
        guard known.revokedAt == nil else { throw TokenProblem.endedBefore(id: id.rawValue) }
        try tx.execute(
            // A clock that was put back keeps no token alive.
            "UPDATE personToken SET revokedAt = max(?, createdAt) WHERE id = ?",
            [tx.now.milliseconds, id.rawValue])
        try tx.audit("token.revocation", "token:\(id.rawValue)")
        guard let revoked = try token(id, in: tx.reading) else {
            throw TokenProblem.unknown(id: "\(id.rawValue)")
        }
        return revoked
    }

    /// Who asks with this token.
    /// - Throws: `AccessProblem.tokenRefused` for one that is unknown, expired or revoked.
    public func principal(
        token secret: String, door: Principal.Door, systemUser: String, in tx: borrowing ReadTx
    ) throws -> Principal {
        guard secret.hasPrefix(Self.tokenPrefix), secret.utf8.count <= 100 else {
            throw AccessProblem.tokenRefused
        }
        let found = try tx.first(
            """
            SELECT person.id, email, (SELECT group_concat(role) FROM personRole
              WHERE personId = person.id), personToken.id
            FROM personToken JOIN person ON person.id = personId
            WHERE hash = ? AND revokedAt IS NULL AND expiresAt > ?
            """, [SHA256Hex(of: secret).description, tx.now.milliseconds],
            {
                (
                    id: PersonID($0[0]), email: $0[1] as String, roles: $0[2] as String?,
                    token: TokenID($0[3])
                )
            })
        guard let found else { throw AccessProblem.tokenRefused }
        let roles = (found.roles ?? "").split(separator: ",").compactMap {
            Role(rawValue: String($0))
        }
        return Principal(
            .person(found.id, email: found.email, roles: Set(roles)), door: door,
            systemUser: systemUser, token: found.token)
    }

    /// Calls `body` with every token, or one person's, the newest first.
    public func tokens(
        of email: String?, in tx: borrowing ReadTx, _ body: (TokenEntry) throws -> Void
    ) throws {
        try tx.forEach(
            "\(TokenEntry.columns) WHERE (?1 IS NULL OR email = ?1) ORDER BY personToken.id DESC",
            [email]
        ) { try body(TokenEntry($0)) }
    }

    private func token(_ id: TokenID, in tx: borrowing ReadTx) throws -> TokenEntry? {
        try tx.first(
            "\(TokenEntry.columns) WHERE personToken.id = ?", [id.rawValue], { TokenEntry($0) })
    }
}

extension TokenEntry {
    static let columns = """
        SELECT personToken.id, email, label, createdAt, expiresAt, revokedAt
        FROM personToken JOIN person ON person.id = personId
        """

    init(_ row: Row) {
        id = TokenID(row[0])
        email = row[1]
        label = row[2]
        createdAt = Instant(milliseconds: row[3])
        expiresAt = Instant(milliseconds: row[4])
        revokedAt = (row[5] as Int64?).map(Instant.init(milliseconds:))
    }
}
