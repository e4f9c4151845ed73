import FundCore
import FundStore
import GRDB

/// Why a run leaves an instalment out.
public enum PaymentObstacle: String, Sendable, CaseIterable {
    /// Somebody holds it.
    case held
    /// The group has not signed its agreement.
    case agreement
    /// Its day has not come.
    case date
    /// A report is to be accepted first.
    case report
    /// A receipt is to be seen first.
    case evidence
    /// The decision has no effect yet, or none any more.
    case effect
    /// Names were not looked for in the newest lists, or somebody is still to be decided on.
    case screening
    /// The group has not entered its bank details.
    case payeeMissing
    /// Its bank details are not found right.
    case payeeUnverified
    /// A payment to its bank details did not arrive, and nobody has called the group back since.
    case payeeBounced
    /// Its bank details have changed, and have not rested long enough.
    case payeeCooling
    /// The group should have sent a monitoring return by now.
    case returnLate
    /// An officer worries about the project.
    case concern
    /// The award is closed: a decision maker opens it again first.
    case closed
}

/// An instalment that no run has taken, and what keeps it out of one.
public struct PaymentCandidate: Sendable {
    public let instalment: Instalment
    public let trigger: InstalmentTrigger
    public let obstacles: [PaymentObstacle]
    /// The account that it goes to; nil where the round asks for none, or there is none to use.
    public let payee: PayeeID?
}

/// What other modules know that keeps instalments out of a run.
public struct PaymentGrounds: Sendable {
    /// Whether the decision has effect.
    public let isInEffect: Bool
    /// Whether a list to screen against is missing or too old, so that nobody is paid.
    public let isScreeningBarred: Bool
    /// Whose screening lets no payment pass, by reference.
    public let unscreened: Set<String>

    public init(
        isInEffect: Bool = true, isScreeningBarred: Bool = false, unscreened: Set<String> = []
    ) {
        self.isInEffect = isInEffect
        self.isScreeningBarred = isScreeningBarred
        self.unscreened = unscreened
    }
}

extension PaymentsModule {
    /// What keeps a round's instalments out of a run for reasons that other modules know.
    ///
    /// - Parameters:
    ///   - isInEffect: whether the decision has effect, or the round does not wait for that.
    ///   - isScreened: whether the round asks for screening.
    ///   - bar: what screening says of these applications; asked only where the round asks for it.
    public func grounds(
        of round: RoundID, isInEffect: Bool, isScreened: Bool, in tx: borrowing ReadTx,
        bar: ([ApplicationID]) throws -> (isForAll: Bool, references: Set<String>)
    ) throws -> PaymentGrounds {
        guard isScreened else { return PaymentGrounds(isInEffect: isInEffect) }
        let bar = try bar(try waiting(of: round, in: tx))
        return PaymentGrounds(
            isInEffect: isInEffect, isScreeningBarred: bar.isForAll, unscreened: bar.references)
    }

    /// Whose instalments no run has taken.
    public func waiting(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        try tx.list(
            """
            SELECT DISTINCT applicationId FROM paymentAward
            JOIN paymentInstalment ON paymentInstalment.awardId = paymentAward.awardId
            WHERE roundId = ? AND \(Instalment.isOpen)
            """, [round.rawValue], { ApplicationID($0[0]) })
    }

