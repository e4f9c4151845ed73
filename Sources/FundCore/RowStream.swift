/// Reads rows one at a time from a source that may be hostile and large: comma separated with quotes
/// (RFC 4180), or parted by tabs without any. A row with something wrong in it is told as that, and
/// the next is read.
public struct RowStream {
    public enum Kind: Sendable {
        case commas, tabs
    }

    public enum Step {
        case row(CSVRow)
        /// Its place is the line that the row began on.
        case wrong(FieldProblem)
    }

    public private(set) var reader: ByteReader
    private let separator: UInt8
    private let hasQuotes: Bool
    private let encoding: TextEncoding
    private let greatestRowBytes: Int
    private var line = 1
    private var rowBytes = 0

    public init(_ reader: ByteReader, _ kind: Kind) throws {
        try self.init(
            reader, separator: kind == .commas ? UInt8(ascii: ",") : 9, hasQuotes: kind == .commas)
    }

    /// Rows with quotes, laid out in another way.
    ///
    /// - Parameter greatestRowBytes: a longer row is told as wrong.
    public init(
        _ reader: ByteReader, _ delimiter: CSVFormat.Delimiter, encoding: TextEncoding,
        greatestRowBytes: Int
    ) throws {
        try self.init(
            reader, separator: delimiter.byte, hasQuotes: true, encoding: encoding,
            greatestRowBytes: greatestRowBytes)
    }

    private init(
        _ reader: ByteReader, separator: UInt8, hasQuotes: Bool,
        encoding: TextEncoding = .utf8, greatestRowBytes: Int = .max
    ) throws {
        self.reader = reader
        self.separator = separator
        self.hasQuotes = hasQuotes
        self.encoding = encoding
        self.greatestRowBytes = greatestRowBytes
        // A byte order mark.
        if try encoding == .utf8 && self.reader.peek() == 0xEF {
            for _ in 0..<3 { _ = try self.reader.next() }
        }
    }

    /// The next row that has something in it; nil at the end.
    public mutating func next() throws -> Step? {
        while try reader.peek() != nil {
            switch try step() {
            case .row(let row) where row.fields.allSatisfy(\.isEmpty): continue
            case let step: return step
            }
        }
        return nil
    }

    private mutating func step() throws -> Step {
        let start = line
        rowBytes = 0
        var fields: [String] = []
        var fault: (code: String, arguments: [String: String])?
        while true {
            let (text, wrong) = try field()
            if fault == nil { fault = wrong }
            if fields.count < CSVReader.greatestFieldCount {
                fields.append(text)
            } else if fault == nil {
                fault = ("too-many-fields", ["maximum": "\(CSVReader.greatestFieldCount)"])
            }
            let end = try reader.next()
            if end == separator { continue }
            if end == 13, try reader.peek() == 10 { _ = try reader.next() }
            line += 1
            break
        }
        guard let fault else { return .row(CSVRow(line: start, fields: fields)) }
        return .wrong(FieldProblem("line \(start)", fault.code, fault.arguments))
    }

    /// One field, as far as what ends it. What is too long is read to its end and not kept.
    private mutating func field() throws -> (String, (code: String, arguments: [String: String])?) {
        var content: [UInt8] = []
        var fault: (code: String, arguments: [String: String])?
        func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == 10 || byte == 13 }
        func keep(_ byte: UInt8) {
            rowBytes += 1
            if content.count < CSVReader.greatestFieldBytes && rowBytes <= greatestRowBytes {
                content.append(byte)
            } else if fault == nil {
                let maximum = min(CSVReader.greatestFieldBytes, greatestRowBytes)
                fault = ("too-long", ["maximum": "\(maximum)"])
            }
        }
        let isQuoted = hasQuotes ? try reader.peek() == UInt8(ascii: "\"") : false
        if isQuoted {
            _ = try reader.next()
            while true {
                guard let byte = try reader.next() else { return ("", ("csv-quote-open", [:])) }
                if byte == UInt8(ascii: "\"") {
                    guard try reader.peek() == UInt8(ascii: "\"") else { break }
                    _ = try reader.next()
                }
                if byte == 10 { line += 1 }
                keep(byte)
            }
        }
        while let byte = try reader.peek(), !isEnd(byte) {
            _ = try reader.next()
            if isQuoted || (hasQuotes && byte == UInt8(ascii: "\"")), fault == nil {
                fault = ("csv-quote-stray", [:])
            }
            if !isQuoted { keep(byte) }
        }
        if let fault { return ("", fault) }
        guard !content.contains(0), let text = encoding.text(of: content) else {
            return ("", (encoding.fault, [:]))
        }
        return (text, nil)
    }
}

/// How a file writes letters as bytes.
public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"

    /// What Windows-1252 puts where Latin-1 has control characters; 0 where it has nothing.
    private static let highPart: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
        0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
        0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]

    /// The text that `bytes` write, nil where they write none.
    func text(of bytes: [UInt8]) -> String? {
        guard self == .windows1252 else { return String(validating: bytes, as: UTF8.self) }
        var text = ""
        for byte in bytes {
            let value =
                (0x80...0x9F).contains(byte) ? Self.highPart[Int(byte) - 0x80] : UInt16(byte)
            guard value != 0, let scalar = Unicode.Scalar(value) else { return nil }
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    /// What is said of bytes that write no text.
    var fault: String { self == .utf8 ? "not-utf8" : "not-windows-1252" }
}
