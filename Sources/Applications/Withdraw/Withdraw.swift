import FundCore
import FundStore
import GRDB

/// That a group took its application back.
public struct Withdrawal: Sendable {
    public let by: PersonID
    public let at: Instant
    public let reason: String?
}

extension ApplicationsModule {
    /// Takes an application back, for good, before it is decided.
    /// - Throws: `ApplicationsProblem.decided`.
    public func withdraw(
        _ id: ApplicationID, reason: String?, in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.applicant, .officer])
        }
        let summary = try summary(of: id, in: tx.reading)
        guard ![.awarded, .declined, .withdrawn].contains(summary.status) else {
            throw ApplicationsProblem.decided(
                reference: "\(summary.reference)", status: summary.status)
        }
        let reason = reason?.trimmed ?? ""
        guard reason.unicodeScalars.count <= Self.greatestWordsLength else {
            throw InvalidInput(
                "reason",
                [
                    FieldProblem(
                        "reason", "too-long", ["maximum": "\(Self.greatestWordsLength)"])
                ])
        }
        try tx.execute(
            """
            INSERT INTO applicationWithdrawal (applicationId, withdrawnById, withdrawnAt, reason)
            VALUES (?, ?, ?, ?)
            """,
            [
                id.rawValue, person.rawValue, tx.now.milliseconds,
                reason.isEmpty ? nil : reason,
            ])
        try tx.execute(
            "UPDATE application SET status = 'withdrawn' WHERE id = ?", [id.rawValue])
        try tx.audit("application.withdrawal", "application:\(id.rawValue)")
    }

    public func withdrawal(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Withdrawal? {
        try tx.first(
            """
            SELECT withdrawnById, withdrawnAt, reason FROM applicationWithdrawal
            WHERE applicationId = ?
            """, [id.rawValue]
        ) {
            Withdrawal(by: PersonID($0[0]), at: Instant(milliseconds: $0[1]), reason: $0[2])
        }
    }
}
