import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Awards after their end, on pages, by programs and by command")
struct AwardDoorTests {
    private let fund: CommandLineFund
    private let server: Server
    private let reference: String

    /// A group that was told of £1,000, was paid it, and told at its end that it spent £800.
    init() throws {
        fund = try CommandLineFund()
        reference = try fund.awarded(
            TestFund.application("Example Lane Kitchen", pence: 100_000))
        try fund.good("return ask --round round-1", as: "officer")
        try fund.good("payment schedule --round round-1", as: "finance")
        try fund.good("payment approve --round round-1", as: "finance")
        let runs = try JSONReader.read(
            Array(
                try fund.good("run list --round round-1 --format json", as: "finance").output.utf8))
        let run = runs.array?.first?["reference"]?.string ?? ""
        try fund.good("run export \(run) --profile ledger", as: "finance")
        try fund.good(
            "run settle \(run) --application \(reference) --outcome paid --evidence Statement",
            as: "finance")
        try fund.good(
            "return submit \(reference) -", as: "applicant",
            input: "{\"returnSpent\":80000,\"returnPeople\":30,\"returnHappened\":\"We cooked.\","
                + "\"returnPlanned\":\"as-planned\"}")
        try fund.good("return accept \(reference) --number 1", as: "officer")
        server = try Server(fund, people: ["officer", "decider", "auditor"])
    }

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    @Test("assessed, heard of, written off, closed and opened again, on pages")
    func pages() throws {
        let (officer, decider) = (try visitor("officer"), try visitor("decider"))
        let (list, place) = ("/work/round-1/awards", "/work/round-1/awards/\(reference)")
        #expect(try officer.get("/work/round-1").text.contains(list))
        #expect(try officer.get(list).text.contains(place))
        #expect(try !officer.get(list + "?closable=true").text.contains(place))
        // Everything that is wrong is told at once, and what was written is kept.
        let half = try officer.submit(
            place, to: place + "/assessment",
            [("feel-they-belong", "met"), ("worth", "Yes & more")])
        #expect(half.status == 422 && half.text.contains("Yes &amp; more"), "\(half.status)")
        #expect(half.text.contains("href=\"#f-feel-they-belong-evidence\""))
        #expect(half.text.contains("href=\"#f-have-a-say\""))
        let whole = [
            ("feel-they-belong", "met"), ("feel-they-belong.evidence", "They <said> so."),
            ("have-a-say", "cannotTell"), ("have-a-say.evidence", "Nobody asked."),
            ("everyday-english", "partly"), ("everyday-english.evidence", "Some signs."),
            ("worth", "Worth each pound."),
        ]
        #expect(try officer.submit(place, to: place + "/assessment", whole).status == 303)
        let shown = try officer.get(place).text
        #expect(shown.contains("They &lt;said&gt; so.") && shown.contains("Worth each pound."))
        #expect(try officer.submit(place, to: place + "/feedback", []).status == 422)
        let seen = [
            ("capacity", "councillor"), ("seenOn.day", "1"), ("seenOn.month", "1"),
            ("seenOn.year", "2026"), ("saw", "A full hall."), ("wouldFund", "yes"),
        ]
        #expect(try officer.submit(place, to: place + "/feedback", seen).status == 303)
        #expect(try officer.get(place).text.contains("A full hall."))
        let open = try officer.submit(place, to: place + "/closing", [])
        #expect(open.status == 422 && open.text.contains("£200"), "\(open.status)")
        #expect(
            try decider.submit(place, to: place + "/write-off", [("amount", "much")]).status == 422)
        #expect(
            try decider.submit(
                place, to: place + "/write-off", [("amount", "£200"), ("off", "Too small to ask")]
            ).status == 303)
        #expect(try officer.get(list + "?closable=true").text.contains(place))
        #expect(try officer.submit(place, to: place + "/closing", []).status == 303)
        let closed = try officer.get(place).text
        #expect(closed.contains("Too small to ask") && !closed.contains(place + "/closing"))
        #expect(try decider.submit(place, to: place + "/reopening", []).status == 422)
        #expect(
            try decider.submit(place, to: place + "/reopening", [("again", "A bill")]).status
                == 303)
        let thread = try officer.get("/work/round-1/applications/\(reference)/thread").text
        #expect(thread.contains("Worth each pound.") && thread.contains(place))
        try fund.good("audit verify")
    }

    @Test("the door for programs and the commands do and refuse the same; a cycle is evaluated")
    func programs() throws {
        let place = "applications/\(reference)"
        let said =
            "{\"outcomes\":[{\"outcome\":\"feel-they-belong\",\"verdict\":\"met\",\"evidence\":\"So\"},"
            + "{\"outcome\":\"have-a-say\",\"verdict\":\"notMet\",\"evidence\":\"No\"},"
            + "{\"outcome\":\"everyday-english\",\"verdict\":\"partly\",\"evidence\":\"Yes\"}],"
            + "\"worth\":\"Yes.\"}"
        let bare = try server.ask(
            "POST", "\(place)/assessments", as: "officer", "{\"outcomes\":[],\"worth\":\"\"}")
        #expect(bare.status == 422, "\(bare.text)")
        let wrong = try fund.run(
            "award assess \(reference) -", as: "officer",
            input: said.replacing("notMet", with: "hardly"))
        #expect(wrong.status == 65 && wrong.errors.contains("have-a-say"), "\(wrong.errors)")
        try fund.good("award assess \(reference) -", as: "officer", input: said)
        let again = try server.ask(
            "POST", "\(place)/assessments", as: "officer",
            said.replacing("\"worth\"", with: "\"seen\":1,\"worth\""))
        #expect(again.status == 201 && again["assessments"]?.array?.count == 2, "\(again.text)")
        try fund.good(
            "award feedback \(reference) --capacity communityWorker --on 2026-01-02 --saw Joy "
                + "--again yes", as: "officer")
        let lacking = try fund.run("award close \(reference)", as: "officer")
        #expect(lacking.status == 1 && lacking.errors.contains("£200"), "\(lacking.errors)")
        let refused = try server.ask("POST", "\(place)/closings", as: "officer", "{}")
        #expect(refused.status == 409 && refused.text.contains("closing-money-owed"))
        try fund.good(
            "award write-off \(reference) --amount £200 --because Small", as: "decider")
        let listed = try fund.good("award list --round round-1 --closable --format csv").output
        #expect(listed.contains(reference), "\(listed)")
        try fund.good("award close \(reference)", as: "officer")
        #expect(try fund.run("award close \(reference)", as: "officer").status == 1)
        let late = try fund.run("award waive \(reference) --because Gone", as: "decider")
        #expect(late.status == 1 && late.errors.contains("closed"), "\(late.errors)")
        let shown = try fund.good("award show \(reference)", as: "auditor").output
        #expect(shown.contains("Closed") && shown.contains("Joy"), "\(shown)")
        try fund.good("award reopen \(reference) --because Bill", as: "decider")
        try fund.good("cycle start cycle-1 --title Made-up --round round-1", as: "officer")
        let evaluation = try fund.good("cycle evaluation --cycle cycle-1", as: "auditor").output
        #expect(evaluation.contains("£33"), "\(evaluation)")
        let json = try server.ask("GET", "cycles/cycle-1/evaluation", as: "auditor")
        #expect(json["byPriority"]?.array?.first?["people"]?.int == 30, "\(json.text)")
        let page = try visitor("decider").get("/cycles/cycle-1/evaluation")
        #expect(page.status == 200 && page.text.contains("£33"), "\(page.status)")
        try fund.good("audit verify")
    }
}