    /// The instalments of a round that no run has taken, by award, with what is in the way of each
    /// now.
    ///
    /// - Parameters:
    ///   - isLeftOut: those alone that something keeps out of a run, or those alone that nothing
    ///     does; nil for all.
    ///   - after: those that come after this one.
    ///   - limit: at most so many.
    public func candidates(
        of round: RoundID, _ grounds: PaymentGrounds, isLeftOut: Bool? = nil,
        after: InstalmentPlace? = nil, limit: Int? = nil, in tx: borrowing ReadTx,
        _ body: (PaymentCandidate) throws -> Void
    ) throws {
        let day = LondonTime.date(tx.now)
        let needsPayee = try needsPayee(of: round, in: tx)
        try tx.forEach(
            """
            SELECT * FROM (\(PaymentCandidate.rows))
            WHERE (?6 IS NULL OR isLeftOut = ?6)
              AND awardId >= ?7 AND (awardId, number) > (?7, ?8)
            ORDER BY awardId, number LIMIT ?9
            """,
            try parameters(of: round, grounds, in: tx)
                + [isLeftOut, after?.award ?? -1, after?.number ?? 0, limit ?? -1]
        ) { row in
            let trigger = InstalmentTrigger(
                code: row[9], day: (row[10] as String?).flatMap { LocalDate($0) })
            var obstacles: [PaymentObstacle] = []
            if row[11] { obstacles.append(.held) }
            if row[12] { obstacles.append(.agreement) }
            switch trigger {
            case .date(let due) where due > day: obstacles.append(.date)
            case .report where !(row[13] as Bool): obstacles.append(.report)
            case .evidence where !(row[13] as Bool): obstacles.append(.evidence)
            default: break
            }
            if !grounds.isInEffect { obstacles.append(.effect) }
            if grounds.isScreeningBarred || grounds.unscreened.contains(row[2]) {
                obstacles.append(.screening)
            }
            if row[18] { obstacles.append(.returnLate) }
            if row[19] { obstacles.append(.concern) }
            if row[20] { obstacles.append(.closed) }
            var payee: PayeeID?
            if needsPayee {
                switch (row[14] as Int64?, row[15] as Bool) {
                case (nil, _): obstacles.append(.payeeMissing)
                case (_, false) where row[17]: obstacles.append(.payeeBounced)
                case (_, false): obstacles.append(.payeeUnverified)
                case (_, true) where (row[16] as Int64) > tx.now.milliseconds:
                    obstacles.append(.payeeCooling)
                case (let id?, true): payee = PayeeID(id)
                }
            }
            try body(
                PaymentCandidate(
                    instalment: Instalment(row), trigger: trigger, obstacles: obstacles,
                    payee: payee))
        }
    }

    /// What the next run of a round would pay, and how many instalments it would leave out.
    public func candidateTotals(
        of round: RoundID, _ grounds: PaymentGrounds, in tx: borrowing ReadTx
    ) throws -> (count: Int64, total: Money, leftOut: Int64) {
        try tx.first(
            """
            SELECT count(*) FILTER (WHERE NOT isLeftOut),
              ifnull(sum(amountPence) FILTER (WHERE NOT isLeftOut), 0),
              count(*) FILTER (WHERE isLeftOut)
            FROM (\(PaymentCandidate.rows))
            """, try parameters(of: round, grounds, in: tx),
            { ($0[0], Money(pence: $0[1]), $0[2]) }) ?? (0, .zero, 0)
    }

    /// What the next run of a round would pay, as far as there may be something to look into.
    public func warnedOfCandidates(
        of round: RoundID, _ grounds: PaymentGrounds, in tx: borrowing ReadTx
    ) throws -> WarnedOf {
        let parameters = try parameters(of: round, grounds, in: tx)
        return WarnedOf(
            payees: try tx.list(
                """
                SELECT DISTINCT payee FROM (\(PaymentCandidate.rows))
                WHERE NOT isLeftOut AND payee IS NOT NULL
                """, parameters, { PayeeID($0[0]) }),
            refusedBefore: try tx.list(
                """
                SELECT DISTINCT applicationId FROM (\(PaymentCandidate.rows)) AS due
                WHERE NOT isLeftOut AND \(Self.replacesRefused("due.id")) ORDER BY applicationId
                """, parameters, { ApplicationID($0[0]) }),
            failedBefore: try tx.list(
                """
                SELECT DISTINCT applicationId FROM (\(PaymentCandidate.rows)) AS due
                WHERE NOT isLeftOut AND \(Self.replacesFailed("due.id")) ORDER BY applicationId
                """, parameters, { ApplicationID($0[0]) }))
    }

    /// What `PaymentCandidate.rows` is asked with.
    private func parameters(
        of round: RoundID, _ grounds: PaymentGrounds, in tx: borrowing ReadTx
    ) throws -> StatementArguments {
        [
            round.rawValue, try needsPayee(of: round, in: tx), "\(LondonTime.date(tx.now))",
            tx.now.milliseconds,
            // Nobody is paid at all, or nobody of these.
            grounds.isInEffect && !grounds.isScreeningBarred
                ? JSONValue.array(grounds.unscreened.map { .string($0) }).text : nil,
        ]
    }
}

