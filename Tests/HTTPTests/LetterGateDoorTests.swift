import Foundation
import FundCore
import TestSupport
import Testing

@Suite("The gate of letters on the pages and for programs")
struct LetterGateDoorTests {
    private let fund: CommandLineFund
    private let server: Server
    private let references: [String]

    init() throws {
        fund = try CommandLineFund(edits: [
            (
                "Config/rounds.yaml", "controls: {}",
                "controls: {letterGate: true, secondRelease: true}"
            )
        ])
        try fund.proposed(amounts: [1_000_000, 1_000_000, 1_000_000, 1_000_000])
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        references = try Command.sql(
            fund.database, "SELECT reference FROM application ORDER BY status DESC, id;"
        ).output.split(separator: "\n").map(String.init)
        for reference in references {
            try fund.good(
                "application contact \(reference) --address 1␣Example␣Lane", as: "officer")
        }
        server = try Server(fund, people: ["officer", "officer2", "auditor"])
    }

    @Test("a letter that has no way to its group keeps all back, until somebody gives it one")
    func noAddress() throws {
        let officer = try visitor("officer")
        let gate = "rounds/round-1/letters/gate"
        func declinedRow() throws -> JSONValue? {
            try server.good("GET", gate, as: "auditor")["items"]?.array?.first {
                $0["reference"]?.string == declined
            }
        }
        #expect(try declinedRow()?["goesBy"]?.string == "post")
        try fund.good("application contact \(declined) --address ␣", as: "officer")
        _ = try server.good("POST", "rounds/round-1/letters/no-conditions", as: "officer")
        _ = try server.good(
            "PUT", "applications/\(declined)/feedback", as: "officer",
            "{\"text\":\"Come again.\",\"english\":null}")
        #expect(try declinedRow()?["goesBy"]?.string == "noAddress")
        #expect(try declinedRow()?["missing"]?.string == "noAddress")
        let refused = try server.ask("POST", gate, as: "officer", "{}")
        #expect(refused.status == 409 && refused.code == "letter-gate-incomplete")
        let page = try officer.get("/work/round-1/letter-gate").text
        #expect(page.contains("No address") && page.contains("an email or postal address"))
        let list = try fund.run("letter gate --round round-1 --format csv")
        #expect(list.status == 1 && list.output.contains(",noAddress,,noAddress"), "\(list)")
        try fund.good(
            "application contact \(declined) --email declined@example.org", as: "officer")
        #expect(try declinedRow()?["goesBy"]?.string == "email")
        #expect(try server.good("POST", gate, as: "officer", "{}")["letters"]?.int == 4)
    }

