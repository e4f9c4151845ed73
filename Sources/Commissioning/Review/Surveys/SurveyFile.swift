import FundCore

/// A file of answers on paper that was read and found in order: a row for each person, a column for
/// each question that was asked by its key, and `code` where people gave one.
public struct SurveyFile: Sendable {
    public static let greatestBytes = 1024 * 1024
    public static let greatestRowCount = 5000
    /// Enough of what is wrong with a file to put the rest right.
    static let greatestProblemCount = 1000

    let name: String
    let rows: [SurveyEntry]
    let sha256: SHA256Hex

    /// - Throws: `InvalidInput` with everything that is wrong, by line and column.
    public init(_ source: ByteSource, of form: SurveyForm) throws {
        var reading = SurveyReading(form)
        var stream = try RowStream(
            ByteReader(source, greatestCount: Self.greatestBytes), .commas)
        while let step = try stream.next() {
            switch step {
            case .wrong(let problem): reading.problems.append(problem)
            case .row(let row): reading.take(row)
            }
            // Without its columns nothing more can be said of a file.
            if reading.isOver || reading.problems.count >= Self.greatestProblemCount { break }
        }
        if reading.rows.isEmpty, reading.problems.isEmpty {
            reading.problems.append(FieldProblem("line 1", "file-empty"))
        }
        guard reading.problems.isEmpty else {
            throw InvalidInput(source.name, reading.problems)
        }
        name = source.name
        rows = reading.rows
        sha256 = stream.reader.hash
    }
}

/// A file on its way through.
private struct SurveyReading {
    private static let code = "code"

    let form: SurveyForm
    var rows: [SurveyEntry] = []
    var problems: [FieldProblem] = []
    private(set) var isOver = false
    private var columns: [String]?
    private var rowCount = 0
    /// The lines that codes stand in.
    private var lines: [String: Int] = [:]

    init(_ form: SurveyForm) {
        self.form = form
    }

    mutating func take(_ row: CSVRow) {
        guard let columns else { return takeHeader(row) }
        rowCount += 1
        guard rowCount <= SurveyFile.greatestRowCount else {
            report(row, nil, "too-many-rows", ["maximum": "\(SurveyFile.greatestRowCount)"])
            isOver = true
            return
        }
        guard row.fields.count == columns.count else {
            return report(
                row, nil, "field-count",
                ["expected": "\(columns.count)", "found": "\(row.fields.count)"])
        }
        var answers: [String: Int64] = [:]
        var code: String?
        var isRead = true
        for (column, field) in zip(columns, row.fields) {
            let text = field.trimmed
            if text.isEmpty { continue }
            if column == Self.code {
                code = text
            } else if text.utf8.count <= 3, let points = Int64(text) {
                answers[column] = points
            } else {
                report(row, column, "not-whole-number")
                isRead = false
            }
        }
        let entry = SurveyEntry(answers: answers, code: code)
        for problem in form.problems(of: entry) {
            // What could not be read is said, not that there is nothing.
            if problem.code == "survey-nothing" {
                if isRead { report(row, nil, problem.code) }
            } else {
                report(row, problem.place, problem.code, problem.arguments)
            }
        }
        if let folded = code?.foldedCode {
            if let line = lines[folded] {
                report(row, Self.code, "survey-code-line", ["line": "\(line)"])
            } else {
                lines[folded] = row.line
            }
        }
        rows.append(entry)
    }

    private mutating func takeHeader(_ row: CSVRow) {
        let known = [Self.code] + form.questions.map(\.key)
        // However they are written.
        let names = row.fields.map { field in
            let name = field.trimmed
            return known.first { $0.lowercased() == name.lowercased() } ?? name
        }
        let asked = form.questions.map(\.key)
        for name in names where name != Self.code && !asked.contains(name) {
            report(row, nil, "column-unknown", ["column": name])
        }
        for key in asked where !names.contains(key) {
            report(row, nil, "column-missing", ["column": key])
        }
        if Set(names).count != names.count { report(row, nil, "column-twice") }
        columns = names
        isOver = !problems.isEmpty
    }

    private mutating func report(
        _ row: CSVRow, _ column: String?, _ code: String, _ arguments: [String: String] = [:]
    ) {
        let place = "line \(row.line)" + (column.map { ": \($0)" } ?? "")
        problems.append(FieldProblem(place, code, arguments))
    }
}
