import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Figures of who was reached, at every door")
struct ReachDoorTests {
    @Test("what is told is the same at each door; anybody reads it once it is kept")
    func doors() throws {
        let fund = try CommandLineFund()
        try fund.proposed(amounts: Array(repeating: 200_000, count: 12))
        let server = try Server(fund, people: ["officer", "auditor"])
        func visitor(_ name: String) throws -> Visitor {
            let visitor = Visitor(server)
            try visitor.signIn("\(name)@example.org")
            return visitor
        }
        let (officer, auditor, anybody) = (
            try visitor("officer"), try visitor("auditor"), Visitor(server)
        )
        let place = "/work/round-1/equality"
        #expect(try officer.get(place).text.contains("once the round is decided"))
        let early = try fund.run("equality report --round round-1", as: "officer")
        #expect(early.status == 1 && early.errors.contains("not decided"))
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")

        #expect(try fund.run("equality report", as: "officer").status == 64)
        #expect(
            try fund.run("equality report --round round-1 --cycle cycle-1", as: "officer").status
                == 64)
        let unknown = try fund.run("equality report --round round-1 --by shoe", as: "officer")
        #expect(unknown.status == 65 && unknown.errors.contains("first-time"))
        let csv = try fund.good(
            "equality report --round round-1 --by first-time --format csv", as: "auditor"
        ).output
        #expect(
            csv.replacing("\r\n", with: "\n") == """
                by,answer,title,applied,funded,ratePercent,awardedPence
                total,total,All applications,12,12,100,2400000
                first-time,yes,Applied for the first time,,,,
                first-time,no,Had applied before,,,,

                """)
        let table = try fund.good("equality report --round round-1", as: "auditor")
        #expect(table.output.contains("Not shown") && table.errors.contains("fewer than 5"))
        let json = try fund.good("equality report --round round-1 --format json", as: "auditor")
        let asked = try server.good("GET", "rounds/round-1/equality", as: "auditor")
        #expect(json.output.trimmed == asked.text.trimmed)
        #expect(asked["applied"]?.int == 12 && asked["minimum"]?.int == 5)

        let page = try auditor.get(place).text
        #expect(page.contains("Nothing of this can be shown") && page.contains("Which age groups"))
        #expect(!page.contains("name=\"sure\""))
        #expect(try anybody.get("/rounds/round-1/equality").status == 404)
        #expect(try !anybody.get("/rounds/round-1").text.contains("/rounds/round-1/equality"))
        let unsure = try officer.submit(place, [])
        #expect(unsure.status == 422 && unsure.text.contains("#f-sure"))
        #expect(try officer.submit(place, [("sure", "yes")]).status == 303)
        #expect(try anybody.get("/rounds/round-1/equality").status == 404, "no letter has left")
        try fund.good("letter send --round round-1", as: "officer")
        let shown = try anybody.get("/rounds/round-1/equality")
        #expect(shown.status == 200 && shown.text.contains("First-time applicants"))
        #expect(try anybody.get("/rounds/round-1").text.contains("/rounds/round-1/equality"))
        #expect(try auditor.get(place).text.contains("Kept for good"))
        let again = try fund.run("equality freeze --round round-1", as: "officer")
        #expect(again.status == 1 && again.errors.contains("kept already"))
        #expect(
            try fund.good("audit verify").status == 0
                && auditor.get("/work/round-1/history").text.contains("kept for good"))
    }
}
