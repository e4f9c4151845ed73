import FundCore
import FundStore
import GRDB

/// What an import did.
public struct ImportReport: Sendable {
    public struct Skip: Sendable {
        /// The record's place in the file, from 1.
        public let record: Int
        public let sourceID: String?
        public let problem: FieldProblem
    }

    public internal(set) var readCount = 0
    public internal(set) var imported: [AddedApplication] = []
    public internal(set) var requested = Money.zero
    public internal(set) var skips: [Skip] = []
    /// How many applications each finding was made about.
    public internal(set) var findings: [FindingCode: Int] = [:]
}

extension ApplicationsModule {
    /// Files published grants (360Giving Data Standard, JSON) as applications: the recipient is the
    /// applicant, the amount awarded the amount requested, and nothing less would do.
    ///
    /// A record that was imported before is skipped, so importing twice imports nothing twice.
    ///
    /// - Parameters:
    ///   - strict: refuse the whole file if any record cannot be taken.
    ///   - progress: called with records done and records in all.
    /// - Throws: `InvalidInput` for a file that is no such package;
    ///   `ApplicationsProblem.importRefused`.
    public func importGrants(
        _ package: JSONValue, source: String, strict: Bool, lateness: Lateness?,
        rules: ApplicationRules, in tx: borrowing WriteTx, progress: (Int, Int) -> Void
    ) throws -> ImportReport {
        try tx.principal.require(.officer)
        guard let grants = package["grants"]?.array else {
            throw InvalidInput(source, [FieldProblem("grants", "grants-missing")])
        }
        var report = ImportReport()
        var seen: Set<String> = []
        for (index, grant) in grants.enumerated() {
            report.readCount += 1
            let record = GrantRecord(grant)
            var problem = record.problem
            if problem == nil, !seen.insert(record.id).inserted {
                problem = FieldProblem("id", "record-twice")
            }
            if problem == nil, let earlier = try imported(record.id, rules.round, in: tx.reading) {
                problem = FieldProblem("id", "record-imported", ["reference": earlier])
            }
            if let problem {
                report.skips.append(
                    .init(
                        record: index + 1, sourceID: record.id.isEmpty ? nil : record.id,
                        problem: problem))
            } else {
                let (added, findings) = try add(
                    record.application(lateness: lateness), rules: rules, in: tx)
                report.imported.append(added)
                report.requested = report.requested + (record.amount ?? .zero)
                for finding in findings { report.findings[finding, default: 0] += 1 }
            }
            progress(index + 1, grants.count)
        }
        let faults = report.skips.filter { $0.problem.code != "record-imported" }
        if strict && !faults.isEmpty {
            throw ApplicationsProblem.importRefused(
                source: source,
                fields: faults.map { skip in
                    let name = skip.sourceID.map { " (\($0))" } ?? ""
                    return skip.problem.within("record \(skip.record)\(name): ")
                })
        }
        try tx.audit(
            "application.import", "round:\(rules.round.rawValue)",
            [
                ("read", .int(report.readCount)), ("imported", .int(report.imported.count)),
                ("skipped", .int(report.skips.count)),
            ])
        return report
    }

    private func imported(
        _ sourceID: String, _ round: RoundID, in tx: borrowing ReadTx
    ) throws -> String? {
        try tx.first(
            "SELECT reference FROM application WHERE roundId = ? AND sourceId = ?",
            [round.rawValue, sourceID], { $0[0] })
    }
}

/// One grant of a 360Giving package, as an application.
struct GrantRecord {
    let id: String
    let amount: Money?
    /// Why the record cannot be taken, nil when it can.
    let problem: FieldProblem?
    private let organisation: Organisation
    private let title: String
    private let summary: String

    init(_ grant: JSONValue) {
        var fields = JSONFields(grant)
        id = fields.text("id", required: true, maximum: 200) ?? ""
        title = fields.text("title", maximum: 1000)?.oneLine ?? ""
        summary = fields.text("description", maximum: 20_000) ?? ""
        if let currency = fields.text("currency", required: true, maximum: 10), currency != "GBP" {
            fields.report("currency", "currency-not-gbp", ["currency": currency])
        }
        amount = fields.pounds("amountAwarded")
        var recipient = JSONFields(
            fields.value("recipientOrganization")?.array?.first ?? .object([]),
            prefix: "recipientOrganization.")
        let number =
            recipient.text("charityNumber", maximum: 60)?.oneLine
            ?? recipient.text("companyNumber", maximum: 60)?.oneLine
        organisation = Organisation(
            name: recipient.text("name", maximum: 500)?.oneLine ?? "",
            key: recipient.text("id", maximum: 200)?.oneLine,
            registrationNumber: number,
            postcode: recipient.text("postalCode", maximum: 30)?.oneLine)
        problem = fields.problems.first ?? recipient.problems.first
    }

    func application(lateness: Lateness?) -> NewApplication {
        NewApplication(
            organisation: organisation, title: title, summary: summary, requested: amount,
            minimum: amount.flatMap { $0 > .zero ? $0 : nil }, source: .grants, sourceID: id,
            contact: nil, priorities: [], answers: [], lateness: lateness)
    }
}

extension JSONFields {
    /// A JSON number of pounds, exactly; nil where it is missing.
    fileprivate mutating func pounds(_ key: String) -> Money? {
        guard let value = value(key) else { return nil }
        guard case .number(let literal) = value, let amount = Money(poundsLiteral: literal),
            amount >= .zero
        else {
            report(key, "not-pounds-amount")
            return nil
        }
        return amount
    }
}

extension String {
    /// With line breaks and other control characters as blanks.
    fileprivate var oneLine: String {
        guard hasControlCharacters else { return self }
        return split { $0.isWhitespace || String($0).hasControlCharacters }.joined(separator: " ")
    }
}
