import FundStore

extension CorrespondenceModule {
    /// No letter and no notice leaves a rehearsal, by mail or on paper.
    public static let rehearsalSchema = [
        FundStore.refusal(
            "letterStaysInRehearsal", before: "UPDATE OF status ON letter",
            when: "NEW.status IN ('sending', 'sent', 'toPost')"),
        FundStore.refusal(
            "letterNoticeStaysInRehearsal", before: "UPDATE OF status ON letterNotice",
            when: "NEW.status IN ('sending', 'sent')"),
        FundStore.refusal(
            "letterPaperStaysInRehearsal", before: "INSERT ON letterPaperPosting"),
        FundStore.refusal(
            "letterPrintingStaysInRehearsal", before: "INSERT ON letterPaperPrinting"),
    ].joined(separator: "\n")
}
