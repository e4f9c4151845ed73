import FundCore
import GRDB

/// A transaction that only reads: one unchanging view of the database, at one moment.
public struct ReadTx: ~Copyable {
    let database: Database
    public let now: Instant

    /// Calls `body` with each row, in order, one at a time.
    public borrowing func forEach(
        _ sql: String, _ arguments: StatementArguments = [], _ body: (Row) throws -> Void
    ) throws {
        let statement = try database.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() { try body(row) }
    }

    /// What `read` makes of each row.
    public borrowing func list<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ read: (Row) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try forEach(sql, arguments) { values.append(try read($0)) }
        return values
    }

    /// What `read` makes of the first row, nil where there is none.
    public borrowing func first<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ read: (Row) throws -> Value
    ) throws -> Value? {
        let statement = try database.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        return try rows.next().map(read)
    }
}

/// A transaction that writes: it happens whole or not at all, at one moment, on behalf of one
/// principal. Front doors and Workflows open it; modules are lent it.
public struct WriteTx: ~Copyable {
    let database: Database
    let trail: AuditTrail
    public let now: Instant
    public let principal: Principal

    /// The same transaction, for what only reads.
    ///
    /// Never inlined: the optimiser of Swift 6.3.1 crashes when it copies the making of a
    /// non-copyable value into another module.
    public var reading: ReadTx {
        @inline(never) get { ReadTx(database: database, now: now) }
    }

    /// Runs one statement.
    /// - Returns: how many rows it changed, those that triggers changed not counted.
    @discardableResult
    public borrowing func execute(
        _ sql: String, _ arguments: StatementArguments = []
    ) throws -> Int {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
        return database.changesCount
    }

    /// Runs one INSERT.
    /// - Returns: the new row's id.
    public borrowing func insert(
        _ sql: String, _ arguments: StatementArguments = []
    ) throws -> Int64 {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
        return database.lastInsertedRowID
    }

    /// Adds a row to the audit trail, for what this transaction does.
    ///
    /// - Parameters:
    ///   - action: what happened, as a noun: `application.submission`.
    ///   - subject: what it happened to: `application:12`.
    ///   - detail: ids, codes and amounts; never a name or anybody's words.
    public borrowing func audit(
        _ action: String, _ subject: String, _ detail: [(key: String, value: JSONValue)] = []
    ) throws {
        try trail.append(
            action: action, subject: subject, detail: JSONValue.object(detail).text,
            actor: principal.auditText, at: now, in: database)
    }

    /// The end of the audit trail as this transaction has left it so far.
    public borrowing func auditHead() throws -> AuditHead {
        try trail.current(in: database)
    }
}
