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
            return try awardsFile(
                of: try payments.run(of: round.id, key: key, named: run, in: tx), profile, tx)
        }
    }

    /// The file of a run of whichever round; the operator of the machine takes it as well.
    public func awardsFile(
        ofRun name: String, profile: String, as principal: Principal
    ) throws -> AwardsFile {
        try principal.requireOperator(or: .finance, .auditor)
        return try store.read { tx in
            try awardsFile(of: try payments.run(named: name, in: tx), profile, tx)
        }
    }

    private func awardsFile(
        of run: PaymentRun, _ profile: String, _ tx: borrowing ReadTx
    ) throws -> AwardsFile {
        guard run.status != .cancelled else {
            throw PaymentsProblem.cancelled(run: "\(run.reference)")
        }
        guard !run.needsRelease || run.payOn != nil else {
            throw PaymentsProblem.unreleased(run: "\(run.reference)")
        }
        let file = try payments.file(of: run, profile: profile, in: tx)
        var digest = SHA256Stream()
        try documents.read(file.document, in: tx) { digest.update($0[...]) }
        guard digest.finish().description == file.sha256 else {
            throw PaymentsProblem.fileChanged(run: "\(run.reference)")
        }
        return AwardsFile(run: run.reference, sha256: file.sha256, document: file.document)
    }

    /// One piece of a run's file, numbered from 1; nil behind the last.
    public func piece(_ number: Int64, of file: AwardsFile) throws -> [UInt8]? {
        try store.read { try documents.piece(number, of: file.document, in: $0) }
    }
}
