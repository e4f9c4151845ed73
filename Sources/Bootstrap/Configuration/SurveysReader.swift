import Commissioning
import FundCore

/// Reads `surveys.yaml`. A folder from before there was one asks nobody.
enum SurveysReader {
    static func form(_ root: ConfigValue) -> SurveyForm {
        root.allow("surveys")
        let value = root["surveys"]
        value.allow("minimum", "questions")
        let list = value["questions"]
        var keys = UniqueKeys()
        let questions = list.items.map { question($0, &keys) }
        if questions.count > SurveyForm.greatestQuestionCount {
            list.report("too-many", ["maximum": "\(SurveyForm.greatestQuestionCount)"])
        }
        if list.isPresent, questions.isEmpty { list.report("missing") }
        return SurveyForm(
            minimum: Int(value["minimum"].wholeNumber(Int64(SurveyForm.leastGroup)...1000)),
            questions: questions)
    }

    private static func question(
        _ item: ConfigValue, _ keys: inout UniqueKeys
    ) -> SurveyQuestion {
        item.allow("key", "title", "scale", "points", "agreeFrom")
        let key = keys.take(item["key"])
        // Files and forms have something else of that name.
        if ["code", "csrf", "once"].contains(key) { item["key"].report("survey-key-code") }
        let scale = item["scale"].choice(of: SurveyScale.self) ?? .five
        let range = scale.range
        let points = item["points"].items.map { $0.text(maximum: 60) }
        if item["points"].isPresent, points.count != scale.wordCount {
            item["points"].report("survey-points", ["count": "\(scale.wordCount)"])
        }
        return SurveyQuestion(
            key: key, title: item["title"].text(maximum: 200), scale: scale, points: points,
            agreeFrom: Int16(
                item["agreeFrom"].wholeNumber(Int64(range.lowerBound)...Int64(range.upperBound))))
    }
}
