import FundCore
import GRDB

/// A database that was made to practise in: it says so itself, for good, and the schema keeps what it
/// holds from leaving it.
extension FundStore {
    /// The schema's part. Other modules ask the view `rehearsal`, which has a row in a rehearsal and
    /// none in a fund.
    public static let rehearsalSchema = """
        CREATE TABLE auditRehearsal (
          id        INTEGER PRIMARY KEY CHECK (id = 1),
          startedAt INTEGER NOT NULL
        ) STRICT;

        -- Before anything was done in it: no fund becomes a rehearsal.
        CREATE TRIGGER auditRehearsalOfNew BEFORE INSERT ON auditRehearsal
        WHEN EXISTS (SELECT 1 FROM auditEntry)
        BEGIN SELECT RAISE(ABORT, 'rehearsal-of-new'); END;

        \(Migration.appendOnly("auditRehearsal", code: "rehearsal-stays-one"))

        CREATE VIEW rehearsal AS SELECT startedAt FROM auditRehearsal;
        """

    /// A trigger that keeps a table of a rehearsal from saying that something has left.
    ///
    /// - Parameters:
    ///   - name: the trigger's.
    ///   - event: what is refused, as CREATE TRIGGER has it.
    ///   - condition: when it says so; nil for always.
    public static func refusal(
        _ name: String, before event: String, when condition: String? = nil
    ) -> String {
        """
        CREATE TRIGGER \(name) BEFORE \(event)
        WHEN EXISTS (SELECT 1 FROM rehearsal)\(condition.map { " AND \($0)" } ?? "")
        BEGIN SELECT RAISE(ABORT, 'rehearsal-keeps'); END;
        """
    }

    /// Marks a database in which nothing was done yet as one to practise in.
    func markRehearsal() throws {
        let principal = Principal(.operator, door: .commandLine, systemUser: "rehearsal")
        try write(as: principal) { tx in
            try tx.execute(
                "INSERT INTO auditRehearsal (id, startedAt) VALUES (1, ?)",
                [tx.now.milliseconds])
            try tx.audit("rehearsal.start", "rehearsal:1")
        }
    }
}

extension ReadTx {
    public var isRehearsal: Bool {
        get throws { try first("SELECT 1 FROM rehearsal", []) { _ in true } ?? false }
    }

    /// Refuses what would leave a database that was made to practise in.
    /// - Throws: `StoreProblem.refused`.
    public func refuseInRehearsal() throws {
        if try isRehearsal { throw StoreProblem.refused(code: "rehearsal-keeps") }
    }
}
