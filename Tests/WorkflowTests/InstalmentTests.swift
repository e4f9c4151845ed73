import FundCore
import Payments
import TestSupport
import Testing
import Workflows

@Suite("An award is paid in parts that come to it to the penny")
struct InstalmentTests {
    private func plan(_ round: ScheduledRound, _ reference: String, _ parts: [String]) throws -> Int
    {
        try round.fund.workflows.planPayments(
            of: reference, round: "round-1",
            as: InstalmentPlan(
                try parts.map { try InstalmentPlan.Part($0, place: "part") }),
            reason: "As agreed", as: round.fund.person("finance"))
    }

    @Test(
        "percentages round down, and what is lost goes to the rest or to the last",
        arguments: [
            (["33.33% agreement", "33.33% agreement", "33.34% agreement"], [83341, 83341, 83368]),
            (["50% agreement", "50% report"], [125025, 125025]),
            (["33% agreement", "33% agreement", "rest evidence"], [82516, 82516, 85018]),
            (["£1,000 agreement", "rest date 2026-12-09"], [100000, 150050]),
            (["0.01% agreement", "99.99% agreement"], [25, 250025]),
        ] as [([String], [Int64])])
    func exact(parts: [String], pence: [Int64]) throws {
        let amounts = try InstalmentPlan(
            parts.map { try InstalmentPlan.Part($0, place: "part") }
        ).amounts(of: Money(pence: 250_050))
        #expect(amounts.map(\.pence) == pence)
    }

    @Test("whatever the parts, they come to the award or are refused")
    func property() throws {
        var random = Seeded(6)
        var planned = 0
        for _ in 0..<4000 {
            let award = Money(pence: Int64.random(in: 1...99_999_999_999, using: &random))
            let parts = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                let share: InstalmentPlan.Share =
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: .rest
                    case 1: .tenThousandths(Int64.random(in: 1...10_000, using: &random))
                    default:
                        .amount(Money(pence: Int64.random(in: 1...award.pence, using: &random)))
                    }
                return InstalmentPlan.Part(share, .agreement)
            }
            guard let amounts = try? InstalmentPlan(parts).amounts(of: award) else { continue }
            planned += 1
            #expect(amounts.reduce(.zero, +) == award)
            #expect(amounts.allSatisfy { $0 > .zero })
            #expect(amounts.count == parts.count)
        }
        #expect(planned > 400)
    }

    @Test(
        "parts that do not come to what is left are refused, with what is apart",
        arguments: [
            (["50% agreement", "49% agreement"], "sum-not-award"),
            (["£3,000 agreement"], "sum-not-award"),
            (["£2,500.50 agreement", "rest agreement"], "part-is-nothing"),
            (["rest agreement", "rest report"], "more-than-one-rest"),
        ])
    func wrong(parts: [String], code: String) throws {
        let round = try ScheduledRound(isReleased: false)
        #expect(
            problem { _ = try plan(round, round.references[1], parts) }?.fields.map(\.code)
                .contains(code) == true)
        #expect(
            try round.due()
                == round.references.map { _ in "" }.enumerated().map {
                    "\(round.references[$0.offset]) 1 \([1_000_000, 250_050][$0.offset])"
                })
    }

    @Test("text that is no part is told, wherever it is wrong")
    func text() {
        for wrong in [
            "", "half agreement", "50 % agreement", "101% agreement", "0% agreement",
            "50.123% agreement", "-5% agreement", "£0 agreement", "£-1 agreement", "50%",
            "50% date", "50% date 2026-02-30", "50% soon", "50% report later", "rest",
            "99999999999999999999% report",
        ] {
            #expect(
                problem { _ = try InstalmentPlan.Part(wrong, place: "part") } != nil, "\(wrong)")
        }
    }

    @Test("a part is paid once what it waits for has come, and not before")
    func triggers() throws {
        let round = try ScheduledRound([250_050], isReleased: false)
        let reference = round.references[0]
        #expect(
            try plan(
                round, reference,
                ["40% agreement", "30% date 2026-12-10", "20% report", "10% evidence"]) == 4)
        #expect(
            try round.due() == [
                "\(reference) 2 100020", "\(reference) 3 75015 date", "\(reference) 4 50010 report",
                "\(reference) 5 25005 evidence",
            ])
        let first = try round.approve(as: "finance")
        #expect(first.total == Money(pence: 100_020))
        let workflows = round.fund.workflows
        let officer = try round.fund.person("officer")
        #expect(
            problem {
                try workflows.meetTrigger(
                    of: reference, number: 3, round: "round-1", evidence: "x", as: officer)
            }?.code == "instalment-waits-for-nothing")
        try workflows.meetTrigger(
            of: reference, number: 4, round: "round-1", evidence: "Report of May", as: officer)
        #expect(
            problem {
                try workflows.meetTrigger(
                    of: reference, number: 4, round: "round-1", evidence: "again", as: officer)
            }?.code == "instalment-trigger-met")
        round.fund.setTime("2026-12-10T09:00")
        #expect(try round.approve(as: "finance").total == Money(pence: 125_025))
        #expect(try round.due() == ["\(reference) 5 25005 evidence"])
        // What a run has taken is not planned again.
        #expect(
            problem { _ = try plan(round, reference, ["£250.06 agreement"]) }?.fields.first?.code
                == "sum-not-award")
        #expect(try plan(round, reference, ["£250.05 agreement"]) == 1)
        #expect(try round.approve(as: "finance").total == Money(pence: 25_005))
        #expect(
            problem { _ = try plan(round, reference, ["rest agreement"]) }?.code
                == "instalments-all-in-runs")
    }

    @Test("holds are said twice by nobody, and need a reason")
    func holds() throws {
        let round = try ScheduledRound(isReleased: false)
        let (workflows, finance) = (round.fund.workflows, try round.fund.person("finance"))
        func hold(_ reason: String = "Late report", number: Int64 = 1) throws {
            try workflows.holdPayment(
                of: round.references[0], number: number, round: "round-1", reason: reason,
                as: finance)
        }
        func release() throws {
            try workflows.releasePayment(
                of: round.references[0], number: 1, round: "round-1", reason: "Came",
                as: finance)
        }
        #expect(problem { try release() }?.code == "instalment-not-held")
        #expect(problem { try hold(" ") }?.fields.first?.code == "missing")
        #expect(problem { try hold(number: 7) }?.code == "instalment-unknown")
        try hold()
        #expect(problem { try hold() }?.code == "instalment-held")
        #expect(
            problem { _ = try plan(round, round.references[0], ["rest agreement"]) }?.code
                == "instalment-held-first")
        #expect(try round.approve(as: "finance").total == Money(pence: 250_050))
        try release()
        #expect(try round.approve(as: "finance").total == Money(pence: 1_000_000))
        #expect(problem { try hold() }?.code == "instalment-in-run")
        #expect(
            problem {
                try workflows.holdPayment(
                    of: "CF26-9999-X", number: 1, round: "round-1", reason: "x", as: finance)
            }?.code == "payment-unscheduled")
    }
}
