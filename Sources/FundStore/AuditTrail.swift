import FundCore
import GRDB

/// The end of the audit trail: how many rows there are and the hash of the last.
public struct AuditHead: Sendable, Equatable, CustomStringConvertible {
    public let count: Int64
    public let hash: String

    public var description: String { "\(count):\(hash)" }

    public init(count: Int64, hash: String) {
        self.count = count
        self.hash = hash
    }

    /// Reads `COUNT:HASH`.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int64(parts[0]), count >= 0, parts[1].utf8.count == 64
        else { return nil }
        self.init(count: count, hash: parts[1].lowercased())
    }

    static let empty = AuditHead(count: 0, hash: String(repeating: "0", count: 64))
}

/// One row of the audit trail, to be read.
public struct AuditRow: Sendable {
    public let sequence: Int64
    public let at: Instant
    /// `person:7 http session:12 root`.
    public let actor: String
    public let action: String
    /// `application:12`.
    public let subject: String
}

extension ReadTx {
    /// Whether the trail has a row about this with one of these actions.
    public borrowing func hasAuditRow(
        about subject: String, actions: [String]
    ) throws -> Bool {
        let marks = actions.map { _ in "?" }.joined(separator: ", ")
        return try first(
            """
            SELECT EXISTS (SELECT 1 FROM auditEntry WHERE subject = ? AND action IN (\(marks)))
            """, StatementArguments([subject] + actions), { $0[0] }) ?? false
    }

    /// The end of the audit trail at this moment.
    public borrowing func auditHead() throws -> AuditHead {
        try first(
            "SELECT sequence, hash FROM auditEntry ORDER BY sequence DESC LIMIT 1", [],
            { AuditHead(count: $0[0], hash: $0[1]) }) ?? .empty
    }

    /// What the trail last said of one thing by one of these actions, as JSON; nil where nothing.
    public borrowing func lastAuditDetail(
        about subject: String, actions: [String]
    ) throws -> String? {
        let marks = actions.map { _ in "?" }.joined(separator: ", ")
        return try first(
            """
            SELECT detail FROM auditEntry WHERE subject = ? AND action IN (\(marks))
            ORDER BY sequence DESC LIMIT 1
            """, StatementArguments([subject] + actions), { $0[0] })
    }

    /// Rows of the trail, the newest first.
    ///
    /// - Parameters:
    ///   - subject: only those about this, `application:12`.
    ///   - before: only those before this row.
    public borrowing func auditRows(
        about subject: String? = nil, before: Int64? = nil, limit: Int
    ) throws -> [AuditRow] {
        let condition = subject == nil ? "?1 IS NULL" : "subject = ?1"
        return try list(
            """
            SELECT sequence, at, actor, action, subject FROM auditEntry
            WHERE \(condition) AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3
            """, [subject, before ?? Int64.max, limit]
        ) {
            AuditRow(
                sequence: $0[0], at: Instant(milliseconds: $0[1]), actor: $0[2], action: $0[3],
                subject: $0[4])
        }
    }
}

/// What a check of the whole trail found.
public enum AuditVerdict: Sendable, Equatable {
    case whole(AuditHead)
    /// `sequence` is the first row that does not fit.
    case broken(sequence: Int64, AuditFault)
}

public enum AuditFault: String, Sendable {
    /// The row's content is not what was hashed.
    case contentChanged = "content-changed"
    /// A row before this one is missing, or rows have changed places.
    case rowMissing = "row-missing"
    /// The row does not continue from the row before it.
    case chainCut = "chain-cut"
    /// The trail is shorter than expected: rows were cut off its end.
    case tailCut = "tail-cut"
    /// At the place expected, the trail has another hash.
    case otherHash = "other-hash"
}

/// The chain of audit rows. Each row's hash is SHA-256 over seven lines joined by line feeds: the
/// hash of the row before (64 zeros for the first), sequence, milliseconds, actor, action, subject,
/// detail.
///
/// One lives for one transaction, and remembers the last row, so that it is read once.
final class AuditTrail {
    private var head: AuditHead?

    func append(
        action: String, subject: String, detail: String, actor: String, at now: Instant,
        in database: Database
    ) throws {
        let last = try current(in: database)
        let next = AuditHead(
            count: last.count + 1,
            hash: AuditTrail.hash(
                previous: last.hash, sequence: last.count + 1, at: now.milliseconds, actor: actor,
                action: action, subject: subject, detail: detail))
        try database.cachedStatement(
            sql: """
                INSERT INTO auditEntry
                  (sequence, at, actor, action, subject, detail, previousHash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            next.count, now.milliseconds, actor, action, subject, detail, last.hash, next.hash,
        ])
        head = next
    }

    func current(in database: Database) throws -> AuditHead {
        try head ?? AuditTrail.head(in: database)
    }

    static func head(in database: Database) throws -> AuditHead {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT sequence, hash FROM auditEntry ORDER BY sequence DESC LIMIT 1"))
        return row.map { AuditHead(count: $0[0], hash: $0[1]) } ?? .empty
    }

    static func verify(expecting expected: AuditHead?, in database: Database) throws -> AuditVerdict
    {
        var head = AuditHead.empty
        var hashAtExpected = expected?.count == 0 ? head.hash : nil
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sequence, at, actor, action, subject, detail, previousHash, hash,
                  instr(actor || action || subject || detail || previousHash || hash, char(0))
                FROM auditEntry ORDER BY sequence
                """)
        while let row = try rows.next() {
            let sequence: Int64 = row[0]
            guard sequence == head.count + 1 else {
                return .broken(sequence: sequence, .rowMissing)
            }
            let previous: String = row[6]
            let hash: String = row[7]
            let right = AuditTrail.hash(
                previous: previous, sequence: sequence, at: row[1], actor: row[2], action: row[3],
                subject: row[4], detail: row[5])
            // Text is read as far as a NUL, so what stands behind one would pass unseen.
            guard hash == right, row[8] == 0 else {
                return .broken(sequence: sequence, .contentChanged)
            }
            guard previous == head.hash else { return .broken(sequence: sequence, .chainCut) }
            head = AuditHead(count: sequence, hash: hash)
            if sequence == expected?.count { hashAtExpected = hash }
        }
        if let expected {
            guard let hashAtExpected else { return .broken(sequence: head.count + 1, .tailCut) }
            guard hashAtExpected == expected.hash else {
                return .broken(sequence: expected.count, .otherHash)
            }
        }
        return .whole(head)
    }

    private static func hash(
        previous: String, sequence: Int64, at milliseconds: Int64, actor: String, action: String,
        subject: String, detail: String
    ) -> String {
        SHA256Hex(
            of: """
                \(previous)
                \(sequence)
                \(milliseconds)
                \(actor)
                \(action)
                \(subject)
                \(detail)
                """
        ).description
    }
}
