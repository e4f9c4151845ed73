import FundCore
import FundStore
import GRDB

/// What a draw of scorers did.
public struct AssignmentResult: Sendable {
    public let addedCount: Int
    public let removedCount: Int
    public let applicationCount: Int
    /// How many applications each member has now.
    public let loads: [PersonID: Int]
}

/// A change of who scores what.
public struct AssignmentChange: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let member: PersonID
    public let isAddition: Bool
    public let seed: Int64?
    public let reason: String?
    public let changedBy: PersonID
    public let changedAt: Instant
}

extension AssessmentModule {
    /// Gives each eligible application as many scorers as `count`, by a draw that the seed
    /// determines. Who has one already keeps it.
    ///
    /// - Parameter anew: whether those who have not scored yet give back what they have first.
    /// - Throws: `AssessmentProblem.tooFewScorers` with every application that cannot have so many.
    public func assign(
        _ round: RoundID, key: String, count: Int, seed: Int64, mix: [MemberKind: Int], anew: Bool,
        in tx: borrowing WriteTx
    ) throws -> AssignmentResult {
        try tx.principal.require(.officer)
        guard try !isSealed(round, in: tx.reading) else {
            throw AssessmentProblem.sealed(round: key)
        }
        let removed = anew ? try takeBackUnscored(of: round, seed: seed, in: tx) : 0
        let members = try panelMembers(of: round, in: tx.reading)
            .filter { $0.departure == nil }
        let claims = try claims(of: round, in: tx.reading)
        guard !claims.isEmpty else {
            throw try standing(of: round, in: tx.reading).isEmpty
                ? AssessmentProblem.nothingToRank(round: key) : .inMeeting
        }
        let draw = AssignmentDraw(
            members: members.map { .init(id: $0.person, kind: $0.kind, panel: $0.panel) },
            panels: try panels(of: round, in: tx.reading).map(\.key), count: count, mix: mix,
            seed: UInt64(bitPattern: seed))
        let (hands, lacks) = draw.deal(claims)
        guard lacks.isEmpty else {
            throw AssessmentProblem.tooFewScorers(needed: count, lacks.map { ($0.0, $0.1.report) })
        }
        var added = 0
        for claim in claims {
            guard let hand = hands[claim.application] else { continue }
            if claim.panel == nil {
                try tx.execute(
                    "UPDATE assessmentCandidate SET panel = ? WHERE applicationId = ?",
                    [hand.panel, claim.application.rawValue])
            }
            for member in hand.added {
                try change(claim.application, member, round, adds: true, seed: seed, in: tx)
                added += 1
            }
        }
        var loads = Dictionary(uniqueKeysWithValues: members.map { ($0.person, 0) })
        try tx.reading.forEach(
            """
            SELECT memberId, count(*) FROM assessmentAssignment WHERE roundId = ?
            GROUP BY memberId
            """, [round.rawValue]
        ) { loads[PersonID($0[0])] = $0[1] }
        try tx.audit(
            "panel.assignment", "round:\(round.rawValue)",
            [
                ("seed", .int(seed)), ("perApplication", .int(count)), ("added", .int(added)),
                ("removed", .int(removed)),
            ])
        return AssignmentResult(
            addedCount: added, removedCount: removed, applicationCount: claims.count, loads: loads)
    }

    /// Gives one application to a member, or takes it from one who has not scored it.
    public func reassign(
        _ application: ApplicationID, to member: PersonID, of round: RoundID, adds: Bool,
        reason: String, in tx: borrowing WriteTx
    ) throws {
        try tx.principal.require(.officer)
        let reason = try checkedReason(reason)
        guard try isOnPanel(member, of: round, in: tx.reading) else {
            throw AssessmentProblem.notOnThisPanel
        }
        if adds {
            try refuseStoodDown(member, of: round, in: tx.reading)
            try tx.execute(
                """
                UPDATE assessmentCandidate SET panel = (SELECT panel FROM assessmentPanelMember
                  WHERE roundId = ?1 AND personId = ?2)
                WHERE applicationId = ?3 AND panel IS NULL
                """, [round.rawValue, member.rawValue, application.rawValue])
        }
        try change(application, member, round, adds: adds, reason: reason, in: tx)
        try tx.audit(
            adds ? "panel.scorer-addition" : "panel.scorer-removal",
            "application:\(application.rawValue)", [("member", .int(member.rawValue))])
    }

