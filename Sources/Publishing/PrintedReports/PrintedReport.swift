import FundCore

/// A report for people to read and to print: headings, paragraphs, lists and tables, in words.
public struct PrintedReport: Sendable {
    public struct Table: Sendable {
        public struct Column: Sendable {
            public let title: String
            public let isNumeric: Bool

            init(_ title: String, isNumeric: Bool = false) {
                self.title = title
                self.isNumeric = isNumeric
            }
        }

        /// What it is about; no two tables of a report say the same.
        public let caption: String
        public let columns: [Column]
        /// The first cell of each row names it.
        public let rows: [[String]]
    }

    public enum Item: Sendable {
        /// A heading below that of its section.
        case heading(String)
        /// What may have several paragraphs.
        case text(String)
        case bullets([String])
        /// What is called so, and what is said of it.
        case rows([(key: String, value: String)])
        case table(Table)
    }

    public struct Section: Sendable {
        public let title: String
        public let items: [Item]
    }

    /// What it is about: a round, by its key.
    public let round: String
    public let kind: ReportKind
    public let title: String
    /// Whose it is, and of which day.
    public let lead: String
    public let sections: [Section]

    /// The sections as values; a table has its columns' titles and its rows of texts.
    public var json: JSONValue {
        .object([
            ("round", .string(round)), ("kind", .string(kind.rawValue)),
            ("title", .string(title)), ("lead", .string(lead)),
            (
                "sections",
                .array(
                    sections.map { section in
                        .object([
                            ("title", .string(section.title)),
                            ("items", .array(section.items.map(Self.json))),
                        ])
                    })
            ),
        ])
    }

    private static func json(_ item: Item) -> JSONValue {
        func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        return switch item {
        case .heading(let text): .object([("heading", .string(text))])
        case .text(let text): .object([("text", .string(text))])
        case .bullets(let list): .object([("list", texts(list))])
        case .rows(let rows):
            .object([
                (
                    "rows",
                    .array(
                        rows.map {
                            .object([("name", .string($0.key)), ("value", .string($0.value))])
                        })
                )
            ])
        case .table(let table):
            .object([
                ("caption", .string(table.caption)),
                ("columns", texts(table.columns.map(\.title))),
                ("cells", .array(table.rows.map(texts))),
            ])
        }
    }
}

/// What a printed report is for.
public enum ReportKind: String, Sendable, CaseIterable {
    /// For those who decide, or who read what was decided.
    case cabinet
    /// What came of the awards.
    case evaluation
}
