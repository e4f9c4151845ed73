import Awards
import FundCore

/// Days that a group wrote on its form, that nobody agreed and that cannot both be so. They are
/// published nowhere.
public struct DaysSetAside: Sendable, Equatable {
    /// As typed; nil where the group wrote none.
    public let start: String?
    public let end: String?
}

extension PublishedRow {
    /// When the project is to begin and to end, as far as that is published: what was agreed as it
    /// is on record; what only a form says where it can be so.
    var plannedDays: (start: String?, end: String?, setAside: DaysSetAside?) {
        if areDaysAgreed || Self.canBe(startsOn, endsOn) { return (startsOn, endsOn, nil) }
        return (nil, nil, DaysSetAside(start: startsOn, end: endsOn))
    }

    /// Whether these are days of the calendar, and the end is not before the start.
    private static func canBe(_ start: String?, _ end: String?) -> Bool {
        guard [start, end].allSatisfy({ $0.map { LocalDate($0) != nil } ?? true }) else {
            return false
        }
        guard let start, let end else { return true }
        // Days written this way are in the order of their letters.
        return start <= end
    }
}
