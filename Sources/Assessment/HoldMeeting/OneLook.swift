import FundStore

extension AssessmentModule {
    /// The schema's part of keeping once what a signed meeting looked at: a hash of it stood beside
    /// it, by which nothing could be compared here.
    public static let oneLook = """
        -- Of a meeting that was signed before this was kept, nothing is known: as if all had moved.
        DROP TRIGGER assessmentMeetingLookOfSigned;
        INSERT INTO assessmentMeetingLook (meetingId, look)
        SELECT id, '' FROM assessmentMeeting
        WHERE signedAt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM assessmentMeetingLook
          WHERE meetingId = assessmentMeeting.id);

        \(Migration.rebuilding(
            "assessmentMeeting",
            keeping: """
                id, roundId, panel, number, openedAt, openedById, openedDespite, signedAt, signedById,
                  chairId, minutes, minutesHash
                """,
            """
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
              minutes     TEXT CHECK (minutes <> ''),
              minutesHash TEXT CHECK (length(minutesHash) = 64),
              FOREIGN KEY (roundId, panel) REFERENCES assessmentPanel(roundId, key),
              FOREIGN KEY (roundId, chairId) REFERENCES assessmentPanelMember(roundId, personId),
              CHECK ((signedAt IS NULL) = (signedById IS NULL)
                AND (signedAt IS NULL) = (chairId IS NULL)
                AND (signedAt IS NULL) = (minutes IS NULL)
                AND (signedAt IS NULL) = (minutesHash IS NULL)),
              CHECK (signedAt >= openedAt)
            ) STRICT;
            """,
            """
            CREATE UNIQUE INDEX assessmentMeetingOnce
              ON assessmentMeeting (roundId, panel, number);
            CREATE UNIQUE INDEX assessmentMeetingOfRound ON assessmentMeeting (id, roundId);

            \(openingRules)

            \(lookRules)
            """))
        """
}
