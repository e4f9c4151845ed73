import Assessment
import FundStore
import Publishing

extension Services {
    /// Erasing, and what it may empty: the register of personal data.
    static let erasing = Migration(
        69, "keeping and erasing personal data",
        [FundStore.erasureSchema, AssessmentModule.erasingSchema].joined(separator: "\n"),
        erasing: PersonalRegister.all)
}
