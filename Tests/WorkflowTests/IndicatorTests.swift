import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Indicators: files of figures, all or none, and corrections that keep what stood")
struct IndicatorTests {
    private func take(
        _ text: String, _ key: String, _ fund: TestFund, as person: String = "officer"
    ) throws -> IndicatorTaken {
        try take(Array(text.utf8), key, fund, as: person)
    }

    private func take(
        _ bytes: [UInt8], _ key: String, _ fund: TestFund, as person: String = "officer"
    ) throws -> IndicatorTaken {
        try fund.workflows.importIndicator(
            ByteSource(name: "figures.csv", bytes: bytes), of: key,
            try fund.services.configuration().indicatorBook, as: try fund.person(person))
    }

    private func refused(
        _ text: String, _ key: String, _ fund: TestFund
    ) -> ProblemReport? {
        problem { _ = try take(text, key, fund) }
    }

    private func report(_ key: String, _ fund: TestFund) throws -> IndicatorReport {
        try fund.services.reports.indicator(
            key, try fund.services.configuration().indicatorBook,
            as: try fund.person("auditor"))
    }

    private static let figures = """
        ward,period,value
        millbrook,2025,61.5
        Canal Side,2025,58
        all,2025,60.25
        millbrook,2026,63%

        """

    @Test("figures are added, the same file changes nothing, and nobody else brings them")
    func adds() throws {
        let fund = try TestFund()
        #expect(
            problem { _ = try take(Self.figures, "belonging", fund, as: "decider") }?.code
                == "role-missing")
        let taken = try take(Self.figures, "belonging", fund)
        #expect(taken.added == 4 && taken.corrected == 0 && taken.id != nil)
        let again = try take(Self.figures, "belonging", fund)
        #expect(again.id == nil && again.unchanged == 4)
        // Columns in another order, a byte order mark, other line ends, quotes.
        let bytes: [UInt8] =
            [0xEF, 0xBB, 0xBF]
            + Array("\"Value\",WARD,period\r\n63,\"MILLBROOK\",2026\r\n".utf8)
        #expect(try take(bytes, "belonging", fund).id == nil)
        #expect(try fund.value("SELECT count(*) FROM commissioningIndicatorImport") == "1")
        let found = try report("belonging", fund)
        #expect(
            found.rows.map { $0.map(\.plainText) } == [
                ["all", "2025", "60.25"], ["canal-side", "2025", "58"],
                ["millbrook", "2025", "61.5"], ["millbrook", "2026", "63"],
            ])
        // Of 2026 one ward is known, and not the whole area.
        #expect(found.overview.latest?.value?.plain == "63")
        #expect(found.overview.changeInYear == nil && found.overview.standing == .better)
        let point = try #require(found.points.first)
        #expect(point.wardCount == 2 && point.whole?.plain == "60.25")
        #expect(point.lowest?.ward == "canal-side" && point.highest?.value.plain == "61.5")
        #expect(point.middle?.plain == "59.75")
        // What is listed as rows goes in again as it is.
        let csv =
            Listing.indicatorFigures.csvHeader
            + found.rows.map(Listing.indicatorFigures.csv).joined()
        #expect(try take(csv, "belonging", fund).id == nil)
        _ = try fund.services.reports.verifyAudit(expecting: nil, as: TestFund.operator)
    }

    @Test("a figure that differs is a correction: it stands, and the earlier one is kept")
    func corrects() throws {
        let fund = try TestFund()
        _ = try take(Self.figures, "belonging", fund)
        let taken = try take(
            "ward,period,value\nmillbrook,2025,62\ncanal-side,2025,58\nold-market,2025,40\n",
            "belonging", fund)
        #expect(taken.added == 1 && taken.corrected == 1 && taken.unchanged == 1)
        let found = try report("belonging", fund)
        #expect(found.replaced.map { $0.value?.plain } == ["61.5"])
        let standing = try #require(
            found.figures.first { $0.ward == "millbrook" && $0.period.year == 2025 })
        #expect(standing.value?.plain == "62" && standing.version == 2)
        #expect(found.points.first?.lowest?.ward == "old-market")
        #expect(found.points.first?.middle?.plain == "58")
        #expect(found.imports.count == 2)
        // Back to what it was: a third version, not the first again.
        #expect(try take(Self.figures, "belonging", fund).corrected == 1)
        #expect(
            try fund.value(
                "SELECT group_concat(thousandths, ' ') FROM commissioningIndicatorValue "
                    + "WHERE ward = 'millbrook' AND period = '2025'") == "61500 62000 61500")
    }

    @Test("everything wrong with a file is said at once, by line and column, and nothing is kept")
    func refuses() throws {
        let fund = try TestFund(now: "2026-12-01T10:00")
        let file = """
            ward,period,value
            atlantis,2025,61
            ,2025,61
            millbrook,2025-01,61
            millbrook,2027,61
            millbrook,,61
            millbrook,2025,
            millbrook,2025,101
            millbrook,2025,-1
            millbrook,2025,about 60
            millbrook,2025,61.2345
            millbrook,2025
            canal-side,2025,50
            "Canal Side",2025,50
            "quarry-row,2025,50

            """
        let refusal = try #require(refused(file, "belonging", fund))
        #expect(refusal.code == "invalid-input" && refusal.arguments["source"] == "figures.csv")
        #expect(
            refusal.fields.map { "\($0.place) \($0.code)" } == [
                "line 2: ward indicator-ward-unknown", "line 3: ward missing",
                "line 4: period indicator-period-yearly", "line 5: period indicator-future",
                "line 6: period missing", "line 7: value missing", "line 8: value out-of-range",
                "line 8 indicator-twice", "line 9: value out-of-range", "line 9 indicator-twice",
                "line 10: value indicator-value", "line 10 indicator-twice",
                "line 11: value indicator-value", "line 11 indicator-twice",
                "line 12 field-count", "line 14 indicator-twice", "line 15 csv-quote-open",
            ], "\(refusal.fields.map { "\($0.place) \($0.code)" })")
        #expect(try fund.value("SELECT count(*) FROM commissioningIndicatorValue") == "0")
        #expect(
            refused("ward,value,ward,unit\n", "belonging", fund)?.fields.map(\.code) == [
                "column-missing", "column-unknown", "column-twice",
            ])
        #expect(refused("", "belonging", fund)?.fields.map(\.code) == ["file-empty"])
        #expect(
            refused("ward,period,value\n\n", "belonging", fund)?.fields.map(\.code)
                == ["file-empty"])
        // Not text, a table with semicolons, and too much.
        let latin = Array("ward,period,value\nmillbr".utf8) + [0xF6] + Array("ok,2025,1\n".utf8)
        #expect(
            problem { _ = try take(latin, "belonging", fund) }?.fields.map(\.code) == ["not-utf8"])
        #expect(
            refused("ward;period;value\nmillbrook;2025;1\n", "belonging", fund)?.fields
                .contains { $0.code == "column-missing" } == true)
        #expect(
            refused(
                "ward,period,value\n" + String(repeating: "millbrook,2025,1\n", count: 70_000),
                "belonging", fund)?.fields.first?.code == "file-too-large")
        let rows = (0..<50_001).map { _ in "x,y,z\n" }.joined()
        #expect(
            (refused("ward,period,value\n" + rows, "belonging", fund)?.fields.count ?? 0) <= 1002)
        #expect(refused(Self.figures, "fame", fund)?.code == "indicator-unknown")
    }

    @Test("each unit and frequency has its own range and periods")
    func units() throws {
        let fund = try TestFund(now: "2026-12-01T10:00")
        #expect(
            refused("ward,period,value\nall,2026-13,1%\n", "hate-crime", fund)?.fields.map(\.code)
                == ["indicator-period-monthly", "indicator-not-percent"])
        #expect(
            try take("ward,period,value\nall,2026-12,0.215\n", "hate-crime", fund).added == 1)
        #expect(
            refused("ward,period,value\nall,2027-01,1\n", "hate-crime", fund)?.fields.map(\.code)
                == ["indicator-future"])
        #expect(
            refused("ward,period,value\nall,2026-Q5,1\n", "economic-inactivity", fund)?.fields
                .map(\.code) == ["indicator-period-quarterly"])
        #expect(
            try take("ward,period,value\nall,2026-Q4,18.5\n", "economic-inactivity", fund).added
                == 1)
        let found = try report("economic-inactivity", fund)
        #expect(found.overview.standing == .reached)
        #expect(IndicatorPeriod("1899", .yearly) == nil && IndicatorPeriod("2026-00") == nil)
        #expect(try #require(IndicatorPeriod("2026-Q2")).month == 24_315)
        for text in ["", "-", ".", "1.", ".5", "1.2345", "1,000", "+1", "1e3", "0x1", " 1"] {
            #expect(IndicatorValue(text) == nil, "\(text)")
        }
        #expect(
            ["0", "-0.050", "61.5", "1000.001"].map { IndicatorValue($0)?.plain } == [
                "0", "-0.05", "61.5", "1000.001",
            ])
    }

    @Test("where the files change the frequency, figures of both kinds are not mixed")
    func frequency() throws {
        let fund = try TestFund()
        _ = try take(Self.figures, "belonging", fund)
        let configuration = try fund.services.configuration()
        let book = configuration.indicatorBook
        let old = try book.indicator("belonging")
        let monthly = Indicator(
            key: old.key, name: old.name, definition: old.definition, unit: old.unit,
            better: old.better, source: old.source, geography: old.geography,
            frequency: .monthly, baseline: nil, target: nil, groups: [])
        #expect(
            problem {
                _ = try fund.workflows.importIndicator(
                    ByteSource(
                        name: "x", bytes: Array("ward,period,value\nall,2026-01,1\n".utf8)),
                    of: "belonging", IndicatorBook(indicators: [monthly], wards: book.wards),
                    as: try fund.person("officer"))
            }?.code == "indicator-frequency-changed")
        #expect(
            try schemaRefuses(
                fund,
                """
                INSERT INTO commissioningIndicatorValue
                  (importId, indicator, ward, period, month, version, thousandths)
                VALUES (1, 'belonging', 'all', '2026-01', 24312, 1, 1)
                """
            ).contains("indicator-frequency-changed"))
        // A figure never changes nor goes, and no version is left out.
        #expect(
            try schemaRefuses(fund, "UPDATE commissioningIndicatorValue SET thousandths = 1")
                .contains("indicator-kept"))
        #expect(
            try schemaRefuses(fund, "DELETE FROM commissioningIndicatorImport")
                .contains("indicator-kept"))
        #expect(
            try schemaRefuses(
                fund,
                """
                INSERT INTO commissioningIndicatorValue
                  (importId, indicator, ward, period, month, version, thousandths)
                VALUES (1, 'belonging', 'all', '2026', 24312, 2, 1)
                """
            ).contains("indicator-changed"))
    }

    private func schemaRefuses(_ fund: TestFund, _ sql: String) throws -> String {
        try Command.run("/usr/bin/env", ["sqlite3", fund.databasePath, sql]).errors
    }

    // MARK: Segregation

    private static let counts = """
        ward,area,period,group,count
        millbrook,M1,2021,white,120
        millbrook,M1,2021,asian,600
        millbrook,M1,2021,other,280
        millbrook,M2,2021,white,40
        millbrook,M2,2021,asian,960
        canal-side,C1,2021,white,300
        canal-side,C1,2021,black,700
        canal-side,C2,2021,white,10
        canal-side,C2,2021,mixed,490
        old-market,O1,2021,White,230
        old-market,O1,2021,other,270

        """

    @Test("segregation is computed from counts, for each ward of several areas and the whole")
    func segregation() throws {
        let fund = try TestFund()
        let taken = try take(Self.counts, "segregation", fund)
        #expect(taken.added == 11 && taken.corrected == 0)
        // numpy: all five areas 0.4632; Millbrook's two 0.2717; Canal Side's two 0.3795.
        #expect(
            try report("segregation", fund).rows.map { $0.map(\.plainText) } == [
                ["all", "2021", "0.463"], ["canal-side", "2021", "0.38"],
                ["millbrook", "2021", "0.272"],
            ])
        #expect(try take(Self.counts, "segregation", fund).id == nil)
        let corrected = try take(
            "ward,area,period,group,count\nmillbrook,M2,2021,white,160\n", "segregation", fund)
        #expect(corrected.corrected == 1 && corrected.added == 0)
        let found = try report("segregation", fund)
        #expect(found.replaced.count == 2)
        #expect(
            try fund.value("SELECT max(people) FROM commissioningGroupCount WHERE version = 2")
                == "160")
        // Nobody of the first group any more in Canal Side: no index, and what stood is kept.
        _ = try take(
            "ward,area,period,group,count\ncanal-side,C1,2021,white,0\ncanal-side,C2,2021,white,0\n",
            "segregation", fund)
        let without = try report("segregation", fund)
        #expect(!without.figures.contains { $0.ward == "canal-side" })
        #expect(without.replaced.contains { $0.ward == "canal-side" })
    }

    @Test("counts that are wrong: an area in two wards, a group that is not counted, no number")
    func wrongCounts() throws {
        let fund = try TestFund()
        let file = """
            ward,area,period,group,count
            millbrook,M1,2021,white,120
            canal-side,M1,2021,asian,1
            millbrook,M1,2021,martian,1
            millbrook,M1,2021,white,2
            millbrook,,2021,other,1.5
            all,M3,2021,other,-1

            """
        #expect(
            refused(file, "segregation", fund)?.fields.map { "\($0.place) \($0.code)" } == [
                "line 3: ward indicator-area-wards", "line 4: group not-an-option",
                "line 5 indicator-twice", "line 6: area missing", "line 6: count not-whole-number",
                "line 7: ward indicator-ward-unknown", "line 7: count out-of-range",
            ])
        _ = try take(Self.counts, "segregation", fund)
        let moved = "ward,area,period,group,count\nold-market,M2,2021,white,40\n"
        #expect(
            refused(moved, "segregation", fund)?.fields.map { "\($0.place) \($0.code)" }
                == ["line 2: ward indicator-area-moved"])
        #expect(
            try take(moved + "old-market,M2,2021,asian,960\n", "segregation", fund).corrected == 2)
        #expect(
            refused("ward,period,value\nall,2021,0.4\n", "segregation", fund)?.fields
                .contains { $0.code == "column-missing" } == true)
    }
}
