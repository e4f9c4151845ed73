import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("What a plan has to say before it is closed and approved")
struct PlanRequiredTests {
    private static func requiring(
        _ parts: String
    ) -> (file: String, old: String, new: String) {
        (
            "Config/commissioning.yaml", "  plan:\n    coSignedBy: officer\n",
            "  plan:\n    coSignedBy: officer\n    required: [\(parts)]\n"
        )
    }

    private func planning(_ parts: String) throws -> (TestFund, MadeUpCycle) {
        let fund = try TestFund(edits: [Self.requiring(parts)])
        let cycle = MadeUpCycle(fund.services)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        try cycle.answer(.plan)
        return (fund, cycle)
    }

    private func write(_ part: PlanPart, _ values: [String: String], _ fund: TestFund) throws {
        _ = try fund.workflows.writePlan(
            PlanWriting(part, values), try fund.services.configuration().planBook,
            in: MadeUpCycle.key, as: try fund.person("officer"))
    }

    private func lacks(_ cycle: MadeUpCycle) -> [String] {
        problem { try cycle.advance() }?.fields.map { "\($0.place):\($0.code)" } ?? []
    }

    @Test("a required equality impact is of every characteristic, or Plan stays open")
    func equality() throws {
        let (fund, cycle) = try planning("equalityImpact")
        let book = try fund.services.configuration().planBook
        #expect(book.characteristics.count > 1)
        #expect(
            lacks(cycle) == book.characteristics.map { _ in "impact:plan-no-impact" })
        let shown = try fund.services.reports.cycle(
            MadeUpCycle.key, as: try fund.person("auditor"))
        #expect(shown.lacks[.plan]?.count == book.characteristics.count)
        // Nobody gets past the schema either.
        let tried = try Command.sql(
            fund.databasePath,
            "INSERT INTO commissioningStageEvent (cycleId, stage, kind, personId, at, happenedOn) "
                + "VALUES (1, 'plan', 'closed', 2, 1, '2026-12-01');")
        #expect(tried.errors.contains("stage-lacks"), "\(tried.errors)")
        for (place, one) in book.characteristics.enumerated() {
            #expect(lacks(cycle).count == book.characteristics.count - place)
            try write(
                .impact,
                [
                    "characteristic": one.key, "effect": "none", "evidence": "Asked",
                    "action": "None",
                ], fund)
        }
        #expect(try cycle.advance().status == .closed)
        try cycle.approve()
        #expect(
            try fund.services.reports.plan(
                of: MadeUpCycle.key, book, as: try fund.person("auditor")
            ).required == [.impact])
    }

    @Test("every part that is required and missing is named at once")
    func parts() throws {
        let (fund, cycle) = try planning(
            "vision, gaps, options, coProduction, outcomes, shares, timetable")
        #expect(
            lacks(cycle) == [
                "vision:plan-no-vision", "gap:plan-no-gap", "option:plan-no-options",
                "talk:plan-no-talk", "outcome:plan-no-outcome", "share:plan-no-shares",
                "dates:plan-no-dates",
            ])
        try write(.vision, ["text": "At ease"], fund)
        try write(
            .gap,
            [
                "need": "1", "existing": "A club", "baseline": "9", "target": "4",
                "better": "lower",
            ], fund)
        try write(
            .option,
            [
                "title": "Grants", "kind": "other", "description": "x", "choice": "chosen",
                "why": "Fits",
            ], fund)
        try write(
            .talk,
            [
                "day": "2026-11-30", "who": "Parents", "how": "walk", "said": "x",
                "changed": "no", "outcome": "x",
            ], fund)
        try write(.outcome, ["priority": "belonging", "text": "More belong"], fund)
        try write(
            .share, ["by": "priority", "key": "belonging", "amountPence": "£30,000"], fund)
        #expect(lacks(cycle) == ["dates:plan-no-dates"])
        let book = try fund.services.configuration().planBook
        let days = book.days.propose(from: try #require(LocalDate("2027-01-04")))
        try write(
            .dates,
            Dictionary(
                days.map { ($0.key.rawValue, "\($0.value)") }, uniquingKeysWith: { $1 }), fund)
        // A need that is stated later has its gap said too.
        let number = try fund.workflows.stateNeed(
            "Another", place: "Here", in: MadeUpCycle.key, as: try fund.person("officer"))
        try fund.workflows.supportNeed(
            number, source: "Seen", url: nil, in: MadeUpCycle.key, as: try fund.person("officer"))
        #expect(lacks(cycle) == ["gap:plan-no-gap"])
        try fund.workflows.withdrawNeed(
            number, reason: "The same", in: MadeUpCycle.key, as: try fund.person("officer"))
        #expect(try cycle.advance().status == .closed)
        try cycle.approve()
    }

    @Test("as shipped nothing is required; a cycle keeps what stood there when it started")
    func shipped() throws {
        let fund = try TestFund()
        #expect(
            try fund.services.configuration().commissioning.flatMap(\.required).isEmpty)
        try MadeUpCycle(fund.services).approvePlan()
        #expect(
            try fund.value("SELECT count(*) FROM commissioningPlanRequirement;") == "0")
        let (asked, _) = try planning("vision")
        #expect(
            try Command.sql(
                asked.databasePath,
                "INSERT INTO commissioningPlanRequirement VALUES (1, 'dates', '', '');"
            ).errors.contains("cycle-questions-fixed"))
        #expect(
            try Command.sql(asked.databasePath, "DELETE FROM commissioningPlanRequirement;")
                .errors.contains("cycle-questions-fixed"))
        let wrong = problem { _ = try TestFund(edits: [Self.requiring("visions, gaps, gaps")]) }
        #expect(wrong?.fields.count == 2, "\(wrong?.fields ?? [])")
    }
}
