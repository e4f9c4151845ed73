/// Reads XML from a source that may be hostile and large, an element at a time and never held whole.
///
/// UTF-8 only. What defines or fetches something of its own is refused: a document type, entities but
/// the five of XML. Names are told without what stands before a colon.
///
/// Reading goes element by element: `child()` gives the next one within that which is open, and
/// whoever asked then reads it, by `text()`, by `skip()` or by `child()` until that gives nil.
public struct XMLReader {
    public static let greatestDepth = 64
    public static let greatestTextBytes = 100_000
    public static let greatestNameBytes = 200
    public static let greatestAttributeCount = 64

    enum Step {
        case start(String)
        case end
        case finish
    }

    /// The line that the reading has come to, from 1.
    public internal(set) var line = 1
    let source: String
    var reader: ByteReader
    /// Elements that have begun and not ended.
    var open: [String] = []
    /// Whether the element that was opened last has ended with the same tag.
    var endsAtOnce = false
    var hasRoot = false
    var attributes: [(name: String, value: String)] = []
    /// Room for a name.
    var nameBytes: [UInt8] = []
    /// The text since the tag before.
    var piece: [UInt8] = []
    private var hasBeyondASCII = false

    /// - Throws: `InvalidInput` where it is no UTF-8, as its first bytes show.
    public init(_ source: ByteSource, greatestBytes: Int) throws {
        self.source = source.name
        reader = try ByteReader(source, greatestCount: greatestBytes)
        switch try reader.peek() {
        case 0xEF:
            for _ in 0..<3 { _ = try reader.next() }
        case 0xFE, 0xFF, 0:
            throw problem("xml-encoding", ["encoding": "UTF-16"])
        case nil:
            throw problem("file-empty")
        default: break
        }
    }

    /// SHA-256 of all that was read.
    public var hash: SHA256Hex { reader.hash }

    /// The next element within the one that is open, nil where that ends.
    /// - Throws: `InvalidInput` with the line; then there is no reading on.
    public mutating func child() throws -> String? {
        switch try step() {
        case .start(let name): name
        case .end, .finish: nil
        }
    }

    /// The text of the element that was begun last, of those within it too, without blanks around it.
    public mutating func text() throws -> String {
        var all: [UInt8] = []
        var depth = 1
        while depth > 0 {
            let next = try step()
            all.append(contentsOf: piece)
            guard all.count <= Self.greatestTextBytes else {
                throw problem("too-long", ["maximum": "\(Self.greatestTextBytes)"])
            }
            switch next {
            case .start: depth += 1
            case .end: depth -= 1
            case .finish: depth = 0
            }
        }
        guard let first = all.firstIndex(where: { !Self.isBlank($0) }),
            let last = all.lastIndex(where: { !Self.isBlank($0) })
        else { return "" }
        return String(decoding: all[first...last], as: UTF8.self)
    }

    /// Reads over the element that was begun last.
    public mutating func skip() throws {
        var depth = 1
        while depth > 0 {
            switch try step() {
            case .start: depth += 1
            case .end: depth -= 1
            case .finish: depth = 0
            }
        }
    }

    /// An attribute of the element that was begun last.
    public func attribute(_ name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }

    /// The name space that the element which was begun last is in, as far as it says so itself.
    public var namespace: String? {
        let prefix = open.last?.split(separator: ":").dropLast().first
        return attribute(prefix.map { "xmlns:\($0)" } ?? "xmlns")
    }

    /// Reads to the end, where nothing more may stand.
    public mutating func finish() throws {
        guard case .finish = try step() else { throw problem("xml-unexpected") }
    }

    /// Something that is wrong at the line that the reading has come to.
    public func problem(_ code: String, _ arguments: [String: String] = [:]) -> InvalidInput {
        InvalidInput(source, [FieldProblem("line \(line)", code, arguments)])
    }

    mutating func step() throws -> Step {
        piece.removeAll(keepingCapacity: true)
        hasBeyondASCII = false
        if endsAtOnce {
            endsAtOnce = false
            open.removeLast()
            return .end
        }
        let isOutside = open.isEmpty
        while let byte = try reader.next() {
            switch byte {
            case UInt8(ascii: "<"):
                guard let step = try markup() else { continue }
                try checkText(isOutside: isOutside)
                return step
            case UInt8(ascii: "&"): try reference()
            default: try keep(byte)
            }
        }
        try checkText(isOutside: isOutside)
        guard open.isEmpty, hasRoot else { throw problem("xml-ends-early") }
        return .finish
    }

    /// What was read since the tag before must be text, and blank where no element is open.
    private func checkText(isOutside: Bool) throws {
        guard !isOutside || piece.allSatisfy(Self.isBlank) else {
            throw problem("xml-unexpected")
        }
        if hasBeyondASCII && String(validating: piece, as: UTF8.self) == nil {
            throw problem("not-utf8")
        }
    }

    mutating func keep(_ byte: UInt8) throws {
        if byte == 10 { line += 1 }
        if byte < 32 && byte != 9 && byte != 10 && byte != 13 { throw problem("xml-character") }
        if byte >= 0x80 { hasBeyondASCII = true }
        guard piece.count < Self.greatestTextBytes else {
            throw problem("too-long", ["maximum": "\(Self.greatestTextBytes)"])
        }
        piece.append(byte)
    }
}
