import FundCore
import FundStore

/// Takes other people out of texts: their names, e-mail addresses and telephone numbers.
///
/// It goes through each text once, word by word, however many people the fund knows.
struct Scrubbing {
    static let placeholder = "[another person]"
    /// What nobody is shown: it lets people in, or is sealed.
    private static let secretNames = [
        "hash", "secret", "sealed", "fingerprint", "token",
    ]
    /// So many bytes may stand between two words of one name.
    private static let greatestGap = 4
    private static let fewestDigits = 10

    private struct Name {
        let words: [String]
        /// Stays, with whatever it has in common with the names of others.
        let isOwn: Bool
        /// One word alone may be any word: it is looked for as it is written.
        let exact: String?
    }

    /// By their first words in small letters, the longest first, so that no part of one is left.
    private let names: [String: [Name]]
    /// Addresses and numbers that stay.
    private let own: Set<String>
    private let ownNumbers: Set<String>

    init(others: Set<String>, own: [String]) {
        let mine = Set(own.map { $0.lowercased() })
        var names: [String: [Name]] = [:]
        func add(_ text: String, isOwn: Bool) {
            let words = Self.words(in: text)
            guard let first = words.first else { return }
            names[first.small, default: []].append(
                Name(
                    words: words.map(\.small), isOwn: isOwn,
                    exact: words.count == 1 ? String(text[first.range]) : nil))
        }
        for text in own { add(text, isOwn: true) }
        // What is left where somebody was erased names nobody.
        for text in others
        where text.count > 3 && text != "erased" && !mine.contains(text.lowercased()) {
            add(text, isOwn: false)
        }
        self.names = names.mapValues { $0.sorted { $0.words.count > $1.words.count } }
        self.own = mine
        ownNumbers = Set(own.map { Self.national($0.filter(\.isNumber)) }.filter { !$0.isEmpty })
    }

    /// - Returns: the text, and how often somebody was taken out of it.
    func scrub(_ text: String) -> (text: String, count: Int) {
        let scrubbed = scrubbed(text)
        return (scrubbed.text, scrubbed.count)
    }

