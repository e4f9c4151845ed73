import Commissioning
import Forms
import FundCore

/// Reads `monitoring.yaml`. A folder from before there was one asks for no returns.
enum MonitoringReader {
    private static let greatestCount = 40

    static func rules(_ root: ConfigValue, _ context: FormReader.Context) -> MonitoringRules {
        root.allow("monitoring")
        let value = root["monitoring"]
        value.allow("smallUpTo", "againWithinDays", "lastsDays", "returns", "questions")
        let list = value["questions"]
        let items = FormReader.questions(list, context, also: ["light", "fills"]).map {
            item($0.question, $0.value)
        }
        if items.count > greatestCount {
            list.report("too-many", ["maximum": "\(greatestCount)"])
        }
        for field in ReturnField.allCases {
            let count = items.count { $0.fills == field }
            if count > 1 { list.report("fills-twice", ["field": field.rawValue]) }
            if list.isPresent, count == 0 {
                list.report("fills-missing", ["field": field.rawValue])
            }
        }
        if items.count(where: { $0.question.type == .spend }) > 1 {
            list.report("fills-twice", ["field": QuestionType.spend.rawValue])
        }
        unlit(list, items)
        return MonitoringRules(
            smallUpTo: value["smallUpTo"].money(),
            againWithinDays: value["againWithinDays"].wholeNumber(1...366),
            lastsDays: value["lastsDays"].wholeNumber(1...3660), returns: returns(value["returns"]),
            items: items)
    }

    private static func returns(_ value: ConfigValue) -> [MonitoringRules.Asked] {
        value.allow(ReturnMoment.allCases.map(\.rawValue))
        let found = ReturnMoment.allCases.compactMap { moment -> MonitoringRules.Asked? in
            let entry = value.optional(moment.rawValue)
            guard entry.isPresent else { return nil }
            entry.allow("dueDays", "from")
            let least = entry.optional("from")
            return MonitoringRules.Asked(
                moment: moment, dueDays: entry["dueDays"].wholeNumber(0...366),
                from: least.isPresent ? least.money() : nil)
        }
        if value.isPresent, found.isEmpty { value.report("missing") }
        return found
    }

    private static func item(_ asked: Question, _ value: ConfigValue) -> MonitoringRules.Item {
        var question = asked
        let light = value.optional("light")
        let isLight = light.isPresent && light.truth()
        let fills = value.optional("fills").choice(of: ReturnField.self)
        if let fills {
            if fills.type != question.type {
                value.optional("fills").report("fills-type", ["types": fills.type.rawValue])
            }
            if !isLight || !question.required || question.showWhen != nil {
                value.optional("fills").report("return-field-always")
            }
            // Nobody reaches fewer than none.
            question.minimum = max(0, question.minimum ?? 0)
        }
        return MonitoringRules.Item(question: question, isLight: isLight, fills: fills)
    }

    /// A light question that hangs on one that small awards are not asked would never be asked.
    private static func unlit(_ list: ConfigValue, _ items: [MonitoringRules.Item]) {
        for (place, item) in items.enumerated() where item.isLight {
            guard let other = item.question.showWhen?.question,
                items.contains(where: { $0.question.key == other && !$0.isLight })
            else { continue }
            list.items[place].report("return-light-hangs", ["question": other])
        }
    }
}
