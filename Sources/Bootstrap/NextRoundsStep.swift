import Commissioning
import Correspondence
import FundStore
import Payments
import Rounds

extension Services {
    /// Rounds that are made from others, and databases that are made to practise in.
    static let nextRounds = Migration(
        71, "rounds made from others, and rehearsals",
        [
            FundStore.rehearsalSchema, RoundsModule.cloneSchema,
            CommissioningModule.proposalsSchema, CorrespondenceModule.rehearsalSchema,
            PaymentsModule.rehearsalSchema,
        ].joined(separator: "\n"))
}
