import Applications
import FundCore
import Rounds

/// A round as `rounds.yaml` has it.
struct RoundEntry {
    let plan: RoundPlan
    /// Where its questions are.
    let formFile: String
    let controls: Controls
    let screening: ScreeningRules
}

/// Reads `rounds.yaml`.
enum RoundsReader {
    static func rounds(_ root: ConfigValue, fund: Fund) -> [RoundEntry] {
        root.allow("rounds")
        return root["rounds"].members.map { key, value in
            value.allow(
                "title", "allotment", "requests", "partialAwards", "controls", "screening", "form",
                "timetable")
            let form = value.optional("form")
            if !key.isConfigKey { value.report("not-key") }
            let allotment = value["allotment"].money()
            if value.isPresent && fund.total < allotment {
                value["allotment"].report("more-than-fund", ["total": fund.total.words])
            }
            let requests = value["requests"]
            requests.allow("minimum", "maximum")
            var least = requests["minimum"].money()
            let most = requests["maximum"].money()
            if least > most {
                requests["maximum"].report("below-minimum", ["minimum": least.words])
                least = most
            }
            return RoundEntry(
                plan: RoundPlan(
                    key: key, title: value["title"].text(maximum: 100), allotment: allotment,
                    requests: least...most, partialAwards: value["partialAwards"].truth(),
                    timetable: timetable(value["timetable"])),
                formFile: form.isPresent ? form.fileName() : "form.yaml",
                controls: controls(value["controls"]),
                screening: screening(value.optional("screening")))
        }
    }

    /// The lists that a round looks in: that of sanctions always.
    private static func screening(_ value: ConfigValue) -> ScreeningRules {
        guard value.isPresent else { return .usual }
        value.allow("threshold", "lists")
        let threshold = value.optional("threshold")
        let lists = value["lists"]
        lists.allow(ScreeningList.allCases.map(\.rawValue))
        if lists.isPresent, !lists.optional(ScreeningList.ukSanctions.rawValue).isPresent {
            lists.report(
                "screening-without-sanctions", ["list": ScreeningList.ukSanctions.rawValue])
        }
        let bounds = ScreeningRules.thresholds
        return ScreeningRules(
            threshold: threshold.isPresent
                ? Int(threshold.wholeNumber(Int64(bounds.lowerBound)...Int64(bounds.upperBound)))
                : ScreeningRules.usualThreshold,
            lists: ScreeningList.allCases.compactMap { list in
                let days = lists.optional(list.rawValue)
                guard days.isPresent else { return nil }
                return .init(list: list, greatestAgeDays: days.wholeNumber(1...3660))
            })
    }

    /// Those that are named and true.
    private static func controls(_ value: ConfigValue) -> Controls {
        value.allow(Control.allCases.map(\.rawValue))
        return Controls(
            Set(
                Control.allCases.filter { control in
                    let wanted = value.optional(control.rawValue)
                    return wanted.isPresent && wanted.truth()
                }))
    }

    private static func timetable(_ value: ConfigValue) -> Timetable {
        value.allow(
            "opens", "closes", "checksDone", "panelMeets", "decision", "lettersSent")
        let opens = value["opens"].time()
        let closes = value["closes"].time()
        if value["closes"].isPresent && closes <= opens {
            value["closes"].report("not-after", ["other": "opens"])
        }
        var earlier = (name: "closes", date: closes.date)
        let rest = ["checksDone", "panelMeets", "decision", "lettersSent"].map { name in
            let date = value[name].date()
            if value.optional(name).isPresent && date < earlier.date {
                value[name].report("before", ["other": earlier.name])
            }
            earlier = (name, date)
            return date
        }
        return Timetable(
            opens: opens, closes: closes, checksDone: rest[0], panelMeets: rest[1],
            decision: rest[2], lettersSent: rest[3])
    }
}
