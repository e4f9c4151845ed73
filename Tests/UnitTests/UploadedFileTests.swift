import FundCore
import TestSupport
import Testing

@testable import Documents

@Suite("A file is what stands in it")
struct UploadedFileTests {
    private func outcome(_ bytes: [UInt8], _ name: String = "x") -> String {
        do {
            let file = try CheckedFile(bytes, named: name, atMost: 1_000_000)
            return "\(file.kind)"
        } catch {
            return error.code
        }
    }

    @Test("what is taken, and what is not, whatever it is called")
    func kinds() {
        let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        let word =
            [("[Content_Types].xml", [1]), ("word/document.xml", [1])] as [(String, [UInt8])]
        let table: [(bytes: [UInt8], comes: String)] = [
            (MadeFiles.pdf, "pdf"), (MadeFiles.jpeg(), "jpeg"), (MadeFiles.pngPicture, "png"),
            (MadeFiles.webp(MadeFiles.webpChunk("VP8L", [1, 2, 3])), "webp"),
            (MadeFiles.text, "text"), (Array("\u{FEFF}اردو".utf8), "text"),
            (MadeFiles.docx, "docx"), (MadeFiles.xlsx, "xlsx"),
            (MadeFiles.open("text"), "odt"), (MadeFiles.open("spreadsheet"), "ods"),
            ([], "upload-empty"), (Array("<svg onload=x>".utf8), "upload-kind"),
            (Array("\u{FEFF} \n<!doctype html>".utf8), "upload-kind"),
            (Array("#!/bin/sh\n".utf8), "upload-kind"), (Array("{\\rtf1}".utf8), "upload-kind"),
            (Array("MZ\u{0}".utf8), "upload-kind"), ([0x7F, 0x45, 0x4C, 0x46], "upload-kind"),
            ([0xC3, 0x28], "upload-kind"), (Array("GIF89a".utf8) + [0], "upload-kind"),
            (Array(" %PDF-1.4\u{0}".utf8), "upload-kind"), (ole, "upload-old-office"),
            (MadeFiles.zip([("a.txt", [65])]), "upload-kind"), (MadeFiles.zip([]), "upload-kind"),
            (MadeFiles.zip(word + [("word/vbaProject.bin", [1])]), "upload-macros"),
            (MadeFiles.zip(word, flags: 1), "upload-locked"),
            (MadeFiles.open("text", also: "Basic/script-lb.xml"), "upload-macros"),
            (MadeFiles.open("text", "\u{1}locked"), "upload-locked"),
            (MadeFiles.open("text", also: "encrypted-package"), "upload-locked"),
            (MadeFiles.open("presentation"), "upload-kind"),
            (Array("PK\u{3}\u{4}".utf8), "upload-damaged"),
            (Array(MadeFiles.docx.dropLast(1)), "upload-damaged"),
            (MadeFiles.docx + [0], "upload-damaged"),
            (Array(MadeFiles.docx.dropFirst(1)), "upload-kind"),
            ([UInt8](repeating: 65, count: 1_000_001), "upload-too-large"),
        ]
        for (place, row) in table.enumerated() {
            for name in ["letter.pdf", "x.exe", "../../a.svg"] {
                #expect(outcome(row.bytes, name) == row.comes, "row \(place)")
            }
        }
    }

