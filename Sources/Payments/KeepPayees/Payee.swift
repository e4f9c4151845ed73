import FundCore
import FundStore
import GRDB

/// What the bank said to the name of the account: Confirmation of Payee.
public enum ConfirmationResult: String, Sendable, CaseIterable {
    case match, closeMatch, noMatch
    /// The bank could not be asked.
    case unavailable
}

/// How details came.
public enum PayeeSource: String, Sendable {
    /// The group entered them itself, signed in.
    case online
    /// Finance took them down from a signed paper form.
    case paper
}

/// What keeps details from being used.
public enum PayeeGap: String, Sendable, CaseIterable {
    /// By the modulus check there can be no such account.
    case invalidNumber
    /// Nobody has recorded what the bank says to the name.
    case unconfirmed
    /// The bank says that the name is another, and nobody said why it may be used all the same.
    case noMatch
    /// Nobody has called the group back.
    case uncalled
    /// The group said that they are not its details.
    case denied
    /// A payment to them did not arrive, and nobody has called the group back since.
    case bounced
}

/// How the newest details of a group stand.
public enum PayeeState: Sendable, Equatable {
    case missing
    case unverified([PayeeGap])
    /// Verified, and not to be used before this time, because they were changed.
    case cooling(until: Instant)
    /// - Parameter verifiedBy: who called the group back.
    case usable(PayeeID, verifiedBy: PersonID)

    public var name: String {
        switch self {
        case .missing: "missing"
        case .unverified: "unverified"
        case .cooling: "cooling"
        case .usable: "usable"
        }
    }

    public var gaps: [PayeeGap] { if case .unverified(let gaps) = self { gaps } else { [] } }
}

/// One version of a group's details, without what is sealed.
public struct Payee: Sendable {
    public struct Confirmation: Sendable {
        public let result: ConfirmationResult
        public let checkedOn: LocalDate
        public let reason: String?
        public let recordedBy: PersonID
    }

    public struct CallBack: Sendable {
        public let number: String
        /// Where the number was found, nil where the application had it.
        public let source: String?
        /// Whether the group said that the details are its own.
        public let isConfirmed: Bool
        public let calledBy: PersonID
        public let calledAt: Instant
        /// Whether the same person was told before that they are not: somebody else rings then.
        public let hasDenied: Bool
        /// Whether a payment that went to them has failed or come back since.
        public let hasBounced: Bool
    }

    public let id: PayeeID
    public let application: ApplicationID
    public let round: RoundID
    /// 1 for the first; each change is a new one.
    public let version: Int64
    public let lastDigits: String
    /// nil where there were no tables to check by.
    public let verdict: AccountVerdict?
    /// SHA-256 of the tables, and their rows.
    public let tables: (sha256: String, rowCount: Int64)?
    public let source: PayeeSource
    /// Why finance took them down.
    public let paperReason: String?
    public let enteredBy: PersonID
    public let enteredAt: Instant
    public let usableFrom: Instant
    public let confirmation: Confirmation?
    public let callBack: CallBack?

    /// `••••1234`: what everybody sees who may not see all of it.
    public var mask: String { "••••\(lastDigits)" }

    public func state(at now: Instant) -> PayeeState {
        var gaps: [PayeeGap] = []
        if verdict == .invalid { gaps.append(.invalidNumber) }
        if let confirmation {
            if confirmation.result == .noMatch, confirmation.reason == nil { gaps.append(.noMatch) }
        } else {
            gaps.append(.unconfirmed)
        }
        guard let callBack else { return .unverified(gaps + [.uncalled]) }
        if !callBack.isConfirmed || callBack.hasDenied { gaps.append(.denied) }
        if callBack.hasBounced { gaps.append(.bounced) }
        guard gaps.isEmpty else { return .unverified(gaps) }
        return now < usableFrom
            ? .cooling(until: usableFrom) : .usable(id, verifiedBy: callBack.calledBy)
    }
}

