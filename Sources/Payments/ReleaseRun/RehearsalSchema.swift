import FundStore

extension PaymentsModule {
    /// No file of payments leaves a rehearsal, and no bank has one.
    public static let rehearsalSchema = [
        FundStore.refusal("paymentExportInRehearsal", before: "INSERT ON paymentExport"),
        FundStore.refusal("paymentAcceptedInRehearsal", before: "INSERT ON paymentAcknowledgement"),
    ].joined(separator: "\n")
}
