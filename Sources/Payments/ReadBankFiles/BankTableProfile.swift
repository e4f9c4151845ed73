import FundCore

/// A file of rows that a bank or another system tells of payments in, as `bank-results.yaml` says.
public struct BankTableProfile: Sendable {
    /// Whether money that goes out stands with a minus in a single column of amounts.
    public enum Outgoing: String, Sendable, CaseIterable {
        case negative, positive
    }

    /// Where the amount stands, by the names of the columns.
    public enum AmountColumns: Sendable {
        case one(String, outgoing: Outgoing)
        case two(debit: String, credit: String)

        var names: [String] {
            switch self {
            case .one(let name, _): [name]
            case .two(let debit, let credit): [debit, credit]
            }
        }
    }

    /// The names of the other columns that are read.
    public struct Columns: Sendable {
        public let date: String
        public let amounts: AmountColumns
        public let reference: String?
        public let batch: String?
        public let name: String?
        public let description: String?
        public let status: String?
        public let reason: String?

        public init(
            date: String, amounts: AmountColumns, reference: String?, batch: String?,
            name: String?, description: String?, status: String?, reason: String?
        ) {
            self.date = date
            self.amounts = amounts
            self.reference = reference
            self.batch = batch
            self.name = name
            self.description = description
            self.status = status
            self.reason = reason
        }

        var names: [String] {
            [date] + amounts.names
                + [reference, batch, name, description, status, reason].compactMap(\.self)
        }
    }

    /// The words that tell what became of a payment, whatever their capitals. In a column of their own
    /// they are all that it says; in a description they stand somewhere.
    public struct Words: Sendable {
        public let paid: [String]
        public let returned: [String]
        public let failed: [String]
        public let pending: [String]

        public init(
            paid: [String] = [], returned: [String] = [], failed: [String] = [],
            pending: [String] = []
        ) {
            self.paid = paid
            self.returned = returned
            self.failed = failed
            self.pending = pending
        }
    }

    public let key: String
    public let title: String
    public let encoding: TextEncoding
    public let delimiter: CSVFormat.Delimiter
    /// Rows before that which names the columns.
    public let skippedRows: Int64
    public let dates: ExportProfile.Dates
    public let amounts: ExportProfile.Amounts
    public let columns: Columns
    public let words: Words
    public let trailer: ExportProfile.ControlRow?

    public init(
        key: String, title: String, encoding: TextEncoding, delimiter: CSVFormat.Delimiter,
        skippedRows: Int64, dates: ExportProfile.Dates, amounts: ExportProfile.Amounts,
        columns: Columns, words: Words, trailer: ExportProfile.ControlRow?
    ) {
        self.key = key
        self.title = title
        self.encoding = encoding
        self.delimiter = delimiter
        self.skippedRows = skippedRows
        self.dates = dates
        self.amounts = amounts
        self.columns = columns
        self.words = words
        self.trailer = trailer
    }
}
