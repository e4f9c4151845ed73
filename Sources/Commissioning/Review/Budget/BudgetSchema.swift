import FundStore

extension CommissioningModule {
    /// What awards are to be spent on, line by line.
    public static let budgetSchema = """
        CREATE TABLE commissioningBudget (
          id           INTEGER PRIMARY KEY,
          awardId      INTEGER NOT NULL REFERENCES award(id),
          number       INTEGER NOT NULL CHECK (number > 0),
          source       TEXT NOT NULL CHECK (source IN ('applied', 'agreed')),
          awardedPence INTEGER NOT NULL CHECK (awardedPence >= 0),
          totalPence   INTEGER NOT NULL CHECK (totalPence > 0),
          -- A list of objects with what, amountPence and perhaps kind.
          lines        TEXT NOT NULL CHECK (json_valid(lines) AND json_type(lines) = 'array'
                         AND json_array_length(lines) BETWEEN 1 AND 30),
          reason       TEXT CHECK (trim(reason) <> ''),
          setById      INTEGER NOT NULL REFERENCES person(id),
          setAt        INTEGER NOT NULL,
          setOn        TEXT NOT NULL CHECK (date(setOn) IS setOn),
          UNIQUE (awardId, number),
          CHECK ((source = 'agreed') = (reason IS NOT NULL)),
          -- What was asked for may be more than was awarded; what is agreed may not.
          CONSTRAINT "budget-over-award" CHECK (source = 'applied' OR totalPence <= awardedPence)
        ) STRICT;

        CREATE TRIGGER commissioningBudgetInTurn BEFORE INSERT ON commissioningBudget
        BEGIN
          SELECT RAISE(ABORT, 'award-closed')
          WHERE NEW.awardId IN (SELECT awardId FROM commissioningClosed);
          SELECT RAISE(ABORT, 'budget-changed')
          WHERE NEW.number <> 1 + ifnull((
              SELECT max(number) FROM commissioningBudget WHERE awardId = NEW.awardId), 0)
            OR NEW.source = 'applied' AND NEW.number > 1;
          SELECT RAISE(ABORT, 'budget-lines')
          WHERE NEW.totalPence <> (
              SELECT sum(ifnull(json_extract(value, '$.amountPence'), 0))
              FROM json_each(NEW.lines))
            OR EXISTS (
              SELECT 1 FROM json_each(NEW.lines)
              WHERE json_type(value, '$.what') IS NOT 'text'
                OR json_type(value, '$.amountPence') IS NOT 'integer'
                OR json_extract(value, '$.amountPence') < 1);
        END;

        \(Migration.appendOnly(
            "commissioningBudget", by: [["id"], ["awardId", "number"]], code: "budget-kept"))
        """
}
