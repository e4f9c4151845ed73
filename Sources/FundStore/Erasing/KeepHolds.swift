import FundCore
import GRDB

extension ErasureRecords {
    private static let columns = """
        SELECT id, applicationId, reason, heldById, heldOn FROM erasureHold
        WHERE id NOT IN (SELECT holdId FROM erasureHoldEnd)
        """

    private static func hold(_ row: Row) -> ErasureHold {
        ErasureHold(
            number: row[0], application: ApplicationID(row[1]), reason: row[2],
            heldBy: PersonID(row[3]),
            heldOn: LocalDate(row[4] as String) ?? LocalDate(daysSince1970: 0))
    }

    /// Applications whose data must stay.
    public func holds(in tx: borrowing ReadTx) throws -> [ErasureHold] {
        try tx.list("\(Self.columns) ORDER BY id", [], { Self.hold($0) })
    }

    public func hold(
        on application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> ErasureHold? {
        try tx.first(
            "\(Self.columns) AND applicationId = ?", [application.rawValue],
            { Self.hold($0) })
    }

    /// Holds an application's data back from erasing.
    /// - Throws: `ErasureProblem.heldAlready`.
    public func hold(
        _ application: ApplicationID, reference: String, reason: String,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer, .administrator)
        guard try hold(on: application, in: tx.reading) == nil else {
            throw ErasureProblem.heldAlready(reference: reference)
        }
        try tx.execute(
            """
            INSERT INTO erasureHold (applicationId, reason, heldById, heldAt, heldOn)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                application.rawValue, reason, person.rawValue, tx.now.milliseconds,
                "\(LondonTime.date(tx.now))",
            ])
        try tx.audit("erasure.hold", "application:\(application.rawValue)")
    }

    /// Lets go of an application's data.
    /// - Throws: `ErasureProblem.notHeld`.
    public func release(
        _ application: ApplicationID, reference: String, reason: String,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer, .administrator)
        guard let hold = try hold(on: application, in: tx.reading) else {
            throw ErasureProblem.notHeld(reference: reference)
        }
        try tx.execute(
            "INSERT INTO erasureHoldEnd (holdId, reason, endedById, endedAt) VALUES (?, ?, ?, ?)",
            [hold.number, reason, person.rawValue, tx.now.milliseconds])
        try tx.audit("erasure.hold-end", "application:\(application.rawValue)")
    }
}
