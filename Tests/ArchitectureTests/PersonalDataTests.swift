import FundStore
import Publishing
import TestSupport
import Testing

@Suite("Personal data: nothing is forgotten")
struct PersonalDataTests {
    private static let listed = "Tests/ArchitectureTests/not-personal.txt"

    private static func ask(_ fund: TestFund, _ sql: String) throws -> [String] {
        try Command.run("/usr/bin/env", ["sqlite3", fund.databasePath, sql]).lines
    }

    @Test("every column of words or bytes is in the register, or listed as not personal")
    func columns() throws {
        let fund = try TestFund()
        let all = try Self.ask(
            fund,
            """
            SELECT tables.name || '.' || columns.name
            FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'
              AND columns.type IN ('TEXT', 'BLOB');
            """)
        #expect(all.count > 400)
        let personal = Set(
            PersonalRegister.all.flatMap { entry in
                entry.columns.map { "\(entry.table).\($0.name)" }
            })
        let other = try Repository.text(Self.listed).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
        #expect(Set(other).count == other.count, "a column is listed twice")
        for column in all {
            #expect(
                personal.contains(column) != other.contains(column),
                "\(column) is to be in the register or in \(Self.listed), and not in both")
        }
        let known = Set(all)
        for column in other {
            #expect(known.contains(column), "\(Self.listed) has \(column), the schema has not")
        }
        // Two columns of numbers: who writes a draft, and that a token is no good any more.
        let numbers: Set = ["applicationDraftMember.personId", "personToken.revokedAt"]
        #expect(personal.subtracting(known) == numbers)
    }

    @Test("every trigger that keeps personal data lets an approved erasure by, and nothing else")
    func triggers() throws {
        let fund = try TestFund()
        for entry in PersonalRegister.all {
            let event = entry.erasing == .rows ? "DELETE" : "UPDATE"
            let closed = try Self.ask(
                fund,
                """
                SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '\(entry.table)'
                  AND (sql LIKE '% \(event) %' OR sql LIKE '% \(event)' || char(10) || '%')
                  AND sql NOT LIKE '%INSERT ON%' AND sql LIKE '%RAISE(%'
                  AND sql LIKE '%BEFORE \(event)%' AND instr(sql, 'erasureInForce') = 0;
                """)
            #expect(closed.isEmpty, "\(entry.table): \(closed)")
        }
    }
}
