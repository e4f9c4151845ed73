import Awards
import FundStore
import Publishing

extension Services {
    /// Awards that an officer says are to a person.
    static let individuals = Migration(
        71, "awards that are said to be to a person", AwardsModule.individualSchema,
        erasing: PersonalRegister.all)
}
