/// Words as they are searched: in small letters, with one blank between them.
public struct FoldedText: Sendable {
    /// UTF-8.
    public let bytes: [UInt8]

    public init(_ text: String) { bytes = Self.folded(text) }

    public static let blank = UInt8(ascii: " ")

    private static func folded(_ text: String) -> [UInt8] {
        let isPlain = text.utf8.allSatisfy { $0 < 128 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in (isPlain ? text : text.lowercased()).utf8 {
            if byte <= 32 {
                if let last = bytes.last, last != blank { bytes.append(blank) }
            } else {
                bytes.append((65...90).contains(byte) ? byte + 32 : byte)
            }
        }
        if bytes.last == blank { bytes.removeLast() }
        return bytes
    }

    public static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    public static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
    /// Whether it goes on with a word.
    public static func isWord(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte >= 128
    }

    /// Something, an @, and a host with a stop in it.
    public var hasEmail: Bool {
        let text = bytes
        for at in text.indices where text[at] == UInt8(ascii: "@") {
            guard at > 0, Self.isWord(text[at - 1]) else { continue }
            let host = text[(at + 1)...].prefix { Self.isWord($0) || $0 == 45 || $0 == 46 }
            if let stop = host.firstIndex(of: 46), stop > host.startIndex,
                stop + 1 < host.endIndex, Self.isWord(host[stop + 1])
            {
                return true
            }
        }
        return false
    }

    /// Ten to thirteen digits from 0 or + on, with blanks, dashes and brackets among them.
    public var hasPhone: Bool {
        let text = bytes
        var at = 0
        while at < text.count {
            let byte = text[at]
            let isStart =
                (byte == 48 || byte == UInt8(ascii: "+"))
                && (at == 0 || !Self.isWord(text[at - 1]))
            guard isStart else {
                at += 1
                continue
            }
            var (digits, end) = (0, at)
            while end < text.count,
                Self.isDigit(text[end]) || text[end] == Self.blank
                    || "+-()".utf8.contains(text[end])
            {
                if Self.isDigit(text[end]) { digits += 1 }
                end += 1
            }
            if (10...13).contains(digits) { return true }
            at = max(end, at + 1)
        }
        return false
    }

    /// Whether these words stand in it, as words of their own. An empty text stands in none.
    public func has(_ words: FoldedText) -> Bool { hasAny(of: [words]) }

    /// Whether any of these does.
    public func hasAny(of names: [FoldedText]) -> Bool {
        let names = names.map(\.bytes).filter { !$0.isEmpty }
        guard !names.isEmpty else { return false }
        for start in bytes.indices
        where Self.isWord(bytes[start]) && (start == 0 || !Self.isWord(bytes[start - 1])) {
            for name in names where name[0] == bytes[start] {
                let end = start + name.count
                guard end <= bytes.count, end == bytes.count || !Self.isWord(bytes[end]),
                    bytes[start..<end].elementsEqual(name)
                else { continue }
                return true
            }
        }
        return false
    }
}
