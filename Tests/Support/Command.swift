import Foundation

/// What a program did.
public struct Outcome: Sendable {
    public let status: Int32
    public let output: String
    public let errors: String

    public init(status: Int32, output: String, errors: String) {
        self.status = status
        self.output = output
        self.errors = errors
    }

    /// True where SQLite refused by a constraint or a trigger (SQLITE_CONSTRAINT, 19): a slip in the
    /// test's own SQL fails too, and must not pass for it.
    public var isRefusedByRule: Bool { status != 0 && errors.contains("(19)") }

    public var lines: [String] { output.split(whereSeparator: \.isNewline).map(String.init) }
}

/// Runs real programs, bounded in time.
public enum Command {
    /// The program under test: that of `COHESION_BINARY`, or the one built with the tests.
    public static let cohesion: String = {
        if let named = ProcessInfo.processInfo.environment["COHESION_BINARY"] { return named }
        var folder = Bundle.main.bundleURL
        // The test runner's bundle stands beside the products, or below them.
        for _ in 0..<5 {
            let candidate = folder.appendingPathComponent("cohesion").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return Repository.root.appendingPathComponent(".build/debug/cohesion").path
    }()

    /// Starts a program and gives back its process.
    public static func start(
        _ program: String, _ arguments: [String], environment: [String: String] = [:],
        folder: String? = nil, input: FileHandle? = nil, output: FileHandle? = nil,
        errors: FileHandle? = nil
    ) throws -> ChildProcess {
        try ChildProcess(
            program, arguments,
            environment: ProcessInfo.processInfo.environment
                .filter { !$0.key.hasPrefix("COHESION_") }
                .merging(environment) { $1 },
            folder: folder ?? Repository.root.path, input: input, output: output, errors: errors)
    }

    /// Runs a program to its end.
    public static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:],
        input: String? = nil, seconds: Double = 120
    ) throws -> Outcome {
        // Files, not pipes: a full pipe would hold the program up.
        let folder = try TemporaryFolder()
        let outputPath = try folder.write("output", "")
        let errorPath = try folder.write("errors", "")
        let inputPath = try folder.write("input", input ?? "")
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
        let errors = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
        let inputHandle = try FileHandle(forReadingFrom: URL(fileURLWithPath: inputPath))
        let process = try start(
            program, arguments, environment: environment, input: inputHandle, output: output,
            errors: errors)
        let end = Date().addingTimeInterval(seconds)
        while process.isRunning && Date() < end { usleep(2000) }
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try output.close()
        try errors.close()
        return Outcome(
            status: process.terminationStatus,
            output: String(
                decoding: FileManager.default.contents(atPath: outputPath) ?? Data(), as: UTF8.self),
            errors: String(
                decoding: FileManager.default.contents(atPath: errorPath) ?? Data(), as: UTF8.self))
    }

    /// Runs the program under test.
    public static func cohesion(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil
    ) throws -> Outcome {
        try run(cohesion, arguments, environment: environment, input: input)
    }

    /// Runs SQL by the `sqlite3` program, as somebody with the file in hands would.
    public static func sql(_ database: String, _ statements: String) throws -> Outcome {
        try run(
            "/usr/bin/env", ["sqlite3", "-bail", database],
            input: "PRAGMA foreign_keys = ON;\n" + statements + "\n")
    }
}
