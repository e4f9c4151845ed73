import Correspondence
import CurlShim

/// What a mail server said last, and how far the message had come.
///
/// The server's reply decides, where it refuses; libcurl's own code is the same for "later" and
/// "never". Whatever is no refusal, once the message was under way, may have been a taking.
struct SMTPReply {
    private let result: CURLcode
    private let code: Int
    private let stage: curl_shim_stage

    init(_ result: CURLcode, code: Int, stage: curl_shim_stage) {
        self.result = result
        self.code = code
        self.stage = stage
    }

    var outcome: DeliveryOutcome {
        if result == CURLE_OK {
            return (200..<300).contains(code) ? .delivered : .unknown(words)
        }
        switch code {
        case 400..<500: return .retry(words)
        // Refused before any recipient was named, so not because of this letter's.
        case 500..<600 where !hasNamedRecipient: return .misconfigured(words)
        case 500..<600: return .refused(words)
        default: break
        }
        if stage.rawValue >= curl_shim_stage_data.rawValue { return .unknown(words) }
        return Self.settings.contains(result) ? .misconfigured(words) : .retry(words)
    }

    /// What only somebody who changes a setting can put right.
    private static let settings: [CURLcode] = [
        CURLE_LOGIN_DENIED, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED,
        CURLE_SSL_CACERT_BADFILE, CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL,
    ]

    private var hasNamedRecipient: Bool { stage.rawValue >= curl_shim_stage_recipient.rawValue }

    private var words: String { "\(code) \(String(cString: curl_shim_words(result)))" }
}
