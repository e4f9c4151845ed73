/// Looks in words that everybody will read for what tells of one person: an email address, a phone
/// number, a postcode, the name of somebody known. It sees what is written in the usual way.
public struct PrivateText: Sendable {
    public enum Found: String, Sendable, CaseIterable {
        case email, phone, postcode, name

        /// Whether it may not stand in the record of a decision; a postcode there is a place's.
        public var isOfRecord: Bool { self != .postcode }
    }

    /// Names of two words or more, folded; one word alone may be any word.
    private let names: [FoldedText]
    /// As they were given.
    private let given: [String]

    public init(names: some Sequence<String>) {
        given = Array(names)
        self.names = given.compactMap { Self.searched($0) }
    }

    /// Each kind of thing that stands in `text`, once.
    ///
    /// - Parameter others: further names.
    public func found(in text: String, others: [String] = []) -> [Found] {
        let folded = FoldedText(text)
        var found: [Found] = []
        if folded.hasEmail { found.append(.email) }
        if folded.hasPhone { found.append(.phone) }
        if Self.hasPostcode(folded.bytes) { found.append(.postcode) }
        if folded.hasAny(of: names + others.compactMap { Self.searched($0) }) {
            found.append(.name)
        }
        return found
    }

    /// The first of the names that stands in `text`.
    public func name(in text: String) -> String? {
        let folded = FoldedText(text)
        return given.first { Self.searched($0).map { folded.has($0) } ?? false }
    }

    private static func searched(_ name: String) -> FoldedText? {
        let folded = FoldedText(name)
        return folded.bytes.count >= 5 && folded.bytes.contains(FoldedText.blank) ? folded : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { FoldedText.isDigit(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { FoldedText.isLetter(byte) }
    private static func isWord(_ byte: UInt8) -> Bool { FoldedText.isWord(byte) }

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
        let at = start < text.count && text[start] == FoldedText.blank ? start + 1 : start
        return at + 3 <= text.count && isDigit(text[at]) && isLetter(text[at + 1])
            && isLetter(text[at + 2]) && (at + 3 == text.count || !isWord(text[at + 3]))
    }
}
