import Applications
import Awards
import Bootstrap
import Commissioning
import Forms
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("An award is spent by the lines of its budget")
struct AwardBudgetTests {
    private static func lines(_ lines: [(String, String?, Int64)]) -> JSONValue {
        .array(lines.map { BudgetLine(what: $0.0, kind: $0.1, pence: $0.2).json })
    }

    private static let agreed = lines([
        ("Room hire", "Venue", 500_000), ("Food", nil, 300_000),
    ])

    @discardableResult
    private func set(
        _ lines: JSONValue?, _ round: MonitoredRound, reason: String = "By telephone",
        seen: Int64? = nil, as person: String = "officer"
    ) throws -> Int64 {
        try round.flow.setBudget(
            lines, of: round.first, reason: reason, seen: seen, as: try round.fund.person(person))
    }

    private func spend(_ pence: [Int64?], because: [Int: String] = [:]) -> JSONValue {
        .array(
            pence.enumerated().compactMap { index, pence in
                guard let pence else { return nil }
                return .object(
                    [("line", .int(index + 1)), ("spentPence", .int(pence))]
                        + (because[index].map { [("because", .string($0))] } ?? []))
            })
    }

    private func answers(_ spent: Int64, _ lines: JSONValue) -> JSONValue {
        MonitoredRound.answers(spent: spent, [("returnLines", lines)])
    }

    private func review(_ round: MonitoredRound) throws -> AwardReview {
        try round.fund.services.reports.awardReview(round.first, as: TestFund.operator)
    }

