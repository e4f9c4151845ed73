import Documents
import FundCore
import FundStore
import Payments
import Rounds

/// A file that finance takes away.
public struct AwardsFile: Sendable {
    public let run: Reference
    public let sha256: String
    let document: DocumentID
}

extension Reports {
    /// The file of an approved run: `piece` gives it byte for byte, a piece at a time.
    ///
    /// It is read through once before anything is handed out: the bytes are those approved.
    ///
    /// - Parameter run: a run's reference; nil for the latest.
    /// - Throws: `PaymentsProblem`.
    public func awardsFile(
        of key: String, profile: String, run: String?, as principal: Principal
    ) throws -> AwardsFile {
        try principal.require(.finance, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let run = try payments.run(of: round.id, key: key, named: run, in: tx)
            let file = try payments.file(of: run, profile: profile, in: tx)
            var digest = SHA256Stream()
            try documents.read(file.document, in: tx) { digest.update($0[...]) }
            guard digest.finish().description == file.sha256 else {
                throw PaymentsProblem.fileChanged(run: "\(run.reference)")
            }
            return AwardsFile(
                run: run.reference, sha256: file.sha256, document: file.document)
        }
    }

    /// One piece of a run's file, numbered from 1; nil behind the last.
    public func piece(_ number: Int64, of file: AwardsFile) throws -> [UInt8]? {
        try store.read { try documents.piece(number, of: file.document, in: $0) }
    }
}
