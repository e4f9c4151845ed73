import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Awards, figures and reports, at both doors")
struct AwardListDoorTests {
    private let fund: CommandLineFund
    private let server: Server
    private let reference: String

    init() throws {
        fund = try CommandLineFund()
        reference = try fund.awarded(
            TestFund.application("Example Lane Kitchen", pence: 100_000, number: "1139799"))
        server = try Server(fund, people: ["officer"])
    }

    @Test("anybody reads the awards: as pages, as JSON, as files, and the same by command")
    func awards() throws {
        let nobody = Visitor(server)
        #expect(try nobody.get("/").text.contains("href=\"/awards\""))
        let list = try nobody.get("/awards")
        #expect(list.status == 200 && list.text.contains("href=\"/awards/\(reference)\""))
        let none = try nobody.get("/awards?search=nothing&year=x&after=y&ward=%3Cb%3E")
        #expect(none.status == 200 && !none.text.contains(reference))
        let page = try nobody.get("/awards/\(reference)")
        #expect(page.status == 200 && page.text.contains("Example Lane Kitchen"))
        #expect(page.text.contains("360G-example-\(reference)") && !page.text.contains("Sam"))
        #expect(try nobody.get("/awards/CF26-9999-A").status == 404)
        let described = try DoorDescription(server)
        func json(_ path: String, _ pattern: String) throws -> JSONValue {
            let reply = try server.ask("GET", path, as: nil)
            #expect(reply.status == 200, "\(path): \(reply.text)")
            #expect(described.problems(of: reply, to: "GET /api/v1/\(pattern)").isEmpty, "\(path)")
            return try JSONReader.read(Array(reply.text.utf8))
        }
        let found = try json("/api/v1/awards?search=kitchen&limit=1", "awards")
        #expect(found["items"]?.array?.count == 1 && found["next"]?.text == "null")
        let row = try #require(found["items"]?.array?.first)
        #expect(row["registrationNumber"]?.string == "1139799")
        let one = try json("/api/v1/awards/\(reference)", "awards/{reference}")
        #expect(one["payments"]?.array?.isEmpty == true && one["awardPence"]?.int == 100_000)
        let typed = try fund.good("publish awards --search kitchen --format json").output
        #expect(try JSONReader.read(Array(typed.utf8)).array?.map(\.text) == [row.text])
        let shown = try fund.good("publish award \(reference) --format json").output
        #expect(try JSONReader.read(Array(shown.utf8)).text == one.text)
        #expect(
            try server.ask("GET", "/api/v1/awards.csv", as: nil).text
                == fund.good("publish awards --format csv").output)
        #expect(try nobody.get("/awards.csv").text.hasPrefix("reference,organisation,"))
        let known = "ward=millbrook&priority=belonging&round=round-1"
        #expect(try server.ask("GET", "/api/v1/awards?\(known)", as: nil).status == 200)
        let unknown = ["ward=nope", "priority=nope", "round=nope"]
        for bad in ["year=1", "year=%2B2026", "cursor=x", "limit=0", "other=1"] + unknown {
            #expect(try server.ask("GET", "/api/v1/awards?\(bad)", as: nil).status == 422, "\(bad)")
        }
        let refused = try fund.run("publish awards --ward nope --priority nope")
        #expect(refused.status == 65 && refused.output.isEmpty)
        #expect(refused.errors.contains("millbrook") && refused.errors.contains("belonging"))
        #expect(
            try server.ask("GET", "/api/v1/awards.csv?ward=nope", as: nil).status == 422)
    }

    @Test("lists by the Transparency Code and figures are the same at both doors")
    func lists() throws {
        let nobody = Visitor(server)
        let day = try fund.good("publish award \(reference) --format json").output
        let on = try #require(
            JSONReader.read(Array(day.utf8))["awardedOn"]?.string.flatMap { LocalDate($0) })
        let year = on.month < 4 ? on.year - 1 : on.year
        #expect(
            try nobody.get("/transparency").text.contains(
                "href=\"/transparency/grants/\(year)/awards.csv\""))
        for dataset in ["grants", "spend"] {
            let typed = try fund.good(
                "publish transparency --dataset \(dataset) --year \(year)"
            ).output
            #expect(typed.split(separator: "\r\n").count == (dataset == "grants" ? 2 : 1))
            let api = "/api/v1/transparency/\(dataset)?year=\(year)"
            #expect(try server.ask("GET", api, as: nil).text == typed)
            #expect(
                try nobody.get("/transparency/\(dataset)/\(year)/awards.csv").text == typed)
        }
        #expect(try fund.run("publish transparency --dataset grants --year 1").status == 65)
        #expect(try fund.run("publish transparency --dataset other --year 2026").status == 64)
        let none = "/api/v1/transparency/grants"
        #expect(try server.ask("GET", none, as: nil).status == 422)
        #expect(try server.ask("GET", none + "?year=2026&quarter=5", as: nil).status == 422)
        #expect(try server.ask("GET", "/api/v1/transparency/x?year=2026", as: nil).status == 404)
        let figures = try server.ask("GET", "/api/v1/rounds/round-1/statistics", as: nil)
        #expect(
            try DoorDescription(server).problems(
                of: figures, to: "GET /api/v1/rounds/{round}/statistics"
            ).isEmpty)
        #expect(
            try fund.good("publish statistics --round round-1 --format json").output
                == figures.text)
        #expect(try nobody.get("/rounds/round-1").text.contains("/rounds/round-1/statistics"))
        #expect(try nobody.get("/rounds/round-1/statistics").status == 200)
        #expect(
            try nobody.get("/rounds/round-1/statistics.csv").text
                == fund.good("publish statistics --round round-1 --format csv").output)
        #expect(try nobody.get("/rounds/round-2/statistics").status == 404)
    }

    @Test("reports are read on pages, taken as files and typed")
    func reports() throws {
        let officer = try server.visitor("officer")
        let place = "/work/round-1/reports"
        #expect(try officer.get("/work/round-1/history").text.contains(place))
        for kind in ["cabinet", "evaluation"] {
            #expect(try officer.get(place).text.contains("\(place)/\(kind)"))
            let page = try officer.get("\(place)/\(kind)")
            #expect(page.status == 200 && page.text.contains("\(place)/\(kind)/report.html"))
            let file = try officer.get("\(place)/\(kind)/report.html")
            let typed = try fund.good("publish report --round round-1 --kind \(kind)").output
            #expect(file.text == typed && typed.contains("@media print"))
        }
        #expect(try officer.get("\(place)/other").status == 404)
        let urdu = try fund.good(
            "publish report --round round-1 --kind cabinet --language ur"
        ).output
        #expect(urdu.contains("<html lang=\"ur\" dir=\"rtl\">"))
        #expect(
            try fund.run("publish report --round round-1 --kind cabinet --language xx").status
                == 65)
    }
}
