/// A photo as cameras and phones make it (ITU-T T.81, Annex B), without what it tells of where and
/// with what it was taken. Which way is up is kept.
enum JPEGPicture {
    private static let (exif, profile) = (Array("Exif\0\0".utf8), Array("ICC_PROFILE\0".utf8))

    /// - Throws: `FileRefusal.damaged` where it is not whole.
    static func cleaned(_ bytes: [UInt8]) throws(FileRefusal) -> [UInt8] {
        var kept: [UInt8] = [0xFF, 0xD8]
        kept.reserveCapacity(bytes.count)
        var place = 2
        var (hasFrame, hasScan) = (false, false)
        var turn: UInt8?
        while true {
            guard place + 1 < bytes.count, bytes[place] == 0xFF else { throw .damaged }
            let marker = bytes[place + 1]
            if marker == 0xFF {
                // A marker may be filled up in front.
                place += 1
                continue
            }
            if marker == 0xD9 {
                guard hasFrame, hasScan else { throw .damaged }
                kept += [0xFF, 0xD9]
                guard let turn else { return kept }
                return Array(kept[..<2]) + upright(turn) + kept[2...]
            }
            guard marker >= 0xC0, !(0xD0...0xD8).contains(marker), place + 4 <= bytes.count else {
                throw .damaged
            }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            let next = place + 2 + length
            guard length >= 2, next <= bytes.count else { throw .damaged }
            let content = bytes[(place + 4)..<next]
            switch marker {
            case 0xE0:
                if content.starts(with: "JFIF\0".utf8), content.count >= 14 {
                    // Without its small copy of the picture.
                    kept += [0xFF, 0xE0, 0, 16] + content.prefix(12) + [0, 0]
                }
            case 0xE1:
                if turn == nil, content.starts(with: exif) {
                    turn = orientation(Array(content.dropFirst(exif.count)))
                }
            // Colours, and how they are written.
            case 0xE2 where content.starts(with: profile): kept += bytes[place..<next]
            case 0xEE where content.starts(with: "Adobe".utf8): kept += bytes[place..<next]
            // All that programs add, and comments.
            case 0xE2...0xFE: break
            default: kept += bytes[place..<next]
            }
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                hasFrame = true
            }
            place = next
            guard marker == 0xDA else { continue }
            guard hasFrame else { throw .damaged }
            hasScan = true
            let end = endOfScan(bytes, from: place)
            kept += bytes[place..<end]
            place = end
        }
    }

    /// Where the coded picture ends: at a marker that is neither a stuffed byte nor a restart.
    private static func endOfScan(_ bytes: [UInt8], from start: Int) -> Int {
        var place = start
        while place < bytes.count {
            if bytes[place] == 0xFF, place + 1 < bytes.count {
                let next = bytes[place + 1]
                if next != 0, !(0xD0...0xD7).contains(next) { return place }
                place += 1
            }
            place += 1
        }
        return bytes.count
    }

    /// Which way is up, 2 to 8, of a TIFF head; nil where it is as it lies, or is not said.
    private static func orientation(_ tiff: [UInt8]) -> UInt8? {
        guard tiff.count >= 14 else { return nil }
        let isLittle: Bool
        if tiff.starts(with: [0x49, 0x49, 42, 0]) {
            isLittle = true
        } else if tiff.starts(with: [0x4D, 0x4D, 0, 42]) {
            isLittle = false
        } else {
            return nil
        }
        func number(_ place: Int, _ length: Int) -> Int {
            let part = Array(tiff[place..<(place + length)])
            return (isLittle ? part.reversed() : part).reduce(0) { $0 << 8 | Int($1) }
        }
        let start = number(4, 4)
        guard start >= 8, start + 2 <= tiff.count else { return nil }
        for entry in 0..<number(start, 2) {
            let place = start + 2 + entry * 12
            guard place + 12 <= tiff.count else { return nil }
            guard number(place, 2) == 0x0112, number(place + 2, 2) == 3 else { continue }
            let value = number(place + 8, 2)
            return (2...8).contains(value) ? UInt8(value) : nil
        }
        return nil
    }

    /// A segment that says which way is up, and nothing else.
    private static func upright(_ turn: UInt8) -> [UInt8] {
        let tiff: [UInt8] =
            [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1]
            + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0] + [0, 0, 0, 0]
        let content = exif + tiff
        return [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content
    }
}
