import FundCore
import FundStore
import GRDB

extension CorrespondenceModule {
    /// When the last letter about each application went.
    public func lastSent(in tx: borrowing ReadTx) throws -> [ApplicationID: Instant] {
        var found: [ApplicationID: Instant] = [:]
        try tx.forEach(
            """
            SELECT applicationId, max(ifnull(
              (SELECT max(at) FROM letterAttempt WHERE letterId = letter.id), queuedAt))
            FROM letter WHERE status IN ('sent', 'toPost') GROUP BY applicationId
            """
        ) { found[ApplicationID($0[0])] = Instant(milliseconds: $0[1]) }
        return found
    }

    /// How many letters and notices about an application have not left yet, with the letters that can
    /// be sent again.
    public func unsentCount(
        about application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Int64 {
        try tx.first(
            """
            SELECT (SELECT count(*) FROM letter WHERE applicationId = ?1
                AND (status IN ('queued', 'waiting', 'sending')
                  OR (status IN ('failed', 'unknown') AND withdrawnAt IS NULL)))
              + (SELECT count(*) FROM letterNotice WHERE applicationId = ?1
                AND status IN ('queued', 'waiting', 'sending'))
            """, [application.rawValue], { $0[0] }) ?? 0
    }
}
