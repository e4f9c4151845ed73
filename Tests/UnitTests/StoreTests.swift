import Foundation
import FundCore
import TestSupport
import Testing

@testable import FundStore

@Suite("The store keeps what it was told, whole and in order")
struct StoreTests {
    private let folder: TemporaryFolder
    private let store: FundStore
    private var path: String { "\(folder.path)/store.sqlite" }
    private static let migrations = [
        Migration.auditTrail,
        Migration(
            2, "test", "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"),
    ]
    private let principal = TestFund.operator

    init() throws {
        folder = try TemporaryFolder()
        store = try FundStore.prepare(
            path: "\(folder.path)/store.sqlite", migrations: Self.migrations,
            clock: Clock { Instant(milliseconds: 1_795_000_000_000) }
        ).store
    }

    private func add(_ count: Int) throws {
        for number in 0..<count {
            try store.write(as: principal) { try $0.audit("thing.change", "thing:\(number)") }
        }
    }

    @Test("the live writer waits for the disk, holds foreign keys and uses the write-ahead log")
    func pragmas() throws {
        #expect(try store.pragma("synchronous") == "2")
        #expect(try store.pragma("foreign_keys") == "1")
        #expect(try store.pragma("journal_mode") == "wal")
    }

    @Test("the file is for its owner alone")
    func permissions() throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test("a transaction that fails leaves nothing, not even its audit row")
    func rollback() throws {
        #expect(throws: TestFailure.self) {
            try store.write(as: principal) { tx in
                _ = try tx.insert("INSERT INTO thing (name) VALUES ('a')")
                try tx.audit("thing.change", "thing:1")
                throw TestFailure("stop")
            }
        }
        #expect(try store.auditHead().count == 0)
        #expect(try Command.sql(path, "SELECT count(*) FROM thing;").output.trimmed == "0")
    }

    @Test("an older file asks for init, a newer one for a newer program, a foreign one is refused")
    func versions() throws {
        let clock = Clock { Instant(milliseconds: 0) }
        let more =
            Self.migrations + [
                Migration(3, "more", "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;")
            ]
        #expect(
            problem { _ = try FundStore.open(path: path, migrations: more, clock: clock) }?.code
                == "database-older")
        #expect(try FundStore.prepare(path: path, migrations: more, clock: clock).steps == 1)
        #expect(
            problem {
                _ = try FundStore.open(path: path, migrations: Self.migrations, clock: clock)
            }?.code == "database-newer")
        #expect(
            problem { _ = try FundStore.open(path: path + "x", migrations: more, clock: clock) }?
                .code == "database-missing")
        let foreign = "\(folder.path)/foreign.sqlite"
        #expect(try Command.sql(foreign, "CREATE TABLE theirs (id);").status == 0)
        #expect(
            problem { _ = try FundStore.open(path: foreign, migrations: more, clock: clock) }?.code
                == "database-foreign")
        #expect(
            problem { _ = try FundStore.prepare(path: foreign, migrations: more, clock: clock) }?
                .code == "database-foreign")
        let text = try folder.write("text.sqlite", String(repeating: "no database ", count: 100))
        #expect(
            problem { _ = try FundStore.open(path: text, migrations: more, clock: clock) }?.code
                == "database-foreign")
    }

    @Test("the trail verifies, and its hashes can be recomputed by anybody")
    func whole() throws {
        try add(5)
        let head = try store.auditHead()
        #expect(head.count == 5)
        #expect(try store.verifyAudit(expecting: nil) == .whole(head))
        let script = """
            import hashlib, sqlite3, sys
            previous = "0" * 64
            for row in sqlite3.connect(sys.argv[1]).execute(
                "SELECT sequence, at, actor, action, subject, detail, hash FROM auditEntry ORDER BY 1"):
                text = "\\n".join([previous, *map(str, row[:6])])
                previous = hashlib.sha256(text.encode()).hexdigest()
                assert previous == row[6]
            print(previous)
            """
        #expect(
            try Command.run("/usr/bin/env", ["python3", "-c", script, path]).output.trimmed
                == head.hash)
    }

    @Test(
        "SQL cannot change, delete or forge a row of the trail",
        arguments: [
            "UPDATE auditEntry SET detail = 'x' WHERE sequence = 2;",
            "DELETE FROM auditEntry WHERE sequence = 3;",
            "INSERT INTO auditEntry SELECT sequence + 9, at, actor, action, subject, detail, hash, hash FROM auditEntry;",
        ])
    func appendOnly(statement: String) throws {
        try add(3)
        #expect(try Command.sql(path, statement).isRefusedByRule)
        #expect(try store.verifyAudit(expecting: nil) == .whole(store.auditHead()))
    }

    @Test(
        "with the triggers gone, every change of one row is named",
        arguments: [
            (
                "UPDATE auditEntry SET detail = '{} ' WHERE sequence = 2;", 2,
                AuditFault.contentChanged
            ),
            ("UPDATE auditEntry SET at = at + 1 WHERE sequence = 4;", 4, .contentChanged),
            (
                "PRAGMA ignore_check_constraints = ON; UPDATE auditEntry SET detail = detail || char(0) || 'x' WHERE sequence = 2;",
                2, .contentChanged
            ),
            ("DELETE FROM auditEntry WHERE sequence = 3;", 4, .rowMissing),
        ])
    func tampered(statement: String, row: Int64, fault: AuditFault) throws {
        try add(5)
        let drop = "DROP TRIGGER auditEntryUnchanged; DROP TRIGGER auditEntryKept;"
        #expect(try Command.sql(path, drop + statement).status == 0)
        #expect(try store.verifyAudit(expecting: nil) == .broken(sequence: row, fault))
    }

    @Test("a tail that was cut off is found by a head noted earlier")
    func tail() throws {
        try add(5)
        let noted = try store.auditHead()
        #expect(
            try Command.sql(
                path, "DROP TRIGGER auditEntryKept; DELETE FROM auditEntry WHERE sequence > 3;"
            ).status == 0)
        #expect(try store.verifyAudit(expecting: nil) == .whole(store.auditHead()))
        #expect(try store.verifyAudit(expecting: noted) == .broken(sequence: 4, .tailCut))
        // Grown again to the same length, it is another trail.
        try add(4)
        #expect(try store.verifyAudit(expecting: noted) == .broken(sequence: 5, .otherHash))
    }

    @Test("a head noted earlier still fits when the trail has grown")
    func grown() throws {
        try add(2)
        let noted = try store.auditHead()
        try add(2)
        #expect(try store.verifyAudit(expecting: noted) == .whole(store.auditHead()))
        #expect(AuditHead("\(noted)") == noted)
        #expect(AuditHead("2:abc") == nil)
    }
}