    @Test("a photo loses what it tells of its place, and stays the right way up")
    func photo() throws {
        for isLittle in [true, false] {
            let kept = try JPEGPicture.cleaned(MadeFiles.jpeg(isLittle: isLittle))
            let tiff: [UInt8] =
                [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
                + [0, 0, 0, 0]
            var wanted: [UInt8] = [0xFF, 0xD8]
            wanted += MadeFiles.segment(0xE1, Array("Exif\0\0".utf8) + tiff)
            wanted += MadeFiles.segment(
                0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])
            wanted += MadeFiles.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1, 7])
            // The byte that fills a marker up goes; the picture itself is as it was.
            let picture = MadeFiles.jpegPicture
            wanted += picture[..<7] + picture[8...]
            #expect(kept == wanted)
            #expect(try JPEGPicture.cleaned(kept) == kept, "cleaned again, it is the same")
        }
        // As it lies, nothing needs to be said.
        let flat = try JPEGPicture.cleaned(MadeFiles.jpeg(orientation: 1))
        #expect(!String(decoding: flat, as: UTF8.self).contains("Exif"))
        let hash = try CheckedFile(MadeFiles.jpeg(), named: "a.jpg", atMost: 1_000_000)
        #expect(hash.sha256 == SHA256Hex(of: hash.bytes).description)
        #expect(hash.bytes != MadeFiles.jpeg())
    }

    @Test("the other pictures lose theirs")
    func pictures() throws {
        let head = MadeFiles.pngChunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
        let telling = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt"].flatMap {
            MadeFiles.pngChunk($0, Array("GPS".utf8))
        }
        let png =
            MadeFiles.pngSignature + head + telling + MadeFiles.pngChunk("IDAT", [1, 2, 3])
            + MadeFiles.pngChunk("IEND", []) + Array("GPS".utf8)
        #expect(try PNGPicture.cleaned(png) == MadeFiles.pngPicture)
        func extended(_ flags: UInt8) -> [UInt8] {
            MadeFiles.webpChunk("VP8X", [flags, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        }
        let picture = MadeFiles.webpChunk("VP8 ", [1, 2, 3])
        let webp = MadeFiles.webp(
            extended(0x3C) + MadeFiles.webpChunk("EXIF", [1]) + picture
                + MadeFiles.webpChunk("XMP ", Array("GPS".utf8)) + MadeFiles.webpChunk("ZZZZ", []))
        #expect(
            try WebPPicture.cleaned(webp + [9]) == MadeFiles.webp(extended(0x30) + picture))
    }

    @Test("what is cut off anywhere, or lies about its length, is refused")
    func hostile() {
        let pictures = [
            MadeFiles.jpeg().dropLast(18), MadeFiles.pngPicture[...],
            MadeFiles.webp(MadeFiles.webpChunk("VP8 ", [1, 2, 3, 4]))[...],
        ]
        for whole in pictures {
            #expect(!outcome(Array(whole)).hasPrefix("upload-"))
            for count in 12..<whole.count {
                #expect(outcome(Array(whole.prefix(count))) == "upload-damaged", "\(count)")
            }
        }
        let long: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        let cases: [[UInt8]] = [
            [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 1], [0xFF, 0xD8, 0xFF, 0xE1, 0, 1, 1],
            [0xFF, 0xD8, 0xFF, 0xD9], [0xFF, 0xD8] + MadeFiles.segment(0xDA, [1]) + [0xFF, 0xD9],
            [0xFF, 0xD8, 0xFF, 0x01, 0, 2],
            [0xFF, 0xD8, 0xFF] + [UInt8](repeating: 0xFF, count: 9),
            MadeFiles.pngSignature + long + Array("IHDR".utf8) + long,
            MadeFiles.pngSignature + MadeFiles.pngChunk("IDAT", [1]),
            MadeFiles.pngSignature + MadeFiles.pngChunk("IHDR", [])
                + MadeFiles.pngChunk("IEND", []),
            Array("RIFF".utf8) + long + Array("WEBP".utf8),
            Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8),
            MadeFiles.webp(Array("VP8 ".utf8) + long), MadeFiles.webp([]),
            MadeFiles.webp(MadeFiles.webpChunk("VP8X", [1])),
        ]
        for (place, bytes) in cases.enumerated() {
            #expect(outcome(bytes) == "upload-damaged", "case \(place)")
        }
        // Whatever stands in its last bytes, the list of a zip is read within the file.
        var zip = MadeFiles.docx
        for place in (zip.count - 120)..<zip.count {
            for value in [UInt8(0), 0x7F, 0xFF] {
                let before = zip[place]
                zip[place] = value
                let found = outcome(zip)
                #expect(found == "docx" || found.hasPrefix("upload-"), "\(place)")
                zip[place] = before
            }
        }
    }

    @Test(
        "names are without folders, control characters and marks of direction",
        arguments: [
            ("../../etc/passwd", "passwd.pdf"), ("C:\\papers\\Letter.PDF", "Letter.pdf"),
            ("invoice\u{202E}fdp.exe", "invoicefdp.exe.pdf"), ("a\r\nb\u{0}.pdf", "ab.pdf"),
            ("", "file.pdf"), ("...", "file.pdf"), (".pdf", "pdf.pdf"), ("خط.pdf", "خط.pdf"),
            ("می\u{200C}خواہم.pdf", "می\u{200C}خواہم.pdf"),
            ("\u{2066}x\u{2069}.pdf", "x.pdf"), ("a/", "a.pdf"),
            (
                String(repeating: "x", count: 300) + ".pdf",
                String(repeating: "x", count: 116) + ".pdf"
            ),
        ])
    func names(given: String, kept: String) {
        #expect(FileName.cleaned(given, of: .pdf) == kept)
        #expect(kept.unicodeScalars.count <= 120)
    }

    @Test("a browser is told the name in both ways, and nothing else")
    func header() {
        #expect(
            FileName.disposition("letter 1.pdf")
                == "attachment; filename=\"letter 1.pdf\"; filename*=UTF-8''letter%201.pdf")
        #expect(
            FileName.disposition("a\";é%.pdf")
                == "attachment; filename=\"a____.pdf\"; filename*=UTF-8''a%22%3B%C3%A9%25.pdf")
    }
}
