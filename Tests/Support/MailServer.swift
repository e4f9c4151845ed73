import Foundation

/// The mail server of `smtp_server.py`, for one test.
public final class MailServer {
    public let folder: TemporaryFolder
    private let process: ChildProcess

    public init() throws {
        folder = try TemporaryFolder()
        let own = Repository.root.appendingPathComponent(".build/python/bin/python3").path
        let python = FileManager.default.isExecutableFile(atPath: own) ? [own] : ["python3"]
        process = try Command.start(
            "/usr/bin/env",
            python + [
                Repository.root.appendingPathComponent("Tests/Support/smtp_server.py").path,
                folder.path, "120",
            ],
            output: FileHandle.nullDevice)
        for _ in 0..<400 where !folder.names.contains("port") {
            guard process.isRunning else {
                throw TestFailure("no mail server: run Scripts/setup --tests")
            }
            usleep(50_000)
        }
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    public func environment(password: String = "secret", trusted: Bool = true) throws -> [String:
        String]
    {
        var environment = [
            "COHESION_SMTP_URL": "smtp://localhost:\(try folder.read("port"))",
            "COHESION_SMTP_USER": "fund", "COHESION_SMTP_PASSWORD": password,
            "COHESION_MAIL_RETRY_SECONDS": "0,0",
        ]
        if trusted { environment["COHESION_SMTP_CA_FILE"] = "\(folder.path)/certificate.pem" }
        return environment
    }

    /// How many messages each address was sent.
    public var deliveries: [String: Int] {
        messages.reduce(into: [:]) { counts, message in
            let address = message.components(separatedBy: "\nRCPT ").dropFirst().first?
                .prefix { $0 != "\n" && $0 != "\r\n" }
            counts[String(address ?? ""), default: 0] += 1
        }
    }

    /// What was taken, in no order.
    public var messages: [String] {
        folder.names.filter { $0.hasPrefix("message-") && !$0.hasSuffix(".part") }.compactMap {
            try? folder.read($0)
        }
    }
}
