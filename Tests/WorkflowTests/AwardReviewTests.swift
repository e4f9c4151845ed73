import Awards
import Bootstrap
import Commissioning
import Forms
import FundCore
import FundStore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

/// What becomes of the first of three awards, £9,000 that its group agreed to.
private struct EndedRound {
    let round: MonitoredRound

    var fund: TestFund { round.fund }
    var flow: Workflows { round.flow }
    var first: String { round.first }

    init(before: (TestFund, [String]) throws -> Void = { _, _ in }) throws {
        let both = (
            file: "Config/people.yaml", old: "name: Officer Two, roles: [officer]",
            new: "name: Officer Two, roles: [officer, panelMember]"
        )
        round = try MonitoredRound(edits: [both], before: before)
        try round.ask()
    }

    /// Pays the award, and the bank says that it arrived.
    func pay() throws {
        _ = try round.round.schedule()
        let finance = try fund.person("finance")
        let run = try flow.approvePayments(
            round: "round-1", by: try fund.papers(), limits: PaymentRules(), as: finance)
        try flow.recordExport(of: "\(run.reference)", profile: "ledger", as: finance)
        _ = try flow.settlePayment(
            of: first, number: nil, inRun: "\(run.reference)", .paid,
            on: try fund.services.today(), reason: nil, evidence: "Statement 7", as: finance)
    }

    /// The group tells at its end what it spent, and an officer accepts that.
    func end(spent: Int64 = 900_000) throws {
        try round.send(MonitoredRound.answers(spent: spent), number: 2)
        try round.accept(2)
    }

    static let said = [
        OutcomeSaid("feel-they-belong", "met", "Nine of ten said so."),
        OutcomeSaid("have-a-say", "partly", "They chose the food."),
        OutcomeSaid("everyday-english", "cannotTell", "Nobody asked."),
    ]

    @discardableResult
    func assess(
        _ said: [OutcomeSaid] = EndedRound.said, worth: String = "Worth each pound.",
        seen: Int64? = nil, as person: String = "officer"
    ) throws -> Int64 {
        try flow.assessAward(
            first, said, worth: worth, seen: seen, as: try fund.person(person))
    }

    func close(as person: String = "officer") throws {
        try flow.closeAward(first, note: nil, as: try fund.person(person))
    }

    func gaps() -> [String] { problem { try close() }?.fields.map(\.code) ?? [] }

    func review(as person: String = "officer") throws -> AwardReview {
        try fund.services.reports.awardReview(first, as: try fund.person(person))
    }

    func waiting(_ person: String = "officer") throws -> [Waiting] {
        try fund.services.reports.home(as: try fund.volunteer("\(person)@example.org")).rounds
            .flatMap(\.waiting).filter {
                switch $0 {
                case .assessments, .closings: true
                default: false
                }
            }
    }
}

