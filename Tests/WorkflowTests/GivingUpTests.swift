import Applications
import Awards
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

/// One award of £9,000 in a round without agreements, to be paid in three parts.
struct PartlyPaid {
    let round: ScheduledRound
    let first: String

    var fund: TestFund { round.fund }
    var flow: Workflows { round.fund.workflows }

    init(
        _ parts: [String] = ["£4,000 agreement", "£3,000 agreement", "rest report"],
        isReleased: Bool = false
    ) throws {
        round = try ScheduledRound([900_000], isReleased: isReleased)
        first = round.references[0]
        _ = try flow.planPayments(
            of: first, round: "round-1",
            as: InstalmentPlan(try parts.map { try InstalmentPlan.Part($0, place: "part") }),
            reason: "In parts", as: try fund.person("finance"))
    }

    func hold(_ number: Int64) throws {
        try flow.holdPayment(
            of: first, number: number, round: "round-1", reason: "Later",
            as: try fund.person("finance"))
    }

    /// A run of what is due, whose file somebody has taken.
    func run() throws -> PaymentRun {
        let run = try round.approve(as: "finance")
        try flow.recordExport(
            of: "\(run.reference)", profile: "ledger", as: try fund.person("finance"))
        return run
    }

    func pay(_ run: PaymentRun, number: Int64) throws {
        try round.settle(first, .paid, in: run, number: number)
    }

    @discardableResult
    func giveUp(
        _ reason: String = "Their cook has left.", as person: String = "decider"
    ) throws -> Money {
        try flow.giveUpAward(first, reason: reason, as: try fund.person(person))
    }

    /// What the round's accounts hold: allotted, committed and paid.
    func balances() throws -> [Int64] {
        try ["allotted", "committed", "paid"].map {
            Int64(
                try fund.value(
                    """
                    SELECT pence FROM ledgerBalance JOIN ledgerAccount ON id = accountId
                    WHERE kind = '\($0)' AND roundId = (SELECT id FROM round WHERE key = 'round-1');
                    """)) ?? -1
        }
    }

    func sendLetters() throws { try Self.sendLetters(fund) }

    static func sendLetters(_ fund: TestFund) throws {
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: KeepingTransport(),
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
    }

    /// What an award lacks before it is closed; empty once it is.
    static func close(_ reference: String, _ fund: TestFund) throws -> [String] {
        problem {
            try fund.workflows.closeAward(reference, note: nil, as: try fund.person("officer"))
        }.map { [$0.code] + $0.fields.map(\.code) } ?? []
    }

    /// Does without returns, and assesses.
    static func end(_ reference: String, _ fund: TestFund) throws {
        let flow = fund.workflows
        try flow.waiveReturns(
            of: reference, reason: "They have left.", as: try fund.person("decider"))
        let review = try fund.services.reports.awardReview(
            reference, as: try fund.person("auditor"))
        try flow.assessAward(
            reference, review.promised.map { OutcomeSaid($0.key, "cannotTell", "They left.") },
            worth: "Nothing was given.", as: try fund.person("officer"))
    }

