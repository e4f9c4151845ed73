import FundCore
import FundStore
import GRDB

/// A part of an award that is paid at once.
public struct Instalment: Sendable {
    public let id: InstalmentID
    public let award: AwardID
    public let reference: Reference
    public let application: ApplicationID
    public let number: Int64
    public let amount: Money
    public let decidedBy: PersonID
    public let decidedOn: String
    /// The run it was approved in, nil where it is not yet approved.
    public let run: String?

    /// What names its payment from end to end, in the letters that Bacs carries.
    public var paymentReference: String { "\(reference)-\(number)" }
}

/// Instalments that were approved together.
public struct PaymentRun: Sendable {
    public let id: PaymentRunID
    public let round: RoundID
    public let reference: Reference
    public let approvedBy: PersonID
    public let approvedOn: String
    public let instalmentCount: Int64
    public let total: Money
    /// The end of the audit trail when it was approved; nil for those who may not read of it.
    public var auditHead: String?
    /// Of what it pays, one line for each instalment; nil for runs from before this was kept.
    public let contentSha256: String?
    /// Whether its files are made only once somebody releases it.
    public let needsRelease: Bool
    public let status: RunStatus
    /// On which day the money is to be there, as released; nil before.
    public let payOn: String?
    /// How many of its instalments came to each end.
    public let outcomes: RunOutcomes
    /// What to look into before it is paid; nil where nobody asked.
    public var warnings: [RunWarning]?
}

/// How far a run has come.
public enum RunStatus: String, Sendable, CaseIterable {
    /// Approved, and nobody has taken its file.
    case approved
    /// Released, and nobody has taken its file.
    case released
    /// Somebody has taken its file. Nobody says yet that money moved.
    case exported
    /// The bank or the ledger says that it has the run.
    case acknowledged
    /// It is known of every instalment what came of it.
    case settled
    case cancelled
}

/// How many instalments of a run came to each end; one that was returned was paid before.
public struct RunOutcomes: Sendable, Equatable {
    public let paid: Int64
    public let failed: Int64
    public let returned: Int64
    public let cancelled: Int64

    /// How many are paid or not, so that nothing is awaited.
    public var known: Int64 { paid + failed + cancelled }
}

/// From award to money: instalments, payment runs and the files that finance takes away.
public struct PaymentsModule: Sendable {
    public init() {}

    /// Whose instalment it is.
    public func application(
        ofInstalment id: Int64, in tx: borrowing ReadTx
    ) throws -> ApplicationID? {
        try tx.first(
            """
            SELECT applicationId FROM paymentInstalment
            JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
            WHERE paymentInstalment.id = ?
            """, [id], { ApplicationID($0[0]) })
    }

    /// How many of the round's awards have been scheduled, without those that were taken back whole.
    public func scheduledCount(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            """
            SELECT count(*) FROM paymentAward WHERE roundId = ?
              AND awardId NOT IN (SELECT awardId FROM paymentStop WHERE paidPence = 0)
            """, [round.rawValue], { $0[0] }) ?? 0
    }

    /// The instalments of a round, by award; without those that were stopped before they were paid.
    ///
    /// - Parameters:
    ///   - after: those that come after this one.
    ///   - limit: at most so many.
    public func instalments(
        of round: RoundID, after: InstalmentPlace? = nil, limit: Int? = nil,
        in tx: borrowing ReadTx, _ body: (Instalment) throws -> Void
    ) throws {
        try tx.forEach(
            """
            \(Instalment.columns) WHERE paymentAward.roundId = ?1 AND paymentAward.awardId >= ?2
              AND (paymentAward.awardId, number) > (?2, ?3)
              AND (paymentRunItem.runId IS NOT NULL OR \(Instalment.isOpen))
            \(Instalment.order) LIMIT ?4
            """, [round.rawValue, after?.award ?? -1, after?.number ?? 0, limit ?? -1]
        ) { try body(Instalment($0)) }
    }

    /// The instalments of one run.
    public func instalments(
        in run: PaymentRunID, in tx: borrowing ReadTx, _ body: (Instalment) throws -> Void
    ) throws {
        try tx.forEach(
            "\(Instalment.columns) WHERE paymentRunItem.runId = ? \(Instalment.order)",
            [run.rawValue]
        ) { try body(Instalment($0)) }
    }

    /// The latest run of a round, or the one that is named.
    public func run(
        of round: RoundID, key: String, named typed: String?, in tx: borrowing ReadTx
    ) throws -> PaymentRun {
        let name = typed.map { Reference(typed: $0)?.description ?? $0 }
        let found = try tx.first(
            """
            \(PaymentRun.columns)
            FROM paymentRun WHERE roundId = ? AND (? IS NULL OR reference = ?)
            ORDER BY id DESC LIMIT 1
            """, [round.rawValue, name, name]
        ) { PaymentRun($0) }
        if let found { return found }
        if let typed { throw PaymentsProblem.unknownRun(reference: typed, round: key) }
        throw PaymentsProblem.noRun(round: key)
    }

    /// A run by its reference, whichever round it is of.
    public func run(named typed: String, in tx: borrowing ReadTx) throws -> PaymentRun {
        let name = Reference(typed: typed)?.description ?? typed
        let found = try tx.first(
            "\(PaymentRun.columns) FROM paymentRun WHERE reference = ?", [name],
            { PaymentRun($0) })
        guard let found else { throw PaymentsProblem.runNowhere(reference: typed) }
        return found
    }

    /// Every run of a round, the newest first, with the profiles of its files.
    ///
    /// - Parameter forBank: whether files with whole account numbers count.
    public func runs(
        of round: RoundID, forBank: Bool, in tx: borrowing ReadTx
    ) throws -> [(run: PaymentRun, profiles: [String])] {
        try tx.list(
            """
            \(PaymentRun.columns),
              (SELECT group_concat(profile) FROM paymentRunFile AS file
                WHERE runId = paymentRun.id AND (?2 OR NOT EXISTS (SELECT 1
                  FROM paymentSealedFile AS bank
                  WHERE bank.runId = file.runId AND bank.profile = file.profile)))
            FROM paymentRun WHERE roundId = ?1 ORDER BY id DESC LIMIT 100
            """, [round.rawValue, forBank]
        ) {
            (
                PaymentRun($0),
                ($0[16] as String? ?? "").split(separator: ",").map(String.init).sorted()
            )
        }
    }
}

