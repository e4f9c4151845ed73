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
    private let smtp: SMTPSettings?

    struct SMTPSettings: Sendable {
        let url: String
        let user: String?
        let password: String?
        let certificateFile: String?
    }

    /// Every name that is read from the environment.
    public static let names = [
        "COHESION_DATABASE", "COHESION_CONFIG", "COHESION_TEMPLATES", "COHESION_MAIL_DIR",
        "COHESION_MAIL_RETRY_SECONDS", "COHESION_SMTP_URL", "COHESION_SMTP_USER",
        "COHESION_SMTP_PASSWORD", "COHESION_SMTP_CA_FILE",
    ]

    /// - Throws: `ConfigurationProblem.environment` with everything that is wrong.
    public init(
        database: String?, configuration: String?, environment: [String: String]
    ) throws {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        var problems: [FieldProblem] = []
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
                certificateFile: value("COHESION_SMTP_CA_FILE"))
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

    /// The mail server if one is set, otherwise files in the mail directory.
    ///
    /// - Parameter ownName: the name this machine gives itself to the server.
    public func mailTransport(ownName: String) throws -> any MailTransport {
        guard let smtp else { return DirectoryTransport(mailDirectory) }
        return try SMTPTransport(
            SMTPServer(
                url: smtp.url, user: smtp.user, password: smtp.password,
                certificateFile: smtp.certificateFile, ownName: ownName))
    }
}
