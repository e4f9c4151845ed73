import Correspondence
import Foundation
import FundCore
import Mail

/// Where things are and how mail leaves: from flags, then the environment, then what is usual.
/// Secrets come from the environment only.
public struct Settings: Sendable {
    public let databasePath: String
    public let configurationFolder: String
    public let templatesFolder: String
    public let mailDirectory: MailDirectory
    public let retries: RetryPlan
    /// Where the server listens.
    public let host: String
    public let port: Int
    /// Where people reach the server, `https://fund.example.org`; nil for where it listens.
    public let publicURL: String?
    /// How long a request's body may take to arrive; its head has a quarter of that.
    public let requestSeconds: Int
    /// What the server says of itself: `error`, `warning`, `info` or `debug`.
    public let logLevel: String
    /// The folder of the tables that bank accounts are checked by; nil where there are none.
    public let bankTablesFolder: String?
    /// The key that bank details are sealed with, and the one before it.
    let bankKeys: (now: String?, old: String?)
    private static let logLevels = ["error", "warning", "info", "debug"]
    private let smtp: SMTPSettings?

    struct SMTPSettings: Sendable {
        let url: String
        let user: String?
        let password: String?
        let certificateFile: String?
        let timeoutSeconds: Int
    }

    /// Every name that is read from the environment.
    public static let names = [
        "COHESION_DATABASE", "COHESION_CONFIG", "COHESION_TEMPLATES", "COHESION_MAIL_DIR",
        "COHESION_MAIL_RETRY_SECONDS", "COHESION_SMTP_URL", "COHESION_SMTP_USER",
        "COHESION_SMTP_PASSWORD", "COHESION_SMTP_CA_FILE", "COHESION_SMTP_TIMEOUT_SECONDS",
        "COHESION_HOST", "COHESION_PORT", "COHESION_PUBLIC_URL", "COHESION_LOG_LEVEL",
        "COHESION_REQUEST_SECONDS", "COHESION_BANK_TABLES", "COHESION_BANK_KEY",
        "COHESION_BANK_KEY_OLD",
    ]

    /// - Throws: `ConfigurationProblem.environment` with everything that is wrong.
    public init(
        database: String?, configuration: String?, environment: [String: String]
    ) throws {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        var problems: [FieldProblem] = []
        func wholeNumber(_ name: String, _ range: ClosedRange<Int>) -> Int? {
            guard let text = value(name) else { return nil }
            guard let number = Int(text), range.contains(number) else {
                problems.append(
                    FieldProblem(
                        name, "out-of-range",
                        ["minimum": "\(range.lowerBound)", "maximum": "\(range.upperBound)"]))
                return nil
            }
            return number
        }
        databasePath = database ?? value("COHESION_DATABASE") ?? "var/cohesion.sqlite"
        configurationFolder = configuration ?? value("COHESION_CONFIG") ?? "Config"
        let beside = URL(fileURLWithPath: configurationFolder).deletingLastPathComponent()
        templatesFolder =
            value("COHESION_TEMPLATES") ?? beside.appendingPathComponent("Templates").path
        // Of the database's own name: two funds in one folder keep their letters apart.
        let besideDatabase = URL(fileURLWithPath: databasePath).deletingPathExtension()
            .appendingPathExtension("mail").path
        mailDirectory = MailDirectory(
            path: value("COHESION_MAIL_DIR") ?? besideDatabase)
        let written = value("COHESION_MAIL_RETRY_SECONDS") ?? "60,600,3600"
        let seconds = written.split(separator: ",", omittingEmptySubsequences: false).map {
            Int64(String($0).trimmed)
        }
        if seconds.contains(where: { $0 == nil || $0 ?? 0 < 0 || $0 ?? 0 > 604_800 }) {
            problems.append(FieldProblem("COHESION_MAIL_RETRY_SECONDS", "not-seconds"))
        }
        retries = RetryPlan(seconds: seconds.compactMap(\.self))
        smtp = value("COHESION_SMTP_URL").map {
            SMTPSettings(
                url: $0, user: value("COHESION_SMTP_USER"),
                password: value("COHESION_SMTP_PASSWORD"),
                certificateFile: value("COHESION_SMTP_CA_FILE"),
                timeoutSeconds: wholeNumber("COHESION_SMTP_TIMEOUT_SECONDS", 1...3600) ?? 120)
        }
        host = value("COHESION_HOST") ?? "127.0.0.1"
        port = wholeNumber("COHESION_PORT", 0...65_535) ?? 8080
        requestSeconds = wholeNumber("COHESION_REQUEST_SECONDS", 1...3600) ?? 120
        bankTablesFolder = value("COHESION_BANK_TABLES")
        bankKeys = (value("COHESION_BANK_KEY"), value("COHESION_BANK_KEY_OLD"))
        publicURL = value("COHESION_PUBLIC_URL")
        if let publicURL, !Self.isOrigin(publicURL) {
            problems.append(FieldProblem("COHESION_PUBLIC_URL", "not-public-url"))
        }
        let level = value("COHESION_LOG_LEVEL") ?? "info"
        logLevel = level
        if !Self.logLevels.contains(level) {
            problems.append(
                FieldProblem(
                    "COHESION_LOG_LEVEL", "not-an-option",
                    ["value": level, "options": Self.logLevels.joined(separator: ", ")]))
        }
        if let smtp {
            if !smtp.url.hasPrefix("smtp://") && !smtp.url.hasPrefix("smtps://") {
                problems.append(FieldProblem("COHESION_SMTP_URL", "not-smtp-url"))
            }
            if (smtp.user == nil) != (smtp.password == nil) {
                problems.append(FieldProblem("COHESION_SMTP_USER", "user-and-password"))
            }
            if let file = smtp.certificateFile, !FileManager.default.isReadableFile(atPath: file) {
                problems.append(FieldProblem("COHESION_SMTP_CA_FILE", "file-missing"))
            }
        }
        guard problems.isEmpty else { throw ConfigurationProblem.environment(fields: problems) }
    }

    /// `https://host`, or http on this machine: nothing else keeps a session's cookie safe.
    private static func isOrigin(_ text: String) -> Bool {
        guard let url = URL(string: text), let host = url.host(), !host.isEmpty,
            url.path().isEmpty, url.query() == nil, url.fragment() == nil, url.user() == nil,
            text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\"") })
        else { return false }
        return url.scheme == "https"
            || url.scheme == "http" && ["127.0.0.1", "localhost", "::1"].contains(host)
    }

    /// The mail server if one is set, otherwise files in the mail directory.
    ///
    /// - Parameter ownName: the name this machine gives itself to the server.
    public func mailTransport(ownName: String) throws -> any MailTransport {
        guard let smtp else { return DirectoryTransport(mailDirectory) }
        return try SMTPTransport(
            SMTPServer(
                url: smtp.url, user: smtp.user, password: smtp.password,
                certificateFile: smtp.certificateFile, ownName: ownName,
                timeoutSeconds: smtp.timeoutSeconds))
    }
}
