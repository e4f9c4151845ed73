import Bootstrap
import Foundation
import FundCore
import FundStore

/// Databases that are made once in a run, and copied for each fund that begins with one.
enum MadeOnce {
    /// With the whole schema, and nothing in it.
    static func empty() throws -> Data { try bare.get() }

    /// As `cohesion init` makes one from the shipped files.
    ///
    /// - Parameter needsPlan: whether round 2 opens only by an approved Plan, as shipped.
    static func initialised(needsPlan: Bool) throws -> Data {
        try (needsPlan ? asShipped : withoutPlan).get()
    }

    private static let bare = Result {
        try made { path, _ in
            _ = try FundStore.prepare(path: path, migrations: Services.migrations, clock: .system)
        }
    }

    private static let asShipped = Result { try byCommand(needsPlan: true) }
    private static let withoutPlan = Result { try byCommand(needsPlan: false) }

    private static func byCommand(needsPlan: Bool) throws -> Data {
        try made { path, folder in
            try TestFund.copyConfiguration(to: folder, needsPlan: needsPlan)
            let outcome = try Command.cohesion([
                "init", "--database", path, "--config", "\(folder)/Config",
            ])
            guard outcome.status == 0 else { throw TestFailure("init: \(outcome.errors)") }
        }
    }

    private static func made(_ make: (_ path: String, _ folder: String) throws -> Void) throws
        -> Data
    {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/fund.sqlite"
        try make(path, folder.path)
        // Whoever closes a database last leaves all of it in the one file.
        guard !FileManager.default.fileExists(atPath: "\(path)-wal"),
            let bytes = FileManager.default.contents(atPath: path)
        else { throw TestFailure("the database is not closed") }
        return bytes
    }
}

extension TemporaryFolder {
    /// Puts a database here, for its owner alone as the program does.
    func place(_ database: Data) throws {
        let file = "\(path)/fund.sqlite"
        try database.write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }
}