extension Payee {
    static let columns = """
        SELECT payee.id, payee.applicationId, payee.roundId, version, lastDigits, verdict,
          tablesHash, tablesRowCount, cameBy, paperReason, payee.enteredById, enteredAt, usableFrom,
          result, checkedOn, confirmed.reason, confirmed.recordedById,
          number, source, isConfirmed, calledById, calledAt,
          EXISTS (SELECT 1 FROM paymentCallBack AS denied WHERE denied.payeeId = payee.id
            AND denied.isConfirmed = 0 AND denied.calledById = call.calledById),
          EXISTS (SELECT 1 FROM paymentPayeeBounce AS bounced
            WHERE bounced.payeeId = payee.id AND bounced.lastCallId >= call.id)
        FROM paymentPayee AS payee
        LEFT JOIN paymentPayeeConfirmation AS confirmed ON confirmed.id = (
          SELECT max(id) FROM paymentPayeeConfirmation WHERE payeeId = payee.id)
        LEFT JOIN paymentCallBack AS call ON call.id = (
          SELECT max(id) FROM paymentCallBack WHERE payeeId = payee.id)
        """

    init(_ row: Row) {
        id = PayeeID(row[0])
        application = ApplicationID(row[1])
        round = RoundID(row[2])
        version = row[3]
        lastDigits = row[4]
        verdict = AccountVerdict(rawValue: row[5])
        let hash: String? = row[6]
        let count: Int64? = row[7]
        tables = hash.map { ($0, count ?? 0) }
        source = PayeeSource(rawValue: row[8]) ?? .online
        paperReason = row[9]
        enteredBy = PersonID(row[10])
        enteredAt = Instant(milliseconds: row[11])
        usableFrom = Instant(milliseconds: row[12])
        let result: String? = row[13]
        confirmation = result.flatMap { ConfirmationResult(rawValue: $0) }.flatMap { result in
            LocalDate(row[14] as String).map {
                Confirmation(
                    result: result, checkedOn: $0, reason: row[15],
                    recordedBy: PersonID(row[16]))
            }
        }
        let number: String? = row[17]
        callBack = number.map {
            CallBack(
                number: $0, source: row[18], isConfirmed: row[19], calledBy: PersonID(row[20]),
                calledAt: Instant(milliseconds: row[21]), hasDenied: row[22],
                hasBounced: row[23])
        }
    }
}

extension PaymentsModule {
    /// How the newest details of a group stand.
    public func payee(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> PayeeState {
        try newestPayee(of: application, in: tx)?.state(at: tx.now) ?? .missing
    }

    /// The newest details of a group, without what is sealed; nil where there are none.
    public func newestPayee(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Payee? {
        try tx.first(
            "\(Payee.columns) WHERE payee.applicationId = ? ORDER BY version DESC LIMIT 1",
            [application.rawValue], { Payee($0) })
    }

    /// The newest details of each group of a round.
    public func payees(of round: RoundID, in tx: borrowing ReadTx) throws -> [Payee] {
        try tx.list(
            """
            \(Payee.columns) WHERE payee.roundId = ? AND version = (
              SELECT max(version) FROM paymentPayee WHERE applicationId = payee.applicationId)
            ORDER BY payee.applicationId
            """, [round.rawValue], { Payee($0) })
    }

    /// The details of one version in the clear, to write a bank's file by.
    /// - Throws: `BankKeyProblem`.
    public func details(
        version: PayeeID, key: BankKey, in tx: borrowing ReadTx
    ) throws -> PayeeDetails {
        _ = try keyID(of: key, in: tx)
        let found = try tx.first(
            "SELECT applicationId, version, sealed FROM paymentPayee WHERE id = ?",
            [version.rawValue], { row in SealedPayee(row) })
        guard let found else { throw PayeeProblem.missing }
        return try PayeeDetails(bytes: try key.open(found.sealed, for: found.place))
    }

    /// Applications whose newest details are of the same account, a list for each account.
    public func sharedAccounts(in tx: borrowing ReadTx) throws -> [[ApplicationID]] {
        var shared: [String: [ApplicationID]] = [:]
        try tx.forEach(
            """
            SELECT fingerprint, applicationId FROM paymentPayee AS payee
            WHERE version = (SELECT max(version) FROM paymentPayee
                WHERE applicationId = payee.applicationId)
              AND fingerprint IN (SELECT fingerprint FROM paymentPayee
                GROUP BY fingerprint HAVING count(DISTINCT applicationId) > 1)
            ORDER BY applicationId
            """, []
        ) { shared[$0[0], default: []].append(ApplicationID($0[1])) }
        return shared.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }
}
