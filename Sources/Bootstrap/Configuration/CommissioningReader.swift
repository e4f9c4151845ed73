import Commissioning
import Forms

/// Reads `commissioning.yaml`. A folder from before there was one asks nothing.
enum CommissioningReader {
    private static let greatestCount = 30

    static func stages(_ root: ConfigValue) -> [StageRules] {
        root.allow("commissioning", "tension", "appraisal", "timetable")
        let value = root["commissioning"]
        value.allow(CommissioningStage.allCases.map(\.rawValue))
        var keys = UniqueKeys()
        return CommissioningStage.allCases.map { stage in
            let entry = value[stage.rawValue]
            entry.allow(["coSignedBy", "questions"] + (stage == .plan ? ["required"] : []))
            let coSigner = entry.optional("coSignedBy")
            let list = entry["questions"]
            let questions = list.items.map { item in
                item.allow("key", "asks", "evidence")
                let evidence = item.optional("evidence")
                return StageRules.Question(
                    key: keys.take(item["key"]), text: item["asks"].text(),
                    needsEvidence: evidence.isPresent && evidence.truth())
            }
            if questions.count > greatestCount {
                list.report("too-many", ["maximum": "\(greatestCount)"])
            }
            return StageRules(
                stage: stage,
                coSigner: coSigner.isPresent ? coSigner.choice(of: CoSigner.self) : nil,
                questions: questions, required: required(entry.optional("required")))
        }
    }

    /// The parts that a plan has to have, each once.
    private static func required(_ value: ConfigValue) -> [PlanRequirement] {
        guard value.isPresent else { return [] }
        var found: [PlanRequirement] = []
        for item in value.items {
            guard let one = item.choice(of: PlanRequirement.self) else { continue }
            if found.contains(one) { item.report("twice") } else { found.append(one) }
        }
        return found
    }

    /// Reads `tension`, which may be missing.
    static func tension(_ root: ConfigValue?, wards: [Question.Option]) -> TensionRules {
        let choices = wards.map { TensionRules.Choice(key: $0.key, title: $0.title) }
        guard let value = root?.optional("tension"), value.isPresent else {
            return TensionRules(wards: choices)
        }
        value.allow("keepContactDays", "rootCauses")
        let days = value.optional("keepContactDays")
        let causes = value.optional("rootCauses")
        var keys = UniqueKeys()
        return TensionRules(
            wards: choices,
            rootCauses: causes.items.map { item in
                item.allow("key", "title")
                return TensionRules.Choice(
                    key: keys.take(item["key"]), title: item["title"].text(maximum: 100))
            },
            keepContactDays: days.isPresent
                ? days.wholeNumber(1...TensionRules.greatestContactDays)
                : TensionRules.usualContactDays)
    }
}
