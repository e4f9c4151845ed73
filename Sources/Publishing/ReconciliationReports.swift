import Applications
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// What is unmatched on either side, as a page shows it.
public struct Unmatched: Sendable {
    public let lines: [MatchedBankLine]
    /// Payments that the bank has and says nothing of.
    public let payments: [(payment: AwaitedPayment, organisation: String, days: Int64)]
}

/// One file from the bank, as its page shows it.
public struct BankFileReport: Sendable {
    public let file: ImportedBankFile
    public let importedBy: String
    public let sums: [BankFileSum]
    public let statements: [BankStatement]
    /// Those of its lines that matched nothing, with who dealt with each.
    public let unmatched: [(line: MatchedBankLine, resolvedBy: String)]
}

extension Reports {
    private func requireReconciler(_ principal: Principal) throws {
        try principal.requireOperator(or: .finance, .auditor)
    }

    /// The files from the bank that were taken in, the newest first, as rows of `Listing.bankFiles`.
    public func bankFiles(
        as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try requireReconciler(principal)
        try store.read { tx in
            let emails = try identity.emails(in: tx)
            for file in try payments.bankFiles(in: tx) {
                try body(file.row(by: emails[file.importedBy] ?? ""))
            }
        }
    }

    /// The lines of one file, as rows of `Listing.bankLines`.
    ///
    /// - Parameter after: those that come after this one.
    /// - Throws: `PaymentsProblem.unknownBankFile`.
    public func bankLines(
        of file: BankFileID, after: BankLineID? = nil, limit: Int? = nil, as principal: Principal,
        _ body: ([JSONValue]) throws -> Void
    ) throws {
        try requireReconciler(principal)
        try store.read { tx in
            _ = try payments.bankFile(file, in: tx)
            let emails = try identity.emails(in: tx)
            try payments.bankLines(of: file, after: after, limit: limit, in: tx) { line in
                try body(line.row(resolvedBy: line.resolution.flatMap { emails[$0.by] }))
            }
        }
    }

    /// What one file came to.
    /// - Throws: `PaymentsProblem.unknownBankFile`.
    public func bankFile(
        _ id: BankFileID, unmatchedLimit: Int = 200, as principal: Principal
    ) throws -> BankFileReport {
        try requireReconciler(principal)
        return try store.read { tx in
            let file = try payments.bankFile(id, in: tx)
            let emails = try identity.emails(in: tx)
            var unmatched: [(line: MatchedBankLine, resolvedBy: String)] = []
            try payments.unmatchedLines(
                of: id, isOpen: false, limit: unmatchedLimit, in: tx
            ) { line in
                unmatched.append((line, line.resolution.flatMap { emails[$0.by] } ?? ""))
            }
            return BankFileReport(
                file: file, importedBy: emails[file.importedBy] ?? "",
                sums: try payments.sums(of: id, in: tx),
                statements: try payments.statements(of: id, in: tx), unmatched: unmatched)
        }
    }

    /// What is unmatched on either side, as rows of `Listing.unmatched`: lines of the bank first.
    ///
    /// - Parameter key: payments of this round alone; lines are of all rounds.
    /// - Throws: `RoundsProblem`.
    public func unmatched(
        round key: String?, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try requireReconciler(principal)
        try store.read { tx in
            let round = try key.map { try rounds.round($0, in: tx).id }
            let today = LondonTime.date(tx.now)
            try payments.unmatchedLines(in: tx) { try body($0.unmatchedRow(on: today)) }
            try payments.awaitedPayments(of: round, in: tx) {
                try body($0.unmatchedRow(on: today))
            }
        }
    }

    /// What is unmatched on either side, the first of each.
    public func unmatchedView(
        round key: String, limit: Int, as principal: Principal
    ) throws -> Unmatched {
        try requireReconciler(principal)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx).id
            let today = LondonTime.date(tx.now)
            var lines: [MatchedBankLine] = []
            var awaited: [AwaitedPayment] = []
            try payments.unmatchedLines(limit: limit, in: tx) { lines.append($0) }
            try payments.awaitedPayments(of: round, limit: limit, in: tx) { awaited.append($0) }
            let names = try applications.organisations(
                awaited.map { "\($0.instalment.reference)" }, in: tx)
            return Unmatched(
                lines: lines,
                payments: awaited.map {
                    (
                        $0, names["\($0.instalment.reference)"] ?? "",
                        today.daysSince1970 - $0.exportedOn.daysSince1970
                    )
                })
        }
    }
}

extension ImportedBankFile {
    /// As `Listing.bankFiles`.
    public func row(by email: String) -> [JSONValue] {
        [
            .int(id.rawValue), .string(name), .string(profile), .string(email),
            .string(importedAt.iso8601), .int(lineCount), .int(matched), .int(open),
            .string(sha256),
        ]
    }
}

