import FundStore

extension PaymentsModule {
    /// The schema's part of ending exceptions before their day, and of telling groups on paper that
    /// their money was sent.
    public static let exemptionEndSchema = """
        -- An exception ended before its day: who said so, when and why.
        CREATE TABLE paymentExemptionEnd (
          exemptionId INTEGER PRIMARY KEY REFERENCES paymentExemption(id),
          reason      TEXT NOT NULL CHECK (trim(reason) <> ''),
          endedById   INTEGER NOT NULL REFERENCES person(id),
          endedAt     INTEGER NOT NULL
        ) STRICT;
        \(Migration.appendOnly(
            "paymentExemptionEnd", by: [["exemptionId"]], code: "exemption-ended"))
        CREATE TRIGGER paymentExemptionEndInTime BEFORE INSERT ON paymentExemptionEnd
        WHEN EXISTS (SELECT 1 FROM paymentExemption WHERE id = NEW.exemptionId
          AND (NEW.endedAt < grantedAt OR endsOn < date(NEW.endedAt / 1000, 'unixepoch')))
        BEGIN SELECT RAISE(ABORT, 'exemption-over'); END;

        -- Those that nobody has ended.
        CREATE VIEW paymentExemptionStanding AS
        SELECT * FROM paymentExemption
        WHERE id NOT IN (SELECT exemptionId FROM paymentExemptionEnd);

        DROP TRIGGER paymentDutyApart;
        CREATE TRIGGER paymentDutyApart BEFORE INSERT ON paymentDuty
        WHEN EXISTS (
          SELECT 1 FROM paymentSeparation AS apart
          JOIN paymentRun ON paymentRun.id = NEW.runId
          WHERE apart.roundId = paymentRun.roundId AND apart.duty = NEW.duty
            AND (EXISTS (SELECT 1 FROM paymentBar WHERE paymentBar.roundId = apart.roundId
                AND personId = NEW.personId AND cause = apart.apartFrom)
              OR EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.runId
                AND personId = NEW.personId AND duty = apart.apartFrom))
            AND NOT EXISTS (SELECT 1 FROM paymentExemptionStanding AS exemption
              WHERE exemption.roundId = apart.roundId AND exemption.personId = NEW.personId
                AND (exemption.duty, exemption.apartFrom) IN (
                  VALUES (apart.duty, apart.apartFrom), (apart.apartFrom, apart.duty))
                AND exemption.endsOn >= NEW.doneOn))
        BEGIN SELECT RAISE(ABORT, 'payment-duties-apart'); END;

        DROP TRIGGER paymentRunApproverFree;
        CREATE TRIGGER paymentRunApproverFree BEFORE INSERT ON paymentRun
        BEGIN
          SELECT RAISE(ABORT, 'payment-approver-decided') WHERE EXISTS (
            SELECT 1 FROM paymentBar WHERE roundId = NEW.roundId
              AND personId = NEW.approvedById AND cause = 'decided');
          SELECT RAISE(ABORT, 'payment-approver-scored') WHERE EXISTS (
            SELECT 1 FROM paymentBar WHERE roundId = NEW.roundId
              AND personId = NEW.approvedById AND cause = 'scored')
            AND NOT EXISTS (SELECT 1 FROM paymentExemptionStanding
              WHERE roundId = NEW.roundId AND personId = NEW.approvedById
                AND (duty, apartFrom) IN (
                  VALUES ('approved', 'scored'), ('scored', 'approved'))
                AND endsOn >= NEW.approvedOn);
        END;
        """
}
