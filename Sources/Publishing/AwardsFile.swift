import Documents
import FundCore
import FundStore
import Payments
import Rounds

/// A file that finance takes away.
public struct AwardsFile: Sendable {
    public let run: Reference
    /// Of the file as it is handed out.
    public let sha256: String
    public let mediaType: String
    let document: DocumentID
    /// What opens a file for the bank; nil for any other.
    let seal: FileSeal?

    /// What its name ends in.
    public var fileExtension: String {
        switch mediaType {
        case "application/xml": "xml"
        case "text/plain": "txt"
        default: "csv"
        }
    }

    /// Whether it has whole account numbers in it.
    public var isForBank: Bool { seal != nil }
}

extension Reports {
    /// Whether somebody may take files with whole account numbers.
    func takesBankFiles(_ principal: Principal) -> Bool {
        (try? principal.requireOperator(or: .finance)) != nil
    }

    /// The file of an approved run: `piece` gives it byte for byte, a piece at a time.
    ///
    /// It is read through once before anything is handed out: the bytes are those approved.
    ///
    /// - Parameters:
    ///   - run: a run's reference; nil for the latest.
    ///   - bankKey: asked for where the file is one for the bank.
    /// - Throws: `PaymentsProblem`, `BankKeyProblem`.
    public func awardsFile(
        of key: String, profile: String, run: String?, bankKey: () throws -> BankKey,
        as principal: Principal
    ) throws -> AwardsFile {
        try principal.require(.finance, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            return try awardsFile(
                of: try payments.run(of: round.id, key: key, named: run, in: tx), profile,
                bankKey, as: principal, tx)
        }
    }

    /// The file of a run of whichever round; the operator of the machine takes it as well.
    public func awardsFile(
        ofRun name: String, profile: String, bankKey: () throws -> BankKey,
        as principal: Principal
    ) throws -> AwardsFile {
        try principal.requireOperator(or: .finance, .auditor)
        return try store.read { tx in
            try awardsFile(
                of: try payments.run(named: name, in: tx), profile, bankKey, as: principal, tx)
        }
    }

    private func awardsFile(
        of run: PaymentRun, _ profile: String, _ bankKey: () throws -> BankKey,
        as principal: Principal, _ tx: borrowing ReadTx
    ) throws -> AwardsFile {
        try tx.refuseInRehearsal()
        guard run.status != .cancelled else {
            throw PaymentsProblem.cancelled(run: "\(run.reference)")
        }
        guard !run.needsRelease || run.payOn != nil else {
            throw PaymentsProblem.unreleased(run: "\(run.reference)")
        }
        let file = try payments.file(of: run, profile: profile, in: tx)
        var seal: FileSeal?
        if file.isForBank {
            // Account numbers are for finance alone.
            try principal.requireOperator(or: .finance)
            seal = try payments.seal(of: run, profile: profile, key: try bankKey(), in: tx)
        }
        var digest = SHA256Stream()
        try documents.read(file.document, in: tx) { digest.update($0[...]) }
        guard digest.finish().description == file.sha256 else {
            throw PaymentsProblem.fileChanged(run: "\(run.reference)")
        }
        return AwardsFile(
            run: run.reference, sha256: seal?.sha256 ?? file.sha256, mediaType: file.mediaType,
            document: file.document, seal: seal)
    }

    /// One piece of a run's file, numbered from 1; nil behind the last.
    public func piece(_ number: Int64, of file: AwardsFile) throws -> [UInt8]? {
        let piece = try store.read { try documents.piece(number, of: file.document, in: $0) }
        guard let piece, let seal = file.seal else { return piece }
        return try seal.open(piece, number: number)
    }
}
