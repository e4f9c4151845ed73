import Applications
import Assessment
import Awards
import FundStore
import Identity
import Payments
import Publishing

extension Services {
    /// Erasing, and what it may empty: the register of personal data.
    static let erasing = Migration(
        69, "keeping and erasing personal data",
        [
            FundStore.erasureSchema, IdentityModule.erasureViews, ApplicationsModule.erasureViews,
            AwardsModule.erasureViews, PaymentsModule.erasureViews,
            AssessmentModule.erasingSchema,
        ].joined(separator: "\n"), erasing: PersonalRegister.all)
}
