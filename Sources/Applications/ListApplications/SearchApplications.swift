import FundCore
import FundStore
import GRDB

/// How an officer looks through a round's applications.
public struct ApplicationSearch: Sendable {
    public enum Order: String, Sendable, CaseIterable {
        case arrival, organisation, amount
    }

    public let status: ApplicationStatus?
    /// What became of it, by its own name; nil for all of the status.
    public let outcome: ApplicationOutcome?
    /// The beginning of a group's name, or a whole reference.
    public let words: String
    public let order: Order
    public let isDescending: Bool
    /// Where an earlier page left off: the value it was sorted by, and the id.
    public let after: Place?

    public struct Place: Sendable {
        let value: String
        let id: Int64

        /// Reads what `description` wrote.
        public init?(_ text: String) {
            let parts = text.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let id = Int64(parts[0]) else { return nil }
            self.id = id
            value = String(parts[1])
        }

        init(value: String, id: Int64) {
            self.value = value
            self.id = id
        }

        public var description: String { "\(id)~\(value)" }
    }

    /// Whether the list can be put into another order.
    public var canBeSorted: Bool { words.trimmed.isEmpty }

    public init(
        status: ApplicationStatus?, outcome: ApplicationOutcome? = nil, words: String,
        order: Order, isDescending: Bool, after: Place?
    ) {
        self.status = outcome?.status ?? status
        self.outcome = outcome
        self.words = words
        // What begins with some words is found in the order of names, and read in no other: a sort
        // would grow with all that is found.
        let isByName = !words.trimmed.isEmpty && Reference(typed: words.trimmed) == nil
        self.order = isByName ? .organisation : order
        self.isDescending = isDescending
        self.after = after
    }

    /// Where a list goes on behind this application.
    public func place(of summary: ApplicationSummary) -> Place {
        let value =
            switch order {
            case .arrival: ""
            case .organisation: summary.organisation.foldedName
            case .amount: "\(summary.requested?.pence ?? -1)"
            }
        return Place(value: value, id: summary.id.rawValue)
    }
}

extension ApplicationsModule {
    /// The applications of a round that fit, in order. Every order and filter has its index, so the
    /// cost grows with what is listed and not with what the round holds.
    public func search(
        _ round: RoundID, _ search: ApplicationSearch, limit: Int?, in tx: borrowing ReadTx,
        _ body: (ApplicationSummary) throws -> Void
    ) throws {
        let (sql, arguments) = Self.query(round, search, limit: limit)
        try tx.forEach(sql, arguments) { try body(ApplicationSummary($0)) }
    }

    package static func query(
        _ round: RoundID, _ search: ApplicationSearch, limit: Int?
    ) -> (String, StatementArguments) {
        var condition = "roundId = ?"
        var arguments: StatementArguments = [round.rawValue]
        if let status = search.status {
            condition += " AND status = ?"
            arguments += [status.rawValue]
        }
        if let listed = search.outcome?.listedCondition { condition += " AND \(listed)" }
        let words = search.words.trimmed
        if let reference = Reference(typed: words) {
            condition += " AND reference = ?"
            arguments += ["\(reference)"]
        } else if !words.isEmpty {
            condition += " AND nameKey >= ? AND nameKey < ?"
            arguments += [words.foldedName, words.foldedName + "\u{10FFFF}"]
        }
        let value: String? =
            switch search.order {
            case .arrival: nil
            case .organisation: "nameKey"
            case .amount: "ifnull(requestedPence, -1)"
            }
        let (sign, direction) = search.isDescending ? ("<", "DESC") : (">", "ASC")
        if let after = search.after {
            if let value {
                condition += " AND (\(value), id) \(sign) (?, ?)"
                arguments +=
                    search.order == .amount
                    ? [Int64(after.value) ?? 0, after.id] : [after.value, after.id]
            } else {
                condition += " AND id \(sign) ?"
                arguments += [after.id]
            }
        }
        let order = value.map { "\($0) \(direction), id \(direction)" } ?? "id \(direction)"
        return (
            "\(ApplicationSummary.columns) WHERE \(condition) ORDER BY \(order) LIMIT ?",
            arguments + [limit ?? -1]
        )
    }
}
