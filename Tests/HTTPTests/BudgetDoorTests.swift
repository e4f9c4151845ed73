import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Budgets and spend on pages, by programs and by command")
struct BudgetDoorTests {
    private let fund: CommandLineFund
    private let server: Server

    /// A round whose form asks for a budget of at most six lines.
    init() throws {
        fund = try CommandLineFund(edits: [
            (
                "Config/form.yaml", "      - key: spending\n",
                """
                      - key: budget
                        type: budget
                        title: What will it cost?
                        required: false
                        lines: 6
                        total: requested
                        kinds:
                          - {key: venue, title: Venue}
                          - {key: food, title: Food}
                        criteria: [delivery]

                      - key: spending

                """
            ),
            (
                "Config/monitoring.yaml", "from: \"£2,500\"\n      explain",
                "from: \"£1,000\"\n      explain"
            ),
        ])
        try fund.good("round open round-1", as: "officer")
        server = try Server(
            fund, people: ["officer", "officer2", "decider", "auditor", "applicant"])
    }

    private func visitor(_ email: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn(email)
        return visitor
    }

    private func application(_ pence: Int64, _ lines: String) -> String {
        TestFund.application("Example Lane Kitchen", pence: pence, minimum: 100_000).replacing(
            "\"answers\":{", with: "\"answers\":{\"budget\":\(lines),")
    }

    private static let lines =
        "[{\"what\":\"=Room <hire>\",\"kind\":\"venue\",\"amountPence\":200000},"
        + "{\"what\":\"Tea\",\"kind\":\"food\",\"amountPence\":100000},{}]"

    /// An award to a group that applied for £3,000 by lines, and that others rank before.
    ///
    /// - Parameter others: so many have £9,500 each, out of £30,000.
    private func awarded(others: Int = 0) throws -> String {
        let before = try (0..<others).map { number in
            try fund.submit("Group \(number)", pence: 950_000)
        }
        let reference = try fund.good(
            "application submit - --round round-1", as: "applicant",
            input: application(300_000, Self.lines)
        ).output.trimmed
        try fund.good("round close round-1", as: "officer")
        try fund.good("application check --all-clear --round round-1", as: "officer")
        try fund.good("panel add --round round-1 --email p1@example.org", as: "officer")
        let scores = (before + [reference]).flatMap { scored in
            TestFund.criteria.map {
                "\(scored),p1@example.org,\($0),\(scored == reference ? 4 : 5),\n"
            }
        }
        try fund.good(
            "score import - --round round-1", as: "officer",
            input: "application,panel_member,criterion,score,comment\n" + scores.joined())
        try fund.good("decision propose --round round-1", as: "officer")
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good("letter send --round round-1", as: "officer")
        return reference
    }

