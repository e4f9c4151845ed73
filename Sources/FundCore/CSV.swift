/// Comma separated values by RFC 4180: UTF-8, CRLF between rows.
///
/// A text field that a spreadsheet would run as a formula gets a leading `'` on the way out, which
/// `CSVReader` takes off again.
public struct CSVWriter {
    public enum Field: Sendable {
        /// Words from outside: guarded against formulas.
        case text(String)
        /// A number, date or code that this program wrote: as it is.
        case plain(String)
    }

    public static func row(_ fields: [Field], _ format: CSVFormat = .standard) -> String {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        for (index, field) in fields.enumerated() {
            if index > 0 { line.append(format.delimiter.byte) }
            switch field {
            case .plain(let text): append(text, isGuarded: false, to: &line, format)
            case .text(let text): append(text, isGuarded: startsFormula(text), to: &line, format)
            }
        }
        line.append(contentsOf: format.lineEnd.text.utf8)
        return String(decoding: line, as: UTF8.self)
    }

    public static func row(_ headers: [String], _ format: CSVFormat = .standard) -> String {
        row(headers.map(Field.plain), format)
    }

    static func startsFormula(_ text: some StringProtocol) -> Bool {
        switch text.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
        default: false
        }
    }

    private static func append(
        _ text: String, isGuarded: Bool, to line: inout [UInt8], _ format: CSVFormat
    ) {
        let delimiter = format.delimiter.byte
        let quote = UInt8(ascii: "\"")
        let isQuoted =
            format.quoting == .always
            || text.utf8.contains { $0 == delimiter || $0 == quote || $0 == 13 || $0 == 10 }
        if isQuoted { line.append(quote) }
        if isGuarded { line.append(UInt8(ascii: "'")) }
        if isQuoted {
            for byte in text.utf8 {
                if byte == quote { line.append(quote) }
                line.append(byte)
            }
            line.append(quote)
        } else {
            line.append(contentsOf: text.utf8)
        }
    }
}

/// What is wrong with a CSV file, by line.
public struct CSVRow: Sendable {
    /// The line of the file that the row starts on, from 1.
    public let line: Int
    public let fields: [String]
}

/// Reads comma separated values that may be hostile or come from a spreadsheet: any line end, a
/// byte order mark, quoted line breaks; limits on rows and field lengths.
public struct CSVReader {
    public static let greatestFieldBytes = 100_000
    public static let greatestRowCount = 1_000_000
    public static let greatestFieldCount = 1000

    /// - Returns: the rows that have a field that is not empty.
    /// - Throws: `InvalidInput` that names the line.
    public static func rows(of bytes: [UInt8], source: String) throws -> [CSVRow] {
        var reader = CSVReader(bytes: bytes, source: source)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
        var rows: [CSVRow] = []
        while let row = try reader.next() {
            if row.fields.contains(where: { !$0.isEmpty }) { rows.append(row) }
            guard rows.count <= greatestRowCount else {
                throw reader.problem(
                    reader.line, "too-many-rows", ["maximum": "\(greatestRowCount)"])
            }
        }
        return rows
    }

    private let bytes: [UInt8]
    private let source: String
    private var index = 0
    private var line = 1

    private init(bytes: [UInt8], source: String) {
        self.bytes = bytes
        self.source = source
    }

    private mutating func next() throws -> CSVRow? {
        guard index < bytes.count else { return nil }
        let start = line
        var fields: [String] = []
        while true {
            fields.append(try field())
            guard fields.count <= CSVReader.greatestFieldCount else {
                throw problem(
                    line, "too-many-fields", ["maximum": "\(CSVReader.greatestFieldCount)"])
            }
            guard index < bytes.count else { break }
            let separator = bytes[index]
            index += 1
            if separator == UInt8(ascii: ",") { continue }
            if separator == 13, index < bytes.count, bytes[index] == 10 { index += 1 }
            line += 1
            break
        }
        return CSVRow(line: start, fields: fields)
    }

    private mutating func field() throws -> String {
        var content: [UInt8] = []
        if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
            let start = line
            index += 1
            while true {
                guard index < bytes.count else { throw problem(start, "csv-quote-open") }
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "\"") {
                    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { break }
                    index += 1
                }
                if byte == 10 { line += 1 }
                content.append(byte)
            }
            guard index == bytes.count || [44, 10, 13].contains(bytes[index]) else {
                throw problem(line, "csv-quote-stray")
            }
        } else {
            let start = index
            while index < bytes.count, ![44, 10, 13].contains(bytes[index]) {
                guard bytes[index] != UInt8(ascii: "\"") else {
                    throw problem(line, "csv-quote-stray")
                }
                index += 1
            }
            content = Array(bytes[start..<index])
        }
        guard content.count <= CSVReader.greatestFieldBytes else {
            throw problem(line, "too-long", ["maximum": "\(CSVReader.greatestFieldBytes)"])
        }
        guard !content.contains(0), let text = String(validating: content, as: UTF8.self) else {
            throw problem(line, "not-utf8")
        }
        if text.utf8.first == UInt8(ascii: "'"), CSVWriter.startsFormula(text.dropFirst()) {
            return String(text.dropFirst())
        }
        return text
    }

    private func problem(
        _ line: Int, _ code: String, _ arguments: [String: String] = [:]
    ) -> InvalidInput {
        InvalidInput(source, [FieldProblem("line \(line)", code, arguments)])
    }
}
