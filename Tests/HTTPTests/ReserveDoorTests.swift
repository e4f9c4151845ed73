import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("The reserve list on pages, by programs and by command")
struct ReserveDoorTests {
    private let fund: CommandLineFund
    private let server: Server
    /// Two that were funded, two on the reserve list, one that was put off; £10,000 is free.
    private let references: [String]
    private var first: String { references[2] }
    private var second: String { references[3] }

    init() throws {
        fund = try CommandLineFund(edits: [
            (
                "Config/rounds.yaml", "controls: {}",
                """
                controls: {meeting: true}
                    panel: {panels: {main: {title: The panel, quorum: 1}}}
                """
            )
        ])
        try fund.good("round open round-1", as: "officer")
        var (scores, sent) = ("application,panel_member,criterion,score,comment\n", [String]())
        for (place, pence) in [1_000_000, 1_000_000, 600_000, 500_000, 300_000].enumerated() {
            let reference = try fund.good(
                "application submit - --round round-1", as: "applicant",
                input: TestFund.application("Group \(place)", pence: Int64(pence))
            ).output.trimmed
            sent.append(reference)
            for key in TestFund.criteria {
                scores += "\(reference),p1@example.org,\(key),\(5 - place),\n"
            }
        }
        references = sent
        for line in [
            "round close round-1", "application check --all-clear --round round-1",
            "panel add --round round-1 --email p1@example.org",
        ] { try fund.good(line, as: "officer") }
        try fund.good("score import - --round round-1", as: "officer", input: scores)
        try fund.good("meeting open --round round-1", as: "officer")
        try fund.good("meeting record --round round-1 --present p1@example.org", as: "officer")
        for (reference, kind) in zip(sent, ["fund", "fund", "reserve", "reserve", "defer"]) {
            try fund.good(
                "meeting record \(reference) --round round-1 --recommend \(kind)", as: "officer")
        }
        try fund.good("meeting sign --round round-1 --chair p1@example.org", as: "officer")
        try fund.good("decision propose --round round-1", as: "officer")
        let approved = try fund.good(
            "decision approve --round round-1 --reason Fit --format json", as: "decider"
        ).output
        guard approved.contains("\"declined\":3,\"reserve\":2,\"putOff\":1") else {
            throw TestFailure(approved)
        }
        server = try Server(fund, people: ["officer", "decider", "auditor", "applicant"])
    }

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    @Test("proposed, refused, proposed again and approved on pages; then the list ends")
    func pages() throws {
        let (officer, decider) = (try visitor("officer"), try visitor("decider"))
        let (list, place) = ("/work/round-1/reserve", "/work/round-1/reserve/\(first)")
        let overview = try officer.get("/work/round-1").text
        #expect(overview.contains(list) && overview.contains("On the reserve list"))
        #expect(overview.contains("Money that could go to the reserve list: £10,000"))
        let shown = try officer.get(list).text
        #expect(shown.contains(place) && shown.contains("Put off to a later round"))
        #expect(shown.contains("£10,000"))
        let found = try officer.get("/work/round-1/applications?status=reserve").text
        #expect(found.contains(first) && !found.contains(references[4]))
        #expect(
            try officer.get("/work/round-1/applications/\(first)").text
                .contains("On the reserve list"))
        // Everything that is wrong is told, and what was written is kept.
        let later = "/work/round-1/reserve/\(second)"
        let early = try officer.submit(later, to: later + "/proposal", [("amount", "5,000")])
        #expect(early.status == 422 && early.text.contains("href=\"#f-orderReason\""))
        let much = try officer.submit(place, to: place + "/proposal", [("amount", "£7,000")])
        #expect(much.status == 422 && much.text.contains("value=\"£7,000\""), "\(much.status)")
        #expect(try officer.submit(place, to: place + "/proposal", []).status == 422)
        #expect(try officer.submit(place, to: place + "/removal", []).status == 422)
        #expect(
            try officer.submit(place, to: place + "/proposal", [("amount", "6,000")]).status
                == 303)
        #expect(try officer.get(place).text.contains("waits for a decision maker"))
        #expect(
            try decider.get("/home").text.contains("Awards from the reserve list to decide on: 1"))
        let empty = try decider.submit(place, to: place + "/decision", [])
        #expect(empty.status == 422 && empty.text.contains("href=\"#f-verdict\""))
        #expect(empty.text.contains("href=\"#f-reason\""))
        #expect(
            try decider.submit(
                place, to: place + "/decision", [("verdict", "refused"), ("reason", "Not <now>")]
            ).status == 303)
        #expect(try officer.get(place).text.contains("Not &lt;now&gt;"))
        #expect(
            try officer.submit(place, to: place + "/proposal", [("amount", "6,000")]).status
                == 303)
        let form = Visitor.hidden(in: try decider.get(place).text, of: place + "/decision")
        // What was read before is not what is decided on.
        let old = form.map { $0.0 == "proposal" ? ($0.0, "1") : $0 }
        let stale = try decider.post(
            place + "/decision", old + [("verdict", "approved"), ("reason", "Yes")])
        #expect(stale.status == 422 && stale.text.contains("number 2"), "\(stale.status)")
        for _ in 1...2 {
            let reply = try decider.post(
                place + "/decision", form + [("verdict", "approved"), ("reason", "Money is free")])
            #expect(reply.status == 303, "\(reply.text)")
        }
        let made = try officer.get(place).text
        #expect(made.contains("The award was made on") && made.contains("Money is free"))
        // The next group's letter has not left.
        let untold = try officer.submit(list, to: list + "/closing", [("reason", "Over")])
        #expect(untold.status == 422 && untold.text.contains(second), "\(untold.status)")
        try fund.good("letter send --round round-1", as: "officer")
        #expect(try officer.submit(list, to: list + "/closing", []).status == 422)
        #expect(
            try officer.submit(list, to: list + "/closing", [("reason", "Over")]).status == 303)
        let ended = try officer.get(list).text
        #expect(ended.contains("It gives nothing more") && !ended.contains(list + "/closing"))
        #expect(try officer.get("/work/round-1/reserve/\(references[0])").status == 404)
        #expect(
            try officer.get("/work/round-1/applications/\(first)").text
                .contains("decided on an award from the reserve list"))
        try fund.good("audit verify")
    }

    @Test("a group reads on its own pages that it is on the reserve list, once it was told")
    func own() throws {
        let group = try visitor("applicant")
        let before = try group.get("/applications/\(first)").text
        #expect(!before.contains("reserve list"))
        try fund.good("letter send --round round-1", as: "officer")
        let told = try group.get("/applications/\(first)").text
        #expect(told.contains("On the reserve list") && told.contains("We cannot promise that"))
        #expect(try group.get("/applications/\(references[4])").text.contains("Put off"))
        let listed = try server.ask("GET", "rounds/round-1/applications", as: "applicant")
        let outcomes = (listed["items"]?.array ?? []).map {
            "\($0["status"]?.string ?? "") \($0["outcome"]?.string ?? "")"
        }
        #expect(outcomes.contains("declined reserve") && outcomes.contains("declined defer"))
    }

    @Test("the door for programs and the commands do and refuse the same")
    func programs() throws {
        let place = "applications/\(first)/reserve"
        let list = try server.ask("GET", "rounds/round-1/reserve", as: "auditor")
        #expect(list["freePence"]?.int == 1_000_000 && list["list"]?.array?.count == 3)
        let early = try server.ask(
            "POST", "applications/\(second)/reserve/proposals", as: "officer", "{}")
        #expect(early.status == 409 && early.text.contains("reserve-out-of-order"))
        let wrong = try server.ask(
            "POST", "\(place)/proposals", as: "officer", "{\"amountPence\":0}")
        #expect(wrong.status == 422, "\(wrong.text)")
        let proposed = try server.ask(
            "POST", "\(place)/proposals", as: "officer", "{\"amountPence\":600000}")
        #expect(proposed.status == 201 && proposed["state"]?.string == "proposed")
        #expect(
            try fund.run("reserve propose \(first)", as: "officer").errors.contains("under way"))
        let number = try #require(proposed["proposal"]?.int)
        let other = try server.ask(
            "POST", "\(place)/decisions", as: "decider",
            "{\"verdict\":\"approved\",\"reason\":\"Free\",\"proposal\":\(number + 1)}")
        #expect(other.status == 409 && other.text.contains("reserve-another-proposal"))
        let none = try server.ask(
            "POST", "\(place)/decisions", as: "decider",
            "{\"verdict\":\"approved\",\"reason\":\"Free\",\"proposal\":0}")
        #expect(none.status == 422, "\(none.text)")
        let typed = try fund.run(
            "reserve approve \(first) --reason Free --proposal \(number + 1)", as: "decider")
        #expect(typed.status == 1 && typed.errors.contains("number \(number)"), "\(typed.errors)")
        let early2 = try server.ask(
            "POST", "\(place)/drops", as: "decider", "{\"reason\":\"Gone\"}")
        #expect(early2.status == 409, "\(early2.text)")
        let shown = try fund.good("reserve list --round round-1", as: "officer").output
        #expect(shown.contains("An award is proposed"), "\(shown)")
        let made = try server.ask(
            "POST", "\(place)/decisions", as: "decider",
            "{\"verdict\":\"approved\",\"reason\":\"Free\",\"proposal\":\(number)}")
        #expect(made.status == 201 && made["state"]?.string == "awarded", "\(made.text)")
        #expect(try server.ask("GET", place, as: "officer")["decisionReason"]?.string == "Free")
        let late = try server.ask(
            "POST", "\(place)/call-ins", as: "officer", "{\"reason\":\"Why\"}")
        #expect(late.status == 409 && late.text.contains("reserve-awarded"), "\(late.text)")
        // £4,000 is left, and the next needs £5,000.
        let much = try fund.run("reserve propose \(second)", as: "officer")
        #expect(much.status == 1 && much.errors.contains("less than that free"), "\(much.errors)")
        #expect(
            try fund.run("reserve propose \(second) --amount lots", as: "officer").status == 64)
        let table = try fund.good("reserve list --round round-1", as: "decider")
        #expect(table.errors.contains("£4,000") && table.output.contains(second))
        #expect(
            try fund.good("reserve list --round round-1 --format csv", as: "officer").output
                .hasPrefix("place,reference,organisation"))
        try fund.good(
            "reserve remove \(second) --ground withdrawn --reason Rang", as: "officer")
        #expect(
            try fund.good("reserve show \(second)", as: "auditor").output.contains("Rang"))
        #expect(
            try fund.run("reserve approve \(second) --reason Yes", as: "decider").status == 1)
        #expect(
            try fund.run("reserve drop \(first) --reason Gone", as: "decider").errors
                .contains("has an award already"))
        try fund.good("letter send --round round-1", as: "officer")
        let closed = try server.ask(
            "POST", "rounds/round-1/reserve/closing", as: "decider", "{\"reason\":\"Over\"}")
        #expect(closed.status == 201 && closed["closedBecause"]?.string == "Over")
        #expect(try fund.run("reserve close --round round-1 --reason X", as: "officer").status == 1)
        let explained = try fund.good("score explain \(first)", as: "officer").output
        #expect(explained.contains("was on the reserve list"), "\(explained)")
        try fund.good("audit verify")
    }

    @Test("an approved award that is not made is ended on its page, by programs and by command")
    func dropped() throws {
        let decider = try visitor("decider")
        let (page, place) = (
            "/work/round-1/reserve/\(first)", "applications/\(first)/reserve"
        )
        // Approved, and with effect from a day that is far off.
        func approve() throws {
            try fund.good("reserve propose \(first)", as: "officer")
            let kept = try Command.sql(
                fund.database,
                """
                INSERT INTO awardReserveDecision (proposalId, verdict, reason, proposedById,
                  decidedById, decidedAt, decidedOn, effectiveOn)
                SELECT max(awardReserveProposal.id), 'approved', 'Yes', proposedById,
                  (SELECT id FROM person WHERE email = 'decider@example.org'), 1, '2020-01-02',
                  '2099-01-01'
                FROM awardReserveProposal;
                """)
            guard kept.errors.isEmpty else { throw TestFailure(kept.errors) }
        }
        try approve()
        let empty = try decider.submit(page, to: page + "/drop", [])
        #expect(empty.status == 422 && empty.text.contains("href=\"#f-drop\""))
        let done = try decider.submit(page, to: page + "/drop", [("drop", "They <left>")])
        #expect(done.status == 303, "\(done.text)")
        let shown = try decider.get(page).text
        #expect(shown.contains("Ended before it was made") && shown.contains("They &lt;left&gt;"))
        try approve()
        let dropped = try server.ask(
            "POST", "\(place)/drops", as: "decider", "{\"reason\":\"Gone\",\"proposal\":2}")
        #expect(dropped.status == 201 && dropped["state"]?.string == "listed", "\(dropped.text)")
        try approve()
        let other = try fund.run(
            "reserve drop \(first) --reason Gone --proposal 2", as: "decider")
        #expect(other.status == 1 && other.errors.contains("number 3"), "\(other.errors)")
        let told = try fund.good("reserve drop \(first) --reason Gone", as: "decider")
        #expect(told.errors.contains("It is on the list as before"), "\(told.errors)")
    }
}
