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
    private var line = 1

    public init(_ reader: ByteReader, _ kind: Kind) throws {
        self.reader = reader
        separator = kind == .commas ? UInt8(ascii: ",") : 9
        hasQuotes = kind == .commas
        // A byte order mark.
        if try self.reader.peek() == 0xEF {
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
            if content.count < CSVReader.greatestFieldBytes {
                content.append(byte)
            } else if fault == nil {
                fault = ("too-long", ["maximum": "\(CSVReader.greatestFieldBytes)"])
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
        guard !content.contains(0), let text = String(validating: content, as: UTF8.self) else {
            return ("", ("not-utf8", [:]))
        }
        return (text, nil)
    }
}
