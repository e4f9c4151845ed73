extension PaymentsModule {
    /// What erasing asks of payments: awards that money of is to be paid or given back yet, and what
    /// is needed of bank details for awards that run, or whose data somebody holds.
    public static let erasureViews = """
        -- As `paymentClosingReady` asks.
        CREATE VIEW unpaidAward AS
        SELECT awardId FROM paymentAward AS award
        WHERE EXISTS (SELECT 1 FROM paymentInstalment
            WHERE awardId = award.awardId
              AND NOT EXISTS (SELECT 1 FROM paymentDrop
                WHERE instalmentId = paymentInstalment.id)
              AND NOT EXISTS (SELECT 1 FROM paymentOutcome
                WHERE instalmentId = paymentInstalment.id)
              AND (EXISTS (SELECT 1 FROM paymentRunItem
                  WHERE instalmentId = paymentInstalment.id)
                OR award.awardId NOT IN (SELECT awardId FROM paymentStop)))
          -- What was told to be spent is known once it is closed.
          OR EXISTS (SELECT 1 FROM paymentKept WHERE awardId = award.awardId
            AND min(paidPence, misusedPence + max(unspentPence, paidPence - ifnull(
                (SELECT spentPence FROM paymentClosing WHERE awardId = award.awardId
                  ORDER BY id DESC LIMIT 1), paidPence)))
              > backPence + offPence);

        CREATE VIEW paymentNeeded AS
        SELECT awardId FROM awardedApplication
        WHERE overOn IS NULL OR applicationId IN (SELECT applicationId FROM heldApplication)
          OR awardId IN (SELECT awardId FROM unpaidAward);

        CREATE VIEW paymentRunNeeded AS
        SELECT runId FROM paymentRunItem
        JOIN paymentInstalment ON paymentInstalment.id = paymentRunItem.instalmentId
        JOIN paymentNeeded ON paymentNeeded.awardId = paymentInstalment.awardId;

        CREATE VIEW paymentLineNeeded AS
        SELECT lineId FROM paymentBankMatch
        WHERE runId IN (SELECT runId FROM paymentRunNeeded)
          OR instalmentId IN (SELECT id FROM paymentInstalment
            WHERE awardId IN (SELECT awardId FROM paymentNeeded))
          OR receiptId IN (SELECT paymentReceipt.id FROM paymentReceipt
            JOIN paymentRecovery ON paymentRecovery.id = recoveryId
            WHERE awardId IN (SELECT awardId FROM paymentNeeded));

        -- Files of payments of before they were sealed.
        CREATE VIEW neededDocument AS
        SELECT documentId FROM paymentRunFile
        WHERE runId IN (SELECT runId FROM paymentRunNeeded);
        """
}
