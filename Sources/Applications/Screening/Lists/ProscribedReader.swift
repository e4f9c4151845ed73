import FundCore

/// Reads the organisations that are proscribed: CSV with the columns `name`, `aliases`, `listed_on`,
/// and perhaps `Report Date: …` in the line before them. Schedule 2 of the Terrorism Act 2000 has no
/// file of its own: whoever keeps this one copies names and aliases from it as they stand there.
struct ProscribedReader {
    static let needed = ["name"]

    let source: String
    let reportedOn: LocalDate?

    func read(_ reader: ByteReader, _ take: (ListedRow) throws -> Void) throws -> ListFile {
        var rows = try RowStream(reader, .commas)
        var header = ListHeader(reportedOn: reportedOn)
        var faults = ListFaults()
        var count = 0
        while let step = try rows.next() {
            switch step {
            case .wrong(let problem): faults.add(problem)
            case .row(let row) where !header.isComplete:
                header.read(row, needed: Self.needed, &faults)
                if header.isComplete { try faults.refuse(source) }
            case .row(let row):
                count += 1
                if let part = part(row, header, &faults) { try take(.part(part)) }
            }
        }
        if count == 0, faults.count == 0 { faults.add(1, "file-empty") }
        try faults.refuse(source)
        guard let reportedOn = header.reportedOn else {
            throw ScreeningProblem.dateMissing(source: source)
        }
        return ListFile(reportedOn: reportedOn, hash: rows.reader.hash, rowCount: count)
    }

    private func part(
        _ row: CSVRow, _ header: ListHeader, _ faults: inout ListFaults
    ) -> ListedPart? {
        guard row.fields.count == header.fieldCount else {
            faults.add(
                row.line, "field-count",
                ["expected": "\(header.fieldCount)", "found": "\(row.fields.count)"])
            return nil
        }
        let name = header.text("name", in: row)
        let listedOn = header.text("listed_on", in: row)
        if !listedOn.isEmpty, LocalDate(listed: listedOn) == nil {
            faults.add(FieldProblem("line \(row.line): listed_on", "not-date"))
        }
        let own = Aliases.names(in: name, partedByCommas: false)
        guard let first = own.first else {
            faults.add(FieldProblem("line \(row.line): name", "missing"))
            return nil
        }
        let others =
            own.dropFirst()
            + Aliases.names(in: header.text("aliases", in: row), partedByCommas: true)
        return ListedPart(
            entryKey: FoldedName.words(of: first).joined(separator: "-"), type: .entity,
            regime: "", listedOn: listedOn,
            names: [ListedName(text: first, kind: .primary)]
                + others.map { ListedName(text: $0, kind: .alias) },
            births: [], countries: [])
    }
}

/// Takes apart names as laws write them: `The Made Up Front (MUF), including the Sample Cell (also
/// known as the Cell)`.
enum Aliases {
    private static let joints = [
        "including", "also known as", "otherwise known as", "formerly known as", "formerly",
        "known as", "a.k.a.", "aka",
    ]

    /// - Parameter partedByCommas: whether commas stand between names, and are no part of one.
    /// - Returns: each name once, in the order they stand in; what stands in parentheses behind what
    ///   it stands in.
    static func names(in text: String, partedByCommas: Bool) -> [String] {
        // What stands around parentheses is one name, what stands in them others.
        var outer = ""
        var inner: [String] = []
        var depth = 0
        for character in text {
            switch character {
            case "(", "[":
                if depth == 0 { inner.append("") } else { inner[inner.count - 1].append("(") }
                depth += 1
            case ")", "]":
                guard depth > 0 else { continue }
                depth -= 1
                if depth > 0 { inner[inner.count - 1].append(")") } else { outer.append(" ") }
            default:
                if depth == 0 {
                    outer.append(character)
                } else {
                    inner[inner.count - 1].append(character)
                }
            }
        }
        var names: [String] = []
        let separators = partedByCommas ? ";|,\n" : ";|\n"
        for part in outer.split(whereSeparator: { separators.contains($0) }) {
            names += parted(String(part))
        }
        for part in inner { names += self.names(in: part, partedByCommas: true) }
        var seen: Set<String> = []
        return names.filter { seen.insert($0.lowercased()).inserted }
    }

    private static func parted(_ text: String) -> [String] {
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        var names: [[String]] = [[]]
        while !words.isEmpty {
            let joint = joints.map { $0.split(separator: " ").map(String.init) }.first { joint in
                words.count >= joint.count
                    && zip(words, joint).allSatisfy { $0.lowercased() == $1 }
            }
            if let joint {
                words.removeFirst(joint.count)
                names.append([])
            } else {
                names[names.count - 1].append(words.removeFirst())
            }
        }
        return names.map { name in
            var name = name
            if let first = name.first?.lowercased(), name.count > 1, first == "and" {
                name.removeFirst()
            }
            return name.joined(separator: " ").trimmingMarks
        }.filter { !$0.isEmpty }
    }
}

extension String {
    /// Without commas, quotation marks and the like at either end.
    fileprivate var trimmingMarks: String {
        let marks: Set<Character> = [",", ".", ":", "\"", "'", "“", "”", "‘", "’", " "]
        var text = self[...]
        while let first = text.first, marks.contains(first) { text = text.dropFirst() }
        while let last = text.last, marks.contains(last) { text = text.dropLast() }
        return String(text)
    }
}
