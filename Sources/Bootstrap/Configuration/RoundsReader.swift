import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import Payments
import Rounds

/// A round as `rounds.yaml` has it.
struct RoundEntry {
    let plan: RoundPlan
    /// Where its questions are.
    let formFile: String
    let controls: Controls
    let scores: ScoreRules
    let panels: PanelRules
    let callIn: CallInPeriod
    /// What its wards and priorities may get, which the other files must be known to read.
    let allocation: ConfigValue
    let appeals: AppealRules
    let letters: LetterRules
    let screening: ScreeningRules
    let bank: BankRules
    /// What its offers say, which the form must be known to read.
    let agreement: ConfigValue
}

/// Reads `rounds.yaml`.
enum RoundsReader {
    static func rounds(
        _ root: ConfigValue, fund: Fund, scheme: ScoringScheme
    ) -> [RoundEntry] {
        root.allow("rounds")
        return root["rounds"].members.map { key, value in
            value.allow(
                "title", "allotment", "requests", "partialAwards", "controls", "form", "timetable",
                "scoring", "panel", "callIn", "allocation", "appeals", "letters", "screening",
                "bank", "agreement")
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
                controls: controls,
                scores: scores(value.optional("scoring"), scheme),
                panels: panels(value.optional("panel")),
                callIn: callIn(value, isOn: controls.has(.callIn)),
                allocation: value.optional("allocation"),
                appeals: appeals(value.optional("appeals")),
                letters: letters(value.optional("letters"), controls),
                screening: screening(value.optional("screening")),
                bank: bank(value, isOn: controls.has(.bankVerification)),
                agreement: controls.has(.agreement)
                    ? value["agreement"] : value.optional("agreement"))
        }
    }

    /// Whether a criterion may not apply, and the least that may be funded.
    private static func scores(_ value: ConfigValue, _ scheme: ScoringScheme) -> ScoreRules {
        value.allow("notApplicable", "least")
        let least = value.optional("least")
        least.allow(["score"] + scheme.criteria.map(\.key))
        func hundredths(_ key: String, upTo most: Int64) -> Int64? {
            let given = least.optional(key)
            guard given.isPresent else { return nil }
            let text = given.text()
            guard let number = Money(poundsLiteral: Substring(text))?.pence,
                (0...most * 100).contains(number)
            else {
                given.report("out-of-range", ["minimum": "0", "maximum": "\(most)"])
                return nil
            }
            return number
        }
        let notApplicable = value.optional("notApplicable")
        var means: [String: Int64] = [:]
        for criterion in scheme.criteria {
            means[criterion.key] = hundredths(criterion.key, upTo: scheme.scaleMaximum)
        }
        return ScoreRules(
            allowsNotApplicable: notApplicable.isPresent && notApplicable.truth(),
            leastScore: hundredths("score", upTo: 100) ?? 0, leastMeans: means)
    }

    /// One panel that is called what it is, where the round says nothing.
    private static func panels(_ value: ConfigValue) -> PanelRules {
        guard value.isPresent else { return PanelRules.one("") }
        value.allow("panels", "mix")
        let named = value.optional("panels")
        var panels = named.members.map { key, panel in
            panel.allow("title", "quorum")
            if !key.isConfigKey { panel.report("not-key") }
            return PanelRules.Panel(
                key: key, title: panel["title"].text(maximum: 100),
                quorum: panel["quorum"].wholeNumber(1...40))
        }
        if panels.isEmpty { panels = PanelRules.one("").panels }
        if panels.count > 10 { named.report("too-many", ["maximum": "10"]) }
        let mix = value.optional("mix")
        mix.allow(MemberKind.allCases.map(\.rawValue))
        var kinds: [MemberKind: Int] = [:]
        for kind in MemberKind.allCases where mix.optional(kind.rawValue).isPresent {
            kinds[kind] = Int(mix[kind.rawValue].wholeNumber(1...40))
        }
        return PanelRules(panels: panels, mix: kinds)
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

    /// The period of a round; it must be there where the control is on.
    private static func callIn(_ round: ConfigValue, isOn: Bool) -> CallInPeriod {
        let value = isOn ? round["callIn"] : round.optional("callIn")
        guard value.isPresent else { return .standard }
        value.allow("workingDays", "countPublicationDay")
        return CallInPeriod(
            workingDays: Int(value["workingDays"].wholeNumber(1...30)),
            countsPublicationDay: value["countPublicationDay"].truth())
    }

    /// What is asked of bank details; it must be there where the control is on.
    private static func bank(_ round: ConfigValue, isOn: Bool) -> BankRules {
        let value = isOn ? round["bank"] : round.optional("bank")
        guard value.isPresent else { return BankRules() }
        value.allow("coolingOffDays")
        return BankRules(
            coolingOffDays: value["coolingOffDays"].wholeNumber(BankRules.coolingDays))
    }

    private static func appeals(_ value: ConfigValue) -> AppealRules {
        guard value.isPresent else { return AppealRules() }
        value.allow("days")
        return AppealRules(days: value["days"].wholeNumber(1...365))
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
