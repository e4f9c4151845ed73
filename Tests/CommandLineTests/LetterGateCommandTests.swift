import Foundation
import FundCore
import TestSupport
import Testing

@Suite("The gate of letters, as typed, with a real mail server", .serialized)
struct LetterGateCommandTests {
    private let server: MailServer
    private let fund: CommandLineFund

    init() throws {
        server = try MailServer()
        fund = try CommandLineFund(edits: [
            (
                "Config/rounds.yaml", "controls: {}",
                "controls: {letterGate: true, secondRelease: true}"
            )
        ])
    }

    private func run(_ line: String, as person: String? = nil) throws -> Outcome {
        try fund.run(line, as: person, environment: server.environment())
    }

    /// The references, the declined one last.
    private func decide() throws -> [String] {
        try fund.good("round open round-1", as: "officer")
        var scores = "application,panel_member,criterion,score,comment\n"
        let references = try (0..<4).map { place in
            let reference = try fund.submit(
                "Group \(place)", pence: 1_000_000, email: "group\(place)@example.org")
            for key in TestFund.criteria {
                scores += "\(reference),p1@example.org,\(key),\(5 - place),Comment on \(key)\n"
            }
            return reference
        }
        try fund.good("round close round-1", as: "officer")
        try fund.good("application check --all-clear --round round-1", as: "officer")
        try fund.good("panel add --round round-1 --email p1@example.org", as: "officer")
        try fund.good("score import - --round round-1", as: "officer", input: scores)
        try fund.good("decision propose --round round-1", as: "officer")
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        return references
    }

    @Test("exit 1 and the list while one is incomplete, exit 0 and counts when all are ready")
    func typed() throws {
        let references = try decide()
        let declined = references[3]
        let list = try run("letter gate --round round-1 --format json")
        #expect(list.status == 1)
        let rows = try JSONReader.read(Array(list.output.utf8)).array ?? []
        #expect(rows.count == 4)
        #expect(rows.last?["reference"]?.string == declined)
        #expect(rows.last?["missing"]?.string == "reasons")
        #expect(rows.first?["missing"]?.string == "conditions")
        #expect(try run("letter release --round round-1", as: "officer2").status == 1)
        #expect(try run("letter send --round round-1", as: "officer").errors.contains("4"))
        #expect(server.messages.count == 4)
        #expect(!server.messages.contains { $0.contains("-award-") || $0.contains("-decline-") })

        let comments = try fund.good("letter feedback \(declined) --format json", as: "officer")
        #expect(try JSONReader.read(Array(comments.output.utf8)).array?.count == 6)
        #expect(!comments.output.contains("p1@") && !comments.output.contains("Panel Member"))
        try fund.good(
            "letter feedback \(declined) --comment 1 --comment 3 --text Come␣again", as: "officer")
        try fund.good("letter conditions \(references[0]) --text A␣signed␣lease", as: "officer")
        #expect(try run("letter gate --round round-1").status == 1)
        try fund.good("letter conditions --none --round round-1", as: "officer")
        // Nobody named: it only looks.
        let ready = try run("letter gate --round round-1 --format json")
        #expect(ready.status == 0, "\(ready.errors)")
        let counts = try JSONReader.read(Array(ready.output.utf8))
        #expect(counts["letters"]?.int == 4 && counts["ready"]?.int == 4)
        #expect(counts["incomplete"]?.int == 0 && counts["passedBy"]?.string == nil)
        #expect(try run("letter release --round round-1", as: "officer2").status == 1)
        let passed = try fund.good("letter gate --round round-1 --format json", as: "officer")
        #expect(passed.output.contains("officer@example.org"))
        #expect(try run("letter release --round round-1", as: "officer").status == 1)
        let released = try fund.good("letter release --round round-1 --format json", as: "officer2")
        #expect(released.output.contains("\"released\":4"))
        for _ in 1...2 {
            #expect(try run("letter send --round round-1", as: "officer").status == 0)
        }
        #expect(server.messages.count == 8)
        let decline = server.messages.first { $0.contains("\(declined)-decline-1") } ?? ""
        #expect(decline.contains("Comment on need") && decline.contains("Come again"))

        // All were let go: nothing is incomplete, and that is said.
        let done = try run("letter gate --round round-1")
        #expect(done.status == 0 && done.errors.contains("Nothing waits at the gate"), "\(done)")
        try fund.good(
            "letter correct \(declined) --reason Wrong␣words --feedback Better", as: "officer")
        #expect(try run("letter send --round round-1", as: "officer").status == 0)
        #expect(server.messages.count == 8)
        try fund.good("letter gate --round round-1", as: "officer2")
        #expect(try run("letter release --round round-1", as: "officer2").status == 1)
        #expect(
            try fund.run(
                "letter release --round round-1 --embargo 2025-01-01T00:00", as: "officer"
            ).errors.contains("That time is past"))
        #expect(
            try run(
                "letter release --round round-1 --embargo 2099-01-01T00:00", as: "officer"
            ).status == 65)
        try fund.good("letter release --round round-1", as: "officer")
        for _ in 1...2 {
            #expect(try run("letter send --round round-1", as: "officer").status == 0)
        }
        #expect(server.messages.count == 9)
        try fund.good("audit verify")
    }

    @Test("a round without a gate: the same commands look, and let go")
    func ungated() throws {
        let fund = try CommandLineFund()
        try fund.proposed(amounts: [200_000])
        #expect(try fund.run("letter gate --round round-1").status == 1)
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        #expect(try fund.run("letter gate --round round-1").status == 0)
        #expect(
            try fund.good("letter release --round round-1 --format json", as: "officer")
                .output.contains("\"released\":2"))
        let done = try fund.run("letter gate --round round-1")
        #expect(done.status == 0 && done.errors.contains("No decision letter of round-1 waits"))
        #expect(
            try fund.run("letter conditions --round round-1 --text x", as: "officer").status == 64)
        #expect(
            try fund.run("letter release --round round-1 --embargo soon", as: "officer").status
                == 64)
    }
}
