import Foundation
import FundCore
import FundStore
import GRDB

/// What a round asks of bank details, frozen with it.
public struct BankRules: Codable, Sendable, Equatable {
    public static let coolingDays: ClosedRange<Int64> = 0...90

    /// For how many days details that were changed are not used.
    public let coolingOffDays: Int64

    public init(coolingOffDays: Int64 = 5) { self.coolingOffDays = coolingOffDays }
}

public enum PayeeProblem: Problem {
    case missing
    /// The group's own people enter them, or finance from paper.
    case notYours
    /// The round does not ask for bank details.
    case off(round: String)
    /// The application has no award that the group has been told of.
    case noAward(reference: String)
    case secondPerson
    case reasonMissing
    case dateAhead

    public var report: ProblemReport {
        switch self {
        case .missing: ProblemReport("payee-missing", .notFound)
        case .notYours: ProblemReport("payee-not-yours", .forbidden)
        case .off(let round): ProblemReport("payee-off", .conflict, ["round": round])
        case .noAward(let reference):
            ProblemReport("payee-no-award", .conflict, ["reference": reference])
        case .secondPerson: ProblemReport("payee-second-person", .conflict)
        case .reasonMissing: ProblemReport("payee-reason-missing", .invalid)
        case .dateAhead:
            ProblemReport(
                "invalid-input", .invalid, ["source": "confirmation", "count": "1"],
                fields: [FieldProblem("on", "payee-date")])
        }
    }
}

/// A version as it is kept.
struct SealedPayee {
    let application: Int64
    let version: Int64
    let sealed: Data

    init(_ row: Row) {
        application = row[0]
        version = row[1]
        sealed = row[2]
    }

    /// What it is sealed for.
    var place: String { Self.place(application, version) }

    static func place(_ application: Int64, _ version: Int64) -> String {
        "payee \(application) \(version)"
    }
}

