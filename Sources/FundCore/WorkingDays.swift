/// The bank holidays of the years that somebody has looked up. Of other years nothing is guessed.
public struct BankHolidays: Sendable, Equatable {
    private let days: [Int: Set<LocalDate>]

    /// - Parameter days: the bank holidays of each year that is known, by year.
    public init(_ days: [Int: Set<LocalDate>]) {
        self.days = days
    }

    /// The years that are known, in order.
    public var years: [Int] { days.keys.sorted() }

    /// Whether `day` is one of those that are known.
    public func has(_ day: LocalDate) -> Bool { days[day.year]?.contains(day) ?? false }

    /// Whether offices work on `day`: no Saturday, no Sunday and no bank holiday.
    /// - Throws: `BankHolidaysProblem` for a year that is not known.
    public func isWorkingDay(_ day: LocalDate) throws -> Bool {
        guard let holidays = days[day.year] else {
            throw BankHolidaysProblem.unknownYear(day.year, known: years)
        }
        return !day.isWeekend && !holidays.contains(day)
    }

    /// The working day with this number, counted from `start` on.
    ///
    /// - Parameters:
    ///   - number: from 1.
    ///   - countsStart: whether `start` is the first, where it is a working day; otherwise the
    ///     count begins on the day after it.
    /// - Throws: `BankHolidaysProblem` where the count leaves the years that are known.
    public func workingDay(
        _ number: Int, from start: LocalDate, countsStart: Bool
    ) throws -> LocalDate {
        var day = countsStart ? start : start.adding(days: 1)
        var left = number
        while true {
            if try isWorkingDay(day) { left -= 1 }
            if left <= 0 { return day }
            day = day.adding(days: 1)
        }
    }
}

/// How long a published decision can be called in before it takes effect.
public struct CallInPeriod: Codable, Sendable, Equatable {
    /// At least 1.
    public let workingDays: Int
    /// Whether the day of publication is one of them, where it is a working day.
    public let countsPublicationDay: Bool

    public init(workingDays: Int, countsPublicationDay: Bool) {
        self.workingDays = workingDays
        self.countsPublicationDay = countsPublicationDay
    }

    /// What holds where a round says nothing else: five working days, the day of publication
    /// counted (Sheffield, 2018: published 8 October, effective 13 October).
    public static let standard = CallInPeriod(workingDays: 5, countsPublicationDay: true)

    /// The day from which a decision that nobody calls in has effect: the calendar day after the
    /// last working day of the period.
    /// - Throws: `BankHolidaysProblem`.
    public func effectiveDate(
        publishedOn day: LocalDate, _ holidays: BankHolidays
    ) throws -> LocalDate {
        try holidays.workingDay(workingDays, from: day, countsStart: countsPublicationDay)
            .adding(days: 1)
    }
}

public enum BankHolidaysProblem: Problem {
    case unknownYear(Int, known: [Int])

    public var report: ProblemReport {
        switch self {
        case .unknownYear(let year, let known):
            ProblemReport(
                "bank-holidays-unknown", .conflict,
                [
                    "year": "\(year)",
                    "years": known.map { "\($0)" }.joined(separator: ", "),
                ])
        }
    }
}

extension LocalDate {
    /// Saturday or Sunday.
    public var isWeekend: Bool {
        // 1970-01-01 was a Thursday, so three days earlier was a Monday.
        let sinceMonday = daysSince1970 + 3
        return sinceMonday - sinceMonday.floorDivided(by: 7) * 7 >= 5
    }
}
