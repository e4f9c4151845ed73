import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Areas: figures as evidence, and money ward by ward")
struct AreaTests {
    /// A question at which a group says which wards it works in.
    private static let wardQuestion = (
        file: "Config/form.yaml", old: "      - key: groups\n        type: choices\n",
        new: """
              - key: wardsServed
                type: choices
                optionsFrom: wards
                title: Which wards will you work in?
                required: false
              - key: groups
                type: choices

        """
    )

    private func take(_ text: String, _ key: String, _ fund: TestFund) throws {
        _ = try fund.workflows.importIndicator(
            ByteSource(name: "figures.csv", bytes: Array(text.utf8)), of: key,
            try fund.services.configuration().indicatorBook, as: try fund.person("officer"))
    }

    private func support(
        _ fund: TestFund, _ indicator: String?, ward: String? = nil, period: String? = nil,
        source: String? = nil
    ) throws {
        let figure = try fund.services.configuration().indicatorBook.named(
            indicator, ward: ward, period: period)
        try fund.workflows.supportNeed(
            1, source: source, url: nil, figure: figure, in: MadeUpCycle.key,
            as: try fund.person("officer"))
    }

    private func evidence(_ fund: TestFund) throws -> [CycleNeed.Evidence] {
        try fund.services.reports.needThread(
            "1", of: MadeUpCycle.key, as: try fund.person("auditor")
        ).need.evidence
    }

    private func places(_ work: () throws -> Void) -> [String] {
        problem(work)?.fields.map { "\($0.place):\($0.code)" } ?? []
    }

