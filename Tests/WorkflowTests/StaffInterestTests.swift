import Assessment
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

@Suite("Officers, decision makers and finance have interests too")
struct StaffInterestTests {
    private func declare(
        _ fund: TestFund, _ reference: String, has: Bool = true, as person: String
    ) throws {
        try fund.workflows.declareInterest(
            in: reference, has: has, detail: has ? "My sister runs it." : "",
            as: try fund.person(person))
    }

    private func set(
        _ fund: TestFund, _ reference: String, has: Bool, of person: String,
        as officer: String
    ) throws {
        try fund.workflows.setInterest(
            of: "\(person)@example.org", in: reference, has: has, detail: "It is a mistake.",
            as: try fund.person(officer))
    }

    @Test("who has an interest before the decision neither proposes nor decides")
    func deciding() throws {
        let fund = try TestFund()
        let references = try fund.decidable([(500_000, nil), (400_000, nil)])
        let flow = fund.workflows
        func propose(_ person: String) throws {
            _ = try flow.propose(round: "round-1", as: try fund.person(person))
        }
        func approve() throws {
            _ = try flow.approve(
                round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
        }
        try propose("officer")
        // A proposal from before somebody spoke is out of use: the schema knew nothing of it.
        try declare(fund, references[1], as: "decider")
        #expect(problem { try approve() }?.code == "round-with-interest")
        let raw = try Command.run(
            "/usr/bin/env",
            [
                "sqlite3", fund.databasePath,
                "SELECT revision > (SELECT scoresRevision FROM awardProposal) FROM assessmentRound "
                    + "WHERE roundId = (SELECT id FROM round WHERE key = 'round-1');",
            ])
        #expect(raw.output.trimmed == "1")
        try declare(fund, references[0], as: "officer")
        #expect(problem { try propose("officer") }?.code == "round-with-interest")
        // A yes is lifted by another officer alone, who has no interest themselves.
        #expect(
            problem { try declare(fund, references[0], has: false, as: "officer") }?.code
                == "interest-stands")
        #expect(
            problem {
                try set(fund, references[0], has: false, of: "officer", as: "officer")
            }?.code == "judge-with-interest")
        try set(fund, references[0], has: false, of: "officer", as: "officer2")
        try set(fund, references[1], has: false, of: "decider", as: "officer2")
        try propose("officer")
        try approve()
        let register = try fund.services.reports.interestRegister(
            of: "round-1", as: try fund.person("auditor"))
        #expect(
            register.rows.filter { $0.member.hasPrefix("officer@") }.map(\.entry.stands)
                == [false, false])
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("after the decision it keeps them from its payments, its closing and its write-offs")
    func afterwards() throws {
        let award = try PartlyPaid(["rest agreement"], isReleased: false)
        let (fund, flow) = (award.fund, award.flow)
        let run = try award.run()
        try award.pay(run, number: run.firstNumber(of: award.first, in: fund))
        try declare(fund, award.first, as: "officer")
        try declare(fund, award.first, as: "decider")
        try declare(fund, award.first, as: "finance")
        func refused(_ code: String = "judge-with-interest", _ work: () throws -> Void) {
            #expect(problem(work)?.code == code)
        }
        refused {
            try flow.writeOff(
                Money(pence: 1), of: award.first, reason: "x", as: try fund.person("decider"))
        }
        refused {
            try flow.waiveReturns(
                of: award.first, reason: "x", as: try fund.person("decider"))
        }
        refused { try award.giveUp() }
        refused {
            try flow.closeAward(award.first, note: nil, as: try fund.person("officer"))
        }
        refused {
            try flow.setConcern(
                true, over: award.first, reason: "x", as: try fund.person("officer"))
        }
        refused("round-with-interest") { _ = try award.round.approve(as: "finance") }
        // Nobody else is kept from anything; nor do the rules for panels end anybody's word here.
        try flow.setConcern(
            true, over: award.first, reason: "x", as: try fund.person("officer2"))
        #expect(problem { try declare(fund, award.first, as: "auditor") } != nil)
        #expect(problem { try declare(fund, award.first, as: "p1") }?.code != nil)
    }

    @Test("who has an interest lets no single payment go either, and asks for no money back")
    func single() throws {
        let award = try PartlyPaid()
        let (fund, flow, first) = (award.fund, award.flow, award.first)
        try award.hold(3)
        let run = try award.run()
        try award.pay(run, number: run.firstNumber(of: first, in: fund))
        let (finance, other) = (try fund.person("finance"), try fund.person("finance2"))
        let asked = try flow.demandMoney(
            Money(pence: 1_000), .unspent, from: first, round: "round-1", reason: "Not spent",
            as: finance)
        try declare(fund, first, as: "finance")
        func settle(_ person: Principal) throws {
            _ = try flow.settlePayment(
                of: first, number: nil, inRun: "\(run.reference)", .returned,
                on: try fund.services.today(), reason: "Closed", evidence: "Statement 8",
                as: person)
        }
        func release(_ person: Principal) throws {
            try flow.releasePayment(
                of: first, number: 3, round: "round-1", reason: "It can go", as: person)
        }
        func meet(_ person: Principal) throws {
            try flow.meetTrigger(
                of: first, number: 4, round: "round-1", evidence: "Their report", as: person)
        }
        func plan(_ person: Principal) throws {
            _ = try flow.planPayments(
                of: first, round: "round-1",
                as: InstalmentPlan([try InstalmentPlan.Part("rest agreement", place: "part")]),
                reason: "At once", as: person)
        }
        func demand(_ person: Principal) throws {
            _ = try flow.demandMoney(
                Money(pence: 1_000), .unspent, from: first, round: "round-1",
                reason: "Not spent", as: person)
        }
        func receive(_ person: Principal) throws {
            _ = try flow.receiveMoney(
                Money(pence: 1_000), forRecovery: asked.id, round: "round-1",
                on: try fund.services.today(), evidence: "Statement 9", as: person)
        }
        let acts = [release, meet, plan, demand, receive, settle]
        for act in acts {
            #expect(problem { try act(finance) }?.code == "judge-with-interest")
        }
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE action = 'attempt.refusal';")
                == "\(acts.count)")
        // Who has none does all of it; and who has no part in money is told that first.
        try declare(fund, first, as: "decider")
        #expect(problem { try demand(try fund.person("decider")) }?.code == "role-missing")
        for act in [release, meet, plan, demand, receive] { try act(other) }
    }

    @Test("the schema keeps what was said, and lets nobody lift what they said themselves")
    func schema() throws {
        let fund = try TestFund()
        let references = try fund.decidable([(500_000, nil)])
        try declare(fund, references[0], as: "finance")
        func refuses(_ sql: String, _ code: String) throws {
            let done = try Command.run(
                "/usr/bin/env",
                ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; " + sql])
            #expect(done.errors.contains(code), "\(sql): \(done.errors)")
        }
        let row = "roundId, applicationId, personId, 0, NULL, 1, personId"
        try refuses(
            "INSERT INTO assessmentStaffInterest SELECT 9, \(row) FROM assessmentStaffInterest;",
            "interest-stands")
        try refuses("DELETE FROM assessmentStaffInterest;", "score-kept")
        try refuses("UPDATE assessmentStaffInterest SET hasInterest = 0;", "score-kept")
    }
}
