import FundStore

extension CommissioningModule {
    private static let kept = "commissioning-kept"

    /// What a round that was made from another takes with it of what was learned, and what an officer
    /// made of each.
    public static let proposalsSchema = """
        CREATE TABLE commissioningProposal (
          id       INTEGER PRIMARY KEY,
          roundId  INTEGER NOT NULL REFERENCES round(id),
          -- A lesson, or the answer to a question of Review.
          lessonId INTEGER REFERENCES commissioningLesson(id),
          answerId INTEGER REFERENCES commissioningAnswer(id),
          text     TEXT NOT NULL CHECK (trim(text) <> ''),
          evidence TEXT CHECK (trim(evidence) <> ''),
          at       INTEGER NOT NULL,
          CHECK ((lessonId IS NULL) <> (answerId IS NULL)),
          UNIQUE (roundId, lessonId), UNIQUE (roundId, answerId)
        ) STRICT;

        CREATE TRIGGER commissioningProposalStands BEFORE INSERT ON commissioningProposal
        WHEN EXISTS (SELECT 1 FROM commissioningLessonWithdrawal WHERE lessonId = NEW.lessonId)
        BEGIN SELECT RAISE(ABORT, 'lesson-withdrawn'); END;

        \(Migration.appendOnly(
            "commissioningProposal", by: [["id"], ["roundId", "lessonId"], ["roundId", "answerId"]],
            code: kept))

        CREATE TABLE commissioningProposalVerdict (
          proposalId  INTEGER PRIMARY KEY REFERENCES commissioningProposal(id),
          verdict     TEXT NOT NULL CHECK (verdict IN ('taken', 'left')),
          reason      TEXT NOT NULL CHECK (trim(reason) <> ''),
          decidedById INTEGER NOT NULL REFERENCES person(id),
          decidedAt   INTEGER NOT NULL,
          decidedOn   TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn)
        ) STRICT;

        \(Migration.appendOnly(
            "commissioningProposalVerdict", by: [["proposalId"]], code: "proposal-decided"))
        """
}