extension MatchedBankLine {
    /// As `Listing.bankLines`.
    fileprivate func row(resolvedBy email: String?) -> [JSONValue] {
        [
            .int(id.rawValue), .int(textLine), .optional(bookedOn), .int(amount.pence),
            .int(paymentCount), .optional(endToEndReference), .optional(batchReference),
            .optional(bankReference), .string(result.rawValue), .optional(reason?.rawValue),
            .optional(payment), .optional(run), .optional(expected?.pence),
            .optional(returnReason), .optional(resolution?.reason), .optional(email),
        ]
    }

    /// As `Listing.unmatched`.
    fileprivate func unmatchedRow(on today: LocalDate) -> [JSONValue] {
        let days = bookedOn.flatMap { LocalDate($0) }.map { today.daysSince1970 - $0.daysSince1970 }
        return [
            .string("bank"), .int(id.rawValue), .int(file.rawValue), .int(textLine),
            .optional(payment ?? endToEndReference), .optional(run ?? batchReference),
            .optional(bookedOn), .optional(days), .int(amount.pence),
            .optional(expected?.pence), .optional(reason?.rawValue), .optional(counterparty),
            .optional(remittance),
        ]
    }
}

extension AwaitedPayment {
    /// As `Listing.unmatched`.
    fileprivate func unmatchedRow(on today: LocalDate) -> [JSONValue] {
        [
            .string("fund"), .null, .null, .null, .string(instalment.paymentReference),
            .string(run), .string("\(exportedOn)"),
            .int(today.daysSince1970 - exportedOn.daysSince1970),
            .int(-instalment.amount.pence), .null,
            .string(acknowledgedOn == nil ? "exported" : "acknowledged"), .null, .null,
        ]
    }
}

extension BankFileReport {
    /// What it came to, as rows of `Listing.reconciliation`.
    public var rows: [[JSONValue]] {
        sums.map {
            [
                .string($0.result.rawValue), .optional($0.reason?.rawValue), .int($0.lines),
                .int($0.total.pence),
            ]
        }
    }

    /// - Parameter isRepeat: whether it had been taken in before, so that nothing happened.
    public func json(isRepeat: Bool) -> JSONValue {
        .object([
            ("file", .int(file.id.rawValue)), ("name", .string(file.name)),
            ("profile", .string(file.profile)), ("sha256", .string(file.sha256)),
            ("lines", .int(file.lineCount)), ("matched", .int(file.matched)),
            ("unmatched", .int(file.open)), ("repeat", .bool(isRepeat)),
            ("importedBy", .string(importedBy)),
            ("importedAt", .string(file.importedAt.iso8601)),
            ("results", BankFileSum.json(sums)),
            ("statements", BankStatement.json(statements)),
        ])
    }
}

extension BankFileSum {
    fileprivate static func json(_ sums: [BankFileSum]) -> JSONValue {
        .array(
            sums.map {
                .object([
                    ("result", .string($0.result.rawValue)),
                    ("why", .optional($0.reason?.rawValue)), ("lines", .int($0.lines)),
                    ("amountPence", .int($0.total.pence)),
                ])
            })
    }
}

extension BankStatement {
    fileprivate static func json(_ statements: [BankStatement]) -> JSONValue {
        .array(
            statements.map {
                .object([
                    ("statement", .string($0.id)), ("account", .string($0.account)),
                    ("openingPence", .int($0.opening)), ("closingPence", .int($0.closing)),
                    ("entries", .int($0.entryCount)),
                ])
            })
    }
}

/// Lists about what the bank says.
extension Listing {
    /// What the lines of a file came to.
    public static let reconciliation = Listing([
        Column("result", .plain, said: "bank-result"), Column("why", .plain),
        Column("lines", .plain),
        Column("amountPence", .pence),
    ])

    public static let bankFiles = Listing([
        Column("file", .plain), Column("name", .text), Column("profile", .plain),
        Column("importedBy", .text), Column("importedAt", .plain), Column("lines", .plain),
        Column("matched", .plain), Column("unmatched", .plain), Column("sha256", .plain),
    ])

    public static let bankLines = Listing([
        Column("line", .plain), Column("textLine", .plain), Column("bookedOn", .plain),
        Column("amountPence", .pence), Column("payments", .plain),
        Column("endToEndReference", .text), Column("batchReference", .text),
        Column("bankReference", .text), Column("result", .plain, said: "bank-result"),
        Column("why", .plain),
        Column("payment", .plain), Column("run", .plain), Column("expectedPence", .pence),
        Column("returnReason", .text), Column("resolution", .text), Column("resolvedBy", .text),
    ])

    /// What is unmatched on either side: lines of the `bank`, and payments of the `fund`.
    public static let unmatched = Listing([
        Column("side", .plain), Column("line", .plain), Column("file", .plain),
        Column("textLine", .plain), Column("payment", .text), Column("run", .text),
        Column("on", .plain), Column("days", .plain), Column("amountPence", .pence),
        Column("expectedPence", .pence), Column("why", .plain), Column("counterparty", .text),
        Column("remittance", .text),
    ])
}
