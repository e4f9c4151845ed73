import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("What the plan gives, beside what was given")
struct PlannedMoneyTests {
    /// A decided round of a cycle whose plan shares the money out so.
    private func decided(
        by: String, _ shares: [(key: String, amount: String)], _ amounts: [Int64]
    ) throws -> (fund: TestFund, references: [String]) {
        let fund = try TestFund()
        let cycle = MadeUpCycle(fund.services)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        for share in shares {
            _ = try fund.workflows.writePlan(
                PlanWriting(
                    .share, ["by": by, "key": share.key, "amountPence": share.amount]),
                try fund.services.configuration().planBook, in: MadeUpCycle.key,
                as: try fund.person("officer"))
        }
        try cycle.close(.plan)
        try cycle.approve()
        let references = try fund.decidable(amounts.map { ($0, nil) })
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
        return (fund, references)
    }

    @Test("by priority: share, amount and difference, in the table, as JSON and on the plan")
    func byPriority() throws {
        let (fund, _) = try decided(by: "priority", [("belonging", "£10,000")], [300_001, 100_000])
        let auditor = try fund.person("auditor")
        let money = try fund.services.reports.cycleMoney(MadeUpCycle.key, as: auditor)
        let line = try #require(money.byPriority.first { $0.key == "belonging" })
        #expect(line.sum.stands == Money(pence: 400_001))
        #expect(line.planned?.amount == Money(pence: 1_000_000))
        #expect(line.planned?.percent == "33.33")
        #expect(money.planned == Money(pence: 1_000_000))
        let row = try #require(money.json["byPriority"]?.array?.first)
        #expect(row["plannedPence"]?.int == 1_000_000)
        #expect(row["differencePence"]?.int == 400_001 - 1_000_000)
        #expect(row["plannedPercent"]?.text == "33.33")
        #expect(
            Listing.moneyByPriority.csvHeader.contains(
                "paidPence,plannedPercent,plannedPence,differencePence"))
        let configuration = try fund.services.configuration()
        let wards = try fund.services.reports.wardMoney(
            MadeUpCycle.key, configuration.areas, configuration.indicatorBook, as: auditor)
        #expect(wards.planned == nil && wards.lines.allSatisfy { $0.planned == nil })
        let plan = try fund.services.reports.plan(
            of: MadeUpCycle.key, configuration.planBook, as: auditor)
        #expect(plan.shares.map(\.awarded) == [Money(pence: 400_001)])
    }

    @Test("by ward: what each got beside its share; a ward with neither shows neither")
    func byWard() throws {
        let (fund, _) = try decided(
            by: "ward", [("millbrook", "£20,000"), ("canal-side", "£10,000")], [300_000])
        let auditor = try fund.person("auditor")
        let configuration = try fund.services.configuration()
        func wards(_ priority: String? = nil) throws -> WardMoney {
            try fund.services.reports.wardMoney(
                MadeUpCycle.key, priority: priority, configuration.areas,
                configuration.indicatorBook, as: auditor)
        }
        let found = try wards()
        #expect(found.planned == Money(pence: 3_000_000))
        #expect(found.lines.compactMap(\.planned?.percent) == ["66.67", "33.33"])
        let mill = try #require(found.lines.first { $0.ward == "millbrook" })
        #expect(
            mill.planned?.difference(to: mill.stands) == Money(pence: mill.stands.pence - 2_000_000)
        )
        #expect(found.lines.first { $0.ward == "quarry-row" }?.planned == nil)
        #expect(found.json["wards"]?.array?.first?["plannedPence"]?.int == 2_000_000)
        #expect(found.json["plannedPence"]?.int == 3_000_000)
        // One priority's awards are not held against a ward's whole share.
        #expect(try wards("belonging").planned == nil)
        let money = try fund.services.reports.cycleMoney(MadeUpCycle.key, as: auditor)
        #expect(money.planned == nil && money.json["plannedPence"]?.int == nil)
        let plan = try fund.services.reports.plan(
            of: MadeUpCycle.key, configuration.planBook, as: auditor)
        #expect(plan.shares.map(\.planned.pence) == [2_000_000, 1_000_000])
        #expect(plan.shares[0].awarded == mill.stands)
    }
}
