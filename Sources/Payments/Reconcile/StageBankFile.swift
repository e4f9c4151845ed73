import FundCore
import FundStore
import GRDB

/// A file from a bank in which nothing was found wrong.
public struct CheckedBankFile: Sendable {
    public let source: ByteSource
    public let format: BankFileFormat
    public let file: BankFile

    /// `camt.053`, or the key of its profile.
    public var profile: String { format.name }
}

extension BankFileFormat {
    /// What asks for it at a door.
    public var name: String {
        switch self {
        case .camt053: "camt.053"
        case .table(let profile): profile.key
        }
    }

    /// - Throws: `PaymentsProblem.unknownBankProfile`.
    public init(named name: String, of profiles: [BankTableProfile]) throws {
        if name == BankFileFormat.camt053.name {
            self = .camt053
        } else if let profile = profiles.first(where: { $0.key == name }) {
            self = .table(profile)
        } else {
            throw PaymentsProblem.unknownBankProfile(
                name: name, names: [BankFileFormat.camt053.name] + profiles.map(\.key))
        }
    }
}

extension PaymentsModule {
    /// Reads a file from its beginning to its end; nothing is written.
    /// - Throws: `InvalidInput` with everything that is wrong.
    public func checkBankFile(
        _ source: ByteSource, as format: BankFileFormat
    ) throws -> CheckedBankFile {
        CheckedBankFile(
            source: source, format: format, file: try format.read(source) { _ in })
    }

    /// Takes the lines of a file in, as they stand there.
    ///
    /// - Throws: `InvalidInput`, `PaymentsProblem.bankFileChanged` where it is no longer what was
    ///   checked.
    public func stage(
        _ checked: CheckedBankFile, in tx: borrowing WriteTx
    ) throws -> BankFileID {
        let person = try tx.principal.require(.finance)
        let name = String((checked.source.name.split(separator: "/").last ?? "").prefix(200))
        let id = BankFileID(
            try tx.insert(
                """
                INSERT INTO paymentBankFile
                  (sha256, profile, name, lineCount, importedById, importedAt)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    "\(checked.file.sha256)", checked.profile, name.isEmpty ? "-" : name,
                    checked.file.lineCount, person.rawValue, tx.now.milliseconds,
                ]))
        for (index, statement) in checked.file.statements.enumerated() {
            try tx.execute(
                """
                INSERT INTO paymentBankStatement
                  (fileId, number, statement, account, openingPence, closingPence, entryCount)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    id.rawValue, index + 1, statement.id, statement.account, statement.opening,
                    statement.closing, statement.entryCount,
                ])
        }
        var staging = BankFileStaging(file: id)
        let again = try checked.format.read(checked.source) { try staging.add($0, in: tx) }
        guard again.sha256 == checked.file.sha256 else {
            throw PaymentsProblem.bankFileChanged(name: name)
        }
        return id
    }
}

/// The lines of a file as they are taken in.
private struct BankFileStaging {
    let file: BankFileID
    private var position: Int64 = 0
    private var occurrences: [Fingerprint: Int64] = [:]
    private var tellings: [Fingerprint: Int64] = [:]

    init(file: BankFileID) { self.file = file }

    mutating func add(_ line: BankLine, in tx: borrowing WriteTx) throws {
        position += 1
        let (payment, run) = (line.paymentName, line.runReference)
        let movement = "\(line.movement)"
        let occurrence = Self.count(movement, in: &occurrences)
        var telling: Int64 = 1
        if let about = payment?.reference ?? run, line.status == .booked {
            telling = Self.count(
                "\(about) \(payment?.instalment ?? 0) \(line.outcome.rawValue) \(line.pence)",
                in: &tellings)
        }
        let id = try tx.insert(
            """
            INSERT INTO paymentBankLine
              (fileId, position, textLine, bookedOn, pence, kind, status, outcome, returnReason,
               endToEndReference, batchReference, bankReference, paymentCount, reference,
               instalment, runReference, movement, occurrence, tellingNumber, isToldBefore)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?17, ?18, ?19, EXISTS (
              SELECT 1 FROM paymentBankLine WHERE movement = ?17 AND occurrence = ?18))
            """,
            [
                file.rawValue, position, line.line, line.bookedOn.map { "\($0)" }, line.pence,
                line.kind.rawValue, line.status.rawValue, line.outcome.rawValue,
                line.returnReason, line.endToEndReference, line.batchReference,
                line.bankReference, line.count, payment?.reference, payment?.instalment, run,
                movement, occurrence, telling,
            ])
        // What names a payment with its instalment needs no words to be recognised by, unless it
        // turns out not to fit; then its reference says more than they do.
        guard payment?.instalment == nil, line.counterparty != nil || line.remittance != nil
        else { return }
        try tx.execute(
            "INSERT INTO paymentBankWords (lineId, counterparty, remittance) VALUES (?, ?, ?)",
            [id, line.counterparty, line.remittance])
    }

    private static func count(_ text: String, in counts: inout [Fingerprint: Int64]) -> Int64 {
        let count = (counts[Fingerprint(of: text)] ?? 0) + 1
        counts[Fingerprint(of: text)] = count
        return count
    }
}
