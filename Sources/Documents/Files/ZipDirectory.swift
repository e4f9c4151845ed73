/// The list of contents at the end of a zip file (APPNOTE 6.3.10, 4.3.12 and 4.3.16): what an office
/// file is, without unpacking any of it.
struct ZipDirectory {
    private struct Entry {
        let name: String
        let isEncrypted: Bool
        let isStored: Bool
        let size: Int
        let offset: Int
    }

    private static let greatestEntryCount = 10_000
    private let bytes: [UInt8]
    private let entries: [Entry]

    /// - Throws: `FileRefusal.damaged` where it is not whole, or says what is not so.
    init(_ bytes: [UInt8]) throws(FileRefusal) {
        self.bytes = bytes
        let length = 22
        guard bytes.count >= length else { throw .damaged }
        // The end record is followed by nothing but a comment of the length that it names.
        var end: Int?
        for place in stride(
            from: bytes.count - length, through: max(0, bytes.count - length - 65_535), by: -1)
        where bytes[place] == 0x50 && Self.number(bytes, place, 4) == 0x0605_4B50 {
            if Self.number(bytes, place + 20, 2) == bytes.count - place - length {
                end = place
                break
            }
        }
        guard let end else { throw .damaged }
        let count = Self.number(bytes, end + 10, 2)
        let (size, start) = (Self.number(bytes, end + 12, 4), Self.number(bytes, end + 16, 4))
        guard Self.number(bytes, end + 4, 2) == 0, Self.number(bytes, end + 8, 2) == count,
            count <= Self.greatestEntryCount, start + size == end
        else { throw .damaged }
        var entries: [Entry] = []
        var place = start
        for _ in 0..<count {
            guard place + 46 <= end, Self.number(bytes, place, 4) == 0x0201_4B50 else {
                throw .damaged
            }
            let nameLength = Self.number(bytes, place + 28, 2)
            let next =
                place + 46 + nameLength + Self.number(bytes, place + 30, 2)
                + Self.number(bytes, place + 32, 2)
            guard next <= end,
                let name = String(
                    validating: bytes[(place + 46)..<(place + 46 + nameLength)], as: UTF8.self)
            else { throw .damaged }
            entries.append(
                Entry(
                    name: name, isEncrypted: Self.number(bytes, place + 8, 2) & 1 == 1,
                    isStored: Self.number(bytes, place + 10, 2) == 0,
                    size: Self.number(bytes, place + 20, 4),
                    offset: Self.number(bytes, place + 42, 4)))
            place = next
        }
        guard place == end else { throw .damaged }
        self.entries = entries
    }

    /// - Throws: `FileRefusal`: it is another kind of zip, or has macros or a password.
    func kind() throws(FileRefusal) -> FileKind {
        guard !entries.contains(where: \.isEncrypted), entry("encrypted-package") == nil else {
            throw .locked
        }
        let kind: FileKind
        if entry("[Content_Types].xml") != nil {
            if entry("word/document.xml") != nil {
                kind = .docx
            } else if entry("xl/workbook.xml") != nil {
                kind = .xlsx
            } else {
                throw .kind
            }
        } else if let type = entries.first, type.name == "mimetype", type.isStored,
            let content = stored(type), entry("META-INF/manifest.xml") != nil,
            let text = entry("content.xml")
        {
            switch String(validating: content, as: UTF8.self) {
            case FileKind.odt.rawValue: kind = .odt
            case FileKind.ods.rawValue: kind = .ods
            default: throw .kind
            }
            // With a password, what would be XML is packed, locked and then stored as it is.
            if text.isStored, let written = stored(text)?.first, ![0x3C, 0xEF].contains(written) {
                throw .locked
            }
        } else {
            throw .kind
        }
        let hasMacros = entries.contains { entry in
            let name = entry.name.lowercased()
            return name.contains("vbaproject") || name.contains("vbadata")
                || name.hasPrefix("basic/") || name.hasPrefix("scripts/")
                || name.contains("/activex/") || name.contains("/macrosheets/")
        }
        guard !hasMacros else { throw .macros }
        return kind
    }

    private func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// What stands in an entry that is not packed; nil where that is not in the file.
    private func stored(_ entry: Entry) -> ArraySlice<UInt8>? {
        let place = entry.offset
        guard place + 30 <= bytes.count, Self.number(bytes, place, 4) == 0x0403_4B50 else {
            return nil
        }
        let start =
            place + 30 + Self.number(bytes, place + 26, 2) + Self.number(bytes, place + 28, 2)
        guard start + entry.size <= bytes.count else { return nil }
        return bytes[start..<(start + entry.size)]
    }

    /// A number of up to four bytes, the least first.
    private static func number(_ bytes: [UInt8], _ place: Int, _ length: Int) -> Int {
        bytes[place..<(place + length)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
