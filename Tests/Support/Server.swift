import Foundation
import FundCore

/// `cohesion serve` as a process of its own, on a free port, for one test.
public final class Server: @unchecked Sendable {
    public let fund: CommandLineFund
    public let port: Int
    private let process: ChildProcess
    private let logs: TemporaryFolder
    // Unchecked: the tokens are written while the server starts, and only read from then on.
    private var tokens: [String: String] = [:]

    /// - Parameters:
    ///   - people: who gets a token: `officer` is officer@example.org.
    ///   - environment: settings of the server alone.
    public init(
        _ fund: CommandLineFund, people: [String] = Server.everyRole,
        environment: [String: String] = [:]
    ) throws {
        self.fund = fund
        logs = try TemporaryFolder()
        for person in people {
            tokens[person] = try fund.good("person token --email \(person)@example.org").output
                .trimmed
        }
        let output = try logs.write("output", "")
        let errors = try logs.write("errors", "")
        process = try Command.start(
            Command.cohesion, fund.arguments("serve --port 0"),
            environment: [
                "COHESION_MAIL_DIR": "\(fund.folder.path)/mail", "COHESION_LOG_LEVEL": "info",
            ].merging(environment) { $1 },
            output: FileHandle(forWritingTo: URL(fileURLWithPath: output)),
            errors: FileHandle(forWritingTo: URL(fileURLWithPath: errors)))
        let end = Date().addingTimeInterval(30)
        var address = ""
        while Date() < end, process.isRunning {
            address = try logs.read("output").trimmed
            if address.contains("http://") { break }
            usleep(5000)
        }
        guard let port = address.split(separator: ":").last.flatMap({ Int($0) }) else {
            kill(process.processIdentifier, SIGKILL)
            throw TestFailure("no server: \(try logs.read("errors"))")
        }
        self.port = port
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// One person for each role.
    public static let everyRole = [
        "officer", "p1", "decider", "finance", "auditor", "admin", "applicant",
    ]

    public var log: String { (try? logs.read("errors")) ?? "" }

    public func token(of person: String) -> String { tokens[person] ?? "" }

    /// Ends it as an administrator does, and waits.
    /// - Returns: its exit status, nil where it did not end in time.
    public func stop(seconds: Double = 20) -> Int32? {
        kill(process.processIdentifier, SIGTERM)
        return wait(seconds: seconds)
    }

    public func signalStop() { kill(process.processIdentifier, SIGTERM) }

    public func wait(seconds: Double) -> Int32? {
        let end = Date().addingTimeInterval(seconds)
        while process.isRunning, Date() < end { usleep(2000) }
        return process.isRunning ? nil : process.terminationStatus
    }

    /// Ends it as a power cut does.
    public func killNow() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks once, over a connection of its own.
    ///
    /// - Parameters:
    ///   - person: whose token is sent, nil for none.
    ///   - body: JSON, unless the headers say otherwise.
    @discardableResult
    public func ask(
        _ method: String, _ path: String, as person: String? = nil, _ body: String? = nil,
        headers: [(String, String)] = []
    ) throws -> Reply {
        let connection = try HTTPConnection(port: port)
        try connection.send(
            method, path.hasPrefix("/") ? path : "/api/v1/\(path)",
            headers: self.headers(person, hasBody: body != nil, headers),
            body: body.map { Array($0.utf8) })
        return try connection.reply(toHead: method == "HEAD")
    }

    /// Asks, and takes nothing but success.
    @discardableResult
    public func good(
        _ method: String, _ path: String, as person: String? = nil, _ body: String? = nil,
        headers: [(String, String)] = []
    ) throws -> Reply {
        let reply = try ask(method, path, as: person, body, headers: headers)
        guard (200..<300).contains(reply.status) else {
            throw TestFailure(
                "\(method) \(path): \(reply.status) \(reply.text)\n\(log.suffix(2000))")
        }
        return reply
    }

    public func headers(
        _ person: String?, hasBody: Bool, _ further: [(String, String)] = []
    ) -> [(String, String)] {
        var headers = further
        if let person { headers.append(("Authorization", "Bearer \(token(of: person))")) }
        if hasBody, !headers.contains(where: { $0.0.lowercased() == "content-type" }) {
            headers.append(("Content-Type", "application/json"))
        }
        return headers
    }

    /// Submits an application and gives back its reference.
    public func submit(
        _ name: String, pence: Int64 = 250_000, email: String? = nil, round: String = "round-1",
        as person: String = "officer"
    ) throws -> String {
        try good(
            "POST", "rounds/\(round)/applications", as: person,
            TestFund.application(name, pence: pence, email: email))["reference"]?.string ?? ""
    }
}
