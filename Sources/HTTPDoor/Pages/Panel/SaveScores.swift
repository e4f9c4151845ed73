import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

/// A member's scores are kept, and locked once they say that they have done.
extension Visit {
    func saveScores() async throws -> Response {
        guard case .open(let sheet) = try await sheet() else { return go(to: scoringHere) }
        let (reference, principal) = (path("reference"), try principal)
        var scores: [(criterion: String, value: Int64?, comment: String?)] = []
        var problems: [FieldProblem] = []
        for criterion in sheet.scheme.criteria {
            let text = fields["\(criterion.key).value"]
            let comment = fields["\(criterion.key).comment"]
            if comment.unicodeScalars.count > AssessmentModule.greatestCommentLength {
                problems.append(
                    FieldProblem(
                        "\(criterion.key).comment", "too-long",
                        ["maximum": "\(AssessmentModule.greatestCommentLength)"]))
            }
            guard !text.isEmpty || !comment.isEmpty else { continue }
            let value = Int64(text)
            let isNumber = value.map {
                (sheet.scheme.scaleMinimum...sheet.scheme.scaleMaximum).contains($0)
            }
            let isLeftOut =
                text == Self.notApplicable
                && sheet.scheme.rules?.takesNotApplicable(on: criterion.key) == true
            guard isNumber ?? isLeftOut else {
                problems.append(FieldProblem("\(criterion.key).value", "choose-score"))
                continue
            }
            scores.append((criterion.key, value, comment.isEmpty ? nil : comment))
        }
        let labels = Dictionary(
            uniqueKeysWithValues: sheet.scheme.criteria.flatMap { criterion in
                ["value", "comment"].map {
                    ("\(criterion.key).\($0)", words.title(of: criterion))
                }
            })
        guard problems.isEmpty else {
            return wrong(
                scoringPage(sheet, problems: problems, keepsInput: true), problems, labels: labels)
        }
        if !scores.isEmpty {
            let given = scores
            _ = try await write {
                try $0.recordScores(of: reference, member: nil, given, as: principal)
            }
        }
        if fields["then"] == "lock" { return try await lock() }
        let place = fields["then"] == "list" ? Route.scoring.link(path("round")) : scoringHere
        return go(to: place, done: w("page.scores-saved"))
    }

    private func lock() async throws -> Response {
        let (reference, principal) = (path("reference"), try principal)
        do {
            try await write { try $0.lockScores(of: reference, as: principal) }
        } catch AssessmentProblem.unfinished(let criteria) {
            guard case .open(let sheet) = try await sheet() else { return go(to: scoringHere) }
            let problems = criteria.map { FieldProblem("\($0).value", "choose-score") }
            return wrong(
                scoringPage(sheet, problems: problems), problems,
                labels: Dictionary(
                    uniqueKeysWithValues: sheet.scheme.criteria.map {
                        ("\($0.key).value", words.title(of: $0))
                    }))
        }
        return go(to: Route.scoring.link(path("round")), done: w("page.locked"))
    }
}
