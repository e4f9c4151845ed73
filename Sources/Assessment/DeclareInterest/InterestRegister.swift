import FundCore
import FundStore
import GRDB

/// What a panel member last said of their interest in an application.
public struct DeclaredInterest: Sendable {
    public let hasInterest: Bool
    public let detail: String?
    public let declaredAt: Instant
    /// How it came to be known.
    public let ground: InterestGround
    /// Who said it.
    public let saidBy: PersonID
}

/// How an interest came to be known.
public enum InterestGround: String, Sendable, CaseIterable {
    /// The member said so.
    case declared
    /// An officer did.
    case officer
    /// It is the member's own application.
    case own
}

/// A line of the register of interests.
public struct InterestEntry: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let member: PersonID
    public let interest: DeclaredInterest
    /// Whether it is the last word, and keeps the member out.
    public let stands: Bool
    /// How many scores it sets aside.
    public let setAsideCount: Int64
}

extension AssessmentModule {
    /// What was last said of a member's interest in an application.
    public func interest(
        of member: PersonID, in application: ApplicationID, round: RoundID,
        in tx: borrowing ReadTx
    ) throws -> DeclaredInterest? {
        try tx.first(
            """
            SELECT hasInterest, detail, declaredAt, ground, ifnull(saidById, memberId)
            FROM assessmentInterest
            WHERE roundId = ? AND memberId = ? AND applicationId = ? ORDER BY id DESC LIMIT 1
            """, [round.rawValue, member.rawValue, application.rawValue]
        ) { DeclaredInterest($0) }
    }

    /// The members who have said, of each application of a round, whether they have an interest.
    public func spokenOf(
        in round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: Set<PersonID>] {
        var spoken: [ApplicationID: Set<PersonID>] = [:]
        try tx.forEach(
            "SELECT DISTINCT applicationId, memberId FROM assessmentInterest WHERE roundId = ?",
            [round.rawValue]
        ) { spoken[ApplicationID($0[0]), default: []].insert(PersonID($0[1])) }
        return spoken
    }

    /// All that was ever said of interests in a round, as it was said.
    public func interestRegister(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [InterestEntry] {
        try tx.list(
            """
            SELECT hasInterest, detail, declaredAt, ground, ifnull(saidById, said.memberId),
              said.applicationId, reference, said.memberId,
              hasInterest AND said.id = (SELECT max(id) FROM assessmentInterest AS other
                WHERE other.roundId = said.roundId AND other.memberId = said.memberId
                  AND other.applicationId = said.applicationId),
              (SELECT count(*) FROM assessmentScore
               WHERE assessmentScore.roundId = said.roundId
                 AND assessmentScore.memberId = said.memberId
                 AND assessmentScore.applicationId = said.applicationId AND isSetAside = 1)
            FROM assessmentInterest AS said
            JOIN assessmentCandidate ON assessmentCandidate.applicationId = said.applicationId
            WHERE said.roundId = ? ORDER BY reference, said.memberId, said.id
            """, [round.rawValue]
        ) {
            InterestEntry(
                application: ApplicationID($0[5]), reference: Reference(stored: $0[6]),
                member: PersonID($0[7]), interest: DeclaredInterest($0), stands: $0[8],
                setAsideCount: $0[9])
        }
    }

    /// What members of the panel and others last said of their interests in an application.
    public func interests(
        in application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [(member: PersonID, interest: DeclaredInterest)] {
        let onPanels: [(member: PersonID, interest: DeclaredInterest)] = try tx.list(
            """
            SELECT hasInterest, detail, declaredAt, ground, ifnull(saidById, memberId), memberId
            FROM assessmentInterest AS last
            WHERE applicationId = ?1 AND id = (SELECT max(id) FROM assessmentInterest
              WHERE roundId = last.roundId AND memberId = last.memberId AND applicationId = ?1)
            ORDER BY id
            """, [application.rawValue]
        ) { (PersonID($0[5]), DeclaredInterest($0)) }
        return try onPanels + staffInterests(in: application, in: tx)
    }
}

extension DeclaredInterest {
    init(_ row: Row) {
        self.init(
            hasInterest: row[0], detail: row[1], declaredAt: Instant(milliseconds: row[2]),
            ground: InterestGround(rawValue: row[3]) ?? .declared, saidBy: PersonID(row[4]))
    }
}
