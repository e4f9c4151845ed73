import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Giving up, waivers by return and interests, on pages, by programs and by command")
struct AfterwardsDoorTests {
    private let fund: CommandLineFund
    private let server: Server
    private let reference: String

    /// A group that was told of £9,000, and was paid £4,000 of it; it is asked for two returns.
    init() throws {
        fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let sent = try fund.good(
            "application submit - --round round-1", as: "applicant",
            input: TestFund.application("Example Lane Kitchen", pence: 900_000)
        ).output.trimmed
        try fund.good("round close round-1", as: "officer")
        try fund.good("application check --all-clear --round round-1", as: "officer")
        try fund.good("panel add --round round-1 --email p1@example.org", as: "officer")
        reference = sent
        let scores = TestFund.criteria.map { "\(sent),p1@example.org,\($0),4,\n" }
        try fund.good(
            "score import - --round round-1", as: "officer",
            input: "application,panel_member,criterion,score,comment\n" + scores.joined())
        try fund.good("decision propose --round round-1", as: "officer")
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good("letter send --round round-1", as: "officer")
        try fund.good("return ask --round round-1", as: "officer")
        try fund.good("payment schedule --round round-1", as: "finance")
        try fund.good(
            "payment plan \(sent) --round round-1 --part £4,000␣agreement --part rest␣report "
                + "--because Parts", as: "finance")
        try fund.good("payment approve --round round-1", as: "finance")
        let runs = try JSONReader.read(
            Array(
                try fund.good("run list --round round-1 --format json", as: "finance").output.utf8))
        let run = runs.array?.first?["reference"]?.string ?? ""
        try fund.good("run export \(run) --profile ledger", as: "finance")
        try fund.good(
            "run settle \(run) --application \(sent) --outcome paid --evidence Statement",
            as: "finance")
        server = try Server(
            fund, people: ["officer", "decider", "finance", "auditor", "applicant"])
    }

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    @Test("a decision maker stops the rest, does without returns, and opens the award again")
    func ending() throws {
        let (officer, decider) = (try visitor("officer"), try visitor("decider"))
        let (place, api) = ("/work/round-1/awards/\(reference)", "applications/\(reference)")
        #expect(try !officer.get(place).text.contains(place + "/giving-up"))
        #expect(try decider.submit(place, to: place + "/giving-up", []).status == 422)
        let given = [("gone", "Their <cook> has left.")]
        #expect(try decider.submit(place, to: place + "/giving-up", given).status == 303)
        let shown = try decider.get(place).text
        #expect(shown.contains("£5,000") && shown.contains("Their &lt;cook&gt; has left."))
        #expect(!shown.contains(place + "/giving-up"))
        let own = try visitor("applicant").get("/applications/\(reference)").text
        #expect(own.contains("£5,000"), "\(own)")
        let again = try server.ask(
            "POST", "\(api)/surrenders", as: "decider", "{\"reason\":\"Again\"}")
        #expect(again.status == 409 && again.code == "give-up-over", "\(again.text)")
        let late = try fund.run("award give-up \(reference) --because Gone", as: "decider")
        #expect(late.status == 1 && late.errors.contains("came to its end"), "\(late.errors)")
        // Returns are named on the page, and by a program: none chosen is not all of them.
        let boxes = shown.split(separator: "<input").filter { $0.contains("name=\"returns\"") }
        #expect(boxes.count == 2 && boxes.allSatisfy { $0.contains(" checked>") }, "\(boxes)")
        let none = try decider.submit(
            place, to: place + "/waiver", [("waiver", "They <have> moved.")])
        #expect(none.status == 422 && none.text.contains("Choose at least one of these"))
        #expect(none.text.contains("They &lt;have&gt; moved."))
        #expect(
            none.text.split(separator: "<input").filter { $0.contains("name=\"returns\"") }
                .allSatisfy { !$0.contains(" checked>") })
        let empty = try server.ask(
            "POST", "\(api)/return-waivers", as: "decider",
            "{\"returns\":[],\"reason\":\"They have moved.\"}")
        #expect(empty.status == 422 && empty.text.contains("not-list"), "\(empty.text)")
        #expect(
            try server.good("GET", "/api/openapi.json").text.contains("minItems"))
        #expect(
            try decider.submit(
                place, to: place + "/waiver", [("returns", "1"), ("waiver", "They have moved.")]
            ).status == 303)
        let second = try server.ask(
            "POST", "\(api)/return-waivers", as: "decider",
            "{\"returns\":[2],\"reason\":\"They have moved.\"}")
        #expect(second.status == 201, "\(second.text)")
        #expect(
            second["waivers"]?.array?.compactMap { $0["returns"]?.array?.first?.int } == [1, 2])
        let unknown = try fund.run(
            "award waive \(reference) --return 7 --because Gone", as: "decider")
        #expect(unknown.status == 2 && !unknown.errors.isEmpty, "\(unknown.errors)")
        try fund.good(
            "award write-off \(reference) --amount £4,000 --because Spent", as: "decider")
        let said =
            "{\"outcomes\":["
            + ["feel-they-belong", "have-a-say", "everyday-english"].map {
                "{\"outcome\":\"\($0)\",\"verdict\":\"cannotTell\",\"evidence\":\"They left\"}"
            }.joined(separator: ",") + "],\"worth\":\"Half.\"}"
        try fund.good("award assess \(reference) -", as: "officer", input: said)
        try fund.good("award close \(reference)", as: "officer")
        let opened = try fund.good("award reopen \(reference) --because Bill", as: "decider")
        #expect(opened.errors.contains("Return 1 is due again"), "\(opened.errors)")
        #expect(opened.errors.contains("Return 2 is due again"), "\(opened.errors)")
        let now = try server.good("GET", "\(api)/review", as: "auditor")
        #expect(now["givenUp"]?["releasedPence"]?.int == 500_000, "\(now.text)")
        #expect(now["standsPence"]?.int == 400_000 && now["isClosed"]?.text == "false")
        #expect(
            now["waivers"]?.array?.compactMap { $0["endedBecause"]?.string } == ["Bill", "Bill"])
        try fund.good("audit verify")
    }

    @Test("interests are said on a page, by a program and by command, and hold at each door")
    func interests() throws {
        let place = "/work/round-1/applications/\(reference)/own-interest"
        let finance = try visitor("finance")
        #expect(
            try finance.get("/work/round-1/payments/\(reference)").text.contains(place))
        #expect(
            try visitor("officer").get("/work/round-1/applications/\(reference)").text
                .contains(place))
        #expect(try finance.submit(place, []).status == 422)
        #expect(try finance.submit(place, [("has", "yes")]).status == 422)
        #expect(
            try finance.submit(place, [("has", "yes"), ("detail", "My <aunt> cooks there.")])
                .status == 303)
        #expect(try finance.get(place).text.contains("My &lt;aunt&gt; cooks there."))
        #expect(try finance.submit(place, [("has", "no")]).status != 303)
        let said = try server.ask(
            "POST", "applications/\(reference)/interests", as: "decider",
            "{\"hasInterest\":true,\"detail\":\"A friend\"}")
        #expect(said.status == 201, "\(said.text)")
        let held = try server.ask(
            "POST", "applications/\(reference)/surrenders", as: "decider", "{\"reason\":\"x\"}")
        #expect(held.status == 403 && held.code == "judge-with-interest", "\(held.text)")
        let run = try fund.run("run approve --round round-1", as: "finance")
        #expect(run.errors.contains("interest"), "\(run.errors)")
        // An officer lifts it for them on the page, and for another by command.
        let officer = try visitor("officer")
        #expect(
            try officer.submit(
                place, [("who", "finance@example.org"), ("has", "no"), ("detail", "A mistake")]
            ).status == 303)
        try fund.good(
            "interest lift \(reference) --member decider@example.org --reason Mistake",
            as: "officer")
        try fund.good("interest declare \(reference) --reason Friend", as: "officer2")
        let register = try fund.good("interest register --round round-1 --format csv").output
        for name in ["finance", "decider", "officer2"] {
            #expect(register.contains("\(name)@example.org"), "\(register)")
        }
        try fund.good("award give-up \(reference) --because Gone", as: "decider")
        try fund.good("audit verify")
    }
}
