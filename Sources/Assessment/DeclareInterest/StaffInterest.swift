import FundCore
import FundStore
import GRDB

public enum StaffInterestProblem: Problem {
    /// Somebody has an interest in an application of the round that they would act on as a whole.
    case round

    public var report: ProblemReport {
        switch self {
        case .round: ProblemReport("round-with-interest", .forbidden)
        }
    }
}

/// Officers, decision makers and finance have interests as well, on no panel, and before and after the
/// decision: they do not judge, screen, decide, pay or close what they have an interest in.
extension AssessmentModule {
    /// The schema's part of it.
    public static let staffInterestSchema = """
        -- What those who work on applications say of their interests; of each the newest row counts.
        CREATE TABLE assessmentStaffInterest (
          id            INTEGER PRIMARY KEY,
          roundId       INTEGER NOT NULL REFERENCES round(id),
          applicationId INTEGER NOT NULL REFERENCES application(id),
          personId      INTEGER NOT NULL REFERENCES person(id),
          hasInterest   INTEGER NOT NULL CHECK (hasInterest IN (0, 1)),
          detail        TEXT CHECK (trim(detail) <> ''),
          declaredAt    INTEGER NOT NULL,
          saidById      INTEGER NOT NULL REFERENCES person(id),
          CHECK (hasInterest = 0 OR detail IS NOT NULL)
        ) STRICT;
        CREATE INDEX assessmentStaffInterestByApplication
          ON assessmentStaffInterest (applicationId, personId, id);
        CREATE INDEX assessmentStaffInterestByPerson
          ON assessmentStaffInterest (roundId, personId, applicationId, id);
        \(Migration.appendOnly("assessmentStaffInterest", code: "score-kept"))

        CREATE VIEW assessmentStaffConflict AS
        SELECT roundId, applicationId, personId FROM assessmentStaffInterest AS said
        WHERE hasInterest AND id = (SELECT max(id) FROM assessmentStaffInterest AS other
          WHERE other.applicationId = said.applicationId AND other.personId = said.personId);

        -- Whoever has an interest in an application, on its panel or not.
        CREATE VIEW assessmentAnyConflict AS
        SELECT roundId, applicationId, memberId AS personId FROM assessmentConflict
        UNION SELECT roundId, applicationId, personId FROM assessmentStaffConflict;

        -- One's own "no" does not take back a "yes", nor does somebody with an interest lift another's.
        CREATE TRIGGER assessmentStaffInterestFits BEFORE INSERT ON assessmentStaffInterest
        BEGIN
          SELECT RAISE(ABORT, 'interest-stands') WHERE NEW.hasInterest = 0
            AND NEW.saidById = NEW.personId
            AND EXISTS (SELECT 1 FROM assessmentStaffConflict
              WHERE applicationId = NEW.applicationId AND personId = NEW.personId);
          SELECT RAISE(ABORT, 'judge-with-interest') WHERE NEW.saidById <> NEW.personId
            AND EXISTS (SELECT 1 FROM assessmentAnyConflict
              WHERE applicationId = NEW.applicationId AND personId = NEW.saidById);
        END;

        -- A proposal that was made before somebody declared an interest is made anew, so that they are
        -- kept from deciding on it.
        CREATE TRIGGER assessmentStaffInterestMoves AFTER INSERT ON assessmentStaffInterest
        WHEN NEW.hasInterest = 1
        BEGIN
          UPDATE assessmentRound SET revision = revision + 1
          WHERE roundId = NEW.roundId AND sealedAt IS NULL;
        END;
        """

    /// Says whether whoever works on an application has an interest in it: they themselves, or an
    /// officer of somebody else.
    ///
    /// - Parameter detail: what it is; needed for a yes, and where it is said of somebody else.
    /// - Throws: `InvalidInput`, `AssessmentProblem.interestStands`.
    public func declareStaffInterest(
        of person: PersonID, in application: ApplicationID, round: RoundID, has: Bool,
        detail: String, in tx: borrowing WriteTx
    ) throws {
        let teller = try tx.principal.require(.officer, .decisionMaker, .finance)
        if teller != person { try tx.principal.require(.officer) }
        let detail =
            detail.trimmed.isEmpty && !has && teller == person
            ? nil : try checkedReason(detail, field: "detail")
        let isStanding = try staffBarred(person, in: round, in: tx.reading)
            .contains(application)
        guard has || !isStanding || teller != person else {
            throw AssessmentProblem.interestStands
        }
        try tx.execute(
            """
            INSERT INTO assessmentStaffInterest
              (roundId, applicationId, personId, hasInterest, detail, declaredAt, saidById)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, application.rawValue, person.rawValue, has, detail,
                tx.now.milliseconds, teller.rawValue,
            ])
        try tx.audit(
            "interest.declaration", "application:\(application.rawValue)",
            [
                ("has", .bool(has)), ("member", .int(person.rawValue)),
                (
                    "ground",
                    .string((teller == person ? InterestGround.declared : .officer).rawValue)
                ),
            ])
    }

    /// The applications of a round that somebody on no panel has an interest in.
    public func staffBarred(
        _ person: PersonID, in round: RoundID, in tx: borrowing ReadTx
    ) throws -> Set<ApplicationID> {
        Set(
            try tx.list(
                """
                SELECT applicationId FROM assessmentStaffConflict
                WHERE roundId = ? AND personId = ?
                """, [round.rawValue, person.rawValue], { ApplicationID($0[0]) }))
    }

    /// What somebody last said of their interest in an application, on no panel.
    public func staffInterest(
        of person: PersonID, in application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> DeclaredInterest? {
        try tx.first(
            """
            \(Self.staffColumns) WHERE applicationId = ? AND personId = ?
            ORDER BY id DESC LIMIT 1
            """, [application.rawValue, person.rawValue]
        ) { DeclaredInterest($0) }
    }

    /// What each person last said of an application, on no panel.
    func staffInterests(
        in application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [(member: PersonID, interest: DeclaredInterest)] {
        try tx.list(
            """
            \(Self.staffColumns) WHERE applicationId = ?1 AND id IN (
              SELECT max(id) FROM assessmentStaffInterest
              WHERE applicationId = ?1 GROUP BY personId)
            ORDER BY id
            """, [application.rawValue]
        ) { (PersonID($0[5]), DeclaredInterest($0)) }
    }

    /// All that was said of interests in a round by those on no panel, by application and person.
    ///
    /// - Parameter reference: of an application.
    public func staffRegister(
        of round: RoundID, in tx: borrowing ReadTx,
        reference: (ApplicationID) throws -> Reference
    ) throws -> [InterestEntry] {
        let said = try tx.list(
            """
            \(Self.staffColumns) WHERE roundId = ? ORDER BY applicationId, personId, id
            """, [round.rawValue]
        ) { (DeclaredInterest($0), PersonID($0[5]), ApplicationID($0[6]), $0[7] as Bool) }
        return try said.map { interest, person, application, stands in
            InterestEntry(
                application: application, reference: try reference(application), member: person,
                interest: interest, stands: stands, setAsideCount: 0)
        }
    }

    private static let staffColumns = """
        SELECT hasInterest, detail, declaredAt, iif(saidById = personId, 'declared', 'officer'),
          saidById, personId, applicationId,
          hasInterest AND id = (SELECT max(id) FROM assessmentStaffInterest AS newest
            WHERE newest.applicationId = assessmentStaffInterest.applicationId
              AND newest.personId = assessmentStaffInterest.personId)
        FROM assessmentStaffInterest
        """
}
