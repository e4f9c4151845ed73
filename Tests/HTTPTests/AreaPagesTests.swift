import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Areas on pages: figures as evidence, money by ward, providers, help given")
struct AreaPagesTests {
    private let fund: CommandLineFund
    private let server: Server

    init() throws {
        fund = try CommandLineFund()
        server = try Server(fund, people: [])
    }

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    private func wrong(_ reply: Reply) -> [String] {
        guard let start = reply.text.range(of: "error-summary") else { return [] }
        let end = reply.text.range(of: "</ul>", range: start.upperBound..<reply.text.endIndex)
        return reply.text[start.upperBound..<(end?.lowerBound ?? reply.text.endIndex)]
            .matches(of: /href="#([^"]*)"/).map { String($0.1) }
    }

    private func value(_ query: String) throws -> String {
        try Command.sql(fund.database, query).output.trimmed
    }

    @Test("a figure is named on the form, and its need shows it as it was and as it is")
    func figures() throws {
        let cycle = try MadeUpCycle(fund)
        try cycle.start(with: nil)
        try cycle.plan()
        let officer = try visitor("officer")
        let file = URL(fileURLWithPath: "\(fund.folder.path)/figures.csv")
        func take(_ text: String) throws {
            try text.write(to: file, atomically: true, encoding: .utf8)
            try fund.good("indicator import \(file.path) --indicator belonging", as: "officer")
        }
        try take("ward,period,value\nmillbrook,2025,44.5\n")
        let place = "/cycles/cycle-1/needs/1/evidence"
        let none = try officer.submit(
            place, [("indicator", "belonging"), ("ward", "all"), ("period", "")])
        #expect(none.status == 422 && wrong(none) == ["f-period"])
        let bad = try officer.submit(place, [("ward", "all"), ("period", "2025")])
        #expect(bad.status == 422 && wrong(bad) == ["f-indicator"])
        #expect(
            try officer.submit(
                place, [("indicator", "belonging"), ("ward", "millbrook"), ("period", "2025")]
            ).status == 303)
        #expect(
            try officer.get("/cycles/cycle-1/needs/1").text
                .contains("44.5%, the newest there is (2025)"))
        try take("ward,period,value\nmillbrook,2026,47\n")
        #expect(
            try officer.get("/cycles/cycle-1/needs/1").text
                .contains("it was 44.5% (2025); the newest is 47% (2026)"))
    }

    @Test("money by ward is a map with a table, whatever it is held against, for those who may")
    func wards() throws {
        try MadeUpCycle(fund).start(with: nil)
        let (auditor, finance) = (try visitor("auditor"), try visitor("finance"))
        let place = "/cycles/cycle-1/money/wards"
        #expect(try finance.get(place).status == 403)
        #expect(try auditor.get("/cycles/cycle-1/money").text.contains("href=\"\(place)\""))
        let page = try auditor.get(place)
        #expect(page.status == 200 && page.text.contains("<svg viewBox=\"0 0 600 480\""))
        #expect(page.text.contains("1. Millbrook") && page.text.contains("id=\"by-ward-caption\""))
        #expect(try auditor.get("\(place)?need=belonging").status == 200)
        #expect(try auditor.get("\(place)?need=%3Cb%3E").status == 422)
    }

    @Test("a provider is added, changed, noted, ended; what is wrong is said at once and kept")
    func providers() throws {
        let officer = try visitor("officer")
        let empty = try officer.submit("/new-provider", [("name", "<b>Club</b>")])
        #expect(
            empty.status == 422
                && wrong(empty) == ["f-kind", "f-wards", "f-communities", "f-offers"],
            "\(wrong(empty))")
        #expect(empty.text.contains("&lt;b&gt;Club&lt;/b&gt;"))
        let club = [
            ("name", "<b>Club</b>"), ("kind", "group"), ("wards", "millbrook"),
            ("wards", "canal-side"), ("communities", "older-people"), ("offers", "Lunch"),
            ("contact", "01632 960001"),
        ]
        #expect(try officer.submit("/new-provider", club).status == 303)
        let taken = try officer.submit("/new-provider", club)
        #expect(taken.status == 422 && wrong(taken) == ["f-name"])
        let auditor = try visitor("auditor")
        let list = try auditor.get("/providers?ward=millbrook&community=older-people").text
        #expect(list.contains("&lt;b&gt;Club") && list.contains("href=\"/providers/1\""))
        #expect(!(try auditor.get("/providers?ward=quarry-row").text).contains("Club"))
        let form = try officer.get("/providers/1/change").text
        #expect(form.contains("value=\"millbrook\" checked") || form.contains(" checked"))
        #expect(
            try officer.submit(
                "/providers/1/change", club.filter { $0.1 != "canal-side" } + [("seen", "1")]
            ).status == 303)
        let late = try officer.submit("/providers/1", to: "/providers/1/notes", [("text", "")])
        #expect(late.status == 422)
        #expect(
            try officer.submit(
                "/providers/1", to: "/providers/1/notes",
                [
                    ("day.day", "1"), ("day.month", "2"), ("day.year", "2026"),
                    ("text", "They <i>host</i> us"),
                ]
            ).status == 303)
        #expect(try auditor.get("/providers/1").text.contains("They &lt;i&gt;host"))
        #expect(try auditor.get("/provider-gaps").text.contains("Nobody is known"))
        let csv = try auditor.get("/provider-register.csv")
        #expect(csv.text.contains("<b>Club</b>,group,millbrook,older-people,Lunch,01632 960001,"))
        #expect(wrong(try officer.submit("/providers/1/end", [])) == ["f-reason"])
        #expect(try officer.submit("/providers/1/end", [("reason", "Closed")]).status == 303)
        #expect(try officer.get("/providers/1/change").text.contains("cannot be changed"))
        #expect(try auditor.get("/providers/9").status == 404)
        #expect(try auditor.get("/new-provider").status == 403)
    }

    @Test("help is written down, shown by group, and taken back")
    func support() throws {
        let officer = try visitor("officer")
        let bad = try officer.submit("/new-support", [("minutes", "half"), ("group", "Club")])
        #expect(
            bad.status == 422 && wrong(bad) == ["f-day", "f-kind", "f-minutes", "f-about"],
            "\(wrong(bad))")
        let good = [
            ("day.day", "1"), ("day.month", "2"), ("day.year", "2026"), ("kind", "drop-in"),
            ("group", "A <Club>"), ("minutes", "30"), ("about", "The form"),
        ]
        #expect(try officer.submit("/new-support", good).status == 303)
        let page = try officer.get("/support").text
        #expect(page.contains("A &lt;Club&gt;") && page.contains("Has not applied"))
        #expect(page.contains("href=\"/support/1/withdrawal\""))
        #expect(wrong(try officer.submit("/support/1/withdrawal", [])) == ["f-reason"])
        #expect(
            try officer.submit("/support/1/withdrawal", [("reason", "Wrong group")]).status == 303)
        #expect(try visitor("auditor").get("/support").text.contains("Taken back: Wrong group"))
        #expect(try value("SELECT count(*) FROM commissioningSupport;") == "1")
        #expect(try officer.get("/support/7/withdrawal").status == 404)
    }

    @Test("a benefit is named and said to have come about, with what is wrong said at once")
    func benefits() throws {
        let cycle = try MadeUpCycle(fund)
        try cycle.start(with: nil)
        let officer = try visitor("officer")
        let (list, new) = ("/cycles/cycle-1/benefits", "/cycles/cycle-1/new-benefit")
        #expect(try officer.get(new).text.contains("Choose a priority first"))
        try cycle.plan()
        let empty = try officer.submit(new, [("text", "They <b>meet</b>")])
        #expect(wrong(empty) == ["f-priority", "f-owner"], "\(wrong(empty))")
        #expect(empty.text.contains("They &lt;b&gt;meet"))
        let unknown = try officer.submit(
            new, [("text", "They meet"), ("priority", "belonging"), ("owner", "Manager")])
        #expect(wrong(unknown) == ["f-knownBy"], "\(wrong(unknown))")
        #expect(
            try officer.submit(
                new,
                [
                    ("text", "They <b>meet</b>"), ("priority", "belonging"),
                    ("owner", "Manager"), ("knownBy", "What they say"),
                ]
            ).status == 303)
        let auditor = try visitor("auditor")
        #expect(try auditor.get(list).text.contains("1. They &lt;b&gt;meet"))
        #expect(wrong(try officer.submit("\(list)/1", [])) == ["f-realised", "f-because"])
        #expect(
            try officer.submit(
                "\(list)/1", [("realised", "partly"), ("because", "Some do")]
            ).status == 303)
        #expect(try auditor.get("\(list)/1").text.contains("Some do"))
        #expect(try auditor.get("\(list)/7").status == 404)
    }
}
