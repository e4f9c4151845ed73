import FundCore

/// The month, quarter or year that a figure is of.
public struct IndicatorPeriod: Sendable, Hashable, Comparable {
    public enum Frequency: String, Sendable, CaseIterable {
        case monthly, quarterly, yearly

        /// So many months from one period to the next.
        public var months: Int64 {
            switch self {
            case .monthly: 1
            case .quarterly: 3
            case .yearly: 12
            }
        }
    }

    public let frequency: Frequency
    /// Its first month, counted from January of the year 0.
    public let month: Int64

    public init(frequency: Frequency, month: Int64) {
        self.frequency = frequency
        self.month = month
    }

    /// Reads `2026-03`, `2026-Q1` or `2026`, whichever the frequency asks for, from 1900 on.
    public init?(_ text: String, _ frequency: Frequency) {
        let bytes = Array(text.utf8)
        guard bytes.count == (frequency == .yearly ? 4 : 7),
            let year = Self.number(bytes.prefix(4)), (1900...2999).contains(year)
        else { return nil }
        switch frequency {
        case .yearly: self.init(frequency: frequency, month: year * 12)
        case .quarterly:
            guard bytes[4...5].elementsEqual("-Q".utf8), let quarter = Self.number(bytes[6...6]),
                (1...4).contains(quarter)
            else { return nil }
            self.init(frequency: frequency, month: year * 12 + (quarter - 1) * 3)
        case .monthly:
            guard bytes[4] == UInt8(ascii: "-"), let month = Self.number(bytes[5...6]),
                (1...12).contains(month)
            else { return nil }
            self.init(frequency: frequency, month: year * 12 + month - 1)
        }
    }

    /// As `init(_:_:)`, whatever the frequency.
    public init?(_ text: String) {
        guard
            let found = Frequency.allCases.lazy.compactMap({ IndicatorPeriod(text, $0) }).first
        else { return nil }
        self = found
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard bytes.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    public var year: Int64 { month / 12 }
    /// 1 to 12.
    public var monthOfYear: Int64 { month % 12 + 1 }
    /// 1 to 4.
    public var quarter: Int64 { month % 12 / 3 + 1 }

    public var text: String {
        switch frequency {
        case .yearly: "\(year)"
        case .quarterly: "\(year)-Q\(quarter)"
        case .monthly: "\(year)-\(monthOfYear < 10 ? "0" : "")\(monthOfYear)"
        }
    }

    /// Whether it has not begun on a day.
    public func isAfter(_ day: LocalDate) -> Bool {
        month > Int64(day.year) * 12 + Int64(day.month) - 1
    }

    public static func < (left: IndicatorPeriod, right: IndicatorPeriod) -> Bool {
        left.month < right.month
    }
}

/// A figure with at most three decimals.
public struct IndicatorValue: Sendable, Hashable, Comparable {
    public let thousandths: Int64

    public init(thousandths: Int64) {
        self.thousandths = thousandths
    }

    /// Reads `61.5` or `-3`: digits, perhaps a point and up to three more, nothing else.
    public init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        let parts = rest.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...12).contains(parts[0].count),
            parts.count == 1 || (1...3).contains(parts[1].count),
            parts.allSatisfy({ $0.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let decimals = parts.count == 2 ? Array(parts[1]) : []
        let padded = Array(parts[0]) + decimals + Array(repeating: 48, count: 3 - decimals.count)
        let size = padded.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
        thousandths = isNegative ? -size : size
    }

    public var isWhole: Bool { thousandths % 1000 == 0 }

    /// `61.5`, without noughts at the end.
    public var plain: String {
        let size = thousandths.magnitude
        let whole = "\(thousandths < 0 ? "-" : "")\(size / 1000)"
        guard size % 1000 > 0 else { return whole }
        var decimals = "\(size % 1000 + 1000)".dropFirst()
        while decimals.hasSuffix("0") { decimals = decimals.dropLast() }
        return "\(whole).\(decimals)"
    }

    public static func < (left: IndicatorValue, right: IndicatorValue) -> Bool {
        left.thousandths < right.thousandths
    }

    public static func - (left: IndicatorValue, right: IndicatorValue) -> IndicatorValue {
        IndicatorValue(thousandths: left.thousandths - right.thousandths)
    }
}
