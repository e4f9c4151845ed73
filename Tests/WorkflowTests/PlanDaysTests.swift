import Bootstrap
import Commissioning
import Foundation
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Timetables in years that the files know only in part")
struct PlanDaysTests {
    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func planning() throws -> TestFund {
        let fund = try TestFund()
        let cycle = MadeUpCycle(fund.services)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        return fund
    }

    private func write(_ values: [String: String], _ fund: TestFund) throws {
        _ = try fund.workflows.writePlan(
            PlanWriting(.dates, values), try fund.services.configuration().planBook,
            in: MadeUpCycle.key, as: try fund.person("officer"))
    }

    private func rows(_ fund: TestFund, from start: LocalDate? = nil) throws -> [[JSONValue]] {
        try fund.services.reports.timetable(
            of: MadeUpCycle.key, from: start, try fund.services.configuration().planBook,
            as: try fund.person("auditor"))
    }

    @Test("days that stand are shown when the year of their festivals has left the files")
    func forgotten() throws {
        let fund = try planning()
        let good = [
            "opens": "2027-01-04", "closes": "2027-02-15", "panel": "2027-03-08",
            "decision": "2027-03-15", "payments": "2027-04-07",
        ]
        try write(good, fund)
        #expect(try rows(fund).allSatisfy { $0[2].string == nil && $0[3].string == nil })
        // Every festival keeps its days of the other years.
        let url = URL(fileURLWithPath: "\(fund.folder.path)/Config/festivals.yaml")
        let text = try String(contentsOf: url, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.hasPrefix("      - 2027-")
                ? "" : String($0).replacing(#/2027-\d\d-\d\d, /#, with: "")
        }
        try Data(
            lines.joined(separator: "\n").replacing(
                "years: [2026, 2027, 2028]", with: "years: [2026, 2028]"
            ).utf8
        ).write(to: url)
        let shown = try rows(fund)
        #expect(shown.count == 5)
        #expect(shown.allSatisfy { $0[2].string == nil })
        let note = shown[0][3].string ?? ""
        #expect(note.contains("2027-01-04") && note.contains("2026, 2028"), "\(note)")
        #expect(note.contains("festivals.yaml"))
        // Weekends and bank holidays are known all the same, and every problem is said.
        let refused = problem {
            try write(good.merging(["opens": "2027-01-02", "closes": "2027-03-26"]) { $1 }, fund)
        }
        let said = refused?.fields.map { "\($0.place) \($0.code)" } ?? []
        #expect(
            said.contains("opens day-weekend-last")
                && said.contains("closes day-bank-holiday-last"))
        #expect(said.contains("panel day-order"))
        #expect(said.filter { $0.hasSuffix("day-unknown-festivals") }.count == 5)
        #expect(!said.contains { $0.hasSuffix("day-unknown-holidays") })
    }

    @Test("days are proposed past the last known year, and say what they were not checked for")
    func proposed() throws {
        let fund = try planning()
        let found = try rows(fund, from: try day("2028-11-20"))
        #expect(found.count == 5 && found[0][3].string == nil)
        let last = found[4]
        #expect(last[1].string?.hasPrefix("2029-") == true)
        let note = last[3].string ?? ""
        #expect(note.contains("bank-holidays.yaml") && note.contains("festivals.yaml"))
        #expect(problem { _ = try rows(fund, from: try day("9999-01-01")) }?.fields.count == 1)
    }

    @Test("a bad day at the end of the last year that is known hides no other problem")
    func edge() throws {
        let fund = try planning()
        let refused = problem {
            try write(
                [
                    "opens": "2028-12-25", "closes": "2028-12-30", "panel": "2028-12-28",
                    "decision": "2028-12-31", "payments": "2027-04-11",
                ], fund)
        }
        #expect(
            refused?.fields.map { "\($0.place) \($0.code)" } == [
                "opens day-bank-holiday", "closes day-weekend-last", "decision day-weekend-last",
                "payments day-weekend", "panel day-order", "payments day-order",
            ])
        #expect(refused?.fields[1].arguments["year"] == "2029")
        #expect(refused?.fields[0].arguments["next"] == "2028-12-27")
        let words = try fund.services.words()
        for field in refused?.fields ?? [] { #expect(!words.words(field).contains("{")) }
    }
}
