import Applications
import Bootstrap
import Forms
import FundCore
import Identity
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Nobody who writes with others can do them harm")
struct TogetherTests {
    private let fund: TestFund
    private let one: Principal
    private let two: Principal

    init() throws {
        fund = try TestFund()
        try fund.open()
        (one, two) = (try fund.volunteer("one@example.com"), try fund.volunteer("two@example.com"))
    }

    private func code(_ work: () throws -> Void) -> String? { problem(work)?.code }

    /// A draft of one's, which two may write on, with everything answered.
    private func shared() throws -> DraftID {
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        try fund.workflows.addDraftMember("two@example.com", to: id, as: one)
        try fund.fill(id, as: one)
        return id
    }

    @Test("invitations use up nobody's drafts, and whoever is invited can go")
    func limits() throws {
        for _ in 1...10 {
            let id = try fund.workflows.startDraft(in: "round-1", as: one)
            try fund.workflows.addDraftMember("two@example.com", to: id, as: one)
        }
        #expect(
            code { _ = try fund.workflows.startDraft(in: "round-1", as: one) } == "draft-too-many")
        // The schema holds it too.
        let person = try fund.value("SELECT id FROM person WHERE email = 'one@example.com'")
        #expect(
            try Command.sql(
                fund.databasePath,
                "INSERT INTO applicationDraft (roundId, startedAt, startedById) "
                    + "VALUES (1, 1, \(person));"
            ).isRefusedByRule)
        let own = try fund.workflows.startDraft(in: "round-1", as: two)
        let invited = try #require(
            try fund.services.reports.home(as: two).drafts.map(\.draft.id).first { $0 != own })
        #expect(
            code { try fund.workflows.removeDraftMember("one@example.com", from: invited, as: two) }
                == "draft-starters-only")
        try fund.workflows.removeDraftMember("two@example.com", from: invited, as: two)
        #expect(code { _ = try fund.services.reports.draft(invited, as: two) } == "draft-unknown")
    }

    @Test("taking somebody off again does not make an invitation uncounted, nor tell who is known")
    func invitations() throws {
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        for number in 1...20 {
            let email = "friend\(number)@example.com"
            try fund.workflows.addDraftMember(email, to: id, as: one)
            try fund.workflows.removeDraftMember(email, from: id, as: one)
        }
        #expect(
            problem { try fund.workflows.addDraftMember("more@example.com", to: id, as: one) }?
                .fields.first?.code == "too-many")
        let rows = try fund.value("SELECT count(*) FROM auditEntry")
        for email in ["officer@example.org", "never-seen@example.com"] {
            #expect(code { try fund.workflows.removeDraftMember(email, from: id, as: one) } == nil)
        }
        #expect(try fund.value("SELECT count(*) FROM auditEntry") == rows)
    }

    @Test("once it is sent, the starter can take a stranger off, and alone can take it back")
    func afterSending() throws {
        let id = try shared()
        let reference = "\(try fund.workflows.sendDraft(id, language: "en", as: one).reference)"
        #expect(
            code { try fund.workflows.withdraw(reference, reason: nil, as: two) }
                == "draft-starters-only")
        let theirs = try fund.services.reports.ownApplication(reference, as: two)
        #expect(!theirs.canWithdraw && !theirs.isStarter && theirs.ownDraft == id)
        let own = try fund.services.reports.ownApplication(reference, as: one)
        #expect(own.canWithdraw && own.ownDraft == id)
        try fund.workflows.removeDraftMember("two@example.com", from: id, as: one)
        #expect(
            code { _ = try fund.services.reports.ownApplication(reference, as: two) }
                == "application-unknown")
        try fund.workflows.withdraw(reference, reason: nil, as: one)
        #expect(try fund.services.reports.ownApplication(reference, as: one).status == .withdrawn)
    }

    @Test("nobody sends what they have not seen")
    func seen() throws {
        let id = try shared()
        let checked = try fund.services.reports.draft(id, as: one).draft.tag.description
        let page = try fund.services.reports.draft(id, as: two).draft.tag(of: ["need"])
        try fund.workflows.savePage(
            ["need": .string("Another need")], on: "need", of: id, seen: page.description, as: two)
        #expect(
            code {
                _ = try fund.workflows.sendDraft(id, language: "en", seen: checked, as: one)
            } == "changed-meanwhile")
        let now = try fund.services.reports.draft(id, as: one).draft.tag.description
        _ = try fund.workflows.sendDraft(id, language: "en", seen: now, as: one)
    }

    @Test("what was taken back takes no answer any more")
    func answers() throws {
        let id = try shared()
        let reference = "\(try fund.workflows.sendDraft(id, language: "en", as: one).reference)"
        let officer = try fund.person("officer")
        let question = try fund.workflows.askApplicant(reference, "How many?", as: officer)
        try fund.workflows.withdraw(reference, reason: nil, as: officer)
        #expect(
            code { try fund.workflows.answerQuestion(question, of: reference, "Forty", as: one) }
                == "question-withdrawn")
    }

    @Test("what officers type in is theirs: all of them find it, and nobody is invited to it")
    func typed() throws {
        let (officer, other) = (try fund.person("officer"), try fund.person("officer2"))
        let id = try fund.workflows.startDraft(in: "round-1", assistedBy: .phone, as: officer)
        let overview = try fund.services.reports.overview(of: "round-1", as: other)
        #expect(overview.typed.map(\.draft.id) == [id])
        #expect(overview.typed.first?.by == "officer@example.org")
        #expect(
            code { try fund.workflows.addDraftMember("two@example.com", to: id, as: officer) }
                == "draft-typed")
    }

    @Test("neither what waits nor what is begun is looked for among all drafts there ever were")
    func plans() throws {
        for (query, index) in [
            (ApplicationsModule.openDraftCountQuery, "applicationDraftByStarter"),
            (ApplicationsModule.typedDraftsQuery, "applicationDraftTyped"),
        ] {
            let plan = try Command.sql(
                fund.databasePath, "EXPLAIN QUERY PLAN " + query.replacing("?", with: "1") + ";"
            ).output
            #expect(plan.contains(index) && !plan.contains("TEMP B-TREE"), "\(plan)")
        }
    }

    @Test("an address of too many lines is told where it is written, not when it is sent")
    func address() throws {
        let question = Question(
            key: "where", type: .longText, title: "Where?", required: false, maximumCharacters: 400)
        var asked = question
        asked.fills = .contactAddress
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        let rules = try fund.services.reports.draft(id, as: one).rules
        let lines = JSONValue.string(Array(repeating: "line", count: 9).joined(separator: "\n"))
        #expect(
            rules.problems(with: lines, for: asked, among: [:]).map(\.code) == ["address-lines"])
        #expect(rules.problems(with: lines, for: question, among: [:]).isEmpty)
        // Empty lines are not kept, so they do not count.
        let spaced = JSONValue.string("1 Example Lane\n\n\nTown\n\n\n\n\nS1 2HH\n")
        #expect(rules.problems(with: spaced, for: asked, among: [:]).isEmpty)
        #expect(!asked.isForPanel)
    }

    @Test("a day that depends on another is not before it, for people and for programs")
    func order() throws {
        var start = Question(key: "start", type: .date, title: "Start?", required: true)
        start.earliest = "2027-01-01"
        var end = Question(key: "end", type: .date, title: "End?", required: true)
        end.notBefore = "start"
        let form = Form(questions: [start, end])
        func problems(_ first: String, _ last: String) -> [String] {
            var fields = JSONFields(
                .object([("start", .string(first)), ("end", .string(last))]))
            _ = form.answers(from: &fields)
            return fields.finish().map { "\($0.place) \($0.code) \($0.arguments["date"] ?? "")" }
        }
        #expect(problems("2027-06-01", "2027-06-01").isEmpty)
        #expect(problems("2027-06-01", "2027-05-31") == ["end date-too-early 2027-06-01"])
        // An earlier day that is wrong itself says nothing of this one.
        #expect(problems("2026-06-01", "2026-05-31") == ["start date-too-early 2027-01-01"])
    }

    @Test(
        "a comma parts thousands and nothing else",
        arguments: [
            ("1200", 1200), ("1,200", 1200), ("1 200", 1200), ("1,200,000", 1_200_000),
            ("2,5", nil),
            ("1,2,3", nil), (",123", nil), ("-,123", nil), ("1234,567", nil), ("", nil), ("-5", -5),
        ] as [(String, Int64?)])
    func numbers(text: String, number: Int64?) {
        let question = Question(key: "people", type: .number, title: "How many?", required: true)
        let typed = TypedFields([("people", text)])
        guard case .value(let value) = question.read(typed, months: []) else {
            #expect(number == nil, "\(text)")
            return
        }
        #expect(value.int == number, "\(text)")
    }
}
