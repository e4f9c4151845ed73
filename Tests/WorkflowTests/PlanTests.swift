import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("The rest of a plan: vision, gaps, options, days, prospectus")
struct PlanTests {
    private static let key = "cycle-1"
    private static let vision = ["text": "A town at ease with itself", "help": "A drop-in"]

    /// A fund whose cycle is in an open Plan with one need and one priority.
    private func planning() throws -> TestFund {
        let fund = try TestFund()
        let cycle = MadeUpCycle(fund.services)
        try cycle.start()
        try cycle.close(.analyse)
        try cycle.plan()
        return fund
    }

    @discardableResult
    private func write(
        _ part: PlanPart, _ values: [String: String], number: Int64? = nil, seen: Int64? = nil,
        _ fund: TestFund
    ) throws -> PlanWritten {
        try fund.workflows.writePlan(
            PlanWriting(part, values, number: number, seen: seen),
            try fund.services.configuration().planBook, in: Self.key,
            as: try fund.person("officer"))
    }

    private func report(_ fund: TestFund) throws -> PlanReport {
        try fund.services.reports.plan(
            of: Self.key, try fund.services.configuration().planBook,
            as: try fund.person("auditor"))
    }

    private func prospectus(_ fund: TestFund) throws -> Prospectus {
        try fund.services.reports.prospectus(
            of: Self.key, try fund.services.configuration().planBook, as: nil)
    }

    private func option(_ title: String, _ choice: String, why: String = "So it is") -> [String:
        String]
    {
        [
            "title": title, "kind": title == "Nothing" ? "nothing" : "other",
            "description": "What would be done", "choice": choice, "why": why,
            "costFromPence": "£1,000", "costToPence": "5000",
        ]
    }

    private func codes(_ report: ProblemReport?) -> [String] {
        report?.fields.map { "\($0.place) \($0.code)" } ?? []
    }

