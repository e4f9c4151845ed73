import FundCore
import TestSupport
import Testing

@Suite("Advice at the command line")
struct AdviceCommandTests {
    @Test("the commands work as typed, and change nothing")
    func asTyped() throws {
        let fund = try CommandLineFund()
        try fund.proposed(amounts: [1_000_000, 900_000, 800_000, 700_000, 600_000])
        let head = try fund.good("audit head").output
        let table = try fund.good("allocation compare --round round-1", as: "decider").output
        #expect(table.contains("The highest total of scores, full awards only"))
        #expect(table.contains("What would change against proposal 1"))
        let json = try JSONReader.read(
            Array(
                try fund.good(
                    "allocation compare --round round-1 --budget £25,000 --cap £4,000 --weight need=30% --threshold 60 --format json",
                    as: "officer"
                ).output.utf8))
        #expect(json["whatIf"]?["budgetPence"]?.int == 2_500_000)
        #expect(json["whatIf"]?["weights"]?["need"]?.int == 3000)
        let methods = json["methods"]?.array ?? []
        #expect(
            methods.map { $0["method"]?.string } == ["rankOrder", "rankOrderPartial", "bestTotal"])
        for method in methods {
            let lines = method["lines"]?.array ?? []
            let total = lines.reduce(Int64(0)) { $0 + ($1["awardPence"]?.int ?? 0) }
            #expect(total == method["totalPence"]?.int && total <= 2_500_000)
            #expect(lines.allSatisfy { $0["awardPence"]?.int ?? 0 <= 400_000 })
        }
        let timed = try fund.good(
            "allocation compare --round round-1 --timings --format csv", as: "officer")
        #expect(timed.lines.count == 4)
        #expect(timed.errors.contains("bestTotal took "))
        for format in ["table", "csv", "json"] {
            let output = try fund.good(
                "ranking sensitivity --round round-1 --format \(format)", as: "auditor"
            ).output
            #expect(output.contains("CF26-0001-"), "\(format)")
        }
        #expect(
            try fund.good("allocation compare --round round-1 --format csv").lines.count == 4)
        #expect(try fund.run("ranking sensitivity --round round-1", as: "p1").status == 1)
        #expect(
            try fund.run("allocation compare --round round-1 --weight need=x", as: "officer")
                .status == 65)
        #expect(try fund.run("allocation compare --round round-2", as: "officer").status == 1)
        #expect(try fund.run("allocation compare --round round-9", as: "officer").status == 2)
        #expect(try fund.good("audit head").output == head)
    }
}
