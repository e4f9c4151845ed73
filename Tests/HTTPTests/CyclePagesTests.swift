import Commissioning
import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("The commissioning cycle on pages")
struct CyclePagesTests {
    private let fund: CommandLineFund
    private let server: Server
    private let overview = "/cycles/cycle-1"

    init() throws {
        fund = try CommandLineFund()
        server = try Server(fund, people: [])
    }

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    /// Which fields a page says something is wrong with, in order.
    private func wrong(_ reply: Reply) -> [String] {
        guard let start = reply.text.range(of: "error-summary") else { return [] }
        let end = reply.text.range(of: "</ul>", range: start.upperBound..<reply.text.endIndex)
        return reply.text[start.upperBound..<(end?.lowerBound ?? reply.text.endIndex)]
            .matches(of: /href="#([^"]*)"/).map { String($0.1) }
    }

    private func expect(_ reply: Reply, wrong fields: [String]) {
        #expect(wrong(reply) == fields && reply.status == 422, "\(wrong(reply))")
    }

    private func hasForm(_ reply: Reply, to action: String) -> Bool {
        reply.text.contains("action=\"\(action)\"")
    }

    @Test("an officer starts a cycle: everything wrong is said at once, and twice makes one")
    func start() throws {
        let officer = try visitor("officer")
        #expect(try officer.get("/home").text.contains("href=\"/cycles\""))
        #expect(try officer.get("/cycles").text.contains("No cycle has been started yet"))
        let empty = try officer.submit("/start-cycle", [])
        #expect(empty.status == 422 && wrong(empty) == ["f-title", "f-key"], "\(wrong(empty))")
        let bad = try officer.submit(
            "/start-cycle", [("title", "A <b>made-up</b> cycle"), ("key", "Cycle 1")])
        #expect(wrong(bad) == ["f-key"])
        #expect(bad.text.contains("value=\"A &lt;b&gt;made-up&lt;/b&gt; cycle\""))
        let form = Visitor.hidden(in: try officer.get("/start-cycle").text, of: "/start-cycle")
        let good = [("title", "Made up"), ("key", "cycle-1"), ("round", "round-1")]
        for _ in 1...2 {
            let reply = try officer.post("/start-cycle", form + good)
            #expect(reply.status == 303 && reply.headers["location"] == overview, "\(reply.text)")
        }
        #expect(
            try Command.sql(fund.database, "SELECT count(*) FROM commissioningCycle;")
                .output.trimmed == "1")
        let other = try officer.submit("/start-cycle", [("title", "Again"), ("key", "cycle-2")])
        #expect(other.status == 422 && other.text.contains("Another cycle has not come to Review"))
        // The way to it, and what waits, stand on the page of each who may see it.
        let home = try officer.get("/home").text
        #expect(home.contains("questions to answer (6)") && home.contains("href=\"\(overview)\""))
        let decider = try visitor("decider")
        #expect(try decider.get("/home").text.contains("href=\"\(overview)\""))
        #expect(try decider.get("/start-cycle").status == 403)
        let finance = try visitor("finance")
        let money = try finance.get("/home").text
        #expect(!money.contains("href=\"/cycles\""))
        for path in ["/cycles", overview, overview + "/needs", overview + "/money"] {
            #expect(try finance.get(path).status == 403, "\(path)")
            #expect(try decider.get(path).status == 200, "\(path)")
        }
        #expect(try officer.get("/cycles/nothing").status == 404)
        #expect(try officer.get(overview + "/stages/elsewhere").status == 404)
        #expect(try officer.get(overview + "/questions/nothing").status == 404)
        #expect(try officer.get(overview + "/needs/9").status == 404)
    }

    @Test(
        "a question is answered anew, and what somebody else wrote meanwhile is seen first"
    )
    func answering() throws {
        let cycle = try MadeUpCycle(fund)
        try cycle.start(with: nil)
        let (officer, auditor) = (try visitor("officer"), try visitor("auditor"))
        let page = overview + "/questions/diversity"
        let empty = try officer.submit(page, [("evidence", "A <made-up> survey")])
        #expect(empty.status == 422 && wrong(empty) == ["f-text"])
        #expect(empty.text.contains("A &lt;made-up&gt; survey"), "what was typed is kept")
        let long = String(repeating: "x", count: 5001)
        let both = try officer.submit(page, [("text", long), ("evidence", long)])
        #expect(wrong(both) == ["f-text", "f-evidence"])
        let early = Visitor.hidden(in: try officer.get(page).text, of: page)
        #expect(try officer.submit(page, [("text", "First <words>")]).status == 303)
        let late = try officer.post(page, early + [("text", "Second words")])
        #expect(late.status == 422 && late.text.contains("written another answer meanwhile"))
        #expect(late.text.contains("Second words") && late.text.contains("First &lt;words&gt;"))
        let lacking = try officer.get(overview).text
        #expect(lacking.contains("does not say what it rests on"))
        #expect(
            try officer.submit(page, [("text", "Second words"), ("evidence", "A survey")]).status
                == 303)
        let shown = try auditor.get(page)
        #expect(shown.text.contains("Earlier answers") && shown.text.contains("First &lt;words"))
        #expect(shown.text.contains("officer@example.org") && !hasForm(shown, to: page))
        let stage = try auditor.get(overview + "/stages/analyse").text
        #expect(stage.contains("Second words") && !stage.contains("First &lt;words"))
        let foreign = try auditor.post(page, [("text", "Mine")])
        #expect(foreign.status == 403)
        // Of a stage that is ahead the questions can be read, and not answered.
        let ahead = try officer.get(overview + "/questions/gap")
        #expect(ahead.status == 200 && !hasForm(ahead, to: overview + "/questions/gap"))
    }

    @Test(
        "needs and priorities are stated, shown, chosen and taken back, each with a form of its own"
    )
    func planning() throws {
        let cycle = try MadeUpCycle(fund)
        try cycle.start(with: nil)
        let officer = try visitor("officer")
        let (new, need) = (overview + "/new-need", overview + "/needs/1")
        try expect(officer.submit(new, []), wrong: ["f-text", "f-place"])
        #expect(
            try officer.submit(new, [("text", "To meet <others>"), ("place", "Millbrook")]).status
                == 303)
        let evidence = try officer.submit(need + "/evidence", [("url", "ftp://example.org")])
        #expect(wrong(evidence) == ["f-source", "f-url"])
        #expect(evidence.text.contains("ftp://example.org"))
        #expect(try officer.submit(need + "/evidence", [("source", "A survey")]).status == 303)
        let choice = overview + "/priorities"
        let unchosen = try officer.submit(choice, [("need", "1"), ("criteria", "need")])
        #expect(wrong(unchosen) == ["f-priority"])
        #expect(
            unchosen.text.components(separatedBy: " checked").count == 3, "what was ticked is kept")
        #expect(
            try officer.submit(
                choice, [("priority", "belonging"), ("need", "1"), ("criteria", "need")]
            ).status == 303)
        let needs = try officer.get(overview + "/needs").text
        #expect(needs.contains("To meet &lt;others&gt;") && needs.contains("A survey"))
        #expect(needs.contains("A shared sense of belonging") && needs.contains("need"))
        // A need that a priority answers stays.
        let kept = try officer.get(need + "/withdrawal")
        #expect(
            kept.text.contains("Take that back first") && !hasForm(kept, to: need + "/withdrawal"))
        let back = overview + "/priorities/belonging/withdrawal"
        try expect(officer.submit(back, []), wrong: ["f-reason"])
        #expect(try officer.submit(back, [("reason", "Not this one")]).status == 303)
        try expect(officer.submit(need + "/withdrawal", []), wrong: ["f-reason"])
        #expect(
            try officer.submit(need + "/withdrawal", [("reason", "Counted twice")]).status == 303)
        #expect(try officer.get(need).text.contains("Counted twice"))
        #expect(try officer.get(back).status == 404)
        try fund.good("audit verify")
    }

    @Test("stages close, are signed, approved and gone back to, by those who may")
    func stages() throws {
        let cycle = try MadeUpCycle(fund)
        try cycle.start(with: "round-1")
        let (officer, second) = (try visitor("officer"), try visitor("officer2"))
        let decider = try visitor("decider")
        let closing = overview + "/closing"
        // What is missing stands there, each with the way to it, and nothing can be pressed.
        let lacks = try officer.get(closing)
        #expect(!hasForm(lacks, to: closing))
        #expect(lacks.text.contains("href=\"\(overview)/questions/vision\""))
        let csrf = Visitor.hidden(
            in: try officer.get(overview + "/new-need").text, of: overview + "/new-need"
        )
        .filter { $0.0 == "csrf" }
        let forced = try officer.post(closing, csrf)
        #expect(forced.status == 422 && wrong(forced).count == 7, "\(wrong(forced))")
        #expect(forced.text.contains("nobody has answered this yet"))
        try cycle.answerAnalyse()
        #expect(try officer.submit(closing, []).status == 303)
        try cycle.plan()
        let gap = overview + "/questions/gap"
        for key in ["included", "gap", "alternatives", "fairness"] {
            let page = overview + "/questions/\(key)"
            #expect(
                try officer.submit(page, [("text", "So"), ("evidence", "A survey")]).status == 303)
            let own = try officer.get(page)
            #expect(!hasForm(own, to: page + "/signature"), "whoever wrote it")
            guard key != "gap" else { continue }
            #expect(try second.submit(page, to: page + "/signature", []).status == 303)
        }
        #expect(try second.get("/home").text.contains("answers to read and co-sign (1)"))
        // Another answer was written after the second person opened the page.
        let read = Visitor.hidden(in: try second.get(gap).text, of: gap + "/signature")
        #expect(
            try officer.submit(gap, [("text", "So it is"), ("evidence", "A survey")]).status == 303)
        let stale = try second.post(gap + "/signature", read)
        #expect(stale.status == 422 && stale.text.contains("written another answer meanwhile"))
        #expect(try second.submit(gap, to: gap + "/signature", []).status == 303)
        #expect(try officer.submit(closing, []).status == 303)
        let approval = overview + "/approval"
        #expect(try officer.get(approval).status == 403)
        #expect(try decider.get("/home").text.contains("approve it, or go back and say why"))
        let asked = try decider.get(approval)
        #expect(asked.text.contains("So it is") && asked.text.contains("Young people do not meet"))
        // Somebody goes back, and closes it again, while the decision maker reads.
        let seen = Visitor.hidden(in: asked.text, of: approval)
        let reopening = overview + "/reopening"
        try expect(second.submit(reopening, []), wrong: ["f-stage", "f-reason"])
        #expect(
            try second.submit(reopening, [("stage", "plan"), ("reason", "A <ward> was left out")])
                .status == 303)
        #expect(try officer.submit(closing, []).status == 303)
        let changed = try decider.post(approval, seen)
        #expect(changed.status == 422 && changed.text.contains("changed meanwhile"))
        #expect(try decider.submit(approval, []).status == 303)
        let shown = try officer.get(overview).text
        #expect(shown.contains("A &lt;ward&gt; was left out") && shown.contains("was gone back to"))
        #expect(shown.contains("Cohesion Fund round 1"))
        let holding = overview + "/rounds"
        try expect(officer.submit(holding, []), wrong: ["f-round"])
        #expect(try officer.submit(holding, [("round", "round-2")]).status == 303)
        #expect(try officer.get(overview).text.contains("Cohesion Fund round 2"))
        try fund.good("audit verify")
    }

    @Test("round 2 as shipped opens on its page once its Plan is approved, and says so before")
    func opening() throws {
        let planned = try CommandLineFund(needsPlan: true)
        let server = try Server(planned, people: [])
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        let page = "/work/round-2/open"
        let without = try officer.submit(page, [("reason", "A <trial>")])
        #expect(without.status == 422 && without.text.contains("no commissioning cycle holds it"))
        #expect(without.text.contains("A &lt;trial&gt;"), "what was typed is kept")
        let cycle = try MadeUpCycle(planned)
        try cycle.start(with: "round-2")
        let early = try officer.submit(page, [])
        #expect(early.status == 422 && early.text.contains("once the Plan of its"))
        try cycle.finishPlan()
        #expect(try officer.submit(page, []).status == 303)
        let shown = try planned.good("round show round-2 --format json").output
        #expect(shown.contains("\"status\":\"open\""), "\(shown)")
        try planned.good("audit verify")
    }

    @Test("the thread and the money stand on pages, in English and in Urdu")
    func thread() throws {
        try MadeUpCycle(fund).approvePlan(of: "round-1")
        try fund.proposed(amounts: [100_000, 200_000])
        try fund.good("decision approve --round round-1 --proposal 1 --reason Fit", as: "decider")
        let reference =
            try Command.sql(fund.database, "SELECT reference FROM award LIMIT 1;").output.trimmed
        let auditor = try visitor("auditor")
        let page = "/work/round-1/applications/\(reference)"
        #expect(try auditor.get(page).text.contains("href=\"\(page)/thread\""))
        let thread = try auditor.get(page + "/thread")
        for part in [
            "Young people do not meet", "https://example.org/survey", "Community need",
            "A shared sense of belonging", "Nothing is scheduled yet", "decider@example.org",
        ] {
            #expect(thread.text.contains(part), "\(part)")
        }
        #expect(thread.text.contains("href=\"\(overview)\""))
        let money = try auditor.get(overview + "/money").text
        #expect(money.contains("£3,000.00") && money.contains("href=\"\(page)/thread\""))
        let need = try auditor.get(overview + "/needs/1").text
        #expect(need.contains(reference) && need.contains("A shared sense of belonging"))
        auditor.headers = [("Accept-Language", "ur")]
        for path in [
            "/cycles", overview, overview + "/stages/plan", overview + "/questions/gap",
            overview + "/needs", overview + "/needs/1", overview + "/money", page + "/thread",
        ] {
            let urdu = try auditor.get(path)
            #expect(urdu.status == 200 && urdu.text.contains("dir=\"rtl\""), "\(path)")
        }
        #expect(try auditor.get("/work/round-2/applications/\(reference)/thread").status == 404)
    }
}
