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

/// How far a panel member has come with one application.
public struct MemberProgress: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let requested: Money
    /// What was said of an interest of theirs, nil where nothing was yet.
    public let hasInterest: Bool?
    /// How many criteria they have scored.
    public let scoredCount: Int64
    public let isLocked: Bool
}

/// A member's own scores of one application.
public struct OwnScores: Sendable {
    /// By criterion; no value where they said that it does not apply.
    public let scores: [String: (value: Int64?, comment: String?)]
    public let isLocked: Bool
    public let interest: DeclaredInterest?
}

extension AssessmentModule {
    /// A member of the panel says whether they have an interest in an application. Once they have
    /// said that they do, only an officer can say otherwise.
    /// - Throws: `InvalidInput`, `AssessmentProblem`.
    public func declareInterest(
        in application: ApplicationID, reference: Reference, of round: RoundID, has: Bool,
        detail: String, in tx: borrowing WriteTx
    ) throws {
        let member = try panelMember(of: round, in: tx)
        let detail = try checkedDetail(detail, isNeeded: has)
        try requireCandidate(application, reference: reference, in: tx.reading)
        guard try has || !isBarred(member, from: application, in: tx.reading) else {
            throw AssessmentProblem.interestStands
        }
        try note(
            application, member, round, has: has, detail: detail, .declared, by: member, in: tx)
    }

    /// An officer says that a member of the panel has an interest in an application, or that what
    /// was said of one does not hold.
    public func setInterest(
        of member: PersonID, in application: ApplicationID, reference: Reference,
        round: RoundID, has: Bool, detail: String, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        guard try isOnPanel(member, of: round, in: tx.reading) else {
            throw AssessmentProblem.notOnThisPanel
        }
        guard has || member != officer else { throw AssessmentProblem.interestStands }
        let detail = try checkedDetail(detail, isNeeded: true)
        try requireCandidate(application, reference: reference, in: tx.reading)
        guard try has || !isOwn(application, of: member, in: tx.reading) else {
            throw AssessmentProblem.ownInterest
        }
        try note(
            application, member, round, has: has, detail: detail, .officer, by: officer, in: tx)
    }

    /// Notes that an application is a panel member's own.
    public func noteOwn(
        _ application: ApplicationID, of member: PersonID, round: RoundID,
        in tx: borrowing WriteTx
    ) throws {
        guard try !isOwn(application, of: member, in: tx.reading) else { return }
        try note(
            application, member, round, has: true, detail: Self.ownDetail, .own, by: nil, in: tx)
    }

