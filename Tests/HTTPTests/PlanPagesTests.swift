import Bootstrap
import Commissioning
import FundCore
import TestSupport
import Testing
import Workflows

@testable import HTTPDoor

@Suite("A plan at every door")
struct PlanPagesTests {
    private let plan = "/cycles/cycle-1/plan"

    private func visitor(_ name: String, _ server: Server) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    @Test("a plan is written on pages, approved, and then anybody reads its prospectus")
    func pages() throws {
        let fund = try CommandLineFund()
        let server = try Server(fund, people: [])
        let cycle = try MadeUpCycle(fund)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        let (officer, auditor) = (
            try visitor("officer", server), try visitor("auditor", server)
        )
        let overview = try auditor.get(plan).text
        #expect(
            overview.contains("\(plan)/vision") && overview.contains("What the plan does not say"))
        for part in PlanPart.allCases {
            let page = try officer.get("\(plan)/\(part.rawValue)")
            #expect(page.status == 200 && page.text.contains("<form"), "\(part)")
            let empty = try officer.submit("\(plan)/\(part.rawValue)", [])
            #expect(empty.status == 422, "\(part): \(empty.status)")
            #expect(
                try !auditor.get("\(plan)/\(part.rawValue)").text.contains("id=\"f-"), "\(part)")
        }
        #expect(try officer.get("\(plan)/nothing").status == 404)
        #expect(try officer.get("\(plan)/option/1").status == 404)
        let half = try officer.submit(
            "\(plan)/option", [("title", "A <i>new</i> way"), ("costFromPence", "much")])
        #expect(half.status == 422 && half.text.contains("A &lt;i&gt;new&lt;/i&gt; way"))
        #expect(
            half.text.contains("#f-kind") && half.text.contains("#f-costFromPence")
                && half.text.contains("#f-description") && half.text.contains("Choose one of these")
        )
        let kept = try officer.submit(
            "\(plan)/option",
            [
                ("title", "A <i>new</i> way"), ("kind", "other"), ("description", "Grants"),
                ("costFromPence", "1,000"), ("choice", "chosen"), ("why", "It fits"),
            ])
        #expect(kept.status == 303, "\(kept.text)")
        let entry = try officer.get("\(plan)/option/1")
        #expect(entry.text.contains("£1,000.00") && entry.text.contains("value=\"1000.00\""))
        let form = Visitor.hidden(in: entry.text, of: "\(plan)/option/1")
        let fields = [
            ("title", "Grants"), ("kind", "other"), ("description", "Grants"),
            ("choice", "chosen"), ("why", "It fits"),
        ]
        #expect(try officer.post("\(plan)/option/1", form + fields).status == 303)
        let late = try officer.post(
            "\(plan)/option/1", form.map { $0.0 == "once" ? ($0.0, "another") : $0 } + fields)
        #expect(late.status == 422 && late.text.contains("meanwhile"))
        #expect(try auditor.get("\(plan)/option/1").text.contains("A &lt;i&gt;new&lt;/i&gt; way"))
        // Three days that do not exist, fall on Christmas, and are missing: each says so itself.
        let dates = try officer.submit(
            "\(plan)/dates",
            [
                ("opens.day", "31"), ("opens.month", "2"), ("opens.year", "2027"),
                ("closes.day", "24"), ("closes.month", "12"), ("closes.year", "2027"),
            ])
        #expect(dates.status == 422 && dates.text.contains("not a real date"))
        #expect(dates.text.contains("24 December 2027 is Christmas"))
        #expect(dates.text.contains("29 December 2027") && dates.text.contains("#f-panel"))
        let vision = try officer.submit("\(plan)/vision", [("text", "A town at <b>ease</b>")])
        #expect(vision.status == 303, "\(vision.text)")
        #expect(try officer.submit("\(plan)/vision/1/withdrawal", [("reason", "")]).status == 422)
        #expect(
            try officer.submit("\(plan)/vision/1/withdrawal", [("reason", "A slip")]).status == 303)
        #expect(try auditor.get("\(plan)/vision/1").text.contains("A slip"))
        #expect(
            try officer.submit("\(plan)/vision", [("text", "A town at <b>ease</b>")]).status == 303)
        let nobody = Visitor(server)
        #expect(try nobody.get("/prospectus/cycle-1").status == 404)
        #expect(try nobody.get("/prospectus/cycle-9").status == 404)
        #expect(try auditor.get("/prospectus/cycle-1").text.contains("This is a draft"))
        try cycle.close(.plan)
        #expect(
            try visitor("decider", server).get("/cycles/cycle-1/approval").text
                .contains("/prospectus/cycle-1"))
        try cycle.approve()
        let prospectus = try nobody.get("/prospectus/cycle-1")
        #expect(prospectus.status == 200)
        #expect(prospectus.text.contains("A town at &lt;b&gt;ease&lt;/b&gt;"))
        #expect(!prospectus.text.contains("This is a draft"))
        #expect(try nobody.get("/rounds/round-1").text.contains("/prospectus/cycle-1"))
        let same = try server.ask("GET", "/api/v1/cycles/cycle-1/prospectus")
        #expect(same.status == 200 && same["isDraft"]?.text == "false", "\(same.text)")
        #expect(try !officer.get("\(plan)/vision").text.contains("action=\"\(plan)/vision\""))
        nobody.headers = [("Accept-Language", "ur")]
        #expect(try nobody.get("/prospectus/cycle-1").text.contains("dir=\"rtl\""))
        try fund.good("audit verify")
    }

    @Test("the same at the command line and by program, as typed")
    func asTyped() throws {
        let fund = try CommandLineFund()
        let cycle = try MadeUpCycle(fund)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        let write = "cycle plan write cycle-1"
        try fund.good("\(write) vision --text A␣town␣at␣ease", as: "officer")
        let option = try fund.good(
            "\(write) option --title Grants --kind other --description Many --choice chosen "
                + "--why Fits --cost-from £1,000 --format json", as: "officer")
        #expect(option.output.contains("\"entry\":\"1\""), "\(option.output)")
        #expect(try fund.run("\(write) option --title x --day y", as: "officer").status == 65)
        #expect(try fund.run("\(write) vision --text x", as: "decider").status == 1)
        #expect(try fund.run("\(write) nothing", as: "officer").status == 64)
        let proposed = try fund.good(
            "cycle timetable cycle-1 --from 2027-01-02 --save --format csv", as: "officer")
        #expect(proposed.lines.count == 6 && proposed.lines[1].hasPrefix("opens,2027-01-04"))
        #expect(
            try fund.good("cycle timetable cycle-1 --format csv", as: "auditor").lines.count == 6)
        #expect(try fund.run("cycle timetable cycle-1 --from soon", as: "officer").status == 65)
        #expect(try fund.run("cycle timetable cycle-1 --save", as: "officer").status == 65)
        let wrong = try fund.run(
            "\(write) dates --opens 2027-01-04 --closes 2027-02-06 --panel 2027-03-08 "
                + "--decision 2027-03-15 --payments 2027-04-07", as: "officer")
        #expect(wrong.status == 65 && wrong.errors.contains("2027-02-08"), "\(wrong.errors)")
        try fund.good("cycle plan withdraw cycle-1 vision all --reason Slip", as: "officer")
        #expect(
            try fund.run("cycle plan withdraw cycle-1 vision all --reason x", as: "officer").status
                == 2)
        let shown = try JSONReader.read(
            Array(try fund.good("cycle plan show cycle-1 --format json", as: "auditor").output.utf8)
        )
        #expect(shown["entries"]?.array?.count == 2 && shown["lacks"]?.array?.isEmpty == false)
        #expect(try fund.good("cycle plan show cycle-1", as: "auditor").output.contains("Options"))
        #expect(
            try fund.good("cycle prospectus cycle-1 --format html", as: "auditor").output
                .hasPrefix("<!DOCTYPE html>"))
        let text = try fund.good("cycle prospectus cycle-1", as: "decider").output
        // The round keeps its own days of applying, whatever the plan proposed.
        #expect(text.contains("This is a draft") && !text.contains("4 January 2027"), "\(text)")
        #expect(text.contains("1 December 2026") || text.contains("1 March 2027"), "\(text)")
        #expect(
            try fund.good("cycle prospectus cycle-1 --language ur --format text", as: "auditor")
                .output.contains("تعارف نامہ"))
        #expect(try fund.run("cycle prospectus cycle-1 --language xx").status == 65)
        let server = try Server(fund, people: ["officer", "auditor"])
        let written = try server.ask(
            "POST", "cycles/cycle-1/plan/option", as: "officer",
            #"{"number":1,"title":"Grants","kind":"other","description":"Many","choice":"chosen","why":"Fits","costFromPence":null,"costToPence":500000}"#
        )
        #expect(written.status == 201 && written["version"]?.int == 2, "\(written.text)")
        let over = try server.ask(
            "POST", "cycles/cycle-1/plan/share", as: "officer",
            #"{"by":"ward","key":"millbrook","amountPence":3000001}"#)
        #expect(over.status == 422 && over.text.contains("£30,000.00"), "\(over.text)")
        let plan = try server.good("GET", "cycles/cycle-1/plan", as: "auditor")
        #expect(plan["isOpen"]?.text == "true" && plan["sha256"]?.string == nil)
        try fund.good("audit verify")
    }
}
