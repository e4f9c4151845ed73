import FundCore
import FundStore
import GRDB

/// That an award was closed, or opened again.
public struct AwardClosing: Sendable {
    public let isClosed: Bool
    /// Always there where it was opened again.
    public let reason: String?
    public let by: PersonID
    /// The day in London.
    public let on: LocalDate
}

public enum AwardClosingProblem: Problem {
    /// Nothing of it came to its group, or will.
    case cameToNothing(reference: String)
    /// What is still missing.
    case lacks(reference: String, [FieldProblem])
    case closed
    case notClosed(reference: String)

    public var report: ProblemReport {
        switch self {
        case .cameToNothing(let reference):
            ProblemReport("award-came-to-nothing", .conflict, ["reference": reference])
        case .lacks(let reference, let gaps):
            ProblemReport("award-lacks", .conflict, ["reference": reference], fields: gaps)
        case .closed: ProblemReport("award-closed", .conflict)
        case .notClosed(let reference):
            ProblemReport("award-not-closed", .conflict, ["reference": reference])
        }
    }
}

extension AwardsModule {
    /// The schema's part of closing an award: nothing of its agreement changes any more.
    public static let closeSchema = """
        -- That an award is closed, and that it is opened again; the newest row counts.
        CREATE TABLE awardClosing (
          id       INTEGER PRIMARY KEY,
          awardId  INTEGER NOT NULL REFERENCES award(id),
          isClosed INTEGER NOT NULL CHECK (isClosed IN (0, 1)),
          reason   TEXT CHECK (trim(reason) <> ''),
          setById  INTEGER NOT NULL REFERENCES person(id),
          setAt    INTEGER NOT NULL,
          setOn    TEXT NOT NULL CHECK (date(setOn) IS setOn),
          CHECK (isClosed = 1 OR reason IS NOT NULL)
        ) STRICT;
        CREATE INDEX awardClosingByAward ON awardClosing (awardId, id);
        \(Migration.appendOnly("awardClosing", code: "closing-stands"))

        CREATE VIEW awardClosed AS
        SELECT awardId FROM awardClosing AS newest
        WHERE isClosed AND id = (SELECT max(id) FROM awardClosing AS same
          WHERE same.awardId = newest.awardId);

        -- What somebody asked for or offered, and nobody has answered.
        CREATE VIEW awardChangeOpen AS
        SELECT awardId FROM awardVariation
        WHERE id NOT IN (SELECT variationId FROM awardVariationDecision)
          AND awardId NOT IN (SELECT awardId FROM awardEnd)
          AND awardId NOT IN (SELECT awardId FROM awardWithdrawal)
        UNION SELECT awardId FROM awardVersion
        WHERE id NOT IN (SELECT versionId FROM awardAcceptance)
          AND id NOT IN (SELECT versionId FROM awardVersionEnd)
          AND awardId NOT IN (SELECT awardId FROM awardEnd)
          AND awardId NOT IN (SELECT awardId FROM awardWithdrawal);

        CREATE TRIGGER awardClosingInTurn BEFORE INSERT ON awardClosing
        BEGIN
          SELECT RAISE(ABORT, 'award-closed') WHERE NEW.isClosed = 1
            AND NEW.awardId IN (SELECT awardId FROM awardClosed);
          SELECT RAISE(ABORT, 'award-not-closed') WHERE NEW.isClosed = 0
            AND NEW.awardId NOT IN (SELECT awardId FROM awardClosed);
          SELECT RAISE(ABORT, 'award-lacks') WHERE NEW.isClosed = 1
            AND NEW.awardId IN (SELECT awardId FROM awardChangeOpen);
        END;

        CREATE TRIGGER awardVariationNotClosed BEFORE INSERT ON awardVariation
        WHEN NEW.awardId IN (SELECT awardId FROM awardClosed)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;

        CREATE TRIGGER awardVersionNotClosed BEFORE INSERT ON awardVersion
        WHEN NEW.awardId IN (SELECT awardId FROM awardClosed)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;

        CREATE TRIGGER awardEndNotClosed BEFORE INSERT ON awardEnd
        WHEN NEW.awardId IN (SELECT awardId FROM awardClosed)
        BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
        """

    /// Every time that an award was closed or opened again, the first one first.
    public func closings(of award: AwardID, in tx: borrowing ReadTx) throws -> [AwardClosing] {
        try tx.list(
            """
            SELECT isClosed, reason, setById, setOn FROM awardClosing WHERE awardId = ?
            ORDER BY id
            """, [award.rawValue]
        ) {
            AwardClosing(
                isClosed: $0[0], reason: $0[1], by: PersonID($0[2]),
                on: LocalDate($0[3] as String) ?? LocalDate(daysSince1970: 0))
        }
    }

    public func isClosed(_ award: AwardID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM awardClosed WHERE awardId = ?", [award.rawValue], { _ in true })
            ?? false
    }

    /// What keeps an award from being closed for the sake of its agreement.
    public func closingGaps(of award: AwardID, in tx: borrowing ReadTx) throws -> [FieldProblem] {
        let isOpen: Bool =
            try tx.first(
                "SELECT 1 FROM awardChangeOpen WHERE awardId = ?", [award.rawValue], { _ in true })
            ?? false
        return isOpen ? [FieldProblem("agreement", "closing-change-open")] : []
    }

    /// Closes an award, or opens it again.
    ///
    /// - Parameter reason: needed where it is opened again.
    /// - Throws: `InvalidInput`.
    public func setClosed(
        _ isClosed: Bool, _ award: AwardID, reason: String?, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(isClosed ? .officer : .decisionMaker)
        let given = (reason ?? "").trimmed
        if !isClosed, given.isEmpty {
            throw InvalidInput("award", [FieldProblem("reason", "missing")])
        }
        guard given.unicodeScalars.count <= 2000 else {
            throw InvalidInput(
                "award", [FieldProblem("reason", "too-long", ["maximum": "2000"])])
        }
        try tx.execute(
            """
            INSERT INTO awardClosing (awardId, isClosed, reason, setById, setAt, setOn)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, isClosed, given.isEmpty ? nil : given, person.rawValue,
                tx.now.milliseconds, "\(LondonTime.date(tx.now))",
            ])
        try tx.audit(isClosed ? "award.closing" : "award.reopening", "award:\(award.rawValue)")
    }
}
