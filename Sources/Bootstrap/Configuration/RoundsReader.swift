import Correspondence
import FundCore
import Rounds

/// A round as `rounds.yaml` has it.
struct RoundEntry {
    let plan: RoundPlan
    /// Where its questions are.
    let formFile: String
    let controls: Controls
    let letters: LetterRules
}

/// Reads `rounds.yaml`.
enum RoundsReader {
    static func rounds(_ root: ConfigValue, fund: Fund) -> [RoundEntry] {
        root.allow("rounds")
        return root["rounds"].members.map { key, value in
            value.allow(
                "title", "allotment", "requests", "partialAwards", "controls", "letters", "form",
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
            let controls = controls(value["controls"])
            return RoundEntry(
                plan: RoundPlan(
                    key: key, title: value["title"].text(maximum: 100), allotment: allotment,
                    requests: least...most, partialAwards: value["partialAwards"].truth(),
                    timetable: timetable(value["timetable"])),
                formFile: form.isPresent ? form.fileName() : "form.yaml",
                controls: controls, letters: letters(value.optional("letters"), controls))
        }
    }

    /// Those that are named and true.
    private static func controls(_ value: ConfigValue) -> Controls {
        value.allow(Control.allCases.map(\.rawValue))
        let controls = Controls(
            Set(
                Control.allCases.filter { control in
                    let wanted = value.optional(control.rawValue)
                    return wanted.isPresent && wanted.truth()
                }))
        // Who passed the gate is known only where there is one.
        require(.letterGate, for: .secondRelease, in: controls, value)
        return controls
    }

    /// Reports a control that is on without another that it rests on.
    private static func require(
        _ needed: Control, for control: Control, in controls: Controls, _ value: ConfigValue
    ) {
        guard controls.has(control), !controls.has(needed) else { return }
        value[control.rawValue].report("needs-control", ["control": needed.rawValue])
    }

    /// When decision letters may leave, if the round says so.
    private static func letters(_ value: ConfigValue, _ controls: Controls) -> LetterRules {
        guard value.isPresent else { return LetterRules() }
        value.allow("embargo")
        let embargo = value["embargo"].time()
        if !controls.has(.letterGate) {
            value["embargo"].report("needs-control", ["control": Control.letterGate.rawValue])
        }
        return LetterRules(embargo: embargo)
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
