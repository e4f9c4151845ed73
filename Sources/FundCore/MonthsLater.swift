extension LocalDate {
    /// The same day of the month so many months later (earlier where negative), or the month's last
    /// day where it has no such day; the calendar's last day where it would be beyond.
    public func later(months count: Int) -> LocalDate {
        let months = year * 12 + month - 1 + count
        let (newYear, newMonth) = (months.floorDivided(by: 12), months % 12)
        let shown = (newMonth < 0 ? newMonth + 12 : newMonth) + 1
        let last = LocalDate.daysInMonth(shown, of: max(1, newYear))
        return LocalDate(year: newYear, month: shown, day: min(day, last))
            ?? (newYear > 1 ? LocalDate(daysSince1970: 2_932_896) : LocalDate(daysSince1970: 0))
    }
}
