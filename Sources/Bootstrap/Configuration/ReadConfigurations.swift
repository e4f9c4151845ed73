import Foundation
import FundCore
import Synchronization
import Workflows

/// The officer's files are read as they stand whenever they are needed: files with the same bytes as
/// once before are not read through anew.
final class ReadConfigurations: Sendable {
    /// A folder with more than this is not one of officer's files.
    private static let most = (files: 1_000, bytes: 32_000_000)
    private static let kept = 8

    private let known = Mutex<[(files: SHA256Hex, configuration: FundConfiguration)]>([])

    /// What `read` makes of the files of these folders, or made of files that were just the same.
    func configuration(
        in folders: [String], read: () throws -> FundConfiguration
    ) throws -> FundConfiguration {
        guard let files = Self.digest(of: folders) else { return try read() }
        let last = known.withLock { known in known.first { $0.files == files } }
        if let last { return last.configuration }
        let configuration = try read()
        // Files that were changed meanwhile are kept under neither name.
        guard Self.digest(of: folders) == files else { return configuration }
        known.withLock { known in
            known.removeAll { $0.files == files }
            known.append((files, configuration))
            if known.count > Self.kept { known.removeFirst() }
        }
        return configuration
    }

    /// The names and bytes of all files in the folders; nil where they cannot all be read.
    private static func digest(of folders: [String]) -> SHA256Hex? {
        var stream = SHA256Stream()
        var left = most
        for folder in folders {
            guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
                return nil
            }
            for name in names.sorted() {
                let path = "\(folder)/\(name)"
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                    return nil
                }
                if isFolder.boolValue { continue }
                guard let data = FileManager.default.contents(atPath: path) else { return nil }
                left.files -= 1
                left.bytes -= data.count
                guard left.files >= 0, left.bytes >= 0 else { return nil }
                stream.update("\(name.utf8.count) \(name) \(data.count)\n")
                data.withUnsafeBytes { stream.update($0) }
            }
            stream.update("\n")
        }
        return stream.finish()
    }
}
