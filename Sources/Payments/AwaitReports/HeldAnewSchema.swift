extension PaymentsModule {
    /// Holds what waits for a return as the rule of now says, where it was last looked at under the
    /// rule before: what was sent late holds until it is accepted.
    public static let heldAnewSchema = """
        INSERT INTO paymentReportHold (awardId, cause, number, heldFrom, setById, setAt)
        SELECT awardId, 'return', number, heldFrom, setById, setAt FROM heldReturn AS now
        WHERE heldFrom IS NOT (
          SELECT heldFrom FROM paymentReportHold AS before
          WHERE before.awardId = now.awardId AND before.cause = 'return'
            AND before.number = now.number ORDER BY id DESC LIMIT 1);
        """
}
