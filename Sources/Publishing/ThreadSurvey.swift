import Commissioning
import FundCore
import FundStore

/// What those who take part in an award's project said before and after, in its thread: as much
/// of it as its survey shows by itself, and nothing else.
public struct ThreadSurvey: Sendable {
    public let survey: Survey
    /// By question.
    public let results: [SurveyResult]
    let untold: SurveyUntold

    var json: JSONValue {
        .object([
            ("state", .string(survey.state.rawValue)),
            (
                "results",
                .array(
                    results.map { Listing.surveyResults.json(SurveyRows.row($0, untold)) })
            ), ("withheldBecause", .optional(untold.why(results))),
        ])
    }
}

extension Reports {
    /// nil where no survey was opened.
    func threadSurvey(of award: AwardID, _ tx: borrowing ReadTx) throws -> ThreadSurvey? {
        guard let survey = try commissioning.survey(of: award, in: tx) else { return nil }
        return ThreadSurvey(
            survey: survey, results: try commissioning.results(of: survey, in: tx),
            untold: try untold(survey))
    }
}
