import FundStore

extension PaymentsModule {
    /// A second person who hears from the bank that it refused a run's file.
    static let refusalsByTwo = Migration(
        55, "files that the bank refused are confirmed by a second person",
        """
        -- Somebody says that the bank refused the file of a run. Nothing is owed again before another
        -- person has heard the same from the bank.
        CREATE TABLE paymentRefusalClaim (
          id              INTEGER PRIMARY KEY,
          runId           INTEGER NOT NULL REFERENCES paymentRun(id),
          reason          TEXT NOT NULL CHECK (trim(reason) <> ''),
          refusedOn       TEXT NOT NULL CHECK (date(refusedOn) IS refusedOn),
          claimedById     INTEGER NOT NULL REFERENCES person(id),
          claimedAt       INTEGER NOT NULL,
          withdrawnById   INTEGER REFERENCES person(id),
          withdrawnAt     INTEGER,
          withdrawnReason TEXT CHECK (trim(withdrawnReason) <> ''),
          CHECK ((withdrawnAt IS NULL) = (withdrawnById IS NULL)
            AND (withdrawnAt IS NULL) = (withdrawnReason IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX paymentRefusalClaimOpen ON paymentRefusalClaim (runId)
          WHERE withdrawnAt IS NULL;
        CREATE TRIGGER paymentRefusalClaimFits BEFORE INSERT ON paymentRefusalClaim
        BEGIN
          SELECT RAISE(ABORT, 'payment-refusal-claimed') WHERE EXISTS (
            SELECT 1 FROM paymentRefusalClaim
            WHERE runId = NEW.runId AND withdrawnAt IS NULL);
          SELECT RAISE(ABORT, 'payment-refusal-stands') WHERE NEW.withdrawnAt IS NOT NULL;
          SELECT RAISE(ABORT, 'payment-run-refused') WHERE EXISTS (
            SELECT 1 FROM paymentRunRefusal WHERE runId = NEW.runId);
          SELECT RAISE(ABORT, 'payment-run-not-exported') WHERE NOT EXISTS (
            SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
        END;
        CREATE TRIGGER paymentRefusalClaimUnchanged BEFORE UPDATE ON paymentRefusalClaim
        WHEN OLD.withdrawnAt IS NOT NULL OR NEW.withdrawnAt IS NULL OR NEW.id <> OLD.id
          OR NEW.runId <> OLD.runId OR NEW.reason <> OLD.reason
          OR NEW.refusedOn <> OLD.refusedOn OR NEW.claimedById <> OLD.claimedById
          OR NEW.claimedAt <> OLD.claimedAt OR EXISTS (
            SELECT 1 FROM paymentRunRefusal WHERE runId = OLD.runId)
        BEGIN SELECT RAISE(ABORT, 'payment-refusal-stands'); END;
        CREATE TRIGGER paymentRefusalClaimKept BEFORE DELETE ON paymentRefusalClaim
        BEGIN SELECT RAISE(ABORT, 'payment-refusal-stands'); END;
        \(Migration.neverReplaced("paymentRefusalClaim", code: "payment-refusal-stands"))

        CREATE TRIGGER paymentRunRefusalByTwo BEFORE INSERT ON paymentRunRefusal
        WHEN (SELECT needsRelease FROM paymentRun WHERE id = NEW.runId) AND NOT EXISTS (
          SELECT 1 FROM paymentRefusalClaim WHERE runId = NEW.runId
            AND withdrawnAt IS NULL AND claimedById <> NEW.recordedById)
        BEGIN SELECT RAISE(ABORT, 'payment-refusal-by-two'); END;
        CREATE TRIGGER paymentExportNotClaimed BEFORE INSERT ON paymentExport
        WHEN EXISTS (SELECT 1 FROM paymentRefusalClaim
          WHERE runId = NEW.runId AND withdrawnAt IS NULL) AND NOT EXISTS (
          SELECT 1 FROM paymentRunRefusal WHERE runId = NEW.runId)
        BEGIN SELECT RAISE(ABORT, 'payment-refusal-open'); END;
        """)
}
