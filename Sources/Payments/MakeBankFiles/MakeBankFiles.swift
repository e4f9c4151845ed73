import Foundation
import FundCore
import FundStore
import GRDB

/// A file that finance takes away of a run.
public struct RunFile: Sendable {
    public let profile: String
    public let document: DocumentID
    /// Of the document as it is kept.
    public let sha256: String
    /// What opens it; nil for a file that is kept in the clear.
    public let bank: SealedSeal?

    public init(
        profile: String, document: DocumentID, sha256: String, bank: SealedSeal? = nil
    ) {
        self.profile = profile
        self.document = document
        self.sha256 = sha256
        self.bank = bank
    }
}

/// The seal of a file for the bank, sealed by the bank key.
public struct SealedSeal: Sendable {
    let mediaType: String
    let keyID: Int64
    let sealed: Data
}

/// A file of a run, to be handed out.
public struct KeptRunFile: Sendable {
    public let document: DocumentID
    /// Of the document as it is kept.
    public let sha256: String
    public let mediaType: String
    /// Whether it has whole account numbers in it.
    public let isForBank: Bool
}

extension PaymentsModule {
    /// Everybody who had a hand in finding the details of a run right.
    func verifiers(of run: PaymentRunID, in tx: borrowing ReadTx) throws -> [PersonID] {
        try verifiers(
            of: try tx.list(
                "SELECT payeeId FROM paymentRunItem WHERE runId = ? AND payeeId IS NOT NULL",
                [run.rawValue], { PayeeID($0[0]) }), in: tx)
    }

    /// Everybody who had a hand in finding these details right: who took them down from paper, who
    /// rang, who asked the bank.
    func verifiers(of payees: [PayeeID], in tx: borrowing ReadTx) throws -> [PersonID] {
        var found: Set<Int64> = []
        for payee in payees {
            try tx.forEach(
                "SELECT personId FROM paymentPayeeVerifier WHERE payeeId = ?", [payee.rawValue]
            ) { found.insert($0[0]) }
        }
        return found.sorted().map { PersonID($0) }
    }

    /// Refuses a run that pays to bank details which have changed since it was approved or are not
    /// found right any more, or of an award that was taken back.
    ///
    /// - Throws: `PaymentsProblem.payeesMoved`, `.awardsStopped`.
    public func refuseMoved(_ run: PaymentRun, in tx: borrowing ReadTx) throws {
        let stopped: [String] = try tx.list(
            """
            SELECT DISTINCT paymentAward.reference FROM paymentRunItem
            JOIN paymentInstalment ON paymentInstalment.id = instalmentId
            JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
            JOIN paymentStop ON paymentStop.awardId = paymentAward.awardId
            WHERE runId = ? ORDER BY 1 LIMIT 20
            """, [run.id.rawValue], { $0[0] })
        guard stopped.isEmpty else {
            throw PaymentsProblem.awardsStopped(run: "\(run.reference)", references: stopped)
        }
        let references: [String] = try tx.list(
            """
            SELECT DISTINCT paymentAward.reference FROM paymentRunItem
            JOIN paymentInstalment ON paymentInstalment.id = instalmentId
            JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
            WHERE runId = ? AND payeeId IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM paymentPayeeVerified AS payee
              WHERE payee.payeeId = paymentRunItem.payeeId)
            ORDER BY 1 LIMIT 20
            """, [run.id.rawValue], { $0[0] })
        guard references.isEmpty else {
            throw PaymentsProblem.payeesMoved(run: "\(run.reference)", references: references)
        }
    }

    /// The number of a run's files for the bank.
    public func beginBatch(of run: PaymentRun, in tx: borrowing WriteTx) throws -> Int64 {
        try tx.reading.first(
            """
            INSERT INTO paymentBatch (runId, number)
            SELECT ?, 1 + ifnull(max(number), 0) FROM paymentBatch RETURNING number
            """, [run.id.rawValue], { $0[0] }) ?? 0
    }

    /// What a run pays, and to which accounts, in the order of its instalments.
    ///
    /// - Parameter remittance: what each is for, behind the award's reference.
    /// - Throws: `InvalidInput` with every payment that no bank carries; `BankKeyProblem`; what
    ///   `body` throws.
    public func instructions(
        of run: PaymentRun, remittance: String, key: BankKey, in tx: borrowing ReadTx,
        _ body: (PaymentInstruction) throws -> Void
    ) throws {
        _ = try keyID(of: key, in: tx)
        var problems: [FieldProblem] = []
        try tx.forEach(
            """
            SELECT paymentPayee.applicationId, version, sealed, item.* FROM (
              \(Instalment.columns) WHERE paymentRunItem.runId = ?
            ) AS item
            JOIN paymentRunItem AS taken ON taken.instalmentId = item.id
            JOIN paymentPayee ON paymentPayee.id = taken.payeeId
            ORDER BY item.awardId, item.number
            """, [run.id.rawValue]
        ) { row in
            let kept = SealedPayee(row)
            let details = try PayeeDetails(bytes: try key.open(kept.sealed, for: kept.place))
            let instalment = Instalment(row, from: 3)
            do {
                let instruction = try PaymentInstruction(
                    reference: instalment.paymentReference, payee: details.accountName,
                    sortCode: "\(details.account.sortCode)",
                    account: "\(details.account.number)", pence: instalment.amount.pence,
                    award: "\(instalment.reference)",
                    remittance: "\(instalment.reference) \(remittance)",
                    rollNumber: details.rollNumber)
                guard problems.isEmpty else { return }
                try body(instruction)
            } catch let invalid as InvalidInput {
                problems += invalid.fields.map {
                    FieldProblem("\(instalment.reference): \($0.place)", $0.code, $0.arguments)
                }
            }
        }
        guard problems.isEmpty else { throw InvalidInput("\(run.reference)", problems) }
    }

