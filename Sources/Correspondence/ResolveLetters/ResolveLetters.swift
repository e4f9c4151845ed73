import FundCore
import FundStore
import GRDB

/// What a person says of a letter that may or may not have arrived.
public enum LetterVerdict: String, Sendable, CaseIterable {
    /// It arrived.
    case sent
    /// It is to be sent again.
    case resend
}

extension CorrespondenceModule {
    /// Has a letter that failed, or may have arrived, tried once more; an officer decides it.
    ///
    /// - Returns: how many letters of the application that is.
    public func retry(
        _ application: ApplicationID, reference: Reference, in tx: borrowing WriteTx
    ) throws -> Int {
        try tx.principal.require(.officer)
        let count = try tx.execute(
            """
            UPDATE letter SET status = 'waiting', nextAttemptAt = ?
            WHERE applicationId = ? AND status IN ('failed', 'unknown') AND withdrawnAt IS NULL
            """, [tx.now.milliseconds, application.rawValue])
        guard count > 0 else {
            throw CorrespondenceProblem.nothingToRetry(reference: "\(reference)")
        }
        try tx.audit(
            "letter.retry", "application:\(application.rawValue)", [("count", .int(count))])
        return count
    }

    /// Settles a group's letters of which nobody knows whether they arrived; an officer has found
    /// out, and says so.
    ///
    /// - Returns: how many letters that is.
    /// - Throws: `CorrespondenceProblem.nothingToResolve`.
    public func resolve(
        _ application: ApplicationID, reference: Reference, _ verdict: LetterVerdict,
        in tx: borrowing WriteTx
    ) throws -> Int {
        let officer = try tx.principal.require(.officer)
        let unknown = try tx.reading.list(
            "SELECT id FROM letter WHERE applicationId = ? AND status = 'unknown' ORDER BY id",
            [application.rawValue], { $0[0] as Int64 })
        guard !unknown.isEmpty else {
            throw CorrespondenceProblem.nothingToResolve(reference: "\(reference)")
        }
        for id in unknown {
            try tx.execute(
                """
                INSERT INTO letterResolution (letterId, verdict, resolvedById, resolvedAt)
                VALUES (?, ?, ?, ?)
                """, [id, verdict.rawValue, officer.rawValue, tx.now.milliseconds])
            switch verdict {
            case .sent:
                try tx.execute("UPDATE letter SET status = 'sent' WHERE id = ?", [id])
            case .resend:
                // One that is no longer true is not sent again, whoever wants it.
                try tx.execute(
                    """
                    UPDATE letter SET nextAttemptAt = ?, status =
                      CASE WHEN withdrawnAt IS NULL THEN 'waiting' ELSE 'withdrawn' END
                    WHERE id = ?
                    """, [tx.now.milliseconds, id])
            }
            try tx.audit(
                "letter.resolution", "letter:\(id)", [("verdict", .string(verdict.rawValue))])
        }
        return unknown.count
    }
}