    private func isOwn(
        _ application: ApplicationID, of member: PersonID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM assessmentInterest
            WHERE applicationId = ? AND memberId = ? AND ground = 'own'
            """, [application.rawValue, member.rawValue], { _ in true }) ?? false
    }

    /// Stands in the register for what a person need not say.
    static let ownDetail = "own application"

    func note(
        _ application: ApplicationID, _ member: PersonID, _ round: RoundID, has: Bool,
        detail: String?, _ ground: InterestGround, by person: PersonID?, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO assessmentInterest
              (roundId, applicationId, memberId, hasInterest, detail, declaredAt, saidById, ground)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, application.rawValue, member.rawValue, has, detail,
                tx.now.milliseconds, person?.rawValue, ground.rawValue,
            ])
        try tx.audit(
            "interest.declaration", "application:\(application.rawValue)",
            [
                ("has", .bool(has)), ("member", .int(member.rawValue)),
                ("ground", .string(ground.rawValue)),
            ])
    }

    private func checkedDetail(_ typed: String, isNeeded: Bool) throws -> String? {
        if typed.trimmed.isEmpty && !isNeeded { return nil }
        return try checkedReason(typed, field: "detail")
    }

    /// Whether a member has an interest in an application that keeps them out of it.
    public func isBarred(
        _ member: PersonID, from application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM assessmentConflict WHERE applicationId = ? AND memberId = ?",
            [application.rawValue, member.rawValue], { _ in true }) ?? false
    }

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

    /// Locks a member's scores of an application: they say that they have done with it.
    /// - Throws: `AssessmentProblem.unfinished` while a criterion has no score of theirs.
    public func lock(
        _ application: ApplicationID, reference: Reference, of round: RoundID,
        criteria: [String], in tx: borrowing WriteTx
    ) throws {
        let member = try panelMember(of: round, in: tx)
        try requireCandidate(application, reference: reference, in: tx.reading)
        let own = try ownScores(of: application, round: round, by: member, in: tx.reading)
        guard !own.isLocked else { throw AssessmentProblem.lockedBefore }
        guard try !isBarred(member, from: application, in: tx.reading) else {
            throw AssessmentProblem.hasInterest
        }
        let missing = criteria.filter { own.scores[$0] == nil }
        guard missing.isEmpty else { throw AssessmentProblem.unfinished(criteria: missing) }
        try tx.execute(
            """
            INSERT INTO assessmentLock (applicationId, memberId, roundId, lockedAt)
            VALUES (?, ?, ?, ?)
            """,
            [application.rawValue, member.rawValue, round.rawValue, tx.now.milliseconds])
        try tx.audit("score.lock", "application:\(application.rawValue)")
    }

    /// A member's own scores of an application, and nobody else's.
    public func ownScores(
        of application: ApplicationID, round: RoundID, by member: PersonID,
        in tx: borrowing ReadTx
    ) throws -> OwnScores {
        var scores: [String: (value: Int64?, comment: String?)] = [:]
        try tx.forEach(
            """
            SELECT criterion, value, comment FROM assessmentScore
            WHERE roundId = ? AND memberId = ? AND applicationId = ?
            """, [round.rawValue, member.rawValue, application.rawValue]
        ) { scores[$0[0]] = ($0[1], $0[2]) }
        let isLocked: Bool =
            try tx.first(
                "SELECT 1 FROM assessmentLock WHERE applicationId = ? AND memberId = ?",
                [application.rawValue, member.rawValue], { _ in true }) ?? false
        let interest = try interest(of: member, in: application, round: round, in: tx)
        return OwnScores(scores: scores, isLocked: isLocked, interest: interest)
    }

    /// A member's own scores of every application of a round, by criterion.
    public func ownScores(
        in round: RoundID, by member: PersonID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: [String: (value: Int64?, comment: String?)]] {
        var scores: [ApplicationID: [String: (value: Int64?, comment: String?)]] = [:]
        try tx.forEach(
            """
            SELECT applicationId, criterion, value, comment FROM assessmentScore
            WHERE roundId = ? AND memberId = ?
            """, [round.rawValue, member.rawValue]
        ) { scores[ApplicationID($0[0]), default: [:]][$0[1]] = ($0[2], $0[3]) }
        return scores
    }

    /// How far a member has come with each eligible application that is theirs to score.
    public func progress(
        of member: PersonID, in round: RoundID, in tx: borrowing ReadTx
    ) throws -> [MemberProgress] {
        try tx.list(
            """
            SELECT applicationId, reference, requestedPence,
              (SELECT hasInterest FROM assessmentInterest AS interest
               WHERE interest.roundId = ?1 AND memberId = ?2
                 AND interest.applicationId = candidate.applicationId
               ORDER BY id DESC LIMIT 1),
              (SELECT count(*) FROM assessmentScore AS score
               WHERE score.roundId = ?1 AND memberId = ?2
                 AND score.applicationId = candidate.applicationId),
              EXISTS (SELECT 1 FROM assessmentLock AS lock
               WHERE lock.applicationId = candidate.applicationId AND memberId = ?2)
            FROM assessmentCandidate AS candidate
            WHERE roundId = ?1 AND isStanding = 1
              AND (NOT (SELECT asksAssignment FROM assessmentRound WHERE roundId = ?1)
                OR EXISTS (SELECT 1 FROM assessmentAssignment AS given
                  WHERE given.applicationId = candidate.applicationId AND memberId = ?2))
            ORDER BY applicationId
            """, [round.rawValue, member.rawValue]
        ) {
            MemberProgress(
                application: ApplicationID($0[0]), reference: Reference(stored: $0[1]),
                requested: Money(pence: $0[2]), hasInterest: $0[3], scoredCount: $0[4],
                isLocked: $0[5])
        }
    }

    /// For the officer: how many applications each member has locked, and how many stand.
    public func lockCounts(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> (locks: [PersonID: Int64], standing: Int64) {
        var locks: [PersonID: Int64] = [:]
        try tx.forEach(
            "SELECT memberId, count(*) FROM assessmentLock WHERE roundId = ? GROUP BY memberId",
            [round.rawValue]
        ) { locks[PersonID($0[0])] = $0[1] }
        let standing: Int64? = try tx.first(
            "SELECT count(*) FROM assessmentCandidate WHERE roundId = ? AND isStanding = 1",
            [round.rawValue], { $0[0] })
        return (locks, standing ?? 0)
    }

    /// What members of the panel last said of their interests in an application.
    public func interests(
        in application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [(member: PersonID, interest: DeclaredInterest)] {
        try tx.list(
            """
            SELECT hasInterest, detail, declaredAt, ground, ifnull(saidById, memberId), memberId
            FROM assessmentInterest AS last
            WHERE applicationId = ?1 AND id = (SELECT max(id) FROM assessmentInterest
              WHERE roundId = last.roundId AND memberId = last.memberId AND applicationId = ?1)
            ORDER BY id
            """, [application.rawValue]
        ) { (PersonID($0[5]), DeclaredInterest($0)) }
    }

    private func requireCandidate(
        _ application: ApplicationID, reference: Reference, in tx: borrowing ReadTx
    ) throws {
        let isStanding: Bool? = try tx.first(
            "SELECT isStanding FROM assessmentCandidate WHERE applicationId = ?",
            [application.rawValue], { $0[0] })
        guard isStanding == true else {
            throw AssessmentProblem.notStanding(reference: "\(reference)")
        }
    }
}

extension DeclaredInterest {
    init(_ row: Row) {
        self.init(
            hasInterest: row[0], detail: row[1], declaredAt: Instant(milliseconds: row[2]),
            ground: InterestGround(rawValue: row[3]) ?? .declared, saidBy: PersonID(row[4]))
    }
}
