import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Benefits of a cycle: how they are known, who answers, whether they came about")
struct BenefitTests {
    private func take(_ text: String, _ fund: TestFund) throws {
        _ = try fund.workflows.importIndicator(
            ByteSource(name: "figures.csv", bytes: Array(text.utf8)), of: "belonging",
            try fund.services.configuration().indicatorBook, as: try fund.person("officer"))
    }

    @discardableResult
    private func name(
        _ fund: TestFund, _ text: String = "They meet", priority: String = "belonging",
        owner: String = "Head of communities", knownBy: String? = nil, indicator: String? = nil
    ) throws -> Int64 {
        let figure = try fund.services.configuration().indicatorBook.named(
            indicator, ward: nil, period: nil)
        return try fund.workflows.nameBenefit(
            text, of: priority, owner: owner, knownBy: knownBy, figure: figure,
            in: MadeUpCycle.key, as: try fund.person("officer"))
    }

    private func report(_ fund: TestFund) throws -> BenefitReport {
        try fund.services.reports.benefits(
            of: MadeUpCycle.key, as: try fund.person("auditor"))
    }

    @Test("the figure before and the one after are kept, whatever is corrected later")
    func figures() throws {
        let fund = try TestFund()
        try MadeUpCycle(fund.services).approvePlan(of: "round-1")
        try take("ward,period,value\nall,2025,60\n", fund)
        #expect(try name(fund, indicator: "belonging") == 1)
        #expect(try name(fund, "They stay", knownBy: "What people say") == 2)
        try take("ward,period,value\nall,2025,59\nall,2026,64\n", fund)
        let officer = try fund.person("officer")
        try fund.workflows.realiseBenefit(
            1, .partly, because: "It rose", seen: 0, in: MadeUpCycle.key, as: officer)
        try take("ward,period,value\nall,2026,63\n", fund)
        let first = try report(fund).benefits[0]
        #expect(first.before?.value?.plain == "60" && first.before?.period.text == "2025")
        #expect(first.verdict?.figure?.value?.plain == "64")
        #expect(first.verdict?.realised == .partly)
        #expect(
            problem {
                try fund.workflows.realiseBenefit(
                    1, .yes, because: "x", seen: 0, in: MadeUpCycle.key, as: officer)
            }?.code == "benefit-changed")
        try fund.workflows.realiseBenefit(
            1, .yes, because: "It stayed", in: MadeUpCycle.key, as: officer)
        let again = try report(fund).benefits[0]
        #expect(again.verdicts.map(\.realised) == [.partly, .yes])
        #expect(again.verdict?.figure?.value?.plain == "63")
        let row = Listing.benefits.json(try report(fund).rows[1])
        #expect(row["knownBy"]?.string == "What people say" && row["realised"]?.string == nil)
        #expect(
            try Command.sql(
                fund.databasePath, "UPDATE commissioningBenefitVerdict SET realised = 'no';"
            ).errors.contains("commissioning-kept"))
    }

    @Test("everything that is wrong is said at once; a benefit belongs to a chosen priority")
    func wrong() throws {
        let fund = try TestFund()
        try MadeUpCycle(fund.services).approvePlan(of: "round-1")
        #expect(
            problem { try name(fund, " ", owner: "") }?.fields.map { "\($0.place):\($0.code)" }
                == ["text:missing", "owner:missing", "knownBy:benefit-not-known-by"])
        #expect(
            problem { try name(fund, priority: "safe-spaces", knownBy: "x") }?.code
                == "cycle-priority-unknown")
        #expect(
            problem { try name(fund, indicator: "belonging") }?.fields.map(\.code)
                == ["figure-missing"])
        let officer = try fund.person("officer")
        #expect(
            problem {
                try fund.workflows.realiseBenefit(
                    9, .yes, because: "x", in: MadeUpCycle.key, as: officer)
            }?.code == "benefit-unknown")
        let decider = try fund.person("decider")
        #expect(
            problem {
                try fund.workflows.realiseBenefit(
                    1, .yes, because: "x", in: MadeUpCycle.key, as: decider)
            }?.code == "role-missing")
        #expect(try report(fund).benefits.isEmpty)
        #expect(
            try Command.sql(
                fund.databasePath,
                """
                INSERT INTO commissioningBenefit
                  (cycleId, number, priorityKey, text, owner, authorId, at, namedOn)
                VALUES (1, 1, 'belonging', 'x', 'x', 1, 1, '2026-12-01');
                """
            ).errors.contains("benefit-not-known-by"))
    }
}
