import FundCore
import FundStore
import GRDB

extension CorrespondenceModule {
    /// Whether any group of a round waits for the letter that tells it what was decided; one that was
    /// tried in vain for good does not.
    public func decisionsWait(in round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM letter WHERE roundId = ? AND kind IN \(LetterKind.decisions)
              AND replacesId IS NULL AND status IN ('queued', 'waiting', 'sending') LIMIT 1
            """, [round.rawValue], { _ in true }) ?? false
    }
}