    @Test("a plan is written while Plan is open, version by version; what is wrong is said at once")
    func writing() throws {
        let fund = try TestFund()
        let cycle = MadeUpCycle(fund.services)
        try cycle.start()
        #expect(problem { try write(.vision, Self.vision, fund) }?.code == "plan-not-open")
        try cycle.close(.analyse)
        try cycle.plan()
        let empty = problem { try write(.talk, ["day": "2027-13-01", "how": "singing"], fund) }
        #expect(
            codes(empty) == [
                "day not-date", "who missing", "how not-an-option", "said missing",
                "changed missing", "outcome missing",
            ])
        let ahead = problem {
            try write(
                .talk,
                [
                    "day": "2026-12-02", "who": "Parents", "how": "walk", "said": "x",
                    "changed": "no", "outcome": "x",
                ], fund)
        }
        #expect(codes(ahead) == ["day date-too-late"])
        let first = try write(.vision, Self.vision, fund)
        #expect(first.item == "all" && first.version == 1)
        let stale = problem { try write(.vision, Self.vision, seen: 0, fund) }
        #expect(stale?.code == "plan-entry-changed")
        #expect(try write(.vision, ["text": "Another"], seen: 1, fund).version == 2)
        let read = try report(fund)
        #expect(read.standing(.vision).map { $0["text"] } == ["Another"])
        #expect(read.entries.filter { $0.part == .vision }.count == 2)
        try fund.workflows.withdrawPlan(
            .vision, "all", reason: "Too short", in: Self.key, as: try fund.person("officer"))
        #expect(try report(fund).standing(.vision).isEmpty)
        #expect(
            problem {
                try fund.workflows.withdrawPlan(
                    .vision, "all", reason: "x", in: Self.key, as: try fund.person("officer"))
            }?.code == "plan-entry-unknown")
        #expect(
            problem {
                _ = try fund.workflows.writePlan(
                    PlanWriting(.vision, Self.vision),
                    try fund.services.configuration().planBook, in: Self.key,
                    as: try fund.person("decider"))
            }?.code == "role-missing")
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("a gap is worked out in the direction that is better, from numbers or an indicator")
    func gaps() throws {
        let fund = try planning()
        let typed = problem {
            try write(.gap, ["need": "1", "existing": "A club", "baseline": "20"], fund)
        }
        #expect(codes(typed) == ["target plan-figure-missing", "better plan-better-missing"])
        let both = [
            "need": "1", "existing": "A club", "indicator": "belonging", "baseline": "20",
        ]
        #expect(codes(problem { try write(.gap, both, fund) }) == ["baseline plan-of-indicator"])
        func left(_ values: [String: String]) throws -> String? {
            try write(
                .gap, values.merging(["need": "1", "existing": "A club"]) { $1 }, fund)
            return try report(fund).gaps.first?.left?.plain
        }
        #expect(
            try left(["baseline": "20", "now": "25.5", "target": "40", "better": "higher"])
                == "14.5")
        #expect(
            try left(["baseline": "9", "target": "4", "better": "lower"]) == "5")
        #expect(
            try left(["baseline": "9", "now": "3", "target": "4", "better": "lower"]) == "0")
        #expect(try left(["baseline": "few", "target": "many"]) == nil)
        // As shipped: 61 at first, 70 to reach. A figure that came in is where it is now.
        #expect(try left(["indicator": "belonging"]) == "9")
        let figures = "ward,period,value\nall,2025,66.5\nmillbrook,2024,50\n"
        _ = try fund.workflows.importIndicator(
            ByteSource(name: "figures.csv", bytes: Array(figures.utf8)), of: "belonging",
            try fund.services.configuration().indicatorBook, as: try fund.person("officer"))
        #expect(try left(["indicator": "belonging"]) == "3.5")
        #expect(try left(["indicator": "belonging", "area": "millbrook"]) == "20")
        let other = problem { try write(.gap, ["need": "7", "existing": "x"], fund) }
        #expect(codes(other).first == "need not-an-option")
    }

    @Test("one option is chosen, each is judged, and Plan closes with none of them open")
    func options() throws {
        let fund = try planning()
        #expect(
            codes(problem { try write(.option, option("A", "chosen", why: " "), fund) }) == [
                "why plan-why-missing"
            ])
        #expect(
            codes(
                problem {
                    try write(
                        .option,
                        option("A", "open").merging(["costFromPence": "£6,000"]) { $1 }, fund)
                }) == ["costToPence plan-cost-order"])
        #expect(try write(.option, option("Nothing", "open"), fund).item == "1")
        #expect(try write(.option, option("Grants", "chosen"), fund).item == "2")
        #expect(
            problem { try write(.option, option("Nothing", "chosen"), number: 1, fund) }?.code
                == "plan-option-chosen")
        #expect(
            codes(problem { try write(.option, option("X", "open"), number: 9, fund) }) == [
                "number plan-number-unknown"
            ])
        for (question, mark) in [
            ("need", "good"), ("together", "good"), ("fair", "fair"), ("doable", "poor"),
            ("value", "fair"),
        ] {
            try write(
                .mark,
                ["option": "2", "question": question, "mark": mark, "reason": "Seen"], fund)
        }
        // (2·2 + 2·2 + 2·1 + 0 + 1) of 2 · 8.
        let read = try report(fund)
        #expect(read.options.map(\.score) == [nil, 68])
        #expect(read.lacks.contains { $0.field.code == "plan-not-judged" })
        let cycle = MadeUpCycle(fund.services)
        try cycle.answer(.plan)
        #expect(
            problem { try cycle.advance() }?.fields.map(\.code) == ["plan-option-open"])
        try write(.option, option("Nothing", "declined"), number: 1, fund)
        try write(.option, option("Grants", "declined"), number: 2, fund)
        #expect(
            problem { try cycle.advance() }?.fields.map(\.code) == ["plan-option-none"])
        try write(.option, option("Grants", "chosen"), number: 2, fund)
        #expect(try cycle.advance().status == .closed)
    }

    @Test("no step falls on a weekend, a bank holiday or a festival; the next good day is named")
    func days() throws {
        let fund = try planning()
        let values = [
            "opens": "2027-04-10", "closes": "2027-05-03", "panel": "2027-10-11",
            "decision": "2027-10-29", "payments": "2027-10-28",
        ]
        let refused = problem { try write(.dates, values, fund) }
        #expect(
            codes(refused) == [
                "opens day-weekend", "closes day-bank-holiday", "panel day-festival",
                "decision day-festival", "payments day-order",
            ])
        #expect(
            refused?.fields.map { $0.arguments["next"] ?? "" } == [
                "2027-04-12", "2027-05-04", "2027-10-12", "2027-11-01", "",
            ])
        #expect(refused?.fields[2].arguments["festival"] == "Yom Kippur")
        // A year that is not in the files hides nothing of the rest.
        #expect(
            codes(
                problem {
                    try write(.dates, values.merging(["payments": "2030-01-02"]) { $1 }, fund)
                }) == [
                    "opens day-weekend", "closes day-bank-holiday", "panel day-festival",
                    "decision day-festival", "payments day-unknown-holidays",
                    "payments day-unknown-festivals",
                ])
        let book = try fund.services.configuration().planBook
        let day = try #require(LocalDate("2027-04-24"))
        let proposed = book.days.propose(from: day)
        #expect(book.days.problems(proposed).isEmpty && book.days.unchecked(proposed).isEmpty)
        // Monday 26 April, and 30 good days on: without 28, 29 and 30 April (Passover, Orthodox Good
        // Friday), 3 and 31 May (bank holidays).
        #expect(proposed[.opens].map { "\($0)" } == "2027-04-26")
        #expect(proposed[.closes].map { "\($0)" } == "2027-06-14")
        try write(
            .dates,
            Dictionary(
                proposed.map { ($0.key.rawValue, "\($0.value)") }, uniquingKeysWith: { $1 }), fund
        )
        let rows = try fund.services.reports.timetable(
            of: Self.key, from: nil, book, as: try fund.person("auditor"))
        #expect(rows.map { $0[1].string } == PlanStep.allCases.map { "\(proposed[$0] ?? day)" })
    }

    @Test("shares come to no more than there is, and what has no need behind it is listed")
    func traces() throws {
        let fund = try planning()
        let before = try report(fund)
        #expect(!before.untracedCriteria.map(\.key).contains("need"))
        #expect(before.untracedCriteria.map(\.key).contains("learning"))
        let untraced = before.untracedQuestions.map(\.asked.key)
        #expect(untraced.contains("prevention") && !untraced.contains("need"))
        #expect(!untraced.contains("groupName"))
        try write(
            .question,
            ["round": "round-1", "question": "prevention", "priority": "belonging"], fund)
        #expect(try !report(fund).untracedQuestions.map(\.asked.key).contains("prevention"))
        try write(
            .outcome,
            ["priority": "belonging", "text": "More belong", "indicator": "belonging"], fund)
        #expect(
            codes(
                problem { try write(.outcome, ["priority": "safe-spaces", "text": "x"], fund) })
                == ["priority not-an-option"])
        #expect(
            codes(
                problem {
                    try write(
                        .share, ["by": "ward", "key": "belonging", "amountPence": "£1"], fund)
                }) == ["key not-an-option"])
        try write(.share, ["by": "ward", "key": "millbrook", "amountPence": "£20,000"], fund)
        let over = problem {
            try write(
                .share, ["by": "ward", "key": "canal-side", "amountPence": "10000.01"], fund)
        }
        #expect(codes(over) == ["amountPence plan-over-allotment"])
        try write(.share, ["by": "ward", "key": "canal-side", "amountPence": "10000"], fund)
        #expect(
            problem {
                try write(.share, ["by": "priority", "key": "belonging", "amountPence": "0"], fund)
            }?.code == "plan-one-split")
        let shares = try report(fund).shares
        #expect(shares.map(\.planned.pence) == [2_000_000, 1_000_000])
        try write(
            .impact,
            [
                "characteristic": "age", "effect": "positive", "evidence": "A survey",
                "action": "None needed",
            ], fund)
        let open = try report(fund).lacks.filter { $0.field.code == "plan-no-impact" }
        #expect(
            open.count == (try fund.services.configuration().planBook.characteristics.count) - 1)
    }

    @Test("what was approved is what anybody reads; going back takes it away until approved again")
    func approved() throws {
        let fund = try planning()
        try write(.vision, Self.vision, fund)
        try write(.outcome, ["priority": "belonging", "text": "More people belong"], fund)
        #expect(problem { _ = try prospectus(fund) }?.code == "prospectus-none")
        let draft = try fund.services.reports.prospectus(
            of: Self.key, try fund.services.configuration().planBook,
            as: try fund.person("decider"))
        #expect(draft.isDraft)
        let cycle = MadeUpCycle(fund.services)
        try cycle.close(.plan)
        #expect(problem { try write(.vision, Self.vision, fund) }?.code == "plan-not-open")
        try cycle.approve()
        let words = try fund.services.words()
        let first = try prospectus(fund)
        let text = first.text(words)
        for part in [
            "A town at ease with itself", "A drop-in", "Young people do not meet (Millbrook)",
            "More people belong", "£30,000.00", "£500.00", "Community need (20%)",
            first.frozen?.sha256 ?? "?",
        ] { #expect(text.contains(part), "\(part) is not in \(text)") }
        #expect(try fund.services.reports.prospectus(ofRound: "round-1") == Self.key)
        #expect(
            try fund.value("SELECT sha256 FROM commissioningPlanFrozen")
                == SHA256Hex(of: try fund.value("SELECT content FROM commissioningPlanFrozen"))
                .description)
        _ = try fund.workflows.reopenStage(
            .plan, of: Self.key, reason: "A ward was left out", as: try fund.person("officer"))
        #expect(problem { _ = try prospectus(fund) }?.code == "prospectus-none")
        try write(.vision, ["text": "<b>Another</b> vision"], fund)
        try cycle.advance()
        try cycle.approve()
        let second = try prospectus(fund)
        #expect(second.frozen?.sha256 != first.frozen?.sha256)
        let html = second.html(words)
        #expect(html.contains("&lt;b&gt;Another&lt;/b&gt; vision") && !html.contains("<b>"))
        #expect(html.contains("dir=\"ltr\"") && !html.contains("A drop-in"))
        let urdu = try #require(try fund.services.languages().first { $0.language == "ur" })
        #expect(second.html(urdu).contains("dir=\"rtl\""))
    }

    @Test("the schema refuses what the program would, whoever writes to it")
    func schema() throws {
        let fund = try planning()
        func refuses(_ sql: String, _ code: String) throws {
            let done = try Command.run(
                "/usr/bin/env", ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; " + sql])
            #expect(done.errors.contains(code), "\(sql): \(done.errors)")
        }
        func entry(_ part: String, _ item: String, _ body: String, version: Int = 1) -> String {
            "INSERT INTO commissioningPlanEntry (cycleId, part, item, version, body, writtenById, "
                + "writtenAt, writtenOn) VALUES (1, '\(part)', '\(item)', \(version), '\(body)', 2, "
                + "1, '2026-12-01');"
        }
        try refuses(entry("vision", "all", "{}"), "CHECK constraint failed")
        try refuses(entry("vision", "two", #"{"text":"x"}"#), "CHECK constraint failed")
        try refuses(entry("vision", "all", "[]"), "CHECK constraint failed")
        try refuses(
            entry("option", "1", #"{"title":"x","description":"x","kind":"other"}"#),
            "CHECK constraint failed")
        try refuses(
            entry(
                "option", "1",
                #"{"title":"x","description":"x","kind":"other","choice":"chosen"}"#),
            "CHECK constraint failed")
        try refuses(
            entry(
                "dates", "all",
                #"{"opens":"2027-01-02","closes":"2027-02-15","panel":"2027-03-08","decision":"2027-03-15","payments":"2027-04-07"}"#
            ), "CHECK constraint failed")
        try refuses(
            entry("share", "ward/x", #"{"by":"ward","key":"x","amountPence":-1}"#),
            "CHECK constraint failed")
        try refuses(
            entry("share", "ward/x", #"{"by":"ward","key":"x","amountPence":1.5}"#),
            "CHECK constraint failed")
        try refuses(
            entry("vision", "all", #"{"text":"x"}"#, version: 2), "plan-entry-changed")
        try refuses(
            entry("gap", "9", #"{"need":"9","existing":"x"}"#), "need-withdrawn")
        try refuses(
            entry(
                "mark", "1/need",
                #"{"option":"1","question":"need","mark":"good","reason":"x"}"#),
            "plan-option-gone")
        try refuses(
            entry("outcome", "1", #"{"priority":"safe-spaces","text":"x"}"#),
            "plan-priority-gone")
        let sha256 = String(repeating: "0", count: 64)
        try refuses(
            "INSERT INTO commissioningPlanFrozen VALUES (1, '\(sha256)', '{}', 1);",
            "plan-not-approved")
        try write(.vision, Self.vision, fund)
        try refuses("UPDATE commissioningPlanEntry SET body = '{}';", "commissioning-kept")
        try refuses("DELETE FROM commissioningPlanEntry;", "commissioning-kept")
        try write(.option, option("A", "chosen"), fund)
        try refuses(
            entry(
                "option", "2",
                #"{"title":"x","description":"x","kind":"other","choice":"chosen","why":"x"}"#),
            "plan-option-chosen")
        let cycle = MadeUpCycle(fund.services)
        try cycle.close(.plan)
        try refuses(
            entry("vision", "all", #"{"text":"x"}"#, version: 2), "plan-not-open")
    }
}
