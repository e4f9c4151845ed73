import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// Reports of tension whose words are there yet, and the day each was last touched.
    public func keptTensions(in tx: borrowing ReadTx) throws -> [(id: Int64, touchedOn: LocalDate)]
    {
        let found = try tx.list(
            """
            SELECT id, max(receivedOn, ifnull((SELECT max(triagedOn)
              FROM commissioningTensionTriage WHERE tensionId = commissioningTension.id), ''))
            FROM commissioningTension ORDER BY id
            """
        ) { (id: $0[0] as Int64, day: LocalDate($0[1] as String)) }
        return found.compactMap { each in each.day.map { (each.id, $0) } }
    }

    /// Reports of tension by which whoever has this address is to be reached, by id.
    public func tensions(reaching email: String, in tx: borrowing ReadTx) throws -> [Int64] {
        try tx.list(
            """
            SELECT tensionId FROM commissioningTensionContact WHERE email = ? COLLATE NOCASE
            ORDER BY tensionId
            """, [email], { $0[0] })
    }

    /// Help given to groups, and the day each note was made.
    public func keptSupport(in tx: borrowing ReadTx) throws -> [(id: Int64, notedOn: LocalDate)] {
        let found = try tx.list(
            "SELECT id, notedOn FROM commissioningSupport ORDER BY id"
        ) { (id: $0[0] as Int64, day: LocalDate($0[1] as String)) }
        return found.compactMap { each in each.day.map { (each.id, $0) } }
    }

    /// Providers that are no more, and when that was said.
    public func endedProviders(in tx: borrowing ReadTx) throws -> [(id: Int64, endedAt: Instant)] {
        try tx.list(
            """
            SELECT providerId, at FROM commissioningProviderVersion AS newest
            WHERE endedBecause IS NOT NULL AND version = (
              SELECT max(version) FROM commissioningProviderVersion AS same
              WHERE same.providerId = newest.providerId)
            ORDER BY providerId
            """
        ) { (id: $0[0], endedAt: Instant(milliseconds: $0[1])) }
    }
}
