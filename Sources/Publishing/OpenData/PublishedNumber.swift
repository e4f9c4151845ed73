import Awards
import FundCore

extension PublishedRow {
    /// What an application's number is the number of, where its group is not told apart by it.
    private var unusualNumber: RegistrationNumber? {
        guard organisationKey == nil, let registrationNumber else { return nil }
        return RegistrationNumber(unusual: registrationNumber)
    }

    /// The organisation identifier in a register; nil where the group is in none that is known.
    var publishedKey: String? { organisationKey ?? unusualNumber?.identifier }

    /// The number as typed, of a charity that is linked to the one that is published.
    var linkedNumber: String? {
        guard case .linkedCharity = unusualNumber else { return nil }
        return registrationNumber
    }
}

extension PublishedRecipient {
    /// Whether no number of its own is missing: it is in a register, or a person.
    var hasNumber: Bool { isIndividual || registrationNumber != nil }
}
