import FundCore
import GRDB

/// The tables of the database as SQLite describes them: for what must leave no table out, whichever
/// module it belongs to and whenever it came to be.
public struct SchemaMap: Sendable {
    public struct Table: Sendable {
        public let name: String
        public fileprivate(set) var columns: [Column] = []
        /// Columns that point at one column of another table.
        public fileprivate(set) var references: [Reference] = []

        /// Its key, in its order.
        public var key: [Column] { columns.filter { $0.place > 0 }.sorted { $0.place < $1.place } }

        /// The columns that say which person: those that point at one, and those that do so together
        /// with others, by their names.
        public var people: [String] {
            columns.map(\.name).filter { name in
                references.contains { $0.column == name && $0.table == "person" }
                    || name.hasSuffix("ById") || ["personId", "memberId"].contains(name)
            }
        }
    }

    public struct Column: Sendable {
        public let name: String
        public let isText: Bool
        /// From 1 where it belongs to the key, 0 elsewhere.
        fileprivate let place: Int64
    }

    public struct Reference: Sendable {
        public let column: String
        public let table: String
        public let to: String
    }

    public let tables: [Table]

    /// - Parameter name: a table's.
    public func table(_ name: String) -> Table? { tables.first { $0.name == name } }

    fileprivate init(_ tables: [Table]) { self.tables = tables }
}

/// A row as it is held, whatever table it stands in.
public struct HeldRow: Sendable {
    public let table: String
    /// What tells it from the others of its table: `id=5`.
    public let key: String
    /// By column, in their order; bytes as how many there are.
    public let values: [(name: String, value: JSONValue)]

    public init(table: String, key: String, values: [(name: String, value: JSONValue)]) {
        self.table = table
        self.key = key
        self.values = values
    }

    /// The key without some columns, as it may be told.
    public func key(without columns: [String]) -> String {
        key.split(separator: ",").filter { part in
            !columns.contains { part.hasPrefix($0 + "=") }
        }.joined(separator: ",")
    }

    public subscript(column: String) -> JSONValue? {
        values.first { $0.name == column }?.value
    }

    /// Its own id, or where a column points.
    public func id(_ column: String) -> Int64? { self[column]?.int }
}

extension SchemaMap.Table {
    /// A row of this table, as a statement gave all its columns.
    public func held(_ row: Row) -> HeldRow {
        let values = columns.map { column -> (name: String, value: JSONValue) in
            (column.name, Self.json(row[column.name] as DatabaseValue?))
        }
        let names = key.isEmpty ? columns.map(\.name) : key.map(\.name)
        let parts = values.filter { names.contains($0.name) }.map { "\($0.name)=\($0.value.text)" }
        return HeldRow(table: name, key: parts.joined(separator: ","), values: values)
    }

    private static func json(_ value: DatabaseValue?) -> JSONValue {
        guard let value else { return .null }
        switch value.storage {
        case .null: return .null
        case .int64(let number): return .int(number)
        case .string(let text): return .string(text)
        case .blob(let bytes): return .object([("bytes", .int(Int64(bytes.count)))])
        // No column of a strict schema of whole numbers and texts holds anything else.
        default: return .string("\(value)")
        }
    }
}

extension ReadTx {
    /// Every table of the database.
    public func schemaMap() throws -> SchemaMap {
        var tables: [SchemaMap.Table] = []
        try forEach(
            """
            SELECT tables.name, columns.name, columns.type, columns.pk
            FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'
            ORDER BY tables.name, columns.cid
            """
        ) { row in
            let name: String = row[0]
            if tables.last?.name != name { tables.append(SchemaMap.Table(name: name)) }
            tables[tables.count - 1].columns.append(
                SchemaMap.Column(
                    name: row[1], isText: (row[2] as String) == "TEXT", place: row[3]))
        }
        try forEach(
            """
            SELECT tables.name, max(keys."from"), keys."table", max(ifnull(keys."to", 'id'))
            FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) AS keys
            WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'
            GROUP BY tables.name, keys.id HAVING count(*) = 1 ORDER BY tables.name, keys.id
            """
        ) { row in
            let name: String = row[0]
            guard let place = tables.firstIndex(where: { $0.name == name }) else { return }
            tables[place].references.append(
                SchemaMap.Reference(column: row[1], table: row[2], to: row[3]))
        }
        return SchemaMap(tables)
    }

    /// The rows of a table in which a column has one value.
    public func held(
        _ table: SchemaMap.Table, where column: String, is id: Int64
    ) throws -> [HeldRow] {
        try list("SELECT * FROM \"\(table.name)\" WHERE \"\(column)\" = ?", [id]) {
            table.held($0)
        }
    }

    /// Every row of a table in which one of these words stands, in any of its columns of text.
    ///
    /// - Parameter words: letters of the Latin alphabet are looked for large and small.
    public func search(
        _ table: SchemaMap.Table, for words: [String], _ body: (HeldRow) throws -> Void
    ) throws {
        let columns = table.columns.filter(\.isText)
        guard !columns.isEmpty, !words.isEmpty else { return }
        let all = columns.map { "ifnull(\"\($0.name)\", '')" }.joined(separator: " || char(31) || ")
        let hits = words.indices.map { "instr(\"searched text\", lower(?\($0 + 1))) > 0" }
        try forEach(
            """
            SELECT * FROM (SELECT *, lower(\(all)) AS "searched text" FROM "\(table.name)")
            WHERE \(hits.joined(separator: " OR "))
            """, StatementArguments(words)
        ) { try body(table.held($0)) }
    }
}
