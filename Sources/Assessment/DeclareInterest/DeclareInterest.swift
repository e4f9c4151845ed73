import FundCore
import FundStore
import GRDB

/// What a panel member last said of their interest in an application.
public struct DeclaredInterest: Sendable {
    public let hasInterest: Bool
    public let detail: String?
    public let declaredAt: Instant
}

/// How far a panel member has come with one application.
public struct MemberProgress: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let requested: Money
    /// What they declared, nil where they have not yet.
    public let hasInterest: Bool?
    /// How many criteria they have scored.
    public let scoredCount: Int64
    public let isLocked: Bool
}

/// A member's own scores of one application.
public struct OwnScores: Sendable {
    /// By criterion.
    public let scores: [String: (value: Int64, comment: String?)]
    public let isLocked: Bool
    public let interest: DeclaredInterest?
}

extension AssessmentModule {
    /// Records whether a member of the panel has an interest in an application.
    /// - Throws: `InvalidInput`, `AssessmentProblem`.
    public func declareInterest(
        in application: ApplicationID, reference: Reference, of round: RoundID, has: Bool,
        detail: String, in tx: borrowing WriteTx
    ) throws {
        let member = try panelMember(of: round, in: tx)
        let detail = detail.trimmed
        if has && detail.isEmpty {
            throw InvalidInput("interest", [FieldProblem("detail", "missing")])
        }
        if detail.unicodeScalars.count > Self.greatestCommentLength {
            throw InvalidInput(
                "interest",
                [
                    FieldProblem(
                        "detail", "too-long", ["maximum": "\(Self.greatestCommentLength)"])
                ])
        }
        try requireCandidate(application, reference: reference, in: tx.reading)
        try tx.execute(
            """
            INSERT INTO assessmentInterest
              (roundId, applicationId, memberId, hasInterest, detail, declaredAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, application.rawValue, member.rawValue, has,
                detail.isEmpty ? nil : detail, tx.now.milliseconds,
            ])
        try tx.audit(
            "interest.declaration", "application:\(application.rawValue)", [("has", .bool(has))])
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
        guard own.interest?.hasInterest != true else { throw AssessmentProblem.hasInterest }
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
        var scores: [String: (value: Int64, comment: String?)] = [:]
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
        let interest = try tx.first(
            """
            SELECT hasInterest, detail, declaredAt FROM assessmentInterest
            WHERE roundId = ? AND memberId = ? AND applicationId = ? ORDER BY id DESC LIMIT 1
            """, [round.rawValue, member.rawValue, application.rawValue]
        ) {
            DeclaredInterest(
                hasInterest: $0[0], detail: $0[1], declaredAt: Instant(milliseconds: $0[2]))
        }
        return OwnScores(scores: scores, isLocked: isLocked, interest: interest)
    }

    /// How far a member has come with each eligible application.
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
            WHERE roundId = ?1 AND isStanding = 1 ORDER BY applicationId
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
            SELECT memberId, hasInterest, detail, declaredAt FROM assessmentInterest AS last
            WHERE applicationId = ?1 AND id = (SELECT max(id) FROM assessmentInterest
              WHERE roundId = last.roundId AND memberId = last.memberId AND applicationId = ?1)
            ORDER BY id
            """, [application.rawValue]
        ) {
            (
                PersonID($0[0]),
                DeclaredInterest(
                    hasInterest: $0[1], detail: $0[2], declaredAt: Instant(milliseconds: $0[3]))
            )
        }
    }

    public func isOnPanel(
        _ person: PersonID, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM assessmentPanelMember WHERE roundId = ? AND personId = ?",
            [round.rawValue, person.rawValue], { _ in true }) ?? false
    }

    private func panelMember(of round: RoundID, in tx: borrowing WriteTx) throws -> PersonID {
        let member = try tx.principal.require(.panelMember)
        guard try isOnPanel(member, of: round, in: tx.reading) else {
            throw AssessmentProblem.notOnThisPanel
        }
        return member
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
