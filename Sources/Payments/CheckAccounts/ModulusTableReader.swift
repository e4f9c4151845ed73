import FundCore

/// Reads both tables, and finds everything that is wrong with them: by a table that was half understood
/// a good account number would be refused, or a wrong one paid.
public struct ModulusTableReader {
    public static let greatestBytes = 4_000_000
    private static let greatestShownCount = 100
    private static let greatestRowCount = 100_000

    private var problems: [FieldProblem] = []
    private var problemCount = 0
    private var rows: [ModulusRow] = []
    private var substitutes: [Int32: Int32] = [:]

    /// - Parameters:
    ///   - folder: what the place of both files is called where they are wrong.
    ///   - file: finds the file of a name.
    /// - Throws: `ModulusTablesProblem.wrong`, with places such as `valacdos.txt:12: weight 7`.
    public static func read(
        folder: String, file: (_ name: String) -> ModulusTableFile
    ) throws -> ModulusTables {
        var reader = ModulusTableReader()
        let names = ModulusTables.fileNames
        let (weights, substitutes) = (file(names.weights), file(names.substitutes))
        reader.lines(of: weights, names.weights) { $0.row($1) }
        reader.lines(of: substitutes, names.substitutes) { $0.substitute($1) }
        let stretches = reader.stretches()
        guard reader.problemCount == 0 else {
            throw ModulusTablesProblem.wrong(
                folder: folder, count: reader.problemCount, fields: reader.problems)
        }
        let hashes = [weights, substitutes].map { "\($0.hash)\n" }.joined()
        return ModulusTables(
            version: ModulusTables.Version(
                sha256: SHA256Hex(of: hashes), weightCount: reader.rows.count,
                substituteCount: reader.substitutes.count),
            rows: reader.rows, stretches: stretches, substitutes: reader.substitutes)
    }

    private mutating func report(
        _ place: String, _ code: String, _ arguments: [String: String] = [:]
    ) {
        problemCount += 1
        if problems.count < Self.greatestShownCount {
            problems.append(FieldProblem(place, code, arguments))
        }
    }

    // MARK: Lines

    /// One line that is not blank, parted at blanks.
    private struct Line {
        let name: String
        let number: Int
        let fields: [Substring]

        func place(_ field: String? = nil) -> String {
            "\(name):\(number)" + (field.map { ": \($0)" } ?? "")
        }
    }

