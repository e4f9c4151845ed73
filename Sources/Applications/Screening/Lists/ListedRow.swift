import FundCore

/// What kind of thing an entry of a list is.
enum ListedType: String, Sendable {
    case individual, entity, ship
    /// A word that this program does not know: compared with people and groups alike.
    case unknown
}

enum ListedNameKind: String, Sendable {
    case primary, variation, alias
    /// The list itself says that it is of little worth.
    case weakAlias = "weak-alias"
    case nonLatin = "non-latin"
}

struct ListedName: Sendable {
    let text: String
    let kind: ListedNameKind
}

/// What one row of a file says: a part of an entry, or a charity.
enum ListedRow: Sendable {
    case part(ListedPart)
    case charity(ListedCharity)
}

/// One row of an entry, which may have many.
struct ListedPart: Sendable {
    let entryKey: String
    let type: ListedType
    let regime: String
    let listedOn: String
    let names: [ListedName]
    /// As the list writes them.
    let births: [String]
    let countries: [String]
}

struct ListedCharity: Sendable {
    let number: String
    let name: String
    let isRegistered: Bool
    let registeredOn: String?
    let removedOn: String?
}

/// What a file came to, once all of it was read.
struct ListFile {
    let reportedOn: LocalDate
    let hash: SHA256Hex
    let rowCount: Int
}

/// Gathers what is wrong with a file: all of it is counted, the first hundred are named.
struct ListFaults {
    static let greatestShownCount = 100

    private(set) var shown: [FieldProblem] = []
    private(set) var count = 0

    mutating func add(_ problem: FieldProblem) {
        count += 1
        if shown.count < Self.greatestShownCount { shown.append(problem) }
    }

    mutating func add(_ line: Int, _ code: String, _ arguments: [String: String] = [:]) {
        add(FieldProblem("line \(line)", code, arguments))
    }

    /// - Throws: `ScreeningProblem.listRefused` where there is anything.
    func refuse(_ source: String) throws {
        guard count == 0 else {
            throw ScreeningProblem.listRefused(source: source, count: count, fields: shown)
        }
    }
}

/// Reads a file of a list from its beginning to its end, row by row.
struct ListReader {
    /// The largest file that is read.
    static let greatestBytes = 500_000_000
    static let greatestRowCount = 5_000_000

    let list: ScreeningList
    /// The day that the list is of, where somebody says it; otherwise the file must.
    let reportedOn: LocalDate?

    /// - Parameter take: is handed each row, in order.
    /// - Throws: `ScreeningProblem`, `InvalidInput`; by then rows have been handed over.
    func read(_ source: ByteSource, _ take: (ListedRow) throws -> Void) throws -> ListFile {
        let reader = try ByteReader(source, greatestCount: Self.greatestBytes)
        switch list {
        case .ukSanctions:
            return try SanctionsReader(source: source.name, reportedOn: reportedOn)
                .read(reader, take)
        case .proscribed:
            return try ProscribedReader(source: source.name, reportedOn: reportedOn)
                .read(reader, take)
        case .charityRegister:
            return try CharityReader(source: source.name, reportedOn: reportedOn)
                .read(reader, take)
        }
    }
}

/// The first lines of a list as CSV: perhaps `Report Date: 08-Oct-2026`, then the names of columns.
struct ListHeader {
    var reportedOn: LocalDate?
    private var places: [String: Int] = [:]
    private(set) var fieldCount = 0
    private(set) var isComplete = false

    init(reportedOn: LocalDate?) {
        self.reportedOn = reportedOn
    }

    /// Reads one of the first rows.
    /// - Parameter needed: names of columns without which nothing can be made of the file.
    mutating func read(_ row: CSVRow, needed: [String], _ faults: inout ListFaults) {
        let first = row.fields[0].trimmed
        let mark = "report date:"
        if places.isEmpty, first.lowercased().hasPrefix(mark) {
            let written = String(first.dropFirst(mark.count)).trimmed
            if let date = LocalDate(listed: written) {
                reportedOn = reportedOn ?? date
            } else {
                faults.add(row.line, "not-date")
            }
            return
        }
        for (place, name) in row.fields.enumerated() where places[Self.plain(name)] == nil {
            places[Self.plain(name)] = place
        }
        fieldCount = row.fields.count
        isComplete = true
        for name in needed where places[Self.plain(name)] == nil {
            faults.add(row.line, "column-missing", ["column": name])
        }
    }

    func has(_ name: String) -> Bool { places[Self.plain(name)] != nil }

    /// What stands in a column, without blanks around it; empty where there is no such column.
    func text(_ name: String, in row: CSVRow) -> String {
        guard let place = places[Self.plain(name)], place < row.fields.count else { return "" }
        return row.fields[place].trimmed
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension LocalDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Reads a day as lists write it: `08-Oct-2026`, `8 October 2026`, `08/10/2026`, `2026-10-08`,
    /// `2026-10-08T00:00:00`.
    init?(listed text: String) {
        if let date = LocalDate(text.prefix(10)),
            text.utf8.count == 10 || text.dropFirst(10).hasPrefix("T")
        {
            self = date
            return
        }
        let parts = text.split { "-/ ".contains($0) }
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]), year > 1000
        else { return nil }
        let named = Self.months.firstIndex { parts[1].lowercased().hasPrefix($0) }
        guard let month = named.map({ $0 + 1 }) ?? Int(parts[1]) else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
