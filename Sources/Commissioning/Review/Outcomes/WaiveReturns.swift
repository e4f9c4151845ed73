import FundCore
import FundStore
import GRDB

/// That a group need not send returns that it has not sent.
public struct ReturnWaiver: Sendable {
    /// That it stands no more, as its award was opened again.
    public struct End: Sendable {
        public let reason: String
        public let by: PersonID
        /// The day in London.
        public let on: String
    }

    let id: Int64
    /// Which returns, in order; nil for all that were not sent.
    public let numbers: [Int64]?
    public let reason: String
    public let by: PersonID
    /// The day in London.
    public let on: String
    /// Nil while it stands.
    public let end: End?
}

/// A return that is due again since its award was opened again.
public struct ReturnDueAgain: Sendable, Equatable {
    public let number: Int64
    public let dueOn: LocalDate
}

extension CommissioningModule {
    /// Every waiver of an award, the first one first.
    public func waivers(of award: AwardID, in tx: borrowing ReadTx) throws -> [ReturnWaiver] {
        try tx.list(
            """
            SELECT waiver.id, isOfAll, waiver.reason, waivedById, waivedOn, ended.reason, endedById,
              endedOn, (SELECT group_concat(number) FROM commissioningWaivedReturn
                JOIN commissioningReturn ON commissioningReturn.id = returnId
                WHERE waiverId = waiver.id)
            FROM commissioningWaiver AS waiver
            LEFT JOIN commissioningWaiverEnd AS ended ON ended.waiverId = waiver.id
            WHERE awardId = ? ORDER BY waiver.id
            """, [award.rawValue]
        ) { row in
            let ended: String? = row[5]
            let numbers = (row[8] as String? ?? "").split(separator: ",").compactMap { Int64($0) }
            return ReturnWaiver(
                id: row[0], numbers: (row[1] as Bool) ? nil : numbers.sorted(), reason: row[2],
                by: PersonID(row[3]), on: row[4],
                end: ended.map { .init(reason: $0, by: PersonID(row[6]), on: row[7]) })
        }
    }

    /// The waiver by which an award need not be told of at its end; nil where it must.
    public func waiver(of award: AwardID, in tx: borrowing ReadTx) throws -> ReturnWaiver? {
        let id: Int64? =
            try tx.first(
                "SELECT max(id) FROM commissioningLetGo WHERE awardId = ?", [award.rawValue],
                { $0[0] as Int64? }) ?? nil
        guard let id else { return nil }
        return try waivers(of: award, in: tx).first { $0.id == id }
    }

    /// Says that a group need not send returns of an award that it has not sent.
    ///
    /// - Parameter numbers: which; nil for all that it has not sent, and any asked for later. An empty
    ///   list is refused where the group could still send one, and is all where it could not.
    /// - Throws: `InvalidInput`, `ReviewProblem`, `ReturnProblem.unknown`.
    public func waiveReturns(
        _ chosen: [Int64]?, of award: AwardID, in round: RoundID, reference: String,
        reason: String, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.decisionMaker)
        if chosen?.isEmpty == true, try returns(of: award, in: tx.reading).contains(where: \.isOpen)
        {
            let isBare = reason.trimmed.isEmpty
            throw InvalidInput(
                "waiver",
                [FieldProblem("returns", "choose-some")]
                    + (isBare ? [FieldProblem("reason", "missing")] : []))
        }
        let numbers = chosen ?? []
        let reason = try Self.words(reason, "reason", maximum: 2000)
        guard try !isClosed(award, in: tx.reading) else { throw ReviewProblem.closed }
        let standing = try waivers(of: award, in: tx.reading).filter { $0.end == nil }
        guard !standing.contains(where: { $0.numbers == nil }) else {
            throw ReviewProblem.waivedBefore(reference: reference)
        }
        guard try endTold(of: award, in: tx.reading) == nil else {
            throw ReviewProblem.endAccepted(reference: reference)
        }
        let named = try named(Set(numbers), of: award, reference: reference, in: tx.reading)
        if numbers.isEmpty, try isUnread(award, in: tx.reading) {
            throw ReviewProblem.returnUnread(reference: reference)
        }
        let id = try tx.insert(
            """
            INSERT INTO commissioningWaiver
              (awardId, roundId, isOfAll, reason, waivedById, waivedAt, waivedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, round.rawValue, numbers.isEmpty, reason, person.rawValue,
                tx.now.milliseconds, Self.today(tx),
            ])
        for asked in named {
            try tx.execute(
                "INSERT INTO commissioningWaivedReturn (waiverId, returnId) VALUES (?, ?)",
                [id, asked.id.rawValue])
        }
        try tx.audit(
            "award.waiver", "award:\(award.rawValue)",
            [("returns", .array(named.map { .int($0.number) }))])
    }

    /// The returns of these numbers, which the group could still send.
    private func named(
        _ numbers: Set<Int64>, of award: AwardID, reference: String, in tx: borrowing ReadTx
    ) throws -> [MonitoringReturn] {
        let all = try returns(of: award, in: tx)
        return try numbers.sorted().map { number in
            guard let asked = all.first(where: { $0.number == number }) else {
                throw ReturnProblem.unknown(reference: reference, number: number)
            }
            switch asked.state {
            case .sent: throw ReviewProblem.returnUnread(reference: reference)
            case .accepted, .waived:
                throw ReturnProblem.notOpen(reference: reference, number: number)
            case .asked, .begun, .sentBack: return asked
            }
        }
    }

    /// Ends the waivers of an award that stand: what they let go is due again, with new days.
    ///
    /// - Parameter reason: why its award was opened again.
    /// - Returns: what is due again, by number.
    /// - Throws: `InvalidInput`.
    public func endWaivers(
        of award: AwardID, reason: String, in tx: borrowing WriteTx
    ) throws -> [ReturnDueAgain] {
        let person = try tx.principal.require(.decisionMaker)
        let reason = try Self.words(reason, "reason", maximum: 2000)
        let standing = try waivers(of: award, in: tx.reading).filter { $0.end == nil }
        let waived = Set(
            try tx.reading.list(
                "SELECT returnId FROM commissioningWaived WHERE awardId = ?", [award.rawValue],
                { ReturnID($0[0]) }))
        for waiver in standing {
            try tx.execute(
                """
                INSERT INTO commissioningWaiverEnd (waiverId, reason, endedById, endedAt, endedOn)
                VALUES (?, ?, ?, ?, ?)
                """,
                [waiver.id, reason, person.rawValue, tx.now.milliseconds, Self.today(tx)])
        }
        if !standing.isEmpty {
            try tx.audit(
                "award.waiver-end", "award:\(award.rawValue)",
                [("waivers", .int(Int64(standing.count)))])
        }
        var due: [ReturnDueAgain] = []
        for asked in try returns(of: award, in: tx.reading)
        where asked.isOpen && waived.contains(asked.id) {
            let form = try content(of: asked, standing: nil, in: tx.reading).form
            let again = LondonTime.date(tx.now).adding(days: form.againWithinDays)
            let day = max(asked.dueOn, again)
            try set(day, "reopened", of: asked.id, by: person, in: tx)
            due.append(ReturnDueAgain(number: asked.number, dueOn: day))
        }
        return due
    }
}
