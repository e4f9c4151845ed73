import Assessment
import FundCore

/// Reads `criteria.yaml`: the scale, the criteria and their weights.
enum CriteriaReader {
    static func scheme(_ root: ConfigValue) -> ScoringScheme {
        root.allow("scale", "criteria", "tieBreak")
        let scale = root["scale"]
        scale.allow("minimum", "maximum", "labels")
        let minimum = scale["minimum"].wholeNumber(0...0)
        let maximum = scale["maximum"].wholeNumber(1...100)
        let values = (minimum...maximum).map { "\($0)" }
        var keys = UniqueKeys()
        var total: Int64 = 0
        let criteria = root["criteria"].items.map { item in
            item.allow("key", "title", "question", "weight", "descriptors")
            let weight = weight(item["weight"])
            total += weight
            return ScoringScheme.Criterion(
                key: keys.take(item["key"]), title: item["title"].text(maximum: 100),
                question: item["question"].text(), weightBasisPoints: weight,
                descriptors: texts(item["descriptors"], values))
        }
        if root["criteria"].isPresent && total != 10_000 {
            root["criteria"].report("weights-total", ["total": percent(total)])
        }
        if criteria.count > 20 { root["criteria"].report("too-many", ["maximum": "20"]) }
        let known = criteria.map(\.key)
        let tieBreak = root["tieBreak"].items.map { item in
            let key = item.key()
            if !known.contains(key) {
                item.report(
                    "not-an-option", ["value": key, "options": known.joined(separator: ", ")])
            }
            return key
        }
        return ScoringScheme(
            scaleMinimum: minimum, scaleMaximum: maximum, labels: texts(scale["labels"], values),
            criteria: criteria, tieBreak: tieBreak)
    }

    /// A text for each score, and no others.
    private static func texts(_ value: ConfigValue, _ scores: [String]) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, member) in value.members {
            if !scores.contains(key) {
                member.report(
                    "not-an-option", ["value": key, "options": scores.joined(separator: ", ")])
            }
            texts[key] = member.text(maximum: 1000)
        }
        for score in scores where value.isPresent && texts[score] == nil {
            value.report("score-undescribed", ["score": score])
        }
        return texts
    }

    /// `20%`, `12.5%`, in hundredths of a percent.
    private static func weight(_ value: ConfigValue) -> Int64 {
        guard value.isPresent else { return 0 }
        let text = value.text()
        guard text.hasSuffix("%"), let hundredths = Money(poundsLiteral: text.dropLast())?.pence,
            (1...10_000).contains(hundredths)
        else {
            value.report("not-percent")
            return 0
        }
        return hundredths
    }

    private static func percent(_ basisPoints: Int64) -> String {
        "\(Money(pence: basisPoints).plainPounds)%"
    }
}
