import FundCore

extension Timetable {
    /// The timetable of the next round: each day one year later, or as many years as it takes for
    /// the opening to lie ahead, and none on a weekend or a bank holiday.
    ///
    /// - Parameters:
    ///   - today: the opening is later than this day.
    ///   - opens: when it is to open instead; every later day then keeps its distance to it.
    /// - Returns: the timetable, and the years whose bank holidays nobody has looked up: of these,
    ///   weekends alone are passed over.
    public func next(
        after today: LocalDate, opens wanted: LocalDateTime?, _ holidays: BankHolidays
    ) -> (timetable: Timetable, unknownYears: [Int]) {
        var unknown: Set<Int> = []
        func working(_ day: LocalDate) -> LocalDate {
            var day = day
            while day.isWeekend || holidays.has(day) { day = day.adding(days: 1) }
            if !holidays.years.contains(day.year) { unknown.insert(day.year) }
            return day
        }
        var years = 1
        while opens.date.later(byYears: years) <= today { years += 1 }
        let shift = wanted.map { $0.date.daysSince1970 - opens.date.daysSince1970 }
        func moved(_ day: LocalDate) -> LocalDate {
            working(shift.map { day.adding(days: $0) } ?? day.later(byYears: years))
        }
        let start = wanted ?? opens.on(moved(opens.date))
        var end = closes.on(moved(closes.date))
        // Both may have come to lie on the same Monday.
        while end <= start { end = end.on(working(end.date.adding(days: 1))) }
        func noEarlier(_ day: LocalDate, than other: LocalDate) -> LocalDate {
            max(moved(day), other)
        }
        let checked = noEarlier(checksDone, than: end.date)
        let met = noEarlier(panelMeets, than: checked)
        let decided = noEarlier(decision, than: met)
        let timetable = Timetable(
            opens: start, closes: end, checksDone: checked, panelMeets: met, decision: decided,
            lettersSent: noEarlier(lettersSent, than: decided))
        return (timetable, unknown.sorted())
    }
}

extension Timetable {
    /// The same days, opening at another time.
    func opening(hour: Int, minute: Int) -> Timetable {
        Timetable(
            opens: LocalDateTime(date: opens.date, hour: hour, minute: minute) ?? opens,
            closes: closes, checksDone: checksDone, panelMeets: panelMeets, decision: decision,
            lettersSent: lettersSent)
    }
}

extension LocalDate {
    /// The same day of a later year: 28 February for a 29th that it has not.
    fileprivate func later(byYears years: Int) -> LocalDate {
        LocalDate(year: year + years, month: month, day: day)
            ?? LocalDate(year: year + years, month: month, day: 28) ?? self
    }
}

extension LocalDateTime {
    /// The same hour of another day.
    fileprivate func on(_ day: LocalDate) -> LocalDateTime {
        LocalDateTime(date: day, hour: hour, minute: minute) ?? self
    }
}
