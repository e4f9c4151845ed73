import FundCore
import FundStore
import GRDB

/// One score of an application with all that an explanation needs of it.
public struct ScoreFact: Sendable {
    /// What the audit trail calls `score:12`.
    public let id: Int64
    public let member: PersonID
    public let criterion: String
    /// Nil where the criterion does not apply.
    public let value: Int64?
    public let comment: String?
    /// Whether it is beside an interest, or left behind by a member who stood down, and so does not
    /// count.
    public let isSetAside: Bool
}

extension AssessmentModule {
    /// Every score of an application, those that do not count too.
    public func scoreFacts(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [ScoreFact] {
        try tx.list(
            """
            SELECT id, memberId, criterion, value, comment, isSetAside FROM assessmentScore
            WHERE applicationId = ? ORDER BY memberId, id
            """, [application.rawValue]
        ) {
            ScoreFact(
                id: $0[0], member: PersonID($0[1]), criterion: $0[2], value: $0[3],
                comment: $0[4], isSetAside: $0[5])
        }
    }
}

extension AssessmentModule {
    /// What the panel's meetings changed of an application's scores: of each score, by its id, the
    /// values that it had, in order.
    public func moderated(
        in application: ApplicationID, _ tx: borrowing ReadTx
    ) throws -> [Int64: [Int64?]] {
        var found: [Int64: [Int64?]] = [:]
        try tx.forEach(
            """
            SELECT scoreId, valueBefore FROM assessmentModeration
            JOIN assessmentScore ON assessmentScore.id = scoreId
            WHERE applicationId = ? ORDER BY assessmentModeration.id
            """, [application.rawValue]
        ) { found[$0[0], default: []].append($0[1]) }
        return found
    }
}

extension RankedApplication {
    /// Works the score out anew from values found elsewhere: what an explanation holds against what
    /// is stored.
    ///
    /// - Parameter values: by criterion, what each counted member said; nil for "does not apply".
    public func recomputed(
        from values: [String: [Int64?]], scheme: ScoringScheme, expected: Int
    ) -> RankedApplication {
        RankedApplication(
            application, reference, requested: requested, minimum: minimum, scheme: scheme,
            sums: scheme.criteria.map { criterion in
                let said = values[criterion.key] ?? []
                let numbers = said.compactMap(\.self)
                return CriterionSum(
                    sum: numbers.reduce(0, +), count: Int64(numbers.count),
                    notApplicable: Int64(said.count - numbers.count))
            }, expected: expected)
    }
}
