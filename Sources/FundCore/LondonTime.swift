/// A date and time on the clocks of Europe/London, to the minute: `2026-12-31T12:00`.
public struct LocalDateTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let date: LocalDate
    public let hour: Int
    public let minute: Int

    public init?(date: LocalDate, hour: Int, minute: Int) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        self.date = date
        self.hour = hour
        self.minute = minute
    }

    /// Reads `YYYY-MM-DDTHH:MM`, and only that.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            let date = LocalDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16])
        else { return nil }
        self.init(date: date, hour: hour, minute: minute)
    }

    /// What London's clocks show at `instant`.
    public init(_ instant: Instant) {
        let offset: Int64 = LondonTime.isSummer(instant) ? 60 : 0
        let minutes = instant.milliseconds.floorDivided(by: 60_000) + offset
        let day = minutes.floorDivided(by: 1440)
        date = LocalDate(daysSince1970: day)
        hour = Int(minutes - day * 1440) / 60
        minute = Int(minutes - day * 1440) % 60
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.date, left.hour, left.minute) < (right.date, right.hour, right.minute)
    }

    public var description: String { "\(date)T\(two(hour)):\(two(minute))" }

    /// The moment when London's clocks show this.
    ///
    /// In October an hour comes twice: the later one is meant, so nobody loses it. In March an
    /// hour does not come: the moment is as far after the change as the time is after 01:00.
    public var instant: Instant {
        let asUTC = Instant(
            milliseconds: (date.daysSince1970 * 1440 + Int64(hour * 60 + minute)) * 60_000)
        // Winter reading: always right outside summer, and for the hour that comes twice.
        if !LondonTime.isSummer(asUTC) { return asUTC }
        let asSummer = asUTC.adding(seconds: -3600)
        return LondonTime.isSummer(asSummer) ? asSummer : asUTC
    }
}

/// British Summer Time: from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday
/// of October (Summer Time Act 1972 as amended by the Summer Time Order 2002).
public enum LondonTime {
    public static func isSummer(_ instant: Instant) -> Bool {
        let year = LocalDate(
            daysSince1970: instant.milliseconds.floorDivided(by: 86_400_000)
        ).year
        return change(month: 3, year: year) <= instant && instant < change(month: 10, year: year)
    }

    /// The day in London at `instant`.
    public static func date(_ instant: Instant) -> LocalDate {
        LocalDateTime(instant).date
    }

    /// The moment at which a day begins in London; its clocks never change at midnight.
    public static func start(of day: LocalDate) -> Instant {
        let midnight = Instant(milliseconds: day.daysSince1970 * 86_400_000)
        let asSummer = midnight.adding(seconds: -3600)
        return isSummer(asSummer) ? asSummer : midnight
    }

    private static func change(month: Int, year: Int) -> Instant {
        // Both months have 31 days; 1970-01-01 was a Thursday, so day 3 was a Sunday.
        let lastDay = LocalDate(year: year, month: month, day: 31)?.daysSince1970 ?? 0
        let sunday = lastDay - (lastDay - 3 + 700_000_000) % 7
        return Instant(milliseconds: (sunday * 24 + 1) * 3_600_000)
    }
}
