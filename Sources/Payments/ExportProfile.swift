import FundCore

/// A fact about an approved instalment that a column of an export may show.
public enum ExportFact: String, Sendable, CaseIterable {
    case awardReference = "award.reference"
    case organisationName = "organisation.name"
    case registrationNumber = "organisation.registrationNumber"
    case purpose = "award.purpose"
    /// Pounds with two decimals.
    case amount = "award.amount"
    case decidedBy = "decision.by"
    case decidedOn = "decision.on"
    case approvedBy = "approval.by"
    case approvedOn = "approval.on"
    case runReference = "run.reference"
}

/// The shape of a file that finance takes into another system, as `exports.yaml` says.
public struct ExportProfile: Sendable {
    public enum Source: Sendable {
        case constant(String)
        case fact(ExportFact)
    }

    public struct Column: Sendable {
        public let name: String
        public let source: Source

        public init(name: String, source: Source) {
            self.name = name
            self.source = source
        }
    }

    /// The last row: `label,count,…` with the total under one column.
    public struct Trailer: Sendable {
        public let label: String
        public let totalUnder: String

        public init(label: String, totalUnder: String) {
            self.label = label
            self.totalUnder = totalUnder
        }
    }

    public let key: String
    public let title: String
    public let columns: [Column]
    public let trailer: Trailer?

    public init(key: String, title: String, columns: [Column], trailer: Trailer?) {
        self.key = key
        self.title = title
        self.columns = columns
        self.trailer = trailer
    }

    public var header: String { CSVWriter.row(columns.map(\.name)) }

    public func row(_ facts: (ExportFact) -> String) -> String {
        CSVWriter.row(
            columns.map { column in
                switch column.source {
                case .constant(let text): .text(text)
                case .fact(.amount): .plain(facts(.amount))
                case .fact(let fact): .text(facts(fact))
                }
            })
    }

    /// The trailer, as long as the other rows; empty where the profile has none.
    public func trailerRow(count: Int64, total: Money) -> String {
        guard let trailer else { return "" }
        var fields = Array(repeating: CSVWriter.Field.plain(""), count: columns.count)
        fields[0] = .plain(trailer.label)
        if fields.count > 1 { fields[1] = .plain("\(count)") }
        if let place = columns.firstIndex(where: { $0.name == trailer.totalUnder }) {
            fields[place] = .plain(total.plainPounds)
        }
        return CSVWriter.row(fields)
    }
}
