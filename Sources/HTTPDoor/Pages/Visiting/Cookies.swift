import FundCore
import HTTPTypes
import Hummingbird

/// The four cookies of the pages: all of them needed for what somebody asked for, none to follow
/// anybody.
enum Cookies {
    static let session = "cohesion-session"
    /// Ties a code to the browser that asked for it, and keeps other sites' forms out.
    static let browser = "cohesion-browser"
    static let language = "cohesion-language"
    /// What was just done, to be said on the next page.
    static let done = "cohesion-done"

    /// The value of a cookie that a browser sent; nil where it sent none, or two of one name.
    ///
    /// - Parameter secure: whether only a name with the prefix counts, which no other host and no
    ///   page without TLS can set (RFC 6265bis, `__Host-`).
    static func value(_ name: String, in request: Request, secure: Bool) -> String? {
        let wanted = secure ? "__Host-" + name : name
        var found: String?
        for header in request.headers[values: .cookie] {
            for part in header.split(separator: ";") {
                let halves = part.split(separator: "=", maxSplits: 1)
                guard halves.count == 2 else { continue }
                guard String(halves[0]).trimmed == wanted else { continue }
                if found != nil { return nil }
                found = String(halves[1]).trimmed
            }
        }
        return found
    }

    /// - Parameter seconds: how long it is kept; nil until the browser is closed.
    static func written(
        _ name: String, _ value: String, seconds: Int64?, secure: Bool
    ) -> String {
        var text = "\(secure ? "__Host-" : "")\(name)=\(value); Path=/; HttpOnly; SameSite=Lax"
        if let seconds { text += "; Max-Age=\(seconds)" }
        return secure ? text + "; Secure" : text
    }
}
