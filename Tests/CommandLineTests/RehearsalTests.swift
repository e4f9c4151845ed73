import Foundation
import FundCore
import TestSupport
import Testing

@Suite("Rehearsals, which nothing leaves")
struct RehearsalTests {
    @Test("one is ready to play, says what it is, and keeps mail, post and payments in")
    func whole() throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path)
        let config = ["--config", "\(folder.path)/Config"]
        let play = "\(folder.path)/play"
        let started = try Command.cohesion(
            ["rehearsal", "start", play, "--format", "json"] + config)
        #expect(started.status == 0, "\(started.errors)")
        let made = try JSONReader.read(Array(started.output.utf8))
        #expect(made["applications"]?.int == 10 && made["round"]?.string == "round-1")
        let database = try #require(made["rehearsal"]?.string)
        let again = try Command.cohesion(["rehearsal", "start", play] + config)
        #expect(again.status == 1 && again.errors.contains(play), "\(again.errors)")

        func run(_ line: String, as person: String) throws -> Outcome {
            try Command.cohesion(
                line.split(separator: " ").map(String.init) + ["--as", "\(person)@example.org"]
                    + ["--database", database] + config)
        }
        func good(_ line: String, as person: String) throws {
            let outcome = try run(line, as: person)
            #expect(outcome.status == 0, "\(line): \(outcome.errors)")
            #expect(outcome.errors.contains("rehearsal"), "\(line): \(outcome.errors)")
        }
        try good("decision propose --round round-1", as: "officer")
        try good("decision approve --round round-1 --reason Fit", as: "decider")
        let letters = try run("letter send --round round-1", as: "officer")
        #expect(letters.status == 1 && letters.errors.contains("nothing leaves it"))
        try good("payment schedule --round round-1", as: "officer")
        try good("payment approve --round round-1", as: "finance")
        for person in ["finance", "auditor"] {
            let file = try run("export awards --round round-1 --profile ledger", as: person)
            #expect(file.status == 1 && file.output.isEmpty, "\(file.output)")
        }
        // Nor does it for somebody with the file in hands.
        for statement in [
            "UPDATE letter SET status = 'sending', transport = 'smtp';",
            "INSERT INTO paymentExport SELECT runId, profile, NULL, 0, sha256 FROM paymentRunFile;",
            "DELETE FROM auditRehearsal;", "UPDATE auditRehearsal SET startedAt = 0;",
            "INSERT OR REPLACE INTO auditRehearsal VALUES (1, 0);",
        ] {
            let outcome = try Command.sql(database, statement)
            #expect(outcome.status != 0 && outcome.errors.contains("rehearsal"), "\(statement)")
        }
        #expect(try Command.sql(database, "SELECT * FROM letterAttempt;").output.isEmpty)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: play)
                .allSatisfy { $0.hasPrefix("rehearsal.sqlite") })
        try good("audit verify", as: "auditor")
    }
}