@Suite("What becomes of awards after their end")
struct AwardReviewTests {
    @Test("an award is assessed once its end is told; each correction is one more version")
    func assessing() throws {
        let round = try EndedRound()
        #expect(try round.review().promised.map(\.key) == EndedRound.said.map(\.key))
        #expect(problem { try round.assess() }?.code == "assessment-too-early")
        try round.end()
        #expect(try round.waiting() == [.assessments(1)])
        let due = try round.fund.services.reports.due(as: try round.fund.person("auditor")).items
        #expect(
            due.filter { $0.kind == .assessment }.map { $0.reference?.description } == [round.first]
        )
        let wrong = problem {
            try round.assess(
                [
                    OutcomeSaid("feel-they-belong", "wholly", " "),
                    OutcomeSaid("get-on-well", "met", "x"),
                ], worth: "")
        }
        #expect(
            wrong?.fields.map { "\($0.place) \($0.code)" } == [
                "get-on-well not-an-option", "feel-they-belong not-an-option",
                "feel-they-belong.evidence missing", "have-a-say outcome-unassessed",
                "everyday-english outcome-unassessed",
                "worth missing",
            ])
        #expect(problem { try round.assess(as: "decider") }?.code == "role-missing")
        #expect(try round.assess(seen: 0) == 1)
        #expect(problem { try round.assess(seen: 0) }?.code == "assessment-changed")
        #expect(try round.assess(worth: "It cost too much.", seen: 1) == 2)
        let review = try round.review()
        #expect(review.assessments.map(\.worth) == ["Worth each pound.", "It cost too much."])
        #expect(review.assessments[1].outcomes.map(\.verdict) == [.met, .partly, .cannotTell])
        let thread = try round.fund.services.reports.awardThread(
            of: round.first, as: try round.fund.person("auditor"))
        #expect(thread.outcomes.returns.map(\.number) == [2])
        #expect(thread.json["outcomes"]?["assessment"]?["worth"]?.string == "It cost too much.")
        try round.round.refuses(
            "UPDATE commissioningAssessedOutcome SET verdict = 'met';", "review-kept")
        try round.round.refuses(
            "INSERT INTO commissioningAssessment SELECT 9, awardId, 9, 'x', assessedById, 1, "
                + "'2027-02-01' FROM commissioningAssessment;", "assessment-changed")
    }

    @Test(
        "an award closes once nothing is missing, and everything that is missing is named at once")
    func closing() throws {
        let round = try EndedRound()
        let (flow, fund) = (round.flow, round.fund)
        let (finance, decider) = (try fund.person("finance"), try fund.person("decider"))
        #expect(
            round.gaps() == ["closing-no-return", "closing-unassessed", "closing-unscheduled"])
        try round.round.concern(true)
        _ = try round.round.round.schedule()
        #expect(
            round.gaps() == [
                "closing-no-return", "closing-unassessed", "closing-concern",
                "closing-instalment-open",
            ])
        try round.round.concern(false)
        try round.pay()
        try round.round.send(MonitoredRound.answers(spent: 700_000), number: 2)
        #expect(round.gaps().contains("closing-return-unread"))
        try round.round.accept(2)
        try round.assess()
        try round.round.round.vary(round.first, 950_000)
        #expect(round.gaps() == ["closing-money-owed", "closing-change-open"])
        try round.round.round.decide(round.first, false)
        #expect(try round.review().owed == Money(pence: 200_000))
        // What was not spent is paid back, or written off.
        let asked = try flow.demandMoney(
            Money(pence: 150_000), .unspent, from: round.first, round: "round-1",
            reason: "Not spent", as: finance)
        func receive(_ pence: Int64) throws {
            _ = try flow.receiveMoney(
                Money(pence: pence), forRecovery: asked.id, round: "round-1",
                on: try fund.services.today(), evidence: "Statement 8", as: finance)
        }
        try receive(150_000)
        #expect(round.gaps() == ["closing-money-owed"])
        let off = { (pence: Int64, who: Principal) in
            try flow.writeOff(Money(pence: pence), of: round.first, reason: "Small", as: who)
        }
        #expect(problem { try off(50_000, finance) }?.code == "role-missing")
        #expect(problem { try off(750_001, decider) }?.code == "write-off-too-much")
        #expect(problem { try off(0, decider) }?.fields.map(\.code) == ["not-pounds-amount"])
        try off(50_000, decider)
        #expect(try round.waiting() == [.closings(1)])
        #expect(
            try fund.services.reports.awardReviewRows(
                of: "round-1", isClosable: true, as: finance
            ).map { $0[0].plainText } == [round.first])
        #expect(problem { try round.close(as: "decider") }?.code == "role-missing")
        try round.close()
        #expect(problem { try round.close() }?.code == "award-closed")
        #expect(try round.waiting().isEmpty)
        try ended(round, finance, decider)
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    /// Nothing of a closed award changes, until it is opened again.
    private func ended(
        _ round: EndedRound, _ finance: Principal, _ decider: Principal
    ) throws {
        let (flow, fund) = (round.flow, round.fund)
        #expect(
            problem { try round.round.round.vary(round.first, 950_000) }?.code == "award-closed")
        #expect(problem { try round.round.concern(true) }?.code == "award-closed")
        #expect(problem { try round.assess() }?.code == "award-closed")
        #expect(problem { try round.round.send() }?.code == "return-not-open")
        #expect(try round.round.asked(1).state == .waived)
        #expect(
            problem {
                _ = try flow.demandMoney(
                    Money(pence: 1), .unspent, from: round.first, round: "round-1", reason: "x",
                    as: finance)
            }?.code == "award-closed")
        try round.round.refuses(
            "INSERT INTO paymentInstalment (awardId, number, amountPence, scheduledAt) "
                + "SELECT awardId, 99, 1, 1 FROM paymentClosed;", "award-closed")
        try round.round.refuses(
            "INSERT INTO awardVariation SELECT 99, awardId, 'end', NULL, NULL, NULL, NULL, 'x', 0, "
                + "setById, 1 FROM awardClosing;", "award-closed")
        for table in ["paymentClosing", "commissioningClosing", "awardClosing"] {
            try round.round.refuses("DELETE FROM \(table);", "closing-stands")
        }
        let again = { (reason: String, who: Principal) in
            _ = try flow.reopenAward(round.first, reason: reason, as: who)
        }
        #expect(problem { try again("x", finance) }?.code == "role-missing")
        #expect(problem { try again(" ", decider) }?.fields.map(\.code) == ["missing"])
        try again("They found a bill.", decider)
        #expect(problem { try again("x", decider) }?.code == "award-not-closed")
        // The end return has told the whole of it.
        #expect(try round.round.asked(1).state == .waived)
        let review = try round.review(as: "auditor")
        #expect(review.closings.map(\.isClosed) == [true, false])
        #expect(try fund.value("SELECT count(*) FROM paymentClosed;") == "0")
        try round.close()
    }

    @Test("the schema closes nothing that lacks something, whoever writes to it")
    func schema() throws {
        let round = try EndedRound()
        let award = "SELECT id FROM award ORDER BY id LIMIT 1"
        try round.round.refuses(
            "INSERT INTO paymentClosing VALUES (1, (\(award)), 1, NULL, 1, 1);", "award-lacks")
        try round.round.refuses(
            "INSERT INTO commissioningClosing VALUES (1, (\(award)), 1, 1, 1);", "award-lacks")
        try round.round.refuses(
            "INSERT INTO awardClosing VALUES (1, (\(award)), 0, 'x', 1, 1, '2027-02-01');",
            "award-not-closed")
        try round.pay()
        // Nothing is on its way any more, but £2,000 were not spent.
        try round.round.refuses(
            "INSERT INTO paymentClosing VALUES (1, (\(award)), 1, 700000, 1, 1);", "award-lacks")
    }

    @Test("a decision maker does without returns that will not come; then the award closes")
    func waiving() throws {
        let round = try EndedRound()
        let (flow, fund) = (round.flow, round.fund)
        try round.pay()
        func waive(_ person: String, _ reason: String = "They have moved.") throws {
            try flow.waiveReturns(of: round.first, reason: reason, as: try fund.person(person))
        }
        #expect(problem { try waive("officer") }?.code == "role-missing")
        #expect(problem { try waive("decider", "") }?.fields.map(\.code) == ["missing"])
        try round.round.send()
        #expect(problem { try waive("decider") }?.code == "waiver-return-unread")
        try round.round.sendBack()
        let due = try round.round.asked(2).dueOn
        fund.setTime("\(due.adding(days: 1))T10:00")
        try waive("decider")
        #expect(problem { try waive("decider") }?.code == "waiver-stands")
        #expect(try round.round.report().returns.map(\.asked.state) == [.waived, .waived])
        #expect(problem { try round.round.send(number: 2) }?.code == "return-not-open")
        #expect(try round.round.ask().made == 0)
        #expect(try round.waiting() == [.assessments(1)])
        try round.assess()
        // Nobody has told what was spent: all of it is owed, until somebody lets the group keep it.
        let open = problem { try round.close() }
        #expect(open?.fields.map(\.code) == ["closing-money-owed"], "\(open?.fields ?? [])")
        let owed = try round.review().owed
        try flow.writeOff(
            owed, of: round.first, reason: "They have moved.", as: try fund.person("decider"))
        try round.close()
        let second = try EndedRound()
        try second.end()
        #expect(
            problem {
                try second.flow.waiveReturns(
                    of: second.first, reason: "x", as: try second.fund.person("decider"))
            }?.code == "waiver-end-accepted")
    }

    @Test("nobody judges a return, assesses or closes where they have an interest")
    func interest() throws {
        let round = try EndedRound { fund, references in
            try fund.addPanel(["officer2"])
            try fund.workflows.declareInterest(
                in: references[0], has: true, detail: "I am their treasurer.",
                as: try fund.person("officer2"))
            for reference in references.dropFirst() {
                try fund.score(reference, by: "officer2", 4)
            }
        }
        try round.round.send(number: 2)
        func refused(_ work: () throws -> Void) {
            #expect(problem(work)?.code == "judge-with-interest")
        }
        refused { try round.round.accept(2, as: "officer2") }
        refused {
            _ = try round.flow.sendBackReturn(
                round.first, number: 2, reason: "x", as: try round.fund.person("officer2"))
        }
        refused {
            try round.flow.setConcern(
                true, over: round.first, reason: "x", as: try round.fund.person("officer2"))
        }
        try round.round.accept(2)
        refused { try round.assess(as: "officer2") }
        refused { try round.close(as: "officer2") }
        refused { _ = try round.review(as: "officer2") }
        #expect(
            try round.fund.services.reports.awardReviewRows(
                of: "round-1", as: try round.fund.person("officer2")
            ).map { $0[0].plainText } == Array(round.round.round.references.dropFirst()))
    }

    @Test("what councillors and community workers saw is kept, and corrected in a new version")
    func feedback() throws {
        let round = try EndedRound()
        let today = try round.fund.services.today()
        func record(
            _ saw: String, on day: LocalDate, _ again: AwardFeedback.Again = .yes,
            correcting number: Int64? = nil, as person: String = "officer"
        ) throws -> Int64 {
            try round.flow.recordFeedback(
                FeedbackSaid(capacity: .councillor, seenOn: day, saw: saw, wouldFund: again),
                correcting: number, on: round.first, as: try round.fund.person(person))
        }
        let wrong = problem { _ = try record(" ", on: today.adding(days: 1)) }
        #expect(
            wrong?.fields.map { "\($0.place) \($0.code)" } == [
                "saw missing", "seenOn in-the-future",
            ])
        #expect(problem { _ = try record("x", on: today, as: "decider") }?.code == "role-missing")
        #expect(try record("A full hall.", on: today) == 1)
        #expect(try record("An empty hall.", on: today, .no) == 2)
        #expect(
            problem { _ = try record("x", on: today, correcting: 3) }?.code == "feedback-unknown")
        #expect(try record("Half a hall.", on: today, .unsure, correcting: 2) == 2)
        let kept = try round.review().feedback
        #expect(kept.map(\.saw) == ["A full hall.", "Half a hall."])
        #expect(kept.map(\.version) == [1, 2] && kept.map(\.wouldFund) == [.yes, .unsure])
        try round.round.refuses("DELETE FROM commissioningFeedback;", "review-kept")
    }

    @Test("the evaluation of a cycle says what each pound did")
    func evaluation() throws {
        let round = try EndedRound()
        let fund = round.fund
        let cycle = MadeUpCycle(fund.services)
        try cycle.start(with: "round-1")
        try round.pay()
        try round.end()
        try round.assess()
        try round.flow.recordFeedback(
            FeedbackSaid(
                capacity: .communityWorker, seenOn: try fund.services.today(), saw: "Joy.",
                wouldFund: .yes), on: round.first, as: try fund.person("officer"))
        try round.close()
        let reports = fund.services.reports
        let found = try reports.evaluation(
            of: MadeUpCycle.key, as: try fund.person("auditor"))
        let money = try #require(found.rounds.first)
        #expect(money.allotted == Money(pence: 3_000_000))
        #expect(money.awarded == Money(pence: 2_400_000) && money.paid == Money(pence: 900_000))
        #expect(money.awardCount == 3 && money.closedCount == 1 && money.returned == .zero)
        let belonging = try #require(found.byPriority.first)
        #expect(found.byPriority.count == 1 && belonging.key == "belonging")
        #expect(belonging.awardCount == 3 && belonging.toldCount == 1 && belonging.people == 40)
        // £9,000 for 40 people.
        #expect(belonging.perPerson == Money(pence: 22_500))
        #expect(belonging.counts.met == 1 && belonging.counts.partly == 1)
        #expect(belonging.counts.notMet == 0 && belonging.counts.cannotTell == 1)
        #expect(belonging.outcomes.map(\.perMet?.pence) == [900_000, nil, nil])
        let returns = found.returns
        #expect(returns.asked == 2 && returns.accepted == 1 && returns.waived == 1)
        #expect(returns.waiting + returns.missing + returns.late == 0)
        #expect(found.feedback.map(\.count) == [0, 1] && found.feedback[1].yes == 1)
        #expect(found.concernCount == 0 && found.lessons.isEmpty)
        let json = found.json
        #expect(json["byPriority"]?.array?.first?["perPersonPence"]?.int == 22_500)
        #expect(
            problem {
                _ = try reports.evaluation(
                    of: MadeUpCycle.key, as: try fund.person("finance"))
            }?.code == "role-missing")
    }
}
