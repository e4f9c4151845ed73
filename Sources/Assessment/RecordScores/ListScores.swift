import FundCore
import FundStore
import GRDB

/// A score in the list of a round's scores.
public struct ScoreRow: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    /// The criterion's place in the scheme, from 0.
    public let place: Int64
    public let member: PersonID
    public let criterion: String
    /// Nil where the criterion does not apply to the application.
    public let value: Int64?
    public let comment: String?
    public let enteredBy: PersonID
    public let recordedAt: Instant

    public var tag: EntityTag { EntityTag(of: [value.map { "\($0)" } ?? "n/a", comment]) }
}

/// Which scores of a round to list, by application, criterion, member.
public struct ScoreFilter: Sendable {
    /// Where a list left off.
    public struct Place: Sendable {
        let application: Int64
        let criterion: Int64
        let member: Int64

        /// Reads what `description` wrote.
        public init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
                .map { Int64($0) }
            guard parts.count == 3, let application = parts[0], let criterion = parts[1],
                let member = parts[2]
            else { return nil }
            self.init(application: application, criterion: criterion, member: member)
        }

        init(application: Int64, criterion: Int64, member: Int64) {
            self.application = application
            self.criterion = criterion
            self.member = member
        }

        public init(_ row: ScoreRow) {
            self.init(
                application: row.application.rawValue, criterion: row.place,
                member: row.member.rawValue)
        }

        public var description: String { "\(application).\(criterion).\(member)" }
    }

    public let application: ApplicationID?
    public let criterion: String?
    public let member: PersonID?
    /// Nothing of what this person has an interest in.
    public let reader: PersonID?
    public let after: Place?
    public let limit: Int?

    public init(
        application: ApplicationID? = nil, criterion: String? = nil, member: PersonID? = nil,
        reader: PersonID? = nil, after: Place? = nil, limit: Int? = nil
    ) {
        self.application = application
        self.criterion = criterion
        self.member = member
        self.reader = reader
        self.after = after
        self.limit = limit
    }
}

extension AssessmentModule {
    /// One member's score of one application on one criterion, nil where there is none.
    public func score(
        of application: ApplicationID, round: RoundID, criterion: String, by member: PersonID,
        in tx: borrowing ReadTx
    ) throws -> ScoreRow? {
        var found: ScoreRow?
        try scores(
            of: round,
            ScoreFilter(application: application, criterion: criterion, member: member), in: tx
        ) { found = $0 }
        return found
    }

    /// Calls `body` with each score of the round that stands, by application, criterion, member.
    public func scores(
        of round: RoundID, _ filter: ScoreFilter = ScoreFilter(), in tx: borrowing ReadTx,
        _ body: (ScoreRow) throws -> Void
    ) throws {
        let after = filter.after ?? ScoreFilter.Place(application: -1, criterion: 0, member: 0)
        try tx.forEach(
            """
            SELECT assessmentCandidate.applicationId, reference, place, memberId,
              assessmentScore.criterion, value, comment, enteredById, recordedAt
            FROM assessmentCandidate
            JOIN assessmentScore ON assessmentScore.applicationId = assessmentCandidate.applicationId
            JOIN assessmentCriterion ON assessmentCriterion.roundId = assessmentScore.roundId
              AND assessmentCriterion.key = assessmentScore.criterion
            WHERE assessmentCandidate.roundId = ?1 AND isStanding = 1 AND isSetAside = 0
              AND assessmentCandidate.applicationId >= ?2
              AND (assessmentCandidate.applicationId, place, memberId) > (?2, ?3, ?4)
              AND (?5 IS NULL OR assessmentCandidate.applicationId = ?5)
              AND (?6 IS NULL OR assessmentScore.criterion = ?6)
              AND (?7 IS NULL OR memberId = ?7)
              AND NOT EXISTS (SELECT 1 FROM assessmentConflict AS conflict
                WHERE conflict.applicationId = assessmentCandidate.applicationId
                  AND conflict.memberId = ?9)
            ORDER BY assessmentCandidate.applicationId, place, memberId LIMIT ?8
            """,
            [
                round.rawValue, after.application, after.criterion, after.member,
                filter.application?.rawValue, filter.criterion, filter.member?.rawValue,
                filter.limit ?? -1, filter.reader?.rawValue,
            ]
        ) {
            try body(
                ScoreRow(
                    application: ApplicationID($0[0]), reference: Reference(stored: $0[1]),
                    place: $0[2], member: PersonID($0[3]), criterion: $0[4], value: $0[5],
                    comment: $0[6], enteredBy: PersonID($0[7]),
                    recordedAt: Instant(milliseconds: $0[8])))
        }
    }
}
