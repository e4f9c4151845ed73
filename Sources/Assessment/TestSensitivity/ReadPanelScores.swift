import FundCore
import FundStore
import GRDB

extension AssessmentModule {
    /// The scores that count in a round's ranking, member by member.
    public func panelScores(
        of round: RoundID, key: String, scheme: ScoringScheme, in tx: borrowing ReadTx
    ) throws -> PanelScores {
        let members = try panel(of: round, in: tx)
        let expected = try expectedScorers(of: round, in: tx)
        let columns = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
        let criteria = Dictionary(
            uniqueKeysWithValues: scheme.criteria.enumerated().map { ($1.key, $0) })
        let candidates = try tx.list(
            """
            SELECT applicationId, reference, requestedPence, minimumPence FROM assessmentCandidate
            WHERE roundId = ? AND isStanding = 1 ORDER BY applicationId
            """, [round.rawValue]
        ) {
            (
                ApplicationID($0[0]), Reference(stored: $0[1]), Money(pence: $0[2]),
                Money(pence: $0[3])
            )
        }
        let rows = Dictionary(uniqueKeysWithValues: candidates.enumerated().map { ($1.0, $0) })
        let none = [[Answer]](
            repeating: [Answer](repeating: .none, count: criteria.count), count: members.count)
        var answers = [[[Answer]]](repeating: none, count: candidates.count)
        try tx.forEach(
            """
            SELECT applicationId, memberId, criterion, value FROM assessmentScore
            WHERE roundId = ? AND isSetAside = 0
            """, [round.rawValue]
        ) {
            guard let row = rows[ApplicationID($0[0])], let column = columns[PersonID($0[1])],
                let criterion = criteria[$0[2]]
            else { return }
            answers[row][column][criterion] =
                ($0[3] as Int64?).map { Answer.value($0) } ?? .notApplicable
        }
        return PanelScores(
            round: key, scheme: scheme, members: members,
            applications: candidates.indices.map { row in
                let (application, reference, requested, minimum) = candidates[row]
                let scorers = Set(expected.members(for: application))
                return ScoredApplication(
                    application: application, reference: reference, requested: requested,
                    minimum: minimum, answers: answers[row],
                    expected: members.map { scorers.contains($0) })
            })
    }
}
