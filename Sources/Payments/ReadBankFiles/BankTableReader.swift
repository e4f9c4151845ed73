import FundCore

/// Reads rows of payments by a profile.
struct BankTableReader {
    static let greatestRowBytes = 100_000

    private let profile: BankTableProfile
    private var rows: RowStream
    private var problems: BankFileProblems
    private var places: [String: Int] = [:]
    private var width = 0
    private var lineCount: Int64 = 0
    /// What the column that the trailer adds up has come to.
    private var total: Int64 = 0
    private var known: Set<Fingerprint> = []
    /// Whether every row so far could be read, so that totals can be compared.
    private var isSure = true
    private var lastLine = 1
    private var hasTrailer = false

    init(_ source: ByteSource, _ profile: BankTableProfile) throws {
        self.profile = profile
        rows = try RowStream(
            ByteReader(source, greatestCount: BankFileFormat.greatestBytes), profile.delimiter,
            encoding: profile.encoding, greatestRowBytes: Self.greatestRowBytes)
        problems = BankFileProblems(source: source.name)
    }

    mutating func read(_ body: (BankLine) throws -> Void) throws -> BankFile {
        do {
            try table(body)
        } catch let refused as BankLineRefused {
            throw refused.error
        } catch let invalid as InvalidInput {
            problems.add(invalid.fields)
        } catch is BankFileProblems.Full {
            // All of them are told below.
        }
        try problems.check()
        return BankFile(sha256: rows.reader.hash, lineCount: lineCount, statements: [])
    }

    private mutating func table(_ body: (BankLine) throws -> Void) throws {
        var skipped: Int64 = 0
        var hasNames = false
        while let step = try rows.next() {
            switch step {
            case .wrong(let problem):
                if hasNames {
                    lineCount += 1
                    isSure = false
                }
                problems.add([problem])
                guard problems.list.count < BankFileProblems.greatestCount else { return }
            case .row(let row):
                lastLine = row.line
                if skipped < profile.skippedRows {
                    skipped += 1
                } else if !hasNames {
                    hasNames = true
                    guard try columns(row) else { return }
                } else {
                    try self.row(row, body)
                }
            }
        }
        if !hasNames {
            try problems.report(line: lastLine, "", "file-empty")
        } else if let trailer = profile.trailer, !hasTrailer {
            try problems.report(
                line: lastLine, "", "bank-trailer-missing", ["label": trailer.label])
        }
    }

    /// Finds the columns by their names; whether they are all there.
    private mutating func columns(_ row: CSVRow) throws -> Bool {
        width = row.fields.count
        let names = row.fields.map(\.foldedName)
        for name in profile.columns.names {
            let found = names.indices.filter { names[$0] == name.foldedName }
            if found.isEmpty {
                try problems.report(
                    line: row.line, "", "bank-column-missing",
                    ["column": name, "names": row.fields.joined(separator: ", ")])
            } else if found.count > 1 {
                try problems.report(line: row.line, name, "column-twice")
            }
            places[name] = found.first
        }
        return problems.list.isEmpty
    }

    private mutating func row(_ row: CSVRow, _ body: (BankLine) throws -> Void) throws {
        guard !hasTrailer else {
            return try problems.report(line: row.line, "", "bank-after-trailer")
        }
        if let trailer = profile.trailer, row.fields.first?.trimmed == trailer.label {
            return try check(trailer, row)
        }
        guard row.fields.count == width else {
            isSure = false
            lineCount += 1
            return try problems.report(
                line: row.line, "", "field-count",
                ["found": "\(row.fields.count)", "expected": "\(width)"])
        }
        let date = try date(row)
        let pence = try pence(row)
        if pence == nil { isSure = false }
        let reference = text(profile.columns.reference, row)
        let (outcome, status) = try outcome(row, pence: pence ?? 0)
        // Payments can be alike, but not to the reference.
        if let reference, let date, let pence,
            !known.insert(
                Fingerprint(of: "\(reference) \(date) \(pence) \(outcome) \(status)")
            ).inserted
        {
            try problems.report(line: row.line, "", "bank-line-twice", ["reference": reference])
        }
        lineCount += 1
        // What follows a slip may be wrong by that alone.
        guard problems.list.isEmpty, let pence else { return }
        let line = BankLine(
            line: row.line, bookedOn: date, pence: pence, kind: pence < 0 ? .debit : .credit,
            endToEndReference: reference, batchReference: text(profile.columns.batch, row),
            counterparty: text(profile.columns.name, row),
            remittance: text(profile.columns.description, row), status: status,
            returnReason: text(profile.columns.reason, row), outcome: outcome)
        do { try body(line) } catch { throw BankLineRefused(error: error) }
    }