    @Test("a group fills in lines in sittings, sees everything that is wrong, and reads them again")
    func form() throws {
        let group = try visitor("volunteer@example.com")
        let draft = try group.submit("/rounds/round-1/start", []).headers["location"] ?? ""
        let place = "\(draft)/questions/budget"
        let shown = try group.get(place).text
        #expect(shown.contains("name=\"budget.4.amount\"") && !shown.contains("budget.5."))
        #expect(shown.contains("<legend class=\"line-name\">Line 1</legend>"))
        let more = try group.submit(
            place,
            [
                ("budget.1.what", "Room & hall"), ("budget.3.amount", "lots"),
                ("then", "lines"),
            ])
        #expect(more.status == 200 && more.text.contains("budget.6.amount"))
        #expect(more.text.contains("value=\"Room &amp; hall\""))
        #expect(!more.text.contains("value=\"lines\""))
        let wrong = try group.submit(
            place,
            [
                ("budget.1.what", "Room & hall"), ("budget.3.amount", "lots"),
                ("then", "continue"),
            ])
        #expect(wrong.status == 422 && wrong.text.contains("value=\"lots\""))
        for words in ["Line 1 has no amount", "Line 3 does not say", "Line 3: write an amount"] {
            #expect(wrong.text.contains(words), "\(words)")
        }
        #expect(wrong.text.contains("href=\"#f-budget\""))
        // What cannot be read is not kept; lines of which a part is missing are, until later.
        let begun = [("budget.1.what", "Room & hall"), ("then", "later")]
        let unread = try group.submit(place, begun + [("budget.3.amount", "lots")])
        #expect(unread.status == 422 && unread.text.contains("Line 3: write an amount"))
        #expect(!unread.text.contains("Line 1 has no amount"))
        #expect(try group.submit(place, begun + [("budget.3.amount", "12")]).status == 303)
        let kept = try group.get(place).text
        #expect(kept.contains("value=\"Room &amp; hall\"") && kept.contains("value=\"12.00\""))
        let early = try group.submit(
            place,
            [
                ("budget.1.what", "Room & hall"), ("budget.3.amount", "12.00"),
                ("then", "continue"),
            ])
        #expect(early.status == 422 && early.text.contains("Line 1 has no amount"))
        #expect(early.text.contains("Line 3 does not say"))
        #expect(
            try group.submit(
                draft + "/questions/amount", [("amount", "3,000"), ("then", "continue")]
            )
            .status == 303)
        let some = [
            ("budget.1.what", "Room"), ("budget.1.kind", "venue"), ("budget.1.amount", "2,000"),
        ]
        // What does not add up yet can be kept, and not be done with.
        #expect(try group.submit(place, some + [("then", "later")]).status == 303)
        let short = try group.submit(place, some + [("then", "continue")])
        #expect(short.status == 422 && short.text.contains("£1,000.00 less than the £3,000.00"))
        let whole = some + [("budget.2.what", "Tea"), ("budget.2.amount", "1000")]
        #expect(try group.submit(place, whole + [("then", "continue")]).status == 303)
        let check = try group.get(draft + "/check").text
        for words in ["Room (Venue) £2,000.00", "Tea £1,000.00", "Together £3,000.00"] {
            #expect(check.contains(words), "\(words)")
        }
        // The amount that changes later is held against the lines before anything is sent.
        _ = try group.submit(draft + "/questions/amount", [("amount", "2,500"), ("then", "later")])
        let sent = try group.submit(draft + "/send", [])
        #expect(sent.status == 422 && sent.text.contains("£500.00 more than the £2,500.00"))
    }

    @Test("programs and commands send lines, and are told what is wrong with them")
    func sending() throws {
        let over = try server.ask(
            "POST", "rounds/round-1/applications", as: "applicant",
            application(250_000, Self.lines))
        #expect(over.status == 422 && over.text.contains("budget-total-over"), "\(over.text)")
        #expect(over.text.contains("answers.budget"))
        let typed = try fund.run(
            "application submit - --round round-1", as: "applicant",
            input: application(300_000, "[{\"what\":\"Room\"},{\"amountPence\":1}]"))
        #expect(typed.status == 65, "\(typed.errors)")
        #expect(
            typed.errors.contains("Line 1 has no amount") && typed.errors.contains("Line 2 does"))
        let good = try server.ask(
            "POST", "rounds/round-1/applications", as: "applicant",
            application(300_000, Self.lines))
        #expect(good.status == 201, "\(good.text)")
        let reference = good["reference"]?.string ?? ""
        let shown = try server.ask("GET", "applications/\(reference)", as: "officer")
        #expect(shown["answers"]?["budget"]?.array?.count == 2, "\(shown.text)")
        let said = try fund.good("application show \(reference)", as: "officer").output
        #expect(said.contains("=Room <hire> (Venue) £2,000.00"), "\(said)")
        let work = try visitor("officer@example.org")
        #expect(
            try work.get("/work/round-1/applications/\(reference)").text
                .contains("=Room &lt;hire&gt; (Venue) £2,000.00"))
    }

    @Test("an award's budget is what was applied for, then what was agreed; spend stands beside it")
    func spend() throws {
        let reference = try awarded()
        let before = try server.ask("GET", "applications/\(reference)/review", as: "auditor")
        #expect(before["budget"]?["source"]?.string == "applied", "\(before.text)")
        #expect(before["budget"]?["number"]?.int == 0)
        try fund.good("return ask --round round-1", as: "officer")
        let own = "/applications/\(reference)/returns"
        let group = try visitor("applicant@example.org")
        let page = try group.get(own + "/1").text
        #expect(page.contains("=Room &lt;hire&gt; (Venue)") && page.contains("Budget: £2,000.00."))
        let asked = try server.ask("GET", "applications/\(reference)/returns", as: "applicant")
        let lines = asked["returns"]?.array?.first?["questions"]?.array?
            .first { $0["type"]?.string == "spend" }?["lines"]?.array
        #expect(lines?.count == 3 && lines?.last?["what"]?.string == nil, "\(asked.text)")
        let base = [
            ("returnSpent", "900"), ("returnPeople", "30"), ("returnHappened", "We met."),
            ("returnTogether", "At one table."), ("returnPlanned", "as-planned"),
            ("returnLines.1.amount", "100"),
        ]
        let short = try group.submit(own + "/1", base + [("then", "check")])
        #expect(
            short.status == 422 && short.text.contains("Tea: write how much"), "\(short.status)")
        #expect(try group.get(own + "/1").text.contains("value=\"100.00\""))
        let whole = base + [("returnLines.2.amount", "800")]
        #expect(
            try group.submit(own + "/1", whole + [("then", "check")]).headers["location"]
                == own + "/1/check")
        #expect(try group.get(own + "/1/check").text.contains("Tea: £800.00 of £1,000.00"))
        #expect(try group.submit(own + "/1/check", []).status == 303)
        // What is agreed is set on the page, beside what was told.
        let work = try visitor("officer@example.org")
        let place = "/work/round-1/awards/\(reference)"
        let award = try work.get(place).text
        #expect(award.contains("£800.00") && award.contains("-£200.00"))
        let wide = try work.submit(
            place, to: place + "/budget",
            [("lines.1.what", "Room"), ("lines.1.amount", "9000"), ("agreed", "")])
        #expect(wide.status == 422 && wide.text.contains("£6,000.00 more than the award"))
        #expect(wide.text.contains("href=\"#f-agreed\"") && wide.text.contains("value=\"9000\""))
        let more = try work.submit(
            place, to: place + "/budget", [("lines.4.what", "Room"), ("then", "lines")])
        #expect(more.status == 200 && more.text.contains("lines.7.amount"))
        #expect(
            try work.submit(
                place, to: place + "/budget",
                [
                    ("lines.1.what", "Tea"), ("lines.1.kind", "Food"), ("lines.1.amount", "3000"),
                    ("agreed", "Free <room>"),
                ]
            ).status == 303)
        #expect(try work.get(place).text.contains("Free &lt;room&gt;"))
        let json = "{\"lines\":[{\"what\":\"Tea\",\"amountPence\":300001}],\"reason\":\"No\"}"
        let refused = try server.ask(
            "POST", "applications/\(reference)/budgets", as: "officer", json)
        #expect(refused.status == 422 && refused.text.contains("budget-over-award"))
        let typed = try fund.run(
            "award budget \(reference) - --because Again", as: "officer",
            input: "{\"lines\":[{\"what\":\"Tea\",\"amountPence\":300001}]}")
        #expect(typed.status == 65 && typed.errors.contains("£0.01"), "\(typed.errors)")
        try fund.good(
            "award budget \(reference) - --because Again", as: "officer",
            input: "{\"lines\":[{\"what\":\"Tea\",\"kind\":\"Food\",\"amountPence\":290000}]}")
        let now = try server.ask(
            "POST", "applications/\(reference)/budgets", as: "officer",
            json.replacing("300001", with: "290000").replacing("}]", with: ",\"kind\":\"Food\"}]"))
        #expect(now.status == 201 && now["budget"]?["number"]?.int == 4, "\(now.text)")
        let told = now["budget"]?["lines"]?.array
        #expect(told?.first?["differencePence"]?.int == -210_000, "\(now.text)")
        #expect(told?.last?["what"]?.string == "=Room <hire>")
        let shown = try fund.good("award show \(reference)", as: "auditor").output
        #expect(shown.contains("budget"), "\(shown)")
        try fund.good("audit verify")
    }

    @Test("what was typed or saved of one budget is not kept against another")
    func changed() throws {
        let reference = try awarded()
        try fund.good("return ask --round round-1", as: "officer")
        let own = "/applications/\(reference)/returns/1"
        let group = try visitor("applicant@example.org")
        let typed = [
            ("returnSpent", "900"), ("returnLines.1.amount", "100"),
            ("returnLines.2.amount", "800"),
        ]
        #expect(try group.submit(own, typed + [("then", "later")]).status == 303)
        let before = try group.get(own).text
        let hidden = Visitor.hidden(in: before, of: own)
        #expect(hidden.contains { $0 == ("returnLines.1.what", "=Room <hire>") })
        #expect(!before.contains("have changed since"))
        try fund.good(
            "award budget \(reference) - --because Again", as: "officer",
            input: "{\"lines\":[{\"what\":\"Tea\",\"kind\":\"Food\",\"amountPence\":100000},"
                + "{\"what\":\"Bus\",\"amountPence\":200000}]}")
        func line(_ number: Int, _ value: String) -> String {
            "name=\"returnLines.\(number).amount\" type=\"text\" value=\"\(value)\""
        }
        // What was saved stands at its own line, and the one that is gone is named.
        let shown = try group.get(own).text
        #expect(shown.contains(line(1, "800.00")) && shown.contains(line(2, "")), "\(shown)")
        #expect(shown.contains("The lines of the budget have changed since"))
        #expect(shown.contains("No longer in the budget: =Room &lt;hire&gt; (Venue): £100.00."))
        #expect(shown.contains("New, or without anything written so far: Bus."))
        // The page that was open all the while is refused, in one sentence, and loses nothing.
        let late = try group.post(own, hidden + typed + [("then", "later")])
        #expect(late.status == 422, "\(late.status)")
        #expect(late.text.contains("The budget has changed since this was written."))
        #expect(late.text.contains(line(1, "800")) && late.text.contains(line(2, "")))
        #expect(late.text.contains("No longer in the budget: =Room &lt;hire&gt; (Venue): 100."))
        #expect(
            try group.submit(
                own, [("returnSpent", "900"), ("returnLines.1.amount", "800"), ("then", "later")]
            ).status == 303)
        #expect(try !group.get(own).text.contains("have changed since"))
    }

    @Test("a group that was awarded less than it asked for is told so, and need not explain it")
    func less() throws {
        let reference = try awarded(others: 3)
        let review = try server.ask("GET", "applications/\(reference)/review", as: "officer")
        #expect(review["standsPence"]?.int == 150_000, "\(review.text)")
        #expect(review["budget"]?["overPence"]?.int == 150_000)
        let work = try visitor("officer@example.org")
        let award = try work.get("/work/round-1/awards/\(reference)").text
        #expect(award.contains("was awarded £1,500.00, which is £1,500.00 less"))
        try fund.good("return ask --round round-1", as: "officer")
        let group = try visitor("applicant@example.org")
        let own = try group.get("/applications/\(reference)/returns/1").text
        #expect(own.contains("Your budget lines come to £3,000.00"))
        let answers =
            "{\"returnSpent\":150000,\"returnPeople\":30,\"returnHappened\":\"We met.\","
            + "\"returnTogether\":\"So.\",\"returnPlanned\":\"as-planned\",\"returnLines\":"
            + "[{\"line\":1,\"spentPence\":100000},{\"line\":2,\"spentPence\":50000}]}"
        let untrue = try fund.run(
            "return submit \(reference) -", as: "applicant",
            input: answers.replacing("50000}]", with: "49000}]"))
        #expect(untrue.status == 65 && untrue.errors.contains("The difference is £10.00"))
        try fund.good("return submit \(reference) -", as: "applicant", input: answers)
        try fund.good("return accept \(reference) --number 1", as: "officer")
        let cycle = "cycle-b"
        try fund.good("cycle start \(cycle) --title Neighbours --round round-1", as: "officer")
        let kinds = try server.ask("GET", "cycles/\(cycle)/evaluation", as: "officer")["byKind"]
        #expect(
            kinds?.text
                == "[{\"kind\":\"Food\",\"budgetPence\":100000,\"spentPence\":50000,\"awards\":1},"
                + "{\"kind\":\"Venue\",\"budgetPence\":200000,\"spentPence\":100000,\"awards\":1}]")
        #expect(try work.get("/cycles/\(cycle)/evaluation").text.contains("Spend by kind"))
    }
}
