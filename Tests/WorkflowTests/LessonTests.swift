import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Lessons: what one cycle taught, the next one answers")
struct LessonTests {
    /// The first cycle in Do, with a second that may start once it is in Review.
    private func inDo(_ fund: TestFund) throws -> CycleOfFund {
        let cycle = CycleOfFund(fund)
        try cycle.plan()
        return cycle
    }

    private func take(
        _ verdict: Lesson.Verdict, _ number: Int64, seen: Int64? = nil, in cycle: CycleOfFund
    ) throws {
        try cycle.fund.workflows.takeLesson(
            verdict, number, reason: "It fits", seen: seen, in: cycle.key, as: try cycle.officer)
    }

    @Test("a lesson says what was learned, what shows it and what follows, all named at once")
    func whole() throws {
        let fund = try TestFund()
        let cycle = CycleOfFund(fund)
        try cycle.start()
        #expect(problem { _ = try cycle.learn() }?.code == "lesson-not-now")
        let second = CycleOfFund(try TestFund())
        try second.plan()
        let refused = problem {
            _ = try second.fund.workflows.learnLesson(
                " ", evidence: "", meaning: String(repeating: "x", count: 5001), about: nil,
                in: "cycle-1", as: try second.officer)
        }
        #expect(refused?.fields.map(\.place) == ["lesson", "evidence", "meaning"])
        #expect(refused?.fields.map(\.code) == ["missing", "missing", "too-long"])
        #expect(
            problem { _ = try second.learn(about: "safe-spaces") }?.code
                == "cycle-priority-unknown")
        #expect(
            problem {
                _ = try second.fund.workflows.learnLesson(
                    "x", evidence: "x", meaning: "x", about: nil, in: "cycle-1",
                    as: try second.fund.person("decider"))
            }?.code == "role-missing")
        #expect(try second.fund.value("SELECT count(*) FROM commissioningLesson") == "0")
        #expect(try second.learn(about: "belonging") == 1)
        let row = try #require(
            try second.fund.services.reports.lessons(of: nil, as: try second.officer).first)
        #expect(row[5].string == "belonging")
    }

    @Test("the next cycle's Analyse and Plan close only when each lesson is decided about")
    func gate() throws {
        let fund = try TestFund()
        let first = try inDo(fund)
        try first.answer(.do)
        try first.advance()
        let (one, two) = (try first.learn(), try first.learn("Posters reach nobody"))
        let second = CycleOfFund(fund, "cycle-2")
        try second.start(round: "round-2")
        try second.answer(.analyse)
        let refused = problem { try second.advance() }
        #expect(refused?.fields.map(\.place) == ["lesson 1", "lesson 2"])
        #expect(Set(refused?.fields.map(\.code) ?? []) == ["lesson-open"])
        try take(.adopted, one, in: second)
        try take(.rejected, two, in: second)
        try second.advance()
        // One that the first cycle learns while the second plans is decided about in its Plan.
        let late = try first.learn("Evenings suit families")
        try second.addNeed()
        try second.answer(.plan)
        #expect(problem { try second.advance() }?.fields.map(\.place) == ["lesson 3"])
        try take(.adapted, late, in: second)
        // Minds change while the Plan is open, and every decision stays.
        #expect(problem { try take(.adopted, two, seen: 0, in: second) }?.code == "lesson-changed")
        try take(.adopted, two, seen: 1, in: second)
        try second.advance()
        #expect(problem { try take(.rejected, two, in: second) }?.code == "lesson-decided-in-plan")
        try second.approve()
        let rows = try fund.services.reports.lessons(of: "cycle-2", as: try first.officer)
        #expect(rows.map { $0[9].string } == ["adopted", "adopted", "adapted"])
        #expect(
            try fund.value("SELECT count(*) FROM commissioningLessonVerdict WHERE lessonId = 2")
                == "2")
        // What the second decided, the third is not asked again.
        try second.answer(.do)
        #expect(problem { try first.withdraw(one) }?.code == "lesson-decided")
        try first.answer(.review)
        try first.advance()
        try second.advance()
        let third = CycleOfFund(fund, "cycle-3")
        try third.start(round: nil)
        #expect(
            try fund.services.reports.lessonReport(of: "cycle-3", as: try first.officer).taken
                .isEmpty)
        #expect(problem { try take(.rejected, one, in: third) }?.code == "lesson-decided")
    }

    @Test("a lesson is taken back by its own cycle alone, and then nobody is asked about it")
    func withdrawn() throws {
        let fund = try TestFund()
        let first = try inDo(fund)
        let number = try first.learn()
        #expect(problem { try take(.adopted, number, in: first) }?.code == "lesson-own-cycle")
        #expect(problem { try first.withdraw(99) }?.code == "lesson-unknown")
        try first.withdraw(number)
        #expect(problem { try first.withdraw(number) }?.code == "lesson-withdrawn")
        try first.answer(.do)
        try first.advance()
        try first.answer(.review)
        #expect(problem { try first.advance() }?.fields.map(\.code) == ["stage-no-lesson"])
        let second = CycleOfFund(fund, "cycle-2")
        try second.start(round: nil)
        #expect(problem { try take(.adopted, number, in: second) }?.code == "lesson-withdrawn")
        try second.answer(.analyse)
        try second.advance()
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("the schema refuses what the program would, whoever writes to it")
    func schema() throws {
        let fund = try TestFund()
        let first = CycleOfFund(fund)
        try first.start()
        func refuses(_ sql: String, _ code: String) throws {
            let done = try Command.run(
                "/usr/bin/env", ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; " + sql])
            #expect(done.errors.contains(code), "\(sql): \(done.errors)")
        }
        func lesson(_ cycle: Int, evidence: String = "x") -> String {
            "INSERT INTO commissioningLesson VALUES (9, \(cycle), 'x', '\(evidence)', 'x', NULL, "
                + "2, 1, '2026-12-01');"
        }
        func verdict(_ lesson: Int, by cycle: Int, version: Int = 1) -> String {
            "INSERT INTO commissioningLessonVerdict VALUES (9, \(lesson), \(cycle), \(version), "
                + "'adopted', 'x', 2, 1, '2026-12-01');"
        }
        let withdrawal = "INSERT INTO commissioningLessonWithdrawal VALUES (1, 'x', 2, 1);"
        let closing =
            "INSERT INTO commissioningStageEvent (cycleId, stage, kind, personId, at, happenedOn) "
            + "VALUES (%, '%', 'closed', 2, 1, '2026-12-01');"
        try refuses(lesson(1), "lesson-not-now")
        try first.answer(.analyse)
        try first.advance()
        try first.addNeed()
        try first.answer(.plan)
        try first.advance()
        try first.approve()
        try refuses(lesson(1, evidence: " "), "CHECK")
        try first.answer(.do)
        try first.advance()
        try first.answer(.review)
        try refuses(
            closing.replacing("%", with: "1", maxReplacements: 1)
                .replacing("%", with: "review"), "stage-lacks")
        #expect(try first.learn() == 1)
        try refuses("UPDATE commissioningLesson SET evidence = 'y';", "commissioning-kept")
        try refuses("DELETE FROM commissioningLesson;", "commissioning-kept")
        let second = CycleOfFund(fund, "cycle-2")
        try second.start(round: nil)
        try second.answer(.analyse)
        try refuses(
            closing.replacing("%", with: "2", maxReplacements: 1)
                .replacing("%", with: "analyse"), "stage-lacks")
        try refuses(verdict(1, by: 1), "lesson-")
        try refuses(verdict(1, by: 2, version: 2), "lesson-changed")
        try take(.adopted, 1, in: second)
        try refuses("DELETE FROM commissioningLessonVerdict;", "commissioning-kept")
        try refuses(withdrawal, "lesson-decided")
        try second.advance()
    }
}

extension CycleOfFund {
    fileprivate func withdraw(_ number: Int64) throws {
        try fund.workflows.withdrawLesson(
            number, reason: "It was not so", in: key, as: try officer)
    }
}
