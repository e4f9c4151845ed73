extension String {
    /// Without blanks, tabs, line breaks and other white space at either end.
    public var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// For telling whether two names are the same: small letters, single blanks.
    public var foldedName: String {
        lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// True where a character would break a header, a file name or a line, or turn the direction of
    /// what is written around it (bidirectional embeddings, overrides and isolates).
    public var hasControlCharacters: Bool {
        unicodeScalars.contains { scalar in
            // Nearly every scalar there is: no need to look it up.
            if scalar.value < 127 { return scalar.value < 32 }
            return switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            case .format:
                (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            default: false
            }
        }
    }

    /// As `hasControlCharacters`, of a text that may have lines and tabs.
    public var hasHiddenCharacters: Bool {
        split { $0.isNewline || $0 == "\t" }.contains { String($0).hasControlCharacters }
    }

    /// True of `name@example.org`: one `@`, something either side, a dot in the host, nothing that
    /// could end a header or an SMTP command. Whether it receives mail, only sending can tell.
    public var isEmailAddress: Bool {
        guard utf8.count <= 254, utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return false }
        let parts = split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count),
            !parts[0].utf8.contains(where: { "()<>,;:\\\"[]".utf8.contains($0) })
        else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy {
                        $0 == UInt8(ascii: "-") || (48...57).contains($0)
                            || (65...90).contains($0) || (97...122).contains($0)
                    }
            }
    }
}
