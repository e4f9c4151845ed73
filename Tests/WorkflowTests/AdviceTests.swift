import Assessment
import Awards
import Bootstrap
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Advice on where to talk and how to spend changes nothing")
struct AdviceTests {
    private func compared(
        _ fund: TestFund, budget: String? = nil, cap: String? = nil, weights: [String] = [],
        threshold: String? = nil
    ) throws -> AllocationComparison {
        try fund.services.reports.allocations(
            of: "round-1",
            try WhatIf(
                budget: budget, cap: cap, weights: try WhatIf.weights(weights),
                threshold: threshold), as: TestFund.operator)
    }

    @Test("three ways side by side: each award, the total, the scores, and why money is left")
    func compare() throws {
        let fund = try TestFund()
        let references = try fund.decidable([
            (1_000_000, nil), (1_000_000, nil), (966_000, nil), (200_000, 150_000),
            (60_000, 50_000), (100_000, nil),
        ])
        let found = try compared(fund)
        let words = try fund.services.words()
        #expect(found.base == .rankOrder && found.methods.map(\.method).count == 3)
        let inOrder = found.methods[0]
        #expect(inOrder.lines.map { "\($0.reference)" } == Array(references.prefix(3)))
        #expect(inOrder.result.left == Money(pence: 34_000) && inOrder.changes.isEmpty)
        #expect(
            found.leftWords(inOrder, in: words)
                == "£340.00 is left: the next in rank (\(references[3])) asks for £2,000.00 and could not work with less than £1,500.00."
        )
        for method in found.methods {
            #expect(method.result.total <= found.budget)
            let sum = method.lines.filter(\.isFull).reduce(Fraction.zero) { $0 + $1.score }
            #expect(method.scoreSum == sum)
        }
        #expect(found.methods[2].standing == "optimal")
        #expect(inOrder.scoreSum < found.methods[2].scoreSum)
        // As JSON, all of it, and money in pence.
        let json = found.json["methods"]?.array ?? []
        #expect(json[0]["totalPence"]?.int == 2_966_000 && json[0]["awards"]?.int == 3)
        #expect(json[0]["leftReason"]?["minimumPence"]?.int == 150_000)
        #expect(json[0]["scoreSum"]?.string == "\(inOrder.scoreSum)")
    }

    @Test("what is tried is shown as who comes in, who goes out, and what changes in pence")
    func whatIf() throws {
        let fund = try TestFund()
        let references = try fund.decidable([
            (1_000_000, 300_000), (1_000_000, 400_000), (1_000_000, 900_000), (200_000, 150_000),
        ])
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        let before = try fund.value("SELECT count(*) FROM auditEntry")
        let capped = try compared(fund, cap: "£5,000")
        #expect(capped.base == .proposal(1))
        let changes = capped.methods[0].changes
        #expect(
            changes.map { "\($0.kind) \($0.reference) \($0.before.pence) \($0.after.pence)" } == [
                "changes \(references[0]) 1000000 500000",
                "changes \(references[1]) 1000000 500000",
                // It cannot work with so little.
                "leaves \(references[2]) 1000000 0", "enters \(references[3]) 0 200000",
            ])
        let poorer = try compared(fund, budget: "£25,000")
        #expect(poorer.budget == Money(pence: 2_500_000))
        #expect(poorer.methods[0].lines.map(\.award.pence) == [1_000_000, 1_000_000])
        #expect(
            poorer.methods[1].lines.map(\.award.pence) == [1_000_000, 1_000_000, 200_000])
        // The second's score is the bar: those below get nothing, any way.
        let bar = poorer.methods[0].lines[1].score
        let strict = try compared(fund, threshold: bar.decimal(places: 2))
        #expect(Fraction(bar.numerator * 100, over: bar.denominator).denominator == 1)
        for method in strict.methods {
            #expect(method.lines.map { "\($0.reference)" } == Array(references.prefix(2)))
        }
        #expect(try fund.value("SELECT count(*) FROM auditEntry") == before)
    }

    @Test("under a cap that is too little for some, it is told for how many")
    func capped() throws {
        let fund = try TestFund()
        _ = try fund.decidable([
            (1_000_000, 900_000), (1_000_000, 400_000), (100_000, 20_000),
        ])
        let words = try fund.services.words()
        func told(_ cap: String?, threshold: String? = nil) throws -> Set<String> {
            let found = try compared(fund, cap: cap, threshold: threshold)
            return Set(found.methods.map { found.leftWords($0, in: words) })
        }
        #expect(
            try told("£1") == [
                "£30,000.00 is left. Groups that could not work with so little as the most that one may get: 3. Nobody else can be funded."
            ])
        #expect(
            try told("£3,000") == [
                "£29,000.00 is left. Groups that could not work with so little as the most that one may get: 2. The others who can be funded have all they may get."
            ])
        #expect(
            try told(nil) == [
                "£9,000.00 is left: everybody who can be funded has all they may get."
            ])
        #expect(
            try told("£1", threshold: "100").count == 1)
        let json = try compared(fund, cap: "£1").json["methods"]?.array?.first?["leftReason"]
        #expect(json?["code"]?.string == "allCappedOut" && json?["count"]?.int == 3)
    }

    @Test("other weights rank as a round with those weights would")
    func weights() throws {
        func round(_ edits: [(file: String, old: String, new: String)]) throws -> TestFund {
            let fund = try TestFund(edits: edits)
            try fund.open()
            let references = try (1...8).map { try fund.submit("Group \($0)", pence: 1_000_000) }
            try fund.close()
            try fund.checkAll()
            try fund.addPanel(["p1", "p2"])
            var dice = Seeded(11)
            for reference in references {
                for member in ["p1", "p2"] {
                    let values = TestFund.criteria.map { _ in Int64.random(in: 0...5, using: &dice)
                    }
                    try fund.score(
                        reference, by: member, values[0], values[1], values[2], values[3],
                        values[4], values[5])
                }
            }
            return fund
        }
        let plain = try round([])
        // need is made 60%; the others keep their proportions.
        let tried = try compared(plain, weights: ["need=60%"])
        let old = try Repository.text("Config/criteria.yaml")
        var weights = ["60%", "10%", "10%", "7.5%", "7.5%", "5%"][...]
        let text = old.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("    weight: ")
                ? "    weight: \(weights.popFirst() ?? "")" : String(line)
        }.joined(separator: "\n")
        #expect(weights.isEmpty)
        let other = try round([("Config/criteria.yaml", old, text)])
        let truth = try compared(other)
        for (mine, theirs) in zip(tried.methods, truth.methods) {
            #expect(mine.scoreSum == theirs.scoreSum)
            #expect(mine.lines.map(\.organisation) == theirs.lines.map(\.organisation))
            #expect(mine.lines.map(\.score) == theirs.lines.map(\.score))
        }
    }

    @Test("what cannot be tried is refused with what would be right")
    func refused() throws {
        let fund = try TestFund()
        _ = try fund.decidable([(100_000, nil)])
        let cases: [(String?, String?, [String], String?, String)] = [
            ("lots", nil, [], nil, "not-pounds"), (nil, "£0", [], nil, "not-pounds"),
            (nil, nil, ["need"], nil, "not-weight"), (nil, nil, ["need=x"], nil, "not-percent"),
            (nil, nil, ["need=101%"], nil, "not-percent"),
            (nil, nil, ["nothing=30%"], nil, "not-an-option"),
            (nil, nil, ["need=20%", "need=30%"], nil, "weight-twice"),
            (nil, nil, ["need=60%", "lens=60%"], nil, "weights-tried"),
            (nil, nil, [], "101", "not-threshold"),
        ]
        for (budget, cap, weights, threshold, code) in cases {
            let report = problem {
                _ = try compared(
                    fund, budget: budget, cap: cap, weights: weights, threshold: threshold)
            }
            #expect(report?.code == "invalid-input" && report?.fields.first?.code == code)
        }
        #expect(
            problem {
                _ = try fund.services.reports.allocations(
                    of: "round-1", as: try fund.person("p1"))
            }?.code == "role-missing")
    }

    @Test("the members' differences are for those who do not score, whatever else they are")
    func audience() throws {
        let fund = try TestFund(edits: [
            ("Config/people.yaml", "roles: [officer]", "roles: [officer, panelMember]")
        ])
        _ = try fund.decidable([(100_000, nil), (200_000, nil)])
        func code(_ name: String) throws -> String? {
            let principal = try fund.person(name)
            return problem {
                _ = try fund.services.reports.sensitivity(of: "round-1", as: principal)
            }?.code
        }
        #expect(try code("officer") == nil && code("decider") == nil && code("auditor") == nil)
        #expect(try code("p1") == "role-missing" && code("finance") == "role-missing")
        try fund.addPanel(["officer"])
        #expect(try code("officer") == "sensitivity-scores-here")
    }

    @Test("who would cross the line is told, under which change")
    func swings() throws {
        let fund = try TestFund()
        try fund.open()
        let references = try (1...4).map { try fund.submit("Group \($0)", pence: 1_000_000) }
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1", "p2"])
        for (place, reference) in references.enumerated() {
            try fund.score(reference, by: "p1", [5, 4, 3, 2][place])
            try fund.score(reference, by: "p2", [5, 4, 2, 4][place])
        }
        // 2.5 and 3 on the last two: the fourth is third, and without p2 it falls below.
        let report = try fund.services.reports.sensitivity(
            of: "round-1", as: try fund.person("officer"))
        let crossing = report.applications.filter { $0.swings > 0 }
        #expect(Set(crossing.map { "\($0.reference)" }) == Set(references.suffix(2)))
        let swings = report.changes.filter(\.swings)
        #expect(swings.map(\.member) == ["p2@example.org"])
        #expect(swings[0].enters.map(\.description) == [references[2]])
        #expect(swings[0].leaves.map(\.description) == [references[3]])
        // What the meeting should talk about comes first; members at most 40 points apart.
        #expect(report.applications[0].swings == 1 && report.applications[2].swings == 0)
        let fourth = try #require(crossing.first { "\($0.reference)" == references[3] })
        #expect(fourth.rank == 3 && fourth.bestRank == 3 && fourth.worstRank == 4)
        #expect(fourth.spread?.range == Fraction(40) && fourth.spread?.variance == Fraction(400))
        #expect(report.offsets.map(\.member) == ["p1@example.org", "p2@example.org"])
        #expect(report.offsets.allSatisfy { $0.offset.verdict == .tooFew })
    }

    @Test("a round's limits for a priority hold every way, and what cannot be is told")
    func limits() throws {
        func fund(_ limits: String) throws -> TestFund {
            let fund = try TestFund(edits: [
                (
                    "Config/rounds.yaml", "    controls: {}",
                    "    allocation: \(limits)\n    controls: {}"
                )
            ])
            _ = try fund.decidable([(1_000_000, 900_000), (1_000_000, 400_000), (300_000, nil)])
            return fund
        }
        // Every application of these serves the same priority.
        let capped = try compared(try fund("{caps: {priority: {belonging: \"£15,000\"}}}"))
        #expect(capped.methods.map { $0.result.total.pence } == [1_500_000, 1_500_000, 1_300_000])
        let plain = try TestFund()
        let words = try plain.services.words()
        #expect(capped.limitWords(in: words).count == 1)
        let wanting = try compared(
            try fund("{floors: {priority: {safe-spaces: \"£1,000\"}}}"))
        #expect(wanting.methods[2].standing == "impossible")
        #expect(
            wanting.methods.allSatisfy {
                wanting.shortfallWords($0, in: words).first?.contains("£1,000.00 less") == true
            })
        let problems = problem {
            _ = try TestFund(edits: [
                (
                    "Config/rounds.yaml", "    controls: {}",
                    "    allocation:\n      caps: {priority: {belonging: £100, nowhere: £5}, ward: {millbrook: £1}}\n      floors: {priority: {belonging: £200}}\n    controls: {}"
                )
            ])
        }
        let codes = Set((problems?.fields ?? []).map(\.code))
        #expect(codes == ["unknown-key-of", "floor-over-cap", "limit-without-ward"])
    }
}
