import Applications
import Assessment
import Bootstrap
import Foundation
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("The pages of a round's panel, and the way to them")
struct PanelPagesTests {
    /// Where the lists in the head of a page lead, in order: the parts, then the pages of one.
    private func parts(_ html: String, _ list: Int = 0) -> [String] {
        let lists = html.components(separatedBy: "<nav class=\"navigation").dropFirst().map {
            $0.components(separatedBy: "</nav>")[0]
        }
        guard lists.indices.contains(list) else { return [] }
        return lists[list].components(separatedBy: "<a href=\"").dropFirst().map {
            $0.components(separatedBy: "\"")[0]
        }
    }

    @Test("the head of a round's pages leads to the same parts in the same order from everywhere")
    func sameEverywhere() throws {
        let fund = try CommandLineFund()
        try fund.proposed(amounts: [100_000, 200_000])
        let server = try Server(fund, people: [])
        let places = [
            "applications", "panel", "interests", "meeting", "ranking", "decision",
            "letters", "letter-gate", "appeals", "payments", "history", "screening",
        ]
        for (email, first) in [
            ("officer@example.org", "/work/round-1"),
            ("auditor@example.org", "/work/round-1/applications"),
        ] {
            let visitor = Visitor(server)
            try visitor.signIn(email)
            let known = parts(try visitor.get("/work/round-1/decision").text)
            #expect(known.starts(with: ["/home", first]) && known.count <= 7)
            for place in places where email.hasPrefix("officer") || place != "panel" {
                let page = try visitor.get("/work/round-1/\(place)")
                #expect(page.status == 200, "\(place): \(page.status)")
                #expect(parts(page.text) == known, "\(place)")
                // The part that is open is marked, and so is the page where it stands in a part.
                #expect(
                    page.text.contains("aria-current=\"page\"") || place == "letter-gate",
                    "\(place)")
            }
            let pages = parts(try visitor.get("/work/round-1/letter-gate").text, 1)
            #expect(
                pages
                    == [
                        "ranking", "decision", "letters", "reserve", "appeals", "agreements",
                        "returns",
                        "surveys", "awards", "open-data", "equality",
                    ].map {
                        "/work/round-1/\($0)"
                    })
        }
        // Finance has the pages about money, in a part of their own.
        let finance = Visitor(server)
        try finance.signIn("finance@example.org")
        let money = try finance.get("/work/round-1/payments").text
        #expect(
            parts(money, 1)
                == ["payments", "bank-files", "statement", "duties", "payees"].map {
                    "/work/round-1/\($0)"
                })
    }

    @Test("the register says first what keeps a member out, and what was overtaken, and by what")
    func register() throws {
        let fund = try CommandLineFund()
        try fund.proposed(amounts: [100_000, 200_000])
        let references = try fund.good("ranking show --round round-1 --format csv", as: "officer")
            .output.matches(of: /CF26-\d{4}-[A-Z]/).map { String($0.0) }
        try fund.good("interest declare \(references[0]) --none", as: "p1")
        try fund.good("interest declare \(references[1]) --none", as: "p1")
        try fund.good("interest declare \(references[1]) --detail Neighbours", as: "p1")
        let server = try Server(fund, people: [])
        let auditor = Visitor(server)
        try auditor.signIn("auditor@example.org")
        let page = try auditor.get("/work/round-1/interests").text
        let order = [
            "id=\"interests-caption\"", "id=\"lifted-caption\"", "id=\"no-interests-caption\"",
        ]
        .map { page.range(of: $0)?.lowerBound }
        #expect(
            !order.contains(nil) && order.compactMap(\.self) == order.compactMap(\.self).sorted())
        #expect(page.contains("Neighbours") && page.contains("Overtaken by what was said at"))
        #expect(page.contains("Panel Member 1") && !page.contains("p1@example.org"))
        let lines = try fund.good("interest register --round round-1 --format csv", as: "auditor")
            .output.split(separator: "\n")
        #expect(lines[0].contains("overtakenAt"))
        let overtaken = lines.filter { $0.contains(references[1]) && $0.contains(",false,") }
        #expect(overtaken.count == 1)
    }

    @Test("a member's own application is nobody's word, and the register says plainly what it is")
    func ownApplication() throws {
        let fund = try TestFund()
        try fund.open()
        let member = try fund.volunteer("p1@example.org")
        let draft = try fund.workflows.startDraft(in: "round-1", as: member)
        try fund.fill(draft, as: member)
        _ = try fund.workflows.sendDraft(draft, language: "en", as: member)
        try fund.addPanel(["p1"])
        try fund.close()
        try fund.checkAll()
        let register = try fund.services.reports.interestRegister(
            of: "round-1", as: try fund.person("officer"))
        let row = try #require(register.rows.first)
        #expect(row.entry.interest.ground == .own && row.entry.stands)
        #expect(row.saidBy == nil && row.detail == "Their own application")
    }
}
