import FundCore
import FundStore
import GRDB

/// What of an award's money is with its group, and what becomes of what it did not spend.
public struct KeptMoney: Sendable, Equatable {
    /// What reached the group.
    public let paid: Money
    /// What it was asked to pay back because it was not spent.
    public let unspent: Money
    /// What it was asked to pay back because it was used wrongly.
    public let misused: Money
    /// What it has paid back.
    public let back: Money
    /// What it need not pay back.
    public let writtenOff: Money

    public static let none = KeptMoney(
        paid: .zero, unspent: .zero, misused: .zero, back: .zero, writtenOff: .zero)

    /// What it was asked to pay back.
    public var asked: Money { unspent + misused }

    /// What the group still owes.
    ///
    /// - Parameter spent: as its end return says; nil where none was asked for.
    public func owed(spent: Money?) -> Money {
        // What was used wrongly was spent; what was not spent comes on top of it.
        let due = min(paid, misused + max(unspent, paid - (spent ?? paid)))
        return max(.zero, due - back - writtenOff)
    }
}

/// That a group need not pay back money that it did not spend.
public struct WriteOff: Sendable {
    public let amount: Money
    public let reason: String
    public let by: PersonID
    public let at: Instant
}

public enum ClosedAwardProblem: Problem {
    case closed
    case writeOffTooMuch(left: Money)
    /// Whoever asked for money back does not let the group keep it.
    case writeOffOwnDemand

    public var report: ProblemReport {
        switch self {
        case .closed: ProblemReport("award-closed", .conflict)
        case .writeOffTooMuch(let left):
            ProblemReport("write-off-too-much", .conflict, ["left": left.words])
        case .writeOffOwnDemand: ProblemReport("write-off-own-demand", .forbidden)
        }
    }
}

extension PaymentsModule {
    /// Where the money of an award is; nothing where it is not scheduled.
    public func keptMoney(of award: AwardID, in tx: borrowing ReadTx) throws -> KeptMoney {
        try tx.first(
            """
            SELECT paidPence, unspentPence, misusedPence, backPence, offPence FROM paymentKept
            WHERE awardId = ?
            """, [award.rawValue]
        ) {
            KeptMoney(
                paid: Money(pence: $0[0]), unspent: Money(pence: $0[1]),
                misused: Money(pence: $0[2]), back: Money(pence: $0[3]),
                writtenOff: Money(pence: $0[4]))
        } ?? .none
    }

    /// What groups need not pay back of an award, in the order in which it was said.
    public func writeOffs(of award: AwardID, in tx: borrowing ReadTx) throws -> [WriteOff] {
        try tx.list(
            """
            SELECT pence, reason, writtenOffById, writtenOffAt FROM paymentWriteOff
            WHERE awardId = ? ORDER BY id
            """, [award.rawValue]
        ) {
            WriteOff(
                amount: Money(pence: $0[0]), reason: $0[1], by: PersonID($0[2]),
                at: Instant(milliseconds: $0[3]))
        }
    }

    /// Says that a group need not pay back so much.
    ///
    /// - Parameter spent: as is told of the award; nil where nobody was asked.
    /// - Throws: `InvalidInput` with all that is wrong, `ClosedAwardProblem`.
    public func writeOff(
        _ amount: Money, of award: AwardID, spent: Money?, reason: String,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.decisionMaker)
        var problems: [FieldProblem] = []
        if amount <= .zero { problems.append(FieldProblem("amount", "not-pounds-amount")) }
        let reason = reason.trimmed
        if reason.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        if reason.unicodeScalars.count > 2000 {
            problems.append(FieldProblem("reason", "too-long", ["maximum": "2000"]))
        }
        guard problems.isEmpty else { throw InvalidInput("write-off", problems) }
        guard try !isClosed(award, in: tx.reading) else { throw ClosedAwardProblem.closed }
        let kept = try keptMoney(of: award, in: tx.reading)
        let left = kept.owed(spent: spent)
        guard amount <= left else { throw ClosedAwardProblem.writeOffTooMuch(left: left) }
        let isOwn = try tx.reading.first(
            "SELECT 1 FROM paymentRecovery WHERE awardId = ? AND demandedById = ?",
            [award.rawValue, person.rawValue], { _ in true })
        guard isOwn != true else { throw ClosedAwardProblem.writeOffOwnDemand }
        try tx.execute(
            """
            INSERT INTO paymentWriteOff (awardId, pence, reason, writtenOffById, writtenOffAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [award.rawValue, amount.pence, reason, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "award.write-off", "award:\(award.rawValue)", [("pence", .int(amount.pence))])
    }

    public func isClosed(_ award: AwardID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM paymentClosed WHERE awardId = ?", [award.rawValue], { _ in true })
            ?? false
    }

    /// What keeps an award from being closed for the sake of its money.
    ///
    /// - Parameter spent: as its end return says; nil where none was asked for.
    public func closingGaps(
        of award: AwardID, spent: Money?, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        let isScheduled: Bool =
            try tx.first(
                "SELECT 1 FROM paymentAward WHERE awardId = ?", [award.rawValue], { _ in true })
            ?? false
        guard isScheduled else {
            // What was given up before it was scheduled is never scheduled.
            return try isGivenUp(award, in: tx)
                ? [] : [FieldProblem("payments", "closing-unscheduled")]
        }
        var gaps: [FieldProblem] = []
        if try !isStopped(award, in: tx) {
            for (number, isHeld) in try unpaidNumbers(of: award, in: tx) {
                gaps.append(
                    FieldProblem(
                        "payments",
                        isHeld ? "closing-instalment-held" : "closing-instalment-open",
                        ["number": "\(number)"]))
            }
        }
        gaps += try underWay(of: award, in: tx)
        let owed = try keptMoney(of: award, in: tx).owed(spent: spent)
        if owed > .zero {
            gaps.append(FieldProblem("payments", "closing-money-owed", ["amount": owed.words]))
        }
        return gaps
    }

    private func unpaidNumbers(
        of award: AwardID, in tx: borrowing ReadTx
    ) throws -> [(number: Int64, isHeld: Bool)] {
        try tx.list(
            """
            SELECT number, EXISTS (SELECT 1 FROM paymentHold
              WHERE instalmentId = paymentInstalment.id AND releasedAt IS NULL)
            FROM paymentInstalment WHERE awardId = ?
              AND NOT EXISTS (SELECT 1 FROM paymentRunItem
                WHERE instalmentId = paymentInstalment.id)
              AND NOT EXISTS (SELECT 1 FROM paymentDrop
                WHERE instalmentId = paymentInstalment.id)
            ORDER BY number
            """, [award.rawValue], { ($0[0], $0[1]) })
    }

    /// Ends what can be planned, paid and asked back of an award; or lets it go on.
    ///
    /// - Parameter spent: as its end return says; nil where none was asked for.
    public func setClosed(
        _ isClosed: Bool, _ award: AwardID, spent: Money?, in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.officer, .decisionMaker])
        }
        try tx.execute(
            """
            INSERT INTO paymentClosing (awardId, isClosed, spentPence, setById, setAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [award.rawValue, isClosed, spent?.pence, person.rawValue, tx.now.milliseconds])
    }
}
