import FundCore

/// A day of which less may be known than all, as lists of sanctions write it: `14/02/1975`,
/// `dd/mm/1975`, `00/00/1975`.
struct PartialDate: Sendable, Equatable {
    let year: Int
    let month: Int?
    let day: Int?

    /// - Returns: nil where not even the year can be read.
    init?(_ text: String) {
        if let date = LocalDate(text) {
            (year, month, day) = (date.year, date.month, date.day)
            return
        }
        let parts = text.trimmed.split(separator: "/").map { Int($0) }
        guard let last = parts.last, let year = last, (1800...2200).contains(year) else {
            return nil
        }
        self.year = year
        let before = parts.dropLast().map { $0.flatMap { $0 > 0 ? $0 : nil } }
        month = before.last.flatMap { $0 }.flatMap { (1...12).contains($0) ? $0 : nil }
        day =
            before.count == 2
            ? before[0].flatMap { (1...31).contains($0) ? $0 : nil } : nil
    }

    /// Whether both can be the same day, as far as they are known. Lists are often a year out.
    func mayBe(_ other: PartialDate) -> Bool {
        guard abs(year - other.year) <= 1 else { return false }
        guard year == other.year else { return month == nil || other.month == nil }
        if let month, let its = other.month, month != its { return false }
        if let day, let its = other.day, month != nil, other.month != nil, day != its {
            return false
        }
        return true
    }
}
