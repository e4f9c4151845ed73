import FundCore

/// One row of a file of sort codes and account numbers, as it came and what the check says of it. The
/// bytes are without blanks around them; where it has a verdict they are digits, blanks and dashes.
public struct AccountPair {
    public enum Outcome {
        case checked(AccountVerdict)
        /// What is wrong with it, by the line that it begins on.
        case malformed([FieldProblem])
    }

    public let sortCode: ArraySlice<UInt8>
    public let account: ArraySlice<UInt8>
    public let outcome: Outcome
}

/// Checks the rows of a file one at a time: bytes all the way, however many there are.
public struct AccountPairs {
    /// The columns, by their names in the first row; others are passed over.
    public static let columns = ["sort_code", "account"]

    private var rows = ByteRows()
    private let tables: ModulusTables
    private let source: String
    /// Where the columns stand, and how many there are; nil before the first row.
    private var layout: (sortCode: Int, account: Int, count: Int)?

    /// - Parameter take: is handed each row that is not blank, in order.
    /// - Throws: `InvalidInput` where the first row does not name the columns, or there is none.
    public static func check(
        _ source: ByteSource, by tables: ModulusTables, _ take: (AccountPair) throws -> Void
    ) throws {
        var pairs = AccountPairs(tables: tables, source: source.name)
        let more = try source.open()
        while true {
            let piece = try more()
            if piece.isEmpty { break }
            for byte in piece where pairs.rows.take(byte) { try pairs.end(take) }
        }
        if pairs.rows.finish() { try pairs.end(take) }
        guard pairs.layout != nil else {
            throw InvalidInput(source.name, [FieldProblem("line 1", "file-empty")])
        }
    }

    private init(tables: ModulusTables, source: String) {
        self.tables = tables
        self.source = source
    }

    private mutating func end(_ take: (AccountPair) throws -> Void) throws {
        if !rows.isBlank {
            if let layout { try take(pair(layout)) } else { layout = try header() }
        }
        rows.begin()
    }

    private func pair(_ layout: (sortCode: Int, account: Int, count: Int)) -> AccountPair {
        let sortCode = rows.field(layout.sortCode).withoutBlanksAround
        let account = rows.field(layout.account).withoutBlanksAround
        func malformed(_ problems: [FieldProblem]) -> AccountPair {
            AccountPair(sortCode: sortCode, account: account, outcome: .malformed(problems))
        }
        let place = "line \(rows.start)"
        if let fault = rows.fault {
            return malformed([FieldProblem(place, fault.code, fault.arguments)])
        }
        guard rows.fieldCount == layout.count else {
            return malformed([
                FieldProblem(
                    place, "field-count",
                    ["expected": "\(layout.count)", "found": "\(rows.fieldCount)"])
            ])
        }
        switch BankAccount.read(sortCode: sortCode, number: account) {
        case .account(let found):
            return AccountPair(
                sortCode: sortCode, account: account,
                outcome: .checked(tables.verdict(of: found)))
        case .wrong(let codeFault, let numberFault):
            return malformed(
                zip(Self.columns, [codeFault, numberFault]).compactMap { column, fault in
                    fault.map { FieldProblem("\(place): \(column)", $0.rawValue) }
                })
        }
    }

    private func header() throws -> (sortCode: Int, account: Int, count: Int) {
        let place = "line \(rows.start)"
        if let fault = rows.fault {
            throw InvalidInput(source, [FieldProblem(place, fault.code, fault.arguments)])
        }
        let names = (0..<rows.fieldCount).map {
            String(decoding: rows.field($0).withoutBlanksAround, as: UTF8.self)
        }
        var problems: [FieldProblem] = []
        let places = Self.columns.map { column -> Int in
            let found = names.indices.filter { names[$0] == column }
            if found.isEmpty {
                problems.append(FieldProblem(place, "column-missing", ["column": column]))
            } else if found.count > 1 {
                problems.append(FieldProblem("\(place): \(column)", "column-twice"))
            }
            return found.first ?? 0
        }
        guard problems.isEmpty else { throw InvalidInput(source, problems) }
        return (places[0], places[1], names.count)
    }
}

public enum AccountPairsProblem: Problem {
    /// - Parameter fields: the first of them.
    case malformed(source: String, count: Int, fields: [FieldProblem])

    public var report: ProblemReport {
        switch self {
        case .malformed(let source, let count, let fields):
            ProblemReport(
                "account-pairs-malformed", .invalid, ["source": source, "count": "\(count)"],
                fields: fields)
        }
    }
}
