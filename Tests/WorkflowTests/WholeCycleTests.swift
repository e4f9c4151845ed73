import Bootstrap
import Commissioning
import Correspondence
import FundCore
import FundStore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("A whole commissioning cycle, from an empty database to the next round")
struct WholeCycleTests {
    @Test("need, priority, criterion, score, award, payment, return, lesson, and the next Plan")
    func whole() throws {
        let fund = try TestFund(
            edits: [("Config/fund.yaml", "  total: £30,000 ", "  total: £60,000 ")], needsPlan: true
        )
        let (officer, decider) = (try fund.person("officer"), try fund.person("decider"))
        // Analyse and Plan.
        let first = MadeUpCycle(fund.services)
        try first.approvePlan(of: "round-1")
        // Do: the round, its awards and their money.
        let references = try fund.decidable([(200_000, nil), (300_000, nil)], email: true)
        let award = try #require(references.first)
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: decider)
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: KeepingTransport(),
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: officer)
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
        _ = try fund.workflows.approvePayments(
            round: "round-1", by: try fund.papers(), limits: PaymentRules(),
            as: try fund.person("finance"))
        // What came of it.
        let asked = try fund.workflows.askReturns(
            round: "round-1", try fund.services.configuration(), as: officer)
        #expect(asked.made == 3 && asked.waiting == 0, "the larger award has one half-way, too")
        _ = try fund.workflows.submitReturn(
            award, number: 1,
            .object([
                ("returnSpent", .int(200_000)), ("returnPeople", .int(40)),
                ("returnHappened", .string("We cooked.")),
                ("returnTogether", .string("At one table.")),
                ("returnPlanned", .string("as-planned")),
            ]), paperReason: "They have no computer.",
            as: try fund.person("officer2"))
        _ = try fund.workflows.acceptReturn(award, number: 1, note: nil, as: officer)
        try first.close(.do)
        // Review: what was learned, and who says so.
        try first.answer(.review)
        #expect(problem { try first.advance() }?.fields.map(\.code) == ["stage-no-lesson"])
        let lesson = try first.learn("Tables of eight mix best", about: "belonging")
        try first.advance()
        try first.approve()
        #expect(try first.advance().status == .ended)
        // The thread holds it all.
        let thread = try fund.services.reports.awardThread(of: award, as: officer).json.text
        for piece in ["Young people do not meet", "belonging", "Tables of eight mix best"] {
            #expect(thread.contains(piece), "\(piece): \(thread)")
        }
        // The next cycle answers the lesson before its round can open.
        let second = MadeUpCycle(fund.services, "cycle-2")
        try second.start(with: "round-2")
        #expect(problem { try fund.open("round-2") }?.code == "round-plan-unapproved")
        try second.answer(.analyse)
        #expect(problem { try second.advance() }?.fields.map(\.place) == ["lesson \(lesson)"])
        try fund.workflows.takeLesson(
            .adopted, lesson, reason: "Every project plans tables of eight", in: "cycle-2",
            as: officer)
        try second.advance()
        try second.plan()
        try second.close(.plan)
        #expect(problem { try fund.open("round-2") }?.code == "round-plan-unapproved")
        try second.approve()
        try fund.open("round-2")
        #expect(try fund.value("SELECT status FROM round WHERE key = 'round-2'") == "open")
        let taken = try fund.services.reports.awardThread(of: award, as: officer).lessons.first
        #expect(taken?.decision?.verdict == .adopted && taken?.decision?.cycle == "cycle-2")
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }
}
