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
}

public enum PaymentsProblem: Problem {
    case nothingScheduled(round: String)
    case nothingDue(round: String)
    case approverDecided
    case approverScored
    case noRun(round: String)
    case unknownRun(reference: String, round: String)
    case fileChanged(run: String)
    case unknownProfile(name: String, names: [String])
    /// The award changed after its instalments were made.
    case scheduledBefore

    public var report: ProblemReport {
        switch self {
        case .nothingScheduled(let round):
            ProblemReport("payment-nothing-scheduled", .conflict, ["round": round])
        case .nothingDue(let round):
            ProblemReport("payment-nothing-due", .conflict, ["round": round])
        case .approverDecided:
            ProblemReport("payment-approver-decided", .conflict)
        case .approverScored:
            ProblemReport("payment-approver-scored", .conflict)
        case .noRun(let round):
            ProblemReport("payment-run-missing", .conflict, ["round": round])
        case .unknownRun(let reference, let round):
            ProblemReport(
                "payment-run-unknown", .notFound, ["run": reference, "round": round])
        case .fileChanged(let run):
            ProblemReport("payment-file-changed", .inputOutput, ["run": run])
        case .unknownProfile(let name, let names):
            ProblemReport(
                "export-profile-unknown", .notFound,
                ["profile": name, "profiles": names.joined(separator: ", ")])
        case .scheduledBefore:
            ProblemReport("payment-scheduled-before", .conflict)
        }
    }
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

    /// What the next run would pay: what is scheduled and in no run yet.
    public func due(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> (count: Int64, total: Money) {
        try tx.first(
            """
            SELECT count(*), ifnull(sum(amountPence), 0) FROM paymentInstalment
            WHERE awardId IN (SELECT awardId FROM paymentAward WHERE roundId = ?)
              AND awardId NOT IN (SELECT awardId FROM paymentStop)
              AND id NOT IN (SELECT instalmentId FROM paymentRunItem)
            """, [round.rawValue], { ($0[0], Money(pence: $0[1])) }) ?? (0, .zero)
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
              AND (paymentRunItem.runId IS NOT NULL
                OR paymentAward.awardId NOT IN (SELECT awardId FROM paymentStop))
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
            SELECT id, roundId, reference, approvedById, approvedOn, instalmentCount, totalPence,
              auditHead
            FROM paymentRun WHERE roundId = ? AND (? IS NULL OR reference = ?)
            ORDER BY id DESC LIMIT 1
            """, [round.rawValue, name, name]
        ) { PaymentRun($0) }
        if let found { return found }
        if let typed { throw PaymentsProblem.unknownRun(reference: typed, round: key) }
        throw PaymentsProblem.noRun(round: key)
    }

    /// Every run of a round, the newest first, with the profiles of its files.
    public func runs(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [(run: PaymentRun, profiles: [String])] {
        try tx.list(
            """
            SELECT id, roundId, reference, approvedById, approvedOn, instalmentCount, totalPence,
              auditHead,
              (SELECT group_concat(profile) FROM paymentRunFile WHERE runId = paymentRun.id)
            FROM paymentRun WHERE roundId = ? ORDER BY id DESC LIMIT 100
            """, [round.rawValue]
        ) {
            (
                PaymentRun($0),
                ($0[8] as String? ?? "").split(separator: ",").map(String.init).sorted()
            )
        }
    }

    /// The file of a run in one profile.
    public func file(
        of run: PaymentRun, profile: String, in tx: borrowing ReadTx
    ) throws -> (document: DocumentID, sha256: String) {
        let found = try tx.first(
            "SELECT documentId, sha256 FROM paymentRunFile WHERE runId = ? AND profile = ?",
            [run.id.rawValue, profile], { (DocumentID($0[0]), $0[1] as String) })
        if let found { return found }
        throw PaymentsProblem.unknownProfile(
            name: profile,
            names: try tx.list(
                "SELECT profile FROM paymentRunFile WHERE runId = ? ORDER BY profile",
                [run.id.rawValue], { $0[0] }))
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
    init(_ row: Row) {
        self.init(
            id: PaymentRunID(row[0]), round: RoundID(row[1]), reference: Reference(stored: row[2]),
            approvedBy: PersonID(row[3]), approvedOn: row[4], instalmentCount: row[5],
            total: Money(pence: row[6]), auditHead: row[7])
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
    static let order = "ORDER BY paymentAward.awardId, number"

    init(_ row: Row) {
        id = InstalmentID(row[0])
        award = AwardID(row[1])
        reference = Reference(stored: row[2])
        application = ApplicationID(row[3])
        number = row[4]
        amount = Money(pence: row[5])
        decidedBy = PersonID(row[6])
        decidedOn = row[7]
        run = row[8]
    }
}