    /// As `scrub`.
    ///
    /// - Returns: also how many characters stood there.
    func scrubbed(_ text: String) -> (text: String, count: Int, characters: Int) {
        let found = addresses(in: text) + numbers(in: text) + people(in: text)
        guard !found.isEmpty else { return (text, 0, 0) }
        var (out, count, end, kept) = ("", 0, text.startIndex, 0)
        for place in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard place.lowerBound >= end else {
                // A name that stands in an address, say.
                end = max(end, place.upperBound)
                continue
            }
            kept += text.distance(from: end, to: place.lowerBound)
            out.append(contentsOf: text[end..<place.lowerBound])
            out.append(Self.placeholder)
            end = place.upperBound
            count += 1
        }
        out.append(contentsOf: text[end...])
        kept += text.distance(from: end, to: text.endIndex)
        return (out, count, text.count - kept)
    }

    private func people(in text: String) -> [Range<String.Index>] {
        let words = Self.words(in: text)
        var found: [Range<String.Index>] = []
        var at = 0
        while at < words.count {
            let name = names[words[at].small]?.first { stands($0, at, in: words, of: text) }
            guard let name else {
                at += 1
                continue
            }
            let last = at + name.words.count - 1
            if !name.isOwn {
                found.append(words[at].range.lowerBound..<words[last].range.upperBound)
            }
            at = last + 1
        }
        return found
    }

    private func stands(_ name: Name, _ start: Int, in words: [Word], of text: String) -> Bool {
        guard start + name.words.count <= words.count else { return false }
        if let exact = name.exact { return text[words[start].range] == exact }
        for (offset, wanted) in name.words.enumerated() where offset > 0 {
            let (word, before) = (words[start + offset], words[start + offset - 1])
            let gap = text.utf8.distance(
                from: before.range.upperBound, to: word.range.lowerBound)
            guard word.small == wanted, gap <= Self.greatestGap else { return false }
        }
        return true
    }

    private func addresses(in text: String) -> [Range<String.Index>] {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return [] }
        return text.matches(of: /[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-.]+\.[A-Za-z]+/).compactMap {
            var start = $0.range.lowerBound
            // In JSON a line ends with a backslash and a letter.
            if start > text.startIndex, text[text.index(before: start)] == "\\" {
                start = text.index(after: start)
            }
            let place = start..<$0.range.upperBound
            return own.contains(text[place].lowercased()) ? nil : place
        }
    }

    /// Ten or more digits from 0 or + on, with blanks, dashes and brackets among them.
    private func numbers(in text: String) -> [Range<String.Index>] {
        let scalars = text.unicodeScalars
        var found: [Range<String.Index>] = []
        var (at, isAfterWord) = (scalars.startIndex, false)
        while at < scalars.endIndex {
            let scalar = scalars[at]
            if let next = Self.afterEscape(at, in: scalars) {
                (at, isAfterWord) = (next, false)
                continue
            }
            guard scalar == "0" || scalar == "+", !isAfterWord else {
                isAfterWord = Self.isWord(scalar)
                at = scalars.index(after: at)
                continue
            }
            var (digits, end, last) = ("", at, scalars.index(after: at))
            while end < scalars.endIndex {
                let next = scalars[end]
                end = scalars.index(after: end)
                if ("0"..."9").contains(next) {
                    digits.unicodeScalars.append(next)
                    last = end
                } else if !" +-()\u{A0}\u{2011}\u{2013}".unicodeScalars.contains(next) {
                    break
                }
            }
            let goesOn = last < scalars.endIndex && Self.isWord(scalars[last])
            if digits.count >= Self.fewestDigits, !goesOn,
                !ownNumbers.contains(Self.national(digits))
            {
                found.append(at..<last)
            }
            (at, isAfterWord) = (last, !digits.isEmpty)
        }
        return found
    }

    /// A number's digits as they are dialled from within the country, without zeros before them.
    private static func national(_ digits: String) -> String {
        var rest = digits.drop { $0 == "0" }
        if rest.count > fewestDigits, rest.hasPrefix("44") {
            rest = rest.dropFirst(2).drop { $0 == "0" }
        }
        return rest.count >= fewestDigits - 1 ? String(rest) : ""
    }

    // MARK: Words

    private struct Word {
        let range: Range<String.Index>
        let small: String
    }

    private static func words(in text: String) -> [Word] {
        let scalars = text.unicodeScalars
        var found: [Word] = []
        var at = scalars.startIndex
        while at < scalars.endIndex {
            if let next = afterEscape(at, in: scalars) {
                at = next
                continue
            }
            let start = at
            while at < scalars.endIndex, isWord(scalars[at]) { at = scalars.index(after: at) }
            guard at > start else {
                at = scalars.index(after: at)
                continue
            }
            found.append(Word(range: start..<at, small: text[start..<at].lowercased()))
        }
        return found
    }

    /// Where it goes on after the end of a line or a blank as JSON writes it, `\n`; nil elsewhere.
    private static func afterEscape(
        _ at: String.Index, in scalars: String.UnicodeScalarView
    ) -> String.Index? {
        guard scalars[at] == "\\" else { return nil }
        let next = scalars.index(after: at)
        guard next < scalars.endIndex, "nrt".unicodeScalars.contains(scalars[next]) else {
            return nil
        }
        return scalars.index(after: next)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return ("0"..."9").contains(scalar) || ("A"..."Z").contains(scalar)
                || ("a"..."z").contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .nonspacingMark, .spacingMark:
            return true
        default: return false
        }
    }

    /// Whether a column holds what lets people in, or what is sealed.
    static func isSecret(_ column: String) -> Bool {
        let column = column.lowercased()
        return column.hasSuffix("hash") || column.hasSuffix("sha256")
            || secretNames.contains(column) || column.hasSuffix("secret")
    }
}

extension String {
    /// Whether `words` stand in it by themselves, large or small: not as a part of a longer word,
    /// number or address.
    func hasWhole(_ words: String) -> Bool {
        // JSON ends a line with a backslash and a letter, which is no part of the word after it.
        let text = lowercased().replacing("\\n", with: "\n").replacing("\\r", with: "\r")
            .replacing("\\t", with: "\t")
        let wanted = words.lowercased()
        let joins: Set<Character> = wanted.contains("@") ? [".", "_", "%", "+", "-"] : []
        return text.ranges(of: wanted).contains { place in
            let before =
                place.lowerBound > text.startIndex
                ? text[text.index(before: place.lowerBound)] : " "
            let after = place.upperBound < text.endIndex ? text[place.upperBound] : " "
            return !before.isLetter && !before.isNumber && !joins.contains(before)
                && !after.isLetter && !after.isNumber && after != "@"
        }
    }
}
