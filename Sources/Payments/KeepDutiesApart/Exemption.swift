import FundCore
import FundStore
import GRDB

/// Somebody may do what the rules keep apart, until a day: who said so, and why.
public struct Exemption: Sendable {
    public let person: PersonID
    public let duty: Duty
    public let apartFrom: Duty
    public let reason: String
    public let endsOn: LocalDate
    public let grantedBy: PersonID
    public let grantedAt: Instant
}

extension PaymentsModule {
    /// Lets somebody do what a round's rules keep apart, until a day.
    ///
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func exempt(
        _ person: PersonID, _ duty: Duty, apartFrom other: Duty, of round: RoundID,
        until day: LocalDate, reason: String, in tx: borrowing WriteTx
    ) throws {
        let granter = try tx.principal.require(.decisionMaker)
        let today = LondonTime.date(tx.now)
        var problems: [FieldProblem] = []
        if reason.trimmed.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        if duty == other { problems.append(FieldProblem("apartFrom", "duty-same")) }
        if day < today || day > today.adding(days: 366) {
            problems.append(
                FieldProblem(
                    "until", "not-within-year",
                    ["from": "\(today)", "to": "\(today.adding(days: 366))"]))
        }
        guard problems.isEmpty else { throw InvalidInput("exemption", problems) }
        guard granter != person else { throw PaymentsProblem.exemptionOwn }
        guard Set([duty, other]) != [.decided, .approved] else {
            throw PaymentsProblem.exemptionNever
        }
        let id = try tx.insert(
            """
            INSERT INTO paymentExemption
              (roundId, personId, duty, apartFrom, reason, endsOn, grantedById, grantedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, person.rawValue, duty.rawValue, other.rawValue, reason.trimmed,
                "\(day)", granter.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "payment.exemption", "round:\(round.rawValue)",
            [
                ("exemption", .int(id)), ("person", .int(person.rawValue)),
                ("duty", .string(duty.rawValue)), ("apartFrom", .string(other.rawValue)),
                ("endsOn", .string("\(day)")),
            ])
    }

    /// Every exception that was granted in a round, the oldest first.
    public func exemptions(of round: RoundID, in tx: borrowing ReadTx) throws -> [Exemption] {
        try tx.list(
            """
            SELECT personId, duty, apartFrom, reason, endsOn, grantedById, grantedAt
            FROM paymentExemption WHERE roundId = ? ORDER BY id
            """, [round.rawValue]
        ) {
            Exemption(
                person: PersonID($0[0]), duty: Duty(rawValue: $0[1]) ?? .decided,
                apartFrom: Duty(rawValue: $0[2]) ?? .decided, reason: $0[3],
                endsOn: LocalDate($0[4] as String) ?? LocalDate(daysSince1970: 0),
                grantedBy: PersonID($0[5]), grantedAt: Instant(milliseconds: $0[6]))
        }
    }
}
