import Foundation
import FundCore
import TestSupport
import Testing

/// The same numbers for the same seed, on every machine (SplitMix64, G. Steele et al. 2014).
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// What one contender of a race heard.
private struct Verdict {
    let isWinner: Bool
    let text: String
}

/// One fund of many small rounds, with a server and a command line at work on the same file.
private final class TwoDoors {
    static let roundCount = 40
    private static let allotmentPence: Int64 = 100_000

    let fund: CommandLineFund
    let server: Server
    private var random: SeededGenerator

    /// There is money for all rounds but one: the last two race for it.
    init(seed: Int) throws {
        random = SeededGenerator(seed: seed)
        let block = try TestFund.roundBlock()
            .replacing("allotment: £30,000", with: "allotment: £1,000")
            .replacing("minimum: £500", with: "minimum: £100")
            .replacing("maximum: £10,000", with: "maximum: £1,000")
        fund = try CommandLineFund(edits: [
            ("Config/fund.yaml", "total: £30,000", "total: £40,500")
        ])
        try fund.folder.write(
            "Config/rounds.yaml",
            "rounds:\n"
                + (1...(Self.roundCount + 1)).map {
                    block.replacing("round-1:", with: "round-\($0):")
                }.joined(separator: "\n"))
        // The total is fixed from the first day, so that day has to come anew.
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: fund.database + ending)
        }
        try fund.good("init")
        server = try Server(
            fund, people: ["officer", "officer2", "decider", "decider2", "finance"],
            environment: ["COHESION_LOG_LEVEL": "error"])
    }

    // MARK: Races

    /// Starts a command, then sends requests, all at the same file, and gathers what each heard.
    func race(
        command: String, as person: String,
        _ requests: [(path: String, person: String, body: String)]
    ) throws -> [Verdict] {
        let folder = try TemporaryFolder()
        let errors = try folder.write("errors", "")
        let process = try Command.start(
            Command.cohesion, fund.arguments(command, as: person),
            output: FileHandle.nullDevice,
            errors: FileHandle(forWritingTo: URL(fileURLWithPath: errors)))
        // The command takes a while to start: who is first is the seed's to say.
        usleep(UInt32.random(in: 0...60_000, using: &random))
        let connections = try requests.map { request in
            let connection = try HTTPConnection(port: server.port)
            try connection.send(
                "POST", "/api/v1/\(request.path)",
                headers: server.headers(request.person, hasBody: true),
                body: Array(request.body.utf8))
            return connection
        }
        var verdicts = try connections.map { connection in
            let reply = try connection.reply()
            #expect([201, 409].contains(reply.status), "\(reply.text)")
            return Verdict(isWinner: reply.status == 201, text: reply.text)
        }
        process.waitUntilExit()
        let said = try folder.read("errors")
        #expect([0, 1].contains(process.terminationStatus), "\(said)")
        verdicts.append(Verdict(isWinner: process.terminationStatus == 0, text: said))
        return verdicts
    }

    /// One round, from its opening to its decision, with a race at either end.
    func run(_ number: Int) throws {
        let round = "round-\(number)"
        if Int.random(in: 0..<4, using: &random) == 0 {
            let verdicts = try race(
                command: "round open \(round)", as: "officer2",
                [("rounds/\(round)/opening", "officer", "{}")])
            #expect(verdicts.count(where: \.isWinner) == 1, "\(verdicts)")
        } else {
            try server.good("POST", "rounds/\(round)/opening", as: "officer", "{}")
        }
        try decide(round)
    }

    private func decide(_ round: String) throws {
        var scores = "application,panel_member,criterion,score,comment\n"
        for place in 1...3 {
            let pence = Int64.random(in: 30_000...90_000, using: &random)
            let reference = try server.submit(
                "Group \(place) of \(round)", pence: pence, round: round)
            for key in TestFund.criteria {
                let score = Int.random(in: 0...5, using: &random)
                scores += "\(reference),p1@example.org,\(key),\(score),\n"
            }
        }
        try server.good("POST", "rounds/\(round)/closing", as: "officer", "{}")
        try server.good("POST", "rounds/\(round)/checks", as: "officer")
        try server.good(
            "POST", "rounds/\(round)/panel", as: "officer", "{\"email\":\"p1@example.org\"}")
        try server.good(
            "POST", "rounds/\(round)/score-imports", as: "officer", scores,
            headers: [("Content-Type", "text/csv")])
        // Two proposals that both hold: approved both, they would spend the allotment twice.
        try server.good("POST", "rounds/\(round)/proposals", as: "officer")
        try server.good("POST", "rounds/\(round)/proposals", as: "officer2")
        let approvals = "rounds/\(round)/approvals"
        let verdicts = try race(
            command:
                "decision approve --round \(round) --proposal \(Int.random(in: 1...2, using: &random)) --reason Fit",
            as: ["decider", "decider2"].randomElement(using: &random) ?? "decider",
            [
                (approvals, "decider", "{\"proposal\":1,\"reason\":\"Fit\"}"),
                (approvals, "decider2", "{\"proposal\":2,\"reason\":\"Fit\"}"),
            ])
        #expect(verdicts.count(where: \.isWinner) == 1, "\(verdicts)")
    }

    /// The last two rounds race for money that is there for one.
    /// - Returns: the round that got it.
    func raceForTheLastMoney() throws -> String {
        let rounds = ["round-\(Self.roundCount)", "round-\(Self.roundCount + 1)"]
            .shuffled(using: &random)
        let verdicts = try race(
            command: "round open \(rounds[0])", as: "officer2",
            [("rounds/\(rounds[1])/opening", "officer", "{}")])
        #expect(verdicts.count(where: \.isWinner) == 1, "\(verdicts)")
        #expect(
            verdicts.contains { !$0.isWinner && $0.text.contains("£500.00") }, "\(verdicts)")
        return verdicts[0].isWinner ? rounds[1] : rounds[0]
    }

    /// A file for finance is the same bytes by either door while applications pour in by the other.
    func exportWhileImporting(into round: String) throws {
        try server.good("POST", "rounds/round-1/instalments", as: "finance")
        try server.good("POST", "rounds/round-1/payment-runs", as: "finance")
        let path = "rounds/round-1/exports/awards?profile=ledger"
        let bytes = try server.good("GET", path, as: "finance").bytes
        let grants = (1...400).map {
            "{\"id\":\"g\($0)\",\"title\":\"T\",\"currency\":\"GBP\",\"amountAwarded\":600,"
                + "\"recipientOrganization\":[{\"name\":\"N\($0)\"}]}"
        }.joined(separator: ",")
        let file = try fund.folder.write("grants.json", "{\"grants\":[\(grants)]}")
        let importing = try Command.start(
            Command.cohesion,
            fund.arguments(
                "application import \(file) --from 360giving --round \(round)", as: "officer"),
            output: FileHandle.nullDevice, errors: FileHandle.nullDevice)
        var exports = 0
        while importing.isRunning || exports == 0 {
            #expect(try server.good("GET", path, as: "finance").bytes == bytes)
            exports += 1
        }
        importing.waitUntilExit()
        #expect(importing.terminationStatus == 0)

        let connection = try HTTPConnection(port: server.port)
        try connection.send(
            "POST", "/api/v1/rounds/\(round)/imports",
            headers: server.headers("officer", hasBody: true),
            body: Array("{\"grants\":[\(grants.replacing("\"id\":\"g", with: "\"id\":\"h"))]}".utf8)
        )
        let printed = try fund.good("export awards --round round-1 --profile ledger", as: "finance")
        #expect(Array(printed.output.utf8) == bytes)
        let reply = try connection.reply()
        #expect(reply["imported"]?.int == 400, "\(reply.text.prefix(300))")
    }

    /// Whatever happened, the money adds up.
    func checkMoney(decided: Int) throws {
        let query = """
            SELECT (SELECT count(*) FROM awardDecision),
              (SELECT count(DISTINCT roundId) FROM award),
              (SELECT count(*) FROM awardRound WHERE awardedPence > allotmentPence),
              (SELECT sum(allotmentPence) FROM awardRound),
              (SELECT count(*) FROM ledgerBalance WHERE pence < 0 AND mayBeShort = 0),
              (SELECT sum(pence) FROM ledgerBalance),
              (SELECT ifnull(sum(amountPence), 0) FROM award) = (
                SELECT sum(pence) FROM ledgerBalance
                JOIN ledgerAccount ON ledgerAccount.id = accountId WHERE kind = 'committed');
            """
        let found = try Command.sql(fund.database, query).output.trimmed
        let allotted = Self.allotmentPence * Int64(Self.roundCount)
        #expect(found == "\(decided)|\(decided)|0|\(allotted)|0|0|1")
        let head = try fund.good("audit head").output.trimmed
        #expect(
            try server.good("GET", "audit/verification?expect=\(head)", as: "finance").status
                == 200)
        #expect(server.stop() == 0)
        try fund.good("audit verify --expect \(head)")
    }
}

@Suite("Both doors on one file: a thousand seeded rounds")
struct BothDoorsTests {
    @Test(
        "forty rounds of one fund: one opening, one decision, never more money than there is",
        arguments: 1...25)
    func rounds(seed: Int) throws {
        let doors = try TwoDoors(seed: seed)
        for number in 1..<TwoDoors.roundCount { try doors.run(number) }
        let last = try doors.raceForTheLastMoney()
        try doors.exportWhileImporting(into: last)
        try doors.checkMoney(decided: TwoDoors.roundCount - 1)
    }
}