    private mutating func lines(
        of file: ModulusTableFile, _ name: String,
        _ take: (inout ModulusTableReader, Line) -> Void
    ) {
        let content: ArraySlice<UInt8>
        switch file {
        case .missing: return report(name, "file-missing")
        case .tooLarge:
            return report(
                name, "file-too-large", ["maximum": "\(Self.greatestBytes / 1_000_000) MB"])
        // A byte order mark.
        case .bytes(let bytes):
            content = bytes[(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)...]
        }
        var count = 0
        let lines = content.split(separator: 10, omittingEmptySubsequences: false)
        for (number, bytes) in zip(1..., lines) {
            guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
                report("\(name):\(number)", "not-utf8")
                count += 1
                continue
            }
            let fields = text.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard !fields.isEmpty else { continue }
            count += 1
            guard count <= Self.greatestRowCount else {
                return report(
                    "\(name):\(number)", "too-many-rows", ["maximum": "\(Self.greatestRowCount)"])
            }
            take(&self, Line(name: name, number: number, fields: fields))
        }
        if count == 0 { report(name, "file-empty") }
    }

    // MARK: Rows

    private mutating func row(_ line: Line) {
        guard (17...18).contains(line.fields.count) else {
            return report(
                line.place(), "field-count",
                ["expected": "17–18", "found": "\(line.fields.count)"])
        }
        let start = sortCode(line, 0, "start")
        let end = sortCode(line, 1, "end")
        if let start, let end, start > end {
            report(line.place("end"), "before", ["other": String(line.fields[0])])
        }
        let method = ModulusRow.Method(rawValue: String(line.fields[2]))
        if method == nil {
            report(
                line.place("check"), "not-an-option",
                [
                    "value": shown(line.fields[2]),
                    "options": ModulusRow.Method.allCases.map(\.rawValue).joined(separator: ", "),
                ])
        }
        var weights = SIMD16<Int32>(repeating: 0)
        for place in 0..<14 {
            weights[place] = weight(line, place)
        }
        let exception = exception(line, of: method)
        guard let start, let end, start <= end, let method, let exception else { return }
        rows.append(
            ModulusRow(
                start: start, end: end, method: method, weights: weights, exception: exception,
                line: line.number))
    }

    private mutating func sortCode(_ line: Line, _ index: Int, _ name: String) -> Int32? {
        let text = line.fields[index]
        guard text.utf8.count == 6, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            report(line.place(name), "not-six-digits", ["value": shown(text)])
            return nil
        }
        return Int32(text)
    }

    private mutating func weight(_ line: Line, _ place: Int) -> Int32 {
        let text = line.fields[3 + place]
        let greatest = ModulusRow.greatestWeight
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            report(line.place("weight \(place + 1)"), "not-whole-number")
            return 0
        }
        guard let weight = Int32(text), (-greatest...greatest).contains(weight) else {
            report(
                line.place("weight \(place + 1)"), "out-of-range",
                ["minimum": "\(-greatest)", "maximum": "\(greatest)"])
            return 0
        }
        return weight
    }

    private mutating func exception(_ line: Line, of method: ModulusRow.Method?) -> Int? {
        guard line.fields.count == 18 else { return 0 }
        guard let exception = Int(line.fields[17]), ModulusRow.exceptions.contains(exception),
            !line.fields[17].hasPrefix("+")
        else {
            report(
                line.place("exception"), "exception-unknown", ["value": shown(line.fields[17])])
            return nil
        }
        if let method, let methods = ModulusRow.methods(ofException: exception),
            !methods.contains(method)
        {
            report(
                line.place("exception"), "exception-of-check",
                [
                    "exception": "\(exception)",
                    "checks": methods.map(\.rawValue).joined(separator: ", "),
                ])
        }
        return exception
    }

    private mutating func substitute(_ line: Line) {
        guard line.fields.count == 2 else {
            return report(
                line.place(), "field-count", ["expected": "2", "found": "\(line.fields.count)"])
        }
        let from = sortCode(line, 0, "original")
        let to = sortCode(line, 1, "substitute")
        guard let from, let to else { return }
        guard substitutes.updateValue(to, forKey: from) == nil else {
            return report(line.place("original"), "twice")
        }
    }

    /// The beginning of what stands there, for somebody to find it by.
    private func shown(_ text: Substring) -> String { String(text.prefix(20)) }

    // MARK: Stretches

    /// Parts the sort codes into stretches that the same rows are for, two at the most, and tells of
    /// rows that go in pairs and do not here.
    private mutating func stretches() -> [ModulusTables.Stretch] {
        // Where rows begin, and behind where they end; those that end come first.
        var turns: [(at: Int32, begins: Bool, row: Int)] = []
        for (index, row) in rows.enumerated() {
            turns.append((row.start, true, index))
            turns.append((row.end + 1, false, index))
        }
        turns.sort {
            ($0.at, $0.begins ? 1 : 0, $0.row) < ($1.at, $1.begins ? 1 : 0, $1.row)
        }
        var stretches: [ModulusTables.Stretch] = []
        var active: [Int] = []
        var alone: Set<Int> = []
        var from: Int32 = 0
        for turn in turns {
            if turn.at > from {
                if let first = active.first {
                    let second = active.dropFirst().first
                    stretches.append(
                        ModulusTables.Stretch(
                            start: from, end: turn.at - 1, first: first, second: second))
                    alone.formUnion(unpaired(first, second))
                }
                from = turn.at
            }
            if !turn.begins {
                active.removeAll { $0 == turn.row }
            } else if active.count == 2 {
                report(
                    "\(ModulusTables.fileNames.weights):\(rows[turn.row].line)",
                    "modulus-third-row",
                    [
                        "first": "\(rows[active[0]].line)", "second": "\(rows[active[1]].line)",
                    ])
            } else {
                active.append(turn.row)
                active.sort()
            }
        }
        for index in alone.sorted() { reportUnpaired(rows[index]) }
        return stretches
    }

    private func unpaired(_ first: Int, _ second: Int?) -> [Int] {
        let one = rows[first].exception
        let other = second.map { rows[$0].exception }
        var found: [Int] = []
        for pair in ModulusRow.pairs where !(one == pair.first && other == pair.second) {
            if one == pair.first || one == pair.second { found.append(first) }
            if let second, other == pair.first || other == pair.second { found.append(second) }
        }
        return found
    }

    private mutating func reportUnpaired(_ row: ModulusRow) {
        for pair in ModulusRow.pairs
        where row.exception == pair.first || row.exception == pair.second {
            report(
                "\(ModulusTables.fileNames.weights):\(row.line): exception", "exception-alone",
                ["first": "\(pair.first)", "second": "\(pair.second)"])
        }
    }
}

extension ModulusTableFile {
    fileprivate var hash: SHA256Hex {
        if case .bytes(let bytes) = self { return SHA256Hex(of: bytes) }
        return SHA256Hex(of: "")
    }
}
