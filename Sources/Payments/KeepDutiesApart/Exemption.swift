import FundCore
import FundStore
import GRDB

/// Somebody may do what the rules keep apart, until a day: who said so, and why.
public struct Exemption: Sendable {
    /// That somebody ended it before its day.
    public struct End: Sendable {
        public let by: PersonID
        public let at: Instant
        public let reason: String
    }

    public let number: Int64
    public let person: PersonID
    public let duty: Duty
    public let apartFrom: Duty
    public let reason: String
    public let endsOn: LocalDate
    public let grantedBy: PersonID
    public let grantedAt: Instant
    public let end: End?

    /// Whether it lets the person do something on a day.
    public func stands(on day: LocalDate) -> Bool { end == nil && day <= endsOn }
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
            \(Exemption.columns) WHERE roundId = ? ORDER BY id
            """, [round.rawValue], { Exemption($0) })
    }

    /// Ends an exception before its day: from now on it lets nobody do anything. What was done
    /// under it stands.
    ///
    /// - Parameter round: the one it is to be of; nil for any.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func endExemption(
        _ number: Int64, of round: RoundID?, reason: String, in tx: borrowing WriteTx
    ) throws -> Exemption {
        let person = try tx.principal.require(.decisionMaker)
        let reason = reason.trimmed
        guard !reason.isEmpty else {
            throw InvalidInput("exemption", [FieldProblem("reason", "missing")])
        }
        guard reason.unicodeScalars.count <= 1000 else {
            throw InvalidInput(
                "exemption", [FieldProblem("reason", "too-long", ["maximum": "1000"])])
        }
        let found: Exemption? = try tx.reading.first(
            "\(Exemption.columns) WHERE id = ?1 AND ifnull(?2, roundId) = roundId",
            [number, round?.rawValue], { Exemption($0) })
        guard let found else { throw PaymentsProblem.unknownExemption(number: number) }
        guard found.end == nil else { throw PaymentsProblem.exemptionEnded }
        guard found.stands(on: LondonTime.date(tx.now)) else {
            throw PaymentsProblem.exemptionOver
        }
        try tx.execute(
            """
            INSERT INTO paymentExemptionEnd (exemptionId, reason, endedById, endedAt)
            VALUES (?, ?, ?, ?)
            """, [number, reason, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "payment.exemptionEnd", "exemption:\(number)",
            [("person", .int(found.person.rawValue))])
        return found
    }
}

extension Exemption {
    fileprivate static let columns = """
        SELECT id, personId, duty, apartFrom, paymentExemption.reason, endsOn, grantedById,
          grantedAt, ended.endedById, ended.endedAt, ended.reason
        FROM paymentExemption
        LEFT JOIN paymentExemptionEnd AS ended ON ended.exemptionId = id
        """

    fileprivate init(_ row: Row) {
        let (endedBy, endedAt): (Int64?, Int64?) = (row[8], row[9])
        let why: String? = row[10]
        self.init(
            number: row[0], person: PersonID(row[1]), duty: Duty(rawValue: row[2]) ?? .decided,
            apartFrom: Duty(rawValue: row[3]) ?? .decided, reason: row[4],
            endsOn: LocalDate(row[5] as String) ?? LocalDate(daysSince1970: 0),
            grantedBy: PersonID(row[6]), grantedAt: Instant(milliseconds: row[7]),
            end: endedBy.flatMap { by in
                endedAt.map {
                    End(by: PersonID(by), at: Instant(milliseconds: $0), reason: why ?? "")
                }
            })
    }
}
