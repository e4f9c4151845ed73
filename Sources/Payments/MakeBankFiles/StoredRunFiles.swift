import FundCore
import FundStore
import GRDB

/// A file of a run, with whose payments stand in it.
public struct StoredRunFile: Sendable {
    /// The run's reference.
    public let run: String
    public let profile: String
    public let document: DocumentID
    public let awards: Set<AwardID>

    /// What it is called where it is taken away, without its ending.
    public var name: String { "\(run)-\(profile)" }
}

extension PaymentsModule {
    /// The files of all runs, the oldest run's first: those of erased documents too.
    public func storedFiles(in tx: borrowing ReadTx) throws -> [StoredRunFile] {
        var awards: [Int64: Set<AwardID>] = [:]
        try tx.forEach(
            """
            SELECT runId, awardId FROM paymentRunItem
            JOIN paymentInstalment ON paymentInstalment.id = paymentRunItem.instalmentId
            """
        ) { row in awards[row[0], default: []].insert(AwardID(row[1])) }
        return try tx.list(
            """
            SELECT runId, reference, profile, documentId FROM paymentRunFile
            JOIN paymentRun ON paymentRun.id = paymentRunFile.runId ORDER BY runId, profile
            """
        ) { row in
            StoredRunFile(
                run: row[1], profile: row[2], document: DocumentID(row[3]),
                awards: awards[row[0]] ?? [])
        }
    }
}
