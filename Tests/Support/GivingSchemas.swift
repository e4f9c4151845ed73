import Foundation
import FundCore

/// The schemas of the 360Giving Data Standard, where they lie beside the sample data.
public enum GivingSchemas {
    private static var folder: String? {
        Repository.sampleData("../schemas/360-giving-package-schema.json").map {
            ($0 as NSString).deletingLastPathComponent
        }
    }

    public static var areHere: Bool {
        (try? validate("{\"grants\":[]}")) != nil
    }

    /// `valid` and how many grants, or what is wrong; nil where the schemas, or what reads them,
    /// are not on this machine.
    ///
    /// - Parameter isSheet: whether it is a sheet with the titles of the schema.
    public static func validate(_ package: String, isSheet: Bool = false) throws -> String? {
        guard let folder else { return nil }
        let own = Repository.root.appendingPathComponent(".build/python/bin/python3").path
        let python = FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
        let written = try TemporaryFolder()
        let path = try written.write(isSheet ? "sheet.csv" : "package.json", package)
        let script = Repository.root.appendingPathComponent("Tests/Support/validate_giving.py")
        let outcome = try Command.run("/usr/bin/env", [python, script.path, folder, path])
        return outcome.status == 77 ? nil : outcome.output.trimmed
    }
}
