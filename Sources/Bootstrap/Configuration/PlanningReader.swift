import Commissioning
import FundCore

/// Reads what a plan goes by: `appraisal` and `timetable` of `commissioning.yaml`, which may be
/// missing, and `festivals.yaml`, without which no festivals are kept.
enum PlanningReader {
    private static let greatestTestCount = 20

    static func rules(_ commissioning: ConfigValue?, _ festivals: ConfigValue?) -> PlanRules {
        let tests = commissioning.map(tests) ?? []
        let pace = commissioning.map(pace) ?? PlanDays.Pace()
        guard let festivals else { return PlanRules(tests: tests, pace: pace) }
        let (kept, years) = read(festivals)
        return PlanRules(tests: tests, festivals: kept, years: years, pace: pace)
    }

    private static func tests(_ root: ConfigValue) -> [PlanBook.Test] {
        let value = root.optional("appraisal")
        guard value.isPresent else { return [] }
        value.allow("questions")
        let list = value["questions"]
        var keys = UniqueKeys()
        let tests = list.items.map { item in
            item.allow("key", "asks", "weight")
            let weight = item.optional("weight")
            return PlanBook.Test(
                key: keys.take(item["key"]), title: item["asks"].text(maximum: 200),
                weight: weight.isPresent ? weight.wholeNumber(1...100) : 1)
        }
        if tests.count > greatestTestCount {
            list.report("too-many", ["maximum": "\(greatestTestCount)"])
        }
        return tests
    }

    private static func pace(_ root: ConfigValue) -> PlanDays.Pace {
        let value = root.optional("timetable")
        let usual = PlanDays.Pace()
        guard value.isPresent else { return usual }
        value.allow("openDays", "panelDays", "decisionDays", "paymentDays")
        func days(_ name: String, _ usual: Int, from least: Int64 = 1) -> Int {
            let days = value.optional(name)
            return days.isPresent ? Int(days.wholeNumber(least...250)) : usual
        }
        return PlanDays.Pace(
            open: days("openDays", usual.open), panel: days("panelDays", usual.panel),
            decision: days("decisionDays", usual.decision, from: 0),
            payments: days("paymentDays", usual.payments))
    }

    private static func read(_ root: ConfigValue) -> ([Festival], Set<Int>) {
        root.allow("years", "festivals")
        let years = Set(root["years"].items.map { Int($0.wholeNumber(1900...2200)) })
        var keys = UniqueKeys()
        let festivals = root["festivals"].items.map { item in
            item.allow("key", "name", "days")
            var days: Set<LocalDate> = []
            for value in item["days"].items {
                let day = value.date()
                guard LocalDate(value.text()) != nil else { continue }
                if !years.contains(day.year) {
                    value.report("other-years")
                } else if !days.insert(day).inserted {
                    value.report("twice")
                }
            }
            return Festival(
                key: keys.take(item["key"]), name: item["name"].text(maximum: 100), days: days)
        }
        return (festivals, years)
    }
}
