import Correspondence
import CurlShim
import Testing

@testable import Mail

@Suite("What a mail server says, and what it means")
struct SMTPReplyTests {
    enum Meaning { case delivered, retry, refused, unknown, misconfigured }

    private func meaning(_ outcome: DeliveryOutcome) -> Meaning {
        switch outcome {
        case .delivered: .delivered
        case .retry: .retry
        case .refused: .refused
        case .unknown: .unknown
        case .misconfigured: .misconfigured
        }
    }

    @Test(
        "once the message was under way, only a refusal is a refusal",
        arguments: [
            (250, Meaning.unknown), (251, .unknown), (200, .unknown), (354, .unknown),
            (0, .unknown),
            (999, .unknown), (110, .unknown), (451, .retry), (421, .retry), (552, .refused),
            (550, .refused), (535, .refused),
        ])
    func afterData(code: Int, expected: Meaning) {
        for result in [CURLE_WEIRD_SERVER_REPLY, CURLE_RECV_ERROR, CURLE_OPERATION_TIMEDOUT] {
            let reply = SMTPReply(result, code: code, stage: curl_shim_stage_data)
            #expect(meaning(reply.outcome) == expected, "\(code) \(result)")
        }
    }

    @Test("what curl calls good is delivered by a 2xx, and by nothing else")
    func good() {
        for (code, expected) in [(250, Meaning.delivered), (354, .unknown), (0, .unknown)] {
            let reply = SMTPReply(CURLE_OK, code: code, stage: curl_shim_stage_data)
            #expect(meaning(reply.outcome) == expected)
        }
    }

    @Test("what passes is tried again, what somebody has to change stops the mail")
    func before() {
        let cases: [(CURLcode, Int, curl_shim_stage, Meaning)] = [
            (CURLE_COULDNT_CONNECT, 0, curl_shim_stage_greeting, .retry),
            (CURLE_COULDNT_RESOLVE_HOST, 0, curl_shim_stage_greeting, .retry),
            (CURLE_SSL_CONNECT_ERROR, 220, curl_shim_stage_greeting, .retry),
            (CURLE_USE_SSL_FAILED, 454, curl_shim_stage_greeting, .retry),
            (CURLE_LOGIN_DENIED, 454, curl_shim_stage_greeting, .retry),
            (CURLE_USE_SSL_FAILED, 250, curl_shim_stage_greeting, .misconfigured),
            (CURLE_LOGIN_DENIED, 535, curl_shim_stage_greeting, .misconfigured),
            (CURLE_PEER_FAILED_VERIFICATION, 220, curl_shim_stage_greeting, .misconfigured),
            (CURLE_SEND_ERROR, 550, curl_shim_stage_mail, .misconfigured),
            (CURLE_SEND_ERROR, 450, curl_shim_stage_recipient, .retry),
            (CURLE_SEND_ERROR, 550, curl_shim_stage_recipient, .refused),
            (CURLE_SEND_ERROR, 530, curl_shim_stage_recipient, .refused),
            (CURLE_RECV_ERROR, 0, curl_shim_stage_recipient, .retry),
        ]
        for (result, code, stage, expected) in cases {
            let reply = SMTPReply(result, code: code, stage: stage)
            #expect(meaning(reply.outcome) == expected, "\(result) \(code)")
        }
    }
}
