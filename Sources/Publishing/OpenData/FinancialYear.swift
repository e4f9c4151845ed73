import FundCore

/// A financial year of the council: from 1 April to 31 March.
public struct FinancialYear: Sendable, Hashable, Comparable {
    /// The calendar years in which one may begin.
    public static let starts = 2000...2999

    /// The calendar year in which it begins.
    public let start: Int

    /// nil for a year that no fund of this kind has seen or will see.
    public init?(start: Int) {
        guard Self.starts.contains(start) else { return nil }
        self.start = start
    }

    /// The year that a day is in; nil as above.
    public init?(of day: LocalDate) {
        self.init(start: day.month < 4 ? day.year - 1 : day.year)
    }

    /// `2026/27`.
    public var words: String {
        let end = (start + 1) % 100
        return "\(start)/\(end < 10 ? "0" : "")\(end)"
    }

    public static func < (left: FinancialYear, right: FinancialYear) -> Bool {
        left.start < right.start
    }

    public var days: ClosedRange<LocalDate> { months(from: 0, count: 12) }

    /// The days of one quarter, 1 from April to 4 until March.
    public func quarter(_ number: Int) -> ClosedRange<LocalDate> {
        months(from: 3 * (number - 1), count: 3)
    }

    private func months(from first: Int, count: Int) -> ClosedRange<LocalDate> {
        func day(_ months: Int) -> LocalDate {
            let month = 3 + months
            return LocalDate(year: start + month / 12, month: month % 12 + 1, day: 1)
                ?? LocalDate(daysSince1970: 0)
        }
        return day(first)...day(first + count).adding(days: -1)
    }
}
