import Foundation
import FundCore

/// What became of one attempt at one email.
public enum DeliveryOutcome: Sendable, Equatable {
    case delivered
    /// Not taken now; trying again is safe.
    case retry(String)
    /// Refused for good.
    case refused(String)
    /// It may have been taken: trying again could send it twice.
    case unknown(String)
    /// No letter can leave until somebody changes a setting.
    case misconfigured(String)
}

/// Carries an email out of the house.
public protocol MailTransport: Sendable {
    /// `smtp` or `file`: what the attempt is filed under.
    var name: String { get }
    /// Whether carrying the same message twice leaves one copy.
    var isRepeatable: Bool { get }
    func deliver(_ message: MailMessage) async -> DeliveryOutcome
}

/// Writes each email to a file of its own, for a fund that has no mail server yet.
public struct DirectoryTransport: MailTransport {
    public let name = "file"
    public let isRepeatable = true
    private let files: MailDirectory

    public init(_ files: MailDirectory) {
        self.files = files
    }

    public func deliver(_ message: MailMessage) async -> DeliveryOutcome {
        do {
            try files.write(message.bytes, to: "\(message.fileStem).eml")
            return .delivered
        } catch {
            return .misconfigured("\(error)")
        }
    }
}

/// The folder that letters are written to: a file is either whole or not there.
public struct MailDirectory: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// Writes aside, then renames.
    public func write(_ bytes: [UInt8], to name: String) throws {
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let file = folder.appendingPathComponent(name)
        let aside = folder.appendingPathComponent(".\(name).part")
        try Data(bytes).write(to: aside)
        guard rename(aside.path, file.path) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }
}

/// Held while letters are sent, so that two runs never send at the same time and what a killed run
/// left behind can be told from what is under way.
public final class MailLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `CorrespondenceProblem.anotherSending`.
    public init(beside databasePath: String) throws {
        descriptor = Foundation.open(
            "\(databasePath).mail-lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CorrespondenceProblem.mailMisconfigured(why: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw CorrespondenceProblem.anotherSending
        }
    }

    deinit {
        // Unlocked first: a process being started at this moment may share the descriptor a while.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
