import GRDB

/// Lets erasing through the triggers that keep rows as they are: each such trigger of a table in the
/// register is written anew with the condition that no erasure is in force, or that something else
/// would change than what the register says is erased.
///
/// Rows of an application go with an erasure of that application alone, and those of an award with
/// one of its application.
///
/// A trigger that was let by for an earlier register is written anew for this one.
enum ErasureGuards {
    static let inForce = "EXISTS (SELECT 1 FROM erasureInForce)"

    /// What else holds for a row of an application or an award: that the erasure in force is about
    /// that application, or about something else that such rows belong to.
    private static func isSubject(_ entries: [PersonalData]) -> String? {
        func column(_ subject: PersonalSubject) -> String? {
            let found = Set(
                entries.compactMap { $0.belonging[subject] }.filter { $0.hasSuffix(" = ?1") })
            guard found.count == 1, let condition = found.first else { return nil }
            let name = condition.dropLast(" = ?1".count)
            return name.allSatisfy(\.isLetter) ? String(name) : nil
        }
        let application: String
        if let name = column(.application) {
            application = "OLD.\(name)"
        } else if let name = column(.award) {
            application =
                "(SELECT applicationId FROM awardedApplication WHERE awardId = OLD.\(name))"
        } else {
            return nil
        }
        let others = Set(entries.flatMap(\.belonging.keys)).subtracting([.application, .award])
            .map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        return """
            EXISTS (SELECT 1 FROM erasureSubject AS subject
              WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
              AND (subject.kind IN (\(others))
                OR (subject.kind = 'application' AND subject.subjectId = \(application))))
            """
    }

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
                let inForce = ([Self.inForce] + [isSubject(entries)].compactMap(\.self))
                    .joined(separator: " AND ")
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
            let written = " NOT (\(ErasureGuards.inForce)"
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
