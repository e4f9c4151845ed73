import FundCore

/// A fact about an approved instalment that a column of an export may show.
public enum ExportFact: String, Sendable, CaseIterable {
    case awardReference = "award.reference"
    case organisationName = "organisation.name"
    case registrationNumber = "organisation.registrationNumber"
    case purpose = "award.purpose"
    case amount = "award.amount"
    case decidedBy = "decision.by"
    case decidedOn = "decision.on"
    case approvedBy = "approval.by"
    case approvedOn = "approval.on"
    case releasedBy = "release.by"
    case releasedOn = "release.on"
    case runReference = "run.reference"
    case runCount = "run.count"
    case runTotal = "run.total"
    case instalmentNumber = "instalment.number"
    /// What names the payment from end to end.
    case instalmentReference = "instalment.reference"
    case payeeName = "payee.name"
    /// All but the last four digits hidden.
    case payeeAccount = "payee.account"
    case invoicedOn = "invoice.on"
    case paymentOn = "payment.on"

    enum Kind {
        case words, date, money, count
    }

    var kind: Kind {
        switch self {
        case .amount, .runTotal: .money
        case .decidedOn, .approvedOn, .releasedOn, .invoicedOn, .paymentOn: .date
        case .runCount, .instalmentNumber: .count
        case .awardReference, .organisationName, .registrationNumber, .purpose, .decidedBy,
            .approvedBy, .releasedBy, .runReference, .instalmentReference, .payeeName,
            .payeeAccount:
            .words
        }
    }
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

    /// A row of its own, first or last: `label,count,…` with the total under one column.
    public struct ControlRow: Sendable {
        public let label: String
        public let totalUnder: String

        public init(label: String, totalUnder: String) {
            self.label = label
            self.totalUnder = totalUnder
        }
    }

    public enum Dates: String, Sendable, CaseIterable {
        case yearFirst = "yyyy-mm-dd"
        case yearFirstPlain = "yyyymmdd"
        case dayFirst = "dd/mm/yyyy"
        case dayFirstDashes = "dd-mm-yyyy"
        case dayFirstPlain = "ddmmyyyy"

        func write(_ date: LocalDate) -> String {
            let parts = "\(date)".split(separator: "-")
            return switch self {
            case .yearFirst: "\(date)"
            case .yearFirstPlain: parts.joined()
            case .dayFirst: parts.reversed().joined(separator: "/")
            case .dayFirstDashes: parts.reversed().joined(separator: "-")
            case .dayFirstPlain: parts.reversed().joined()
            }
        }
    }

    public enum Amounts: String, Sendable, CaseIterable {
        /// `1234.50`.
        case pounds
        /// `1234,50`.
        case poundsComma = "pounds-comma"
        /// `1,234.50`.
        case thousands
        /// `123450`.
        case pence

        func write(_ amount: Money) -> String {
            switch self {
            case .pounds: amount.plainPounds
            case .poundsComma: String(amount.plainPounds.map { $0 == "." ? "," : $0 })
            case .thousands: String(amount.words.filter { $0 != "£" })
            case .pence: "\(amount.pence)"
            }
        }
    }

    /// How the file is laid out.
    public struct Layout: Sendable {
        public let format: CSVFormat
        public let dates: Dates
        public let amounts: Amounts
        /// Whether a row names the columns.
        public let namesColumns: Bool
        /// A row before all others.
        public let opening: ControlRow?

        public init(
            format: CSVFormat = .standard, dates: Dates = .yearFirst, amounts: Amounts = .pounds,
            namesColumns: Bool = true, opening: ControlRow? = nil
        ) {
            self.format = format
            self.dates = dates
            self.amounts = amounts
            self.namesColumns = namesColumns
            self.opening = opening
        }
    }

    public let key: String
    public let title: String
    public let columns: [Column]
    /// The last row.
    public let trailer: ControlRow?
    public let layout: Layout

    public init(
        key: String, title: String, columns: [Column], trailer: ControlRow?,
        layout: Layout = Layout()
    ) {
        self.key = key
        self.title = title
        self.columns = columns
        self.trailer = trailer
        self.layout = layout
    }

    /// What comes before the payments: the totals and the names of the columns, each where the
    /// profile has it.
    public func head(count: Int64, total: Money) -> String {
        let names =
            layout.namesColumns ? CSVWriter.row(columns.map(\.name), layout.format) : ""
        return row(of: layout.opening, count: count, total: total) + names
    }

    /// One payment.
    ///
    /// - Parameter facts: dates as `YYYY-MM-DD`, amounts as `1234.50`, which the profile writes in
    ///   its own way; empty where there is no such fact.
    public func row(_ facts: (ExportFact) -> String) -> String {
        CSVWriter.row(
            columns.map { column in
                switch column.source {
                case .constant(let text): .text(text)
                case .fact(let fact): field(fact, facts(fact))
                }
            }, layout.format)
    }

    /// The trailer, as long as the other rows; empty where the profile has none.
    public func trailerRow(count: Int64, total: Money) -> String {
        row(of: trailer, count: count, total: total)
    }

    private func field(_ fact: ExportFact, _ text: String) -> CSVWriter.Field {
        switch fact.kind {
        case .words: .text(text)
        case .date: .text(LocalDate(text).map(layout.dates.write) ?? text)
        case .money: .plain(Money(poundsLiteral: text).map(layout.amounts.write) ?? text)
        case .count: .plain(text)
        }
    }

    private func row(of control: ControlRow?, count: Int64, total: Money) -> String {
        guard let control else { return "" }
        var fields = Array(repeating: CSVWriter.Field.plain(""), count: columns.count)
        fields[0] = .plain(control.label)
        if fields.count > 1 { fields[1] = .plain("\(count)") }
        if let place = columns.firstIndex(where: { $0.name == control.totalUnder }) {
            fields[place] = .plain(layout.amounts.write(total))
        }
        return CSVWriter.row(fields, layout.format)
    }
}
