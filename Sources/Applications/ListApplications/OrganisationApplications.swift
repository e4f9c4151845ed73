import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// Every application of an organisation, in the order they came, withdrawn ones included.
    ///
    /// - Parameter typed: its registration number, its identifier, or the reference of one of its
    ///   applications.
    /// - Returns: none where nobody knows it.
    public func ofOrganisation(
        _ typed: String, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        let number = typed.uppercased().filter { $0 != " " }
        return try tx.list(
            """
            SELECT id FROM application WHERE groupId IN (
              SELECT groupId FROM application WHERE reference = ?1
              UNION SELECT groupId FROM application
                WHERE upper(replace(registrationNumber, ' ', '')) = ?1
              UNION SELECT id FROM applicationGroup WHERE upper(organisationKey) = ?1)
            ORDER BY id
            """, [number], { ApplicationID($0[0]) })
    }
}