    func refuses(_ sql: String, _ code: String) throws {
        let done = try Command.run(
            "/usr/bin/env", ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; " + sql])
        #expect(done.errors.contains(code), "\(sql): \(done.errors)")
    }
}

@Suite("A group gives up an award half-way")
struct GivingUpTests {
    @Test("what is not paid goes back to the round once, and what was paid is told of and closed")
    func half() throws {
        let award = try PartlyPaid()
        let (fund, flow) = (award.fund, award.flow)
        try award.hold(3)
        let run = try award.run()
        let before = try award.balances()
        // Nothing is given up while a payment is on its way.
        let way = problem { try award.giveUp() }
        #expect(way?.code == "give-up-under-way", "\(way?.code ?? "")")
        #expect(way?.fields.map(\.code) == ["closing-under-way"])
        #expect(try award.balances() == before)
        try award.pay(run, number: run.firstNumber(of: award.first, in: fund))
        #expect(problem { try award.giveUp(as: "officer") }?.code == "role-missing")
        #expect(problem { try award.giveUp(" ") }?.fields.map(\.code) == ["missing"])
        #expect(try award.balances()[0] == before[0])
        #expect(try award.giveUp() == Money(pence: 500_000))
        #expect(try award.balances() == [before[0] + 500_000, 0, 400_000])
        #expect(problem { try award.giveUp() }?.code == "give-up-over")
        #expect(try award.round.due().isEmpty)
        let review = try fund.services.reports.awardReview(
            award.first, as: try fund.person("auditor"))
        #expect(review.award.kept == Money(pence: 400_000) && !review.isGivable)
        #expect(review.givenUp?.released == Money(pence: 500_000))
        #expect(review.json["givenUp"]?["paidPence"]?.int == 400_000)
        // Closing asks for what became of what was paid, and of nothing else.
        let decider = try fund.person("decider")
        try flow.waiveReturns(of: award.first, reason: "They have left.", as: decider)
        try flow.writeOff(
            Money(pence: 400_000), of: award.first, reason: "It was spent.", as: decider)
        try flow.assessAward(
            award.first, review.promised.map { OutcomeSaid($0.key, "cannotTell", "They left.") },
            worth: "Half of it.", as: try fund.person("officer"))
        try flow.closeAward(award.first, note: nil, as: try fund.person("officer"))
        // Opening it again brings nothing back, and nothing is paid.
        let there = try award.balances()
        try flow.reopenAward(award.first, reason: "A bill.", as: decider)
        #expect(try award.balances() == there)
        #expect(try award.round.due().isEmpty)
        #expect(problem { try award.giveUp() }?.code == "give-up-over")
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("what the bank sends back of it afterwards goes to the round as well, and no more")
    func returned() throws {
        let award = try PartlyPaid(["£4,000 agreement", "rest report"])
        let run = try award.run()
        try award.pay(run, number: run.firstNumber(of: award.first, in: award.fund))
        let before = try award.balances()
        try award.giveUp()
        try award.round.settle(award.first, .returned, in: run)
        #expect(try award.balances() == [before[0] + 900_000, 0, 0])
        #expect(
            try award.fund.value("SELECT awardedPence FROM awardRound WHERE awardedPence = 0;")
                == "0")
        try award.refuses(
            "INSERT INTO awardGivenBack SELECT max(id), 1, 1 FROM ledgerEntry;", "decision-stands")
    }

