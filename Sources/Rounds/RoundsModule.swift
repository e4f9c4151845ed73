import Foundation
import FundCore
import FundStore
import GRDB
import Synchronization

/// What the fund wants to come about, and how that shows (Stoke-on-Trent Cohesion Strategy
/// 2020–2024 names the four that ship).
public struct Priority: Codable, Sendable {
    public struct Outcome: Codable, Sendable {
        public let key: String
        public let title: String

        public init(key: String, title: String) {
            self.key = key
            self.title = title
        }
    }

    public let key: String
    public let title: String
    public let outcomes: [Outcome]

    public init(key: String, title: String, outcomes: [Outcome]) {
        self.key = key
        self.title = title
        self.outcomes = outcomes
    }
}

extension [Priority] {
    /// The outcomes that some of them promise, in the order of the fund's files.
    public func promised(by keys: [String]) -> [(priority: String, outcome: Priority.Outcome)] {
        filter { keys.contains($0.key) }.flatMap { priority in
            priority.outcomes.map { (priority.key, $0) }
        }
    }
}

/// The fund, its rounds, their timetables and the configuration each was opened with.
public struct RoundsModule: Sendable {
    private let frozen = FrozenSections()

    public init() {}

    public func fund(in tx: borrowing ReadTx) throws -> Fund {
        let fund = try tx.first(
            "SELECT name, totalPence, referencePrefix, council, department FROM fund"
        ) {
            Fund(
                name: $0[0], total: Money(pence: $0[1]), referencePrefix: $0[2], council: $0[3],
                department: $0[4])
        }
        guard let fund else { throw RoundsProblem.noFund }
        return fund
    }

    /// Records the fund on the first day, and later changes of its names. The schema refuses another
    /// total or prefix: money has been counted and references given out.
    /// - Returns: whether this is the first day.
    public func record(_ fund: Fund, in tx: borrowing WriteTx) throws -> Bool {
        let known = try tx.reading.first("SELECT 1 FROM fund", [], { _ in true }) ?? false
        if known, try self.fund(in: tx.reading) == fund { return false }
        let changed = try tx.execute(
            """
            UPDATE fund SET name = ?, council = ?, department = ?, totalPence = ?,
              referencePrefix = ?
            """,
            [
                fund.name, fund.council, fund.department, fund.total.pence,
                fund.referencePrefix,
            ])
        if changed > 0 {
            try tx.audit("fund.change", "fund:1")
            return false
        }
        try tx.execute(
            """
            INSERT INTO fund (id, name, totalPence, referencePrefix, council, department)
            VALUES (1, ?, ?, ?, ?, ?)
            """,
            [fund.name, fund.total.pence, fund.referencePrefix, fund.council, fund.department])
        try tx.audit("fund.creation", "fund:1", [("totalPence", .int(fund.total.pence))])
        return true
    }

    /// Every round, in the order they were planned.
    public func all(in tx: borrowing ReadTx) throws -> [Round] {
        try tx.list("\(Round.columns) ORDER BY id") { Round($0) }
    }

    /// - Throws: `RoundsProblem.unknown`.
    public func round(_ key: String, in tx: borrowing ReadTx) throws -> Round {
        guard let round = try tx.first("\(Round.columns) WHERE key = ?", [key], { Round($0) })
        else { throw RoundsProblem.unknown(round: key) }
        return round
    }

    /// - Throws: `RoundsProblem.unknown`.
    public func round(_ id: RoundID, in tx: borrowing ReadTx) throws -> Round {
        guard
            let round = try tx.first("\(Round.columns) WHERE id = ?", [id.rawValue], { Round($0) })
        else { throw RoundsProblem.unknown(round: "\(id.rawValue)") }
        return round
    }

    /// Adds a round, or changes one that has not opened yet.
    /// - Returns: whether it is new, nil when it runs already and so was left alone.
    public func record(_ plan: RoundPlan, in tx: borrowing WriteTx) throws -> Bool? {
        let known = try tx.reading.first(
            "SELECT status FROM round WHERE key = ?", [plan.key], { $0[0] as String })
        switch known {
        case nil:
            let id = try tx.insert(
                """
                INSERT INTO round
                  (allotmentPence, minimumRequestPence, maximumRequestPence, partialAwards, title,
                   opens, closes, closesAt, checksDone, panelMeets, decision, lettersSent, key,
                   status)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned')
                """, plan.arguments + [plan.key])
            try tx.audit("round.plan", "round:\(id)")
            return true
        case RoundStatus.planned.rawValue:
            let before = try round(plan.key, in: tx.reading)
            guard before.plan != plan else { return false }
            try tx.audit("round.replan", "round:\(before.id.rawValue)")
            try tx.execute(
                """
                UPDATE round SET allotmentPence = ?, minimumRequestPence = ?,
                  maximumRequestPence = ?, partialAwards = ?, title = ?, opens = ?, closes = ?,
                  closesAt = ?, checksDone = ?, panelMeets = ?, decision = ?, lettersSent = ?
                WHERE key = ? AND status = 'planned'
                """, plan.arguments + [plan.key])
            return false
        default:
            return nil
        }
    }

