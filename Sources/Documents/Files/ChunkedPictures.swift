/// A picture in PNG (ISO/IEC 15948, 5.3), without what programs and cameras write into it.
enum PNGPicture {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    /// What it takes to show the picture as it is.
    private static let kept: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP",
        "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT",
    ]

    /// - Throws: `FileRefusal.damaged` where it is not whole.
    static func cleaned(_ bytes: [UInt8]) throws(FileRefusal) -> [UInt8] {
        var result = signature
        result.reserveCapacity(bytes.count)
        var place = signature.count
        var isFirst = true
        var hasPicture = false
        while true {
            guard place + 12 <= bytes.count else { throw .damaged }
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            let next = place + 12 + length
            guard length <= 0x7FFF_FFFF, next <= bytes.count else { throw .damaged }
            let type = String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self)
            guard (type == "IHDR") == isFirst else { throw .damaged }
            isFirst = false
            if type == "IDAT" { hasPicture = true }
            if kept.contains(type) { result += bytes[place..<next] }
            place = next
            guard type == "IEND" else { continue }
            guard hasPicture else { throw .damaged }
            // What hides behind the end is left out.
            return result
        }
    }
}

/// A picture in WebP (RFC 9649), without what programs and cameras write into it.
enum WebPPicture {
    private static let kept: Set<String> = [
        "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP",
    ]

    /// - Throws: `FileRefusal.damaged` where it is not whole.
    static func cleaned(_ bytes: [UInt8]) throws(FileRefusal) -> [UInt8] {
        func number(_ place: Int) -> Int {
            bytes[place..<(place + 4)].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard bytes.count >= 12 else { throw .damaged }
        let end = number(4) + 8
        guard end <= bytes.count, end >= 12 else { throw .damaged }
        var chunks: [UInt8] = []
        chunks.reserveCapacity(bytes.count)
        var place = 12
        var hasPicture = false
        while place < end {
            guard place + 8 <= end else { throw .damaged }
            let length = number(place + 4)
            // Of odd length, it is filled up with a byte.
            let next = place + 8 + length + length % 2
            guard next <= end else { throw .damaged }
            let type = String(decoding: bytes[place..<(place + 4)], as: UTF8.self)
            if ["VP8 ", "VP8L", "ANMF"].contains(type) { hasPicture = true }
            if kept.contains(type) {
                let start = chunks.count
                chunks += bytes[place..<next]
                if type == "VP8X" {
                    guard length >= 10 else { throw .damaged }
                    // It no longer says that there are such things.
                    chunks[start + 8] &= ~UInt8(0x0C)
                }
            }
            place = next
        }
        guard hasPicture else { throw .damaged }
        let size = chunks.count + 4
        let sizeBytes = (0..<4).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) }
        return Array("RIFF".utf8) + sizeBytes + Array("WEBP".utf8) + chunks
    }
}
