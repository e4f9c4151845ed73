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
    /// Blocks until the message is taken or not: call it on a thread of its own.
    func deliver(_ message: MailMessage) -> DeliveryOutcome
}

/// Writes each email to a file of its own, for a fund that has no mail server yet.
public struct DirectoryTransport: MailTransport {
    public let name = "file"
    private let files: MailDirectory

    public init(_ files: MailDirectory) {
        self.files = files
    }

    public func deliver(_ message: MailMessage) -> DeliveryOutcome {
        do {
            try files.write(message.bytes, to: "\(message.fileStem).eml")
            return .delivered
        } catch {
            return .misconfigured(MailDirectory.words(about: error))
        }
    }
}

/// The folder that letters are written to: a file is either whole or not there.
public struct MailDirectory: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// What went wrong, without the places of this machine: anybody may read it at `/readyz`.
    public static func words(about error: any Error) -> String {
        let why = (error as? MailDirectoryError)?.why ?? "it cannot be made"
        return "the folder for letters (COHESION_MAIL_DIR) cannot be written to: \(why)"
    }

    /// Removes emails to sign in that are of no use any more.
    public func removeNotices(olderThanSeconds seconds: Int) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: path) else { return }
        for name in try files.contentsOfDirectory(atPath: path)
        where name.hasPrefix("notice-") && name.hasSuffix(".eml") {
            let attributes = try files.attributesOfItem(atPath: "\(path)/\(name)")
            guard let written = attributes[.modificationDate] as? Date,
                Int(written.timeIntervalSinceNow) < -seconds
            else { continue }
            try files.removeItem(atPath: "\(path)/\(name)")
        }
    }

    /// Writes aside, waits for the disk, then renames. What stands aside is a new file of our own,
    /// never one that somebody else put there.
    public func write(_ bytes: [UInt8], to name: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let token = String(UInt64.random(in: .min ... .max), radix: 36)
        let aside = "\(path)/.\(name).\(token).part"
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw MailDirectoryError(aside) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(bytes))
            guard fsync(descriptor) == 0, rename(aside, "\(path)/\(name)") == 0 else {
                throw MailDirectoryError(name)
            }
        } catch {
            unlink(aside)
            throw error
        }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw MailDirectoryError(path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw MailDirectoryError(path) }
    }
}

/// What the operating system said of a file.
struct MailDirectoryError: Error, CustomStringConvertible {
    let description: String
    let why: String

    init(_ name: String) {
        why = String(cString: strerror(errno))
        description = "\(name): \(why)"
    }
}

/// Held while letters are sent, so that two runs never send at the same time and what a killed run
/// left behind can be told from what is under way.
public final class MailLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `CorrespondenceProblem.anotherSending`.
    public init(beside databasePath: String) throws {
        // By the file's own name, whatever links lead to it.
        let own = URL(fileURLWithPath: databasePath).resolvingSymlinksInPath().path
        descriptor = Foundation.open("\(own).mail-lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CorrespondenceProblem.mailMisconfigured(why: String(cString: strerror(errno)))
        }
        // From here on, deinit closes it.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw CorrespondenceProblem.anotherSending
        }
    }

    deinit {
        // Unlocked first: a process being started at this moment may share the descriptor a while.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
