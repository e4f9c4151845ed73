import FundCore
import FundStore
import GRDB

/// Which applications of a round to list, in the order they came.
public struct ApplicationFilter: Sendable {
    public let status: ApplicationStatus?
    /// List those that came after this one.
    public let after: ApplicationID?
    public let limit: Int?
    /// Only those that this person sent.
    public let owner: PersonID?
    /// Only these; nil for all.
    public let only: [ApplicationID]?
    public let without: [ApplicationID]

    public init(
        status: ApplicationStatus? = nil, after: ApplicationID? = nil, limit: Int? = nil,
        owner: PersonID? = nil, only: [ApplicationID]? = nil, without: [ApplicationID] = []
    ) {
        self.status = status
        self.after = after
        self.limit = limit
        self.owner = owner
        self.only = only
        self.without = without
    }
}

extension ApplicationsModule {
    /// Calls `body` with each application, one at a time. The cost grows with what is listed, not
    /// with what the round holds.
    public func list(
        _ round: RoundID, _ filter: ApplicationFilter = ApplicationFilter(),
        in tx: borrowing ReadTx, _ body: (ApplicationSummary) throws -> Void
    ) throws {
        // Named only where they are wanted, so that the index that fits is used.
        var condition = "roundId = ? AND id > ?"
        var arguments: StatementArguments = [round.rawValue, filter.after?.rawValue ?? 0]
        if let status = filter.status {
            condition += " AND status = ?"
            arguments += [status.rawValue]
        }
        if let owner = filter.owner {
            condition += " AND enteredById = ?"
            arguments += [owner.rawValue]
        }
        if let only = filter.only {
            condition += " AND id IN (SELECT value FROM json_each(?))"
            arguments += [JSONValue.array(only.map { .int($0.rawValue) }).text]
        }
        if !filter.without.isEmpty {
            condition += " AND id NOT IN (SELECT value FROM json_each(?))"
            arguments += [JSONValue.array(filter.without.map { .int($0.rawValue) }).text]
        }
        try tx.forEach(
            "\(ApplicationSummary.columns) WHERE \(condition) ORDER BY id LIMIT ?",
            arguments + [filter.limit ?? -1]
        ) { try body(ApplicationSummary($0)) }
    }

    /// The summaries of a round's applications.
    public func summaries(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: ApplicationSummary] {
        var summaries: [ApplicationID: ApplicationSummary] = [:]
        try list(round, in: tx) { summaries[$0.id] = $0 }
        return summaries
    }

    /// The names of the round's applicants, by application.
    public func organisations(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: String] {
        var names: [ApplicationID: String] = [:]
        try tx.forEach(
            "SELECT id, organisation FROM application WHERE roundId = ?", [round.rawValue]
        ) { names[ApplicationID($0[0])] = $0[1] }
        return names
    }

    /// The names of applicants, by the references of their applications.
    public func organisations(
        _ references: [String], in tx: borrowing ReadTx
    ) throws -> [String: String] {
        var names: [String: String] = [:]
        try tx.forEach(
            """
            SELECT reference, organisation FROM application
            WHERE reference IN (SELECT value FROM json_each(?))
            """, [JSONValue.array(references.map { .string($0) }).text]
        ) { names[$0[0]] = $0[1] }
        return names
    }

    /// All that is known of one application.
    public func detail(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> ApplicationDetail {
        let summary = try summary(of: id, in: tx)
        let rest = try tx.first(
            "SELECT roundId, summary, source, sourceId, lateReason FROM application WHERE id = ?",
            [id.rawValue]
        ) {
            (
                RoundID($0[0]), $0[1] as String, ApplicationSource(rawValue: $0[2]) ?? .form,
                $0[3] as String?, $0[4] as String?
            )
        }
        guard let (round, text, source, sourceID, lateReason) = rest else {
            throw ApplicationsProblem.unknown(reference: "\(summary.reference)")
        }
        return ApplicationDetail(
            summary: summary, roundID: round, summaryText: text,
            registrationNumber: try registrationNumber(of: id, in: tx), source: source,
            sourceID: sourceID, contact: try contact(of: id, in: tx),
            priorities: try tx.list(
                "SELECT priorityKey FROM applicationPriority WHERE applicationId = ?",
                [id.rawValue], { $0[0] }),
            answers: try answers(of: id, in: tx), findings: try findings(of: id, in: tx),
            checks: try checks(of: id, in: tx), lateReason: lateReason)
    }

    private func answers(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [(key: String, value: JSONValue)] {
        try tx.list(
            "SELECT questionKey, value FROM applicationAnswer WHERE applicationId = ?",
            [id.rawValue]
        ) { row in
            let value: String = row[1]
            return (row[0], try JSONReader.read(Array(value.utf8)))
        }
    }

    private func findings(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [Finding] {
        try tx.list(
            """
            SELECT code, blocking, detail, resolvedAt FROM applicationFinding
            WHERE applicationId = ? ORDER BY blocking DESC, id
            """, [id.rawValue]
        ) { row -> Finding? in
            guard let code = FindingCode(rawValue: row[0]) else { return nil }
            let detail: String = row[2]
            var arguments: [String: String] = [:]
            if case .object(let members) = try JSONReader.read(Array(detail.utf8)) {
                for member in members { arguments[member.key] = member.value.string }
            }
            return Finding(
                code: code, isBlocking: row[1], arguments: arguments,
                resolvedAt: (row[3] as Int64?).map(Instant.init(milliseconds:)))
        }.compactMap(\.self)
    }

    private func checks(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [EligibilityCheck] {
        try tx.list(
            """
            SELECT eligible, reason, checkedById, checkedAt FROM applicationCheck
            WHERE applicationId = ? ORDER BY id
            """, [id.rawValue]
        ) {
            EligibilityCheck(
                isEligible: $0[0], reason: $0[1], checkedBy: PersonID($0[2]),
                checkedAt: Instant(milliseconds: $0[3]))
        }
    }
}
