import Commissioning
import Correspondence
import FundStore
import Payments
import Publishing
import Rounds

extension Services {
    /// Rounds that are made from others, and databases that are made to practise in. Triggers on
    /// personal data let an approved erasure by.
    static let nextRounds = Migration(
        70, "rounds made from others, and rehearsals",
        [
            FundStore.rehearsalSchema, RoundsModule.cloneSchema,
            CommissioningModule.proposalsSchema, CorrespondenceModule.rehearsalSchema,
            PaymentsModule.rehearsalSchema,
        ].joined(separator: "\n"), erasing: PersonalRegister.all)
}
