import Foundation
import FundCore

/// A file that was chosen in a field of a form.
struct SentFile: Sendable {
    let field: String
    /// What the browser calls it; empty where it does not.
    let name: String
    let bytes: ArraySlice<UInt8>
}

/// A form with files, as a browser sends it (RFC 7578): parts between lines that name a boundary.
struct Multipart {
    /// The fields without a file, in order.
    let fields: [(name: String, value: String)]
    private let firstFile: ArraySlice<UInt8>?
    /// The bytes of the first file; nil where the form had none.
    var file: [UInt8]? { firstFile.map { Array($0) } }
    /// What the browser calls it.
    let fileName: String?
    /// Every file that was chosen, in order, with the field that it was chosen in.
    let files: [SentFile]

    private static let greatestFilePartCount = 200
    private static let greatestHeadBytes = 4096

    /// The boundary that a content type names: `multipart/form-data; boundary=x`.
    static func boundary(in contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { String($0).trimmed }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() where part.lowercased().hasPrefix("boundary=") {
            let name = part.dropFirst("boundary=".count)
            let bare =
                name.hasPrefix("\"") && name.hasSuffix("\"") && name.utf8.count > 1
                ? name.dropFirst().dropLast() : name
            // RFC 2046 section 5.1.1: at most 70 characters.
            return (1...70).contains(bare.utf8.count) ? String(bare) : nil
        }
        return nil
    }

    /// - Returns: nil where it cannot be read: cut off, too many fields or files, a part without
    ///   a name.
    init?(_ bytes: [UInt8], boundary: String) {
        let (lineEnd, mark) = (Array("\r\n".utf8), Array("--\(boundary)".utf8))
        // Before the first boundary stands nothing.
        guard bytes.starts(with: mark) else { return nil }
        var fields: [(name: String, value: String)] = []
        var file: ArraySlice<UInt8>?
        var fileName: String?
        var files: [SentFile] = []
        var rest = bytes.dropFirst(mark.count)
        var filePartCount = 0
        while fields.count <= Page.greatestFieldCount, filePartCount <= Self.greatestFilePartCount {
            if rest.starts(with: Array("--".utf8)) {
                self.fields = fields
                firstFile = file
                self.fileName = fileName
                self.files = files
                return
            }
            guard rest.starts(with: lineEnd),
                let head = Self.range(of: Array("\r\n\r\n".utf8), in: rest),
                head.lowerBound - rest.startIndex <= Self.greatestHeadBytes,
                let end = Self.range(of: lineEnd + mark, in: rest[head.upperBound...]),
                let lines = String(
                    validating: rest[rest.startIndex..<head.lowerBound], as: UTF8.self),
                let part = Self.disposition(lines)
            else { return nil }
            let content = rest[head.upperBound..<end.lowerBound]
            if part.isFile {
                filePartCount += 1
                if file == nil {
                    file = content
                    fileName = part.fileName
                }
                // Where nothing was chosen, a browser sends neither a name nor content.
                let name = part.fileName ?? ""
                if !(name.isEmpty && content.isEmpty) {
                    files.append(SentFile(field: part.name, name: name, bytes: content))
                }
            } else {
                guard let value = String(validating: content, as: UTF8.self) else { return nil }
                fields.append((part.name, value))
            }
            rest = rest[end.upperBound...]
        }
        return nil
    }

    /// The name of a part, and whether it is a file, by its `Content-Disposition`.
    private static func disposition(
        _ head: String
    ) -> (name: String, isFile: Bool, fileName: String?)? {
        for line in head.split(whereSeparator: \.isNewline) {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2, halves[0].lowercased() == "content-disposition" else {
                continue
            }
            // A file may have whatever name; ours have neither quotes nor semicolons.
            guard let name = line.firstMatch(of: /;\s*name="([^"]*)"/)?.1 else { return nil }
            let fileName = line.firstMatch(of: /;\s*filename="([^"]*)"/).map { String($0.1) }
            return (String(name), line.contains("; filename"), fileName)
        }
        return nil
    }

    private static func range(of wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        guard bytes.count >= wanted.count else { return nil }
        // By the machine's own search: a form may bring tens of megabytes.
        let found = bytes.withUnsafeBytes { all -> Int? in
            guard let base = all.baseAddress else { return nil }
            let last = all.count - wanted.count
            var place = 0
            while place <= last,
                let next = memchr(base + place, Int32(wanted[0]), last - place + 1)
            {
                place = next - UnsafeMutableRawPointer(mutating: base)
                if memcmp(base + place, wanted, wanted.count) == 0 { return place }
                place += 1
            }
            return nil
        }
        guard let found else { return nil }
        let start = bytes.startIndex + found
        return start..<(start + wanted.count)
    }
}
