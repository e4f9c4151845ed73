import Commissioning
import FundCore

/// The words for what a survey does not tell.
struct SurveyUntold: Sendable {
    /// For a number of people.
    let fewer: String
    /// For the figures of a question that sheets and the few others have answered.
    let fewOthers: String
    fileprivate let whyFewOthers: String

    /// Why something is kept back that is of enough people; nil where nothing is.
    func why(_ results: [SurveyResult]) -> String? {
        results.contains(where: \.isWithheld) ? whyFewOthers : nil
    }
}

extension Reports {
    func untold(_ survey: Survey?) throws -> SurveyUntold {
        let count = ["count": "\(survey?.form.minimum ?? SurveyForm.leastGroup)"]
        let words = try text()
        return SurveyUntold(
            fewer: words.words("page.fewer-than", count),
            fewOthers: words.words("page.survey-few-others", count),
            whyFewOthers: words.words("page.survey-withheld", count))
    }
}
