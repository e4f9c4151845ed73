import Foundation
import FundCore
import FundStore
import GRDB

extension RoundsModule {
    /// Opens a planned round, now, and freezes the configuration it runs by.
    ///
    /// - Parameters:
    ///   - closes: another deadline than the timetable's. Without it, a deadline that is past
    ///     becomes now plus the timetable's length; the dates after it move along.
    ///   - sections: every `RoundSection`, ready to be kept.
    /// - Throws: `RoundsProblem`.
    public func open(
        _ key: String, closes: LocalDateTime?, reason: String?,
        sections: [RoundSection: any Encodable], in tx: borrowing WriteTx
    ) throws -> Round {
        let person = try tx.principal.require(.officer)
        let round = try round(key, in: tx.reading)
        guard round.status == .planned else {
            throw RoundsProblem.alreadyOpened(round: key, status: round.status)
        }
        let timetable = try timetable(for: round, closes: closes, at: tx.now)
        var digest = SHA256Stream()
        for section in RoundSection.allCases {
            guard let value = sections[section] else {
                throw StoreProblem.failed(why: "no section \(section.rawValue) to freeze")
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let content = String(decoding: try encoder.encode(value), as: UTF8.self)
            digest.update(content)
            try tx.execute(
                "INSERT INTO roundConfiguration (roundId, section, content) VALUES (?, ?, ?)",
                [round.id.rawValue, section.rawValue, content])
        }
        digest.update(
            "\(round.plan.allotment.pence) \(round.plan.requests.lowerBound.pence) "
                + "\(round.plan.requests.upperBound.pence) \(round.plan.partialAwards)")
        let frozen = digest.finish()
        try tx.execute(
            """
            UPDATE round SET opens = ?, closes = ?, closesAt = ?, checksDone = ?, panelMeets = ?,
              decision = ?, lettersSent = ?, status = 'open'
            WHERE id = ?
            """,
            [
                "\(timetable.opens)", "\(timetable.closes)",
                timetable.closes.instant.milliseconds, "\(timetable.checksDone)",
                "\(timetable.panelMeets)", "\(timetable.decision)", "\(timetable.lettersSent)",
                round.id.rawValue,
            ])
        try note(.opened, of: round.id, by: person, reason: reason, in: tx)
        try tx.audit(
            "round.opening", "round:\(round.id.rawValue)",
            [
                ("closes", .string("\(timetable.closes)")),
                ("configuration", .string("\(frozen)")),
                (
                    "offTimetable",
                    .bool(timetable.opens.date != round.plan.timetable.opens.date)
                ),
                ("reasonGiven", .bool(reason != nil)),
            ])
        return try self.round(key, in: tx.reading)
    }

    private func timetable(
        for round: Round, closes: LocalDateTime?, at now: Instant
    ) throws -> Timetable {
        let planned = round.plan.timetable
        let opens = LocalDateTime(now)
        if let closes {
            guard closes.instant > now else { throw RoundsProblem.closesTooSoon(closes) }
            guard closes.date.year <= opens.date.year + 10 else {
                throw RoundsProblem.closesTooLate(closes)
            }
            return planned.moved(opens: opens, closes: closes)
        }
        if planned.closes.instant > now {
            return planned.moved(opens: opens, closes: planned.closes)
        }
        let (days, minutes) = planned.length
        let minuteOfDay = opens.hour * 60 + opens.minute + minutes
        let carried = minuteOfDay < 0 ? -1 : minuteOfDay >= 1440 ? 1 : 0
        let rest = minuteOfDay - carried * 1440
        let date = opens.date.adding(days: days + Int64(carried))
        guard let later = LocalDateTime(date: date, hour: rest / 60, minute: rest % 60),
            later.instant > now
        else { throw RoundsProblem.closesTooSoon(opens) }
        return planned.moved(opens: opens, closes: later)
    }
}
