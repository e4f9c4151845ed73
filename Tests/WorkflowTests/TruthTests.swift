import Applications
import Bootstrap
import Forms
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("What is shown is how it stands")
struct TruthTests {
    private let fund: TestFund

    init() throws { fund = try TestFund() }

    @Test("once it is decided, the proposal that it was decided by is shown, and no later one")
    func decided() throws {
        _ = try fund.decidable([(pence: 100_000, minimum: nil), (pence: 200_000, minimum: nil)])
        let (officer, decider) = (try fund.person("officer"), try fund.person("decider"))
        for _ in 1...3 { _ = try fund.workflows.propose(round: "round-1", as: officer) }
        func shown() throws -> Int64 {
            try fund.services.reports.proposal(of: "round-1", number: nil, as: officer).number
        }
        #expect(try shown() == 3)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: 2, reason: "Fits", as: decider)
        #expect(try shown() == 2)
        let report = try fund.services.reports.proposal(of: "round-1", number: nil, as: officer)
        #expect(report.decision?.by == "decider@example.org")
    }

    @Test("what the cut line rests on changes with scores, applications and proposals alike")
    func cutLine() throws {
        let references = try fund.decidable([(pence: 100_000, minimum: nil)])
        let officer = try fund.person("officer")
        var tags: [EntityTag] = []
        func note() throws {
            tags.append(try fund.services.reports.cutTag(of: "round-1", as: officer))
        }
        try note()
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        try note()
        try fund.score(references[0], by: "p1", 1, 1, 1, 1, 1, 1)
        try note()
        _ = try fund.workflows.checkApplication(
            references[0], .ineligible(reason: "Twice"), as: officer)
        try note()
        #expect(Set(tags).count == 4)
    }

    @Test("the least that was not said is all, and is no answer of the group")
    func least() throws {
        try fund.open()
        for (minimum, needsAll) in [(nil, true), (250_000, true), (100_000, false)]
            as [(Int64?, Bool)]
        {
            let reference = try fund.submit("Group \(minimum ?? 0)", minimum: minimum)
            let file = try fund.services.reports.caseFile(
                reference, of: "round-1", as: try fund.person("officer"))
            #expect(file.detail.summary.needsAll == needsAll)
        }
    }

    @Test("equality answers of before stay where a question is left open; one is one")
    func equality() throws {
        try fund.open()
        let one = try fund.volunteer("one@example.com")
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        let questions = try #require(
            try fund.services.reports.draft(id, as: one).equality?.questions)
        let (first, second) = (questions[0], questions[1])
        func save(_ values: [String: [String]]) -> String? {
            problem { try fund.workflows.saveEquality(values, of: id, as: one) }?.fields.first?.code
        }
        #expect(save([first.key: [first.options[0].key]]) == nil)
        #expect(save([second.key: [second.options[0].key]]) == nil)
        #expect(try fund.value("SELECT count(*) FROM applicationEqualityAnswer") == "2")
        #expect(save([:]) == nil)
        #expect(try fund.value("SELECT count(*) FROM applicationEqualityAnswer") == "2")
        let single = try #require(questions.first { !$0.isMany })
        #expect(save([single.key: single.options.prefix(2).map(\.key)]) == "choose-one")
        // Who would rather not say has said nothing beside it.
        #expect(save([first.key: first.options.map(\.key) + ["prefer-not-to-say"]]) == nil)
        #expect(
            try fund.value(
                "SELECT value FROM applicationEqualityAnswer WHERE questionKey = '\(first.key)'")
                == "[\"prefer-not-to-say\"]")
    }

    @Test("who withdraws after the decision is told that it is late, and not who decided")
    func late() throws {
        let one = try fund.volunteer("one@example.com")
        try fund.open()
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        try fund.fill(id, as: one)
        let reference = "\(try fund.workflows.sendDraft(id, language: "en", as: one).reference)"
        try fund.checkAll()
        try fund.close()
        try fund.addPanel(["p1"])
        try fund.score(reference, by: "p1", 3, 3, 3, 3, 3, 3)
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fits", as: try fund.person("decider"))
        let report = problem { try fund.workflows.withdraw(reference, reason: nil, as: one) }
        #expect(report?.code == "withdrawal-too-late")
        #expect(report?.arguments["by"] == nil)
    }
}
