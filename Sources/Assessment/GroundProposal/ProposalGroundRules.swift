import FundStore

extension AssessmentModule {
    /// What a proposal rests on: every panel has met and signed, and what it looked at is the same.
    static let proposalGround = """
        -- What a panel looks at: its applications, and the scores of them that count.
        CREATE VIEW assessmentLook AS
          SELECT roundId, key AS panel,
            (SELECT ifnull(group_concat(line, ''), '') FROM (
              SELECT applicationId || ' ' || requestedPence || ' ' || minimumPence || char(10)
                AS line
              FROM assessmentCandidatePanel AS candidate
              WHERE candidate.roundId = assessmentPanel.roundId
                AND candidate.panel = assessmentPanel.key AND isStanding = 1
              ORDER BY applicationId))
            || (SELECT ifnull(group_concat(line, ''), '') FROM (
              SELECT assessmentScore.id || '=' || ifnull(value, 'n/a') || char(10) AS line
              FROM assessmentScore
              JOIN assessmentCandidatePanel AS candidate USING (applicationId)
              WHERE candidate.roundId = assessmentPanel.roundId
                AND candidate.panel = assessmentPanel.key AND isStanding = 1
                AND isSetAside = 0
              ORDER BY assessmentScore.id))
            -- Of those who were there, who has an interest in what.
            || (SELECT ifnull(group_concat(line, ''), '') FROM (
              SELECT DISTINCT conflict.applicationId || ' without ' || conflict.memberId
                || char(10) AS line
              FROM assessmentConflict AS conflict
              JOIN assessmentCandidatePanel AS candidate
                ON candidate.applicationId = conflict.applicationId
              JOIN assessmentAttendance AS attendance
                ON attendance.memberId = conflict.memberId
              JOIN assessmentMeeting AS meeting ON meeting.id = attendance.meetingId
              WHERE candidate.roundId = assessmentPanel.roundId
                AND candidate.panel = assessmentPanel.key AND isStanding = 1
                AND meeting.roundId = assessmentPanel.roundId
                AND meeting.panel = assessmentPanel.key AND isPresent = 1
              ORDER BY line)) AS look
          FROM assessmentPanel;

        -- What it was when the panel signed.
        CREATE TABLE assessmentMeetingLook (
          meetingId INTEGER PRIMARY KEY REFERENCES assessmentMeeting(id),
          look      TEXT NOT NULL
        ) STRICT;
        \(Migration.appendOnly(
            "assessmentMeetingLook", by: [["meetingId"]], code: "meeting-kept"))
        \(lookRules)

        -- Scores from which awards may be proposed. The id says of which round and state they are,
        -- so that whoever refers to it can be held to that.
        CREATE TABLE assessmentProposalGround (
          id       INTEGER PRIMARY KEY,
          roundId  INTEGER NOT NULL REFERENCES assessmentRound(roundId),
          revision INTEGER NOT NULL CHECK (revision BETWEEN 0 AND 4294967295),
          CHECK (id = roundId * 4294967296 + revision)
        ) STRICT;
        \(Migration.appendOnly("assessmentProposalGround", code: "score-kept"))

        CREATE TRIGGER assessmentProposalGroundHolds BEFORE INSERT ON assessmentProposalGround
        BEGIN
          SELECT RAISE(ABORT, 'score-kept') WHERE NOT EXISTS (
            SELECT 1 FROM assessmentRound
            WHERE roundId = NEW.roundId AND revision = NEW.revision);
          SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
            SELECT 1 FROM assessmentRound
            WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
          SELECT RAISE(ABORT, 'proposal-unscored') WHERE NOT EXISTS (
              SELECT 1 FROM assessmentCandidate
              WHERE roundId = NEW.roundId AND isStanding = 1)
            OR EXISTS (
              SELECT 1 FROM assessmentCandidate AS candidate
              JOIN assessmentCriterion AS asked ON asked.roundId = candidate.roundId
              WHERE candidate.roundId = NEW.roundId AND isStanding = 1
                AND NOT EXISTS (SELECT 1 FROM assessmentScore AS given
                  WHERE given.applicationId = candidate.applicationId
                    AND given.criterion = asked.key AND isSetAside = 0));
          SELECT RAISE(ABORT, 'meetings-unsigned') WHERE EXISTS (
            SELECT 1 FROM assessmentRound JOIN assessmentPanel USING (roundId)
            WHERE roundId = NEW.roundId AND meetingAllotmentPence IS NOT NULL
              AND EXISTS (SELECT 1 FROM assessmentCandidatePanel AS candidate
                WHERE candidate.roundId = NEW.roundId AND candidate.panel = key
                  AND isStanding = 1)
              AND (SELECT signedAt FROM assessmentMeeting AS meeting
                WHERE meeting.roundId = NEW.roundId AND meeting.panel = key
                ORDER BY number DESC LIMIT 1) IS NULL);
          SELECT RAISE(ABORT, 'meetings-moved') WHERE EXISTS (
            SELECT 1 FROM assessmentRound
            JOIN assessmentMeeting AS meeting USING (roundId)
            JOIN assessmentMeetingLook AS seen ON seen.meetingId = meeting.id
            JOIN assessmentLook AS now ON now.roundId = meeting.roundId
              AND now.panel = meeting.panel
            WHERE meeting.roundId = NEW.roundId AND meetingAllotmentPence IS NOT NULL
              AND meeting.number = (SELECT max(number) FROM assessmentMeeting
                WHERE roundId = NEW.roundId AND panel = meeting.panel)
              AND seen.look <> now.look);
        END;
        """

    /// What is kept of what a panel looked at: what it was when the meeting was signed.
    static let lookRules = """
        CREATE TRIGGER assessmentMeetingLookOfSigned BEFORE INSERT ON assessmentMeetingLook
        WHEN NOT EXISTS (SELECT 1 FROM assessmentMeeting
          JOIN assessmentLook USING (roundId, panel)
          WHERE assessmentMeeting.id = NEW.meetingId AND signedAt IS NOT NULL
            AND assessmentLook.look = NEW.look)
        BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
        CREATE TRIGGER assessmentMeetingLooked AFTER UPDATE OF signedAt ON assessmentMeeting
        BEGIN
          INSERT INTO assessmentMeetingLook (meetingId, look)
          SELECT NEW.id, look FROM assessmentLook
          WHERE roundId = NEW.roundId AND panel = NEW.panel;
        END;
        """
}
