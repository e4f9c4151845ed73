import FundStore

extension PaymentsModule {
    /// What is owed by a decision that can be called in is paid once that has effect. Whether it
    /// waits so stands with each award, and since when it has effect with the run that pays it.
    static let awaitingEffect = Migration(
        24, "payments wait for a decision to take effect",
        """
        ALTER TABLE paymentAward ADD COLUMN awaitsEffect INTEGER NOT NULL DEFAULT 0
          CHECK (awaitsEffect IN (0, 1));

        ALTER TABLE paymentRun ADD COLUMN effectiveOn TEXT
          CHECK (date(effectiveOn) IS effectiveOn)
          CONSTRAINT "payment-before-effect" CHECK (effectiveOn <= approvedOn);

        CREATE TRIGGER paymentAwardWaitStays BEFORE UPDATE ON paymentAward
        WHEN NEW.awaitsEffect <> OLD.awaitsEffect
        BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;

        CREATE TRIGGER paymentRunEffectStays BEFORE UPDATE ON paymentRun
        WHEN NEW.effectiveOn IS NOT OLD.effectiveOn
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;

        CREATE TRIGGER paymentRunItemInEffect BEFORE INSERT ON paymentRunItem
        WHEN (SELECT awaitsEffect FROM paymentInstalment
            JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
            WHERE paymentInstalment.id = NEW.instalmentId)
          AND (SELECT effectiveOn FROM paymentRun WHERE id = NEW.runId) IS NULL
        BEGIN SELECT RAISE(ABORT, 'payment-before-effect'); END;
        """)
}
