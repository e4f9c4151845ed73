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
    case paymentOn = "payment.on"

    enum Kind {
        case words, date, money, count
    }

    var kind: Kind {
        switch self {
        case .amount, .runTotal: .money
        case .decidedOn, .approvedOn, .releasedOn, .paymentOn: .date
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
        /// `04 Feb 2027`, in English.
        case monthNamed = "dd mmm yyyy"

        private static let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]

        func write(_ date: LocalDate) -> String {
            let parts = "\(date)".split(separator: "-")
            return switch self {
            case .yearFirst: "\(date)"
            case .yearFirstPlain: parts.joined()
            case .dayFirst: parts.reversed().joined(separator: "/")
            case .dayFirstDashes: parts.reversed().joined(separator: "-")
            case .dayFirstPlain: parts.reversed().joined()
            case .monthNamed: "\(parts[2]) \(Self.months[date.month - 1]) \(parts[0])"
            }
        }

        /// The day that `write` would write so.
        func read(_ text: String) -> LocalDate? {
            let letters = Array(text)
            let plain: String? =
                switch self {
                case .yearFirst: text
                case .yearFirstPlain where letters.count == 8:
                    "\(String(letters[0..<4]))-\(String(letters[4..<6]))-\(String(letters[6...]))"
                case .dayFirstPlain where letters.count == 8:
                    "\(String(letters[4...]))-\(String(letters[2..<4]))-\(String(letters[0..<2]))"
                case .dayFirst: Self.turned(text, at: "/")
                case .dayFirstDashes: Self.turned(text, at: "-")
                case .monthNamed:
                    Self.months.firstIndex {
                        text.split(separator: " ").dropFirst().first == $0[...]
                    }
                    .flatMap { month in
                        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
                        return Self.turned(
                            text.replacing(Self.months[month], with: number), at: " ")
                    }
                case .yearFirstPlain, .dayFirstPlain: nil
                }
            return plain.flatMap { LocalDate($0) }
        }

        private static func turned(_ text: String, at separator: Character) -> String {
            text.split(separator: separator, omittingEmptySubsequences: false).reversed()
                .map { $0.utf8.count == 1 ? "0\($0)" : String($0) }.joined(separator: "-")
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

        /// Pence of an amount in this way, perhaps with a pound sign and commas between thousands;
        /// less than nothing with a minus before it or behind it, or in brackets.
        func read(_ text: String) -> Int64? {
            var rest = text.trimmed
            var isNegative = false
            if rest.hasPrefix("-") || rest.hasPrefix("\u{2212}") {
                isNegative = true
                rest.removeFirst()
            } else if rest.hasSuffix("-") {
                isNegative = true
                rest.removeLast()
            } else if rest.hasPrefix("("), rest.hasSuffix(")") {
                isNegative = true
                rest = String(rest.dropFirst().dropLast())
            }
            let magnitude: Int64?
            switch self {
            case .pence:
                magnitude = rest.utf8.allSatisfy { (48...57).contains($0) } ? Int64(rest) : nil
            case .poundsComma:
                magnitude =
                    rest.contains(".")
                    ? nil : Money(written: rest.replacing(",", with: "."))?.pence
            case .pounds, .thousands: magnitude = Money(written: rest)?.pence
            }
            guard let magnitude, magnitude <= PaymentTotals.greatest.pence else { return nil }
            return isNegative ? -magnitude : magnitude
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

    /// Whether one of its columns shows a fact.
    public func shows(_ fact: ExportFact) -> Bool {
        columns.contains { if case .fact(fact) = $0.source { true } else { false } }
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
        // Hidden here, so that no caller can forget it.
        case .words where fact == .payeeAccount:
            .plain(String(repeating: "*", count: max(0, text.count - 4)) + text.suffix(4))
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
