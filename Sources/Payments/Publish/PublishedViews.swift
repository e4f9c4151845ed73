import FundStore

extension PaymentsModule {
    /// What the publishing of awards may read of payments: what the bank says was paid and did not
    /// come back, money that groups gave back, and when any of it was recorded.
    public static let publishedViews = """
        CREATE VIEW publishedPayment AS
        SELECT instalment.awardId, instalment.number, instalment.amountPence AS pence,
          outcome.happenedOn AS paidOn, outcome.recordedAt
        FROM paymentInstalment AS instalment
        JOIN paymentOutcome AS outcome
          ON outcome.instalmentId = instalment.id AND outcome.kind = 'paid'
        WHERE NOT EXISTS (SELECT 1 FROM paymentOutcome AS back
          WHERE back.instalmentId = instalment.id AND back.kind = 'returned');

        CREATE VIEW publishedOutcome AS
        SELECT instalment.awardId, outcome.kind, outcome.recordedAt
        FROM paymentInstalment AS instalment
        JOIN paymentOutcome AS outcome ON outcome.instalmentId = instalment.id
        WHERE outcome.kind IN ('paid', 'returned');

        CREATE VIEW publishedReceipt AS
        SELECT paymentRecovery.awardId, receipt.id, receipt.pence, receipt.receivedOn,
          receipt.recordedAt
        FROM paymentReceipt AS receipt
        JOIN paymentRecovery ON paymentRecovery.id = receipt.recoveryId;
        """
}
