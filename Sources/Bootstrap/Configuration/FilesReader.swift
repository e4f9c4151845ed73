import Documents
import Forms
import FundCore

/// Reads `files` of `fund.yaml`: how large the files may be that groups send.
enum FilesReader {
    private static let greatestMegabytes = Int64(CheckedFile.greatestBytes / 1024 / 1024)

    static func rules(_ value: ConfigValue) -> FileRules {
        guard value.isPresent else { return .standard }
        value.allow("megabytes", "perQuestion", "megabytesInAll")
        func number(_ key: String, _ range: ClosedRange<Int64>, _ usual: Int64) -> Int64 {
            let given = value.optional(key)
            return given.isPresent ? given.wholeNumber(range) : usual
        }
        return FileRules(
            greatestBytes: number("megabytes", 1...greatestMegabytes, 10)
                * FileRules.bytesPerMegabyte,
            perQuestion: Int(number("perQuestion", 1...20, 5)),
            bytesInAll: number("megabytesInAll", 1...200, 30) * FileRules.bytesPerMegabyte)
    }
}
