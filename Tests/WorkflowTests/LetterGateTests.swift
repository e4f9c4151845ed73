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

/// Takes every message, and keeps it.
private final class TakingTransport: MailTransport {
    let name = "smtp"
    private let taken = Mutex<[String]>([])

    var messages: [String] { taken.withLock { $0 } }

    func deliver(_ message: MailMessage) -> DeliveryOutcome {
        taken.withLock { $0.append(String(decoding: message.bytes, as: UTF8.self)) }
        return .delivered
    }
}

/// Rounds with a gate, and what happens at it.
struct GatedFund {
    let fund: TestFund
    let references: [String]
    private let transport = TakingTransport()

    var messages: [String] { transport.messages }
    var officer: Principal { get throws { try fund.person("officer") } }
    var second: Principal { get throws { try fund.person("officer2") } }
    private var worker: Principal { Principal(.mailWorker, door: .http, systemUser: "tester") }

    /// Two groups are awarded money and one is declined, each with an email address.
    init(_ further: [(file: String, old: String, new: String)] = []) throws {
        fund = try TestFund(
            edits: [
                (
                    "Config/rounds.yaml", "controls: {}",
                    "controls: {letterGate: true, secondRelease: true}"
                )
            ] + further)
        references = try fund.decidable(
            [(1_000_000, nil), (1_000_000, nil), (1_000_000, nil), (500_000, nil)], email: true)
        // What came before the decision has left.
        _ = try send(as: fund.person("officer"))
    }

    func decide() throws {
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: fund.person("decider"))
    }

    var declined: String { references[3] }

    /// Says all that the letters have to say.
    func complete() throws {
        _ = try fund.workflows.stateNoConditions(round: "round-1", as: officer)
        try fund.workflows.releaseFeedback(
            "Say more about who will come.", to: declined, as: officer)
    }

    func send(as principal: Principal) throws -> Dispatch {
        try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: transport,
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [60])), as: principal)
    }

    /// Everything that could make a letter leave, and how many left.
    func tryEverything() throws -> Int {
        let before = messages.count
        _ = try fund.workflows.releaseLetters(round: "round-1", as: officer)
        for principal in [try officer, try second, worker] { _ = try send(as: principal) }
        for reference in references {
            #expect(
                problem { _ = try fund.workflows.retryLetters(to: reference, as: try officer) }?
                    .code
                    == "letter-nothing-to-retry")
        }
        _ = try send(as: worker)
        return messages.count - before
    }

    func pass(as principal: Principal) throws -> Int {
        try fund.workflows.passLetterGate(round: "round-1", as: principal)
    }

    @discardableResult
    func release(
        _ embargo: String? = nil, as principal: Principal
    ) throws -> GatedRelease {
        try fund.workflows.releaseGatedLetters(
            round: "round-1", embargo: embargo.flatMap { LocalDateTime($0) }, as: principal)
    }

    func sql(_ statement: String) throws -> Bool {
        try Command.sql(fund.databasePath, statement).isRefusedByRule
    }

    func gate() throws -> LetterGateReport {
        try fund.services.reports.letterGate(of: "round-1", as: TestFund.operator)
    }
}

@Suite(
    "Nothing of a decision leaves before every letter is whole, its time has come, and two say so")
