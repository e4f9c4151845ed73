import Assessment
import Bootstrap
import Commissioning
import Foundation
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("A prospectus shows what was published, until another version takes its place")
struct ProspectusTests {
    private func prospectus(_ fund: TestFund, _ version: Int64? = nil) throws -> Prospectus {
        try fund.services.reports.prospectus(
            of: MadeUpCycle.key, version: version,
            try fund.services.configuration().planBook, as: nil)
    }

    private func publish(_ fund: TestFund) throws -> Int64 {
        try fund.workflows.publishProspectus(
            of: MadeUpCycle.key, as: try fund.person("officer"))
    }

    /// Changes one of the fund's files under the running fund.
    private func edit(_ fund: TestFund, _ file: String, _ old: String, _ new: String) throws {
        let url = URL(fileURLWithPath: "\(fund.folder.path)/\(file)")
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(text.contains(old))
        try Data(text.replacing(old, with: new, maxReplacements: 1).utf8).write(to: url)
    }

    @Test("criteria, amounts and days stay as published when the files change")
    func frozen() throws {
        let fund = try TestFund()
        let cycle = MadeUpCycle(fund.services)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        #expect(problem { _ = try publish(fund) }?.code == "plan-not-approved")
        try cycle.close(.plan)
        try cycle.approve()
        let words = try fund.services.words()
        let first = try prospectus(fund)
        #expect(first.version?.version == 1 && first.replacedBy == nil)
        #expect(first.version.map { "\($0.on)" } == "2026-12-01")
        #expect(first.text(words).contains("version 1, published on 1 December 2026"))
        #expect(problem { _ = try publish(fund) }?.code == "prospectus-same")
        fund.setTime("2026-12-03T10:00")
        let criterion = try #require(
            try fund.services.configuration().scoring.criteria.first)
        try edit(fund, "Config/criteria.yaml", criterion.title, "Another criterion")
        let still = try prospectus(fund)
        #expect(still.text(words) == first.text(words))
        #expect(still.text(words).contains(criterion.title))
        let plan = try fund.services.reports.plan(
            of: MadeUpCycle.key, try fund.services.configuration().planBook,
            as: try fund.person("auditor"))
        #expect(plan.prospectus?.version.version == 1 && plan.prospectus?.isOutdated == true)
        #expect(try publish(fund) == 2)
        let second = try prospectus(fund)
        #expect(second.text(words).contains("Another criterion"))
        #expect(second.versions.map(\.version) == [2, 1])
        let replaced = try prospectus(fund, 1)
        #expect(replaced.replacedBy?.version == 2)
        #expect(
            replaced.text(words).contains(
                "This is version 1 of 1 December 2026. Version 2 of 3 December 2026"))
        #expect(replaced.text(words).contains(criterion.title))
        #expect(replaced.html(words).contains("Version 2 of 3 December 2026"))
        #expect(replaced.json(words)["replacedBy"]?.int == 2)
        #expect(problem { _ = try prospectus(fund, 3) }?.code == "prospectus-unknown")
        #expect(problem { _ = try prospectus(fund, 0) }?.code == "prospectus-unknown")
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("a round that opens publishes its days; an earlier plan's words stay in its version")
    func opened() throws {
        let fund = try TestFund()
        let cycle = MadeUpCycle(fund.services)
        try cycle.approvePlan()
        let words = try fund.services.words()
        fund.setTime("2026-12-04T10:00")
        _ = try fund.workflows.openRound(
            "round-1", try fund.services.configuration(),
            closes: LocalDateTime("2027-02-26T12:00"), reason: nil,
            as: try fund.person("officer"))
        let second = try prospectus(fund)
        #expect(second.version?.version == 2)
        #expect(try prospectus(fund, 1).text(words).contains("Young people do not meet"))
        #expect(problem { _ = try publish(fund) }?.code == "prospectus-same")
        _ = try fund.workflows.reopenStage(
            .plan, of: MadeUpCycle.key, reason: "A ward was left out",
            as: try fund.person("officer"))
        // What was published does not stand while the plan is worked on.
        #expect(problem { _ = try prospectus(fund, 1) }?.code == "prospectus-none")
        #expect(problem { _ = try publish(fund) }?.code == "plan-not-approved")
        let number = try fund.workflows.stateNeed(
            "Older people are alone", place: "Quarry Row", in: MadeUpCycle.key,
            as: try fund.person("officer"))
        try fund.workflows.supportNeed(
            number, source: "Seen", url: nil, in: MadeUpCycle.key, as: try fund.person("officer"))
        try cycle.advance()
        try cycle.approve()
        #expect(try prospectus(fund).version?.version == 3)
        #expect(try prospectus(fund).text(words).contains("Older people are alone"))
        #expect(try !prospectus(fund, 2).text(words).contains("Older people are alone"))
    }

    @Test("the schema keeps each version as it was, in order, and of an approved plan alone")
    func schema() throws {
        let fund = try TestFund()
        try MadeUpCycle(fund.services).approvePlan()
        func refuses(_ sql: String, _ code: String) throws {
            let done = try Command.sql(fund.databasePath, "PRAGMA foreign_keys = ON; " + sql)
            #expect(done.errors.contains(code), "\(sql): \(done.errors)")
        }
        func row(_ version: Int, _ approval: String) -> String {
            "INSERT INTO commissioningProspectus (cycleId, version, approvalId, content, "
                + "publishedById, publishedAt, publishedOn) "
                + "VALUES (1, \(version), \(approval), '{}', 2, 1, '2026-12-01');"
        }
        let approval = "(SELECT planApprovalId FROM commissioningCycle)"
        try refuses(row(3, approval), "prospectus-version")
        try refuses(row(2, "1"), "plan-not-approved")
        try refuses("UPDATE commissioningProspectus SET content = '{}';", "commissioning-kept")
        try refuses("DELETE FROM commissioningProspectus;", "commissioning-kept")
    }
}