    /// A section that rounds have kept since a later version; nil for one that opened before.
    public func optionalSection<Value: Decodable>(
        _ section: RoundSection, of round: RoundID, as type: Value.Type = Value.self,
        in tx: borrowing ReadTx
    ) throws -> Value? where Value: Sendable {
        let place = FrozenSections.Place(round: round, section: section)
        if let known: Value = frozen[place] { return known }
        let isKept: Bool? = try tx.first(
            "SELECT 1 FROM roundConfiguration WHERE roundId = ? AND section = ?",
            [round.rawValue, section.rawValue], { _ in true })
        return isKept == nil ? nil : try self.section(section, of: round, as: Value.self, in: tx)
    }

    /// A section of the configuration that the round was opened with.
    public func section<Value: Decodable>(
        _ section: RoundSection, of round: RoundID, as type: Value.Type = Value.self,
        in tx: borrowing ReadTx
    ) throws -> Value where Value: Sendable {
        let place = FrozenSections.Place(round: round, section: section)
        if let known: Value = frozen[place] { return known }
        let content: String? = try tx.first(
            "SELECT content FROM roundConfiguration WHERE roundId = ? AND section = ?",
            [round.rawValue, section.rawValue], { $0[0] })
        guard let content else {
            throw StoreProblem.failed(why: "round \(round.rawValue) has no \(section.rawValue)")
        }
        let value = try JSONDecoder().decode(Value.self, from: Data(content.utf8))
        frozen.keep(value, at: place)
        return value
    }
}

/// The sections that were read before: the schema keeps them as they were frozen, so each is read
/// and decoded once.
private final class FrozenSections: Sendable {
    struct Place: Hashable {
        let round: RoundID
        let section: RoundSection
    }

    /// A fund of thousands of rounds does not keep them all in memory.
    private static let greatestCount = 600
    private let values = Mutex<[Place: any Sendable]>([:])

    subscript<Value>(place: Place) -> Value? {
        // First whether there is one: nothing, asked whether it is an optional, says yes.
        values.withLock { values in values[place].flatMap { $0 as? Value } }
    }

    func keep(_ value: some Sendable, at place: Place) {
        values.withLock {
            if $0.count >= Self.greatestCount { $0.removeAll() }
            $0[place] = value
        }
    }
}

extension Round {
    static let columns = """
        SELECT id, key, title, allotmentPence, minimumRequestPence, maximumRequestPence,
          partialAwards, opens, closes, checksDone, panelMeets, decision, lettersSent, status,
          closesAt
        FROM round
        """

    init(_ row: Row) {
        id = RoundID(row[0])
        plan = RoundPlan(
            key: row[1], title: row[2], allotment: Money(pence: row[3]),
            requests: Money(pence: row[4])...Money(pence: row[5]), partialAwards: row[6],
            timetable: Timetable(
                opens: storedTime(row[7]), closes: storedTime(row[8]),
                checksDone: storedDate(row[9]), panelMeets: storedDate(row[10]),
                decision: storedDate(row[11]), lettersSent: storedDate(row[12])))
        status = RoundStatus(rawValue: row[13]) ?? .planned
        closesAt = Instant(milliseconds: row[14])
    }
}

extension RoundPlan {
    var arguments: StatementArguments {
        [
            allotment.pence, requests.lowerBound.pence, requests.upperBound.pence, partialAwards,
            title, "\(timetable.opens)", "\(timetable.closes)",
            timetable.closes.instant.milliseconds, "\(timetable.checksDone)",
            "\(timetable.panelMeets)", "\(timetable.decision)", "\(timetable.lettersSent)",
        ]
    }
}

/// The schema's CHECKs hold that what is stored reads as a date.
private func storedDate(_ text: String) -> LocalDate {
    LocalDate(text) ?? LocalDate(daysSince1970: 0)
}

private func storedTime(_ text: String) -> LocalDateTime {
    LocalDateTime(text) ?? LocalDateTime(Instant(milliseconds: 0))
}
