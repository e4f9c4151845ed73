import FundCore
import FundStore
import GRDB

extension AssessmentModule {
    /// Makes sure that awards may be proposed from the scores as they stand.
    /// - Returns: what says so, for the proposal.
    public func groundProposal(
        of round: RoundID, in tx: borrowing WriteTx
    ) throws -> ScoresGroundID {
        try tx.execute(
            """
            INSERT INTO assessmentProposalGround (id, roundId, revision)
            SELECT roundId * 4294967296 + revision, roundId, revision FROM assessmentRound
            WHERE roundId = ?1 AND NOT EXISTS (SELECT 1 FROM assessmentProposalGround AS known
              WHERE known.id = ?1 * 4294967296 + assessmentRound.revision)
            """, [round.rawValue])
        let revision = try revision(of: round, in: tx.reading)
        return ScoresGroundID(round.rawValue * 4_294_967_296 + revision)
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

    /// Passes a round whose panels have all met and signed, and in which nothing has changed since.
    ///
    /// - Throws: `MeetingProblem.unsigned`, `MeetingProblem.moved`.
    public func refuseUnmet(_ round: RoundID, in tx: borrowing ReadTx) throws {
        var (unsigned, moved): ([String], [String]) = ([], [])
        for (panel, _) in try panels(of: round, in: tx)
        where try !standing(of: round, panel: panel, in: tx).isEmpty {
            guard let meeting = try meeting(of: round, panel: panel, in: tx),
                meeting.signature != nil
            else {
                unsigned.append(panel)
                continue
            }
            if try hasMoved(since: meeting, in: tx) { moved.append(panel) }
        }
        guard unsigned.isEmpty else { throw MeetingProblem.unsigned(panels: unsigned) }
        guard moved.isEmpty else { throw MeetingProblem.moved(panels: moved) }
    }

    /// Whether its applications, their scores, or who of those who were there has an interest in
    /// what, are others than when a meeting was signed.
    private func hasMoved(since meeting: Meeting, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM assessmentMeetingLook AS seen
            JOIN assessmentLook AS now ON now.look = seen.look
            WHERE meetingId = ? AND roundId = ? AND panel = ?
            """, [meeting.id.rawValue, meeting.round.rawValue, meeting.panel], { _ in false })
            ?? true
    }
}
