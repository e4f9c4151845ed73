import Awards
import Bootstrap
import Commissioning
import FundCore
import FundStore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

/// An agreed award with two returns that were asked for, paid whole.
private struct WaivedRound {
    let round: MonitoredRound

    var fund: TestFund { round.fund }
    var flow: Workflows { round.flow }
    var first: String { round.first }

    init(pays: Bool = false) throws {
        round = try MonitoredRound()
        try round.ask()
        guard pays else { return }
        _ = try round.round.schedule()
        let finance = try fund.person("finance")
        let run = try flow.approvePayments(
            round: "round-1", by: try fund.papers(), limits: PaymentRules(), as: finance)
        try flow.recordExport(of: "\(run.reference)", profile: "ledger", as: finance)
        _ = try flow.settlePayment(
            of: first, number: nil, inRun: "\(run.reference)", .paid,
            on: try fund.services.today(), reason: nil, evidence: "Statement 7", as: finance)
    }

    func waive(_ numbers: Int64...) throws {
        try flow.waiveReturns(
            numbers.isEmpty ? nil : numbers, of: first, reason: "They have moved.",
            as: try fund.person("decider"))
    }

    func reopen(stand: Bool = false) throws -> [ReturnDueAgain] {
        try flow.reopenAward(
            first, waiversStand: stand, reason: "They are back.",
            as: try fund.person("decider"))
    }

    func states() throws -> [MonitoringReturn.State] {
        try round.report().returns.map(\.asked.state)
    }

    func review() throws -> AwardReview {
        try fund.services.reports.awardReview(first, as: try fund.person("auditor"))
    }

    /// Waives all, writes the money off, assesses and closes.
    func closed() throws {
        try waive()
        let decider = try fund.person("decider")
        try flow.writeOff(try review().owed, of: first, reason: "They have moved.", as: decider)
        try flow.assessAward(
            first, try review().promised.map { OutcomeSaid($0.key, "cannotTell", "They left.") },
            worth: "Nobody knows.", as: try fund.person("officer"))
        try flow.closeAward(first, note: nil, as: try fund.person("officer"))
    }
}

@Suite("A decision maker does without returns, and an award that is opened again needs them")
struct WaiverTests {
    @Test("a waiver names the returns that it is of; the others are still waited for")
    func named() throws {
        let round = try WaivedRound()
        #expect(problem { try round.waive(9) }?.code == "return-unknown")
        let decider = try round.fund.person("decider")
        #expect(
            problem {
                try round.flow.waiveReturns([], of: round.first, reason: " ", as: decider)
            }?.fields.map { "\($0.place) \($0.code)" } == [
                "returns choose-some", "reason missing",
            ])
        #expect(try round.states() == [.asked, .asked])
        try round.waive(1, 1)
        #expect(try round.states() == [.waived, .asked])
        #expect(problem { try round.waive(1) }?.code == "return-not-open")
        let review = try round.review()
        #expect(review.waivers.map(\.numbers) == [[1]] && review.waiver == nil)
        #expect(review.json["waivers"]?.array?.first?["returns"]?.array?.map(\.int) == [1])
        #expect(review.json["waivedBecause"]?.text == "null")
        // The end return is still needed before it is assessed, and can be sent.
        #expect(
            problem {
                try round.flow.assessAward(
                    round.first, [], worth: "x", as: try round.fund.person("officer"))
            }?.code != nil)
        #expect(
            round.gaps().contains("closing-no-return"), "\(round.gaps())")
        // Asked again, it is not asked for once more.
        #expect(try round.round.ask().made == 0)
        try round.round.send(number: 2)
        #expect(problem { try round.waive(2) }?.code == "waiver-return-unread")
        #expect(problem { try round.waive() }?.code == "waiver-return-unread")
        try round.round.accept(2)
        #expect(problem { try round.waive() }?.code == "waiver-end-accepted")
    }

    @Test("where the end return is named, the award can end without it")
    func end() throws {
        let round = try WaivedRound()
        try round.waive(2)
        #expect(try round.states() == [.asked, .waived])
        #expect(try round.review().waiver?.numbers == [2])
        #expect(!round.gaps().contains("closing-no-return"))
        try round.waive()
        #expect(try round.states() == [.waived, .waived])
        #expect(problem { try round.waive(1) }?.code == "waiver-stands")
    }

    @Test("opened again, what was waived is due again with new days, and the reason is kept")
    func reopened() throws {
        let round = try WaivedRound(pays: true)
        let before = try [round.round.asked(1).dueOn, round.round.asked(2).dueOn]
        try round.closed()
        let late = before[1].adding(days: 30)
        round.fund.setTime("\(late)T10:00")
        let due = try round.reopen()
        #expect(due.map(\.number) == [1, 2])
        #expect(due.allSatisfy { $0.dueOn > late }, "\(due)")
        #expect(try round.states() == [.asked, .asked])
        #expect(try round.round.asked(1).dueOn == due[0].dueOn)
        #expect(try !round.round.asked(1).isLate(on: late))
        // Asking again does not move the days back.
        #expect(try round.round.ask().moved == 0)
        #expect(try round.round.asked(2).dueOn == due[1].dueOn)
        let review = try round.review()
        #expect(review.waivers.map { $0.end?.reason } == ["They are back."])
        #expect(review.waiver == nil && review.json["waivedBecause"]?.text == "null")
        #expect(round.gaps().contains("closing-no-return"))
        // Sent and accepted, it closes as any other: what was written off stays so.
        try round.round.send(MonitoredRound.answers(spent: 900_000), number: 2)
        try round.round.accept(2)
        try round.flow.closeAward(
            round.first, note: nil, as: try round.fund.person("officer"))
        guard case .whole = try round.fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("opened again with the waivers standing, nothing is due; they end with another opening")
    func standing() throws {
        let round = try WaivedRound(pays: true)
        try round.closed()
        #expect(try round.reopen(stand: true).isEmpty)
        #expect(try round.states() == [.waived, .waived])
        #expect(try round.review().waivers.map { $0.end == nil } == [true])
        try round.flow.closeAward(
            round.first, note: nil, as: try round.fund.person("officer"))
        #expect(try round.reopen().map(\.number) == [1, 2])
        #expect(try round.review().waivers.map { $0.end == nil } == [false])
    }

    @Test("the schema waives nothing of another award, nothing that was sent, and nothing twice")
    func schema() throws {
        let round = try WaivedRound()
        try round.waive(1)
        let refuses = round.round.refuses
        try refuses("INSERT INTO commissioningWaivedReturn VALUES (1, 1);", "return-not-open")
        try refuses(
            """
            INSERT INTO commissioningWaiver
            SELECT 7, awardId + 1, roundId, 0, 'x', 1, 1, '2027-02-01' FROM commissioningWaiver;
            INSERT INTO commissioningWaivedReturn VALUES (7, 2);
            """, "return-not-open")
        try round.waive()
        try refuses(
            """
            INSERT INTO commissioningWaiver
            SELECT 8, awardId, roundId, 1, 'x', 1, 1, '2027-02-01' FROM commissioningWaiver
            WHERE isOfAll;
            """, "waiver-stands")
        for table in ["commissioningWaiver", "commissioningWaivedReturn"] {
            try refuses("DELETE FROM \(table);", "review-kept")
        }
    }
}

extension WaivedRound {
    fileprivate func gaps() -> [String] {
        problem {
            try flow.closeAward(first, note: nil, as: try fund.person("officer"))
        }?.fields.map(\.code) ?? []
    }
}
