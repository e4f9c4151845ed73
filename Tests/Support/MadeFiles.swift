/// Files made for a test: small, whole, and of nobody.
public enum MadeFiles {
    public static let pdf = Array("%PDF-1.4\n% made up\n%%EOF\n".utf8)
    public static let text = Array("item,amount\nroom hire,£40\n".utf8)

    /// A segment of a JPEG.
    public static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count + 2
        return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + content
    }

    /// A photo that tells where it was taken, which way is up, and more.
    public static func jpeg(orientation: UInt8 = 6, isLittle: Bool = true) -> [UInt8] {
        let tiff: [UInt8] =
            isLittle
            ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0]
                + [0, 0, 0, 0, 0, 0]
            : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation]
                + [0, 0, 0, 0, 0, 0]
        var bytes: [UInt8] = [0xFF, 0xD8]
        bytes += segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9])
        bytes += segment(0xE1, Array("Exif\0\0".utf8) + tiff + Array("GPS 53.38N".utf8))
        bytes += segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<x:GPS/>".utf8))
        bytes += segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1, 7])
        bytes += segment(0xE2, Array("MPF\0GPS".utf8))
        bytes += segment(0xED, Array("Photoshop GPS".utf8))
        bytes += segment(0xFE, Array("GPS comment".utf8))
        return bytes + jpegPicture + Array("GPS behind the end".utf8)
    }

    /// What is left of it: tables, frame, scan and end.
    public static let jpegPicture: [UInt8] =
        segment(0xDB, [0, 1, 2]) + [0xFF] + segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 17, 0])
        + segment(0xC4, [0, 1]) + segment(0xDA, [1, 1, 0, 0, 63, 0])
        + [1, 0xFF, 0, 2, 0xFF, 0xD3, 3, 0xFF, 0xD9]

    /// A chunk of a PNG; nobody looks at its sum.
    public static func pngChunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        (0..<4).reversed().map { UInt8(truncatingIfNeeded: content.count >> ($0 * 8)) }
            + Array(type.utf8) + content + [0, 0, 0, 0]
    }

    public static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    public static let pngPicture: [UInt8] =
        pngSignature + pngChunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
        + pngChunk("IDAT", [1, 2, 3]) + pngChunk("IEND", [])

    /// A chunk of a WebP.
    public static func webpChunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        Array(type.utf8) + little(content.count, 4) + content
            + (content.count % 2 == 1 ? [0] : [])
    }

    public static func webp(_ chunks: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + little(chunks.count + 4, 4) + Array("WEBP".utf8) + chunks
    }

    /// A zip file of these, none of them packed.
    public static func zip(
        _ entries: [(name: String, bytes: [UInt8])], flags: Int = 0
    ) -> [UInt8] {
        var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
        for entry in entries {
            let name = Array(entry.name.utf8)
            let sizes = little(entry.bytes.count, 4) + little(entry.bytes.count, 4)
            let common = little(20, 2) + little(flags, 2) + little(0, 10) + sizes
            let lengths = little(name.count, 2) + little(0, 2)
            directory +=
                little(0x0201_4B50, 4) + little(20, 2) + common + lengths + little(0, 10)
                + little(bytes.count, 4) + name
            bytes += little(0x0403_4B50, 4) + common + lengths + name + entry.bytes
        }
        let count = little(entries.count, 2)
        return bytes + directory + little(0x0605_4B50, 4) + little(0, 4) + count + count
            + little(directory.count, 4) + little(bytes.count, 4) + little(0, 2)
    }

    public static let docx = zip([
        ("[Content_Types].xml", Array("<Types/>".utf8)), ("word/document.xml", [1]),
    ])
    public static let xlsx = zip([
        ("[Content_Types].xml", Array("<Types/>".utf8)), ("xl/workbook.xml", [1]),
    ])

    /// An OpenDocument file.
    public static func open(
        _ type: String, _ content: String = "<x/>", also name: String? = nil
    ) -> [UInt8] {
        zip(
            [
                ("mimetype", Array("application/vnd.oasis.opendocument.\(type)".utf8)),
                ("content.xml", Array(content.utf8)), ("META-INF/manifest.xml", [1]),
            ] + (name.map { [($0, [1])] } ?? []))
    }

    private static func little(_ number: Int, _ length: Int) -> [UInt8] {
        (0..<length).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> ($0 * 8)) : 0 }
    }
}
