import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Due diligence on pages")
struct ScreeningPagesTests {
    @Test("an officer screens and decides, a second person confirms, and nobody approves before")
    func acts() throws {
        let fund = try CommandLineFund(
            edits: [("Config/rounds.yaml", "    controls: {} ", "    controls: {screening: true} ")]
        )
        try fund.proposed(amounts: [100_000, 200_000])
        let day = Self.today
        let list = MadeUpLists.sanctions(
            day: day,
            more: [
                MadeUpLists.row([
                    "Unique ID": "MUP0009", "Designation Type": "Entity",
                    "Name 6": "GROUP 1 OF ROUND-1 <b>",
                ])
            ])
        let server = try Server(fund, people: [])
        let (officer, other, decider) = (Visitor(server), Visitor(server), Visitor(server))
        try officer.signIn("officer@example.org")
        try other.signIn("officer2@example.org")
        try decider.signIn("decider@example.org")
        let (here, decision) = ("/work/round-1/screening", "/work/round-1/decision")
        let missing = try officer.get(here).text
        #expect(missing.contains("Not taken in yet"))
        #expect(missing.contains("This round makes no award before it is taken in"))
        for (name, text) in [
            ("uk-sanctions", list), ("proscribed", MadeUpLists.proscribed(day: day)),
        ] {
            let path = try fund.folder.write("\(name).csv", text)
            try fund.good("screening import \(path) --list \(name)", as: "officer")
        }
        #expect(try decider.get(decision).text.contains("Due diligence is not finished"))
        let barred = try decider.submit(
            decision, to: "\(decision)/approve", [("reason", "The best fit")])
        #expect(barred.status == 422 && barred.text.contains("has not been screened"))
        #expect(try officer.submit(here, to: "\(here)/runs", []).status == 303)
        let page = try decider.get(here).text
        #expect(page.contains("GROUP 1 OF ROUND-1 &lt;b&gt;") && !page.contains("<b>"))
        let one = "\(here)/candidates/1"
        #expect(page.contains("href=\"\(one)\""))
        #expect(try decider.get(one).text.contains("Nobody has decided yet"))
        // Without a choice and a reason: again, with what was written.
        let half = try officer.submit(one, [("reason", "")])
        #expect(half.status == 422 && half.text.contains("Error"))
        let stale = Visitor.hidden(in: try other.get(one).text, of: one)
        #expect(
            try officer.submit(one, [("verdict", "match"), ("reason", "The same post box")]).status
                == 303)
        let late = try other.post(one, stale + [("verdict", "refer"), ("reason", "Not sure")])
        #expect(late.status == 422 && late.text.contains("The same post box"))
        #expect(late.text.contains("Not sure"))
        // Who decided has no button; another has.
        let confirmation = "\(one)/confirmation"
        #expect(!(try officer.get(one).text.contains("action=\"\(confirmation)\"")))
        #expect(try decider.submit(one, to: confirmation, []).status == 303)
        #expect(try decider.get(one).text.contains("Confirmed by decider@example.org"))
        let match = try decider.submit(
            decision, to: "\(decision)/approve", [("reason", "The best fit")])
        #expect(match.status == 422 && match.text.contains("confirmed match"))
        // A mistake: two people take it back.
        let words = [("verdict", "not-a-match"), ("reason", "Another street")]
        #expect(try other.submit(one, words).status == 303)
        #expect(try officer.submit(one, to: confirmation, []).status == 303)
        let done = try decider.submit(
            decision, to: "\(decision)/approve", [("reason", "The best fit")])
        #expect(done.status == 303, "\(done.text)")
        #expect(try officer.get("/work/round-2/screening/candidates/1").status == 404)
        try fund.good("audit verify")
    }

    /// As the list of sanctions writes it.
    private static var today: String {
        let now = LocalDateTime(
            Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        ).date
        return "\(now)"
    }
}
