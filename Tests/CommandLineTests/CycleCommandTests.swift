import Foundation
import FundCore
import TestSupport
import Testing

@Suite("The commissioning cycle at the command line")
struct CycleCommandTests {
    @Test("a cycle goes from its start to an approved Plan, as typed")
    func asTyped() throws {
        let fund = try CommandLineFund()
        try fund.good("cycle start cycle-1 --title Made␣up --round round-1", as: "officer")
        #expect(try fund.run("cycle start C --title x", as: "officer").status == 65)
        #expect(try fund.run("cycle start c --title x", as: "officer").status == 1)
        #expect(try fund.run("cycle show cycle-9").status == 2)
        #expect(try fund.run("cycle advance cycle-1", as: "auditor").status == 1)
        let lacks = try fund.run("cycle advance cycle-1", as: "officer")
        #expect(lacks.status == 1 && lacks.errors.contains("Nobody has answered this yet"))
        for key in ["diversity", "vision", "improve", "existing", "reached", "lessons"] {
            try fund.good(
                "cycle answer cycle-1 \(key) --text Much --evidence Survey", as: "officer")
        }
        try fund.good("cycle answer cycle-1 vision --text More", as: "officer2")
        let advanced = try fund.good("cycle advance cycle-1", as: "officer")
        #expect(advanced.errors.contains("plan: open"), "\(advanced.errors)")
        let number = try fund.good(
            "cycle need add cycle-1 --text To␣meet --place Millbrook --format json", as: "officer")
        #expect(number.output.contains("\"number\":1"), "\(number.output)")
        #expect(
            try fund.run("cycle need evidence cycle-1 1 --source S --url x", as: "officer").status
                == 65)
        try fund.good(
            "cycle need evidence cycle-1 1 --source Survey --url https://example.org", as: "officer"
        )
        #expect(
            try fund.run("cycle priority choose cycle-1 nothing", as: "officer").status == 65)
        try fund.good(
            "cycle priority choose cycle-1 belonging --need 1 --criterion need", as: "officer")
        for key in ["included", "gap", "alternatives", "fairness"] {
            try fund.good(
                "cycle answer cycle-1 \(key) --text Much --evidence Survey", as: "officer")
            #expect(try fund.run("cycle sign cycle-1 \(key)", as: "officer").status == 1)
            try fund.good("cycle sign cycle-1 \(key)", as: "officer2")
        }
        try fund.good("cycle advance cycle-1", as: "officer")
        #expect(try fund.run("cycle advance cycle-1", as: "officer").status == 1)
        try fund.good("cycle approve cycle-1", as: "decider")
        let shown = try JSONReader.read(
            Array(try fund.good("cycle show cycle-1 --format json", as: "auditor").output.utf8))
        #expect(shown.text.contains("\"planApproved\":true") && shown["stage"]?.string == "do")
        let vision = shown["stages"]?.array?[0]["questions"]?.array?.first {
            $0["question"]?.string == "vision"
        }
        #expect(vision?["answer"]?.string == "More" && vision?["version"]?.int == 2)
        #expect(vision?["earlierAnswers"]?.array?.map { $0["answer"]?.string } == ["Much"])
        #expect(try fund.good("cycle list --format csv").output.contains("cycle-1"))
        try fund.good("cycle reopen cycle-1 --stage plan --reason Changed", as: "decider")
        #expect(
            try fund.run("cycle reopen cycle-1 --stage elsewhere --reason x", as: "officer").status
                == 64)
        try fund.good("audit verify")
    }

    @Test("the thread of an award and of a need, and the money, in every form")
    func thread() throws {
        let fund = try CommandLineFund()
        try MadeUpCycle(fund).approvePlan(of: "round-1")
        try fund.proposed(amounts: [100_000, 200_000])
        let reference = try #require(
            try fund.good("application list --round round-1 --format csv").output
                .firstMatch(of: /CF\d\d-\d{4}-[A-Z]/).map { String($0.0) })
        let early = try fund.run("cycle thread --award \(reference)")
        #expect(early.status == 1 && early.errors.contains("was given no award"))
        try fund.good("decision approve --round round-1 --proposal 1 --reason Fit", as: "decider")
        let text = try fund.good("cycle thread --award \(reference) --format text", as: "auditor")
            .output
        // One chain, in its order.
        var rest = text[...]
        for part in [
            "A shared sense of belonging", "Young people do not meet", "Youth survey 2026",
            "https://example.org/survey", "Community need", "£1,000.00",
        ] {
            guard let found = rest.firstRange(of: part) else {
                Issue.record("no \(part) in its place: \(text)")
                return
            }
            rest = rest[found.upperBound...]
        }
        let json = try JSONReader.read(
            Array(
                try fund.good("cycle thread --award \(reference) --format json").output.utf8))
        #expect(json["award"]?["standsPence"]?.int == 100_000)
        let need = try fund.good("cycle thread --need 1 --cycle cycle-1").output
        #expect(need.contains(reference) && need.contains("£3,000.00"), "\(need)")
        #expect(try fund.good("cycle thread --need 1").output == need)
        #expect(
            try fund.good("cycle money cycle-1 --format csv").lines.last
                == "belonging,A shared sense of belonging,1,2,300000,0,,,")
        #expect(
            try fund.good("cycle money cycle-1 --by need").output.contains("£3,000.00"))
        let sums = try JSONReader.read(
            Array(try fund.good("cycle money cycle-1 --format json").output.utf8))
        #expect(sums["total"]?["awards"]?.int == 2)
        #expect(try fund.run("cycle thread").status == 64)
        #expect(try fund.run("cycle thread --need 1 --award \(reference)").status == 64)
        #expect(try fund.run("cycle thread --need 7").status == 2)
        #expect(try fund.run("cycle thread --award \(reference)", as: "p1").status == 1)
    }
}
