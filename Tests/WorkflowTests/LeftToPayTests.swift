import Bootstrap
import Commissioning
import FundCore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("What a group still has to pay back, after write-offs")
struct LeftToPayTests {
    /// An award of £9,000 that is paid, of which £2,000 were not spent.
    private func owing() throws -> PartlyPaid {
        let award = try PartlyPaid(["rest agreement"])
        let run = try award.run()
        try award.pay(run, number: run.firstNumber(of: award.first, in: award.fund))
        return award
    }

    private func demand(_ award: PartlyPaid, _ pence: Int64) throws -> Recovery {
        try award.flow.demandMoney(
            Money(pence: pence), .unspent, from: award.first, round: "round-1",
            reason: "Not spent", as: try award.fund.person("finance"))
    }

    private func rows(_ award: PartlyPaid) throws -> [[Int64]] {
        try award.fund.services.reports.recoveries(
            of: "round-1", as: try award.fund.person("auditor")
        ).map { row in
            [row[0], row[3], row[4], row[8]].map { $0.int ?? -1 }
        }
    }

    @Test("a write-off lowers what is left of the newest demand, and no money is counted twice")
    func lowered() throws {
        let award = try owing()
        let (flow, fund) = (award.flow, award.fund)
        let decider = try fund.person("decider")
        let first = try demand(award, 120_000)
        _ = try demand(award, 80_000)
        #expect(try rows(award) == [[1, 120_000, 0, 120_000], [2, 80_000, 0, 80_000]])
        try flow.writeOff(
            Money(pence: 50_000), of: award.first, reason: "Their roof fell in.", as: decider)
        #expect(try rows(award) == [[1, 120_000, 0, 120_000], [2, 80_000, 0, 30_000]])
        let trail = try fund.services.reports.paymentTrail(
            of: award.first, round: "round-1", as: try fund.person("finance"))
        #expect(trail.left == [1: Money(pence: 120_000), 2: Money(pence: 30_000)])
        #expect(
            problem {
                try flow.writeOff(
                    Money(pence: 150_001), of: award.first, reason: "x", as: decider)
            }?.code == "write-off-too-much")
        _ = try flow.receiveMoney(
            Money(pence: 120_000), forRecovery: first.id, round: "round-1",
            on: try fund.services.today(), evidence: "Line 4", as: try fund.person("finance"))
        #expect(try rows(award) == [[1, 120_000, 120_000, 0], [2, 80_000, 0, 30_000]])
        try flow.writeOff(
            Money(pence: 30_000), of: award.first, reason: "The rest too.", as: decider)
        #expect(try rows(award).map { $0[3] } == [0, 0])
        #expect(
            try fund.services.reports.awardReview(award.first, as: decider).owed == .zero)
    }

    @Test("the bank's line is received where it is what was left after a write-off")
    func bank() throws {
        let paid = try ExportedRound()
        let reference = paid.round.references[0]
        let fund = paid.round.fund
        try paid.reconcile([BankEntry(-1_000_000, paid.names[0], bank: "B1")])
        _ = try fund.workflows.demandMoney(
            Money(pence: 20_000), .unspent, from: reference, round: "round-1",
            reason: "Not needed", as: fund.person("finance"))
        try fund.workflows.writeOff(
            Money(pence: 5_000), of: reference, reason: "Small", as: fund.person("decider"))
        let done = try paid.reconcile([
            BankEntry(16_000, reference, bank: "B2"), BankEntry(15_000, reference, bank: "B3"),
            BankEntry(20_000, reference, bank: "B4"),
        ])
        #expect(
            try paid.results(done) == ["recovery 1 15000", "unmatched credit-unclear 2 36000"])
        #expect(try fund.value("SELECT receivedPence FROM paymentRecovery") == "15000")
    }
}
