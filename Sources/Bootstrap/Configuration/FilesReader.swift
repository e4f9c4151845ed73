import Documents
import Forms
import FundCore

/// Reads `files` of `fund.yaml`: how large the files may be that groups send.
enum FilesReader {
    private static let greatestMegabytes = Int64(CheckedFile.greatestBytes / 1024 / 1024)
    /// An application and its returns have room for so many times what each of them may have: for an
    /// application, a return, and one that is sent back and sent again.
    private static let times: Int64 = 4

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
        let usual = FileRules.usualBytesOfOwner / FileRules.bytesPerMegabyte
        func ofOwner(_ given: Int64) -> Int64? {
            given == usual ? nil : given * FileRules.bytesPerMegabyte
        }
        let ofApplication = number("megabytesPerApplication", 1...10_000, max(usual, inAll * times))
        if ofApplication < inAll * times {
            value.optional("megabytesPerApplication").report(
                "files-of-application-few",
                ["times": "\(times)", "minimum": "\(inAll * times)"])
        }
        return FileRules(
            greatestBytes: number("megabytes", 1...greatestMegabytes, 10)
                * FileRules.bytesPerMegabyte,
            perQuestion: Int(number("perQuestion", 1...20, 5)),
            bytesInAll: inAll * FileRules.bytesPerMegabyte,
            bytesOfPerson: ofOwner(number("megabytesPerPerson", 1...10_000, usual)),
            bytesOfApplication: ofOwner(ofApplication))
    }
}
