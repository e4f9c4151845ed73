import Foundation
import FundCore
import TestSupport
import Testing

@Suite("Several processes on one file: the fund holds", .serialized)
struct RaceTests {
    /// Starts all at once, and gives back how each ended.
    private func race(_ commands: [[String]]) throws -> [Outcome] {
        let folder = try TemporaryFolder()
        var running: [(ChildProcess, Int)] = []
        for (place, arguments) in commands.enumerated() {
            let out = try FileHandle(
                forWritingTo: URL(fileURLWithPath: folder.write("o\(place)", "")))
            let err = try FileHandle(
                forWritingTo: URL(fileURLWithPath: folder.write("e\(place)", "")))
            running.append(
                (try Command.start(Command.cohesion, arguments, output: out, errors: err), place))
        }
        return try running.map { process, place in
            process.waitUntilExit()
            return Outcome(
                status: process.terminationStatus, output: try folder.read("o\(place)"),
                errors: try folder.read("e\(place)"))
        }
    }

    @Test("one proposal approved twice at once: one wins, the other hears who did")
    func doubleApproval() throws {
        for _ in 0..<5 {
            let fund = try CommandLineFund()
            try fund.proposed(amounts: [900_000, 800_000, 700_000, 600_000, 500_000])
            let outcomes = try race(
                ["decider", "decider2", "decider"].map {
                    fund.arguments("decision approve --round round-1 --reason Fit", as: $0)
                })
            #expect(outcomes.map(\.status).sorted() == [0, 1, 1], "\(outcomes.map(\.errors))")
            #expect(
                outcomes.filter { $0.status == 1 }.allSatisfy {
                    $0.errors.contains("decided already")
                })
            let spent = try Command.sql(
                fund.database, "SELECT sum(amountPence), count(DISTINCT decisionId) FROM award;"
            ).output.trimmed
            #expect(spent == "2600000|1")
            try fund.good("audit verify")
        }
    }

    /// Two rounds from the shipped one, each with this allotment.
    private func twoRounds(_ allotment: String) throws -> CommandLineFund {
        let block = try TestFund.roundBlock().replacing(
            "allotment: £30,000", with: "allotment: \(allotment)")
        let fund = try CommandLineFund()
        try fund.folder.write(
            "Config/rounds.yaml",
            "rounds:\n" + block + "\n" + block.replacing("round-1:", with: "round-2:"))
        try fund.good("init")
        return fund
    }

    @Test("two rounds racing to open for the last money: one gets it")
    func racingRounds() throws {
        for _ in 0..<5 {
            let fund = try twoRounds("£20,000")
            let outcomes = try race(
                ["round-1", "round-2"].map { fund.arguments("round open \($0)", as: "officer") })
            #expect(outcomes.map(\.status).sorted() == [0, 1], "\(outcomes.map(\.errors))")
            let left =
                "SELECT pence FROM ledgerBalance JOIN ledgerAccount ON id = accountId WHERE kind = 'fund';"
            #expect(try Command.sql(fund.database, left).output.trimmed == "1000000")
        }
    }

    @Test("two rounds decided at once never come to more than the fund")
    func racingDecisions() throws {
        let fund = try twoRounds("£15,000")
        for round in ["round-1", "round-2"] {
            try fund.proposed(round: round, amounts: [900_000, 800_000, 600_000])
        }
        let outcomes = try race(
            ["round-1", "round-2"].map {
                fund.arguments("decision approve --round \($0) --reason Fit", as: "decider")
            })
        #expect(outcomes.map(\.status) == [0, 0], "\(outcomes.map(\.errors))")
        let total = try Command.sql(
            fund.database,
            "SELECT (SELECT sum(amountPence) FROM award) BETWEEN 1 AND 3000000, max(awardedPence) <= 1500000 FROM awardRound;"
        )
        #expect(total.output.trimmed == "1|1")
    }

    @Test("payments approved twice at once are one run")
    func doublePayment() throws {
        let fund = try CommandLineFund()
        try fund.proposed(amounts: [900_000, 800_000])
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good("payment schedule --round round-1")
        let outcomes = try race(
            ["finance", "finance2"].map {
                fund.arguments("payment approve --round round-1", as: $0)
            })
        #expect(outcomes.map(\.status).sorted() == [0, 1])
        #expect(
            try Command.sql(fund.database, "SELECT count(*), sum(totalPence) FROM paymentRun;")
                .output.trimmed == "1|1700000")
    }

    @Test("scores entered by many at once are all there, once")
    func scores() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let reference = try fund.submit("Maple Street")
        try fund.good("application check \(reference) --eligible", as: "officer")
        for member in 1...4 {
            try fund.good("panel add --round round-1 --email p\(member)@example.org", as: "officer")
        }
        let outcomes = try race(
            (1...4).flatMap { member in
                ["need", "lens", "need"].map {
                    fund.arguments(
                        "score record \(reference) --score \($0)=\(member)", as: "p\(member)")
                }
            })
        #expect(outcomes.allSatisfy { $0.status == 0 }, "\(outcomes.map(\.errors))")
        #expect(
            try Command.sql(fund.database, "SELECT count(*), sum(value) FROM assessmentScore;")
                .output.trimmed == "8|20")
        try fund.good("audit verify")
    }

    @Test("an import that is killed at any moment is not there at all, or whole")
    func killed() throws {
        let grants = (1...3000).map {
            "{\"id\":\"g\($0)\",\"title\":\"T\",\"currency\":\"GBP\",\"amountAwarded\":600,\"recipientOrganization\":[{\"name\":\"N\($0)\"}]}"
        }.joined(separator: ",")
        for milliseconds in [60, 150, 300, 600, 900] {
            let fund = try CommandLineFund()
            try fund.good("round open round-1", as: "officer")
            let file = try fund.folder.write("grants.json", "{\"grants\":[\(grants)]}")
            let process = try Command.start(
                Command.cohesion,
                fund.arguments(
                    "application import \(file) --from 360giving --round round-1", as: "officer"),
                output: FileHandle.nullDevice, errors: FileHandle.nullDevice)
            usleep(UInt32(milliseconds) * 1000)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let count = try Command.sql(fund.database, "SELECT count(*) FROM application;").output
                .trimmed
            #expect(["0", "3000"].contains(count))
            try fund.good("audit verify")
        }
    }
}
