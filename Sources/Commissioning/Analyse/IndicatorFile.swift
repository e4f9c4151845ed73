import FundCore

/// A file of figures or of counts that was read and found in order.
public struct IndicatorFile: Sendable {
    /// The most that a file may have, through whichever door.
    public static let greatestBytes = 1024 * 1024
    public static let greatestRowCount = 50_000
    /// Enough of what is wrong with a file to put the rest right.
    static let greatestProblemCount = 1000

    struct Figure: Sendable {
        let ward: String
        let period: IndicatorPeriod
        let value: IndicatorValue
    }

    struct Count: Sendable {
        let line: Int
        let area: String
        let ward: String
        let period: IndicatorPeriod
        let group: String
        let people: Int64
    }

    let indicator: Indicator
    let figures: [Figure]
    /// Of an indicator that is computed, and no figures then.
    let counts: [Count]
    let sha256: SHA256Hex

    /// Reads a file of an indicator, row by row: `ward`, `period`, `value`; or, where it is computed
    /// from counts, `ward`, `area`, `period`, `group`, `count`.
    ///
    /// - Parameter today: no period begins later.
    /// - Throws: `InvalidInput` with everything that is wrong, by line and column.
    public init(
        _ source: ByteSource, of indicator: Indicator, _ wards: [IndicatorWard], today: LocalDate
    ) throws {
        var reading = IndicatorReading(indicator, wards, today: today)
        var rows = try RowStream(
            ByteReader(source, greatestCount: Self.greatestBytes), .commas)
        while let step = try rows.next() {
            switch step {
            case .wrong(let problem): reading.problems.append(problem)
            case .row(let row): reading.take(row)
            }
            // Without its columns nothing more can be said of a file.
            if reading.isOver || reading.problems.count >= Self.greatestProblemCount { break }
        }
        if reading.isEmpty, reading.problems.isEmpty {
            reading.problems.append(FieldProblem("line 1", "file-empty"))
        }
        guard reading.problems.isEmpty else {
            throw InvalidInput(source.name, reading.problems)
        }
        self.indicator = indicator
        figures = reading.figures
        counts = reading.counts
        sha256 = rows.reader.hash
    }
}

/// A file on its way through.
private struct IndicatorReading {
    let indicator: Indicator
    let today: LocalDate
    /// Wards by their keys and titles, however written.
    let wards: [String: String]
    let columns: [String]
    var figures: [IndicatorFile.Figure] = []
    var counts: [IndicatorFile.Count] = []
    var problems: [FieldProblem] = []
    private var places: [Int]?
    private var rowCount = 0
    private(set) var isOver = false
    /// The lines that figures and counts stand in.
    private var lines: [[String]: Int] = [:]
    /// The ward that an area lies in, by period, and the line that says so.
    private var wardsOfAreas: [[String]: (ward: String, line: Int)] = [:]

    init(_ indicator: Indicator, _ wards: [IndicatorWard], today: LocalDate) {
        self.indicator = indicator
        self.today = today
        columns =
            indicator.isComputed
            ? ["ward", "area", "period", "group", "count"] : ["ward", "period", "value"]
        self.wards = Dictionary(
            wards.flatMap { [($0.key.foldedName, $0.key), ($0.title.foldedName, $0.key)] }
        ) { first, _ in first }
    }

    var isEmpty: Bool { figures.isEmpty && counts.isEmpty }

    mutating func take(_ row: CSVRow) {
        guard let places else { return takeHeader(row) }
        rowCount += 1
        guard rowCount <= IndicatorFile.greatestRowCount else {
            report(row, nil, "too-many-rows", ["maximum": "\(IndicatorFile.greatestRowCount)"])
            isOver = true
            return
        }
        guard row.fields.count == columns.count else {
            return report(
                row, nil, "field-count",
                ["expected": "\(columns.count)", "found": "\(row.fields.count)"])
        }
        let fields = places.map { row.fields[$0].trimmed }
        if indicator.isComputed { takeCount(row, fields) } else { takeFigure(row, fields) }
    }

    private mutating func takeHeader(_ row: CSVRow) {
        let names = row.fields.map { $0.trimmed.lowercased() }
        for column in columns where !names.contains(column) {
            report(row, nil, "column-missing", ["column": column])
        }
        for name in names where !columns.contains(name) {
            report(row, nil, "column-unknown", ["column": name])
        }
        if Set(names).count != names.count { report(row, nil, "column-twice") }
        places = columns.compactMap { names.firstIndex(of: $0) }
        isOver = !problems.isEmpty
    }

