import FundCore

/// Reads the UK Sanctions List as CSV: the day of the report, the names of 58 columns, then a row for
/// each name and address of each entry. Columns are found by name, so that they may move.
struct SanctionsReader {
    static let needed = ["Unique ID", "Name 6", "Designation Type"]

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
                // Without its columns no row says anything.
                if header.isComplete { try faults.refuse(source) }
            case .row(let row):
                count += 1
                guard count <= ListReader.greatestRowCount else {
                    faults.add(
                        row.line, "too-many-rows", ["maximum": "\(ListReader.greatestRowCount)"])
                    try faults.refuse(source)
                    break
                }
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
        func text(_ name: String) -> String { header.text(name, in: row) }
        let key = text("Unique ID")
        guard !key.isEmpty else {
            faults.add(FieldProblem("line \(row.line): Unique ID", "missing"))
            return nil
        }
        var names: [ListedName] = []
        let name = (1...6).map { text("Name \($0)") }.filter { !$0.isEmpty }
            .joined(separator: " ")
        if !name.isEmpty {
            names.append(
                ListedName(text: name, kind: kind(text("Name type"), text("Alias strength"))))
        }
        let foreign = text("Name non-latin script")
        if !foreign.isEmpty { names.append(ListedName(text: foreign, kind: .nonLatin)) }
        let countries = ["Address Country", "Nationality(/ies)", "Country of birth"].flatMap {
            Self.several(text($0))
        }
        return ListedPart(
            entryKey: key,
            type: ListedType(rawValue: text("Designation Type").lowercased()) ?? .unknown,
            regime: text("Regime Name"), listedOn: text("Date Designated"), names: names,
            births: Self.several(text("D.O.B")), countries: countries)
    }

    private func kind(_ type: String, _ strength: String) -> ListedNameKind {
        switch type.lowercased() {
        case "primary name": .primary
        case "primary name variation": .variation
        default: strength.lowercased().hasPrefix("low") ? .weakAlias : .alias
        }
    }

    /// What a column that may hold several holds: `(1) Freedonia (2) Sylvania`, or with bars.
    static func several(_ text: String) -> [String] {
        var parts: [String] = [""]
        var rest = Substring(text)
        while let character = rest.first {
            if character == "(", let close = rest.firstIndex(of: ")"),
                rest[rest.index(after: rest.startIndex)..<close].allSatisfy(\.isNumber)
            {
                parts.append("")
                rest = rest[rest.index(after: close)...]
                continue
            }
            if character == ";" || character == "|" {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
            rest = rest.dropFirst()
        }
        return parts.map(\.trimmed).filter { !$0.isEmpty }
    }
}