    private var declined: String { references[0] }

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    @Test("the page says what waits for whom; two officers bring the letters on their way")
    func pages() throws {
        let (one, two) = (try visitor("officer"), try visitor("officer2"))
        let gate = "/work/round-1/letter-gate"
        #expect(try one.get("/work/round-1/letters").text.contains("href=\"\(gate)\""))
        let first = try one.get(gate)
        #expect(first.status == 200 && first.text.contains("Some letters lack something"))
        #expect(first.text.contains("approved feedback") && first.text.contains("the conditions"))
        // A letter that lacks something cannot be passed by a form that is made up.
        #expect(!first.text.contains("Pass the gate"))
        let made = Visitor.hidden(in: first.text, of: "/work/round-1/letter-conditions")
        #expect(try one.post(gate, made).status == 409)
        #expect(
            try one.submit(gate, to: "/work/round-1/letter-conditions", []).status == 303)
        let case4 = "/work/round-1/applications/\(declined)"
        let form = try one.get(case4 + "/feedback")
        #expect(form.status == 200 && !form.text.contains("p1@example.org"))
        #expect(
            try one.submit(case4 + "/feedback", [("feedback", "Panel Member 1 said so")]).status
                == 422)
        #expect(try one.submit(case4 + "/feedback", [("feedback", "Come again.")]).status == 303)
        let ready = try one.get(gate)
        #expect(ready.text.contains("Every letter is ready"))
        // What was seen is what is passed.
        let stale = Visitor.hidden(in: ready.text, of: gate)
        #expect(try two.submit(case4 + "/feedback", [("feedback", "Do come again.")]).status == 303)
        #expect(try one.post(gate, stale).status == 409)
        #expect(try one.submit(gate, []).status == 303)
        #expect(try one.get(gate).text.contains("another officer lets the letters go"))
        #expect(!(try one.get(gate).text.contains("Let the letters go</button>")))
        let release = "/work/round-1/letter-release"
        let forms = Visitor.hidden(in: try two.get(gate).text, of: release)
        #expect(try two.post(release, forms + [("embargo", "soon")]).status == 422)
        let late = try two.post(release, forms + [("embargo", "2099-01-01 09:00")])
        #expect(late.status == 422 && late.text.contains("value=\"2099-01-01 09:00\""))
        #expect(try two.submit(gate, to: release, [("embargo", "")]).status == 303)
        #expect(try two.get(gate).text.contains("nothing waits at the gate"))
        // Its words stay from now on.
        #expect(try one.get(case4 + "/feedback").status == 303)
        let end = Date().addingTimeInterval(30)
        while Date() < end {
            let counts = try server.good("GET", "rounds/round-1/letters/counts", as: "officer")
            if counts["queued"]?.int == 4, counts["sending"]?.int == 0 { break }
            usleep(50_000)
        }
        // The receipts by post wait still for an officer: the gate is about decisions.
        let text = try one.get(case4).text
        #expect(text.contains("Send a corrected letter"), "\(text)")
        let correct = case4 + "/letter-correction"
        let wrong = try one.submit(correct, [("reason", ""), ("feedback", "Better words")])
        #expect(wrong.status == 422 && wrong.text.contains("Better words"))
        #expect(
            try one.submit(correct, [("reason", "Slip"), ("feedback", "Better words")]).status
                == 303)
        #expect(try one.get("/work/round-1/letters/\(declined)").text.contains("Better words"))
        #expect(try one.get(gate).text.contains("Every letter is ready"))
    }

    @Test("programs see what is missing, pass what they saw, and a second one lets it go")
    func programs() throws {
        let before = try server.good("GET", "rounds/round-1/letters/gate", as: "auditor")
        #expect(before["incomplete"]?.int == 4 && before["needsSecondPerson"]?.text == "true")
        let gate = "rounds/round-1/letters/gate"
        let refused = try server.ask("POST", gate, as: "officer", "{}")
        #expect(refused.status == 409 && refused.code == "letter-gate-incomplete")
        _ = try server.good("POST", "rounds/round-1/letters/no-conditions", as: "officer")
        _ = try server.good(
            "PUT", "applications/\(declined)/feedback", as: "officer",
            "{\"text\":\"Come again.\",\"english\":null}")
        let seen = try server.good("GET", gate, as: "officer")["sha256"]?.string ?? ""
        let other = try server.ask(
            "POST", gate, as: "officer", "{\"sha256\":\"\(String(seen.reversed()))\"}")
        #expect(other.code == "letter-gate-moved")
        let early = try server.ask("POST", "rounds/round-1/letters/release", as: "officer2", "{}")
        #expect(early.code == "letter-gate-not-passed")
        _ = try server.good("POST", gate, as: "officer", "{\"sha256\":\"\(seen)\"}")
        // The older way lets nothing of a decision go.
        let older = try server.good("POST", "rounds/round-1/letters/send", as: "officer2")
        #expect(older["released"]?.int == 4)
        let same = try server.ask("POST", "rounds/round-1/letters/release", as: "officer", "{}")
        #expect(same.status == 409 && same.code == "letter-second-person")
        let done = try server.good(
            "POST", "rounds/round-1/letters/release", as: "officer2", "{}")
        #expect(done["released"]?.int == 4)
        #expect(
            try server.ask("GET", "applications/\(declined)/feedback/comments", as: "officer")
                .status
                == 200)
    }
}
