import Awards
import Bootstrap
import Commissioning
import Foundation
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Wards: their own targets, and wards that leave the fund's files")
struct WardTests {
    private static let counted = (
        file: "Config/indicators.yaml", old: "indicators:\n",
        new: """
        indicators:
          - key: incidents
            name: Incidents
            definition: How many were reported.
            unit: count
            better: lower
            source: Our records
            geography: ward
            frequency: yearly
            target: {period: 2027, value: 300}

        """
    )

    private func gap(
        _ fund: TestFund, _ values: [String: String]
    ) throws -> PlanReport.Gap? {
        let book = try fund.services.configuration().planBook
        _ = try fund.workflows.writePlan(
            PlanWriting(
                .gap,
                values.merging([
                    "need": "1", "existing": "A club", "indicator": "incidents",
                ]) { $1 }), book, in: MadeUpCycle.key, as: try fund.person("officer"))
        return try fund.services.reports.plan(
            of: MadeUpCycle.key, book, as: try fund.person("auditor")
        ).gaps.first
    }

    @Test("so many in one ward are held against the ward's own target, or against none, with words")
    func targets() throws {
        let fund = try TestFund(edits: [Self.counted])
        let cycle = MadeUpCycle(fund.services)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        let figures = "ward,period,value\nall,2025,420\nmillbrook,2025,50\n"
        _ = try fund.workflows.importIndicator(
            ByteSource(name: "f.csv", bytes: Array(figures.utf8)), of: "incidents",
            try fund.services.configuration().indicatorBook, as: try fund.person("officer"))
        #expect(try gap(fund, [:])?.left?.plain == "120")
        let none = try #require(try gap(fund, ["area": "millbrook"]))
        #expect(none.left == nil && none.target.isEmpty && none.lacksOwnTarget)
        let json = try fund.services.reports.plan(
            of: MadeUpCycle.key, try fund.services.configuration().planBook,
            as: try fund.person("auditor")
        ).json["gaps"]?.array?.first
        #expect(json?["unknownBecause"]?.string?.contains("no target of its own") == true)
        let own = try #require(try gap(fund, ["area": "millbrook", "target": "30"]))
        #expect(own.left?.plain == "20" && own.target == "30" && !own.lacksOwnTarget)
        #expect(
            problem { _ = try gap(fund, ["area": "millbrook", "target": "few"]) }?.fields
                .map(\.code) == ["plan-target-number"])
        #expect(
            problem { _ = try gap(fund, ["target": "30"]) }?.fields.map(\.code)
                == ["plan-of-indicator"])
        #expect(
            problem { _ = try gap(fund, ["area": "millbrook", "target": "30", "now": "1"]) }?
                .fields.map { "\($0.place) \($0.code)" } == ["now plan-of-indicator"])
    }

    @Test("tiles of wards that fund.yaml has no more are all named, with both sets of keys")
    func tiles() throws {
        let wrong = problem {
            _ = try TestFund(edits: [
                ("Config/fund.yaml", "{key: millbrook, title", "{key: mill-side, title"),
                ("Config/fund.yaml", "{key: canal-side, title", "{key: canal-bank, title"),
            ])
        }
        let tiles = (wrong?.fields ?? []).filter { $0.code == "tile-other-ward" }
        #expect(tiles.count == 2, "\(wrong?.fields ?? [])")
        #expect(tiles.allSatisfy { $0.place.hasPrefix("areas.yaml:") })
        #expect(
            tiles.map { String($0.place.split(separator: " ").last ?? "") } == [
                "areas.tiles.millbrook", "areas.tiles.canal-side",
            ])
        #expect(tiles.first?.arguments["without"] == "mill-side, canal-bank")
        #expect(tiles.first?.arguments["wards"]?.contains("high-meadow") == true)
        #expect(tiles.first?.arguments["tiles"]?.contains("millbrook") == true)
        let gone = problem {
            _ = try TestFund(edits: [
                ("Config/fund.yaml", "      - {key: millbrook, title: Millbrook}\n", "")
            ])
        }
        #expect(gone?.fields.map(\.code).contains("tile-no-ward") == true)
    }

    @Test("a round keeps its wards and their money when one leaves the fund's files")
    func gone() throws {
        let question = """
                  - key: wardsServed
                    type: choices
                    optionsFrom: wards
                    title: Which wards will you work in?
                    required: false
                  - key: groups
                    type: choices

            """
        let fund = try TestFund(edits: [
            ("Config/form.yaml", "      - key: groups\n        type: choices\n", question)
        ])
        try MadeUpCycle(fund.services).approvePlan(of: "round-1")
        let reference = try fund.decidable([(300_000, nil)])[0]
        _ = try fund.value(
            """
            INSERT INTO applicationAnswer (applicationId, questionKey, value)
            SELECT id, 'wardsServed', '["millbrook","quarry-row"]' FROM application
            WHERE reference = '\(reference)';
            """)
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
        func money() throws -> WardMoney {
            let configuration = try fund.services.configuration()
            return try fund.services.reports.wardMoney(
                MadeUpCycle.key, configuration.areas, configuration.indicatorBook,
                as: try fund.person("auditor"))
        }
        #expect(try money().lines.filter(\.isGone).isEmpty)
        // The ward leaves: its line and its tile. Its code stays, for what was given there.
        let (place, former) = (
            "    millbrook: {code: E05999001, type: WD}\n",
            "    millbrook: {code: E05999001, type: WD, former: true}\n"
        )
        for (file, line, after) in [
            ("fund.yaml", "      - {key: millbrook, title: Millbrook}\n", ""),
            ("areas.yaml", "    millbrook: {row: 2, column: 1}\n", ""),
            ("publishing.yaml", place, former),
        ] {
            let url = URL(fileURLWithPath: "\(fund.folder.path)/Config/\(file)")
            let text = try String(contentsOf: url, encoding: .utf8)
            #expect(text.contains(line))
            try Data(text.replacing(line, with: after).utf8).write(to: url)
        }
        let rules = try fund.services.configuration().publishing
        #expect(rules?.places["millbrook"]?.code == "E05999001")
        #expect(rules?.wards.contains("millbrook") == false)
        let found = try money()
        let mill = try #require(found.lines.first { $0.ward == "millbrook" })
        #expect(mill.isGone && mill.title == "Millbrook" && mill.stands == Money(pence: 150_000))
        #expect(found.lines.first { $0.ward == "quarry-row" }?.stands == Money(pence: 150_000))
        #expect(!found.lines.contains { $0.ward == nil })
        let row = found.json["wards"]?.array?.first { $0["ward"]?.string == "millbrook" }
        #expect(row?["isGone"]?.text == "true")
        // So does a round that opened before forms kept which questions are of wards.
        let old = try fund.copy()
        #expect(
            try Command.sql(
                old.databasePath,
                """
                DROP TRIGGER roundConfigurationUnchanged;
                UPDATE roundConfiguration SET content = replace(content, '"areWards":true,', '')
                WHERE section = 'form';
                """
            ).errors.isEmpty)
        let configuration = try fund.services.configuration()
        let kept = try old.services.reports.wardMoney(
            MadeUpCycle.key, configuration.areas, configuration.indicatorBook,
            as: try old.person("auditor"))
        #expect(kept.lines.first { $0.ward == "millbrook" }?.isGone == true)
    }
}