    /// Who scores an application.
    public func scorers(
        assignedTo application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [PersonID] {
        try tx.list(
            """
            SELECT memberId FROM assessmentAssignment WHERE applicationId = ? ORDER BY memberId
            """, [application.rawValue], { PersonID($0[0]) })
    }

    /// Every change of who scores what in a round, as it happened.
    public func assignmentChanges(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [AssignmentChange] {
        try tx.list(
            """
            SELECT change.applicationId, memberId, isAddition, seed, reason, changedById, changedAt,
              reference
            FROM assessmentAssignmentChange AS change
            JOIN assessmentCandidate ON assessmentCandidate.applicationId = change.applicationId
            WHERE change.roundId = ? ORDER BY change.id
            """, [round.rawValue]
        ) {
            AssignmentChange(
                application: ApplicationID($0[0]), reference: Reference(stored: $0[7]),
                member: PersonID($0[1]), isAddition: $0[2], seed: $0[3], reason: $0[4],
                changedBy: PersonID($0[5]), changedAt: Instant(milliseconds: $0[6]))
        }
    }

    private func change(
        _ application: ApplicationID, _ member: PersonID, _ round: RoundID, adds: Bool,
        seed: Int64? = nil, reason: String? = nil, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO assessmentAssignmentChange
              (roundId, applicationId, memberId, isAddition, seed, reason, changedAt, changedById)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, application.rawValue, member.rawValue, adds, seed, reason,
                tx.now.milliseconds, try tx.principal.require(.officer).rawValue,
            ])
    }

    private func takeBackUnscored(
        of round: RoundID, seed: Int64, in tx: borrowing WriteTx
    ) throws -> Int {
        let idle: [(ApplicationID, PersonID)] = try tx.reading.list(
            """
            SELECT applicationId, memberId FROM assessmentAssignment AS given
            WHERE roundId = ? AND NOT EXISTS (SELECT 1 FROM assessmentScore AS score
              WHERE score.applicationId = given.applicationId
                AND score.memberId = given.memberId)
            ORDER BY applicationId, memberId
            """, [round.rawValue], { (ApplicationID($0[0]), PersonID($0[1])) })
        for (application, member) in idle {
            try change(application, member, round, adds: false, seed: seed, in: tx)
        }
        return idle.count
    }

    /// The applications that a member is to score; nil where the whole panel scores all.
    public func assigned(
        to member: PersonID, in round: RoundID, _ tx: borrowing ReadTx
    ) throws -> [ApplicationID]? {
        guard try asksAssignment(round, in: tx) else { return nil }
        return try tx.list(
            """
            SELECT applicationId FROM assessmentAssignment WHERE roundId = ? AND memberId = ?
            ORDER BY applicationId
            """, [round.rawValue, member.rawValue], { ApplicationID($0[0]) })
    }

    private func claims(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [AssignmentDraw.Claim] {
        var scorers: [Int64: Set<PersonID>] = [:]
        try tx.forEach(
            "SELECT applicationId, memberId FROM assessmentAssignment WHERE roundId = ?",
            [round.rawValue]
        ) { scorers[$0[0], default: []].insert(PersonID($0[1])) }
        var barred: [Int64: Set<PersonID>] = [:]
        try tx.forEach(
            "SELECT applicationId, memberId FROM assessmentConflict WHERE roundId = ?",
            [round.rawValue]
        ) { barred[$0[0], default: []].insert(PersonID($0[1])) }
        return try tx.list(
            """
            SELECT applicationId, reference, panel FROM assessmentCandidate
            WHERE roundId = ? AND isStanding = 1
              -- What has come before a meeting nobody else scores.
              AND applicationId NOT IN (SELECT applicationId FROM assessmentMeetingItem)
            ORDER BY applicationId
            """, [round.rawValue]
        ) {
            AssignmentDraw.Claim(
                application: ApplicationID($0[0]), reference: Reference(stored: $0[1]),
                panel: $0[2], scorers: scorers[$0[0]] ?? [], barred: barred[$0[0]] ?? [])
        }
    }
}

extension AssignmentDraw.Lack {
    fileprivate var report: ScorerLack {
        switch self {
        case .members(let free): ScorerLack(kind: nil, free: free, needed: nil)
        case .kind(let kind, let free, let needed):
            ScorerLack(kind: kind, free: free, needed: needed)
        }
    }
}

/// What an application lacks to have the scorers it should.
public struct ScorerLack: Sendable {
    /// Nil where there are too few members of any kind.
    public let kind: MemberKind?
    public let free: Int
    public let needed: Int?
}
