import Assessment
import Awards
import Bootstrap
import Commissioning
import FundCore
import Payments
import Publishing
import Rounds
import TestSupport
import Testing
import Workflows

@Suite("The golden thread: from a need to its payments, and back")
struct ThreadTests {
    /// A decided round of a cycle, with its awards.
    private func decided(
        cycle: Bool = true, _ amounts: [Int64] = [200_000, 300_000]
    ) throws -> (fund: TestFund, references: [String]) {
        let fund = try TestFund()
        if cycle { try MadeUpCycle(fund.services).approvePlan(of: "round-1") }
        let references = try fund.decidable(amounts.map { ($0, nil) })
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "The best fit",
            as: try fund.person("decider"))
        return (fund, references)
    }

    @Test(
        "an award shows the need, the evidence, the priority, the criterion, the score, the money")
    func whole() throws {
        let (fund, references) = try decided()
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
        let officer = try fund.person("officer")
        let thread = try fund.services.reports.awardThread(of: references[0], as: officer)
        #expect(thread.cycle?.key == MadeUpCycle.key && thread.round.key == "round-1")
        let served = try #require(thread.served.first)
        #expect(thread.served.count == 1 && served.key == "belonging" && served.isChosen)
        #expect(served.needs.map(\.number) == [1])
        #expect(served.needs[0].evidence.map(\.url) == ["https://example.org/survey"])
        let looking = thread.criteria.filter { !$0.priorities.isEmpty }
        #expect(looking.map(\.criterion.key) == ["need"])
        #expect(looking[0].priorities == ["belonging"] && looking[0].mean == "5.00")
        // The score is the one that the explanation gives, and the points are its parts.
        let explained = try fund.services.reports.explanation(of: references[0], as: officer)
        #expect(thread.score == explained.ranked.score?.decimal(places: 2))
        #expect(thread.rank == 1 && thread.rankedCount == 2)
        #expect(
            thread.criteria.map(\.points)
                == explained.criteria.map { $0.result.points?.decimal(places: 2) })
        #expect(thread.award.kept == Money(pence: 200_000))
        #expect(thread.decidedBy == "decider@example.org")
        #expect(thread.payments.map(\.amount) == [Money(pence: 200_000)])
        #expect(thread.payments.map(\.status) == [.open] && thread.paid == .zero)
        // As programs read it, it is the same.
        let json = thread.json
        #expect(
            json["priorities"]?.array?.first?["needs"]?.array?.first?["need"]?.string
                == "Young people do not meet")
        #expect(json["payments"]?.array?.first?["amountPence"]?.int == 200_000)
        #expect(json["outcomes"]?["returns"]?.array?.isEmpty == true)
        #expect(json["outcomes"]?["closedOn"]?.text == "null")
        #expect(json["outcomes"]?["survey"]?.text == "null")
        #expect(json["lessons"]?.array?.isEmpty == true)
    }

    @Test("what runs have taken counts as paid, in the thread, for the need and in the sums")
    func paid() throws {
        let (fund, references) = try decided()
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
        _ = try fund.workflows.approvePayments(
            round: "round-1", by: try fund.papers(),
            limits: PaymentRules(), as: try fund.person("finance"))
        let auditor = try fund.person("auditor")
        let reports = fund.services.reports
        let thread = try reports.awardThread(of: references[1], as: auditor)
        #expect(thread.paid == Money(pence: 300_000))
        #expect(thread.payments.map(\.status) == [.inRun])
        let need = try reports.needThread("1", of: MadeUpCycle.key, as: auditor)
        #expect(need.awards.map { "\($0.reference)" } == references)
        #expect(need.priorities.map(\.key) == ["belonging"])
        #expect(need.criteria["need"] == "Community need")
        let money = try reports.cycleMoney(MadeUpCycle.key, as: auditor)
        #expect(need.sum == money.byNeed.first?.sum && need.sum == money.total)
        // The tables say what the awards themselves say.
        let awarded = try fund.value("SELECT sum(amountPence) FROM award;")
        #expect("\(money.total.stands.pence)" == awarded)
        #expect("\(money.total.paid.pence)" == awarded && money.total.awardCount == 2)
        #expect(money.others.awardCount == 0)
        // The latest cycle is meant where none is named.
        #expect(try reports.needThread("1", of: nil, as: auditor).cycle.key == MadeUpCycle.key)
        #expect(
            problem { _ = try reports.needThread("2", of: nil, as: auditor) }?.code
                == "need-unknown")
    }

    @Test("a priority that the cycle did not choose, and a need that nothing answers, show as that")
    func gaps() throws {
        let fund = try TestFund()
        try MadeUpCycle(fund.services).approvePlan(of: "round-1")
        let officer = try fund.person("officer")
        _ = try fund.workflows.reopenStage(
            .plan, of: MadeUpCycle.key, reason: "Another need", as: officer)
        let lonely = try fund.workflows.stateNeed(
            "Nobody speaks with anybody", place: "Hill Top", in: MadeUpCycle.key, as: officer)
        try fund.workflows.withdrawPriority(
            "belonging", reason: "Not this", in: MadeUpCycle.key, as: officer)
        try fund.workflows.choosePriority(
            "safe-spaces", needs: [1], criteria: [], try fund.services.configuration(),
            in: MadeUpCycle.key, as: officer)
        let references = try fund.decidable([(200_000, nil)])
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
        let thread = try fund.services.reports.awardThread(of: references[0], as: officer)
        #expect(thread.served.map(\.isChosen) == [false])
        #expect(thread.served.allSatisfy { $0.needs.isEmpty })
        #expect(thread.criteria.allSatisfy { $0.priorities.isEmpty })
        let money = try fund.services.reports.cycleMoney(MadeUpCycle.key, as: officer)
        #expect(money.byPriority.map(\.key) == ["safe-spaces"])
        #expect(money.byPriority[0].sum.awardCount == 0)
        #expect(money.others.awardCount == 1 && money.total.awardCount == 1)
        #expect(money.byNeed.map(\.need.number) == [1, lonely])
        #expect(money.byNeed[1].priorities.isEmpty && money.byNeed[1].sum.stands == .zero)
    }

    @Test("without a cycle there is no need to show, and without an award no thread")
    func without() throws {
        let (fund, references) = try decided(cycle: false)
        let officer = try fund.person("officer")
        let thread = try fund.services.reports.awardThread(of: references[0], as: officer)
        #expect(thread.cycle == nil && thread.served.map(\.key) == ["belonging"])
        #expect(thread.served.allSatisfy { !$0.isChosen && $0.needs.isEmpty })
        let other = try TestFund()
        try other.open()
        let reference = try other.submit("Nobody yet")
        func refused(_ who: String, _ typed: String) throws -> String? {
            let principal = try other.person(who)
            return problem {
                _ = try other.services.reports.awardThread(of: typed, as: principal)
            }?.code
        }
        #expect(try refused("officer", reference) == "thread-not-awarded")
        #expect(try refused("officer", "x") == "application-misread")
        for person in ["finance", "p1", "admin", "applicant"] {
            #expect(try refused(person, reference) == "role-missing", "\(person)")
        }
    }

    @Test("what waits in a cycle is said to whoever can do it, and to nobody else")
    func waits() throws {
        let fund = try TestFund()
        let cycle = MadeUpCycle(fund.services)
        try cycle.start(with: nil)
        func waiting(_ who: String) throws -> [CycleWaiting] {
            try fund.services.reports.home(as: try fund.volunteer("\(who)@example.org"))
                .cycles.flatMap(\.waiting)
        }
        func forAll() throws -> [[CycleWaiting]] {
            try ["officer", "officer2", "decider", "auditor"].map { try waiting($0) }
        }
        #expect(try forAll() == [[.answers(6)], [.answers(6)], [], []])
        let others = try waiting("finance") + waiting("p1")
        #expect(others.isEmpty)
        try cycle.answer(.analyse)
        #expect(try forAll() == [[.closing], [.closing], [], []])
        let (officer, decider) = (try fund.person("officer"), try fund.person("decider"))
        _ = try fund.workflows.advanceCycle(MadeUpCycle.key, as: officer)
        _ = try fund.workflows.answerStage(
            "gap", "So far", evidence: "A survey", in: MadeUpCycle.key, as: decider)
        #expect(
            try forAll() == [
                [.answers(3), .signatures(1), .needs(1)],
                [.answers(3), .signatures(1), .needs(1)], [], [],
            ])
        try cycle.plan()
        try cycle.answer(.plan)
        _ = try fund.workflows.answerStage(
            "alternatives", "None", evidence: nil, in: MadeUpCycle.key, as: decider)
        try fund.workflows.coSignAnswer("alternatives", in: MadeUpCycle.key, as: officer)
        _ = try fund.workflows.advanceCycle(MadeUpCycle.key, as: officer)
        // Who wrote one of its answers is not who approves.
        #expect(try forAll() == [[], [], [], []])
        #expect(try waiting("decider2") == [.approval])
    }

    @Test("everything that is wrong with a text is said at once")
    func allAtOnce() throws {
        let fund = try TestFund()
        let officer = try fund.person("officer")
        let configuration = try fund.services.configuration()
        func fields(_ work: () throws -> Void) -> [String] {
            problem(work)?.fields.map { "\($0.place) \($0.code)" } ?? []
        }
        #expect(
            fields {
                _ = try fund.workflows.startCycle(
                    "Cycle 1", title: " ", round: nil, configuration, as: officer)
            } == ["title missing", "key not-key"])
        try MadeUpCycle(fund.services).start(with: nil)
        #expect(
            fields {
                _ = try fund.workflows.stateNeed(
                    "", place: "", in: MadeUpCycle.key, as: officer)
            } == ["text missing", "place missing"])
        try MadeUpCycle(fund.services).plan()
        #expect(
            fields {
                try fund.workflows.supportNeed(
                    1, source: "", url: "ftp://example.org", in: MadeUpCycle.key, as: officer)
            } == ["source missing", "url not-web-address"])
        #expect(
            fields {
                _ = try fund.workflows.answerStage(
                    "vision", " ", evidence: String(repeating: "x", count: 5001),
                    in: MadeUpCycle.key, as: officer)
            } == ["text missing", "evidence too-long"])
    }
}
