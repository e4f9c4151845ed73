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
    /// Whether something is left out: then neither ranks nor what it comes to are said, which would
    /// tell of it.
    public let isCut: Bool

    public var total: Money {
        items.filter(\.isStanding).reduce(.zero) { $0 + ($1.recommendation?.amount ?? .zero) }
    }

    /// Without the items of these applications.
    public func leavingOut(_ applications: Set<ApplicationID>) -> MeetingRecord {
        MeetingRecord(
            meeting: meeting, quorum: quorum, present: present, apologies: apologies,
            items: items.filter { !applications.contains($0.entry.application) },
            allotment: allotment,
            isCut: isCut || items.contains { applications.contains($0.entry.application) })
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
                    [meeting.round.rawValue], { $0[0] as Int64? ?? 0 }) ?? 0), isCut: false)
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
