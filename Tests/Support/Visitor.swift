import Foundation
import FundCore

/// Somebody with a browser, as far as the server can tell: they keep cookies and send forms as a
/// page gave them.
public final class Visitor {
    public let server: Server
    public var cookies: [String: String] = [:]
    /// Sent with everything they ask for.
    public var headers: [(String, String)] = []

    public init(_ server: Server) {
        self.server = server
    }

    @discardableResult
    public func get(_ path: String) throws -> Reply { try ask("GET", path, nil) }

    /// Sends a form with these fields and nothing else.
    @discardableResult
    public func post(_ path: String, _ fields: [(String, String)]) throws -> Reply {
        try ask(
            "POST", path,
            fields.map { "\($0.0.formEncoded)=\($0.1.formEncoded)" }.joined(separator: "&"))
    }

    /// Looks at a page and sends a form of it: what is hidden in the first form that goes to
    /// `action`, and these fields.
    @discardableResult
    public func submit(
        _ page: String, to action: String? = nil, _ fields: [(String, String)]
    ) throws -> Reply {
        let shown = try get(page)
        guard shown.status == 200 else {
            throw TestFailure("GET \(page): \(shown.status) \(shown.text)")
        }
        let target = action ?? page
        let hidden = Self.hidden(in: shown.text, of: target)
        guard hidden.contains(where: { $0.0 == "csrf" }) else {
            throw TestFailure("\(page) has no form to \(target)")
        }
        return try post(target, hidden + fields)
    }

    /// The hidden fields of the form that goes to `action`.
    public static func hidden(in html: String, of action: String) -> [(String, String)] {
        guard let start = html.range(of: "action=\"\(action)\""),
            let end = html[start.upperBound...].range(of: "</form>")
        else { return [] }
        let form = html[start.upperBound..<end.lowerBound]
        let field = /<input type="hidden" name="([^"]*)" value="([^"]*)"/
        return form.matches(of: field).map { (String($0.1), unescaped(String($0.2))) }
    }

    private static func unescaped(_ html: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(html) { $0.replacing($1.0, with: $1.1) }
    }

    /// Signs in by the code in the email.
    public func signIn(_ email: String) throws {
        let before = try server.notices(to: email).count
        let asked = try submit("/sign-in", [("email", email)])
        guard asked.status == 303 else { throw TestFailure("asked: \(asked.status)") }
        let mail = try server.notice(to: email, after: before)
        let code = mail.firstMatch(of: /\n([0-9]{8})\n/).map { String($0.1) } ?? ""
        let signed = try submit("/sign-in/code", [("code", code)])
        guard signed.status == 303, cookies["cohesion-session"] != nil else {
            throw TestFailure("signed in: \(signed.status) \(signed.text)")
        }
    }

    private func ask(_ method: String, _ path: String, _ body: String?) throws -> Reply {
        var sent = headers
        if !cookies.isEmpty {
            sent.append(
                ("Cookie", cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; "))
            )
        }
        if body != nil { sent.append(("Content-Type", "application/x-www-form-urlencoded")) }
        let reply = try server.ask(method, path, as: nil, body, headers: sent)
        for cookie in reply.cookies {
            let pair = cookie.split(separator: ";")[0].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = pair.count > 1 ? String(pair[1]) : ""
            cookies[String(pair[0])] = value.isEmpty ? nil : value
        }
        return reply
    }
}

extension Server {
    /// The emails that are no letters, to this address, the oldest first, each decoded.
    public func notices(to email: String) throws -> [String] {
        let folder = "\(fund.folder.path)/mail"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var found: [(date: Date, text: String)] = []
        for name in names where name.hasPrefix("notice-") && name.hasSuffix(".eml") {
            let path = "\(folder)/\(name)"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            guard text.contains("\r\nTo: \(email)\r\n") else { continue }
            let date =
                try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
            found.append((date ?? .distantPast, text.quotedPrintableDecoded))
        }
        return found.sorted { $0.date < $1.date }.map(\.text)
    }

    /// The newest of them, once there are more than `count`: they leave by themselves.
    public func notice(
        to email: String, after count: Int = 0, seconds: Double = 20
    ) throws -> String {
        let end = Date().addingTimeInterval(seconds)
        while Date() < end {
            let found = try notices(to: email)
            if found.count > count, let newest = found.last { return newest }
            usleep(5000)
        }
        throw TestFailure("no email to \(email)")
    }
}

extension String {
    public var formEncoded: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? self
    }

    /// RFC 2045 section 6.7, with line feeds for line ends.
    public var quotedPrintableDecoded: String {
        var bytes: [UInt8] = []
        var rest = Array(replacing("=\r\n", with: "").replacing("\r\n", with: "\n").utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Server {
    /// Somebody who has signed in on the pages: `officer` is officer@example.org.
    public func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(self)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }
}