    private mutating func date(_ row: CSVRow) throws -> LocalDate? {
        let name = profile.columns.date
        let written = text(name, row) ?? ""
        if let date = profile.dates.read(written) { return date }
        try problems.report(
            line: row.line, name, "bank-date",
            ["value": String(written.prefix(40)), "format": profile.dates.rawValue])
        return nil
    }

    /// Less than nothing for what goes out.
    private mutating func pence(_ row: CSVRow) throws -> Int64? {
        switch profile.columns.amounts {
        case .one(let name, let outgoing):
            guard let pence = try amount(name, row) else {
                if text(name, row) == nil { try problems.report(line: row.line, name, "missing") }
                return nil
            }
            return outgoing == .negative ? pence : -pence
        case .two(let debit, let credit):
            let out = try amount(debit, row)
            let into = try amount(credit, row)
            switch (text(debit, row), text(credit, row)) {
            case (.some, nil): return out.map { -Int64($0.magnitude) }
            case (nil, .some): return into
            // Some banks write nought into the other.
            case (.some, .some) where out == 0 || into == 0:
                return out == 0 ? into : out.map { -Int64($0.magnitude) }
            default:
                try problems.report(
                    line: row.line, "", "bank-one-amount", ["debit": debit, "credit": credit])
                return nil
            }
        }
    }

    /// The amount in a column, added to the total where that is the column; nil where there is none.
    private mutating func amount(_ name: String, _ row: CSVRow) throws -> Int64? {
        guard let written = text(name, row) else { return nil }
        guard let pence = profile.amounts.read(written) else {
            try problems.report(line: row.line, name, "not-pounds-amount")
            return nil
        }
        // The total of rows that are this many at most cannot pass what its digits hold.
        if name == profile.trailer?.totalUnder, total.magnitude < 1_000_000_000_000_000_000 {
            total += pence
        }
        return pence
    }

    private mutating func outcome(
        _ row: CSVRow, pence: Int64
    ) throws -> (BankLine.Outcome, BankLine.Status) {
        let words = profile.words
        guard let column = profile.columns.status else {
            let said = text(profile.columns.description, row)?.foldedName ?? ""
            func says(_ list: [String]) -> Bool { list.contains { said.contains($0.foldedName) } }
            if says(words.failed) { return (.failed, .booked) }
            if says(words.returned) { return (.returned, .booked) }
            if says(words.pending) { return (.unknown, .pending) }
            return (pence < 0 ? .paid : .unknown, .booked)
        }
        guard let said = text(column, row) else { return (.unknown, .booked) }
        func says(_ list: [String]) -> Bool {
            list.contains { $0.foldedName == said.foldedName }
        }
        if says(words.paid) { return (.paid, .booked) }
        if says(words.returned) { return (.returned, .booked) }
        if says(words.failed) { return (.failed, .booked) }
        if says(words.pending) { return (.unknown, .pending) }
        let all = words.paid + words.returned + words.failed + words.pending
        try problems.report(
            line: row.line, column, "not-an-option",
            ["value": String(said.prefix(60)), "options": all.joined(separator: ", ")])
        return (.unknown, .booked)
    }

    private mutating func check(_ trailer: ExportProfile.ControlRow, _ row: CSVRow) throws {
        hasTrailer = true
        guard isSure else { return }
        let count = row.fields.count > 1 ? Int64(row.fields[1].trimmed) : nil
        if count != lineCount {
            try problems.report(
                line: row.line, "", "bank-trailer-count",
                ["found": "\(lineCount)", "count": count.map { "\($0)" } ?? "–"])
        }
        let written = text(trailer.totalUnder, row).flatMap(profile.amounts.read)
        if written != total {
            try problems.report(
                line: row.line, trailer.totalUnder, "bank-trailer-total",
                [
                    "found": Money(pence: total).words,
                    "total": written.map { Money(pence: $0).words } ?? "–",
                ])
        }
    }

    /// What stands in a column, nil where nothing does.
    private func text(_ column: String?, _ row: CSVRow) -> String? {
        guard let column, let place = places[column], place < row.fields.count else { return nil }
        let text = row.fields[place].trimmed
        return text.isEmpty ? nil : text
    }
}
