import FundCore
import FundStore
import GRDB

/// Everything that a meeting's rows say, in the order of its agenda.
public struct MeetingRecord: Sendable {
    public struct Recommendation: Sendable {
        public let kind: RecommendationKind
        public let amount: Money?
        public let conditions: String?
        public let votes: Votes?
        public let dissents: [(member: PersonID, text: String)]
        /// Who took part.
        public let voters: [PersonID]
    }

    public struct Moderation: Sendable {
        public let member: PersonID
        public let criterion: String
        public let before: Int64?
        public let after: Int64?
        public let reason: String
    }

    public struct Item: Sendable {
        public let entry: AgendaEntry
        public let reference: Reference
        public let requested: Money
        public let minimum: Money
        /// Whether it still stands: it may have been withdrawn since.
        public let isStanding: Bool
        /// Who is there and has no part in it, and whether it is for an interest.
        public let absent: [(member: PersonID, hasInterest: Bool)]
        /// Who is there and has not said whether they have an interest in it.
        public let undeclared: [PersonID]
        /// Who may vote on it, in order.
        public let voters: [PersonID]
        public let moderations: [Moderation]
        /// What holds; nil until something is recorded.
        public let recommendation: Recommendation?
    }

    public let meeting: Meeting
    public let quorum: Int64
    public let present: [PersonID]
    public let apologies: [PersonID]
    public let items: [Item]
    public let allotment: Money

    public var total: Money {
        items.filter(\.isStanding).reduce(.zero) { $0 + ($1.recommendation?.amount ?? .zero) }
    }

    /// Without the items of these applications.
    public func leavingOut(_ applications: Set<ApplicationID>) -> MeetingRecord {
        MeetingRecord(
            meeting: meeting, quorum: quorum, present: present, apologies: apologies,
            items: items.filter { !applications.contains($0.entry.application) },
            allotment: allotment)
    }

    /// Everybody whose name the minutes say.
    public var people: Set<PersonID> {
        var found = Set(present + apologies + [meeting.openedBy])
        if let signature = meeting.signature { found.formUnion([signature.by, signature.chair]) }
        for item in items {
            found.formUnion(item.absent.map(\.member) + item.moderations.map(\.member))
            found.formUnion(item.voters + item.undeclared)
            if let said = item.recommendation {
                found.formUnion(said.voters + said.dissents.map(\.member))
            }
        }
        return found
    }
}

