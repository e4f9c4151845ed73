import FundStore

extension AssessmentModule {
    static let meetings = Migration(
        29, "moderation and decision meetings",
        """
        -- How much the round's meetings may recommend; NULL where the round holds none.
        ALTER TABLE assessmentRound ADD COLUMN meetingAllotmentPence INTEGER
          CHECK (meetingAllotmentPence > 0);

        CREATE TRIGGER assessmentRoundMeetingsStay BEFORE UPDATE ON assessmentRound
        WHEN NEW.meetingAllotmentPence IS NOT OLD.meetingAllotmentPence
        BEGIN SELECT RAISE(ABORT, 'score-kept'); END;

        -- Which panel each application is before: until it is assigned, the first one.
        CREATE VIEW assessmentCandidatePanel AS
          SELECT applicationId, roundId, requestedPence, minimumPence, isStanding,
            ifnull(panel, (SELECT min(key) FROM assessmentPanel
              WHERE assessmentPanel.roundId = assessmentCandidate.roundId)) AS panel
          FROM assessmentCandidate;

        -- A panel meets as often as it must; one meeting is signed before the next opens.
        CREATE TABLE assessmentMeeting (
          id          INTEGER PRIMARY KEY,
          roundId     INTEGER NOT NULL,
          panel       TEXT NOT NULL,
          number      INTEGER NOT NULL CHECK (number > 0),
          openedAt    INTEGER NOT NULL,
          openedById  INTEGER NOT NULL REFERENCES person(id),
          -- Why it opened although not everybody had scored; NULL where everybody had.
          openedDespite TEXT CHECK (openedDespite <> ''),
          signedAt    INTEGER,
          signedById  INTEGER REFERENCES person(id),
          chairId     INTEGER,
          -- SHA-256 of what it looked at: whether anything has changed since.
          ground      TEXT CHECK (length(ground) = 64),
          minutes     TEXT CHECK (minutes <> ''),
          minutesHash TEXT CHECK (length(minutesHash) = 64),
          FOREIGN KEY (roundId, panel) REFERENCES assessmentPanel(roundId, key),
          FOREIGN KEY (roundId, chairId) REFERENCES assessmentPanelMember(roundId, personId),
          CHECK ((signedAt IS NULL) = (signedById IS NULL)
            AND (signedAt IS NULL) = (chairId IS NULL)
            AND (signedAt IS NULL) = (ground IS NULL)
            AND (signedAt IS NULL) = (minutes IS NULL)
            AND (signedAt IS NULL) = (minutesHash IS NULL)),
          CHECK (signedAt >= openedAt)
        ) STRICT;
        CREATE UNIQUE INDEX assessmentMeetingOnce ON assessmentMeeting (roundId, panel, number);
        CREATE UNIQUE INDEX assessmentMeetingOfRound ON assessmentMeeting (id, roundId);

        -- Who is there, and who sent apologies.
        CREATE TABLE assessmentAttendance (
          meetingId    INTEGER NOT NULL,
          roundId      INTEGER NOT NULL,
          memberId     INTEGER NOT NULL,
          isPresent    INTEGER NOT NULL CHECK (isPresent IN (0, 1)),
          recordedAt   INTEGER NOT NULL,
          recordedById INTEGER NOT NULL REFERENCES person(id),
          PRIMARY KEY (meetingId, memberId),
          FOREIGN KEY (meetingId, roundId) REFERENCES assessmentMeeting(id, roundId),
          FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
        ) STRICT, WITHOUT ROWID;

        -- The agenda as the meeting opened with it, and what stood on it later.
        CREATE TABLE assessmentMeetingItem (
          meetingId     INTEGER NOT NULL REFERENCES assessmentMeeting(id),
          applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
          place         INTEGER NOT NULL CHECK (place > 0),
          rank          INTEGER NOT NULL CHECK (rank > 0),
          score         TEXT NOT NULL CHECK (score <> ''),
          PRIMARY KEY (meetingId, applicationId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX assessmentMeetingItemOfOne ON assessmentMeetingItem (applicationId);

        -- Who is there and left the room for one application.
        CREATE TABLE assessmentAbsence (
          meetingId     INTEGER NOT NULL,
          applicationId INTEGER NOT NULL,
          memberId      INTEGER NOT NULL,
          PRIMARY KEY (meetingId, applicationId, memberId),
          FOREIGN KEY (meetingId, applicationId)
            REFERENCES assessmentMeetingItem(meetingId, applicationId),
          FOREIGN KEY (meetingId, memberId) REFERENCES assessmentAttendance(meetingId, memberId)
        ) STRICT, WITHOUT ROWID;

        -- Who may vote on an application: those who are there, did not leave for it, have no interest
        -- in it and, where the round asks for interests, have said so.
        CREATE VIEW assessmentVoter AS
          SELECT meetingId, applicationId, memberId
          FROM assessmentAttendance
          JOIN assessmentMeeting ON assessmentMeeting.id = meetingId
          JOIN assessmentCandidatePanel
            ON assessmentCandidatePanel.roundId = assessmentMeeting.roundId
            AND assessmentCandidatePanel.panel = assessmentMeeting.panel
          JOIN assessmentRound ON assessmentRound.roundId = assessmentMeeting.roundId
          WHERE isPresent = 1
            AND (asksInterest = 0 OR EXISTS (SELECT 1 FROM assessmentInterest AS said
              WHERE said.roundId = assessmentMeeting.roundId
                AND said.memberId = assessmentAttendance.memberId
                AND said.applicationId = assessmentCandidatePanel.applicationId))
            AND NOT EXISTS (SELECT 1 FROM assessmentAbsence AS absence
              WHERE absence.meetingId = assessmentAttendance.meetingId
                AND absence.applicationId = assessmentCandidatePanel.applicationId
                AND absence.memberId = assessmentAttendance.memberId)
            AND NOT EXISTS (SELECT 1 FROM assessmentConflict AS conflict
              WHERE conflict.applicationId = assessmentCandidatePanel.applicationId
                AND conflict.memberId = assessmentAttendance.memberId);

        -- What the panel advises; the last one of a meeting holds.
        CREATE TABLE assessmentRecommendation (
          id            INTEGER PRIMARY KEY,
          meetingId     INTEGER NOT NULL REFERENCES assessmentMeeting(id),
          applicationId INTEGER NOT NULL,
          kind          TEXT NOT NULL
            CHECK (kind IN ('fund', 'part', 'reserve', 'decline', 'defer')),
          amountPence   INTEGER CHECK (amountPence > 0),
          conditions    TEXT CHECK (conditions <> ''),
          -- NULL where it was agreed without a vote.
          votesFor      INTEGER CHECK (votesFor >= 0),
          votesAgainst  INTEGER CHECK (votesAgainst >= 0),
          abstentions   INTEGER CHECK (abstentions >= 0),
          -- Whether the chair decided an even vote.
          castingVote   INTEGER NOT NULL DEFAULT 0 CHECK (castingVote IN (0, 1)),
          recordedAt    INTEGER NOT NULL,
          recordedById  INTEGER NOT NULL REFERENCES person(id),
          FOREIGN KEY (meetingId, applicationId)
            REFERENCES assessmentMeetingItem(meetingId, applicationId),
          CHECK (castingVote = 0
            OR (votesFor IS NOT NULL AND votesFor > 0 AND votesFor = votesAgainst)),
          CHECK ((amountPence IS NOT NULL) = (kind IN ('fund', 'part'))),
          CHECK (conditions IS NULL OR kind IN ('fund', 'part', 'reserve')),
          CHECK ((votesFor IS NULL) = (votesAgainst IS NULL)
            AND (votesFor IS NULL) = (abstentions IS NULL))
        ) STRICT;
        CREATE INDEX assessmentRecommendationOfOne
          ON assessmentRecommendation (applicationId, meetingId, id);
        CREATE INDEX assessmentRecommendationByMeeting
          ON assessmentRecommendation (meetingId, applicationId, id);

        -- Who took part in what was recorded.
        CREATE TABLE assessmentRecommendationVoter (
          recommendationId INTEGER NOT NULL REFERENCES assessmentRecommendation(id),
          memberId         INTEGER NOT NULL REFERENCES person(id),
          PRIMARY KEY (recommendationId, memberId)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE assessmentDissent (
          recommendationId INTEGER NOT NULL REFERENCES assessmentRecommendation(id),
          memberId         INTEGER NOT NULL REFERENCES person(id),
          text             TEXT NOT NULL CHECK (text <> ''),
          PRIMARY KEY (recommendationId, memberId)
        ) STRICT, WITHOUT ROWID;

        -- A score that a member changes in the meeting, and why.
        CREATE TABLE assessmentModeration (
          id           INTEGER PRIMARY KEY,
          meetingId    INTEGER NOT NULL REFERENCES assessmentMeeting(id),
          scoreId      INTEGER NOT NULL REFERENCES assessmentScore(id),
          valueBefore  INTEGER,
          valueAfter   INTEGER,
          reason       TEXT NOT NULL CHECK (reason <> ''),
          recordedAt   INTEGER NOT NULL,
          recordedById INTEGER NOT NULL REFERENCES person(id),
          CHECK (valueBefore IS NOT valueAfter)
        ) STRICT;
        CREATE INDEX assessmentModerationByScore ON assessmentModeration (scoreId, id);
        CREATE INDEX assessmentModerationByMeeting ON assessmentModeration (meetingId, id);

        \(meetingRules)
        """)
}
