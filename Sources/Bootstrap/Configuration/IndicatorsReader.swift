import Commissioning
import FundCore

/// Reads `indicators.yaml`. A folder from before there was one measures nothing.
enum IndicatorsReader {
    private static let greatestCount = 40

    /// - Parameter wards: the keys of the area's wards.
    static func indicators(_ root: ConfigValue, wards: [String]) -> [Indicator] {
        root.allow("indicators")
        let list = root["indicators"]
        var keys = UniqueKeys()
        let indicators = list.items.map { item in
            item.allow(
                "key", "name", "definition", "unit", "better", "source", "geography", "frequency",
                "baseline", "target", "groups")
            return indicator(item, &keys)
        }
        if indicators.count > greatestCount {
            list.report("too-many", ["maximum": "\(greatestCount)"])
        }
        if wards.contains(IndicatorBook.wholeArea) {
            list.report("indicator-ward-all", ["ward": IndicatorBook.wholeArea])
        }
        return indicators
    }

    private static func indicator(_ item: ConfigValue, _ keys: inout UniqueKeys) -> Indicator {
        let unit = item["unit"].choice(of: Indicator.Unit.self) ?? .percent
        let frequency = item["frequency"].choice(of: IndicatorPeriod.Frequency.self) ?? .yearly
        let geography = item["geography"].choice(of: Indicator.Geography.self) ?? .ward
        let listed = item.optional("groups")
        var groups: [String] = []
        if listed.isPresent {
            var groupKeys = UniqueKeys()
            groups = listed.items.map { groupKeys.take($0) }
            if groups.count < 2 || unit != .index || geography != .ward {
                listed.report("indicator-groups")
            }
        }
        return Indicator(
            key: keys.take(item["key"]), name: item["name"].text(maximum: 200),
            definition: item["definition"].text(), unit: unit,
            better: item["better"].choice(of: Indicator.Better.self) ?? .neither,
            source: item["source"].text(), geography: geography, frequency: frequency,
            baseline: mark(item.optional("baseline"), unit, frequency),
            target: mark(item.optional("target"), unit, frequency), groups: groups)
    }

    /// A figure and the period it is of.
    private static func mark(
        _ value: ConfigValue, _ unit: Indicator.Unit, _ frequency: IndicatorPeriod.Frequency
    ) -> Indicator.Mark? {
        guard value.isPresent else { return nil }
        value.allow("period", "value")
        let (written, number) = (value["period"], value["value"])
        let (period, figure) = (
            IndicatorPeriod(written.text(), frequency), IndicatorValue(number.text())
        )
        if written.isPresent, period == nil {
            written.report(
                "indicator-period-\(frequency.rawValue)", ["value": written.text()])
        }
        if number.isPresent, figure == nil {
            number.report("indicator-value", ["value": number.text()])
        }
        guard let period, let figure else { return nil }
        let bounds = Indicator.bounds(of: unit)
        if figure < bounds.least || figure > bounds.greatest {
            number.report(
                "out-of-range",
                ["minimum": bounds.least.plain, "maximum": bounds.greatest.plain])
        }
        return Indicator.Mark(period: period, value: figure)
    }
}
