import Documents
import Forms
import FundCore

/// Reads `files` of `fund.yaml`: how large the files may be that groups send.
enum FilesReader {
    private static let greatestMegabytes = Int64(CheckedFile.greatestBytes / 1024 / 1024)

    static func rules(_ value: ConfigValue) -> FileRules {
        guard value.isPresent else { return .standard }
        value.allow(
            "megabytes", "perQuestion", "megabytesInAll", "megabytesPerPerson",
            "megabytesPerApplication")
        func number(_ key: String, _ range: ClosedRange<Int64>, _ usual: Int64) -> Int64 {
            let given = value.optional(key)
            return given.isPresent ? given.wholeNumber(range) : usual
        }
        let inAll = number("megabytesInAll", 1...200, 30)
        // What is usual is left out of what rounds freeze.
        func ofOwner(_ key: String, atLeast least: Int64) -> Int64? {
            let usual = FileRules.usualBytesOfOwner / FileRules.bytesPerMegabyte
            let given = number(key, least...10_000, usual)
            return given == usual ? nil : given * FileRules.bytesPerMegabyte
        }
        return FileRules(
            greatestBytes: number("megabytes", 1...greatestMegabytes, 10)
                * FileRules.bytesPerMegabyte,
            perQuestion: Int(number("perQuestion", 1...20, 5)),
            bytesInAll: inAll * FileRules.bytesPerMegabyte,
            bytesOfPerson: ofOwner("megabytesPerPerson", atLeast: 1),
            bytesOfApplication: ofOwner("megabytesPerApplication", atLeast: inAll))
    }
}