/// Where a list of instalments left off.
public struct InstalmentPlace: Sendable {
    let award: Int64
    let number: Int64

    /// Reads what `description` wrote.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 2, let award = parts[0], let number = parts[1] else { return nil }
        self.award = award
        self.number = number
    }

    public init(_ instalment: Instalment) {
        award = instalment.award.rawValue
        number = instalment.number
    }

    public var description: String { "\(award).\(number)" }
}

extension PaymentRun {
    static let columns = """
        SELECT id, roundId, reference, approvedById, approvedOn, instalmentCount, totalPence,
          auditHead, contentSha256, needsRelease,
          (SELECT payOn FROM paymentRelease WHERE runId = paymentRun.id),
          CASE WHEN EXISTS (SELECT 1 FROM paymentCancel WHERE runId = paymentRun.id)
            THEN 'cancelled'
          WHEN EXISTS (SELECT 1 FROM paymentAcknowledgement WHERE runId = paymentRun.id)
            THEN 'acknowledged'
          WHEN EXISTS (SELECT 1 FROM paymentExport WHERE runId = paymentRun.id) THEN 'exported'
          WHEN EXISTS (SELECT 1 FROM paymentRelease WHERE runId = paymentRun.id) THEN 'released'
          ELSE 'approved' END,
          \(["paid", "failed", "returned", "cancelled"].map {
              """
              (SELECT count(*) FROM paymentOutcome
                WHERE runId = paymentRun.id AND kind = '\($0)')
              """
          }.joined(separator: ",\n"))
        """

    init(_ row: Row) {
        let outcomes = RunOutcomes(
            paid: row[12], failed: row[13], returned: row[14], cancelled: row[15])
        let reached = RunStatus(rawValue: row[11]) ?? .approved
        self.init(
            id: PaymentRunID(row[0]), round: RoundID(row[1]), reference: Reference(stored: row[2]),
            approvedBy: PersonID(row[3]), approvedOn: row[4], instalmentCount: row[5],
            total: Money(pence: row[6]), auditHead: row[7], contentSha256: row[8],
            needsRelease: row[9],
            status: reached != .cancelled && outcomes.known == row[5] ? .settled : reached,
            payOn: row[10], outcomes: outcomes)
    }
}

extension Instalment {
    static let columns = """
        SELECT paymentInstalment.id, paymentAward.awardId, paymentAward.reference, paymentAward.applicationId, number,
          paymentInstalment.amountPence, paymentAward.decidedById, decidedOn,
          (SELECT reference FROM paymentRun WHERE id = paymentRunItem.runId)
        FROM paymentAward
        JOIN paymentInstalment ON paymentInstalment.awardId = paymentAward.awardId
        LEFT JOIN paymentRunItem ON instalmentId = paymentInstalment.id
        """
    /// In SQL, of a `paymentInstalment` and its `paymentAward`: no run has taken it, and it stands.
    static let isOpen = """
        NOT EXISTS (SELECT 1 FROM paymentRunItem AS taken
            WHERE taken.instalmentId = paymentInstalment.id)
          AND NOT EXISTS (SELECT 1 FROM paymentDrop
            WHERE paymentDrop.instalmentId = paymentInstalment.id)
          AND NOT EXISTS (SELECT 1 FROM paymentStop
            WHERE paymentStop.awardId = paymentAward.awardId)
        """
    static let order = "ORDER BY paymentAward.awardId, number"

    /// - Parameter first: where its columns begin.
    init(_ row: Row, from first: Int = 0) {
        id = InstalmentID(row[first])
        award = AwardID(row[first + 1])
        reference = Reference(stored: row[first + 2])
        application = ApplicationID(row[first + 3])
        number = row[first + 4]
        amount = Money(pence: row[first + 5])
        decidedBy = PersonID(row[first + 6])
        decidedOn = row[first + 7]
        run = row[first + 8]
    }
}
