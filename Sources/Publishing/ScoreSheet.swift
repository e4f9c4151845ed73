import Applications
import Assessment
import FundCore
import FundStore
import Identity
import Rounds

/// A panel member's own score sheet, to fill in away from here.
public struct ScoreSheet: Sendable {
    public let round: Round
    /// Rows of `Listing.scoreSheet`: each application on each criterion.
    public let rows: [[JSONValue]]
    /// How many applications wait until the member says whether they have an interest in them.
    public let undeclaredCount: Int
    /// How many are left out because their scores are locked.
    public let lockedCount: Int

    /// The file: what `score import` takes.
    public var csv: String {
        Listing.scoreSheet.csvHeader + rows.map(Listing.scoreSheet.csv).joined()
    }
}

extension Reports {
    /// The sheet of whoever asks: the applications that they may score and have not locked, with
    /// their own scores so far. One in which they have an interest is not on it; nor, where the
    /// round asks for that first, one of which they have not said.
    public func scoreSheet(of key: String, as principal: Principal) throws -> ScoreSheet {
        let member = try principal.require(.panelMember)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try requirePanel(member, of: round, in: tx)
            let asksFirst = try rounds.controls(of: round.id, in: tx).has(.interests)
            let scheme: ScoringScheme = try rounds.section(.scoring, of: round.id, in: tx)
            let email = try identity.email(of: member, in: tx)
            var rows: [[JSONValue]] = []
            var (undeclared, locked) = (0, 0)
            let summaries = try applications.summaries(of: round.id, in: tx)
            let own = try assessment.ownScores(in: round.id, by: member, in: tx)
            for progress in try assessment.progress(of: member, in: round.id, in: tx) {
                if progress.hasInterest == true { continue }
                if progress.isLocked {
                    locked += 1
                    continue
                }
                if asksFirst, progress.hasInterest == nil {
                    undeclared += 1
                    continue
                }
                guard let summary = summaries[progress.application] else { continue }
                let scores = own[progress.application] ?? [:]
                for criterion in scheme.criteria {
                    let score = scores[criterion.key]
                    rows.append([
                        .string("\(summary.reference)"), .string(email),
                        .string(criterion.key),
                        score.map { $0.value.map { .int($0) } ?? .string("n/a") } ?? .null,
                        .optional(score?.comment), .string(summary.organisation),
                        .string(summary.title), .string(criterion.title),
                    ])
                }
            }
            return ScoreSheet(
                round: round, rows: rows, undeclaredCount: undeclared, lockedCount: locked)
        }
    }
}
