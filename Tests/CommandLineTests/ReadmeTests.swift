import Foundation
import FundCore
import TestSupport
import Testing

@Suite("What the README says to type works as typed")
struct ReadmeTests {
    /// A round in commands, one with curl alone, and one with every control.
    static let databases = ["var/trial/", "var/trial-http/", "var/controls/"]

    /// The blocks of the README in a language.
    private static func blocks(_ language: String) throws -> [String] {
        let readme = try String(
            contentsOf: Repository.root.appendingPathComponent("README.md"), encoding: .utf8)
        return readme.components(separatedBy: "\n```\(language)\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    private static func freePort() throws -> String {
        let program =
            "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
        return try Command.run("/usr/bin/env", ["python3", "-c", program]).output.trimmed
    }

    @Test(
        "each block that runs a whole round runs it, and the audit trail is whole",
        arguments: databases)
    func runs(database: String) throws {
        let opening = "export COHESION_DATABASE=\(database)"
        let block = try #require(try Self.blocks("sh").first { $0.hasPrefix(opening) })
        let application = try #require(
            try Self.blocks("json").first { $0.contains("\"answers\"") })
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path, needsPlan: true)
        try folder.write("application.json", application)
        let script = try folder.write(
            "round.sh",
            """
            set -eu -o pipefail
            trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
            cd '\(folder.path)'
            \(block)
            """)
        let programs = URL(fileURLWithPath: Command.cohesion).deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let outcome = try Command.run(
            "/usr/bin/env", ["bash", script],
            environment: [
                "PATH": "\(programs):\(path)", "COHESION_PORT": try Self.freePort(),
            ])
        #expect(outcome.status == 0, "\(outcome.output.suffix(800)) \(outcome.errors.suffix(2000))")
        let ledger = try String(
            contentsOfFile: "\(folder.path)/\(database)ledger.csv", encoding: .utf8)
        #expect(ledger.split(whereSeparator: \.isNewline).count > 1)
        let verified = try Command.cohesion([
            "audit", "verify", "--database", "\(folder.path)/\(database)fund.sqlite", "--config",
            "\(folder.path)/Config",
        ])
        #expect(verified.status == 0)
    }
}