    @Test("officers set agreed lines, never of more than the award, and each is kept")
    func setting() throws {
        let round = try MonitoredRound()
        #expect(try review(round).budget == nil)
        let over = try #require(
            problem { try set(Self.lines([("Room", nil, 900_001)]), round, reason: " ") })
        #expect(over.fields.map(\.code) == ["budget-over-award", "missing"], "\(over.fields)")
        #expect(over.fields.first?.arguments["difference"] == "£0.01")
        #expect(problem { try set(nil, round) }?.fields.map(\.code) == ["missing"])
        #expect(try set(Self.agreed, round, seen: 0) == 1)
        #expect(problem { try set(Self.agreed, round, seen: 0) }?.code == "budget-changed")
        for person in ["finance", "decider", "applicant"] {
            #expect(
                problem { try set(Self.agreed, round, as: person) }?.code == "role-missing")
        }
        #expect(try set(Self.lines([("All of it", nil, 900_000)]), round, seen: 1) == 2)
        // A list reads no budgets: it shows nothing of them.
        let listed = try round.fund.services.reports.awardReviews(
            of: "round-1", as: TestFund.operator
        ).reviews
        #expect(!listed.isEmpty && listed.allSatisfy { $0.budget == nil })
        let budget = try #require(try review(round).budget)
        #expect(budget.number == 2 && budget.source == .agreed && budget.over == .zero)
        #expect(budget.lines.map(\.what) == ["All of it"] && budget.spent == nil)
        let made = """
            INSERT INTO commissioningBudget (awardId, number, source, awardedPence, totalPence, lines,
              reason, setById, setAt, setOn)
            SELECT awardId, number + 1, 'agreed', 900000, %, 'x', setById, setAt, setOn
            FROM commissioningBudget WHERE number = 2;
            """
        func refuses(_ rest: String, _ code: String) throws {
            try round.refuses(made.replacing("%", with: rest), code)
        }
        let line = #"'[{"what":"A","amountPence":#}]'"#
        try refuses("900001, " + line.replacing("#", with: "900001"), "budget-over-award")
        try refuses("5, " + line.replacing("#", with: "6"), "budget-lines")
        try refuses(#"5, '[{"amountPence":5}]'"#, "budget-lines")
        try round.refuses("DELETE FROM commissioningBudget;", "budget-kept")
        try round.refuses("UPDATE commissioningBudget SET reason = 'y';", "budget-kept")
        guard case .whole = try round.fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("a return asks what went to each line, and shows what was told before")
    func told() throws {
        let round = try MonitoredRound()
        try set(Self.agreed, round)
        try round.ask()
        let half = try round.report().content(1)
        let asked = try #require(half.form.questions.first { $0.type == .spend })
        #expect(asked.spendLines.map(\.what) == ["Room hire", "Food", ""])
        func refused(_ spent: Int64, _ lines: JSONValue) -> [String] {
            problem { try round.send(answers(spent, lines)) }?.fields.map(\.code) ?? []
        }
        #expect(problem { try round.send() }?.fields.map(\.code) == ["missing"])
        #expect(refused(400_000, spend([100_000])) == ["spend-line-missing"])
        #expect(refused(400_000, spend([100_000, 200_000])) == ["spend-total"])
        #expect(refused(400_000, spend([700_000, 300_000])) == ["return-over-award"])
        #expect(refused(650_000, spend([650_000, 0])) == ["spend-line-because"])
        // Half a table can be kept, and goes on later.
        try round.save(answers(400_000, spend([100_000])))
        #expect(try round.report(as: "applicant").content(1).draft?.answers["returnLines"] != nil)
        // Whoever kept it before the lines were changed looks at them again.
        try set(Self.lines([("Room", nil, 500_000), ("Food", nil, 300_000)]), round)
        #expect(problem { try round.send(nil) }?.fields.map(\.code) == ["spend-line-changed"])
        try set(Self.agreed, round)
        try round.send(answers(400_000, spend([100_000, 250_000, 50_000], because: [2: "A bus"])))
        try round.accept()
        var budget = try #require(try review(round).budget)
        #expect(
            budget.lines.map(\.spent) == [100_000, 250_000, 50_000].map { Money(pence: $0) })
        #expect(budget.lines.last?.what == nil && budget.lines.last?.because == "A bus")
        #expect(budget.lines.first?.difference == Money(pence: -400_000))
        // The last return knows what the one before told, and asks about what was not spent too.
        let end = try round.report().content(2)
        let lines = try #require(end.form.questions.first { $0.type == .spend }).spendLines
        #expect(lines.map(\.toldPence) == [100_000, 250_000, 50_000])
        let less = answers(400_000, spend([100_000, 300_000, 0]))
        #expect(
            problem { try round.send(less, number: 2) }?.fields.map(\.code)
                == ["spend-line-because"])
        try round.send(
            answers(400_000, spend([100_000, 300_000, 0], because: [0: "A free hall"])), number: 2)
        budget = try #require(try review(round).budget)
        #expect(budget.spent == Money(pence: 400_000) && budget.lines.count == 2)
        // What a version says of the lines stays as it was sent, whatever the budget is later.
        try set(Self.lines([("Rooms", nil, 900_000)]), round)
        let sent = try round.report().content(1).versions.last?.answers["returnLines"]?.spendLines
        #expect(sent?.first?.what == "Room hire" && sent?.first?.budgetPence == 500_000)
        #expect(try review(round).budget?.spent == Money(pence: 400_000))
    }

    @Test("what was told at the end counts, also where what was told half-way came after it")
    func order() throws {
        let round = try MonitoredRound()
        try set(Self.agreed, round)
        try round.ask()
        let because = [0: "A free hall", 2: "A bus"]
        try round.send(
            answers(500_000, spend([100_000, 300_000, 100_000], because: because)), number: 2)
        try round.send(answers(200_000, spend([50_000, 150_000, 0])))
        let budget = try #require(try review(round).budget)
        #expect(budget.spent == Money(pence: 500_000), "\(budget.lines.map(\.spent))")
    }

    @Test("an award that was cut below its budget need not say why each line is less")
    func cut() throws {
        let round = try MonitoredRound()
        try set(Self.agreed, round)
        try round.ask()
        func asksUnder() throws -> Bool? {
            try round.report().content(2).form.questions.first { $0.type == .spend }?.spend?
                .asksUnder
        }
        #expect(try asksUnder() == true)
        try round.flow.askVariation(
            round.first, AgreementChange(amount: Money(pence: 600_000), reason: "Less is needed."),
            as: try round.fund.person("officer"))
        try round.round.decide(round.first)
        try round.round.accept(round.first)
        #expect(try asksUnder() == false)
        try round.send(answers(600_000, spend([300_000, 300_000])), number: 2)
    }

    @Test("awards without lines, and those below the amount, are not asked")
    func light() throws {
        let none = try MonitoredRound()
        try none.ask()
        #expect(try none.report().content(1).form.questions.allSatisfy { $0.type != .spend })
        try none.send()
        #expect(
            problem {
                try none.send(
                    MonitoredRound.answers([("returnLines", .array([]))]), number: 2)
            }?.fields.map(\.code) == ["unknown-key"])
        let small = try MonitoredRound(edits: [
            (
                file: "Config/monitoring.yaml", old: "      from: \"£2,500\"\n",
                new: "      from: \"£9,000.01\"\n"
            )
        ])
        try set(Self.agreed, small)
        try small.ask()
        try small.send()
    }

    @Test("a group's lines are kept page by page, sent, and come back in its receipt")
    func written() throws {
        let fund = try TestFund(edits: [
            (
                file: "Config/form.yaml", old: "      - key: spending\n",
                new: """
                      - {key: budget, type: budget, title: Budget, required: false, total: requested}

                      - key: spending

                """
            )
        ])
        try fund.open()
        let one = try fund.volunteer("one@example.com")
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        try fund.fill(id, as: one)
        func save(_ lines: [(String, String?, Int64)], isLater: Bool = false) throws {
            let seen = try fund.services.reports.draft(id, as: one).draft.tag(of: ["budget"])
            try fund.workflows.savePage(
                ["budget": .some(Self.lines(lines))], on: isLater ? nil : "budget", of: id,
                seen: seen.description, as: one)
        }
        let short = [("Room hire", nil as String?, 200_000 as Int64)]
        #expect(problem { try save(short) }?.fields.map(\.code) == ["budget-total-under"])
        let seen = try fund.services.reports.draft(id, as: one).draft.tag(of: ["budget"])
        try fund.workflows.savePage(
            ["budget": .some(.array([.object([("what", .string("Room hire"))])]))], on: nil,
            of: id, seen: seen.description, as: one)
        let half = problem { _ = try fund.workflows.sendDraft(id, language: "en", as: one) }
        #expect(half?.fields.map(\.code) == ["budget-line-no-amount"])
        try save(short, isLater: true)
        let unsent = problem { _ = try fund.workflows.sendDraft(id, language: "en", as: one) }
        #expect(unsent?.fields.map(\.code) == ["budget-total-under"])
        try save(short + [("Tea", nil, 50_000)])
        let sent = try fund.workflows.sendDraft(id, language: "en", as: one)
        let letter = try fund.letters(of: "\(sent.reference)").first ?? ""
        #expect(
            letter.contains("Room hire £2,000.00; Tea £500.00; Together £2,500.00"), "\(letter)")
    }

    @Test("questions of lines stand where they belong")
    func placed() throws {
        #expect(throws: (any Error).self) {
            _ = try TestFund(edits: [
                (
                    file: "Config/monitoring.yaml", old: "type: spend\n", new: "type: budget\n"
                )
            ])
        }
        #expect(throws: (any Error).self) {
            _ = try TestFund(edits: [
                (file: "Config/form-round-2.yaml", old: "lines: 12", new: "lines: 31")
            ])
        }
    }
}