extension AssessmentModule {
    /// Whether a round's panels meet before a proposal is made.
    public func holdsMeetings(_ round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT meetingAllotmentPence IS NOT NULL FROM assessmentRound WHERE roundId = ?",
            [round.rawValue], { $0[0] }) ?? false
    }

    /// A panel's meeting; nil where there is none.
    ///
    /// - Parameter number: which one; nil for the last.
    public func meeting(
        of round: RoundID, panel: String, number: Int64? = nil, in tx: borrowing ReadTx
    ) throws -> Meeting? {
        try tx.first(
            """
            SELECT id, number, openedAt, openedById, signedAt, signedById, chairId, ground,
              minutes, minutesHash, openedDespite
            FROM assessmentMeeting WHERE roundId = ?1 AND panel = ?2 AND (?3 IS NULL OR number = ?3)
            ORDER BY number DESC LIMIT 1
            """, [round.rawValue, panel, number]
        ) { row in
            Meeting(
                id: MeetingID(row[0]), round: round, panel: panel, number: row[1],
                openedAt: Instant(milliseconds: row[2]), openedBy: PersonID(row[3]),
                openedDespite: row[10],
                signature: (row[4] as Int64?).map {
                    Meeting.Signature(
                        at: Instant(milliseconds: $0), by: PersonID(row[5]),
                        chair: PersonID(row[6]), ground: row[7], minutes: row[8], hash: row[9])
                })
        }
    }

    /// The panel that somebody is on, once it has met.
    public func metPanel(
        of member: PersonID, in round: RoundID, in tx: borrowing ReadTx
    ) throws -> String? {
        try tx.first(
            """
            SELECT panel FROM assessmentPanelMember JOIN assessmentMeeting USING (roundId, panel)
            WHERE roundId = ? AND personId = ? LIMIT 1
            """, [round.rawValue, member.rawValue], { $0[0] })
    }

    /// Whether an application has come before a meeting: its scores are the meeting's then.
    public func hasMet(
        about application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM assessmentMeetingItem WHERE applicationId = ? LIMIT 1",
            [application.rawValue], { _ in true }) ?? false
    }

    /// What the panel's meetings said last about one application that stands; nil where nothing.
    public func recommendation(
        about application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Recommended? {
        try tx.first(
            """
            SELECT kind, amountPence, conditions
            FROM assessmentRecommendation JOIN assessmentCandidate USING (applicationId)
            WHERE applicationId = ? AND isStanding = 1 ORDER BY id DESC LIMIT 1
            """, [application.rawValue]
        ) { Recommended(kind: $0[0], pence: $0[1], conditions: $0[2]) }
    }

    /// What the round's meetings recommend about each application that stands: what was said last.
    public func recommendations(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: Recommended] {
        var found: [ApplicationID: Recommended] = [:]
        try tx.forEach(
            """
            SELECT applicationId, kind, amountPence, conditions
            FROM assessmentRecommendation JOIN assessmentCandidate USING (applicationId)
            WHERE roundId = ? AND isStanding = 1 ORDER BY id
            """, [round.rawValue]
        ) { row in
            found[ApplicationID(row[0])] = Recommended(
                kind: row[1], pence: row[2], conditions: row[3])
        }
        return found
    }

    /// The applications before a member's panel of which they have not said whether they have an
    /// interest in them, where the round asks that.
    public func undeclared(
        by member: PersonID, in round: RoundID, _ tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        try tx.list(
            """
            SELECT applicationId FROM assessmentPanelMember AS member
              JOIN assessmentCandidatePanel AS candidate USING (roundId, panel)
              JOIN assessmentRound USING (roundId)
            WHERE member.roundId = ?1 AND personId = ?2 AND isStanding = 1 AND asksInterest = 1
              AND NOT EXISTS (SELECT 1 FROM assessmentInterest AS said
                WHERE said.roundId = ?1 AND said.memberId = ?2
                  AND said.applicationId = candidate.applicationId)
            ORDER BY applicationId
            """, [round.rawValue, member.rawValue], { ApplicationID($0[0]) })
    }

    /// The applications that stand before a panel.
    public func standing(
        of round: RoundID, panel: String, in tx: borrowing ReadTx
    ) throws -> Set<ApplicationID> {
        Set(
            try tx.list(
                """
                SELECT applicationId FROM assessmentCandidatePanel
                WHERE roundId = ? AND panel = ? AND isStanding = 1
                """, [round.rawValue, panel], { ApplicationID($0[0]) }))
    }

    /// SHA-256 of what a meeting looks at: the applications, the scores, and which of those who are
    /// there have an interest in what. It is the same for as long as they are the same.
    func meetingGround(of meeting: Meeting, in tx: borrowing ReadTx) throws -> String {
        let look: String? = try tx.first(
            "SELECT look FROM assessmentLook WHERE roundId = ? AND panel = ?",
            [meeting.round.rawValue, meeting.panel], { $0[0] })
        return SHA256Hex(of: look ?? "").description
    }

    /// Passes a round whose panels have all met and signed, and in which nothing has changed since.
    ///
    /// - Throws: `MeetingProblem.unsigned`, `MeetingProblem.moved`.
    public func refuseUnmet(_ round: RoundID, in tx: borrowing ReadTx) throws {
        var (unsigned, moved): ([String], [String]) = ([], [])
        for (panel, _) in try panels(of: round, in: tx)
        where try !standing(of: round, panel: panel, in: tx).isEmpty {
            guard let meeting = try meeting(of: round, panel: panel, in: tx),
                let signature = meeting.signature
            else {
                unsigned.append(panel)
                continue
            }
            if signature.ground != (try meetingGround(of: meeting, in: tx)) {
                moved.append(panel)
            }
        }
        guard unsigned.isEmpty else { throw MeetingProblem.unsigned(panels: unsigned) }
        guard moved.isEmpty else { throw MeetingProblem.moved(panels: moved) }
    }

    public func isPresent(
        _ member: PersonID, at meeting: Meeting, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM assessmentAttendance
            WHERE meetingId = ? AND memberId = ? AND isPresent = 1
            """, [meeting.id.rawValue, member.rawValue], { _ in true }) ?? false
    }

    /// All that is recorded of a meeting.
    public func record(of meeting: Meeting, in tx: borrowing ReadTx) throws -> MeetingRecord {
        let id = meeting.id.rawValue
        func people(_ isPresent: Bool) throws -> [PersonID] {
            try tx.list(
                """
                SELECT memberId FROM assessmentAttendance
                WHERE meetingId = ? AND isPresent = ? ORDER BY memberId
                """, [id, isPresent], { PersonID($0[0]) })
        }
        var absent: [Int64: [(member: PersonID, hasInterest: Bool)]] = [:]
        try tx.forEach(
            """
            SELECT item.applicationId, attendance.memberId,
              EXISTS (SELECT 1 FROM assessmentConflict AS conflict
                WHERE conflict.applicationId = item.applicationId
                  AND conflict.memberId = attendance.memberId) AS hasInterest
            FROM assessmentMeetingItem AS item JOIN assessmentAttendance AS attendance
              USING (meetingId)
            WHERE meetingId = ? AND isPresent = 1
              AND (hasInterest OR EXISTS (SELECT 1 FROM assessmentAbsence AS absence
                WHERE absence.meetingId = item.meetingId
                  AND absence.applicationId = item.applicationId
                  AND absence.memberId = attendance.memberId))
            ORDER BY item.applicationId, attendance.memberId
            """, [id]
        ) { absent[$0[0], default: []].append((PersonID($0[1]), $0[2])) }
        var undeclared: [Int64: [PersonID]] = [:]
        try tx.forEach(
            """
            SELECT item.applicationId, attendance.memberId
            FROM assessmentMeetingItem AS item
              JOIN assessmentAttendance AS attendance USING (meetingId)
              JOIN assessmentRound USING (roundId)
            WHERE meetingId = ? AND isPresent = 1 AND asksInterest = 1
              AND NOT EXISTS (SELECT 1 FROM assessmentInterest AS said
                WHERE said.roundId = attendance.roundId
                  AND said.memberId = attendance.memberId
                  AND said.applicationId = item.applicationId)
            ORDER BY item.applicationId, attendance.memberId
            """, [id]
        ) { undeclared[$0[0], default: []].append(PersonID($0[1])) }
        var voters: [Int64: [PersonID]] = [:]
        try tx.forEach(
            """
            SELECT applicationId, memberId FROM assessmentVoter
            WHERE meetingId = ? ORDER BY applicationId, memberId
            """, [id]
        ) { voters[$0[0], default: []].append(PersonID($0[1])) }
        var moderations: [Int64: [MeetingRecord.Moderation]] = [:]
        try tx.forEach(
            """
            SELECT applicationId, memberId, criterion, valueBefore, valueAfter, reason
            FROM assessmentModeration JOIN assessmentScore ON assessmentScore.id = scoreId
            WHERE meetingId = ? ORDER BY assessmentModeration.id
            """, [id]
        ) {
            moderations[$0[0], default: []].append(
                MeetingRecord.Moderation(
                    member: PersonID($0[1]), criterion: $0[2], before: $0[3], after: $0[4],
                    reason: $0[5]))
        }
        let recommendations = try recommendations(of: meeting, in: tx)
        let items = try tx.list(
            """
            SELECT applicationId, rank, score, reference, requestedPence, minimumPence, isStanding
            FROM assessmentMeetingItem JOIN assessmentCandidate USING (applicationId)
            WHERE meetingId = ? ORDER BY place
            """, [id]
        ) { row in
            let application: Int64 = row[0]
            return MeetingRecord.Item(
                entry: AgendaEntry(
                    application: ApplicationID(application), rank: row[1], score: row[2]),
                reference: Reference(stored: row[3]), requested: Money(pence: row[4]),
                minimum: Money(pence: row[5]), isStanding: row[6],
                absent: absent[application] ?? [], undeclared: undeclared[application] ?? [],
                voters: voters[application] ?? [],
                moderations: moderations[application] ?? [],
                recommendation: recommendations[application])
        }
        return MeetingRecord(
            meeting: meeting,
            quorum: try panels(of: meeting.round, in: tx).first { $0.key == meeting.panel }?.quorum
                ?? 1,
            present: try people(true), apologies: try people(false), items: items,
            allotment: Money(
                pence: try tx.first(
                    "SELECT meetingAllotmentPence FROM assessmentRound WHERE roundId = ?",
                    [meeting.round.rawValue], { $0[0] as Int64? ?? 0 }) ?? 0))
    }

    private func recommendations(
        of meeting: Meeting, in tx: borrowing ReadTx
    ) throws -> [Int64: MeetingRecord.Recommendation] {
        var dissents: [Int64: [(member: PersonID, text: String)]] = [:]
        try tx.forEach(
            """
            SELECT recommendationId, memberId, text FROM assessmentDissent
            JOIN assessmentRecommendation ON assessmentRecommendation.id = recommendationId
            WHERE meetingId = ? ORDER BY recommendationId, memberId
            """, [meeting.id.rawValue]
        ) { dissents[$0[0], default: []].append((PersonID($0[1]), $0[2])) }
        var voters: [Int64: [PersonID]] = [:]
        try tx.forEach(
            """
            SELECT recommendationId, memberId FROM assessmentRecommendationVoter
            JOIN assessmentRecommendation ON assessmentRecommendation.id = recommendationId
            WHERE meetingId = ? ORDER BY recommendationId, memberId
            """, [meeting.id.rawValue]
        ) { voters[$0[0], default: []].append(PersonID($0[1])) }
        var found: [Int64: MeetingRecord.Recommendation] = [:]
        // The last of each application holds.
        try tx.forEach(
            """
            SELECT id, applicationId, kind, amountPence, conditions, votesFor, votesAgainst,
              abstentions, castingVote
            FROM assessmentRecommendation WHERE meetingId = ? ORDER BY id
            """, [meeting.id.rawValue]
        ) { row in
            found[row[1]] = MeetingRecord.Recommendation(
                kind: RecommendationKind(rawValue: row[2]) ?? .decline,
                amount: (row[3] as Int64?).map(Money.init(pence:)), conditions: row[4],
                votes: (row[5] as Int64?).map {
                    Votes(votesFor: $0, against: row[6], abstentions: row[7], isCast: row[8])
                }, dissents: dissents[row[0]] ?? [], voters: voters[row[0]] ?? [])
        }
        return found
    }
}
