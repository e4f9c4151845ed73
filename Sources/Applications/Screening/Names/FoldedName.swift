import Foundation

/// A word of a name, as names are compared.
struct NameToken: Hashable, Sendable {
    let text: String
    let units: [UInt16]
    /// How much it tells of whose name it is: 10, or less for what many share and for initials. Numbers
    /// tell a lot.
    let weight: Int
    let isNumber: Bool

    init(_ text: String, isCommon: Bool = false) {
        self.text = text
        units = Array(text.utf16)
        isNumber = units.allSatisfy { (48...57).contains($0) }
        weight = isCommon ? 3 : units.count == 1 && !isNumber ? 4 : 10
    }
}

/// A name as names are compared: without marks, capitals, titles, legal forms and the order of its
/// words; with one spelling for those that have many.
struct FoldedName: Hashable, Sendable {
    enum Kind: Sendable {
        case person, organisation
    }

    /// No name needs more words than these to be told from another.
    static let greatestTokenCount = 12

    let tokens: [NameToken]
    /// All of it without gaps, for those who part it elsewhere.
    let joined: String

    init(_ name: String, as kind: Kind) {
        var words = Self.words(of: name)
        let all = words
        switch kind {
        case .person:
            while words.count > 1, NameVariants.titles.contains(words[0]) { words.removeFirst() }
            words = Self.withoutKin(words)
        case .organisation:
            words = Self.joiningInitials(words)
            for phrase in NameVariants.legalPhrases { words = Self.without(phrase, words) }
            words.removeAll {
                NameVariants.legalForms.contains($0) || NameVariants.small.contains($0)
            }
        }
        words = Self.joiningServants(words)
        words = words.filter { !NameVariants.articles.contains($0) }
        // A name that is nothing but such words is those words.
        if words.isEmpty { words = all }
        joined = words.joined()
        tokens = words.prefix(Self.greatestTokenCount).map {
            let word = NameVariants.canonical[$0] ?? $0
            return NameToken(
                word, isCommon: kind == .organisation && NameVariants.common.contains(word))
        }
    }

    /// How many of its words tell a lot.
    var tellingCount: Int { tokens.count { $0.weight >= 10 } }

    /// The words of a name in small plain letters.
    static func words(of name: String) -> [String] {
        let isPlain = name.utf8.allSatisfy { $0 < 128 }
        let text = isPlain ? name : name.decomposedStringWithCompatibilityMapping
        var plain = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x61...0x7A, 0x30...0x39: plain.unicodeScalars.append(scalar)
            case 0x41...0x5A: plain += scalar.properties.lowercaseMapping
            // What stands for a sound between two others: O'Brien, Ka‘ba.
            case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x02B9...0x02BF: continue
            case 0..<128: plain += " "
            default: plain += letters(of: scalar)
            }
        }
        return plain.split(separator: " ").map(String.init)
    }

    private static func letters(of scalar: Unicode.Scalar) -> String {
        let small = scalar.properties.lowercaseMapping
        if small.unicodeScalars.contains(where: { transliterated[$0] != nil }) {
            return small.unicodeScalars.map { transliterated[$0] ?? String($0) }.joined()
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .format: return ""
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber:
            return small
        default: return " "
        }
    }

    private static let transliterated: [Unicode.Scalar: String] = [
        "æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ħ": "h", "ŋ": "n", "ə": "a", "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g",
        "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z", "и": "i", "і": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
        "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
        "ь": "", "э": "e", "ю": "yu", "я": "ya",
    ]

    /// "Abd al-Rahman", "Abdul Rahman" and "Abdulrahman" are one.
    private static func joiningServants(_ words: [String]) -> [String] {
        var result: [String] = []
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            if NameVariants.servant.contains(word) {
                while index < words.count - 1,
                    NameVariants.articlesBehindServant.contains(words[index])
                { index += 1 }
                if index < words.count {
                    result.append("abd" + (NameVariants.canonical[words[index]] ?? words[index]))
                    index += 1
                    continue
                }
            }
            let prefix = ["abdul", "abdel", "abdal", "abdoul", "abdur"].first {
                word.hasPrefix($0) && word.utf8.count >= $0.utf8.count + 3
                    && NameVariants.canonical[word] == nil
            }
            if let prefix {
                let rest = String(word.dropFirst(prefix.count))
                result.append("abd" + (NameVariants.canonical[rest] ?? rest))
            } else {
                result.append(word)
            }
        }
        return result
    }

    /// Ben at the beginning is a name of its own.
    private static func withoutKin(_ words: [String]) -> [String] {
        words.enumerated().filter { place, word in
            place == 0 || place == words.count - 1 || !NameVariants.kin.contains(word)
        }.map(\.element)
    }

    /// A B C Group is ABC Group.
    private static func joiningInitials(_ words: [String]) -> [String] {
        var result: [String] = []
        var isOpen = false
        for word in words {
            let isInitial = word.count == 1 && word.first?.isNumber == false
            if isInitial, isOpen, let last = result.popLast() {
                result.append(last + word)
            } else {
                result.append(word)
            }
            isOpen = isInitial
        }
        return result
    }

    private static func without(_ phrase: [String], _ words: [String]) -> [String] {
        guard words.count > phrase.count else { return words }
        for start in 0...(words.count - phrase.count)
        where Array(words[start..<(start + phrase.count)]) == phrase {
            return Array(words[..<start] + words[(start + phrase.count)...])
        }
        return words
    }
}
