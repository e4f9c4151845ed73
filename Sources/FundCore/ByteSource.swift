/// Bytes that come a piece at a time and are never held whole. Opened again, they come from the
/// beginning.
public struct ByteSource: Sendable {
    /// What it is called where something is wrong with it: a file's name.
    public let name: String
    /// Begins to read. What it gives hands over the next piece at each call, an empty one at the end.
    public let open: @Sendable () throws -> () throws -> [UInt8]

    public init(
        name: String, open: @escaping @Sendable () throws -> () throws -> [UInt8]
    ) {
        self.name = name
        self.open = open
    }

    /// Bytes that are in memory already, and are not many.
    public init(name: String, bytes: [UInt8]) {
        self.init(name: name) {
            var rest = bytes[...]
            return {
                defer { rest = [] }
                return Array(rest)
            }
        }
    }
}

/// Reads a source byte by byte, and takes the hash of what went by.
public struct ByteReader {
    private let source: String
    private let greatestCount: Int
    private let more: () throws -> [UInt8]
    private var piece: [UInt8] = []
    private var index = 0
    private var digest = SHA256Stream()
    private var count = 0

    /// - Parameter greatestCount: bytes; reading more fails.
    public init(_ source: ByteSource, greatestCount: Int) throws {
        self.source = source.name
        self.greatestCount = greatestCount
        more = try source.open()
    }

    /// The next byte, nil at the end.
    /// - Throws: `InvalidInput` where the source is larger than it may be.
    public mutating func next() throws -> UInt8? {
        if index == piece.count, try !refill() { return nil }
        defer { index += 1 }
        return piece[index]
    }

    /// The byte that `next` would give.
    public mutating func peek() throws -> UInt8? {
        if index == piece.count, try !refill() { return nil }
        return piece[index]
    }

    /// SHA-256 of all that was read; of the whole source once `next` has given nil.
    public var hash: SHA256Hex {
        let whole = digest
        return whole.finish()
    }

    private mutating func refill() throws -> Bool {
        piece = try more()
        index = 0
        count += piece.count
        guard count <= greatestCount else {
            throw InvalidInput(
                source,
                [
                    FieldProblem(
                        source, "file-too-large", ["maximum": "\(greatestCount / 1_000_000) MB"])
                ])
        }
        digest.update(piece[...])
        return !piece.isEmpty
    }
}
