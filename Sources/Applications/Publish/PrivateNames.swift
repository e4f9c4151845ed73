import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// The names that may stand in no words about a round that anybody can read: those of its
    /// contacts. A group in a public register may be called as its contact is.
    ///
    /// - Parameter individuals: applications of which an officer said that they are a person's: how
    ///   they are called is looked for, too.
    public func privateNames(
        of round: RoundID, individuals: Set<ApplicationID> = [], in tx: borrowing ReadTx
    ) throws -> [String] {
        var names: Set<String> = []
        try tx.forEach(
            """
            SELECT application.id, organisation, registrationNumber IS NOT NULL, name
            FROM application
            LEFT JOIN applicationContact ON applicationContact.applicationId = application.id
            WHERE roundId = ?
            """, [round.rawValue]
        ) { row in
            let organisation: String = row[1]
            let isRegistered: Bool = row[2]
            let contact: String? = row[3]
            let isIndividual = individuals.contains(ApplicationID(row[0]))
            if isIndividual { names.insert(organisation) }
            guard let contact else { return }
            let isOfGroup = isRegistered && contact.foldedName == organisation.foldedName
            if isIndividual || !isOfGroup { names.insert(contact) }
        }
        return names.sorted()
    }
}
