import Bootstrap
import Commissioning
import Foundation
import FundCore
import TestSupport
import Testing
import Workflows

@testable import HTTPDoor

@Suite("A plan's rules, money and prospectus at every door")
struct PlanDoorTests {
    private let plan = "/cycles/cycle-1/plan"

    private func visitor(_ name: String, _ server: Server) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    private func edit(_ fund: CommandLineFund, _ file: String, _ old: String, _ new: String) throws
    {
        let url = URL(fileURLWithPath: "\(fund.folder.path)/Config/\(file)")
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(text.contains(old))
        try Data(text.replacing(old, with: new, maxReplacements: 1).utf8).write(to: url)
    }

    @Test("what a plan has to say stands in the way of closing, with the way to put it right")
    func required() throws {
        let fund = try CommandLineFund(edits: [
            (
                "Config/commissioning.yaml", "  plan:\n    coSignedBy: officer\n",
                "  plan:\n    coSignedBy: officer\n    required: [equalityImpact, vision]\n"
            )
        ])
        let cycle = try MadeUpCycle(fund)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        try cycle.answer(.plan)
        let closed = try fund.run("cycle advance cycle-1", as: "officer")
        #expect(closed.status == 1 && closed.errors.contains("The vision is not written yet."))
        #expect(closed.errors.contains("Equality impact is not considered yet for"))
        let server = try Server(fund, people: ["officer", "auditor"])
        let refused = try server.ask("POST", "cycles/cycle-1/advances", as: "officer", "{}")
        #expect(refused.status == 409 && refused.text.contains("Equality impact"))
        let shown = try server.good("GET", "cycles/cycle-1/plan", as: "auditor")
        #expect(shown["required"]?.array?.compactMap(\.string) == ["vision", "impact"])
        let officer = try visitor("officer", server)
        let page = try officer.get("/cycles/cycle-1/closing").text
        #expect(
            page.contains("href=\"\(plan)/impact\"") && page.contains("href=\"\(plan)/vision\""))
        #expect(try officer.get(plan).text.contains("Needed to close Plan"))
        #expect(try officer.get("/cycles").text.contains("What the plan still has to say"))
    }

    @Test("versions of a prospectus are published and read at every door")
    func prospectus() throws {
        let fund = try CommandLineFund()
        try MadeUpCycle(fund).approvePlan()
        let first = try fund.good("cycle prospectus cycle-1").output
        #expect(first.contains("version 1, published on"))
        #expect(try fund.run("cycle publish cycle-1", as: "officer").status == 1)
        #expect(try fund.run("cycle publish cycle-1", as: "decider").status == 1)
        try edit(fund, "criteria.yaml", "title: Community need", "title: What people need")
        #expect(try fund.good("cycle prospectus cycle-1").output == first)
        let server = try Server(fund, people: ["officer", "auditor"])
        let before = try server.ask("GET", "/api/v1/cycles/cycle-1/prospectus")
        #expect(before["version"]?.int == 1 && before["replacedBy"]?.int == nil)
        let (officer, auditor) = (
            try visitor("officer", server), try visitor("auditor", server)
        )
        #expect(try auditor.get(plan).text.contains("Version 1 of the prospectus"))
        #expect(try !auditor.get(plan).text.contains("cycles/cycle-1/publishing"))
        let published = try officer.submit(plan, to: "/cycles/cycle-1/publishing", [])
        #expect(published.status == 303, "\(published.text)")
        #expect(try !officer.get(plan).text.contains("cycles/cycle-1/publishing"))
        let again = try server.ask(
            "POST", "cycles/cycle-1/prospectus-versions", as: "officer", "{}")
        #expect(again.status == 409, "\(again.text)")
        let nobody = Visitor(server)
        let now = try nobody.get("/prospectus/cycle-1").text
        #expect(now.contains("What people need") && now.contains("?version=1"))
        let old = try nobody.get("/prospectus/cycle-1?version=1").text
        #expect(old.contains("Community need") && old.contains("has taken its place"))
        #expect(old.contains("href=\"/prospectus/cycle-1\""))
        #expect(try nobody.get("/prospectus/cycle-1?version=9").status == 404)
        #expect(try nobody.get("/prospectus/cycle-1?version=x").status == 404)
        let replaced = try server.ask("GET", "/api/v1/cycles/cycle-1/prospectus?version=1")
        #expect(replaced["replacedBy"]?.int == 2, "\(replaced.text)")
        #expect(replaced["versions"]?.array?.count == 2)
        #expect(
            try server.ask("GET", "/api/v1/cycles/cycle-1/prospectus?version=x").status == 422)
        #expect(
            try server.ask("GET", "/api/v1/cycles/cycle-1/prospectus?version=9").status == 404)
        try edit(fund, "criteria.yaml", "title: What people need", "title: Needs of people")
        let talk = try fund.good("cycle publish cycle-1", as: "officer")
        #expect(talk.errors.contains("Version 3"), "\(talk.errors)")
        #expect(
            try fund.good("cycle prospectus cycle-1 --number 1").output
                .contains("Version 3 of"))
        #expect(try fund.run("cycle prospectus cycle-1 --number 7").status == 2)
        try fund.good("audit verify")
    }

    @Test("what the plan gives stands beside what was given; days past the known years say so")
    func money() throws {
        let fund = try CommandLineFund()
        let cycle = try MadeUpCycle(fund)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        try fund.good(
            "cycle plan write cycle-1 share --by ward --key millbrook --amount £10,000",
            as: "officer")
        let csv = try fund.good("cycle money cycle-1 --by ward --format csv", as: "auditor")
        #expect(csv.lines[0].hasSuffix("plannedPence,differencePence,isGone"))
        #expect(csv.lines[1].hasSuffix("33.33,1000000,-1000000,false"), "\(csv.lines[1])")
        #expect(
            try fund.good("cycle money cycle-1 --by priority --format csv", as: "auditor")
                .lines[1].hasSuffix(",,,"))
        let days = try fund.good(
            "cycle timetable cycle-1 --from 2028-11-20 --format csv", as: "auditor")
        #expect(days.lines[0] == "step,day,obstacle,unchecked" && days.lines.count == 6)
        #expect(days.output.contains("festivals.yaml"))
        let saved = try fund.run("cycle timetable cycle-1 --from 2028-11-20 --save", as: "officer")
        #expect(saved.status == 65 && saved.errors.contains("bank-holidays.yaml"))
        let server = try Server(fund, people: ["auditor"])
        let wards = try server.good("GET", "cycles/cycle-1/money/wards", as: "auditor")
        #expect(wards["plannedPence"]?.int == 1_000_000)
        let late = try server.good(
            "GET", "cycles/cycle-1/timetable?from=2028-11-20", as: "auditor")
        #expect(late.text.contains("bank-holidays.yaml"))
        #expect(
            try server.ask("GET", "cycles/cycle-1/timetable?from=9999-01-01", as: "auditor")
                .status == 422)
        let auditor = try visitor("auditor", server)
        let page = try auditor.get("/cycles/cycle-1/money/wards").text
        #expect(page.contains("33.33%") && page.contains("-£10,000.00"))
        #expect(page.contains("What the plan gives each ward"))
        #expect(try !auditor.get("/cycles/cycle-1/money").text.contains("Planned share"))
        // The overview is kept for those with the same roles, and made anew after every act.
        let overview = try auditor.get("/cycles/cycle-1").text
        #expect(overview.contains("Where the area stands") && overview.contains("Plan is"))
        #expect(try auditor.get("/cycles/cycle-1").text == overview)
        try cycle.answer(.plan)
        #expect(try auditor.get("/cycles/cycle-1").text != overview)
        #expect(try visitor("officer", server).get("/cycles/cycle-1").text.contains("Close Plan"))
    }

    @Test(
        "a panel of five says who is missing at each door, and nobody is counted who is not on it")
    func panel() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let none = try fund.run("panel missing --round round-1 --answered 5", as: "officer")
        #expect(none.status == 65 && none.errors.contains("Name the panel first"))
        for member in 1...5 {
            try fund.good(
                "panel add --round round-1 --email p\(member)@example.org", as: "officer")
        }
        let server = try Server(fund, people: ["officer", "auditor"])
        let over = try server.ask(
            "POST", "rounds/round-1/representation", as: "officer", "{\"answered\":6}")
        #expect(over.status == 422 && over.text.contains("Only 5 members"), "\(over.text)")
        let said = try server.ask(
            "POST", "rounds/round-1/representation", as: "officer",
            "{\"answered\":5,\"missing\":[\"lgbt\"]}")
        #expect(said.status == 201 && said["version"]?.int == 1, "\(said.text)")
        let officer = try visitor("officer", server)
        let place = "/work/round-1/representation"
        let wrong = try officer.submit(place, [("answered", "6")])
        #expect(wrong.status == 422 && wrong.text.contains("Only 5 members"))
        #expect(
            try server.good("GET", "rounds/round-1/representation", as: "auditor")["answered"]?
                .int == 5)
    }
}
