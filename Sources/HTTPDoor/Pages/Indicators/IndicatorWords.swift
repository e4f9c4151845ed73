import Commissioning
import FundCore

/// What figures and periods are called on a page.
extension TextCatalogue {
    func name(of indicator: Indicator) -> String {
        translation("indicators.\(indicator.key).name") ?? indicator.name
    }

    func definition(of indicator: Indicator) -> String {
        translation("indicators.\(indicator.key).definition") ?? indicator.definition
    }

    /// - Parameter key: a ward, or the whole area.
    func place(_ key: String, in book: IndicatorBook) -> String {
        if key == IndicatorBook.wholeArea { return words("page.indicator-whole") }
        return translation("wards.\(key)")
            ?? book.wards.first { $0.key == key }?.title ?? key
    }

    /// `March 2026`, `Quarter 1 of 2026`, `2026`.
    func words(_ period: IndicatorPeriod) -> String {
        switch period.frequency {
        case .yearly: period.text
        case .quarterly:
            words(
                "page.indicator-quarter",
                ["quarter": "\(period.quarter)", "year": "\(period.year)"])
        case .monthly:
            words(
                "page.indicator-month",
                [
                    "month": words("month.\(period.monthOfYear)"), "year": "\(period.year)",
                ])
        }
    }

    /// `61.5%`, `0.21 for each 1,000 residents`, `1,234`, `0.412`.
    func words(_ value: IndicatorValue, in unit: Indicator.Unit) -> String {
        switch unit {
        case .percent: words("page.indicator-percent", ["value": value.plain])
        case .rate: words("page.indicator-rate", ["value": value.plain])
        case .count: grouped(value.plain)
        case .index: value.plain
        }
    }

    /// As `words`, where the column or the axis says what the figures are.
    func short(_ value: IndicatorValue?, in unit: Indicator.Unit) -> String {
        guard let value else { return "–" }
        return unit == .rate ? value.plain : words(value, in: unit)
    }

    /// How much more or less something is than before.
    func change(_ value: IndicatorValue, in unit: Indicator.Unit) -> String {
        guard value.thousandths != 0 else { return words("page.indicator-unchanged") }
        let size = IndicatorValue(thousandths: Int64(value.thousandths.magnitude))
        let amount =
            unit == .percent
            ? words("page.indicator-points", ["value": size.plain])
            : unit == .count ? grouped(size.plain) : size.plain
        return words(
            value.thousandths > 0 ? "page.indicator-up" : "page.indicator-down",
            ["amount": amount])
    }

    private func grouped(_ digits: String) -> String {
        var grouped = ""
        for (place, digit) in digits.reversed().enumerated() {
            if place > 0, place % 3 == 0, digit != "-" { grouped = "," + grouped }
            grouped = String(digit) + grouped
        }
        return grouped
    }
}
