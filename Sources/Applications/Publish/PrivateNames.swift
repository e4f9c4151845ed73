import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// The names that may stand in no words about a round that anybody can read: those of its
    /// contacts. A group in a public register may be called as its contact is.
    ///
    /// - Parameters:
    ///   - individuals: applications of which an officer said that they are a person's: how they
    ///     are called is looked for, too.
    ///   - groups: those of which an officer said that they are a group's, which may be called as
    ///     its contact is.
    public func privateNames(
        of round: RoundID, individuals: Set<ApplicationID> = [], groups: Set<ApplicationID> = [],
        in tx: borrowing ReadTx
    ) throws -> [String] {
        var names: Set<String> = []
        try tx.forEach(
            """
            SELECT application.id, organisation, registrationNumber, name
            FROM application
            LEFT JOIN applicationContact ON applicationContact.applicationId = application.id
            WHERE roundId = ?
            """, [round.rawValue]
        ) { row in
            let organisation: String = row[1]
            let number: String? = row[2]
            let contact: String? = row[3]
            let id = ApplicationID(row[0])
            let isIndividual = individuals.contains(id)
            let isGroup = groups.contains(id) || number.map(Organisation.looksRegistered) == true
            if isIndividual { names.insert(organisation) }
            guard let contact else { return }
            let isOfGroup = isGroup && contact.foldedName == organisation.foldedName
            if isIndividual || !isOfGroup { names.insert(contact) }
        }
        return names.sorted()
    }
}
