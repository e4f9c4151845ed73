/// One step of the schema, written in SQL. Once shipped, it never changes.
public struct Migration: Sendable {
    /// Its place in the one order of all modules' steps, from 1.
    public let number: Int
    /// What it brings, in a few words.
    public let name: String
    public let sql: String
    /// What an approved erasure may empty, whatever triggers keep it.
    let erasing: [PersonalData]

    /// - Parameter erasing: the register of personal data as it is now, where triggers are to let it by.
    ///   A step that makes a table of it anew, or adds to it, names it again: it is what the last
    ///   step names that holds, once all steps are taken.
    public init(_ number: Int, _ name: String, _ sql: String, erasing: [PersonalData] = []) {
        self.number = number
        self.name = name
        self.sql = sql
        self.erasing = erasing
    }
}

extension Migration {
    /// Triggers by which a table's rows, once written, neither change nor go.
    ///
    /// - Parameters:
    ///   - keys: each unique key of the table, as its columns.
    ///   - code: what the triggers raise, a key of the text catalogue.
    public static func appendOnly(
        _ table: String, by keys: [[String]] = [["id"]], code: String
    ) -> String {
        """
        CREATE TRIGGER \(table)Unchanged BEFORE UPDATE ON \(table)
        BEGIN SELECT RAISE(ABORT, '\(code)'); END;

        CREATE TRIGGER \(table)Kept BEFORE DELETE ON \(table)
        BEGIN SELECT RAISE(ABORT, '\(code)'); END;

        \(neverReplaced(table, by: keys, code: code))
        """
    }

    /// A trigger that refuses a row whose key is taken, before anything else happens to it.
    ///
    /// Without it, `INSERT OR REPLACE` would delete the older row and pass by every trigger that
    /// keeps rows from being deleted: SQLite fires none then.
    public static func neverReplaced(
        _ table: String, by keys: [[String]] = [["id"]], code: String
    ) -> String {
        let taken = keys.map { columns in
            let same = columns.map { "\($0) = NEW.\($0)" }.joined(separator: " AND ")
            return "EXISTS (SELECT 1 FROM \(table) WHERE \(same))"
        }
        return """
            CREATE TRIGGER \(table)NeverReplaced BEFORE INSERT ON \(table)
            WHEN \(taken.joined(separator: "\n  OR "))
            BEGIN SELECT RAISE(ABORT, '\(code)'); END;
            """
    }

    /// Makes a table anew, with the rows it has: a CHECK cannot be changed otherwise.
    ///
    /// - Parameters:
    ///   - columns: those it keeps.
    ///   - create: the whole CREATE TABLE, with these columns in the same order.
    ///   - rest: its indexes and triggers, which go with the old one.
    public static func rebuilding(
        _ table: String, keeping columns: String = "*", _ create: String, _ rest: String
    ) -> String {
        """
        CREATE TABLE \(table)Before AS SELECT \(columns) FROM \(table);
        DROP TABLE \(table);
        \(create)
        INSERT INTO \(table) SELECT * FROM \(table)Before;
        DROP TABLE \(table)Before;
        \(rest)
        """
    }

    /// Looking up what was done to one thing.
    package static let auditSubjects = Migration(
        19, "audit trail by subject",
        "CREATE INDEX auditEntryBySubject ON auditEntry (subject, sequence);")

    /// The audit trail, FundStore's own table.
    package static let auditTrail = Migration(
        1, "audit trail",
        """
        CREATE TABLE auditEntry (
          sequence     INTEGER PRIMARY KEY,
          at           INTEGER NOT NULL,
          actor        TEXT NOT NULL CHECK (instr(actor, char(10)) = 0),
          action       TEXT NOT NULL CHECK (instr(action, char(10)) = 0),
          subject      TEXT NOT NULL CHECK (instr(subject, char(10)) = 0),
          detail       TEXT NOT NULL CHECK (instr(detail, char(10)) = 0),
          previousHash TEXT NOT NULL CHECK (length(previousHash) = 64),
          hash         TEXT NOT NULL CHECK (length(hash) = 64),
          CHECK (instr(actor || action || subject || detail, char(0)) = 0)
        ) STRICT;

        CREATE TRIGGER auditEntryContinues BEFORE INSERT ON auditEntry
        WHEN NEW.sequence <> 1 + ifnull((SELECT max(sequence) FROM auditEntry), 0)
          OR NEW.previousHash <> ifnull(
               (SELECT hash FROM auditEntry ORDER BY sequence DESC LIMIT 1),
               printf('%064d', 0))
        BEGIN SELECT RAISE(ABORT, 'audit-chain-broken'); END;

            \(appendOnly("auditEntry", by: [["sequence"]], code: "audit-append-only"))

        """)
}