    private mutating func takeFigure(_ row: CSVRow, _ fields: [String]) {
        let ward = ward(row, fields[0])
        let period = period(row, fields[1])
        let value = value(row, fields[2])
        guard let ward, let period, isFirst(row, [ward, period.text]), let value else { return }
        figures.append(.init(ward: ward, period: period, value: value))
    }

    private mutating func takeCount(_ row: CSVRow, _ fields: [String]) {
        let (ward, area) = (ward(row, fields[0]), area(row, fields[1]))
        let period = period(row, fields[2])
        let group = indicator.groups.first { $0.lowercased() == fields[3].lowercased() }
        if fields[3].isEmpty {
            report(row, "group", "missing")
        } else if group == nil {
            report(
                row, "group", "not-an-option",
                ["value": fields[3], "options": indicator.groups.joined(separator: ", ")])
        }
        let people = people(row, fields[4])
        guard let ward, let area, let period else { return }
        if let known = wardsOfAreas[[area, period.text]], known.ward != ward {
            report(
                row, "ward", "indicator-area-wards",
                ["area": area, "ward": known.ward, "line": "\(known.line)"])
        } else {
            wardsOfAreas[[area, period.text]] = (ward, row.line)
        }
        guard let group, isFirst(row, [area, period.text, group]), let people else { return }
        counts.append(
            .init(
                line: row.line, area: area, ward: ward, period: period, group: group,
                people: people))
    }

    /// Whether no line before tells of the same.
    private mutating func isFirst(_ row: CSVRow, _ key: [String]) -> Bool {
        guard let line = lines[key] else {
            lines[key] = row.line
            return true
        }
        report(row, nil, "indicator-twice", ["line": "\(line)"])
        return false
    }

    // MARK: Columns

    private mutating func ward(_ row: CSVRow, _ text: String) -> String? {
        guard !text.isEmpty else {
            report(row, "ward", "missing")
            return nil
        }
        let isWhole = text.lowercased() == IndicatorBook.wholeArea
        if isWhole, !indicator.isComputed { return IndicatorBook.wholeArea }
        if indicator.geography == .area {
            report(row, "ward", "indicator-whole-area", ["value": text])
            return nil
        }
        guard let key = wards[text.foldedName] else {
            report(row, "ward", "indicator-ward-unknown", ["value": text])
            return nil
        }
        return key
    }

    private mutating func area(_ row: CSVRow, _ text: String) -> String? {
        if text.isEmpty {
            report(row, "area", "missing")
        } else if text.unicodeScalars.count > 60 {
            report(row, "area", "too-long", ["maximum": "60"])
        } else if text.hasControlCharacters {
            report(row, "area", "one-line")
        } else {
            return text
        }
        return nil
    }

    private mutating func period(_ row: CSVRow, _ text: String) -> IndicatorPeriod? {
        let frequency = indicator.frequency
        if text.isEmpty {
            report(row, "period", "missing")
        } else if let period = IndicatorPeriod(text, frequency) {
            guard period.isAfter(today) else { return period }
            report(row, "period", "indicator-future")
        } else {
            report(row, "period", "indicator-period-\(frequency.rawValue)", ["value": text])
        }
        return nil
    }

    private mutating func value(_ row: CSVRow, _ text: String) -> IndicatorValue? {
        let bounds = indicator.bounds
        let isPercent = text.hasSuffix("%")
        let bare = isPercent ? String(text.dropLast()).trimmed : text
        if text.isEmpty {
            report(row, "value", "missing")
        } else if isPercent, indicator.unit != .percent {
            report(row, "value", "indicator-not-percent")
        } else if let value = IndicatorValue(bare) {
            if indicator.unit == .count, !value.isWhole {
                report(row, "value", "not-whole-number")
            } else if value < bounds.least || value > bounds.greatest {
                report(
                    row, "value", "out-of-range",
                    ["minimum": bounds.least.plain, "maximum": bounds.greatest.plain])
            } else {
                return value
            }
        } else {
            report(row, "value", "indicator-value", ["value": text])
        }
        return nil
    }

    private mutating func people(_ row: CSVRow, _ text: String) -> Int64? {
        if text.isEmpty {
            report(row, "count", "missing")
        } else if let count = IndicatorValue(text), count.isWhole {
            let people = count.thousandths / 1000
            if (0...100_000_000).contains(people) { return people }
            report(
                row, "count", "out-of-range", ["minimum": "0", "maximum": "100000000"])
        } else {
            report(row, "count", "not-whole-number")
        }
        return nil
    }

    private mutating func report(
        _ row: CSVRow, _ column: String?, _ code: String, _ arguments: [String: String] = [:]
    ) {
        let place = "line \(row.line)" + (column.map { ": \($0)" } ?? "")
        problems.append(FieldProblem(place, code, arguments))
    }
}
