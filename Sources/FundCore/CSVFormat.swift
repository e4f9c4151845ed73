/// How rows of separated values are laid out.
public struct CSVFormat: Sendable, Equatable {
    public enum Delimiter: String, Sendable, CaseIterable {
        case comma, semicolon, tab, pipe

        public var byte: UInt8 {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: 9
            case .pipe: UInt8(ascii: "|")
            }
        }
    }

    /// Which fields stand in quotes.
    public enum Quoting: String, Sendable, CaseIterable {
        case needed, always
    }

    public enum LineEnd: String, Sendable, CaseIterable {
        case crlf, lf

        public var text: String { self == .crlf ? "\r\n" : "\n" }
    }

    public let delimiter: Delimiter
    public let quoting: Quoting
    public let lineEnd: LineEnd

    public init(
        delimiter: Delimiter = .comma, quoting: Quoting = .needed, lineEnd: LineEnd = .crlf
    ) {
        self.delimiter = delimiter
        self.quoting = quoting
        self.lineEnd = lineEnd
    }

    /// RFC 4180.
    public static let standard = CSVFormat()
}
