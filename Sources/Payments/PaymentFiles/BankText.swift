/// The letters that Bacs carries: `A–Z`, `0–9`, full stop, ampersand, solidus, hyphen and blank
/// (Bacs Standard 18). Names go into every payment file in these, whatever its format.
public enum BankText {
    private static let blank = UInt8(ascii: " ")

    /// Letters that are written as two, or whose names do not begin with what they are based on.
    private static let special: [String: String] = [
        "SHARP S": "SS", "AE": "AE", "OE": "OE", "IJ": "IJ", "DZ": "DZ", "LJ": "LJ", "NJ": "NJ",
        "THORN": "TH", "ETH": "D", "ENG": "N", "DOTLESS I": "I", "DOTLESS J": "J", "LONG S": "S",
        "N PRECEDED BY APOSTROPHE": "N", "FF": "FF", "FI": "FI", "FL": "FL", "FFI": "FFI",
        "FFL": "FFL", "ST": "ST", "LONG S T": "ST",
    ]

    /// `text` in the letters that Bacs carries: capitals, accents taken off, `Æ` as `AE` and `ß` as
    /// `SS`, anything else a blank; no blank at either end and no two in a row.
    public static func bytes(of text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                append(UInt8(scalar.value), to: &bytes)
            } else {
                switch scalar.properties.generalCategory {
                // An accent that stands by itself, and what nobody sees.
                case .nonspacingMark, .enclosingMark, .format: continue
                default: for byte in base(of: scalar) { append(byte, to: &bytes) }
                }
            }
        }
        if bytes.last == blank { bytes.removeLast() }
        return bytes
    }

    /// As `bytes(of:)`.
    public static func text(of text: String) -> String {
        String(decoding: bytes(of: text), as: UTF8.self)
    }

    /// Whether a bank takes `byte`.
    public static func carries(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "&"), UInt8(ascii: "/"), UInt8(ascii: "-"), blank: true
        default: false
        }
    }

    /// Whether a bank takes `text` as it is, or with nothing but its small letters made capitals.
    public static func carries(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy {
            carries($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        }
        return isPlain && bytes(of: text).count == text.utf8.count
    }

    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        let letter = isSmall ? byte - 32 : byte
        if letter != blank && carries(letter) {
            bytes.append(letter)
        } else if let last = bytes.last, last != blank {
            bytes.append(blank)
        }
    }

    /// The letters that a letter beyond ASCII is based on: by the name that Unicode gives it, such
    /// as `LATIN SMALL LETTER E WITH ACUTE`.
    private static func base(of scalar: Unicode.Scalar) -> [UInt8] {
        // The wide forms that stand beside Chinese and Japanese.
        if (0xFF01...0xFF5E).contains(scalar.value) { return [UInt8(scalar.value - 0xFEE0)] }
        let words = scalar.properties.name?.split(separator: " ") ?? []
        guard words.count > 3, words[0] == "LATIN", words[1] == "CAPITAL" || words[1] == "SMALL",
            words[2] == "LETTER" || words[2] == "LIGATURE"
        else { return [blank] }
        let base = words[3...].prefix { $0 != "WITH" }
        if base.count == 1, let letter = base.first, letter.utf8.count == 1 {
            return Array(letter.utf8)
        }
        return special[base.joined(separator: " ")].map { Array($0.utf8) } ?? [blank]
    }
}

extension [UInt8] {
    mutating func append(_ text: String) {
        append(contentsOf: text.utf8)
    }

    mutating func append(blanks count: Int) {
        append(contentsOf: repeatElement(UInt8(ascii: " "), count: count))
    }

    /// The beginning of `text`, with blanks behind it where it is shorter than `width`.
    mutating func append(_ text: some Collection<UInt8>, width: Int) {
        append(contentsOf: text.prefix(width))
        append(blanks: Swift.max(0, width - text.count))
    }

    /// The last `width` digits of a number that is not negative, with noughts before it.
    mutating func append(number: Int64, width: Int) {
        let start = count
        append(contentsOf: repeatElement(UInt8(ascii: "0"), count: width))
        var rest = number.magnitude
        var place = start + width - 1
        while place >= start {
            self[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
            place -= 1
        }
    }
}
