/// Tags, comments, references and what else stands between the text.
extension XMLReader {
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 32 || byte == 10 || byte == 13 || byte == 9
    }

    /// What follows a `<`; nil where it is neither a beginning nor an end.
    mutating func markup() throws -> Step? {
        let byte = try take()
        switch byte {
        case UInt8(ascii: "/"): return try endTag()
        case UInt8(ascii: "!"): try declaration()
        case UInt8(ascii: "?"): try instruction()
        default: return try startTag(byte)
        }
        return nil
    }

    private mutating func startTag(_ first: UInt8) throws -> Step {
        guard !(open.isEmpty && hasRoot) else { throw problem("xml-unexpected") }
        let name = try name(from: first)
        attributes.removeAll(keepingCapacity: true)
        reading: while true {
            let hadBlank = try skipBlanks()
            let byte = try take()
            switch byte {
            case UInt8(ascii: ">"): break reading
            case UInt8(ascii: "/"):
                try expect(UInt8(ascii: ">"))
                endsAtOnce = true
                break reading
            default:
                guard hadBlank else { throw problem("xml-unexpected") }
                try attribute(from: byte)
            }
        }
        hasRoot = true
        open.append(name)
        guard open.count <= Self.greatestDepth else {
            throw problem("xml-too-deep", ["maximum": "\(Self.greatestDepth)"])
        }
        guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return .start(name) }
        return .start(String(name[colon...].dropFirst()))
    }

    private mutating func attribute(from first: UInt8) throws {
        let name = try name(from: first)
        _ = try skipBlanks()
        try expect(UInt8(ascii: "="))
        _ = try skipBlanks()
        let quote = try take()
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw problem("xml-unexpected")
        }
        // The text before the tag is put aside: values are read into the same room.
        let before = piece
        piece.removeAll(keepingCapacity: true)
        while true {
            guard let byte = try reader.next() else { throw problem("xml-ends-early") }
            if byte == quote { break }
            switch byte {
            case UInt8(ascii: "<"): throw problem("xml-unexpected")
            case UInt8(ascii: "&"): try reference()
            default: try keep(byte)
            }
        }
        guard let value = String(validating: piece, as: UTF8.self) else {
            throw problem("not-utf8")
        }
        piece = before
        guard !attributes.contains(where: { $0.name == name }),
            attributes.count < Self.greatestAttributeCount
        else { throw problem("xml-unexpected") }
        attributes.append((name, value))
    }

    private mutating func endTag() throws -> Step {
        let name = try name(from: try take())
        _ = try skipBlanks()
        try expect(UInt8(ascii: ">"))
        guard let expected = open.popLast() else { throw problem("xml-unexpected") }
        guard name == expected else {
            throw problem("xml-end-tag", ["name": name, "expected": expected])
        }
        return .end
    }

    /// `<!--…-->` and `<![CDATA[…]]>`; a document type is refused.
    private mutating func declaration() throws {
        switch try take() {
        case UInt8(ascii: "-"):
            try expect(UInt8(ascii: "-"))
            var dashes = 0
            while true {
                let byte = try take()
                if byte == UInt8(ascii: "-") {
                    dashes += 1
                } else if byte == UInt8(ascii: ">") && dashes >= 2 {
                    return
                } else {
                    dashes = 0
                }
            }
        case UInt8(ascii: "[") where !open.isEmpty:
            for byte in "CDATA[".utf8 { try expect(byte) }
            var brackets = 0
            while true {
                guard let byte = try reader.next() else { throw problem("xml-ends-early") }
                if byte == UInt8(ascii: ">") && brackets >= 2 {
                    piece.removeLast(2)
                    return
                }
                brackets = byte == UInt8(ascii: "]") ? brackets + 1 : 0
                try keep(byte)
            }
        case UInt8(ascii: "D"): throw problem("xml-doctype")
        default: throw problem("xml-unexpected")
        }
    }

    /// `<?…?>`, read over; that which begins the file says how it is written.
    private mutating func instruction() throws {
        var content: [UInt8] = []
        while true {
            let byte = try take()
            if byte == UInt8(ascii: ">"), content.last == UInt8(ascii: "?") { break }
            // More than a declaration may have is not looked at.
            if content.count < 1000 { content.append(byte) } else { content[999] = byte }
        }
        let text = String(decoding: content, as: UTF8.self)
        guard text.hasPrefix("xml "), let place = text.firstRange(of: "encoding") else { return }
        let encoding = text[place.upperBound...].drop { "= \"'\t".contains($0) }
            .prefix { !"\"' ?".contains($0) }
        guard ["utf-8", "us-ascii"].contains(encoding.lowercased()) else {
            throw problem("xml-encoding", ["encoding": String(encoding.prefix(40))])
        }
    }

    /// What follows an `&`: one of XML's own five entities, or a number.
    mutating func reference() throws {
        var name: [UInt8] = []
        while true {
            let byte = try take()
            if byte == UInt8(ascii: ";") { break }
            name.append(byte)
            guard name.count <= 10, byte > 32, byte < 127 else {
                throw problem("xml-entity", ["name": ""])
            }
        }
        let text = String(decoding: name, as: UTF8.self)
        let byName: [String: UInt8] = [
            "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"),
            "quot": UInt8(ascii: "\""), "apos": UInt8(ascii: "'"),
        ]
        if let byte = byName[text] { return try keep(byte) }
        let value =
            text.hasPrefix("#x")
            ? UInt32(text.dropFirst(2), radix: 16)
            : text.hasPrefix("#") ? UInt32(text.dropFirst()) : nil
        guard let value, let scalar = Unicode.Scalar(value) else {
            throw problem("xml-entity", ["name": text])
        }
        if value == 10 {
            piece.append(10)
        } else {
            for byte in String(scalar).utf8 { try keep(byte) }
        }
    }

    private mutating func name(from first: UInt8) throws -> String {
        guard Self.isOfName(first), !(45...57).contains(first) else {
            throw problem("xml-unexpected")
        }
        nameBytes.removeAll(keepingCapacity: true)
        nameBytes.append(first)
        while let byte = try reader.peek(), Self.isOfName(byte) {
            _ = try reader.next()
            nameBytes.append(byte)
            guard nameBytes.count <= Self.greatestNameBytes else {
                throw problem("too-long", ["maximum": "\(Self.greatestNameBytes)"])
            }
        }
        if nameBytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: nameBytes, as: UTF8.self) }
        guard let text = String(validating: nameBytes, as: UTF8.self) else {
            throw problem("not-utf8")
        }
        return text
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"),
            UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
            true
        default: false
        }
    }

    /// The next byte, where there must be one.
    private mutating func take() throws -> UInt8 {
        guard let byte = try reader.next() else { throw problem("xml-ends-early") }
        if byte == 10 { line += 1 }
        return byte
    }

    private mutating func expect(_ wanted: UInt8) throws {
        guard try take() == wanted else { throw problem("xml-unexpected") }
    }

    /// - Returns: whether there was one.
    private mutating func skipBlanks() throws -> Bool {
        var hadOne = false
        while let byte = try reader.peek(), Self.isBlank(byte) {
            _ = try take()
            hadOne = true
        }
        return hadOne
    }
}
