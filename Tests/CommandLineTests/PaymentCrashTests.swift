import Foundation
import FundCore
import TestSupport
import Testing

/// What happens to a payment run when two people act at once, or when the program is killed in the middle.
@Suite("A payment run is made once, whoever acts and whatever is killed", .serialized)
struct PaymentCrashTests {
    private static let released = (
        file: "Config/rounds.yaml", old: "    controls: {}  ",
        new: "    controls: {paymentRelease: true}"
    )
    /// A third person of finance, so that two can do the same duty at once.
    private static let third = (
        file: "Config/people.yaml", old: "  # Auditors may",
        new: ["Three", "Four"].enumerated().map {
            "  - {email: finance\($0.offset + 3)@example.org, "
                + "name: Finance Officer \($0.element), roles: [finance]}\n"
        }.joined() + "  # Auditors may"
    )

    /// A decided round whose payments are scheduled.
    private func scheduled(groups: Int = 3) throws -> CommandLineFund {
        let fund = try CommandLineFund(edits: [Self.released, Self.third])
        try fund.proposed(
            amounts: (0..<groups).map { 2_900_000 / Int64(groups) - Int64($0) })
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good("payment schedule --round round-1")
        return fund
    }

    /// The steps of a run up to, and without, this one.
    private static let steps: [(line: String, person: String, other: String)] = [
        ("run propose --round round-1", "finance", "finance3"),
        ("run approve --round round-1", "finance2", "finance4"),
        ("run release --round round-1", "finance", "finance3"),
        ("run export RUN --profile ledger", "finance", "finance2"),
    ]

    private func line(_ step: Int, of fund: CommandLineFund) throws -> String {
        let run = try Command.sql(fund.database, "SELECT max(reference) FROM paymentRun;")
        return Self.steps[step].line.replacing("RUN", with: run.output.trimmed)
    }

    /// The database as it is now, to come back to.
    private func snapshot(_ fund: CommandLineFund) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: fund.database))
    }

    private func restore(_ kept: Data, _ fund: CommandLineFund) throws {
        for end in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: fund.database + end)
        }
        try kept.write(to: URL(fileURLWithPath: fund.database))
    }

    /// What of a run there is: proposals, runs, frozen runs, items, duties, releases, files, exports, and
    /// rows of the audit trail that tell of them.
    private func made(_ fund: CommandLineFund) throws -> String {
        try Command.sql(
            fund.database,
            """
            SELECT (SELECT count(*) FROM paymentProposal) || ' ' || (SELECT count(*) FROM paymentRun)
              || ' ' || (SELECT count(*) FROM paymentRun WHERE frozenAt IS NOT NULL)
              || ' ' || (SELECT count(*) FROM paymentRunItem)
              || ' ' || (SELECT count(*) FROM paymentDuty)
              || ' ' || (SELECT count(*) FROM paymentRelease)
              || ' ' || (SELECT count(*) FROM paymentRunFile)
              || ' ' || (SELECT count(*) FROM paymentExport)
              || ' ' || (SELECT count(*) FROM auditEntry WHERE action LIKE 'paymentRun.%');
            """
        ).output.trimmed
    }

    private func start(
        _ fund: CommandLineFund, _ line: String, as person: String, _ folder: TemporaryFolder,
        _ name: String
    ) throws -> ChildProcess {
        func file(_ end: String) throws -> FileHandle {
            try FileHandle(forWritingTo: URL(fileURLWithPath: folder.write(name + end, "")))
        }
        return try Command.start(
            Command.cohesion, fund.arguments(line, as: person), output: try file(".out"),
            errors: try file(".err"))
    }

    @Test("two finance officers at the same moment: one wins, and the other is told")
    func atOnce() throws {
        let fund = try scheduled()
        try fund.good(try line(0, of: fund), as: "finance")
        let wanted = ["", "1 1 1 3 2 0 0 0 1", "1 1 1 3 3 1 1 0 2", "1 1 1 3 3 1 1 1 3"]
        for step in 1...3 {
            let kept = try snapshot(fund)
            for _ in 0..<3 {
                try restore(kept, fund)
                let (folder, (_, person, other)) = (try TemporaryFolder(), Self.steps[step])
                let line = try line(step, of: fund)
                let processes = try [person, other].map {
                    try start(fund, line, as: $0, folder, $0)
                }
                processes.forEach { $0.waitUntilExit() }
                let errors = try [person, other].map { try folder.read("\($0).err") }
                let statuses = processes.map(\.terminationStatus)
                if step == 3 {
                    // Whoever comes second takes the same bytes, and the first alone is recorded.
                    #expect(statuses == [0, 0], "\(errors)")
                    #expect(try folder.read("\(person).out") == folder.read("\(other).out"))
                } else {
                    #expect(statuses.sorted() == [0, 1], "\(errors)")
                    let told = zip(statuses, errors).first { $0.0 == 1 }?.1 ?? ""
                    #expect(!told.isEmpty && !told.contains("SQLite"), "\(told)")
                }
                #expect(try made(fund) == wanted[step], "step \(step)")
                try fund.good("audit verify")
            }
        }
    }

    @Test("proposed twice at once, the newest alone can be approved, and once")
    func proposedAtOnce() throws {
        let fund = try scheduled()
        let folder = try TemporaryFolder()
        let processes = try ["finance", "finance3"].map {
            try start(fund, Self.steps[0].line, as: $0, folder, $0)
        }
        processes.forEach { $0.waitUntilExit() }
        #expect(processes.map(\.terminationStatus) == [0, 0])
        try fund.good("run approve --round round-1", as: "finance2")
        let again = try fund.run("run approve --round round-1", as: "finance4")
        #expect(again.status == 1 && !again.errors.contains("SQLite"), "\(again.errors)")
        #expect(try made(fund).hasPrefix("2 1 1 3 2 "))
    }

    @Test("killed at any moment of any step, it is not there or whole, and work goes on")
    func killed() throws {
        let fund = try scheduled()
        for step in Self.steps.indices {
            let (before, line, kept) = (
                try made(fund), try line(step, of: fund), try snapshot(fund)
            )
            // How long the step takes undisturbed says when to cut.
            let began = Date()
            try fund.good(line, as: Self.steps[step].person)
            let whole = Date().timeIntervalSince(began)
            let after = try made(fund)
            #expect(before != after)
            // The work is in the last part; before it the program starts and reads its files.
            for part in [50, 80, 90, 95, 98] {
                try restore(kept, fund)
                let folder = try TemporaryFolder()
                let process = try start(fund, line, as: Self.steps[step].person, folder, "k")
                usleep(UInt32(whole * 10_000 * Double(part)))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                let left = try made(fund)
                #expect([before, after].contains(left), "step \(step), \(part) %: \(left)")
                try fund.good("audit verify")
            }
            // Whoever starts again goes on from where it is.
            if try made(fund) == before { try fund.good(line, as: Self.steps[step].person) }
            #expect(try made(fund) == after, "step \(step)")
        }
        #expect(try made(fund) == "1 1 1 3 3 1 1 1 3")
        try fund.good("audit verify")
    }
}
