import FundCore

/// A file of scores as it was read: which lines can be made out, and what is wrong with the rest.
struct ScoreFile {
    struct Line {
        /// `line 3: `.
        let place: String
        let application: String
        let member: String
        let criterion: String
        /// Nil for `n/a`: the criterion does not apply.
        let value: Int64?
        let comment: String?
    }

    static let columns = ["application", "panel_member", "criterion", "score", "comment"]
    /// What our own lists of scores have besides: read over.
    static let alsoListed = [
        "reference", "entered_by", "recorded_at", "organisation", "title", sheetColumn,
    ]
    /// What a member's own sheet has alone.
    private static let sheetColumn = "criterion_title"

    let lines: [Line]
    let problems: [FieldProblem]
    /// Whether it is a member's own sheet, where what is not scored yet is left empty.
    let isSheet: Bool

    /// - Throws: `InvalidInput` for a file that is no such list at all.
    init(_ bytes: [UInt8], source: String) throws {
        let rows = try CSVReader.rows(of: bytes, source: source)
        guard let header = rows.first else {
            throw InvalidInput(source, [FieldProblem("line 1", "file-empty")])
        }
        let names = header.fields.map(\.trimmed)
        var headerProblems = Self.columns.dropLast().filter { !names.contains($0) }.map {
            FieldProblem("line \(header.line)", "column-missing", ["column": $0])
        }
        headerProblems += names.filter { !(Self.columns + Self.alsoListed).contains($0) }.map {
            FieldProblem("line \(header.line)", "column-unknown", ["column": $0])
        }
        if Set(names).count != names.count {
            headerProblems.append(FieldProblem("line \(header.line)", "column-twice"))
        }
        guard headerProblems.isEmpty else { throw InvalidInput(source, headerProblems) }

        isSheet = names.contains(Self.sheetColumn)
        let places = Self.columns.map { names.firstIndex(of: $0) }
        var lines: [Line] = []
        var problems: [FieldProblem] = []
        var seen: [[String]: Int] = [:]
        for row in rows.dropFirst() {
            guard row.fields.count == names.count else {
                problems.append(
                    FieldProblem(
                        "line \(row.line)", "field-count",
                        ["expected": "\(names.count)", "found": "\(row.fields.count)"]))
                continue
            }
            let fields = places.map { $0.map { row.fields[$0].trimmed } ?? "" }
            let place = "line \(row.line): "
            if isSheet, fields[3].isEmpty, fields[4].isEmpty { continue }
            let value = Self.wholeNumber(fields[3])
            guard value != nil || Self.isNotApplicable(fields[3]) else {
                problems.append(FieldProblem(place + "score", "not-whole-number"))
                continue
            }
            let reference = Reference(typed: fields[0])?.description ?? fields[0]
            let key = [reference, fields[1].lowercased(), fields[2]]
            if let earlier = seen.updateValue(row.line, forKey: key) {
                problems.append(
                    FieldProblem("line \(row.line)", "score-twice", ["line": "\(earlier)"]))
                continue
            }
            lines.append(
                Line(
                    place: place, application: fields[0], member: fields[1],
                    criterion: fields[2], value: value,
                    comment: fields[4].isEmpty ? nil : fields[4]))
        }
        self.lines = lines
        self.problems = problems
    }

    /// `n/a`, in whatever case.
    static func isNotApplicable(_ text: String) -> Bool { text.lowercased() == "n/a" }

    /// Digits alone, perhaps behind a minus: no plus, no point, no thousands.
    static func wholeNumber(_ text: String) -> Int64? {
        guard !text.isEmpty, !text.hasPrefix("+") else { return nil }
        return Int64(text)
    }
}
