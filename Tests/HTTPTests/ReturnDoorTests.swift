import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Returns on pages, by programs and by command")
struct ReturnDoorTests {
    private let fund: CommandLineFund
    private let server: Server
    private let reference: String

    /// A group that was told of £1,000, a small award.
    init() throws {
        fund = try CommandLineFund()
        reference = try fund.awarded(
            TestFund.application("Example Lane Kitchen", pence: 100_000))
        server = try Server(
            fund, people: ["officer", "officer2", "decider", "finance", "applicant"])
    }

    @Test("asked, written in sittings, checked, sent, sent back and accepted, on pages")
    func pages() throws {
        let (officer, group) = (try server.visitor("officer"), try server.visitor("applicant"))
        let (list, work) = ("/work/round-1/returns", "/work/round-1/returns/\(reference)")
        let own = "/applications/\(reference)/returns"
        #expect(try group.get(own).status == 404)
        #expect(try officer.submit(list, []).status == 303)
        #expect(try officer.get(list).text.contains(work))
        #expect(try group.get("/applications/\(reference)").text.contains(own))
        #expect(try group.get(own).text.contains("\(own)/1"))
        // What cannot be is told with everything kept; nothing else is lost.
        let over = try group.submit(
            own + "/1",
            [("returnSpent", "1,500"), ("returnPeople", "many"), ("then", "later")])
        #expect(over.status == 422 && over.text.contains("value=\"1,500\""), "\(over.status)")
        #expect(over.text.contains("£1,000") && over.text.contains("href=\"#f-returnPeople\""))
        let some = [("returnSpent", "800"), ("returnPeople", "30")]
        #expect(try group.submit(own + "/1", some + [("then", "later")]).status == 303)
        let taken = try group.get(own + "/1").text
        #expect(taken.contains("value=\"800") && taken.contains("value=\"30\""))
        let short = try group.submit(
            own + "/1", some + [("returnPlanned", "differently"), ("then", "check")])
        #expect(short.status == 422 && short.text.contains("href=\"#f-returnDifferently\""))
        #expect(try group.get(own + "/1/check").status == 303)
        let whole =
            some + [
                ("returnHappened", "We <cooked>."), ("returnPlanned", "as-planned"),
                ("then", "check"),
            ]
        let checked = try group.submit(own + "/1", whole)
        #expect(checked.status == 303 && checked.headers["location"] == own + "/1/check")
        #expect(try group.get(own + "/1/check").text.contains("We &lt;cooked&gt;."))
        #expect(try group.submit(own + "/1/check", []).status == 303)
        #expect(try group.get(own + "/1").status == 303)
        // The officer reads it, sends it back with a reason, and accepts the next version.
        #expect(try officer.get("/work/round-1").text.contains(list))
        #expect(try officer.get(work).text.contains("We &lt;cooked&gt;."))
        let bare = try officer.submit(work, to: work + "/send-back", [])
        #expect(bare.status == 422 && bare.text.contains("href=\"#f-back-1\""))
        #expect(
            try officer.submit(work, to: work + "/send-back", [("back-1", "How many & who?")])
                .status == 303)
        #expect(try group.get(own).text.contains("How many &amp; who?"))
        let form = Visitor.hidden(in: try group.get(own + "/1").text, of: own + "/1")
        #expect(try group.submit(own + "/1", whole).status == 303)
        // Somebody else has saved meanwhile: nothing is overwritten.
        let stale = try group.post(own + "/1", form + whole)
        #expect(stale.status == 409 && stale.text.contains("We &lt;cooked&gt;."))
        #expect(try group.submit(own + "/1/check", []).status == 303)
        #expect(
            try officer.submit(work, to: work + "/acceptance", [("note-1", "Thank you")]).status
                == 303)
        let told = try group.get(own).text
        #expect(told.contains("Thank you") && told.contains("Version 2"))
        #expect(try officer.submit(work, to: work + "/concern", []).status == 422)
        #expect(
            try officer.submit(work, to: work + "/concern", [("concern", "Unseen")]).status == 303)
        #expect(try officer.get(work).text.contains("Unseen"))
        #expect(try !group.get(own).text.contains("Unseen"))
        #expect(
            try officer.submit(work, to: work + "/concern", [("concern", "Seen")]).status == 303)
        try fund.good("audit verify")
    }

    @Test("the door for programs and the commands do and refuse the same")
    func programs() throws {
        let asked = try fund.good("return ask --round round-1", as: "officer")
        #expect(asked.errors.contains("1 returns"), "\(asked.errors)")
        let answers =
            "{\"returnSpent\":80000,\"returnPeople\":30,\"returnHappened\":\"We cooked.\","
            + "\"returnPlanned\":\"as-planned\"}"
        let place = "applications/\(reference)/returns"
        let over = answers.replacing("80000", with: "100001")
        let refused = try server.ask(
            "POST", "\(place)/submissions", as: "applicant", "{\"answers\":\(over)}")
        #expect(refused.status == 422 && refused.text.contains("return-over-award"))
        let typed = try fund.run(
            "return submit \(reference) - --paper-reason Paper", as: "officer", input: over)
        #expect(typed.status == 65 && typed.errors.contains("£1,000"), "\(typed.errors)")
        try fund.good("return save \(reference) -", as: "applicant", input: "{\"returnPeople\":3}")
        try fund.good(
            "return submit \(reference) - --paper-reason Paper", as: "officer", input: answers)
        #expect(
            try fund.run("return accept \(reference) --number 1", as: "officer").status == 1)
        try fund.good(
            "return send-back \(reference) --number 1 --because Sign", as: "officer2")
        let sent = try server.ask(
            "POST", "\(place)/submissions", as: "applicant", "{\"answers\":\(answers)}")
        #expect(sent.status == 201, "\(sent.text)")
        let accepted = try server.ask(
            "POST", "\(place)/acceptances", as: "officer", "{\"number\":1,\"note\":\"Good\"}")
        #expect(accepted.status == 201 && accepted.text.contains("\"accepted\""))
        let shown = try fund.good("return show \(reference)", as: "applicant").output
        #expect(shown.contains("returnHappened") && shown.contains("Good"), "\(shown)")
        #expect(
            try fund.run("return show \(reference) --number 2", as: "officer").status == 2)
        let rows = try fund.good("return list --round round-1 --format csv", as: "officer")
        #expect(rows.output.contains("accepted,") && rows.output.contains("80000"))
        let late = try fund.good("return list --round round-1 --late --format csv", as: "auditor")
        #expect(late.output.split(separator: "\n").count == 1)
        try fund.good("return concern \(reference) --because Unseen", as: "officer")
        try fund.good("payment schedule --round round-1", as: "finance")
        #expect(try fund.run("payment approve --round round-1", as: "finance").status == 1)
        try fund.good("return concern-end \(reference) --because Seen", as: "officer")
        try fund.good("payment approve --round round-1", as: "finance")
        try fund.good("audit verify")
    }
}