extension PaymentCandidate {
    /// In SQL: an open instalment a row, with what is in the way of it. The parameters are the round,
    /// whether it pays to verified bank details, today, now, and as JSON the references of those whom
    /// screening lets nobody pay; null where nobody is paid at all.
    fileprivate static let rows = """
        SELECT checked.*,
          isHeld OR isUnagreed OR (trigger = 'date' AND dueOn > ?3)
            OR (trigger IN ('report', 'evidence') AND NOT isMet)
            OR isReturnLate OR hasConcern OR isClosed
            OR ?5 IS NULL OR reference IN (SELECT value FROM json_each(?5))
            OR (?2 AND (payee IS NULL OR NOT isVerified OR usableFrom > ?4)) AS isLeftOut
        FROM (
        SELECT open.*,
          EXISTS (SELECT 1 FROM paymentPayeeVerified WHERE payeeId = open.payee) AS isVerified,
          (SELECT usableFrom FROM paymentPayee WHERE id = open.payee) AS usableFrom,
          EXISTS (SELECT 1 FROM paymentPayeeBounce WHERE payeeId = open.payee
            AND lastCallId >= (
              SELECT max(id) FROM paymentCallBack WHERE payeeId = open.payee)) AS hasBounced,
          EXISTS (SELECT 1 FROM paymentReportHeld AS late
            WHERE late.awardId = open.awardId AND cause = 'return' AND heldFrom <= ?3)
            AS isReturnLate,
          EXISTS (SELECT 1 FROM paymentReportHeld AS concern
            WHERE concern.awardId = open.awardId AND cause = 'concern' AND heldFrom <= ?3)
            AS hasConcern,
          EXISTS (SELECT 1 FROM paymentClosed WHERE awardId = open.awardId) AS isClosed
        FROM (
        SELECT paymentInstalment.id, paymentAward.awardId, reference, applicationId, number,
          paymentInstalment.amountPence, decidedById, decidedOn, NULL AS run, trigger, dueOn,
          EXISTS (SELECT 1 FROM paymentHold
            WHERE instalmentId = paymentInstalment.id AND releasedAt IS NULL) AS isHeld,
          awaitsAgreement AND NOT EXISTS (SELECT 1 FROM paymentAgreement
            WHERE awardId = paymentAward.awardId) AS isUnagreed,
          EXISTS (SELECT 1 FROM paymentTriggerMet
            WHERE instalmentId = paymentInstalment.id) AS isMet,
          iif(?2, (SELECT id FROM paymentPayee
            WHERE applicationId = paymentAward.applicationId
            ORDER BY version DESC LIMIT 1), NULL) AS payee
        FROM paymentAward
        JOIN paymentInstalment ON paymentInstalment.awardId = paymentAward.awardId
        WHERE roundId = ?1 AND \(Instalment.isOpen)
        ) AS open
        ) AS checked
        """
}

/// What a run pays, as it is added up.
public struct RunContent {
    public private(set) var count: Int64 = 0
    public private(set) var total = Money.zero
    public private(set) var greatest = Money.zero
    private var digest = SHA256Stream()

    public init() {}

    /// Adds an instalment; the order is that of the candidates.
    ///
    /// - Parameter payee: the bank details that it goes to; nil where the round asks for none.
    public mutating func add(_ instalment: Instalment, to payee: PayeeID? = nil) {
        count += 1
        total = total + instalment.amount
        greatest = max(greatest, instalment.amount)
        let account = payee.map { "\t\($0.rawValue)" } ?? ""
        digest.update(
            "\(instalment.reference)\t\(instalment.number)\t\(instalment.amount.pence)\(account)\n")
    }

    /// Of one line for each instalment: reference, number, pence, and the version of the bank details
    /// that it goes to, where the round asks for them.
    public consuming func sha256() -> SHA256Hex { digest.finish() }
}
