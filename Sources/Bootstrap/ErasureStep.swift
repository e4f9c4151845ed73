import FundStore
import Publishing

extension Services {
    /// Erasing, and what it may empty: the register of personal data.
    static let erasing = Migration(
        70, "keeping and erasing personal data", FundStore.erasureSchema,
        erasing: PersonalRegister.all)

    /// In place of the steps of others until they are merged.
    static let standIns = [67, 68, 69].map { Migration($0, "stands in", "SELECT 1;") }
}
