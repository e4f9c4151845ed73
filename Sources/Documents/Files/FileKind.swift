import FundCore

/// What a file is, by what stands in it: its name and what its sender calls it count for nothing.
public enum FileKind: String, Sendable, CaseIterable {
    case pdf = "application/pdf"
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"
    /// UTF-8; rows of a table, too.
    case text = "text/plain"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case odt = "application/vnd.oasis.opendocument.text"
    case ods = "application/vnd.oasis.opendocument.spreadsheet"

    /// What its name may end in; the first is put behind a name that ends in something else.
    var endings: [String] {
        switch self {
        case .pdf: ["pdf"]
        case .jpeg: ["jpg", "jpeg"]
        case .png: ["png"]
        case .webp: ["webp"]
        case .text: ["txt", "csv", "tsv", "md"]
        case .docx: ["docx"]
        case .xlsx: ["xlsx"]
        case .odt: ["odt"]
        case .ods: ["ods"]
        }
    }

    /// What it is sent as.
    public var contentType: String { self == .text ? "text/plain; charset=utf-8" : rawValue }

    /// What a file chooser offers.
    public static let accepted = allCases.flatMap(\.endings).map { ".\($0)" }
        .joined(separator: ",")

    /// - Throws: `FileRefusal`.
    init(of bytes: [UInt8]) throws(FileRefusal) {
        func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
        guard !bytes.isEmpty else { throw .empty }
        if begins("%PDF-") {
            self = .pdf
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: PNGPicture.signature) {
            self = .png
        } else if begins("RIFF"), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else if begins("PK") {
            self = try ZipDirectory(bytes).kind()
        } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            // Office files of before 2007, and newer ones with a password.
            throw .oldOffice
        } else if Self.isPlainText(bytes) {
            self = .text
        } else {
            throw .kind
        }
    }

    /// UTF-8 without control characters that is no markup and no script.
    private static func isPlainText(_ bytes: [UInt8]) -> Bool {
        let blanks: Set<UInt8> = [9, 10, 12, 13]
        guard bytes.allSatisfy({ $0 >= 32 && $0 != 127 || blanks.contains($0) }) else {
            return false
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = (bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...])
            .drop { $0 == 32 || blanks.contains($0) }
        return !["<", "{\\rtf", "%!", "#!"].contains { start.starts(with: $0.utf8) }
    }
}

/// Why a file is not taken.
public enum FileRefusal: Error, Equatable {
    case empty
    case tooLarge
    /// It is nothing that is taken.
    case kind
    case oldOffice
    case macros
    case locked
    /// Cut off, or not whole.
    case damaged

    /// The code of the words for it.
    public var code: String {
        switch self {
        case .empty: "upload-empty"
        case .tooLarge: "upload-too-large"
        case .kind: "upload-kind"
        case .oldOffice: "upload-old-office"
        case .macros: "upload-macros"
        case .locked: "upload-locked"
        case .damaged: "upload-damaged"
        }
    }
}

/// A file that may be kept, as it is kept.
public struct CheckedFile: Sendable {
    /// Cleaned.
    public let name: String
    public let kind: FileKind
    /// Without what a photo tells of its place and its camera.
    public let bytes: [UInt8]
    public let sha256: String

    /// More than this no file has, whatever the limits say.
    public static let greatestBytes = 25 * 1024 * 1024

    /// - Parameters:
    ///   - name: what its sender calls it.
    ///   - greatestCount: bytes that it may have.
    /// - Throws: `FileRefusal`.
    public init(
        _ bytes: [UInt8], named name: String, atMost greatestCount: Int
    ) throws(FileRefusal) {
        guard bytes.count <= min(greatestCount, Self.greatestBytes) else { throw .tooLarge }
        let kind = try FileKind(of: bytes)
        switch kind {
        case .jpeg: self.bytes = try JPEGPicture.cleaned(bytes)
        case .png: self.bytes = try PNGPicture.cleaned(bytes)
        case .webp: self.bytes = try WebPPicture.cleaned(bytes)
        case .pdf, .text, .docx, .xlsx, .odt, .ods: self.bytes = bytes
        }
        self.kind = kind
        self.name = FileName.cleaned(name, of: kind)
        sha256 = SHA256Hex(of: self.bytes).description
    }
}
