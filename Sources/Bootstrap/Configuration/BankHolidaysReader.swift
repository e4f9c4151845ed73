import FundCore

/// Reads `bank-holidays.yaml`.
enum BankHolidaysReader {
    static func holidays(_ root: ConfigValue) -> BankHolidays {
        root.allow("bankHolidays")
        var years: [Int: Set<LocalDate>] = [:]
        for (key, value) in root["bankHolidays"].members {
            guard let year = Int(key), (1900...2200).contains(year) else {
                value.report("not-year")
                continue
            }
            var days: Set<LocalDate> = []
            for item in value.items {
                let day = item.date()
                guard LocalDate(item.text()) != nil else { continue }
                if day.year != year {
                    item.report("other-year", ["year": key])
                } else if day.isWeekend {
                    item.report("on-weekend")
                } else if !days.insert(day).inserted {
                    item.report("twice")
                }
            }
            years[year] = days
        }
        return BankHolidays(years)
    }
}
