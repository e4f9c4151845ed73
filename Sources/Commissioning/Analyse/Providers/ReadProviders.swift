import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// The providers of the register, by name.
    /// - Parameter ended: with those that were taken out of it.
    public func providers(
        ended: Bool = false, in tx: borrowing ReadTx
    ) throws -> [Provider] {
        let latest = """
            version.version = (SELECT max(version) FROM commissioningProviderVersion
              WHERE providerId = version.providerId) AND (?1 OR version.endedBecause IS NULL)
            """
        return try list(where: latest, [ended ? 1 : 0], in: tx).sorted {
            ($0.entry.name.foldedName, $0.id) < ($1.entry.name.foldedName, $1.id)
        }
    }

    /// - Throws: `ProviderProblem.unknown`.
    public func provider(_ id: ProviderID, in tx: borrowing ReadTx) throws -> Provider {
        guard let found = try versions(of: id, in: tx).last else {
            throw ProviderProblem.unknown(number: "\(id.rawValue)")
        }
        return found
    }

    /// Everything that was ever said of a provider, in order; empty where there is none.
    public func versions(
        of id: ProviderID, in tx: borrowing ReadTx
    ) throws -> [Provider] {
        try list(where: "version.providerId = ?1", [id.rawValue], in: tx)
    }

    /// What was agreed with a provider, the latest day first.
    public func notes(
        of id: ProviderID, in tx: borrowing ReadTx
    ) throws -> [ProviderNote] {
        try tx.list(
            """
            SELECT happenedOn, text, authorId, at FROM commissioningProviderNote
            WHERE providerId = ? ORDER BY happenedOn DESC, id DESC
            """, [id.rawValue]
        ) {
            ProviderNote(
                on: $0[0], text: $0[1], author: PersonID($0[2]),
                at: Instant(milliseconds: $0[3]))
        }
    }

    private func list(
        where condition: String, _ arguments: StatementArguments, in tx: borrowing ReadTx
    ) throws -> [Provider] {
        var reach: [Int64: [String: [String]]] = [:]
        try tx.forEach(
            """
            SELECT versionId, reach.kind, key FROM commissioningProviderReach AS reach
            JOIN commissioningProviderVersion AS version ON version.id = versionId
            WHERE \(condition) ORDER BY versionId, reach.kind, key
            """, arguments
        ) { reach[$0[0], default: [:]][$0[1], default: []].append($0[2]) }
        return try tx.list(
            """
            SELECT id, providerId, version, name, kind, offers, contact, organisation,
              endedBecause, authorId, at
            FROM commissioningProviderVersion AS version WHERE \(condition)
            ORDER BY providerId, version
            """, arguments
        ) { row in
            let own = reach[row[0]] ?? [:]
            return Provider(
                id: ProviderID(row[1]), version: row[2],
                entry: ProviderEntry(
                    name: row[3], kind: ProviderKind(rawValue: row[4]) ?? .provider,
                    wards: own["ward"] ?? [], communities: own["community"] ?? [],
                    offers: row[5], contact: row[6], organisation: row[7]),
                endedBecause: row[8], author: PersonID(row[9]),
                at: Instant(milliseconds: row[10]))
        }
    }
}
