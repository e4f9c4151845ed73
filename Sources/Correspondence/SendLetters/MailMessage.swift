import Foundation
import FundCore

/// One email to one address, as the bytes that travel (RFC 5322, RFC 2045–2047).
public struct MailMessage: Sendable {
    public let sender: String
    public let recipient: String
    /// `CF26-0042-K-award-1`.
    public let fileStem: String
    public let bytes: [UInt8]

    /// - Throws: `InvalidInput` where a header would carry a line break: nothing is sent then.
    public init(
        _ letter: Letter, _ rendered: RenderedLetter, to recipient: String,
        settings: LetterSettings
    ) throws {
        try self.init(
            rendered, to: recipient, messageID: letter.messageID, at: letter.queuedAt,
            fileStem: letter.summary.fileStem, settings: settings)
    }

    /// - Parameter fileStem: the name of the file where it is written to one.
    public init(
        _ rendered: RenderedLetter, to recipient: String, messageID: String, at date: Instant,
        fileStem: String, settings: LetterSettings
    ) throws {
        let headers: [(String, String)] = [
            ("From", "\(Self.phrase(settings.fromName)) <\(settings.from)>"),
            ("To", recipient),
            ("Reply-To", settings.replyTo),
            ("Subject", Self.encoded(rendered.subject)),
            ("Date", Self.date(date)),
            ("Message-ID", messageID),
            ("Auto-Submitted", "auto-generated"),
            ("Content-Language", rendered.languages),
            ("MIME-Version", "1.0"),
        ]
        let addresses = [
            ("from", settings.from), ("replyTo", settings.replyTo), ("bounces", settings.bounces),
            ("to", recipient),
        ]
        let problems =
            addresses.filter { !$0.1.isEmailAddress }.map { FieldProblem($0.0, "not-email") }
            + [settings.fromName, rendered.subject, messageID, rendered.language]
            .filter(\.hasControlCharacters).map { _ in FieldProblem("header", "one-line") }
        guard problems.isEmpty else { throw InvalidInput(fileStem, problems) }

        // The boundary cannot occur in a body: quoted-printable writes every "=" as "=3D".
        let boundary = "=_\(SHA256Hex(of: messageID).description.prefix(24))"
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024 + rendered.text.utf8.count + rendered.html.utf8.count * 5 / 4)
        for (name, value) in headers { bytes += "\(name): \(value)\r\n".utf8 }
        bytes += "Content-Type: multipart/alternative; boundary=\"\(boundary)\"\r\n\r\n".utf8
        for (type, body) in [("text/plain", rendered.text), ("text/html", rendered.html)] {
            bytes += "--\(boundary)\r\n".utf8
            bytes += "Content-Type: \(type); charset=utf-8\r\n".utf8
            bytes += "Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8
            QuotedPrintable.encode(body, into: &bytes)
            bytes += "\r\n".utf8
        }
        bytes += "--\(boundary)--\r\n".utf8
        sender = settings.bounces
        self.recipient = recipient
        self.fileStem = fileStem
        self.bytes = bytes
    }

    /// Header words that are not plain ASCII, as encoded words of at most 75 characters (RFC 2047).
    static func encoded(_ text: String) -> String {
        guard
            text.utf8.contains(where: { $0 > 126 || $0 < 32 }) || text.utf8.count > 900
                || text.contains("=?")
        else { return text }
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(Character(scalar)).utf8)
            if words[words.count - 1].count + bytes.count > 42 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }
            .joined(separator: "\r\n ")
    }

    private static func phrase(_ name: String) -> String {
        let encoded = encoded(name)
        guard encoded == name else { return encoded }
        return "\""
            + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// `Tue, 24 Nov 2026 09:30:00 +0000`.
    static func date(_ instant: Instant) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let iso = instant.iso8601
        guard let date = LocalDate(iso.prefix(10)) else { return iso }
        let weekday = days[Int(((date.daysSince1970 % 7) + 7) % 7)]
        let time = iso.dropFirst(11).prefix(8)
        return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(time) +0000"
    }
}

/// RFC 2045 section 6.7: readable text of lines no longer than 76 characters.
enum QuotedPrintable {
    private static let greatestLength = 75
    private static let digits = Array("0123456789ABCDEF".utf8)

    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        encode(text, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Byte by byte: a letter is some ten thousand of them.
    static func encode(_ text: String, into out: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            var length = 0
            for index in bytes.indices {
                let byte = bytes[index]
                if byte == 13 { continue }
                if byte == 10 {
                    out.append(13)
                    out.append(10)
                    length = 0
                    continue
                }
                let isBlank = byte == 32 || byte == 9
                let isPlain =
                    (33...126).contains(byte) && byte != UInt8(ascii: "=")
                    || isBlank && !isLast(index, in: bytes)
                if length + (isPlain ? 1 : 3) > greatestLength {
                    out.append(UInt8(ascii: "="))
                    out.append(13)
                    out.append(10)
                    length = 0
                }
                if isPlain {
                    out.append(byte)
                    length += 1
                } else {
                    out.append(UInt8(ascii: "="))
                    out.append(digits[Int(byte >> 4)])
                    out.append(digits[Int(byte & 15)])
                    length += 3
                }
            }
        }
    }

    /// Whether a line ends behind this byte: a blank there would be lost on the way.
    private static func isLast(_ index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let next = index + 1
        guard next < bytes.count else { return true }
        return bytes[next] == 10
            || (bytes[next] == 13 && (next + 1 == bytes.count || bytes[next + 1] == 10))
    }
}