struct LetterGateTests {
    @Test("what each letter lacks is named; an incomplete one keeps all back")
    func incomplete() throws {
        let at = try GatedFund()
        #expect(problem { _ = try at.pass(as: at.officer) }?.code == "letter-gate-empty")
        try at.decide()
        let report = try at.gate()
        #expect(report.letters.count == 4 && report.incompleteCount == 4)
        for letter in report.letters {
            #expect(letter.gaps == [letter.summary.kind == .decline ? .reasons : .conditions])
        }
        let refused = problem { _ = try at.pass(as: at.officer) }
        #expect(refused?.code == "letter-gate-incomplete" && refused?.arguments["count"] == "4")
        try at.fund.workflows.stateConditions(
            "A named safeguarding lead.\nNo work before the lease is signed.", of: at.references[0],
            as: at.officer)
        #expect(
            try at.fund.workflows.stateNoConditions(round: "round-1", as: at.officer).count == 2)
        #expect(try at.gate().incompleteCount == 1)
        #expect(
            problem {
                try at.fund.workflows.stateConditions("None.", of: at.declined, as: at.officer)
            }?.code == "letter-conditions-no-award")
        #expect(problem { _ = try at.pass(as: at.officer) }?.code == "letter-gate-incomplete")
        #expect(try at.tryEverything() == 0)
        try at.fund.workflows.releaseFeedback("Come again.", to: at.declined, as: at.officer)
        #expect(try at.pass(as: at.officer) == 4)
        #expect(
            try at.fund.letters(of: at.references[0]).last?.contains(
                "CONDITIONS\n\nA named safeguarding lead.\nNo work before") == true)
    }

    @Test("a template that leaves out what a letter must say is found")
    func template() throws {
        let at = try GatedFund([
            ("Templates/letters/en/decline.mustache", "{{feedback}}", "Thank you."),
            (
                "Templates/letters/en/award.mustache",
                "Write to {{replyTo}} or ring {{phone}}. Please", "Please"
            ),
            ("Templates/letters/en/award.mustache", " Ring us on {{phone}} instead.", ""),
        ])
        try at.decide()
        try at.complete()
        let gaps = Set(try at.gate().letters.map { "\($0.summary.kind) \($0.gaps)" })
        #expect(gaps.contains { $0.hasPrefix("decline") && $0.contains("reasons") }, "\(gaps)")
        #expect(gaps.contains { $0.hasPrefix("award") && $0.contains("contact") }, "\(gaps)")
    }

    @Test("nothing leaves before the gate and the second person, whatever is called")
    func twoPeople() throws {
        let at = try GatedFund()
        try at.decide()
        try at.complete()
        #expect(try at.tryEverything() == 0)
        #expect(problem { try at.release(as: at.second) }?.code == "letter-gate-not-passed")
        #expect(try at.pass(as: at.officer) == 4)
        // Looking again makes nobody else the one who passed it.
        #expect(try at.pass(as: at.second) == 4)
        #expect(try at.tryEverything() == 0)
        #expect(problem { try at.release(as: at.officer) }?.code == "letter-second-person")
        for person in ["decider", "p1", "auditor", "finance"] {
            let principal = try at.fund.person(person)
            #expect(problem { try at.release(as: principal) }?.code == "role-missing")
            #expect(problem { _ = try at.pass(as: principal) }?.code == "role-missing")
        }
        // What the program would not do, the schema refuses.
        for statement in [
            "UPDATE letter SET status = 'sending', transport = 'smtp', recipientEmail = 'a@b.example' WHERE kind = 'award';",
            "UPDATE letter SET releasedAt = 1 WHERE kind = 'award';",
            "UPDATE letter SET isGated = 0 WHERE kind = 'award';",
            "UPDATE letter SET status = 'sent', transport = 'smtp', recipientEmail = 'a@b.example' WHERE kind = 'award';",
            "UPDATE letter SET status = 'toPost', postBatch = 9 WHERE kind = 'award';",
            """
            INSERT INTO letterAttempt (letterId, at, transport, outcome)
            SELECT id, 1, 'smtp', 'sent' FROM letter WHERE kind = 'award';
            """,
            // By whoever passed the gate; over other letters.
            """
            INSERT INTO letterRelease (roundId, passId, gatedById, needsSecond, releasedById,
              releasedAt, sha256)
            SELECT roundId, id, passedById, 1, passedById, 1, sha256 FROM letterGatePass;
            """,
            """
            INSERT INTO letterRelease (roundId, passId, gatedById, needsSecond, releasedById,
              releasedAt, sha256)
            SELECT roundId, id, passedById, 1, passedById + 1, 1, 'other' FROM letterGatePass;
            """,
            "UPDATE letterGatePass SET sha256 = sha256;", "DELETE FROM letterGatePass;",
        ] {
            #expect(try at.sql(statement), "\(statement)")
        }
        #expect(try at.release(as: at.second).count == 4)
        let before = at.messages.count
        #expect(try at.send(as: at.officer).sent == 4)
        #expect(try at.tryEverything() == 0)
        #expect(at.messages.count == before + 4)
        #expect(problem { try at.release(as: at.second) }?.code == "letter-gate-released")
        #expect(try at.fund.value("SELECT count(*) FROM letterRelease") == "1")
    }

    @Test("one letter that changes voids the pass: its words, where it goes")
    func changed() throws {
        let at = try GatedFund()
        try at.decide()
        try at.complete()
        let changes: [() throws -> Void] = [
            { try at.fund.workflows.releaseFeedback("Other.", to: at.declined, as: at.officer) },
            {
                try at.fund.workflows.changeContact(
                    of: at.references[1], ContactChange(email: "new@example.org"), as: at.officer)
            },
            {
                try at.fund.workflows.stateConditions(
                    "A lease.", of: at.references[0], as: at.officer)
            },
        ]
        for change in changes {
            let seen = try at.gate().sha256
            _ = try at.pass(as: at.officer)
            #expect(try at.gate().pass?.holds == true)
            try change()
            #expect(try at.gate().pass?.holds == false)
            #expect(problem { try at.release(as: at.second) }?.code == "letter-gate-moved")
            // Somebody who saw the letters before the change does not pass what came after.
            #expect(
                problem {
                    _ = try at.fund.workflows.passLetterGate(
                        round: "round-1", seen: seen, as: at.officer)
                }?.code == "letter-gate-moved")
            #expect(try at.tryEverything() == 0)
        }
        _ = try at.pass(as: at.second)
        #expect(try at.release(as: at.officer).count == 4)
    }

    @Test("before its time no letter leaves, and its words stay from the moment it is let go")
    func embargo() throws {
        let at = try GatedFund()
        try at.decide()
        try at.complete()
        _ = try at.pass(as: at.officer)
        #expect(
            problem { try at.release("2028-12-03T09:00", as: at.second) }?.code
                == "letter-embargo-too-late")
        let done = try at.release("2026-12-03T09:00", as: at.second)
        #expect(done.notBefore == LocalDateTime("2026-12-03T09:00"))
        #expect(try at.tryEverything() == 0)
        #expect(try at.send(as: at.officer).embargoed == 4)
        #expect(
            problem {
                try at.fund.workflows.releaseFeedback("Late", to: at.declined, as: at.officer)
            }?.code == "letter-let-go")
        for statement in [
            "UPDATE letterFeedback SET text = 'x';", "UPDATE letterConditions SET text = 'x';",
            "UPDATE letter SET notBefore = 1 WHERE kind = 'award';",
            "UPDATE letter SET status = 'sending', transport = 'smtp', recipientEmail = 'a@b.example', claimedAt = 5 WHERE kind = 'award';",
            """
            INSERT INTO letterAttempt (letterId, at, transport, outcome)
            SELECT id, notBefore - 1, 'smtp', 'sent' FROM letter WHERE kind = 'award';
            """,
        ] {
            #expect(try at.sql(statement), "\(statement)")
        }
        at.fund.setTime("2026-12-03T08:59")
        #expect(try at.tryEverything() == 0)
        at.fund.setTime("2026-12-03T09:00")
        #expect(try at.tryEverything() == 4)
    }

    @Test("a round's own time holds, and nobody names an earlier one")
    func roundEmbargo() throws {
        let at = try GatedFund([
            (
                "Config/rounds.yaml", "    timetable:\n",
                "    letters: {embargo: 2027-02-09T09:00}\n    timetable:\n"
            )
        ])
        try at.decide()
        try at.complete()
        _ = try at.pass(as: at.officer)
        #expect(
            problem { try at.release("2027-02-09T08:59", as: at.second) }?.code
                == "letter-embargo-too-early")
        #expect(try at.release(as: at.second).notBefore == LocalDateTime("2027-02-09T09:00"))
        #expect(try at.tryEverything() == 0)
        at.fund.setTime("2027-02-09T09:00")
        #expect(try at.tryEverything() == 4)
    }

    @Test("without a second person asked for, whoever passed the gate lets the letters go")
    func onePerson() throws {
        let at = try GatedFund([("Config/rounds.yaml", ", secondRelease: true", "")])
        try at.decide()
        try at.complete()
        _ = try at.pass(as: at.officer)
        #expect(try at.release(as: at.officer).count == 4)
    }

    @Test("a round without a gate is as it was: what is asked of a gate says so")
    func ungated() throws {
        let fund = try TestFund()
        let references = try fund.decidable([(200_000, nil)], email: true)
        let officer = try fund.person("officer")
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: fund.person("decider"))
        #expect(
            problem { _ = try fund.workflows.passLetterGate(round: "round-1", as: officer) }?.code
                == "letter-gate-off")
        #expect(
            problem {
                _ = try fund.workflows.releaseGatedLetters(
                    round: "round-1", embargo: LocalDateTime("2026-12-03T09:00"), as: officer)
            }?.code == "letter-gate-off")
        let report = try fund.services.reports.letterGate(of: "round-1", as: TestFund.operator)
        #expect(report.letters.count == 1 && report.incompleteCount == 0 && !report.isOn)
        #expect(try !fund.letters(of: references[0]).last!.contains("CONDITIONS"))
        #expect(
            try fund.workflows.releaseGatedLetters(round: "round-1", embargo: nil, as: officer)
                .count == 1)
        // The mail worker's rule is the schema's: what nobody let go does not begin to leave.
        let other = try TestFund()
        try other.open()
        _ = try other.submit("No address")
        #expect(
            try Command.sql(
                other.databasePath, "UPDATE letter SET status = 'sending', transport = 'post';"
            ).isRefusedByRule)
    }
}
