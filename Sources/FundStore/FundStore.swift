import Foundation
import FundCore
import GRDB
import Synchronization

/// The one SQLite file that holds the fund, and the only thing that opens it.
///
/// Several processes may have it open at once: every write is an IMMEDIATE transaction that waits
/// up to five seconds for its turn.
public final class FundStore: Sendable {
    /// `COHF`, which tells our files from other SQLite files.
    private static let applicationID: Int32 = 0x434F_4846

    /// The steps of its own tables.
    public static let migrations = [
        Migration.auditTrail, Migration.keptAnswers, Migration.auditSubjects,
    ]

    public let path: String
    private let connection: any DatabaseWriter
    /// Why the last write failed, where it was no rule that refused it and nobody who was faster.
    private let writeFailure = Mutex<String?>(nil)
    private let clock: Clock

    /// Makes the database, or brings an older one up to date, step by step.
    ///
    /// - Parameters:
    ///   - migrations: every step, its own included, numbered from 1 without a gap.
    ///   - isRehearsal: marks a new one as made to practise in, for good.
    /// - Returns: the store, and how many steps were taken.
    /// - Throws: `StoreProblem`.
    public static func prepare(
        path: String, migrations: [Migration], clock: Clock, isRehearsal: Bool = false
    ) throws -> (store: FundStore, steps: Int) {
        let isNew = !FileManager.default.fileExists(atPath: path)
        let store = try FundStore(connecting: path, readers: 0, clock: clock)
        if isNew {
            // The file holds people's data: for its owner alone.
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
        let steps = try store.migrate(migrations)
        if isRehearsal { try store.markRehearsal() }
        return (store, steps)
    }

    /// Opens a database that `prepare` made and that is up to date.
    ///
    /// - Parameter readers: how many may read at once beside the one who writes; 0 for a command,
    ///   which does one thing at a time over one connection.
    /// - Throws: `StoreProblem`.
    public static func open(
        path: String, migrations: [Migration], readers: Int = 0, clock: Clock
    ) throws -> FundStore {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreProblem.missing(path: path)
        }
        // Looked at by one connection first: a pool would write to a file that is not ours.
        let store = try FundStore(connecting: path, readers: 0, clock: clock)
        try store.checkVersion(migrations.count)
        return readers == 0
            ? store : try FundStore(connecting: path, readers: readers, clock: clock)
    }

    /// Passes our own file at this version of the schema.
    private func checkVersion(_ expected: Int) throws {
        let (owner, version) = try connection.unsafeRead { database in
            (
                try Int32.fetchOne(database, sql: "PRAGMA application_id"),
                try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            )
        }
        guard owner == FundStore.applicationID else { throw StoreProblem.notOurs(path: path) }
        guard version >= expected else { throw StoreProblem.older(path: path) }
        guard version == expected else { throw StoreProblem.newer(path: path) }
    }

