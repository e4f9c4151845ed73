import FundCore
import FundStore
import GRDB

/// That an officer removed a report of tension.
public struct TensionRemoval: Sendable {
    public let reason: String
    public let by: PersonID
    public let at: Instant

    init?(_ row: Row, from place: Int) {
        guard let reason = row[place] as String? else { return nil }
        self.reason = reason
        by = PersonID(row[place + 1])
        at = Instant(milliseconds: row[place + 2])
    }
}

extension CommissioningModule {
    /// The most characters that say why a report is removed.
    public static let greatestRemovalLength = 500

    /// Removes a report: what was written in it and of it goes, and so does how to reach whoever made
    /// it. Its number stays, with who removed it and why.
    ///
    /// - Throws: `InvalidInput` at `reason`; `TensionProblem.unknown`, `TensionProblem.removed`.
    public func remove(
        _ id: TensionID, reason: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let reason = try Self.words(reason, "reason", maximum: Self.greatestRemovalLength)
        guard try tension(id, in: tx.reading).removal == nil else {
            throw TensionProblem.removed
        }
        try tx.execute(
            """
            INSERT INTO commissioningTensionRemoval
              (tensionId, reason, removedById, removedAt, removedOn)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                id.rawValue, reason, person.rawValue, tx.now.milliseconds,
                "\(LondonTime.date(tx.now))",
            ])
        try tx.audit("tension.removal", "tension:\(id.rawValue)")
    }
}
