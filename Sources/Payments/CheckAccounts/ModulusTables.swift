import FundCore

/// Vocalink's two tables as the operator supplies them: `valacdos.txt`, how the account numbers of
/// each stretch of sort codes are checked, and `scsubtab.txt`, the sort codes that exception 5 puts in
/// the place of others. They are licensed, so the program has none of its own.
public struct ModulusTables: Sendable {
    /// Which tables they were, for the record of a check.
    public struct Version: Hashable, Sendable {
        /// Of the hashes of both files.
        public let sha256: SHA256Hex
        public let weightCount: Int
        public let substituteCount: Int
    }

    /// Sort codes in succession that the same rows are for.
    struct Stretch: Sendable {
        let start: Int32
        let end: Int32
        let first: Int
        let second: Int?
    }

    public static let fileNames = (weights: "valacdos.txt", substitutes: "scsubtab.txt")

    public let version: Version
    private let rows: [ModulusRow]
    /// In order, apart from one another.
    private let stretches: [Stretch]
    private let substitutes: [Int32: Int32]

    init(
        version: Version, rows: [ModulusRow], stretches: [Stretch], substitutes: [Int32: Int32]
    ) {
        self.version = version
        self.rows = rows
        self.stretches = stretches
        self.substitutes = substitutes
    }

    /// The one or two rows that a sort code is checked by, in the order of the file; nil where there
    /// is none.
    func rows(of sortCode: SortCode) -> (first: ModulusRow, second: ModulusRow?)? {
        var (low, high) = (0, stretches.count)
        while low < high {
            let middle = (low + high) / 2
            if stretches[middle].end < sortCode.number { low = middle + 1 } else { high = middle }
        }
        guard low < stretches.count, stretches[low].start <= sortCode.number else { return nil }
        return (rows[stretches[low].first], stretches[low].second.map { rows[$0] })
    }

    func substitute(for sortCode: SortCode) -> Int32 {
        substitutes[sortCode.number] ?? sortCode.number
    }
}

/// A file of the tables as it was found.
public enum ModulusTableFile: Sendable {
    case bytes([UInt8])
    case missing
    /// Larger than `ModulusTableReader.greatestBytes`.
    case tooLarge
}

public enum ModulusTablesProblem: Problem {
    /// Nobody said where they are.
    case notSet
    case wrong(folder: String, count: Int, fields: [FieldProblem])
    /// Either of these, to somebody whose business the server's files are not.
    case unusable

    public var report: ProblemReport {
        switch self {
        case .notSet: ProblemReport("bank-tables-not-set", .configuration)
        case .wrong(let folder, let count, let fields):
            ProblemReport(
                "bank-tables-wrong", .configuration, ["folder": folder, "count": "\(count)"],
                fields: fields)
        case .unusable: ProblemReport("bank-tables-unusable", .conflict)
        }
    }
}
