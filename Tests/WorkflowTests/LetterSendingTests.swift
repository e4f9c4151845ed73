import Bootstrap
import Correspondence
import Foundation
import FundCore
import Publishing
import Synchronization
import TestSupport
import Testing
import Workflows

/// Plays a mail server: gives each address its outcomes, one after another.
private final class ScriptedTransport: MailTransport {
    let name = "smtp"
    let isRepeatable = false
    private let script: Mutex<[String: [DeliveryOutcome]]>
    private let taken = Mutex<[String]>([])

    init(_ script: [String: [DeliveryOutcome]]) { self.script = Mutex(script) }

    var messages: [String] { taken.withLock { $0 } }

    func deliver(_ message: MailMessage) async -> DeliveryOutcome {
        taken.withLock { $0.append(String(decoding: message.bytes, as: UTF8.self)) }
        return script.withLock { script in
            guard var outcomes = script[message.recipient], !outcomes.isEmpty else {
                return .delivered
            }
            let next = outcomes.removeFirst()
            script[message.recipient] = outcomes
            return next
        }
    }
}

@Suite("Every letter leaves once, whatever the mail server does")
struct LetterSendingTests {
    private let fund: TestFund
    private let references: [String]

    init() throws {
        fund = try TestFund()
        try fund.open()
        let fund = fund
        references =
            try ["one", "two", "three"].map { try fund.submit($0, email: "\($0)@example.org") }
            + [try fund.submit("four")]
    }

    private func send(_ transport: ScriptedTransport, retries: [Int64] = [60, 600]) async throws
        -> Dispatch
    {
        try await fund.workflows.sendLetters(
            round: "round-1", by: transport,
            directory: MailDirectory(path: "\(fund.folder.path)/mail"),
            retries: RetryPlan(seconds: retries), as: fund.person("officer")
        ) { _, _ in }
    }

    private func statuses() throws -> String {
        try fund.value("SELECT group_concat(status) FROM (SELECT status FROM letter ORDER BY id)")
    }

    @Test("sent, waiting, failed and unknown are told apart; waiting ones are tried when due")
    func outcomes() async throws {
        let transport = ScriptedTransport([
            "one@example.org": [.retry("450"), .delivered], "two@example.org": [.refused("550")],
            "three@example.org": [.unknown("354")],
        ])
        let first = try await send(transport)
        #expect(
            "\(first.sent) \(first.toPost) \(first.waiting) \(first.failed) \(first.unknown)"
                == "0 1 1 1 1")
        let early = try await send(transport)
        #expect("\(early.sent) \(early.waiting) \(early.failed)" == "0 1 0")
        #expect(transport.messages.count == 3)
        fund.advance(seconds: 60)
        let second = try await send(transport)
        #expect("\(second.sent) \(second.toPost) \(second.waiting) \(second.unknown)" == "1 0 0 0")
        #expect(transport.messages.count == 4)
        #expect(try statuses() == "sent,failed,unknown,toPost")
        // A retry is the same message, byte for byte.
        #expect(transport.messages[0] == transport.messages[3])
        #expect(try await send(transport).sent == 0)
        #expect(transport.messages.count == 4)
    }

    @Test("when the retries are used up the letter has failed")
    func exhausted() async throws {
        let transport = ScriptedTransport([
            "one@example.org": [.retry("451"), .retry("451"), .retry("451")]
        ])
        _ = try await send(transport)
        fund.advance(seconds: 60)
        #expect(try await send(transport).waiting == 1)
        fund.advance(seconds: 600)
        #expect(try await send(transport).failed == 1)
        #expect(
            try fund.value("SELECT status || attemptCount FROM letter WHERE id = 1") == "failed3")
        #expect(
            try fund.value("SELECT group_concat(outcome) FROM letterAttempt WHERE letterId = 1")
                == "waiting,waiting,failed")
    }

    @Test("a wrong setting stops the run, and costs no letter an attempt")
    func misconfigured() async throws {
        let transport = ScriptedTransport(["one@example.org": [.misconfigured("535")]])
        await #expect(throws: CorrespondenceProblem.self) { try await send(transport) }
        #expect(transport.messages.count == 1)
        #expect(try statuses() == "waiting,queued,queued,queued")
        let after = try await send(transport)
        #expect("\(after.sent) \(after.toPost)" == "3 1")
        #expect(try fund.value("SELECT attemptCount FROM letter WHERE id = 1") == "1")
    }

    @Test("a run that was killed at an attempt leaves it unknown, and it is not sent again")
    func killed() async throws {
        let claim =
            "UPDATE letter SET status = 'sending', attemptCount = 1, recipientEmail = 'one@example.org' WHERE id = 1;"
        #expect(try Command.sql(fund.databasePath, claim).status == 0)
        let transport = ScriptedTransport([:])
        #expect(try await send(transport).sent == 2)
        #expect(try statuses() == "unknown,sent,sent,toPost")
        #expect(!transport.messages.contains { $0.contains("To: one@example.org") })
    }

    @Test("two runs never send at the same time")
    func locked() async throws {
        let lock = try MailLock(beside: fund.databasePath)
        await #expect(throws: CorrespondenceProblem.self) { try await send(ScriptedTransport([:])) }
        withExtendedLifetime(lock) {}
    }

    @Test("letters without an address are one document for the post, written whole")
    func post() async throws {
        let dispatch = try await send(ScriptedTransport([:]))
        #expect(dispatch.postFile?.hasSuffix("/round-1-to-post-1.html") == true)
        let page = try fund.folder.read("mail/round-1-to-post-1.html")
        #expect(page.components(separatedBy: "class=\"letter\"").count == 2)
        #expect(page.contains(references[3]))
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(fund.folder.path)/mail")
        #expect(!names.contains { $0.hasSuffix(".part") })
    }

    @Test("what left stays: neither words nor status change, and feedback comes too late")
    func final() async throws {
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        for reference in references { try fund.score(reference, by: "p1", 3) }
        let officer = try fund.person("officer")
        try fund.workflows.releaseFeedback("Before the decision.", to: references[0], as: officer)
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: fund.person("decider"))
        try fund.workflows.releaseFeedback("Lovely idea. <b>", to: references[0], as: officer)
        let transport = ScriptedTransport([:])
        _ = try await send(transport)
        #expect(
            transport.messages.contains {
                $0.contains("Lovely idea. <b>") && $0.contains("Lovely idea. &lt;b&gt;")
            })
        #expect(
            problem { try fund.workflows.releaseFeedback("Late", to: references[0], as: officer) }?
                .code == "feedback-too-late")
        for statement in [
            "UPDATE letter SET status = 'queued', recipientEmail = NULL;",
            "UPDATE letter SET facts = '{}';",
            "UPDATE letterFeedback SET text = 'x';",
        ] {
            #expect(try Command.sql(fund.databasePath, statement).status != 0)
        }
    }
}
