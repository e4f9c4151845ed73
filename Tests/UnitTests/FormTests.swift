import Forms
import FundCore
import TestSupport
import Testing

@Suite("Questions take what people type, and nothing that is no answer")
struct FormTests {
    private static let months = (1...12).map { number in
        [
            [
                "January", "February", "March", "April", "May", "June", "July", "August",
                "September", "October", "November", "December",
            ][number - 1]
        ]
    }

    private func read(_ type: QuestionType, _ fields: [(name: String, value: String)]) -> String {
        let question = Question(key: "q", type: type, title: "Q", required: true)
        switch question.read(TypedFields(fields), months: Self.months) {
        case .nothing: return "nothing"
        case .problem(let problem, _): return problem.code
        case .value(let value):
            let wrong = question.problems(with: value)
            return wrong.isEmpty ? value.text : wrong.map(\.code).joined(separator: ",")
        }
    }

    @Test(
        "one field",
        arguments: [
            (QuestionType.money, "2,500", "250000"), (.money, "£1,234.5", "123450"),
            (.money, " 12.34 ", "1234"), (.money, "۲۵۰", "25000"),
            (.money, "12.345", "not-pounds-typed"),
            (.money, "a lot", "not-pounds-typed"), (.money, "-5", "not-pounds-typed"),
            (.number, "1,000", "1000"), (.number, "40 people", "not-whole-number"),
            (.number, "٤٠", "40"), (.number, "2.5", "not-whole-number"),
            (.number, "99999999999999999999", "not-whole-number"),
            (.postcode, "s12hh", "\"s12hh\""), (.postcode, "S1 2H", "not-postcode"),
            (.postcode, "SW1A 1AA", "\"SW1A 1AA\""), (.postcode, "12345", "not-postcode"),
            (.email, "a@example.org", "\"a@example.org\""), (.email, "a@b", "not-email"),
            (.phone, "+44 (0)1632 960001", "\"+44 (0)1632 960001\""),
            (.phone, "12345", "not-phone"),
            (.phone, "call me 0163296000", "not-phone"),
            (.organisationNumber, "1164883", "\"1164883\""),
            (.organisationNumber, "SC042386", "\"SC042386\""),
            (.organisationNumber, "09506232", "\"09506232\""),
            (.organisationNumber, "12345", "not-organisation-number"),
            (.organisationNumber, "not one", "not-organisation-number"),
            (.text, "one\u{0000}line", "one-line"), (.text, "  ", "nothing"),
            (.declaration, "true", "true"), (.declaration, "yes", "nothing"),
        ])
    func field(type: QuestionType, typed: String, comes: String) {
        #expect(read(type, [("q", typed)]) == comes, "\(type) \(typed)")
    }

    @Test(
        "dates in three fields",
        arguments: [
            (["31", "1", "2027"], "\"2027-01-31\""), (["1", "June", "2026"], "\"2026-06-01\""),
            (["1", "jun", "2026"], "\"2026-06-01\""), (["29", "2", "2026"], "date-not-real"),
            (["29", "2", "2028"], "\"2028-02-29\""), (["", "6", "2026"], "date-without-day"),
            (["1", "", "2026"], "date-without-month"), (["1", "6", ""], "date-without-year"),
            (["1", "6", "26"], "date-year"), (["1", "Juno", "2026"], "date-not-real"),
            (["32", "1", "2026"], "date-not-real"), (["", "", ""], "nothing"),
        ])
    func date(parts: [String], comes: String) {
        let fields = zip(Question.dateParts, parts).map { (name: "q.\($0)", value: $1) }
        #expect(read(.date, fields) == comes)
    }

    @Test("what was answered shows in the fields as it was typed, and reads back as the same")
    func roundTrip() {
        let answers: [(QuestionType, JSONValue)] = [
            (.money, .int(123_450)), (.number, .int(40)), (.date, .string("2027-01-31")),
            (.text, .string("words")), (.declaration, .bool(true)),
        ]
        for (type, value) in answers {
            let question = Question(key: "q", type: type, title: "Q", required: true)
            let read = question.read(TypedFields(question.typed(value)), months: Self.months)
            guard case .value(let again) = read else {
                Issue.record("\(type)")
                continue
            }
            #expect(again.text == value.text)
        }
    }

    @Test("a question is asked where its condition holds, and what was answered before it leads on")
    func conditions() {
        var kind = Question(
            key: "kind", type: .choice, title: "K", required: true,
            options: [.init(key: "charity", title: "C"), .init(key: "neither", title: "N")])
        kind.hint = nil
        var number = Question(key: "number", type: .organisationNumber, title: "N", required: true)
        number.showWhen = ShowCondition(question: "kind", values: ["charity"])
        var other = Question(key: "other", type: .text, title: "O", required: false)
        other.showWhen = ShowCondition(question: "number", values: ["x"])
        let form = Form(questions: [kind, number, other])
        func asked(_ answers: [String: JSONValue]) -> [String] { form.asked(answers).map(\.key) }
        #expect(asked([:]) == ["kind"])
        #expect(asked(["kind": .string("neither")]) == ["kind"])
        #expect(asked(["kind": .string("charity")]) == ["kind", "number"])
        // An answer to what is not asked any more leads nowhere.
        #expect(
            asked(["kind": .string("neither"), "number": .string("x")]) == ["kind"])
        var fields = JSONFields(
            .object([("kind", .string("neither")), ("number", .string("1164883"))]))
        _ = form.answers(from: &fields)
        #expect(fields.finish().map(\.code) == ["not-asked"])
        var missing = JSONFields(.object([("kind", .string("charity"))]))
        _ = form.answers(from: &missing)
        #expect(missing.finish().map(\.code) == ["missing"])
    }

    @Test("words are counted, and too many are too many")
    func words() {
        var question = Question(
            key: "q", type: .longText, title: "Q", required: true, maximumCharacters: 1000)
        question.maximumWords = 3
        #expect(question.problems(with: .string("one two\nthree")).isEmpty)
        let problem = question.problems(with: .string("one two three four")).first
        #expect(problem?.code == "too-many-words" && problem?.arguments["count"] == "4")
    }
}