    private init(connecting path: String, readers: Int, clock: Clock) throws {
        self.path = path
        self.clock = clock
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = max(1, readers)
        do {
            // A command has one connection: a pool writes to the file as it opens, which costs a
            // command more than its own work.
            connection =
                readers == 0
                ? try DatabaseQueue(path: path, configuration: configuration)
                : try DatabasePool(path: path, configuration: configuration)
            // A decision that was announced must survive a power cut, so FULL; a pool sets NORMAL
            // as it opens, so this comes after.
            try connection.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // What is deleted is overwritten, and does not lie on in the file.
                try database.execute(sql: "PRAGMA secure_delete = ON")
            }
        } catch let error as DatabaseError {
            if error.resultCode == .SQLITE_NOTADB { throw StoreProblem.notOurs(path: path) }
            throw StoreProblem.cannotOpen(path: path, why: error.message ?? "\(error.resultCode)")
        }
    }

    /// Does `work` in one transaction, whole or not at all; and once, where the principal says by
    /// which key.
    /// - Throws: what `work` throws, `StoreProblem`, or `DoneBefore` where the key was used.
    public func write<Value>(
        as principal: Principal, _ work: (borrowing WriteTx) throws -> Value
    ) throws -> Value {
        try noticingFailure {
            try connection.writeWithoutTransaction { database in
                var value: Value?
                do {
                    try database.inTransaction(.immediate) {
                        let transaction = WriteTx(
                            database: database, trail: AuditTrail(), now: clock.now(),
                            principal: principal)
                        try KeptAnswers.refuseRepeat(in: transaction)
                        let done = try work(transaction)
                        try KeptAnswers.keep(done, in: transaction)
                        value = done
                        return .commit
                    }
                } catch {
                    // As people are told it, where a rule of the schema refused it.
                    if let problem = FundStore.translated(error) as? any Problem {
                        try keepAttempt(problem, by: principal, at: clock.now(), in: database)
                    }
                    throw error
                }
                guard let value else { throw StoreProblem.failed(why: "no value") }
                return value
            }
        }
    }

    /// Reads in one transaction: everything `work` sees is of one moment.
    public func read<Value>(_ work: (borrowing ReadTx) throws -> Value) throws -> Value {
        try translatingErrors {
            try connection.read { database in
                try work(ReadTx(database: database, now: clock.now()))
            }
        }
    }

    public func auditHead() throws -> AuditHead {
        try translatingErrors { try connection.read { try AuditTrail.head(in: $0) } }
    }

    /// Recomputes the whole audit trail.
    /// - Parameter expected: a head noted earlier; finds a tail that was cut off.
    public func verifyAudit(expecting expected: AuditHead?) throws -> AuditVerdict {
        try translatingErrors {
            try connection.read { try AuditTrail.verify(expecting: expected, in: $0) }
        }
    }

    /// Passes where the file can be read, the schema is the one that was opened, and writing has not
    /// failed or works again.
    /// - Parameter migrations: every step that the program knows.
    public func checkReadiness(migrations: [Migration]) throws {
        try translatingErrors { try checkVersion(migrations.count) }
        guard writeFailure.withLock({ $0 }) != nil else { return }
        do {
            try noticingFailure {
                try connection.writeWithoutTransaction { database in
                    try database.inTransaction(.immediate) {
                        // As it is already: this only finds out whether a page can be written.
                        try database.execute(sql: "PRAGMA user_version = \(migrations.count)")
                        return .commit
                    }
                }
            }
        } catch StoreProblem.busy {
            // Others are writing, so it can be written.
        }
    }

    /// As `translatingErrors`, and remembers what keeps anybody from writing: a full disk, say.
    private func noticingFailure<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            let value = try translatingErrors(work)
            writeFailure.withLock { $0 = nil }
            return value
        } catch StoreProblem.failed(let why) {
            writeFailure.withLock { $0 = why }
            throw StoreProblem.failed(why: why)
        }
    }

    /// What the live writing connection says of one setting, `synchronous` say.
    package func pragma(_ name: String) throws -> String? {
        try connection.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }

    /// Writes the log into the database and empties it, so that what was erased does not lie on there.
    /// - Returns: whether it could; not while others read.
    public func emptyLog() throws -> Bool {
        try translatingErrors {
            try connection.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
            }
        }
    }

    /// Whether this is a database to practise in.
    public func isRehearsal() throws -> Bool {
        // Past `read`, which with a Bool of this module ends the optimiser of Swift 6.3 in a crash.
        try translatingErrors {
            try connection.unsafeRead { database in
                try Int.fetchOne(database, sql: "SELECT 1 FROM rehearsal") != nil
            }
        }
    }

    private func migrate(_ migrations: [Migration]) throws -> Int {
        precondition(migrations.map(\.number) == Array(1...migrations.count))
        return try translatingErrors {
            try connection.writeWithoutTransaction { database in
                var steps = 0
                try refuseForeign(database)
                // Kept in the file: readers never wait for the writer, nor it for them.
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                // A step may make a table anew, with all that refers to it (sqlite.org, "Making
                // Other Kinds Of Table Schema Changes"). That nothing dangles is checked below.
                try database.execute(sql: "PRAGMA foreign_keys = OFF")
                try database.inTransaction(.immediate) {
                    // Again, now that nobody else can be making it.
                    try refuseForeign(database)
                    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                    guard version <= migrations.count else {
                        throw StoreProblem.newer(path: path)
                    }
                    guard version < migrations.count else { return .commit }
                    let dangling = try danglingCount(database)
                    for migration in migrations.dropFirst(version) {
                        try database.execute(sql: migration.sql)
                        steps += 1
                    }
                    let register = migrations.last { !$0.erasing.isEmpty }?.erasing ?? []
                    try ErasureGuards.put(register, in: database)
                    guard try danglingCount(database) <= dangling else {
                        throw StoreProblem.failed(why: "a step of the schema left rows dangling")
                    }
                    try database.execute(
                        sql: """
                            PRAGMA application_id = \(FundStore.applicationID);
                            PRAGMA user_version = \(migrations.count);
                            """)
                    return .commit
                }
                try database.execute(sql: "PRAGMA foreign_keys = ON")
                return steps
            }
        }
    }

    private func danglingCount(_ database: Database) throws -> Int {
        try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
    }

    /// Passes our own file, or an empty one.
    private func refuseForeign(_ database: Database) throws {
        let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let objects = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
        guard owner == FundStore.applicationID || objects == 0 else {
            throw StoreProblem.notOurs(path: path)
        }
    }

    /// A trigger of ours raises a code of the text catalogue; anything else is a fault.
    private func translatingErrors<Value>(_ work: () throws -> Value) throws -> Value {
        do { return try work() } catch { throw FundStore.translated(error) }
    }

    /// What SQLite says, as a problem; anything else as it is.
    static func translated(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        // A CHECK says its constraint's name behind this prefix, a trigger its code alone.
        let message = (error.message ?? "").replacing("CHECK constraint failed: ", with: "")
        switch error.resultCode {
        case .SQLITE_BUSY: return StoreProblem.busy
        case .SQLITE_CONSTRAINT where message.isRuleCode:
            return StoreProblem.refused(code: message)
        default: return StoreProblem.failed(why: "\(error.resultCode) \(message)")
        }
    }
}

extension String {
    /// `award-round-overspent`: small letters and dashes, as our triggers raise it.
    fileprivate var isRuleCode: Bool {
        utf8.contains(UInt8(ascii: "-"))
            && utf8.allSatisfy { $0 == UInt8(ascii: "-") || (97...122).contains($0) }
    }
}
