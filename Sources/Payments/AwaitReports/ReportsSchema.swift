import FundStore

extension PaymentsModule {
    /// The schema's part of holding what is not paid of an award while a return of its group is
    /// late, or somebody worries about it.
    public static let reportsSchema = """
        -- From which day on an award's payments are held; none where nothing holds them. The newest
        -- row of a return, or of concerns, counts.
        CREATE TABLE paymentReportHold (
          id       INTEGER PRIMARY KEY,
          awardId  INTEGER NOT NULL REFERENCES award(id),
          cause    TEXT NOT NULL CHECK (cause IN ('return', 'concern')),
          -- Which return; 0 for concerns.
          number   INTEGER NOT NULL CHECK (number >= 0),
          heldFrom TEXT CHECK (date(heldFrom) IS heldFrom),
          setById  INTEGER NOT NULL REFERENCES person(id),
          setAt    INTEGER NOT NULL,
          CHECK ((cause = 'concern') = (number = 0))
        ) STRICT;

        CREATE INDEX paymentReportHoldByAward ON paymentReportHold (awardId, cause, number, id);

        \(Migration.appendOnly("paymentReportHold", code: "instalment-stands"))

        CREATE VIEW paymentReportHeld AS
        SELECT awardId, cause, number, heldFrom FROM paymentReportHold AS newest
        WHERE heldFrom IS NOT NULL AND id = (
          SELECT max(id) FROM paymentReportHold AS same
          WHERE same.awardId = newest.awardId AND same.cause = newest.cause
            AND same.number = newest.number);

        CREATE TRIGGER paymentRunItemReported BEFORE INSERT ON paymentRunItem
        BEGIN
          SELECT RAISE(ABORT, 'instalment-return-late') WHERE EXISTS (
            SELECT 1 FROM paymentInstalment
            JOIN paymentRun ON paymentRun.id = NEW.runId
            JOIN paymentReportHeld AS held ON held.awardId = paymentInstalment.awardId
            WHERE paymentInstalment.id = NEW.instalmentId AND cause = 'return'
              AND heldFrom <= approvedOn);
          SELECT RAISE(ABORT, 'instalment-concern') WHERE EXISTS (
            SELECT 1 FROM paymentInstalment
            JOIN paymentRun ON paymentRun.id = NEW.runId
            JOIN paymentReportHeld AS held ON held.awardId = paymentInstalment.awardId
            WHERE paymentInstalment.id = NEW.instalmentId AND cause = 'concern'
              AND heldFrom <= approvedOn);
        END;

        CREATE TRIGGER paymentReleaseReported BEFORE INSERT ON paymentRelease
        WHEN EXISTS (
          SELECT 1 FROM paymentRunItem
          JOIN paymentInstalment ON paymentInstalment.id = instalmentId
          JOIN paymentReportHeld AS held ON held.awardId = paymentInstalment.awardId
          WHERE runId = NEW.runId
            AND heldFrom <= date(NEW.releasedAt / 1000, 'unixepoch'))
        BEGIN SELECT RAISE(ABORT, 'payment-reports-owed'); END;

        CREATE TRIGGER paymentExportReported BEFORE INSERT ON paymentExport
        WHEN NOT EXISTS (SELECT 1 FROM paymentExport AS taken WHERE taken.runId = NEW.runId)
          AND EXISTS (
            SELECT 1 FROM paymentRunItem
            JOIN paymentInstalment ON paymentInstalment.id = instalmentId
            JOIN paymentReportHeld AS held ON held.awardId = paymentInstalment.awardId
            WHERE runId = NEW.runId AND heldFrom <= date(NEW.takenAt / 1000, 'unixepoch'))
        BEGIN SELECT RAISE(ABORT, 'payment-reports-owed'); END;
        """
}
