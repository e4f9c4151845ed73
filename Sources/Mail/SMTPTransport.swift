import Correspondence
import CurlShim
import FundCore
import Synchronization

/// Where letters are handed over: a mail server that takes them over an encrypted connection.
public struct SMTPServer: Sendable {
    /// `smtp://host:port` (STARTTLS) or `smtps://host:port`.
    public let url: String
    public let user: String?
    public let password: String?
    /// Certificates to trust instead of the system's, in PEM.
    public let certificateFile: String?
    /// The name this machine gives itself: the host of the sender's address.
    public let ownName: String
    /// How long one letter may take, connecting included.
    public let timeoutSeconds: Int

    public init(
        url: String, user: String?, password: String?, certificateFile: String?, ownName: String,
        timeoutSeconds: Int
    ) {
        self.url = url
        self.user = user
        self.password = password
        self.certificateFile = certificateFile
        self.ownName = ownName
        self.timeoutSeconds = timeoutSeconds
    }
}

/// Hands emails to an SMTP server by libcurl, one recipient each, always encrypted.
public final class SMTPTransport: MailTransport {
    public let name = "smtp"
    private let session: Mutex<SMTPSession>

    /// - Throws: `CorrespondenceProblem.mailMisconfigured`.
    public init(_ server: SMTPServer) throws {
        session = Mutex(try SMTPSession(server))
    }

    public func deliver(_ message: MailMessage) -> DeliveryOutcome {
        session.withLock { $0.deliver(message) }
    }
}

/// One libcurl handle, which keeps its connection between messages. It serves one at a time.
private final class SMTPSession {
    private static let isReady = curl_shim_start()

    private let handle: UnsafeMutableRawPointer

    init(_ server: SMTPServer) throws {
        guard Self.isReady, let handle = curl_shim_open() else {
            throw CorrespondenceProblem.mailMisconfigured(
                why: "libcurl (libcurl.so.4) is not here or does not start")
        }
        self.handle = handle
        // The path of the URL is the name in EHLO.
        var url = server.url
        while url.hasSuffix("/") { url.removeLast() }
        var codes = [
            curl_shim_set_text(handle, CURLOPT_URL, "\(url)/\(server.ownName)"),
            curl_shim_set_long(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)),
            curl_shim_set_long(handle, CURLOPT_UPLOAD, 1),
            curl_shim_set_long(handle, CURLOPT_NOSIGNAL, 1),
            curl_shim_set_long(handle, CURLOPT_CONNECTTIMEOUT, min(20, server.timeoutSeconds)),
            curl_shim_set_long(handle, CURLOPT_TIMEOUT, server.timeoutSeconds),
            curl_shim_set_text(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
        ]
        if let user = server.user {
            codes.append(curl_shim_set_text(handle, CURLOPT_USERNAME, user))
        }
        if let password = server.password {
            codes.append(curl_shim_set_text(handle, CURLOPT_PASSWORD, password))
        }
        if let file = server.certificateFile {
            codes.append(curl_shim_set_text(handle, CURLOPT_CAINFO, file))
            // Instead of the system's, not beside them.
            codes.append(curl_shim_set_text(handle, CURLOPT_CAPATH, nil))
        }
        if let failure = codes.first(where: { $0 != CURLE_OK }) {
            curl_shim_close(handle)
            throw CorrespondenceProblem.mailMisconfigured(
                why: String(cString: curl_shim_words(failure)))
        }
    }

    deinit {
        curl_shim_close(handle)
    }

    func deliver(_ message: MailMessage) -> DeliveryOutcome {
        let recipients = curl_shim_list("<\(message.recipient)>")
        defer { curl_shim_free_list(recipients) }
        return message.bytes.withUnsafeBytes { bytes in
            var remaining = bytes
            return withUnsafeMutablePointer(to: &remaining) { context in
                let codes = [
                    curl_shim_set_text(handle, CURLOPT_MAIL_FROM, "<\(message.sender)>"),
                    curl_shim_set_list(handle, CURLOPT_MAIL_RCPT, recipients),
                    curl_shim_set_reader(handle, SMTPSession.read, context),
                ]
                defer {
                    // The list and the bytes end here; the handle lives on.
                    _ = curl_shim_set_list(handle, CURLOPT_MAIL_RCPT, nil)
                    _ = curl_shim_set_reader(handle, SMTPSession.read, nil)
                }
                guard codes.allSatisfy({ $0 == CURLE_OK }) else {
                    return .misconfigured("libcurl refuses the sender or recipient")
                }
                var stage = curl_shim_stage_greeting
                let result = curl_shim_perform(handle, &stage)
                var reply = 0
                _ = curl_shim_response_code(handle, &reply)
                return SMTPReply(result, code: reply, stage: stage).outcome
            }
        }
    }

    private static let read: curl_shim_reader = { buffer, size, count, context in
        guard let buffer, let context else { return Int(CURL_READFUNC_ABORT) }
        let remaining = context.assumingMemoryBound(to: UnsafeRawBufferPointer.self)
        let length = min(size * count, remaining.pointee.count)
        guard length > 0, let base = remaining.pointee.baseAddress else { return 0 }
        UnsafeMutableRawPointer(buffer).copyMemory(from: base, byteCount: length)
        remaining.pointee = UnsafeRawBufferPointer(rebasing: remaining.pointee.dropFirst(length))
        return length
    }
}
