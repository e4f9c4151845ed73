import Foundation

/// Files that tests compare with byte for byte, in `Tests/UnitTests/golden`. RECORD=1 writes them anew.
public enum Golden {
    public static let folder = "Tests/UnitTests/golden"

    public static func path(_ name: String) -> String {
        Repository.root.appendingPathComponent("\(folder)/\(name)").path
    }

    public static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// - Throws: `TestFailure` where `made` is not the file.
    public static func expect(_ made: [UInt8], is name: String) throws {
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(made).write(to: URL(fileURLWithPath: path(name)))
        }
        guard try bytes(name) == made else {
            throw TestFailure("\(name) is not: \(String(decoding: made, as: UTF8.self))")
        }
    }
}

/// The schemas that XML files are checked against, where Scripts/setup --tests has put them.
public enum XMLSchemas {
    public static let areHere = ["pain.001.001.09", "camt.053.001.08"].allSatisfy { name in
        let start = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:\(name)\">"
        return (try? validate(Data(start.utf8)).status).map { $0 != 77 } ?? false
    }

    /// What the check says of a file's bytes: its status is 0 where they are valid.
    public static func validate(_ bytes: Data) throws -> Outcome {
        let folder = try TemporaryFolder()
        let path = try folder.write("file.xml", "")
        try bytes.write(to: URL(fileURLWithPath: path))
        let own = Repository.root.appendingPathComponent(".build/python/bin/python3").path
        let python = FileManager.default.isExecutableFile(atPath: own) ? [own] : ["python3"]
        let script = Repository.root.appendingPathComponent("Tests/Support/validate_xml.py").path
        return try Command.run("/usr/bin/env", python + [script, path])
    }
}