    /// The account that an instalment of a run goes to, all but its last four digits noughts; nil
    /// where the round asks for no bank details.
    public func maskedAccount(
        of instalment: InstalmentID, in tx: borrowing ReadTx
    ) throws -> String? {
        try tx.first(
            """
            SELECT '0000' || lastDigits FROM paymentRunItem
            JOIN paymentPayee ON paymentPayee.id = payeeId WHERE instalmentId = ?
            """, [instalment.rawValue], { $0[0] })
    }

    /// The control totals of a run's files for the bank.
    public func totals(
        of run: PaymentRun, remittance: String, key: BankKey, in tx: borrowing ReadTx
    ) throws -> PaymentTotals {
        var totals = PaymentTotals()
        try instructions(of: run, remittance: remittance, key: key, in: tx) { try totals.add($0) }
        guard totals.count == run.instalmentCount, totals.pence == run.total.pence else {
            throw PaymentFileProblem.disagrees(
                written: totals,
                expected: PaymentTotals(count: run.instalmentCount, pence: run.total.pence))
        }
        return totals
    }

    /// Seals the seal of a file for the bank.
    public func keep(
        _ seal: FileSeal, of run: PaymentRun, _ profile: BankFileProfile, key: BankKey,
        in tx: borrowing ReadTx
    ) throws -> SealedSeal {
        guard let id = try keyID(of: key, in: tx) else { throw BankKeyProblem.nothingSealed }
        return SealedSeal(
            mediaType: profile.mediaType, keyID: id,
            sealed: try key.seal(seal.bytes, for: FileSeal.place(run.id, profile.key)))
    }

    /// Files what finance takes away.
    func file(_ files: [RunFile], of run: PaymentRun, in tx: borrowing WriteTx) throws {
        for file in files {
            try tx.execute(
                """
                INSERT INTO paymentRunFile (runId, profile, documentId, sha256)
                VALUES (?, ?, ?, ?)
                """, [run.id.rawValue, file.profile, file.document.rawValue, file.sha256])
            guard let bank = file.bank else { continue }
            try tx.execute(
                """
                INSERT INTO paymentSealedFile (runId, profile, mediaType, keyId, sealed)
                VALUES (?, ?, ?, ?, ?)
                """,
                [run.id.rawValue, file.profile, bank.mediaType, bank.keyID, bank.sealed])
        }
    }

    /// The file of a run in one profile.
    /// - Throws: `PaymentsProblem.unknownProfile`.
    public func file(
        of run: PaymentRun, profile: String, in tx: borrowing ReadTx
    ) throws -> KeptRunFile {
        let found = try tx.first(
            """
            SELECT documentId, sha256, mediaType FROM paymentRunFile
            LEFT JOIN paymentSealedFile USING (runId, profile)
            WHERE runId = ? AND profile = ?
            """, [run.id.rawValue, profile]
        ) { row in
            let mediaType: String? = row[2]
            return KeptRunFile(
                document: DocumentID(row[0]), sha256: row[1], mediaType: mediaType ?? "text/csv",
                isForBank: mediaType != nil)
        }
        if let found { return found }
        throw PaymentsProblem.unknownProfile(
            name: profile, names: try profiles(of: run.id, in: tx))
    }

    /// What opens a file for the bank.
    /// - Throws: `BankKeyProblem`.
    public func seal(
        of run: PaymentRun, profile: String, key: BankKey, in tx: borrowing ReadTx
    ) throws -> FileSeal {
        _ = try keyID(of: key, in: tx)
        let sealed: Data? = try tx.first(
            "SELECT sealed FROM paymentSealedFile WHERE runId = ? AND profile = ?",
            [run.id.rawValue, profile], { $0[0] })
        guard let sealed else {
            throw PaymentsProblem.unknownProfile(
                name: profile, names: try profiles(of: run.id, in: tx))
        }
        return try FileSeal(
            bytes: try key.open(sealed, for: FileSeal.place(run.id, profile)))
    }

    /// The totals that a run's files for the bank were written with; nil where it has none, or they
    /// are sealed with another key.
    public func sealedTotals(
        of run: PaymentRun, key: BankKey, in tx: borrowing ReadTx
    ) throws -> PaymentTotals? {
        let first: String? = try tx.first(
            """
            SELECT profile FROM paymentSealedFile
            JOIN paymentBankKey ON paymentBankKey.id = keyId AND keyCheck = ?
            WHERE runId = ? ORDER BY profile LIMIT 1
            """, [key.check, run.id.rawValue], { $0[0] })
        return try first.map { try seal(of: run, profile: $0, key: key, in: tx).totals }
    }

    /// Seals the seals of all files for the bank anew.
    /// - Returns: how many.
    func rotateFiles(
        from old: BankKey, to new: BankKey, keyID: Int64, in tx: borrowing WriteTx
    ) throws -> Int {
        let all = try tx.reading.list(
            """
            SELECT runId, profile, sealed FROM paymentSealedFile
            WHERE sealed <> \(Self.erasedSeal) ORDER BY runId, profile
            """, [],
            { (run: PaymentRunID($0[0]), profile: $0[1] as String, sealed: $0[2] as Data) })
        for one in all {
            let place = FileSeal.place(one.run, one.profile)
            try tx.execute(
                """
                UPDATE paymentSealedFile SET keyId = ?, sealed = ? WHERE runId = ? AND profile = ?
                """,
                [
                    keyID, try new.seal(try old.open(one.sealed, for: place), for: place),
                    one.run.rawValue, one.profile,
                ])
        }
        return all.count
    }
}
