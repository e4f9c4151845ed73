import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// The names that may stand in no words about a round that anybody can read: those of its
    /// contacts. A group in a public register may be called as its contact is.
    public func privateNames(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [String] {
        try tx.list(
            """
            SELECT DISTINCT name, iif(registrationNumber IS NULL, NULL, organisation)
            FROM applicationContact JOIN application ON application.id = applicationId
            WHERE roundId = ?
            """, [round.rawValue]
        ) { (name: $0[0] as String, registered: $0[1] as String?) }
            .filter { $0.registered?.foldedName != $0.name.foldedName }.map(\.name)
    }
}
