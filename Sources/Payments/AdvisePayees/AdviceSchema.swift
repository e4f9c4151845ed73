import FundStore

extension PaymentsModule {
    /// The schema's part of telling groups that their money was sent: once for each run.
    public static let adviceSchema = """
        CREATE TABLE paymentAdvice (
          runId       INTEGER NOT NULL REFERENCES paymentRun(id),
          awardId     INTEGER NOT NULL REFERENCES paymentAward(awardId),
          noticeId    INTEGER NOT NULL UNIQUE REFERENCES letterNotice(id),
          -- What the run pays of the award, as the group is told.
          pence       INTEGER NOT NULL CHECK (pence > 0),
          expectedOn  TEXT NOT NULL CHECK (date(expectedOn) IS expectedOn),
          advisedById INTEGER NOT NULL REFERENCES person(id),
          advisedAt   INTEGER NOT NULL,
          PRIMARY KEY (runId, awardId)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER paymentAdviceFits BEFORE INSERT ON paymentAdvice
        BEGIN
          SELECT RAISE(ABORT, 'payment-run-not-exported')
          WHERE NOT EXISTS (SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
          SELECT RAISE(ABORT, 'payment-run-totals') WHERE NEW.pence IS NOT (
            SELECT sum(paymentRunItem.amountPence) FROM paymentRunItem
            JOIN paymentInstalment ON paymentInstalment.id = paymentRunItem.instalmentId
            WHERE runId = NEW.runId AND awardId = NEW.awardId AND NOT EXISTS (
              SELECT 1 FROM paymentOutcome
              WHERE paymentOutcome.instalmentId = paymentRunItem.instalmentId
                AND kind IN ('failed', 'returned')));
        END;
        \(Migration.appendOnly(
            "paymentAdvice", by: [["runId", "awardId"], ["noticeId"]], code: "advice-stands"))
        """

    /// Groups without an email address are told on paper: then there is no notice.
    public static let paperAdviceSchema = Migration.rebuilding(
        "paymentAdvice",
        """
        CREATE TABLE paymentAdvice (
          runId       INTEGER NOT NULL REFERENCES paymentRun(id),
          awardId     INTEGER NOT NULL REFERENCES paymentAward(awardId),
          -- None where somebody printed it and posted it.
          noticeId    INTEGER UNIQUE REFERENCES letterNotice(id),
          -- What the run pays of the award, as the group is told.
          pence       INTEGER NOT NULL CHECK (pence > 0),
          expectedOn  TEXT NOT NULL CHECK (date(expectedOn) IS expectedOn),
          advisedById INTEGER NOT NULL REFERENCES person(id),
          advisedAt   INTEGER NOT NULL,
          PRIMARY KEY (runId, awardId)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TRIGGER paymentAdviceFits BEFORE INSERT ON paymentAdvice
        BEGIN
          SELECT RAISE(ABORT, 'payment-run-not-exported')
          WHERE NOT EXISTS (SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
          SELECT RAISE(ABORT, 'payment-run-totals') WHERE NEW.pence IS NOT (
            SELECT sum(paymentRunItem.amountPence) FROM paymentRunItem
            JOIN paymentInstalment ON paymentInstalment.id = paymentRunItem.instalmentId
            WHERE runId = NEW.runId AND awardId = NEW.awardId AND NOT EXISTS (
              SELECT 1 FROM paymentOutcome
              WHERE paymentOutcome.instalmentId = paymentRunItem.instalmentId
                AND kind IN ('failed', 'returned')));
        END;
        \(Migration.appendOnly(
            "paymentAdvice", by: [["runId", "awardId"], ["noticeId"]], code: "advice-stands"))
        """)
}
