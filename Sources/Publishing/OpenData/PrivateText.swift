import FundCore

/// Looks in words that everybody will read for what tells of one person: an email address, a phone
/// number, a postcode, the name of somebody known. It sees what is written in the usual way.
struct PrivateText {
    enum Found: String, CaseIterable {
        case email, phone, postcode, name
    }

    /// Names of two words or more, folded; one word alone may be any word.
    private let names: [[UInt8]]

    init(names: some Sequence<String>) {
        self.names = names.compactMap { Self.searched($0) }
    }

    /// Each kind of thing that stands in `text`, once.
    ///
    /// - Parameter others: further names.
    func found(in text: String, others: [String] = []) -> [Found] {
        let bytes = Self.folded(text)
        var found: [Found] = []
        if Self.hasEmail(bytes) { found.append(.email) }
        if Self.hasPhone(bytes) { found.append(.phone) }
        if Self.hasPostcode(bytes) { found.append(.postcode) }
        if has(names + others.compactMap { Self.searched($0) }, in: bytes) { found.append(.name) }
        return found
    }

    private static func searched(_ name: String) -> [UInt8]? {
        let bytes = folded(name)
        return bytes.count >= 5 && bytes.contains(blank) ? bytes : nil
    }

    private static let blank = UInt8(ascii: " ")

    /// Small letters, with one blank between words.
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

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
    /// Whether it goes on with a word.
    private static func isWord(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte >= 128
    }

    /// Something, an @, and a host with a stop in it.
    private static func hasEmail(_ text: [UInt8]) -> Bool {
        for at in text.indices where text[at] == UInt8(ascii: "@") {
            guard at > 0, isWord(text[at - 1]) else { continue }
            let host = text[(at + 1)...].prefix { isWord($0) || $0 == 45 || $0 == 46 }
            if let stop = host.firstIndex(of: 46), stop > host.startIndex,
                stop + 1 < host.endIndex, isWord(host[stop + 1])
            {
                return true
            }
        }
        return false
    }

    /// Ten to thirteen digits from 0 or + on, with blanks, dashes and brackets among them.
    private static func hasPhone(_ text: [UInt8]) -> Bool {
        var at = 0
        while at < text.count {
            let byte = text[at]
            let isStart =
                (byte == 48 || byte == UInt8(ascii: "+")) && (at == 0 || !isWord(text[at - 1]))
            guard isStart else {
                at += 1
                continue
            }
            var (digits, end) = (0, at)
            while end < text.count,
                isDigit(text[end]) || text[end] == blank || "+-()".utf8.contains(text[end])
            {
                if isDigit(text[end]) { digits += 1 }
                end += 1
            }
            if (10...13).contains(digits) { return true }
            at = max(end, at + 1)
        }
        return false
    }

    /// `s1 2hh`, `sw1a2aa`: as postcodes are written.
    private static func hasPostcode(_ text: [UInt8]) -> Bool {
        for start in text.indices
        where isLetter(text[start]) && (start == 0 || !isWord(text[start - 1])) {
            for letters in 1...2 {
                var at = start + letters
                guard at < text.count, isDigit(text[at]),
                    text[start..<at].allSatisfy({ isLetter($0) })
                else { continue }
                at += 1
                for further in 0...1 {
                    guard further == 0 || (at < text.count && text[at] < 128 && isWord(text[at]))
                    else { continue }
                    if isInward(text, at + further) { return true }
                }
            }
        }
        return false
    }

    /// A digit and two letters that end a word, perhaps behind a blank.
    private static func isInward(_ text: [UInt8], _ start: Int) -> Bool {
        let at = start < text.count && text[start] == blank ? start + 1 : start
        return at + 3 <= text.count && isDigit(text[at]) && isLetter(text[at + 1])
            && isLetter(text[at + 2]) && (at + 3 == text.count || !isWord(text[at + 3]))
    }

    /// Whether one of the names stands in it as words of its own.
    private func has(_ names: [[UInt8]], in text: [UInt8]) -> Bool {
        guard !names.isEmpty else { return false }
        for start in text.indices
        where Self.isWord(text[start]) && (start == 0 || !Self.isWord(text[start - 1])) {
            for name in names where name[0] == text[start] {
                let end = start + name.count
                guard end <= text.count, end == text.count || !Self.isWord(text[end]),
                    text[start..<end].elementsEqual(name)
                else { continue }
                return true
            }
        }
        return false
    }
}