extension PaymentsModule {
    /// Keeps a group's details as a new version.
    ///
    /// - Parameters:
    ///   - paperReason: why finance takes them down from paper; nil where the group enters them.
    ///   - tables: nil where there are none to check by.
    /// - Throws: `InvalidInput` where a group enters an account that cannot be; `BankKeyProblem`.
    public func enter(
        _ details: PayeeDetails, of application: ApplicationID, in round: RoundID,
        paperReason: String?, rules: BankRules, key: BankKey, tables: ModulusTables?,
        in tx: borrowing WriteTx
    ) throws -> Payee {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.applicant, .finance])
        }
        let verdict = tables?.verdict(of: details.account)
        if verdict == .invalid, paperReason == nil {
            throw InvalidInput("bank details", [FieldProblem("account", "account-impossible")])
        }
        let keyID = try beginKey(key, in: tx)
        let version = 1 + (try newestPayee(of: application, in: tx.reading)?.version ?? 0)
        let sealed = try key.seal(
            details.bytes, for: SealedPayee.place(application.rawValue, version))
        let days = rules.coolingOffDays
        let now = tx.now.milliseconds
        let id = try tx.insert(
            """
            INSERT INTO paymentPayee
              (roundId, applicationId, version, keyId, sealed, fingerprint, lastDigits, verdict,
               tablesHash, tablesRowCount, cameBy, paperReason, enteredById, enteredAt, coolingDays,
               usableFrom)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, application.rawValue, version, keyID, sealed,
                key.mark(details.account), String("\(details.account.number)".suffix(4)),
                verdict?.rawValue ?? "unchecked",
                tables.map { "\($0.version.sha256)" }, tables.map { Int64($0.version.weightCount) },
                (paperReason == nil ? PayeeSource.online : .paper).rawValue, paperReason,
                person.rawValue, now, days, version == 1 ? now : now + days * 86_400_000,
            ])
        try tx.audit(
            "payee.entry", "application:\(application.rawValue)",
            [
                ("payee", .int(id)), ("version", .int(version)),
                ("paper", .bool(paperReason != nil)),
                ("verdict", .string(verdict?.rawValue ?? "unchecked")),
            ])
        guard let payee = try newestPayee(of: application, in: tx.reading) else {
            throw PayeeProblem.missing
        }
        return payee
    }

    /// Records what the bank said to the name.
    public func confirm(
        _ payee: Payee, _ result: ConfirmationResult, on date: LocalDate, reason: String?,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance)
        guard date <= LondonTime.date(tx.now), LondonTime.date(payee.enteredAt) <= date else {
            throw PayeeProblem.dateAhead
        }
        try tx.execute(
            """
            INSERT INTO paymentPayeeConfirmation
              (payeeId, result, checkedOn, reason, recordedById, recordedAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                payee.id.rawValue, result.rawValue, "\(date)", reason, person.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit(
            "payee.confirmation", "application:\(payee.application.rawValue)",
            [("payee", .int(payee.id.rawValue)), ("result", .string(result.rawValue))])
    }

    /// Records that somebody else than who entered the details rang the group, and what it said.
    ///
    /// - Parameters:
    ///   - number: one that was known before the details came.
    ///   - source: where it was found, nil where the application had it.
    public func recordCall(
        about payee: Payee, number: String, source: String?, isConfirmed: Bool,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance, .officer)
        guard person != payee.enteredBy else { throw PayeeProblem.secondPerson }
        try tx.execute(
            """
            INSERT INTO paymentCallBack
              (payeeId, enteredById, number, source, isConfirmed, calledById, calledAt)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                payee.id.rawValue, payee.enteredBy.rawValue, number, source, isConfirmed,
                person.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "payee.call", "application:\(payee.application.rawValue)",
            [("payee", .int(payee.id.rawValue)), ("confirmed", .bool(isConfirmed))])
    }

    /// Shows details to a person, which leaves a row in the trail.
    public func reveal(
        _ payee: Payee, key: BankKey, in tx: borrowing WriteTx
    ) throws -> PayeeDetails {
        try tx.principal.require(.finance)
        let details = try details(version: payee.id, key: key, in: tx.reading)
        try tx.audit(
            "payee.reveal", "application:\(payee.application.rawValue)",
            [("payee", .int(payee.id.rawValue))])
        return details
    }

    // MARK: Keys

    /// The key that details are sealed with.
    /// - Throws: `BankKeyProblem.wrong` where it is another.
    func keyID(
        of key: BankKey, setting: String = "COHESION_BANK_KEY", in tx: borrowing ReadTx
    ) throws -> Int64? {
        let newest = try tx.first(
            "SELECT id, keyCheck FROM paymentBankKey ORDER BY id DESC LIMIT 1", [],
            { (id: $0[0] as Int64, check: $0[1] as String) })
        guard let newest else { return nil }
        guard newest.check == key.check else { throw BankKeyProblem.wrong(setting: setting) }
        return newest.id
    }

    private func beginKey(_ key: BankKey, in tx: borrowing WriteTx) throws -> Int64 {
        if let known = try keyID(of: key, in: tx.reading) { return known }
        return try addKey(key, in: tx)
    }

    private func addKey(_ key: BankKey, in tx: borrowing WriteTx) throws -> Int64 {
        let id = try tx.insert(
            "INSERT INTO paymentBankKey (keyCheck, beganAt) VALUES (?, ?)",
            [key.check, tx.now.milliseconds])
        try tx.audit("bank-key.beginning", "bankKey:\(id)")
        return id
    }

    /// Seals all details, and what opens the files for the bank, anew with another key.
    /// - Returns: how many versions of details.
    /// - Throws: `BankKeyProblem`; nothing has changed then.
    public func rotateKey(
        from old: BankKey, to new: BankKey, in tx: borrowing WriteTx
    ) throws -> Int {
        try tx.principal.requireOperator(or: .administrator)
        guard old.check != new.check else { throw BankKeyProblem.sameAgain }
        guard try keyID(of: old, setting: "COHESION_BANK_KEY_OLD", in: tx.reading) != nil else {
            throw BankKeyProblem.nothingSealed
        }
        // A key that was in use before does not come back.
        let isKnown =
            try tx.reading.first(
                "SELECT 1 FROM paymentBankKey WHERE keyCheck = ?", [new.check], { _ in true })
            ?? false
        guard !isKnown else { throw BankKeyProblem.sameAgain }
        let keyID = try addKey(new, in: tx)
        let all = try tx.reading.list(
            """
            SELECT applicationId, version, sealed FROM paymentPayee
            WHERE sealed <> \(Self.erasedSeal) ORDER BY id
            """, [], { SealedPayee($0) })
        for one in all {
            let bytes = try old.open(one.sealed, for: one.place)
            let account = try PayeeDetails(bytes: bytes).account
            try tx.execute(
                """
                UPDATE paymentPayee SET keyId = ?, sealed = ?, fingerprint = ?
                WHERE applicationId = ? AND version = ?
                """,
                [
                    keyID, try new.seal(bytes, for: one.place), new.mark(account), one.application,
                    one.version,
                ])
        }
        let files = try rotateFiles(from: old, to: new, keyID: keyID, in: tx)
        try tx.audit(
            "bank-key.rotation", "bankKey:\(keyID)",
            [("payees", .int(all.count)), ("files", .int(files))])
        return all.count
    }
}
