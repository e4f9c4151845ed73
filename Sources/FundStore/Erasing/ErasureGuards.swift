import GRDB

/// Lets erasing through the triggers that keep rows as they are: each such trigger of a table in the
/// register is written anew with the condition that no erasure is in force, or that something else
/// would change than what the register says is erased.
///
/// A trigger that was let by for an earlier register is written anew for this one.
enum ErasureGuards {
    static let inForce = "EXISTS (SELECT 1 FROM erasureInForce)"

    static func put(_ register: [PersonalData], in database: Database) throws {
        for table in Set(register.map(\.table)).sorted() {
            let entries = register.filter { $0.table == table }
            let erased = Set(
                entries.filter { $0.erasing == .columns }.flatMap { $0.columns.map(\.name) })
            let mayGo = entries.contains { $0.erasing == .rows }
            let columns = try String.fetchAll(
                database, sql: "SELECT name FROM pragma_table_info(?) ORDER BY cid",
                arguments: [table])
            guard erased.isSubset(of: columns), !columns.isEmpty else {
                throw StoreProblem.failed(why: "the register has what \(table) has not")
            }
            let triggers = try Row.fetchAll(
                database,
                sql: """
                    SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?
                    ORDER BY name
                    """, arguments: [table])
            for trigger in triggers {
                let name: String = trigger[0]
                let sql: String = trigger[1]
                guard let parts = Parts(sql, of: table) else { continue }
                let allowed: String
                switch parts.event {
                case .update where !erased.isEmpty:
                    let same = columns.filter { !erased.contains($0) }
                        .map { "NEW.\($0) IS OLD.\($0)" }
                    allowed = ([inForce] + same).joined(separator: " AND ")
                case .delete where mayGo: allowed = inForce
                case .update, .delete: continue
                }
                let condition = parts.condition.map { " AND (\($0))" } ?? ""
                try database.execute(sql: "DROP TRIGGER \(name)")
                try database.execute(
                    sql: "\(parts.head)\nWHEN NOT (\(allowed))\(condition)\n\(parts.body)")
            }
        }
    }

    /// A trigger taken apart, where it refuses or writes something as a row changes or goes.
    private struct Parts {
        enum Event { case update, delete }
        let event: Event
        /// As far as the table's name.
        let head: String
        let condition: String?
        /// From BEGIN.
        let body: String

        init?(_ sql: String, of table: String) {
            guard
                let on = sql.firstRange(of: " ON \(table)") ?? sql.firstRange(of: "\nON \(table)"),
                let begin = sql[on.upperBound...].firstRange(of: "BEGIN")
            else { return nil }
            head = String(sql[..<on.upperBound])
            body = String(sql[begin.lowerBound...])
            guard body.contains("RAISE(") || body.contains("INSERT ") else { return nil }
            if head.contains(" UPDATE") || head.contains("\nUPDATE") {
                event = .update
            } else if head.contains(" DELETE") {
                event = .delete
            } else {
                return nil
            }
            let between = String(sql[on.upperBound..<begin.lowerBound])
            condition = between.firstRange(of: "WHEN").flatMap {
                Self.own(String(between[$0.upperBound...]))
            }
        }

        /// A condition without what `put` wrote before it; nil where there is nothing else.
        private static func own(_ condition: String) -> String? {
            let written = " NOT (\(inForce)"
            guard condition.hasPrefix(written) else { return condition }
            var depth = 1
            var rest = condition.dropFirst(" NOT (".count)
            while depth > 0, let next = rest.popFirst() {
                if next == "(" { depth += 1 } else if next == ")" { depth -= 1 }
            }
            let own = rest.trimmingPrefix { $0.isWhitespace }
            // What stood there is in brackets, after AND.
            guard own.hasPrefix("AND (") else { return nil }
            let end = own.lastIndex(of: ")") ?? own.endIndex
            return String(own[own.index(own.startIndex, offsetBy: "AND (".count)..<end])
        }
    }
}