    @Test("a figure that shows a need stays as it was, and the newest stands beside it")
    func figures() throws {
        let fund = try TestFund()
        try MadeUpCycle(fund.services).start(with: nil)
        try MadeUpCycle(fund.services).plan()
        #expect(places { try support(fund, "belonging") } == ["period:figure-missing"])
        try take(
            "ward,period,value\nall,2024,58\nall,2025,60\nmillbrook,2025,44.5\n",
            "belonging", fund)
        try support(fund, "belonging")
        try support(fund, "belonging", ward: "millbrook", period: "2025", source: "Our survey")
        let then = try evidence(fund).dropFirst()
        #expect(
            then.map(\.source) == [
                "Belonging to the neighbourhood, The whole area, 2025", "Our survey",
            ])
        #expect(then.compactMap { $0.figure?.value.plain } == ["60", "44.5"])
        #expect(then.allSatisfy { $0.figure?.hasMoved == false })
        // A correction and a newer figure: what was said stays, and both show.
        try take("ward,period,value\nall,2025,59\nmillbrook,2026,47\n", "belonging", fund)
        let now = try evidence(fund).dropFirst().compactMap(\.figure)
        #expect(now.map(\.value.plain) == ["60", "44.5"])
        #expect(now.map { $0.newest?.value?.plain } == ["59", "47"])
        #expect(now.map { $0.newest?.period.text } == ["2025", "2026"])
        #expect(now.allSatisfy { $0.hasMoved })
        let listed = try fund.services.reports.cycle(
            MadeUpCycle.key, as: try fund.person("auditor")
        ).needRows[0][3].array?.compactMap(\.string)
        #expect(listed?.last == "Our survey [belonging millbrook 2025: 44.5]")
        let json = try fund.services.reports.needThread(
            "1", of: nil, as: try fund.person("auditor")
        ).json["need"]?["evidence"]?.array?.last?["figure"]
        #expect(json?["period"]?.string == "2025" && json?["newestPeriod"]?.string == "2026")
        // The version that was named is the one that stood then, for good.
        #expect(
            try fund.value(
                """
                SELECT group_concat(version) FROM commissioningNeedFigure
                JOIN commissioningIndicatorValue AS figure ON figure.id = valueId;
                """) == "1,1")
    }

    @Test("everything that is wrong with a figure is said at once, and nothing is kept of it")
    func wrongFigures() throws {
        let fund = try TestFund()
        try MadeUpCycle(fund.services).start(with: nil)
        try MadeUpCycle(fund.services).plan()
        try take("ward,period,value\nall,2025,60\n", "belonging", fund)
        #expect(
            places { try support(fund, "belonging", ward: "atlantis", period: "2025-Q1") }
                == ["ward:not-an-option", "period:indicator-period-yearly"])
        #expect(places { try support(fund, "joy") } == ["indicator:not-an-option"])
        #expect(places { try support(fund, nil, ward: "millbrook") } == ["indicator:missing"])
        #expect(
            places { try support(fund, "belonging", ward: "millbrook") }
                == ["period:figure-missing"])
        #expect(try evidence(fund).count == 1)
        #expect(try fund.value("SELECT count(*) FROM commissioningNeedEvidence;") == "1")
        // Neither a version that was replaced nor a change to what was named passes the schema.
        try support(fund, "belonging")
        try take("ward,period,value\nall,2025,61\n", "belonging", fund)
        try fund.workflows.supportNeed(
            1, source: "Plain", url: nil, in: MadeUpCycle.key, as: try fund.person("officer"))
        let plain = try fund.value("SELECT max(id) FROM commissioningNeedEvidence;")
        func tried(_ sql: String) throws -> String {
            try Command.sql(fund.databasePath, sql).errors
        }
        #expect(
            try tried(
                "INSERT INTO commissioningNeedFigure SELECT \(plain), min(id) FROM commissioningIndicatorValue;"
            ).contains("figure-replaced"))
        #expect(
            try tried("UPDATE commissioningNeedFigure SET valueId = 2;")
                .contains("commissioning-kept"))
        #expect(try tried("DELETE FROM commissioningNeedFigure;").contains("commissioning-kept"))
    }

    /// A decided round whose groups named these wards.
    private func decided(
        _ wards: [[String]], _ amounts: [Int64],
        edits: [(file: String, old: String, new: String)] = []
    ) throws -> TestFund {
        let fund = try TestFund(edits: [Self.wardQuestion] + edits)
        try MadeUpCycle(fund.services).approvePlan(of: "round-1")
        let references = try fund.decidable(amounts.map { ($0, nil) })
        for (reference, named) in zip(references, wards) where !named.isEmpty {
            let list = JSONValue.array(named.map { .string($0) }).text
            _ = try fund.value(
                """
                INSERT INTO applicationAnswer (applicationId, questionKey, value)
                SELECT id, 'wardsServed', '\(list)' FROM application
                WHERE reference = '\(reference)';
                """)
        }
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
        return fund
    }

    private func money(
        _ fund: TestFund, priority: String? = nil, need: String? = nil
    ) throws -> WardMoney {
        let configuration = try fund.services.configuration()
        return try fund.services.reports.wardMoney(
            MadeUpCycle.key, priority: priority, need: need, configuration.areas,
            configuration.indicatorBook, as: try fund.person("auditor"))
    }

    @Test("an award that names several wards is shared among them to the penny; nothing is lost")
    func shares() throws {
        let fund = try decided(
            [["old-market", "millbrook", "canal-side"], ["millbrook"], []],
            [200_000, 300_001, 100_000])
        let found = try money(fund)
        func line(_ ward: String?) -> WardMoney.Line? { found.lines.first { $0.ward == ward } }
        // Wards in the order of the fund's files: the first two have the odd pennies.
        #expect(line("millbrook")?.stands == Money(pence: 66_667 + 300_001))
        #expect(line("canal-side")?.stands == Money(pence: 66_667))
        #expect(line("old-market")?.stands == Money(pence: 66_666))
        #expect(line("millbrook")?.awardCount == 2 && line("quarry-row")?.awardCount == 0)
        #expect(found.lines.last?.ward == nil && line(nil)?.stands == Money(pence: 100_000))
        #expect(found.lines.reduce(.zero) { $0 + $1.stands } == found.stands)
        #expect(found.stands == Money(pence: 600_001) && found.awardCount == 3)
        #expect(line("millbrook")?.byPriority["belonging"] == line("millbrook")?.stands)
        #expect(line("millbrook")?.perThousand == nil && !found.countsResidents)
        #expect(found.need?.key == "anti-social-behaviour" && found.needPeriod == nil)
        #expect(
            found.json["wards"]?.array?.first?["byPriority"]?.array?.first?["standsPence"]?.int
                == 366_668)
        #expect(
            problem { _ = try money(fund, priority: "safe-spaces") }?.fields.map(\.place)
                == ["priority"])
        #expect(problem { _ = try money(fund, need: "joy") }?.fields.map(\.place) == ["need"])
        #expect(
            problem {
                let configuration = try fund.services.configuration()
                _ = try fund.services.reports.wardMoney(
                    MadeUpCycle.key, configuration.areas, configuration.indicatorBook,
                    as: try fund.person("finance"))
            }?.code == "role-missing")
    }

    @Test("money for each 1,000 residents, and need, are those of the newest period")
    func perHead() throws {
        let fund = try decided(
            [["millbrook", "canal-side"]], [300_000],
            edits: [
                (
                    "Config/indicators.yaml", "indicators:\n",
                    """
                    indicators:
                      - key: residents
                        name: Residents
                        definition: People who live here.
                        unit: count
                        better: neither
                        source: Census
                        geography: ward
                        frequency: yearly

                    """
                ),
                ("Config/areas.yaml", "areas:\n", "areas:\n  residents: residents\n"),
            ])
        try take("ward,period,value\nmillbrook,2024,9\nmillbrook,2025,7000\n", "residents", fund)
        try take("ward,period,value\nmillbrook,2025,44.5\n", "belonging", fund)
        let found = try money(fund, priority: "belonging", need: "belonging")
        let mill = found.lines[0]
        #expect(mill.residents?.plain == "7000" && mill.perThousand == Money(pence: 21_429))
        #expect(mill.need?.plain == "44.5" && found.needPeriod?.text == "2025")
        #expect(found.lines[1].perThousand == nil && found.lines[1].need == nil)
    }

    @Test("tiles lie where the files say, and in order below them where they say nothing")
    func tiles() throws {
        let fund = try TestFund()
        let shipped = try fund.services.configuration().areas
        #expect(shipped.places.map(\.ward.key) == shipped.wards.map(\.key))
        #expect(shipped.places[0].tile == AreaRules.Tile(row: 2, column: 1))
        #expect(Set(shipped.places.map(\.tile)).count == shipped.wards.count)
        let wards = (1...6).map { AreaRules.Choice(key: "w\($0)", title: "W") }
        #expect(
            AreaRules(wards: wards).places.map(\.tile.row) == [1, 1, 1, 1, 2, 2])
        let one = AreaRules(wards: wards, tiles: ["w3": AreaRules.Tile(row: 2, column: 5)])
        #expect(one.places.map(\.tile.row) == [3, 3, 2, 3, 3, 3])
        #expect(Set(one.places.map(\.tile)).count == 6)
        for amount in [Int64(0), 1, 2, 3, 100, 99_999] {
            for count in 1...7 {
                let shares = EqualShares.of(Money(pence: amount), among: count).map(\.pence)
                #expect(shares.reduce(0, +) == amount && (shares[0] - shares[count - 1]) <= 1)
            }
        }
    }
}