    @Test(
        "given up before anything was paid, all of it goes back, and nothing waits to be scheduled")
    func unpaid() throws {
        let award = try PartlyPaid()
        let fund = award.fund
        #expect(problem { try award.giveUp() }?.code == "give-up-untold")
        try award.sendLetters()
        let before = try award.balances()
        #expect(try award.giveUp() == Money(pence: 900_000))
        #expect(try award.balances() == [before[0] + 900_000, 0, 0])
        #expect(
            try fund.services.reports.unscheduledCount(
                of: "round-1", as: try fund.person("finance")) == 0)
        // Nobody waits for it; who wants it off the list closes it as any other.
        #expect(
            try PartlyPaid.close(award.first, fund) == [
                "award-lacks", "closing-no-return", "closing-unassessed",
            ])
        try PartlyPaid.end(award.first, fund)
        #expect(try PartlyPaid.close(award.first, fund).isEmpty)
    }

    @Test("given up before it was scheduled, it is never scheduled, and closes without payments")
    func unscheduled() throws {
        let fund = try TestFund()
        let first = try fund.decidable([(900_000, nil)])[0]
        let flow = fund.workflows
        let (officer, decider) = (try fund.person("officer"), try fund.person("decider"))
        _ = try flow.propose(round: "round-1", as: officer)
        _ = try flow.approve(round: "round-1", proposal: nil, reason: "Fit", as: decider)
        try PartlyPaid.sendLetters(fund)
        #expect(try PartlyPaid.close(first, fund).contains("closing-unscheduled"))
        let raw = """
            PRAGMA foreign_keys = ON;
            INSERT INTO paymentClosing (awardId, isClosed, setById, setAt)
            SELECT id, 1, 1, 1 FROM award;
            """
        #expect(try Command.sql(fund.databasePath, raw).errors.contains("award-lacks"))
        #expect(
            try flow.giveUpAward(first, reason: "They left.", as: decider)
                == Money(pence: 900_000))
        #expect(
            try flow.schedulePayments(round: "round-1", as: try fund.person("finance")).count == 0)
        #expect(
            try PartlyPaid.close(first, fund) == [
                "award-lacks", "closing-no-return", "closing-unassessed",
            ])
        try PartlyPaid.end(first, fund)
        // It waits for an officer to close it, in the list and by its day.
        let closable = try fund.services.reports.awardReviews(
            of: "round-1", isClosable: true, as: officer
        ).reviews
        #expect(closable.map { "\($0.summary.reference)" } == [first])
        let due = try fund.services.reports.dueRows(as: officer)
        #expect(due.contains { $0[2].string == "awardClosing" && $0[4].string == first })
        #expect(try PartlyPaid.close(first, fund).isEmpty)
        #expect(try PartlyPaid.close(first, fund) == ["award-closed"])
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("what a group that gave up was paid is still told of: its returns are due and waited for")
    func told() throws {
        let award = try PartlyPaid()
        let fund = award.fund
        let officer = try fund.person("officer")
        try award.sendLetters()
        let asked = try award.flow.askReturns(
            round: "round-1", try fund.services.configuration(), as: officer)
        try award.hold(3)
        let run = try award.run()
        try award.pay(run, number: run.firstNumber(of: award.first, in: fund))
        try award.giveUp()
        fund.setTime("2028-03-01T10:00")
        let due = try fund.services.reports.dueRows(isLateOnly: true, as: officer)
        #expect(
            asked.made > 0
                && due.count { $0[2].string == "monitoringReturn" && $0[4].string == award.first }
                    == asked.made,
            "\(due)")
        let late = try fund.services.reports.returns(of: "round-1", isLate: true, as: officer)
        #expect(late.lines.count == asked.made)
        let waiting = try fund.services.reports.home(
            as: try fund.volunteer("officer@example.org")
        ).rounds.flatMap(\.waiting)
        #expect(waiting.contains(.lateReturns(asked.made)), "\(waiting)")
        let report = try fund.services.reports.returnReport(award.first, as: officer)
        #expect(
            try report.json()["returns"]?.array?.map { $0["isLate"]?.text }
                == Array(repeating: "true", count: asked.made))
    }

    @Test("not where all is paid")
    func refused() throws {
        let whole = try PartlyPaid(["rest agreement"])
        let run = try whole.run()
        try whole.pay(run, number: run.firstNumber(of: whole.first, in: whole.fund))
        #expect(problem { try whole.giveUp() }?.code == "give-up-all-paid")
    }

    @Test("the schema gives up nothing on its way, twice, or in a round with agreements")
    func schema() throws {
        let award = try PartlyPaid()
        let row = "SELECT id, 'x', 900000, 400000, 500000, 1, 1, 1, '2026-12-05' FROM award"
        try award.hold(3)
        let run = try award.run()
        try award.refuses(
            """
            INSERT INTO paymentStop SELECT id, 400000, 1, 1 FROM award;
            INSERT INTO paymentGivenUp SELECT id FROM award;
            """, "give-up-under-way")
        let other = try PartlyPaid()
        try other.hold(3)
        let second = try other.run()
        try other.pay(second, number: second.firstNumber(of: other.first, in: other.fund))
        try other.refuses(
            "INSERT INTO awardGivenUp \(row.replacing("900000", with: "900001"));", "agreement-sums"
        )
        try other.giveUp()
        try other.refuses("INSERT INTO awardGivenUp \(row);", "giving-up-stands")
        for table in ["awardGivenUp", "paymentGivenUp"] {
            try other.refuses("DELETE FROM \(table);", "giving-up-stands")
        }
        #expect(run.total == Money(pence: 400_000))
    }
}

extension PaymentRun {
    /// The number of the first instalment of an award that it pays.
    func firstNumber(of reference: String, in fund: TestFund) throws -> Int64 {
        Int64(
            try fund.value(
                """
                SELECT min(number) FROM paymentRunItem
                JOIN paymentInstalment ON paymentInstalment.id = instalmentId
                WHERE runId = \(id.rawValue);
                """)) ?? 0
    }
}
