import FundCore

/// The three working days that a Bacs payment takes: it is sent in, processed, and on the account.
public struct BacsDays: Sendable, Equatable {
    public let input: LocalDate
    public let processing: LocalDate
    /// The day the money is on the account.
    public let entry: LocalDate

    /// The soonest for a file that is sent at a moment: Bacs takes files until 22:30 of a working
    /// day, what comes later counts as the next one's.
    /// - Throws: `BankHolidaysProblem` for a year whose bank holidays are not known.
    public init(sentAt moment: Instant, _ holidays: BankHolidays) throws {
        let local = LocalDateTime(moment)
        let isInTime = (local.hour, local.minute) <= (22, 30)
        input = try holidays.workingDay(1, from: local.date, countsStart: isInTime)
        processing = try holidays.workingDay(1, from: input, countsStart: false)
        entry = try holidays.workingDay(1, from: processing, countsStart: false)
    }

    /// Those of a file whose money is to be on the account on a day.
    /// - Throws: `PaymentFileProblem` where that is no working day; `BankHolidaysProblem`.
    public init(entry day: LocalDate, _ holidays: BankHolidays) throws {
        guard try holidays.isWorkingDay(day) else { throw PaymentFileProblem.notWorkingDay(day) }
        var before = day.adding(days: -1)
        while try !holidays.isWorkingDay(before) { before = before.adding(days: -1) }
        try self.init(processing: before, holidays)
    }

    /// Those of a file that is to be processed on a day.
    /// - Throws: `PaymentFileProblem` where that is no working day; `BankHolidaysProblem`.
    public init(processing day: LocalDate, _ holidays: BankHolidays) throws {
        guard try holidays.isWorkingDay(day) else { throw PaymentFileProblem.notWorkingDay(day) }
        processing = day
        entry = try holidays.workingDay(1, from: day, countsStart: false)
        var before = day.adding(days: -1)
        while try !holidays.isWorkingDay(before) { before = before.adding(days: -1) }
        input = before
    }
}

extension [UInt8] {
    /// ` YYDDD`: a blank, the year's last two digits, the day of the year.
    mutating func append(yearAndDay date: LocalDate) {
        append(blanks: 1)
        append(number: Int64(date.year % 100), width: 2)
        let newYear = LocalDate(year: date.year, month: 1, day: 1)?.daysSince1970 ?? 0
        append(number: date.daysSince1970 - newYear + 1, width: 3)
    }
}
