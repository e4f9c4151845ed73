import FundCore
import FundStore
import GRDB

/// What somebody should look into before an account is paid to. It keeps nothing out of a run.
public struct RunWarning: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A group of another name gave the same account.
        case shared
        /// No table of the modulus check says anything of its sort code.
        case notInTable
        /// There were no tables to check it by when it was entered.
        case unchecked
        /// The bank refused the run that was to pay it before.
        case refused
        /// Somebody recorded that a payment of it did not arrive; in rounds whose runs are released.
        case failed
    }

    public let kind: Kind
    public let reference: Reference
    public let organisation: String
    /// The applications of the groups that gave the same account; none of another kind.
    public let others: [Reference]
}

/// What a run pays or would pay, as far as there may be something to look into.
public struct WarnedOf: Sendable {
    /// The versions of bank details that it goes to.
    public let payees: [PayeeID]
    /// Whom a run was to pay that the bank refused as a whole.
    public let refusedBefore: [ApplicationID]
    /// Whose payment did not arrive, as somebody recorded.
    public let failedBefore: [ApplicationID]
}

/// Whose account a warning is about: an application, and the name of its group.
public typealias AccountHolder = (reference: Reference, organisation: String)

extension PaymentsModule {
    /// What to look into before this is paid, by kind and application.
    ///
    /// - Parameter holder: says whose an application is.
    public func warnings(
        of paid: WarnedOf, in tx: borrowing ReadTx,
        _ holder: (ApplicationID) throws -> AccountHolder
    ) throws -> [RunWarning] {
        let ids = "[\(Set(paid.payees).map { "\($0.rawValue)" }.joined(separator: ","))]"
        let found = try tx.list(
            """
            SELECT payee.applicationId, payee.verdict, other.applicationId
            FROM paymentPayee AS payee
            LEFT JOIN paymentPayee AS other ON other.fingerprint = payee.fingerprint
              AND other.applicationId <> payee.applicationId AND other.version = (
                SELECT max(version) FROM paymentPayee
                WHERE applicationId = other.applicationId)
            WHERE payee.id IN (SELECT value FROM json_each(?))
              AND (payee.verdict <> 'valid' OR other.id IS NOT NULL)
            ORDER BY payee.applicationId, other.applicationId
            """, [ids]
        ) { row in
            (
                ApplicationID(row[0]), row[1] as String,
                (row[2] as Int64?).map { ApplicationID($0) }
            )
        }
        var warnings: [RunWarning] = []
        var last: ApplicationID?
        var sharers: [(AccountHolder, [Reference])] = []
        for (application, verdict, other) in found {
            let own = try holder(application)
            if application != last {
                last = application
                sharers.append((own, []))
                let kind: RunWarning.Kind? =
                    switch AccountVerdict(rawValue: verdict) {
                    case .notInTable: .notInTable
                    case nil: .unchecked
                    case .valid, .invalid: nil
                    }
                if let kind { warnings.append(RunWarning(kind, own)) }
            }
            // One group may have an award in each of several rounds.
            if let other = try other.map(holder), !other.organisation.isSameName(own.organisation) {
                sharers[sharers.count - 1].1.append(other.reference)
            }
        }
        return try sharers.filter { !$0.1.isEmpty }.map { RunWarning(.shared, $0.0, others: $0.1) }
            + RunWarning.Kind.allCases.flatMap { kind in warnings.filter { $0.kind == kind } }
            + paid.refusedBefore.map { RunWarning(.refused, try holder($0)) }
            + paid.failedBefore.map { RunWarning(.failed, try holder($0)) }
    }

    /// What a run pays, as far as there may be something to look into.
    public func warned(ofRun run: PaymentRunID, in tx: borrowing ReadTx) throws -> WarnedOf {
        WarnedOf(
            payees: try tx.list(
                """
                SELECT DISTINCT payeeId FROM paymentRunItem
                WHERE runId = ? AND payeeId IS NOT NULL
                """, [run.rawValue], { PayeeID($0[0]) }),
            refusedBefore: try tx.list(
                """
                SELECT DISTINCT applicationId FROM paymentRunItem AS item
                JOIN paymentInstalment AS paid ON paid.id = item.instalmentId
                JOIN paymentAward ON paymentAward.awardId = paid.awardId
                WHERE item.runId = ? AND \(Self.replacesRefused("paid.id")) ORDER BY applicationId
                """, [run.rawValue], { ApplicationID($0[0]) }),
            failedBefore: try tx.list(
                """
                SELECT DISTINCT applicationId FROM paymentRunItem AS item
                JOIN paymentInstalment AS paid ON paid.id = item.instalmentId
                JOIN paymentAward ON paymentAward.awardId = paid.awardId
                WHERE item.runId = ? AND \(Self.replacesFailed("paid.id")) ORDER BY applicationId
                """, [run.rawValue], { ApplicationID($0[0]) }))
    }

    /// What a run would pay of these instalments, as far as there may be something to look into.
    public func warned(
        of instalments: [(id: InstalmentID, payee: PayeeID?)], in tx: borrowing ReadTx
    ) throws -> WarnedOf {
        let ids = "[\(instalments.map { "\($0.id.rawValue)" }.joined(separator: ","))]"
        return WarnedOf(
            payees: instalments.compactMap(\.payee),
            refusedBefore: try tx.list(
                """
                SELECT DISTINCT applicationId FROM paymentInstalment AS paid
                JOIN paymentAward ON paymentAward.awardId = paid.awardId
                WHERE paid.id IN (SELECT value FROM json_each(?))
                  AND \(Self.replacesRefused("paid.id")) ORDER BY applicationId
                """, [ids], { ApplicationID($0[0]) }),
            failedBefore: try tx.list(
                """
                SELECT DISTINCT applicationId FROM paymentInstalment AS paid
                JOIN paymentAward ON paymentAward.awardId = paid.awardId
                WHERE paid.id IN (SELECT value FROM json_each(?))
                  AND \(Self.replacesFailed("paid.id")) ORDER BY applicationId
                """, [ids], { ApplicationID($0[0]) }))
    }

    /// In SQL: whether an instalment is owed again because the bank refused a whole run.
    static func replacesRefused(_ instalment: String) -> String {
        """
        EXISTS (SELECT 1 FROM paymentInstalment AS anew
          JOIN paymentOutcome AS told ON told.instalmentId = anew.replacesId
          JOIN paymentRunRefusal AS refused
            ON refused.runId = told.runId AND refused.recordedAt = told.recordedAt
          WHERE anew.id = \(instalment))
        """
    }
}

extension RunWarning {
    fileprivate init(_ kind: Kind, _ holder: AccountHolder, others: [Reference] = []) {
        self.init(
            kind: kind, reference: holder.reference, organisation: holder.organisation,
            others: others)
    }
}

extension String {
    /// Whether two names of groups differ by capitals and blanks alone.
    fileprivate func isSameName(_ other: String) -> Bool {
        func plain(_ name: String) -> [Substring] {
            name.lowercased().split(whereSeparator: \.isWhitespace)
        }
        return plain(self) == plain(other)
    }
}
