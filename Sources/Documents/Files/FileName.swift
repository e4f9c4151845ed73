import FundCore

/// The names of files, as they are kept and as they are told to a browser.
public enum FileName {
    static let greatestLength = 120

    /// A name without folders, control characters and marks that turn the direction of writing, at
    /// most 120 characters long, whose ending says what the file is.
    static func cleaned(_ name: String, of kind: FileKind) -> String {
        let text = String(visible(name).drop { $0 == "." || $0 == " " })
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let ending = parts.count > 1 ? parts[parts.count - 1].lowercased() : ""
        var stem = text
        var known = kind.endings[0]
        if kind.endings.contains(ending) {
            stem = String(text.dropLast(ending.count + 1))
            known = ending
        }
        stem = String(stem.prefix(greatestLength))
        while stem.unicodeScalars.count + known.count + 1 > greatestLength { stem.removeLast() }
        stem = stem.trimmed
        return "\(stem.isEmpty ? "file" : stem).\(known)"
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            false
        // What joins letters, or keeps them apart, is part of how Urdu is written.
        case .format: scalar.value == 0x200C || scalar.value == 0x200D
        default: true
        }
    }

    /// `attachment; filename="a.pdf"; filename*=UTF-8''a.pdf` (RFC 6266, RFC 8187).
    public static func disposition(_ name: String) -> String {
        var plain = ""
        for character in name {
            let isPlain =
                character.isASCII && character != "\"" && character != "\\" && character != "%"
                && character != ";" && (character.asciiValue ?? 0) >= 32
                && character.asciiValue != 127
            plain.append(isPlain ? character : "_")
        }
        var encoded = ""
        let attributes = Set("!#$&+-.^_`|~".utf8)
        for byte in name.utf8 {
            let isKept =
                (48...57).contains(byte) || (65...90).contains(byte)
                || (97...122).contains(byte) || attributes.contains(byte)
            if isKept {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }
}

extension FileName {
    /// A name to be shown to whoever sent the file, where it was not taken.
    public static func shown(_ name: String) -> String {
        String(visible(name).prefix(greatestLength))
    }

    /// Without folders, and what cannot be seen.
    private static func visible(_ name: String) -> String {
        // By scalars: a mark that joins a slash makes one character of both.
        let last = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map(Array.init)
        var text = ""
        for scalar in last ?? [] where isShown(scalar) {
            text.unicodeScalars.append(scalar)
        }
        return text.trimmed
    }
}
