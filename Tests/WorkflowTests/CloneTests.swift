import Bootstrap
import Commissioning
import Foundation
import FundCore
import Publishing
import Rounds
import TestSupport
import Testing
import Workflows

@Suite("The next round, made from one that is there")
struct CloneTests {
    private static let moreMoney = (
        file: "Config/fund.yaml", old: "  total: £30,000", new: "  total: £60,000"
    )

    private func clone(
        _ fund: TestFund, _ round: String, _ cloning: RoundCloning, by name: String = "officer"
    ) throws -> ClonedRound {
        try fund.workflows.cloneRound(
            round, cloning, try fund.services.configuration(), as: try fund.person(name))
    }

    @Test("it has what the older one opened with, dates a year on, and what was learned")
    func whole() throws {
        let fund = try TestFund(edits: [Self.moreMoney])
        let officer = try fund.person("officer")
        let cycle = MadeUpCycle(fund.services)
        try cycle.approvePlan()
        let first = try cycle.learn()
        let second = try cycle.learn("Posters reach nobody")
        try fund.workflows.withdrawLesson(second, reason: "Not so", in: "cycle-1", as: officer)
        try fund.open()
        let made = try clone(fund, "round-1", RoundCloning(key: "round-3"))
        #expect(made.round.status == .planned && made.proposals == 1)
        #expect(made.round.plan.title == "Cohesion Fund round 3" && made.unknownYears == [])
        // It was opened at ten, and was planned to open at nine.
        #expect("\(made.round.plan.timetable.opens)" == "2027-12-01T09:00")
        #expect(made.fundLeft == Money(pence: 3_000_000) && !made.isBeyondFund && !made.needsPlan)
        #expect("\(made.round.plan.timetable.closes)" == "2028-01-12T12:00")
        // The files say nothing of a round that was made from another.
        let next = try clone(fund, "round-3", RoundCloning(key: "round-4", allotment: "£30,000"))
        #expect("\(next.round.plan.timetable.opens)" == "2028-12-01T09:00")
        // What the files say now is not what the older round opened with.
        let criteria = URL(fileURLWithPath: "\(fund.folder.path)/Config/criteria.yaml")
        let text = try String(contentsOf: criteria, encoding: .utf8)
        try Data(text.replacing("title: Community need", with: "title: Another").utf8)
            .write(to: criteria)
        try fund.open("round-3")
        let late = try clone(fund, "round-3", RoundCloning(key: "round-5"))
        #expect("\(late.round.plan.timetable.opens)".hasSuffix("T09:00"))
        #expect(late.fundLeft == .zero && late.isBeyondFund)
        let differing = try fund.value(
            """
            SELECT group_concat(old.section) FROM roundConfiguration AS old
            JOIN roundConfiguration AS new ON new.section = old.section
            JOIN round ON round.id = new.roundId AND round.key = 'round-3'
            WHERE old.roundId = 1 AND old.content <> new.content;
            """)
        // The letters name the round.
        #expect(differing == "letters")
        let letters = try fund.value(
            """
            SELECT json_extract(content, '$.roundTitle') FROM roundConfiguration
            JOIN round ON round.id = roundId WHERE key = 'round-3' AND section = 'letters';
            """)
        #expect(letters == "Cohesion Fund round 3")
        let proposals = try fund.services.reports.roundProposals(of: "round-3", as: officer)
        #expect(proposals.proposals.map(\.lesson?.rawValue) == [first])
        #expect(proposals.proposals.first?.text == "Offer help before the opening")
        let number = try #require(proposals.proposals.first?.number)
        #expect(
            problem {
                _ = try fund.workflows.decideProposal(
                    .taken, number, of: "round-3", reason: " ", as: officer)
            }?.fields.map(\.code) == ["missing"])
        #expect(
            problem {
                _ = try fund.workflows.decideProposal(
                    .taken, number, of: "round-1", reason: "x", as: officer)
            }?.code == "proposal-unknown")
        _ = try fund.workflows.decideProposal(
            .taken, number, of: "round-3", reason: "We do", as: officer)
        #expect(
            problem {
                _ = try fund.workflows.decideProposal(
                    .left, number, of: "round-3", reason: "No", as: officer)
            }?.code == "proposal-decided")
        for statement in [
            "UPDATE commissioningProposalVerdict SET verdict = 'left';",
            "DELETE FROM commissioningProposal;", "DELETE FROM roundClone;",
            "INSERT INTO roundClone VALUES (1, 2, 1, 0);",
        ] {
            #expect(try Command.sql(fund.databasePath, statement).status != 0, "\(statement)")
        }
        _ = try fund.services.reports.verifyAudit(expecting: nil, as: officer)
    }

    @Test("what is wrong is said all at once, and only officers do it")
    func refused() throws {
        let fund = try TestFund()
        let wrong = problem {
            _ = try clone(
                fund, "round-1",
                RoundCloning(
                    key: "round-2", title: String(repeating: "x", count: 101),
                    opens: "2020-01-01T09:00", allotment: "lots"))
        }
        #expect(wrong?.fields.map(\.place) == ["to", "title", "opens", "allotment"])
        #expect(
            wrong?.fields.map(\.code) == [
                "round-key-taken", "too-long", "round-opens-past", "not-pounds",
            ])
        let more = problem {
            _ = try clone(
                fund, "round-1",
                RoundCloning(key: "3 rounds", opens: "soon", allotment: "£30,001"))
        }
        #expect(more?.fields.map(\.code) == ["not-key", "not-time", "more-than-fund"])
        #expect(
            problem { _ = try clone(fund, "round-9", RoundCloning(key: "round-3")) }?.code
                == "round-unknown")
        #expect(
            problem {
                _ = try clone(fund, "round-1", RoundCloning(key: "round-3"), by: "decider")
            }?.code == "role-missing")
        #expect(try fund.value("SELECT count(*) FROM round;") == "2")
        // The clone of a planned round goes by what the files say of that one.
        let made = try clone(
            fund, "round-2", RoundCloning(key: "spring", allotment: "£1,000"))
        #expect(made.round.plan.title == "spring: Cohesion Fund round 2" && made.proposals == 0)
        try fund.open("spring")
        let controls = try fund.value(
            """
            SELECT json_extract(content, '$.sealed') FROM roundConfiguration
            JOIN round ON round.id = roundId WHERE key = 'spring' AND section = 'controls';
            """)
        #expect(controls == "1")
    }

    @Test("a round made from one that is older than Plans opens by an approved Plan all the same")
    func needsPlan() throws {
        let fund = try TestFund(edits: [Self.moreMoney], needsPlan: true)
        try fund.open()
        #expect(try clone(fund, "round-1", RoundCloning(key: "round-3")).needsPlan)
        #expect(problem { try fund.open("round-3") } != nil)
        #expect(try fund.value("SELECT status FROM round WHERE key = 'round-3';") == "planned")
    }
}
