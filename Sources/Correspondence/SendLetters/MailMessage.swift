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
        let headers: [(String, String)] = [
            ("From", "\(Self.phrase(settings.fromName)) <\(settings.from)>"),
            ("To", recipient),
            ("Reply-To", settings.replyTo),
            ("Subject", Self.encoded(rendered.subject)),
            ("Date", Self.date(letter.queuedAt)),
            ("Message-ID", letter.messageID),
            ("Auto-Submitted", "auto-generated"),
            ("Content-Language", rendered.language),
            ("MIME-Version", "1.0"),
        ]
        let addresses = [
            ("from", settings.from), ("replyTo", settings.replyTo), ("bounces", settings.bounces),
            ("to", recipient),
        ]
        let problems =
            addresses.filter { !$0.1.isEmailAddress }.map { FieldProblem($0.0, "not-email") }
            + [settings.fromName, rendered.subject, letter.messageID, rendered.language]
            .filter(\.hasControlCharacters).map { _ in FieldProblem("header", "one-line") }
        guard problems.isEmpty else { throw InvalidInput(letter.summary.fileStem, problems) }

        // The boundary cannot occur in a body: quoted-printable writes every "=" as "=3D".
        let boundary = "=_\(SHA256Hex(of: letter.messageID).description.prefix(24))"
        var text = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        text += "Content-Type: multipart/alternative; boundary=\"\(boundary)\"\r\n\r\n"
        for (type, body) in [("text/plain", rendered.text), ("text/html", rendered.html)] {
            text += "--\(boundary)\r\n"
            text += "Content-Type: \(type); charset=utf-8\r\n"
            text += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            text += QuotedPrintable.encode(body)
            text += "\r\n"
        }
        text += "--\(boundary)--\r\n"
        sender = settings.bounces
        self.recipient = recipient
        fileStem = letter.summary.fileStem
        bytes = Array(text.utf8)
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
    static func encode(_ text: String) -> String {
        var out = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var length = 0
            let bytes = Array(line.utf8)
            for (index, byte) in bytes.enumerated() where byte != 13 {
                let isLast = index == bytes.count - 1
                let isPlain =
                    (33...126).contains(byte) && byte != UInt8(ascii: "=")
                    || ((byte == 32 || byte == 9) && !isLast)
                let piece = isPlain ? String(UnicodeScalar(byte)) : escape(byte)
                if length + piece.utf8.count > 75 {
                    out += "=\r\n"
                    length = 0
                }
                out += piece
                length += piece.utf8.count
            }
            out += "\r\n"
        }
        return String(out.dropLast(1))
    }

    private static func escape(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return "=\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
}
