import FundCore
import FundStore
import GRDB

enum RoundEvent: String {
    case opened, closed, decided
}

extension RoundsModule {
    /// Closes an open round, now. Nothing more is taken, but for what an officer admits late.
    public func close(
        _ key: String, reason: String?, in tx: borrowing WriteTx
    ) throws -> Round {
        let person = try tx.principal.require(.officer)
        let round = try round(key, in: tx.reading)
        guard round.status == .open else {
            throw RoundsProblem.notOpen(round: key, status: round.status)
        }
        try tx.execute("UPDATE round SET status = 'closed' WHERE id = ?", [round.id.rawValue])
        try note(.closed, of: round.id, by: person, reason: reason, in: tx)
        try tx.audit(
            "round.closing", "round:\(round.id.rawValue)",
            [
                (
                    "offTimetable",
                    .bool(LondonTime.date(tx.now) != round.plan.timetable.closes.date)
                ),
                ("reasonGiven", .bool(reason != nil)),
            ])
        return try self.round(key, in: tx.reading)
    }

    /// Marks a closed round as decided, in the transaction that decides it.
    public func decide(_ round: Round, by person: PersonID, in tx: borrowing WriteTx) throws {
        guard round.status == .closed else {
            throw RoundsProblem.notClosed(round: round.key, status: round.status)
        }
        try tx.execute("UPDATE round SET status = 'decided' WHERE id = ?", [round.id.rawValue])
        try note(.decided, of: round.id, by: person, reason: nil, in: tx)
    }

    func note(
        _ event: RoundEvent, of round: RoundID, by person: PersonID, reason: String?,
        in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            "INSERT INTO roundEvent (roundId, kind, at, personId, reason) VALUES (?, ?, ?, ?, ?)",
            [
                round.rawValue, event.rawValue, tx.now.milliseconds, person.rawValue, reason,
            ])
    }
}
