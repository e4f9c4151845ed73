import FundCore
import FundStore
import GRDB

/// What the schema refuses at a meeting, said before with the figures that it has none of.
extension AssessmentModule {
    /// Refuses votes that do not add up to those who may vote, and money that a group could not work
    /// with. What else the schema refuses it says itself.
    ///
    /// - Parameter amount: what is to be given; nil for nothing.
    /// - Throws: `MeetingProblem.votesDiffer`, `.underMinimum`.
    func refuseWithFigures(
        _ entry: RecommendationEntry, amount: Money?, on application: ApplicationID,
        at meeting: Meeting, in tx: borrowing ReadTx
    ) throws {
        let known = try tx.first(
            """
            SELECT minimumPence, quorum,
              (SELECT count(*) FROM assessmentVoter
               WHERE meetingId = ?1 AND applicationId = ?2)
            FROM assessmentCandidatePanel AS candidate
            JOIN assessmentPanel ON assessmentPanel.roundId = candidate.roundId
              AND key = candidate.panel
            WHERE applicationId = ?2
            """, [meeting.id.rawValue, application.rawValue],
            { (minimum: Money(pence: $0[0]), quorum: $0[1] as Int64, voters: $0[2] as Int64) })
        // Too few members is the first thing to put right.
        guard let known, known.voters >= known.quorum else { return }
        if let votes = entry.votes {
            let given = votes.votesFor + votes.against + votes.abstentions
            guard given == known.voters else {
                throw MeetingProblem.votesDiffer(given: given, voters: known.voters)
            }
        }
        if let amount, amount < known.minimum {
            throw MeetingProblem.underMinimum(given: amount, minimum: known.minimum)
        }
    }

    /// Refuses to sign while nothing is recommended about some application, and in the name of a
    /// chair who decided an even vote on what they had no part in.
    /// - Throws: `MeetingProblem.unfinished`, `.chairTookNoPart`.
    func refuseUnfinished(
        _ meeting: Meeting, chair: PersonID, in tx: borrowing ReadTx
    ) throws {
        // Who has to be there is the first thing to put right.
        let quorum = try panels(of: meeting.round, in: tx).first { $0.key == meeting.panel }?.quorum
        let present: Int64? = try tx.first(
            "SELECT count(*) FROM assessmentAttendance WHERE meetingId = ? AND isPresent = 1",
            [meeting.id.rawValue], { $0[0] })
        guard let quorum, let present, present >= quorum,
            try isPresent(chair, at: meeting, in: tx)
        else { return }
        let open = try tx.list(
            """
            SELECT stands.reference FROM assessmentCandidatePanel AS candidate
            JOIN assessmentCandidate AS stands USING (applicationId)
            WHERE candidate.roundId = ?1 AND candidate.panel = ?2 AND candidate.isStanding = 1
              AND NOT EXISTS (SELECT 1 FROM assessmentRecommendation AS said
                WHERE said.meetingId = ?3 AND said.applicationId = candidate.applicationId)
            ORDER BY stands.reference
            """, [meeting.round.rawValue, meeting.panel, meeting.id.rawValue],
            { "\(Reference(stored: $0[0]))" })
        guard open.isEmpty else {
            throw MeetingProblem.unfinished(references: Array(open.prefix(20)), count: open.count)
        }
        let cast = try tx.list(
            """
            SELECT reference FROM (SELECT max(id) AS id FROM assessmentRecommendation
              WHERE meetingId = ?1 GROUP BY applicationId) AS last
            JOIN assessmentRecommendation AS said ON said.id = last.id
            JOIN assessmentCandidate USING (applicationId)
            WHERE castingVote = 1
              AND (NOT EXISTS (SELECT 1 FROM assessmentRecommendationVoter
                  WHERE recommendationId = said.id AND memberId = ?2)
                OR EXISTS (SELECT 1 FROM assessmentDissent
                  WHERE recommendationId = said.id AND memberId = ?2))
            ORDER BY reference
            """, [meeting.id.rawValue, chair.rawValue], { "\(Reference(stored: $0[0]))" })
        guard cast.isEmpty else { throw MeetingProblem.chairTookNoPart(references: cast) }
    }
}
