import FundCore
import FundStore
import GRDB

/// That a group gave up its award, in a round without agreements: what was not paid of it by then
/// went back to its round, for good.
public struct GivenUp: Sendable {
    public let reason: String
    /// What it had been paid.
    public let paid: Money
    /// What went back to the round.
    public let released: Money
    public let by: PersonID
    /// The day in London.
    public let on: LocalDate
}

public enum GivingUpProblem: Problem {
    /// Its round has agreements: they come to their end otherwise.
    case agreement(reference: String)
    /// It came to its end before.
    case over(reference: String)
    case allPaid(reference: String)
    /// Nothing of it is paid, and its group was not told of it.
    case untold(reference: String)
    /// Payments of it are in a run or at the bank: each is named.
    case underWay(reference: String, [FieldProblem])

    public var report: ProblemReport {
        switch self {
        case .agreement(let reference):
            ProblemReport("give-up-agreement", .conflict, ["reference": reference])
        case .over(let reference):
            ProblemReport("give-up-over", .conflict, ["reference": reference])
        case .allPaid(let reference):
            ProblemReport("give-up-all-paid", .conflict, ["reference": reference])
        case .untold(let reference):
            ProblemReport("give-up-untold", .conflict, ["reference": reference])
        case .underWay(let reference, let payments):
            ProblemReport(
                "give-up-under-way", .conflict, ["reference": reference], fields: payments)
        }
    }
}

extension AwardsModule {
    /// The schema's part of giving an award up: once, of one that stands, and its round can give the
    /// rest again.
    public static let giveUpSchema = """
        -- An award of a round without agreements that its group gave up. What was paid stays.
        CREATE TABLE awardGivenUp (
          awardId       INTEGER PRIMARY KEY REFERENCES award(id),
          reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
          heldPence     INTEGER NOT NULL,
          paidPence     INTEGER NOT NULL CHECK (paidPence >= 0),
          releasedPence INTEGER NOT NULL
            CHECK (releasedPence > 0 AND releasedPence = heldPence - paidPence),
          entryId       INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id),
          givenUpById   INTEGER NOT NULL REFERENCES person(id),
          givenUpAt     INTEGER NOT NULL,
          givenUpOn     TEXT NOT NULL CHECK (date(givenUpOn) IS givenUpOn)
        ) STRICT;
        \(Migration.appendOnly(
            "awardGivenUp", by: [["awardId"], ["entryId"]], code: "giving-up-stands"))

        CREATE TRIGGER awardGivenUpFits BEFORE INSERT ON awardGivenUp
        BEGIN
          SELECT RAISE(ABORT, 'give-up-agreement') WHERE (
            SELECT needsAgreement FROM awardRound
            JOIN award ON award.roundId = awardRound.roundId WHERE award.id = NEW.awardId) IS NOT 0;
          SELECT RAISE(ABORT, 'award-closed')
          WHERE NEW.awardId IN (SELECT awardId FROM awardClosed);
          SELECT RAISE(ABORT, 'give-up-over')
          WHERE NEW.awardId IN (SELECT awardId FROM awardWithdrawal)
            OR NEW.awardId IN (SELECT awardId FROM awardEnd);
          SELECT RAISE(ABORT, 'agreement-sums') WHERE NEW.heldPence <> \(held("NEW.awardId"));
        END;

        CREATE TRIGGER awardWithdrawalNotGivenUp BEFORE INSERT ON awardWithdrawal
        WHEN NEW.awardId IN (SELECT awardId FROM awardGivenUp)
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

        -- No more comes back of an award than it had.
        DROP TRIGGER awardGivenBackFits;
        CREATE TRIGGER awardGivenBackFits BEFORE INSERT ON awardGivenBack
        WHEN NEW.pence > \(held("NEW.awardId"))
          - ifnull((SELECT releasedPence FROM awardEnd WHERE awardId = NEW.awardId), 0)
          - ifnull((SELECT releasedPence FROM awardWithdrawal WHERE awardId = NEW.awardId), 0)
          - ifnull((SELECT releasedPence FROM awardGivenUp WHERE awardId = NEW.awardId), 0)
          - (SELECT ifnull(sum(pence), 0) FROM awardGivenBack WHERE awardId = NEW.awardId)
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

        DROP TRIGGER awardRoundAllotmentStays;
        CREATE TRIGGER awardRoundAllotmentStays BEFORE UPDATE ON awardRound
        WHEN NEW.roundId <> OLD.roundId OR NEW.allotmentPence <> OLD.allotmentPence
          -- It falls only to what its awards come to without what was taken back, was given up, came
          -- to nothing or came back.
          OR (NEW.awardedPence < OLD.awardedPence AND NEW.awardedPence <>
            (SELECT ifnull(sum(amountPence), 0) FROM award WHERE roundId = NEW.roundId)
            - (SELECT ifnull(sum(releasedPence), 0) FROM awardWithdrawal
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
            - (SELECT ifnull(sum(releasedPence), 0) FROM awardEnd
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
            - (SELECT ifnull(sum(releasedPence), 0) FROM awardGivenUp
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
            - (SELECT ifnull(sum(pence), 0) FROM awardGivenBack
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
            + (SELECT ifnull(sum(pence), 0) FROM awardMovement
               JOIN awardVersion ON awardVersion.id = versionId
               JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId))
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

        CREATE TRIGGER awardGivenUpReturns AFTER INSERT ON awardGivenUp
        BEGIN
          UPDATE awardRound SET awardedPence = awardedPence - NEW.releasedPence
          WHERE roundId = (SELECT roundId FROM award WHERE id = NEW.awardId);
        END;
        """

    /// How a group gave up its award; nil where it did not.
    public func givenUp(_ award: AwardID, in tx: borrowing ReadTx) throws -> GivenUp? {
        try tx.first(
            """
            SELECT reason, paidPence, releasedPence, givenUpById, givenUpOn FROM awardGivenUp
            WHERE awardId = ?
            """, [award.rawValue]
        ) {
            GivenUp(
                reason: $0[0], paid: Money(pence: $0[1]), released: Money(pence: $0[2]),
                by: PersonID($0[3]),
                on: LocalDate($0[4] as String) ?? LocalDate(daysSince1970: 0))
        }
    }

    /// How many awards of a round their groups gave up whole.
    public func givenUpWhole(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            """
            SELECT count(*) FROM awardGivenUp JOIN award ON award.id = awardId
            WHERE roundId = ? AND paidPence = 0
            """, [round.rawValue], { $0[0] }) ?? 0
    }

    /// Says that a group gave up what was not paid of its award.
    ///
    /// - Parameters:
    ///   - held: what was owed and paid to it till now.
    ///   - entry: what gave the rest back to the round.
    /// - Throws: `InvalidInput`.
    public func giveUp(
        _ award: AwardID, held: Money, paid: Money, entry: LedgerEntryID, reason: String,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.decisionMaker)
        let reason = try Self.agreementWords(reason, "reason", maximum: 2000)
        try tx.execute(
            """
            INSERT INTO awardGivenUp
              (awardId, reason, heldPence, paidPence, releasedPence, entryId, givenUpById,
               givenUpAt, givenUpOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, reason, held.pence, paid.pence, (held - paid).pence,
                entry.rawValue, person.rawValue, tx.now.milliseconds,
                "\(LondonTime.date(tx.now))",
            ])
        try tx.audit(
            "award.giving-up", "award:\(award.rawValue)",
            [("releasedPence", .int((held - paid).pence)), ("paidPence", .int(paid.pence))])
    }
}
