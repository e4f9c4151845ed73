/// Text that is not JSON: what was found wrong, and where.
public struct JSONSyntaxProblem: Error, Equatable {
    /// A key of the text catalogue, `field.<code>`.
    public let code: String
    public let line: Int
    public let column: Int

    public func field(in source: String) -> FieldProblem {
        FieldProblem("\(source) line \(line)", code, ["column": "\(column)"])
    }
}

/// Reads one JSON value from bytes that may be hostile: UTF-8 only, no member twice in an object,
/// at most `greatestDepth` deep.
public struct JSONReader {
    public static let greatestDepth = 64
    public static let greatestValueCount = 4_000_000

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0
    private var valueCount = 0

    /// - Throws: `JSONSyntaxProblem`.
    public static func read(_ bytes: [UInt8]) throws(JSONSyntaxProblem) -> JSONValue {
        var reader = JSONReader(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
        let value = try reader.value()
        reader.skipWhitespace()
        guard reader.index == bytes.count else { throw reader.problem("json-trailing") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func value() throws(JSONSyntaxProblem) -> JSONValue {
        valueCount += 1
        guard valueCount <= JSONReader.greatestValueCount else { throw problem("json-too-many") }
        skipWhitespace()
        switch peek {
        case UInt8(ascii: "{"):
            return try nested { (reader) throws(JSONSyntaxProblem) in
                try reader.object()
            }
        case UInt8(ascii: "["):
            return try nested { (reader) throws(JSONSyntaxProblem) in
                try reader.array()
            }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case 0 where index >= bytes.count: throw problem("json-ends-early")
        default: throw problem("json-unexpected")
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONSyntaxProblem) -> JSONValue
    ) throws(JSONSyntaxProblem) -> JSONValue {
        depth += 1
        guard depth <= JSONReader.greatestDepth else { throw problem("json-too-deep") }
        defer { depth -= 1 }
        return try read(&self)
    }

    private mutating func object() throws(JSONSyntaxProblem) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        var keys: Set<String> = []
        index += 1
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipWhitespace()
            guard peek == UInt8(ascii: "\"") else { throw problem("json-unexpected") }
            let key = try string()
            guard keys.insert(key).inserted else { throw problem("json-key-twice") }
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw problem("json-unexpected") }
            members.append((key, try value()))
            skipWhitespace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw unexpected }
        }
    }

    private mutating func array() throws(JSONSyntaxProblem) -> JSONValue {
        var items: [JSONValue] = []
        index += 1
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            items.append(try value())
            skipWhitespace()
            if take(UInt8(ascii: "]")) { return .array(items) }
            guard take(UInt8(ascii: ",")) else { throw unexpected }
        }
    }

    private mutating func number() throws(JSONSyntaxProblem) -> String {
        let start = index
        _ = take(UInt8(ascii: "-"))
        guard isDigit else { throw problem("json-number") }
        if take(UInt8(ascii: "0")) {
            guard !isDigit else { throw problem("json-number") }
        } else {
            skipDigits()
        }
        if take(UInt8(ascii: ".")) {
            guard isDigit else { throw problem("json-number") }
            skipDigits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard isDigit else { throw problem("json-number") }
            skipDigits()
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func string() throws(JSONSyntaxProblem) -> String {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] >= 32, bytes[index] != UInt8(ascii: "\""),
            bytes[index] != UInt8(ascii: "\\")
        { index += 1 }
        guard index < bytes.count else { throw problem("json-ends-early") }
        if bytes[index] == UInt8(ascii: "\"") {
            index += 1
            return try text(bytes[start..<(index - 1)])
        }
        var unescaped = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return try text(unescaped[...])
            case UInt8(ascii: "\\"):
                index += 1
                try escape(into: &unescaped)
            case 0..<32:
                throw problem("json-control")
            default:
                unescaped.append(byte)
                index += 1
            }
        }
        throw problem("json-ends-early")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxProblem) {
        let letter = peek
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var code = UInt32(try hexadecimal())
            if (0xD800..<0xDC00).contains(code) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                    throw problem("json-escape")
                }
                let low = UInt32(try hexadecimal())
                guard (0xDC00..<0xE000).contains(low) else { throw problem("json-escape") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard code != 0 else { throw problem("json-control") }
            guard let scalar = Unicode.Scalar(code) else { throw problem("json-escape") }
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw problem("json-escape")
        }
    }

    private mutating func hexadecimal() throws(JSONSyntaxProblem) -> UInt16 {
        guard index + 4 <= bytes.count,
            bytes[index..<(index + 4)].allSatisfy({
                (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0)
            }),
            let code = UInt16(
                String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
        else { throw problem("json-escape") }
        index += 4
        return code
    }

    private func text(_ slice: ArraySlice<UInt8>) throws(JSONSyntaxProblem) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw problem("not-utf8")
        }
        return text
    }

    private mutating func word(
        _ word: String, _ value: JSONValue
    ) throws(JSONSyntaxProblem) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw problem("json-unexpected") }
        index += word.utf8.count
        return value
    }

    private var peek: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private var isDigit: Bool { (48...57).contains(peek) }

    private var unexpected: JSONSyntaxProblem {
        problem(index < bytes.count ? "json-unexpected" : "json-ends-early")
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipDigits() {
        while isDigit { index += 1 }
    }

    private mutating func skipWhitespace() {
        while index < bytes.count, [32, 10, 13, 9].contains(bytes[index]) { index += 1 }
    }

    private func problem(_ code: String) -> JSONSyntaxProblem {
        let before = bytes[..<min(index, bytes.count)]
        let line = before.reduce(1) { $1 == 10 ? $0 + 1 : $0 }
        let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
        return JSONSyntaxProblem(code: code, line: line, column: before.count - lineStart + 1)
    }
}
