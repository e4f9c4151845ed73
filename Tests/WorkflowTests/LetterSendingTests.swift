import Applications
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
    /// What somebody does while a letter is on its way.
    let meanwhile = Mutex<(@Sendable () -> Void)?>(nil)
    private let script: Mutex<[String: [DeliveryOutcome]]>
    private let taken = Mutex<[String]>([])

    init(_ script: [String: [DeliveryOutcome]]) { self.script = Mutex(script) }

    var messages: [String] { taken.withLock { $0 } }

    func deliver(_ message: MailMessage) -> DeliveryOutcome {
        taken.withLock { $0.append(String(decoding: message.bytes, as: UTF8.self)) }
        meanwhile.withLock { $0 }?()
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

    private func send(_ transport: ScriptedTransport, retries: [Int64] = [60, 600]) throws
        -> Dispatch
    {
        try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: transport,
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: retries)), as: fund.person("officer"))
    }

    private func statuses() throws -> String {
        try fund.value("SELECT group_concat(status) FROM (SELECT status FROM letter ORDER BY id)")
    }

    @Test("sent, waiting, failed and unknown are told apart; waiting ones are tried when due")
    func outcomes() throws {
        let transport = ScriptedTransport([
            "one@example.org": [.retry("450"), .delivered], "two@example.org": [.refused("550")],
            "three@example.org": [.unknown("354")],
        ])
        let first = try send(transport)
        #expect(
            "\(first.sent) \(first.toPost) \(first.waiting) \(first.failed) \(first.unknown)"
                == "0 1 1 1 1")
        let early = try send(transport)
        #expect("\(early.sent) \(early.waiting) \(early.failed)" == "0 1 0")
        #expect(transport.messages.count == 3)
        fund.advance(seconds: 60)
        let second = try send(transport)
        #expect("\(second.sent) \(second.toPost) \(second.waiting) \(second.unknown)" == "1 0 0 0")
        #expect(transport.messages.count == 4)
        #expect(try statuses() == "sent,failed,unknown,toPost")
        var replies: [String?] = []
        try fund.services.reports.letters(
            of: "round-1", application: references[1], as: TestFund.operator
        ) { row, _ in replies.append(Listing.letters.json(row)["reply"]?.string) }
        #expect(replies == ["550"])
        // A retry is the same message, byte for byte.
        #expect(transport.messages[0] == transport.messages[3])
        #expect(try send(transport).sent == 0)
        #expect(transport.messages.count == 4)
    }

    @Test("when the retries are used up the letter has failed")
    func exhausted() throws {
        let transport = ScriptedTransport([
            "one@example.org": [.retry("451"), .retry("451"), .retry("451")]
        ])
        _ = try send(transport)
        fund.advance(seconds: 60)
        #expect(try send(transport).waiting == 1)
        fund.advance(seconds: 600)
        #expect(try send(transport).failed == 1)
        #expect(
            try fund.value("SELECT status || attemptCount FROM letter WHERE id = 1") == "failed3")
        #expect(
            try fund.value("SELECT group_concat(outcome) FROM letterAttempt WHERE letterId = 1")
                == "waiting,waiting,failed")
    }

    @Test("a wrong setting stops the run, and costs no letter an attempt")
    func misconfigured() throws {
        let transport = ScriptedTransport(["one@example.org": [.misconfigured("535")]])
        #expect(throws: CorrespondenceProblem.self) { try send(transport) }
        #expect(transport.messages.count == 1)
        #expect(try statuses() == "waiting,queued,queued,queued")
        let after = try send(transport)
        #expect("\(after.sent) \(after.toPost)" == "3 1")
        #expect(try fund.value("SELECT attemptCount FROM letter WHERE id = 1") == "1")
    }

    @Test("a wrong setting or an end in the middle of a batch puts back what has not left")
    func putBack() throws {
        let names = (1...20).map { "more\($0)" }
        for name in names { try fund.submit(name, email: "\(name)@example.org") }
        let transport = ScriptedTransport(["more9@example.org": [.misconfigured("535")]])
        #expect(throws: CorrespondenceProblem.self) { try send(transport) }
        // Not one is left as if it were on its way, and none has lost an attempt.
        let standing =
            "SELECT group_concat(status || attemptCount) FROM (SELECT DISTINCT status, attemptCount FROM letter ORDER BY 1)"
        #expect(try fund.value(standing) == "queued0,sent1,waiting0")
        let before = transport.messages.count
        let stopped = Mutex(0)
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: transport,
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [60])), as: fund.person("officer"),
            isStopped: {
                stopped.withLock {
                    $0 += 1; return $0 > 4
                }
            })
        #expect(transport.messages.count > before)
        #expect(try !fund.value(standing).contains("sending"))
        #expect(try send(transport).waiting == 0)
        let recipients = transport.messages.compactMap {
            $0.firstMatch(of: /To: (\S+)/).map { String($0.1) }
        }.filter { $0 != "more9@example.org" }
        #expect(recipients.count == 22 && Set(recipients).count == 22)
        #expect(try fund.value(standing) == "sent1,toPost1")
    }

    @Test("a run that was killed at an attempt leaves it unknown, and it is not sent again")
    func killed() throws {
        let claim =
            """
            UPDATE letter SET status = 'sending', attemptCount = 1, transport = 'smtp',
              recipientEmail = 'one@example.org' WHERE id = 1;
            """
        #expect(try Command.sql(fund.databasePath, claim).status == 0)
        let transport = ScriptedTransport([:])
        let dispatch = try send(transport)
        #expect("\(dispatch.sent) \(dispatch.unknown)" == "2 1")
        #expect(try statuses() == "unknown,sent,sent,toPost")
        #expect(!transport.messages.contains { $0.contains("To: one@example.org") })
    }

    @Test("an officer can have a failed or unknown letter tried once more, at the address of now")
    func retried() throws {
        let transport = ScriptedTransport([
            "one@example.org": [.refused("550")], "two@example.org": [.unknown("354")],
        ])
        _ = try send(transport)
        let officer = try fund.person("officer")
        try fund.workflows.changeContact(
            of: references[0], ContactChange(email: "right@example.org"), as: officer)
        #expect(try fund.workflows.retryLetters(to: references[0], as: officer) == 1)
        #expect(
            problem { _ = try fund.workflows.retryLetters(to: references[2], as: officer) }?.code
                == "letter-nothing-to-retry")
        #expect(try send(transport).sent == 1)
        #expect(transport.messages.last?.contains("To: right@example.org") == true)
        #expect(try statuses() == "sent,unknown,sent,toPost")
    }

    @Test("a letter that stops being true is not tried again, wherever it was at that moment")
    func withdrawn() throws {
        let officer = try fund.person("officer")
        _ = try send(ScriptedTransport([:]))
        func dismiss(_ reference: String) throws {
            _ = try fund.workflows.checkApplication(
                reference, .ineligible(reason: "Not a group."), as: officer)
        }
        func ineligible(_ place: Int) throws -> String {
            try fund.value(
                "SELECT status FROM letter WHERE kind = 'ineligible' AND applicationId = \(place)")
        }
        // On its way, and then refused for now.
        try dismiss(references[0])
        let busy = ScriptedTransport(["one@example.org": [.retry("451")]])
        let (workflows, reference) = (fund.workflows, references[0])
        busy.meanwhile.withLock {
            $0 = { _ = try? workflows.checkApplication(reference, .eligible, as: officer) }
        }
        _ = try send(busy)
        #expect(try ineligible(1) == "withdrawn")
        // Failed, and corrected afterwards: no retry brings it back.
        try dismiss(references[1])
        _ = try send(ScriptedTransport(["two@example.org": [.refused("550")]]))
        #expect(try ineligible(2) == "failed")
        _ = try workflows.checkApplication(references[1], .eligible, as: officer)
        #expect(try ineligible(2) == "withdrawn")
        #expect(problem { _ = try workflows.retryLetters(to: references[1], as: officer) } != nil)
        // Nobody knows, and then it is no longer true: it is not sent again, whoever says so.
        try dismiss(references[2])
        _ = try send(ScriptedTransport(["three@example.org": [.unknown("354")]]))
        _ = try workflows.checkApplication(references[2], .eligible, as: officer)
        #expect(try ineligible(3) == "unknown")
        #expect(try workflows.resolveLetters(to: references[2], .resend, as: officer) == 1)
        #expect(try ineligible(3) == "withdrawn")
        let after = ScriptedTransport([:])
        fund.advance(seconds: 10_000)
        _ = try send(after)
        #expect(after.messages.isEmpty)
        #expect(
            try Command.sql(
                fund.databasePath, "UPDATE letter SET status = 'waiting' WHERE kind = 'ineligible';"
            ).isRefusedByRule)
    }

    @Test("what went to a file when the run was killed is written again")
    func killedFile() throws {
        let claim = """
            UPDATE letter SET status = 'sending', attemptCount = 1, transport = 'file',
              recipientEmail = 'one@example.org' WHERE id = 1;
            UPDATE letter SET status = 'sending', attemptCount = 1, transport = 'post', releasedAt = 1
              WHERE id = 4;
            """
        #expect(try Command.sql(fund.databasePath, claim).status == 0)
        let dispatch = try send(ScriptedTransport([:]))
        #expect("\(dispatch.sent) \(dispatch.toPost) \(dispatch.unknown)" == "3 1 0")
    }

    @Test("what the mail worker asks all the time reads no more than what is due")
    func plans() throws {
        for query in [
            CorrespondenceModule.dueRoundsQuery, CorrespondenceModule.waitingCountQuery,
        ] {
            let plan = try Command.sql(
                fund.databasePath, "EXPLAIN QUERY PLAN \(query.replacing("?", with: "1"));"
            ).output
            #expect(plan.contains("letterReleased") && plan.contains("letterUnderWay"), "\(plan)")
            #expect(
                plan.split(separator: "\n").allSatisfy {
                    !$0.contains("SCAN letter") || $0.contains("INDEX")
                }, "\(plan)")
        }
    }

    @Test("letters are files for their owner alone, and follow no link")
    func files() throws {
        let folder = "\(fund.folder.path)/files"
        let directory = MailDirectory(path: folder)
        try directory.write([65], to: "a.eml")
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/a.eml")
        #expect("\(attributes[.posixPermissions] ?? "")" == "\(0o600)")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/b.eml", withDestinationPath: "\(fund.folder.path)/target")
        try directory.write([66], to: "b.eml")
        #expect(!FileManager.default.fileExists(atPath: "\(fund.folder.path)/target"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "a.eml", "b.eml",
            ])
    }

    @Test("two runs never send at the same time")
    func locked() throws {
        let lock = try MailLock(beside: fund.databasePath)
        #expect(throws: CorrespondenceProblem.self) { try send(ScriptedTransport([:])) }
        withExtendedLifetime(lock) {}
    }

    @Test("a letter for the post has the address that stands when it is written and printed")
    func addressed() throws {
        let officer = try fund.person("officer")
        func change(_ address: String) throws {
            try fund.workflows.changeContact(
                of: references[3], ContactChange(address: address), as: officer)
        }
        try change("1 Example Lane\nS1 2HH")
        #expect(
            problem { try change(String(repeating: "line\n", count: 9)) }?.fields.first?.code
                == "address-lines")
        #expect(
            problem { try change(String(repeating: "x", count: 401)) }?.fields.first?.code
                == "too-long")
        _ = try send(ScriptedTransport([:]))
        let page = try fund.folder.read("mail/round-1-to-post-1.html")
        #expect(page.contains("<span class=\"line\">1 Example Lane</span>"))
        try change("")
        let again = try fund.services.reports.postFile(of: "round-1", batch: 1, as: officer)
        #expect(!again.contains("Example Lane") && again.contains("four"))
        let row = try fund.value("SELECT address IS NULL FROM applicationContact LIMIT 1 OFFSET 3")
        #expect(row == "1")
    }

    @Test("letters without an address are one document for the post, written whole")
    func post() throws {
        let dispatch = try send(ScriptedTransport([:]))
        #expect(dispatch.postFile?.hasSuffix("/round-1-to-post-1.html") == true)
        let page = try fund.folder.read("mail/round-1-to-post-1.html")
        #expect(page.components(separatedBy: "class=\"letter\"").count == 2)
        #expect(page.contains(references[3]))
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(fund.folder.path)/mail")
        #expect(!names.contains { $0.hasSuffix(".part") })
    }

    @Test("what left stays: neither words nor status change, and feedback comes too late")
    func final() throws {
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
        _ = try send(transport)
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
            #expect(try Command.sql(fund.databasePath, statement).isRefusedByRule)
        }
    }
}
