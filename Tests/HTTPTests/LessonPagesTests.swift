import Bootstrap
import Commissioning
import FundCore
import TestSupport
import Testing
import Workflows

@testable import HTTPDoor

@Suite("Lessons and what is due, on pages")
struct LessonPagesTests {
    @Test("a lesson is noted with everything it needs, and the next cycle answers it")
    func lessons() throws {
        let fund = try CommandLineFund()
        let server = try Server(fund, people: [])
        func visitor(_ name: String) throws -> Visitor {
            let visitor = Visitor(server)
            try visitor.signIn("\(name)@example.org")
            return visitor
        }
        let first = try MadeUpCycle(fund)
        try first.approvePlan()
        let (officer, auditor) = (try visitor("officer"), try visitor("auditor"))
        let new = "/cycles/cycle-1/new-lesson"
        let empty = try officer.submit(new, [("lesson", "A <b>bold</b> lesson")])
        #expect(empty.status == 422 && empty.text.contains("A &lt;b&gt;bold&lt;/b&gt; lesson"))
        #expect(empty.text.contains("#f-evidence") && empty.text.contains("#f-meaning"))
        let noted = try officer.submit(
            new,
            [
                ("lesson", "A <b>bold</b> lesson"), ("evidence", "Who came"),
                ("meaning", "Ask earlier"), ("priority", "belonging"),
            ])
        #expect(noted.status == 303, "\(noted.text)")
        let list = try auditor.get("/cycles/cycle-1/lessons").text
        #expect(list.contains("A &lt;b&gt;bold&lt;/b&gt; lesson") && list.contains("Not answered"))
        #expect(!list.contains(new))
        #expect(try auditor.get(new).status == 403)
        #expect(try officer.get("/cycles/cycle-1/lessons/9").status == 404)
        try first.close(.do)
        let second = try MadeUpCycle(fund, "cycle-2")
        try second.start(with: "round-2")
        try second.answer(.analyse)
        let lacking = try officer.get("/cycles/cycle-2/closing").text
        #expect(lacking.contains("/cycles/cycle-2/lessons/1"))
        #expect(try officer.get("/home").text.contains("/cycles/cycle-2/lessons"))
        let page = "/cycles/cycle-2/lessons/1"
        let nothing = try officer.submit(page, [("reason", "")])
        #expect(nothing.status == 422 && nothing.text.contains("#f-reason"))
        let form = Visitor.hidden(in: try officer.get(page).text, of: page)
        let answered = try officer.post(
            page, form + [("verdict", "adapted"), ("reason", "In another way")])
        #expect(answered.status == 303, "\(answered.text)")
        // Somebody who looked before that does not overrule it unseen.
        let stale = form.map { $0.0 == "once" ? ($0.0, "another") : $0 }
        let late = try officer.post(
            page, stale + [("verdict", "rejected"), ("reason", "Not at all")])
        #expect(late.status == 422 && late.text.contains("meanwhile"), "\(late.status)")
        #expect(try auditor.get("/cycles/cycle-2/lessons").text.contains("Adapted"))
        #expect(try officer.get("/cycles/cycle-1/lessons/1").text.contains("In another way"))
        // The need that the priority answers leads to it, by either door.
        #expect(
            try officer.get("/cycles/cycle-1/needs/1").text.contains("/cycles/cycle-1/lessons/1"))
        let thread = try fund.good(
            "cycle thread --need 1 --cycle cycle-1 --format json", as: "officer"
        ).output
        #expect(thread.contains("\"taken\":\"adapted\""))
        try fund.good("audit verify")
    }

    @Test("what is due stands on a page and in a command, for those who work on the fund")
    func due() throws {
        let fund = try CommandLineFund()
        let server = try Server(fund, people: [])
        try fund.good("round open round-1", as: "officer")
        _ = try fund.submit("Made Up Choir")
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        #expect(try officer.get("/home").text.contains("href=\"/due\""))
        let page = try officer.get("/due").text
        #expect(page.contains("Applications to check: 1") && page.contains("Nothing is late"))
        let told = try officer.submit("/due", [])
        #expect(told.status == 303)
        let applicant = Visitor(server)
        try applicant.signIn("volunteer@example.com")
        #expect(try applicant.get("/due").status == 403)
        let table = try fund.good("due --format table", as: "officer").output
        #expect(table.contains("Applications close"), "\(table)")
        #expect(table.contains("Applications to check: 1") && !table.contains("checks"), "\(table)")
        let json = try JSONReader.read(
            Array(try fund.good("due --format json --round round-1", as: "officer").output.utf8))
        #expect((json.array?.count ?? 0) >= 3)
        // A program reads the codes.
        #expect(json.array?.contains { $0["what"]?.string == "checks" } == true)
        #expect(try fund.good("due --late --format csv", as: "officer").lines.count == 1)
        try fund.good("due remind", as: "officer")
        #expect(try fund.run("due", as: "p1").status == 1)
    }
}
