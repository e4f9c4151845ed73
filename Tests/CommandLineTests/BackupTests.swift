import Foundation
import FundCore
import TestSupport
import Testing

@Suite("Backups, and copies that are older than they may be")
struct BackupTests {
    @Test("a backup says how many are too old, and removes its own only where it is told to")
    func old() throws {
        let fund = try CommandLineFund()
        let copies = try TemporaryFolder()
        let script = Repository.root.appendingPathComponent("Scripts/backup").path
        func backup(_ number: Int, _ options: String...) throws -> Outcome {
            try Command.run(
                "/usr/bin/env",
                ["bash", script] + options
                    + [fund.database, "\(copies.path)/cohesion-2099010\(number)T000000Z.sqlite"],
                environment: [
                    "COHESION_BINARY": Command.cohesion,
                    "COHESION_CONFIG": "\(fund.folder.path)/Config",
                ])
        }
        func names() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: copies.path).sorted()
        }
        let kept = ["cohesion-20990101T000000Z.sqlite", "mine-20200101T000000Z.sqlite"]
        let old = ["cohesion-20200101T000000Z.sqlite", "cohesion-20200102T000000Z.sqlite.failed"]
        for name in [kept[1]] + old { try copies.write(name, "x") }
        let first = try backup(1)
        #expect(first.status == 0 && first.output.contains("audit head: "), "\(first.errors)")
        #expect(first.errors.contains("2 copies in \(copies.path) are older than 35 days"))
        #expect(try names() == (kept + old).sorted())

        let wrong = try backup(2, "--keep-days", "many")
        #expect(wrong.status == 1 && wrong.errors.contains("number of days"))
        let second = try backup(2, "--keep-days", "35")
        #expect(second.status == 0 && second.errors.contains("Removed 2 copies"))
        #expect(try names() == (kept + ["cohesion-20990102T000000Z.sqlite"]).sorted())
    }
}
