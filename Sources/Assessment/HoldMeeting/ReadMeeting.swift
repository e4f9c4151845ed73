import FundCore
import FundStore
import GRDB

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
            SELECT id, number, openedAt, openedById, signedAt, signedById, chairId, minutes,
              minutesHash, openedDespite
            FROM assessmentMeeting WHERE roundId = ?1 AND panel = ?2 AND (?3 IS NULL OR number = ?3)
            ORDER BY number DESC LIMIT 1
            """, [round.rawValue, panel, number]
        ) { row in
            Meeting(
                id: MeetingID(row[0]), round: round, panel: panel, number: row[1],
                openedAt: Instant(milliseconds: row[2]), openedBy: PersonID(row[3]),
                openedDespite: row[9],
                signature: (row[4] as Int64?).map {
                    Meeting.Signature(
                        at: Instant(milliseconds: $0), by: PersonID(row[5]),
                        chair: PersonID(row[6]), minutes: row[7], hash: row[8])
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

    /// Of how many applications before their panel each of its members has not said whether they
    /// have an interest in it, where the round asks that; nobody stands here who has said it of all.
    public func undeclaredCounts(
        on panel: String, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [PersonID: Int] {
        Dictionary(
            uniqueKeysWithValues: try tx.list(
                """
                SELECT personId, count(*) FROM assessmentPanelMember AS member
                  JOIN assessmentCandidatePanel AS candidate USING (roundId, panel)
                  JOIN assessmentRound USING (roundId)
                WHERE member.roundId = ?1 AND panel = ?2 AND isStanding = 1 AND asksInterest = 1
                  AND NOT EXISTS (SELECT 1 FROM assessmentInterest AS said
                    WHERE said.roundId = ?1 AND said.memberId = member.personId
                      AND said.applicationId = candidate.applicationId)
                GROUP BY personId
                """, [round.rawValue, panel], { (PersonID($0[0]), $0[1] as Int) }))
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

    /// Whether somebody was at a meeting.
    public func isPresent(
        _ member: PersonID, at meeting: Meeting, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM assessmentAttendance
            WHERE meetingId = ? AND memberId = ? AND isPresent = 1
            """, [meeting.id.rawValue, member.rawValue], { _ in true }) ?? false
    }
}
