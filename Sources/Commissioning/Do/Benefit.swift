import FundCore
import FundStore

/// Something good that a cycle's work is to bring about, with how it will be known.
public struct Benefit: Sendable {
    public enum Realised: String, Sendable, CaseIterable, Codable {
        case yes, partly, no
    }

    /// Whether it has come about, as somebody said on a day.
    public struct Verdict: Sendable {
        public let version: Int64
        public let realised: Realised
        /// What shows that.
        public let because: String
        /// The indicator's figure by which it was known then.
        public let figure: IndicatorFigure?
        public let on: String
        public let author: PersonID
    }

    public let id: BenefitID
    /// From 1, within its cycle.
    public let number: Int64
    /// The key of a priority that the cycle chose.
    public let priority: String
    public let text: String
    /// How it will be known, in words; nil where a figure says it.
    public let knownBy: String?
    public let indicator: String?
    /// A ward, or `IndicatorBook.wholeArea`.
    public let ward: String?
    /// The figure before.
    public let before: IndicatorFigure?
    /// The post whose holder answers for it; no person's name.
    public let owner: String
    public let author: PersonID
    public let on: String
    /// In order; the last one stands.
    public let verdicts: [Verdict]

    public var verdict: Verdict? { verdicts.last }
}

public enum BenefitProblem: Problem {
    case unknown(number: String)
    case ended
    case changed

    public var report: ProblemReport {
        switch self {
        case .unknown(let number):
            ProblemReport("benefit-unknown", .notFound, ["number": number])
        case .ended: ProblemReport("benefit-cycle-ended", .conflict)
        case .changed: ProblemReport("benefit-changed", .conflict)
        }
    }
}

extension CommissioningModule {
    private static let keptBenefit = "commissioning-kept"

    /// The benefits of a cycle, and whether they came about, version by version.
    public static let benefitSchema = """
        CREATE TABLE commissioningBenefit (
          id          INTEGER PRIMARY KEY,
          cycleId     INTEGER NOT NULL REFERENCES commissioningCycle(id),
          number      INTEGER NOT NULL CHECK (number > 0),
          priorityKey TEXT NOT NULL CHECK (priorityKey <> ''),
          text        TEXT NOT NULL CHECK (trim(text) <> ''),
          knownBy     TEXT CHECK (trim(knownBy) <> ''),
          -- The figure before.
          valueId     INTEGER REFERENCES commissioningIndicatorValue(id),
          owner       TEXT NOT NULL CHECK (trim(owner) <> ''),
          authorId    INTEGER NOT NULL REFERENCES person(id),
          at          INTEGER NOT NULL,
          namedOn     TEXT NOT NULL CHECK (date(namedOn) IS namedOn),
          UNIQUE (cycleId, number),
          CONSTRAINT "benefit-not-known-by" CHECK (knownBy IS NOT NULL OR valueId IS NOT NULL)
        ) STRICT;

        CREATE TRIGGER commissioningBenefitInTime BEFORE INSERT ON commissioningBenefit
        WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle
          WHERE id = NEW.cycleId AND status <> 'ended')
        BEGIN SELECT RAISE(ABORT, 'benefit-cycle-ended'); END;

        CREATE TRIGGER commissioningBenefitServes BEFORE INSERT ON commissioningBenefit
        WHEN NOT EXISTS (SELECT 1 FROM commissioningPriority AS priority
          WHERE priority.cycleId = NEW.cycleId AND priority.key = NEW.priorityKey
            AND NOT EXISTS (SELECT 1 FROM commissioningPriorityWithdrawal
              WHERE priorityId = priority.id))
        BEGIN SELECT RAISE(ABORT, 'cycle-priority-unknown'); END;

        \(Migration.appendOnly(
            "commissioningBenefit", by: [["id"], ["cycleId", "number"]], code: keptBenefit))

        CREATE TABLE commissioningBenefitVerdict (
          id        INTEGER PRIMARY KEY,
          benefitId INTEGER NOT NULL REFERENCES commissioningBenefit(id),
          version   INTEGER NOT NULL CHECK (version > 0),
          realised  TEXT NOT NULL CHECK (realised IN ('yes', 'partly', 'no')),
          because   TEXT NOT NULL CHECK (trim(because) <> ''),
          -- The figure after.
          valueId   INTEGER REFERENCES commissioningIndicatorValue(id),
          authorId  INTEGER NOT NULL REFERENCES person(id),
          at        INTEGER NOT NULL,
          saidOn    TEXT NOT NULL CHECK (date(saidOn) IS saidOn),
          UNIQUE (benefitId, version)
        ) STRICT;

        CREATE TRIGGER commissioningBenefitVerdictNext
        BEFORE INSERT ON commissioningBenefitVerdict
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningBenefitVerdict
          WHERE benefitId = NEW.benefitId), 0)
        BEGIN SELECT RAISE(ABORT, 'benefit-changed'); END;

        CREATE TRIGGER commissioningBenefitVerdictInTime
        BEFORE INSERT ON commissioningBenefitVerdict
        WHEN NOT EXISTS (SELECT 1 FROM commissioningBenefit AS benefit
          JOIN commissioningCycle AS cycle ON cycle.id = benefit.cycleId
          WHERE benefit.id = NEW.benefitId AND cycle.status <> 'ended')
        BEGIN SELECT RAISE(ABORT, 'benefit-cycle-ended'); END;

        \(Migration.appendOnly(
            "commissioningBenefitVerdict", by: [["id"], ["benefitId", "version"]],
            code: keptBenefit))
        """
}
