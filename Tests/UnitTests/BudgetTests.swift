import Forms
import FundCore
import TestSupport
import Testing

@Suite("Budgets are lines that add up, and spend is told against them")
struct BudgetTests {
    private static func question(
        lines: Int = 4, isTotal: Bool = true, required: Bool = false
    ) -> Question {
        var question = Question(
            key: "b", type: .budget, title: "Budget", required: required,
            options: [.init(key: "venue", title: "Venue"), .init(key: "food", title: "Food")])
        question.budget = BudgetRules(lines: lines, isTotal: isTotal)
        return question
    }

    private func typed(_ lines: [(Int, String, String, String)]) -> TypedFields {
        TypedFields(
            lines.flatMap { number, what, kind, amount in
                [
                    (name: "b.\(number).what", value: what),
                    (name: "b.\(number).kind", value: kind),
                    (name: "b.\(number).amount", value: amount),
                ]
            })
    }

    private func read(_ lines: [(Int, String, String, String)]) -> JSONValue? {
        guard case .value(let value) = Self.question().read(typed(lines), months: []) else {
            return nil
        }
        return value
    }

    @Test("what is typed becomes lines; empty ones count as nothing, wherever they stand")
    func lines() throws {
        #expect(read([(1, "", "", ""), (2, " ", "", " ")]) == nil)
        let value = try #require(
            read([
                (1, " Room hire ", "venue", "£1,200.50"), (2, "", "", ""), (3, "Tea", "", "۲۵"),
                (4, "", "", ""),
            ]))
        let question = Self.question()
        #expect(question.problems(with: value).isEmpty)
        let kept = question.normalised(value)
        #expect(
            kept.text
                == "[{\"what\":\"Room hire\",\"kind\":\"venue\",\"amountPence\":120050},"
                + "{\"what\":\"Tea\",\"amountPence\":2500}]")
        // What was kept stands in the fields again.
        let again = question.typed(kept)
        #expect(
            again.map(\.value) == ["Room hire", "venue", "1200.50", "Tea", "", "25.00"]
                && again.last?.name == "b.2.amount")
        #expect(question.lastLine(TypedFields(again)) == 2)
    }

    @Test("everything that is wrong is named by its line")
    func wrong() throws {
        let value = try #require(
            read([
                (1, "", "", "100"), (2, "Food", "", ""), (3, "Bus", "plane", "ten"),
                (4, "x\u{0007}", "food", "0"),
            ]))
        let found = Self.question().problems(with: value).map {
            "\($0.arguments["line"] ?? "-") \($0.code)"
        }
        #expect(
            found == [
                "1 budget-line-what", "2 budget-line-no-amount", "3 budget-line-amount",
                "3 budget-line-kind", "4 budget-line-one-line", "4 budget-line-amount",
            ])
    }

    @Test(
        "programs are held to the same",
        arguments: [
            ("7", "not-budget"), ("[]", ""), ("[{}, null]", ""), ("null", ""),
            ("[7]", "budget-line-shape"),
            ("[{\"what\":\"A\",\"amountPence\":1,\"colour\":1}]", "budget-line-shape"),
            ("[{\"what\":7,\"amountPence\":1}]", "budget-line-what"),
            ("[{\"what\":\"A\",\"amountPence\":1.5}]", "budget-line-amount"),
            ("[{\"what\":\"A\",\"amountPence\":100000000000}]", "budget-line-amount"),
            ("[{\"what\":\"A\",\"amountPence\":-1}]", "budget-line-amount"),
            ("[{\"what\":\"A\",\"amountPence\":1,\"kind\":null}]", ""),
            ("[{\"what\":\"A\",\"amountPence\":1,\"kind\":7}]", "budget-line-kind"),
            (
                "[{\"what\":\"A\",\"amountPence\":1},{\"what\":\"A\",\"amountPence\":1},"
                    + "{\"what\":\"A\",\"amountPence\":1},{\"what\":\"A\",\"amountPence\":1},"
                    + "{\"what\":\"A\",\"amountPence\":1}]", "budget-too-many"
            ),
        ])
    func programs(json: String, code: String) throws {
        let value = try JSONReader.read(Array(json.utf8))
        let found = Self.question().problems(with: value).map(\.code)
        #expect(found == (code.isEmpty ? [] : [code]), "\(json)")
        let needed = Self.question(required: true).problems(with: value).map(\.code)
        #expect(needed == (found.isEmpty && value.budgetLines == nil ? ["missing"] : found))
    }

    @Test("a text of a line may be so long, and no longer")
    func length() {
        for (count, isRight) in [(100, true), (101, false)] {
            let line = BudgetLine(
                what: String(repeating: "ہ", count: count), kind: nil, pence: 1)
            let found = Self.question().problems(with: .array([line.json])).map(\.code)
            #expect(found == (isRight ? [] : ["budget-line-long"]))
        }
    }

    @Test("the lines come to what is asked for, or the difference is named")
    func total() {
        let lines = JSONValue.array([BudgetLine(what: "A", kind: nil, pence: 9000).json])
        let question = Self.question()
        #expect(question.totalProblem(lines, requested: Money(pence: 9000)) == nil)
        #expect(question.totalProblem(lines, requested: nil) == nil)
        let over = question.totalProblem(lines, requested: Money(pence: 8999))
        #expect(over?.code == "budget-total-over" && over?.arguments["difference"] == "£0.01")
        let under = question.totalProblem(lines, requested: Money(pence: 10_000))
        #expect(under?.code == "budget-total-under" && under?.arguments["difference"] == "£10.00")
        let free = Self.question(isTotal: false)
        #expect(free.totalProblem(lines, requested: .zero) == nil)
    }

    private static func spend(asksUnder: Bool) -> Question {
        var question = Question(key: "s", type: .spend, title: "Spend", required: true)
        var rules = SpendRules(fromPence: nil, percent: 20, overPence: 10_000)
        rules.asksUnder = asksUnder
        rules.lines = [
            .init(what: "Room", kind: "Venue", budgetPence: 100_000, toldPence: nil),
            .init(what: "Tea", kind: nil, budgetPence: 10_000, toldPence: 500),
            .init(what: "", kind: nil, budgetPence: 0, toldPence: nil),
        ]
        question.spend = rules
        return question
    }

    @Test("a line that is far from its budget needs an explanation; a small one does not")
    func explanation() {
        let rules = Self.spend(asksUnder: true).spend
        let line = Self.spend(asksUnder: true).spendLines
        for (place, spent, needs) in [
            (0, 120_000, false), (0, 120_001, true), (0, 80_000, false), (0, 79_999, true),
            (1, 20_000, false), (1, 20_001, true), (1, 0, false), (2, 10_000, false),
            (2, 10_001, true),
        ] as [(Int, Int64, Bool)] {
            #expect(
                rules?.needsExplanation(line[place], spent: spent) == needs, "\(place) \(spent)")
        }
        // Half-way less is no wonder.
        let half = Self.spend(asksUnder: false).spend
        #expect(half?.needsExplanation(line[0], spent: 0) == false)
        #expect(half?.needsExplanation(line[0], spent: 120_001) == true)
    }

    @Test("spend is checked line by line, and comes to what was spent in all")
    func told() throws {
        let question = Self.spend(asksUnder: true)
        func codes(_ json: String, spent: Int64? = nil) throws -> [String] {
            let value = try JSONReader.read(Array(json.utf8))
            let wrong = question.problems(with: value)
            guard wrong.isEmpty else { return wrong.map(\.code) }
            return question.spendGaps(
                question.normalised(value), spent: spent.map { Money(pence: $0) }
            ).map(\.code)
        }
        let good = "[{\"line\":1,\"spentPence\":100000},{\"line\":2,\"spentPence\":9000}]"
        #expect(try codes(good, spent: 109_000) == [])
        #expect(try codes(good, spent: 109_001) == ["spend-total"])
        #expect(try codes("[{\"line\":2,\"spentPence\":9000}]") == ["spend-line-missing"])
        #expect(
            try codes(
                "[{\"line\":1,\"spentPence\":0},{\"line\":2,\"spentPence\":0},"
                    + "{\"line\":3,\"spentPence\":20000}]", spent: 20_000)
                == ["spend-line-because", "spend-other-because"])
        #expect(
            try codes(
                "[{\"line\":1,\"spentPence\":0,\"because\":\"Free\"},{\"line\":2,\"spentPence\":0},"
                    + "{\"line\":3,\"spentPence\":20000,\"because\":\"A bus\"}]", spent: 20_000)
                == [])
        #expect(
            try codes("[{\"line\":1},{\"line\":1}]") == ["spend-line-twice"])
        for wrong in ["[{\"line\":4}]", "[{\"line\":0}]", "[{}]", "[1]", "[{\"line\":1,\"x\":1}]"] {
            #expect(try codes(wrong) == ["spend-line-shape"], "\(wrong)")
        }
        #expect(try codes("[{\"line\":1,\"spentPence\":-1}]") == ["spend-line-amount"])
        #expect(try codes("[{\"line\":1,\"spentPence\":\"1\"}]") == ["spend-line-amount"])
        #expect(try codes("[{\"line\":1,\"what\":\"Bus\"}]") == ["spend-line-changed"])
        #expect(try codes("7") == ["not-spend"])
        #expect(try codes("[]") == ["missing"])
    }

    @Test("what is typed of spend is read back as it was kept")
    func spendTyped() throws {
        let question = Self.spend(asksUnder: true)
        let fields = TypedFields([
            (name: "s.1.amount", value: "£90"), (name: "s.1.because", value: "Cheaper <hall>"),
            (name: "s.3.amount", value: "a lot"),
        ])
        guard case .value(let value) = question.read(fields, months: []) else {
            Issue.record("nothing was read")
            return
        }
        #expect(question.problems(with: value).map(\.code) == ["spend-line-amount"])
        let kept = question.normalised(
            .array([
                .object([
                    ("line", .int(1)), ("spentPence", .int(9000)), ("because", .string(" Cheap ")),
                ])
            ]))
        #expect(
            kept.text
                == "[{\"line\":1,\"what\":\"Room\",\"kind\":\"Venue\",\"budgetPence\":100000,"
                + "\"spentPence\":9000,\"because\":\"Cheap\"}]")
        #expect(question.problems(with: kept).isEmpty)
        #expect(question.typed(kept).map(\.value) == ["90.00", "Cheap"])
    }

    private static func spend(of lines: [(String, String?)]) -> Question {
        var question = spend(asksUnder: false)
        question.spend?.lines =
            lines.map {
                SpendRules.Line(what: $0.0, kind: $0.1, budgetPence: 100, toldPence: nil)
            } + [SpendRules.Line(what: "", kind: nil, budgetPence: 0, toldPence: nil)]
        return question
    }

    /// As a browser sends it: what was typed, and the lines that the page named.
    private static func form(
        _ question: Question, _ typed: [(name: String, value: String)]
    ) -> TypedFields {
        TypedFields(question.spendNames + typed)
    }

    @Test("what was typed of one budget is not taken for another, and is told so once")
    func spendNamed() throws {
        let before = Self.spend(of: [("Room", "Venue"), ("Tea", nil)])
        let typed = Self.form(
            before,
            [
                (name: "s.1.amount", value: "10"), (name: "s.1.because", value: "A hall"),
                (name: "s.2.amount", value: "20"), (name: "s.3.amount", value: "30"),
            ])
        func codes(_ now: Question, _ typed: TypedFields) -> [String] {
            guard case .value(let value) = now.read(typed, months: []) else { return ["nothing"] }
            return now.problems(with: value).map(\.code)
        }
        #expect(codes(before, typed) == [] && before.spendMoves(typed, saved: nil) == nil)
        for lines in [
            [("Tea", nil), ("Room", "Venue")], [("Room", "Food"), ("Tea", nil)],
            [("Room", nil), ("Tea", nil)], [("Room", "Venue"), ("Tea", "Food")],
            [("Room", "Venue")], [("Room", "Venue"), ("Tea", nil), ("Bus", nil)], [],
        ] as [[(String, String?)]] {
            #expect(codes(Self.spend(of: lines), typed) == ["spend-line-changed"], "\(lines)")
        }
        // Shown again, each amount stands at its own line, and what has none is named.
        let now = Self.spend(of: [("Tea", nil), ("Bus", nil)])
        let placed = now.placed(typed)
        #expect(placed["s.1.amount"] == "20" && placed["s.2.amount"].isEmpty)
        #expect(placed["s.3.amount"] == "30" && placed["s.1.because"].isEmpty)
        let moves = try #require(now.spendMoves(typed, saved: nil))
        #expect(moves.gone == [SpendMoves.Gone(what: "Room", kind: "Venue", amount: "10")])
        #expect(moves.new.map(\.what) == ["Bus"])
        // A line that was added where nothing was typed says nothing of another.
        let more = Self.spend(of: [("Room", "Venue"), ("Tea", nil), ("Bus", nil)])
        let first = Self.form(before, [(name: "s.1.amount", value: "10")])
        #expect(codes(more, first) == [])
        #expect(more.spendMoves(first, saved: nil)?.new.map(\.what) == ["Bus"])
        // Without names, as programs do, it is by number alone.
        #expect(codes(now, TypedFields([(name: "s.1.amount", value: "10")])) == [])
    }

    @Test("what was saved of a budget is shown at its own lines, whatever their numbers are now")
    func spendMoved() throws {
        let before = Self.spend(of: [("Room", "Venue"), ("Tea", nil), ("Tea", nil)])
        let saved = before.normalised(
            .array(
                [(1, 1000), (2, 2000), (3, 3000), (4, 4000)].map {
                    .object([("line", .int(Int64($0.0))), ("spentPence", .int(Int64($0.1)))])
                }))
        #expect(before.spendMoves(TypedFields([]), saved: saved) == nil)
        let now = Self.spend(of: [("Bus", nil), ("Tea", nil), ("Room", nil), ("Tea", nil)])
        #expect(now.problems(with: saved).map(\.code) == ["spend-line-changed"])
        let typed = TypedFields(now.typed(saved))
        #expect(
            (1...5).map { typed["s.\($0).amount"] } == ["", "20.00", "", "30.00", "40.00"])
        let moves = try #require(now.spendMoves(typed, saved: saved))
        #expect(moves.gone == [SpendMoves.Gone(what: "Room", kind: "Venue", amount: "£10.00")])
        #expect(moves.new.map(\.what) == ["Bus", "Room"])
    }

    @Test("a line of which a part is missing is shown again as it was kept")
    func halfLine() throws {
        let value = try JSONReader.read(
            Array("[{\"what\":\"Room\"},{},{\"kind\":\"food\",\"amountPence\":1250}]".utf8))
        let question = Self.question()
        #expect(
            Set(question.problems(with: value).map(\.code)).isSuperset(of: BudgetRules.unfinished))
        let typed = TypedFields(question.typed(value))
        #expect(typed["\(question.key).1.what"] == "Room")
        #expect(typed["\(question.key).3.amount"] == "12.50")
        guard case .value(let read) = question.read(typed, months: []) else {
            Issue.record("nothing was read")
            return
        }
        #expect(read.text == value.text)
    }
}
