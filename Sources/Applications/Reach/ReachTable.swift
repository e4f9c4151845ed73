import FundCore
import FundStore
import Rounds

/// Who applied and who was funded, by one question; only what may be told.
public struct ReachTable: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
        public let key: String
        public let told: ToldCount

        public init(_ key: String, _ told: ToldCount) {
            self.key = key
            self.told = told
        }
    }

    public static let ward = "ward"
    public static let size = "size"
    public static let firstTime = "first-time"
    /// The keys of tables that are not of an equality question.
    public static let ownKeys: Set<String> = [ward, size, firstTime]
    /// The row of those who said nothing, or rather not.
    public static let notSaid = "not-said"

    /// The equality question's, or one of `ownKeys`.
    public let key: String
    /// Whether each application stands in one row at most; else in as many as it named.
    public let isExclusive: Bool
    public let rows: [Row]

    public init(_ key: String, isExclusive: Bool, rows: [Row]) {
        self.key = key
        self.isExclusive = isExclusive
        self.rows = rows
    }

    /// With nothing told in it.
    public var untold: ReachTable {
        ReachTable(key, isExclusive: isExclusive, rows: rows.map { Row($0.key, .nothing) })
    }
}

/// Who applied to a round and who was funded when it was decided, as far as it may be told.
public struct ReachFigures: Sendable, Equatable {
    /// Of all applications. Who was funded is known to everybody; how many applied is not told
    /// where so few were declined that it would tell of them, and then no row of any table is.
    public let total: ToldCount
    /// No number under this is told.
    public let minimum: Int64
    /// When the figures were frozen; nil where they still rest on the answers.
    public let frozenAt: Instant?
    public let tables: [ReachTable]

    public init(
        total: ToldCount, minimum: Int64, frozenAt: Instant? = nil, tables: [ReachTable]
    ) {
        self.total = total
        self.minimum = minimum
        self.frozenAt = frozenAt
        self.tables = tables
    }

    /// With nothing told of who applied.
    public var untold: ReachFigures {
        ReachFigures(
            total: ToldCount(applied: nil, funded: total.funded, awarded: total.awarded),
            minimum: minimum, frozenAt: frozenAt, tables: tables.map(\.untold))
    }

    /// The same without one of its tables' rows.
    ///
    /// - Parameter key: the table's.
    public func hiding(_ key: String) -> ReachFigures {
        ReachFigures(
            total: total, minimum: minimum, frozenAt: frozenAt,
            tables: tables.map { $0.key == key ? $0.untold : $0 })
    }

    /// The figures of several rounds together: tables that all of them have, each row told where
    /// each round tells it. It tells nothing that the rounds do not tell, and so a round cannot be
    /// taken away from it to find what that round hides.
    ///
    /// - Parameter rounds: at least one, the earliest first.
    public static func sum(_ rounds: [ReachFigures]) -> ReachFigures {
        let first = rounds.first?.tables ?? []
        let tables = first.compactMap { table -> ReachTable? in
            let same = rounds.compactMap { round in
                round.tables.first { $0.key == table.key }
            }
            guard same.count == rounds.count else { return nil }
            var keys: [String] = []
            for key in same.flatMap(\.rows).map(\.key) where !keys.contains(key) {
                keys.append(key)
            }
            return ReachTable(
                table.key, isExclusive: same.allSatisfy(\.isExclusive),
                rows: keys.map { key in
                    ReachTable.Row(
                        key,
                        ToldCount.sum(
                            same.map { $0.rows.first { $0.key == key }?.told }))
                })
        }
        return ReachFigures(
            total: ToldCount.sum(rounds.map { $0.total }),
            minimum: rounds.map(\.minimum).max() ?? 0, tables: tables)
    }
}

public enum ReachProblem: Problem {
    /// They were frozen before.
    case frozen(round: String)
    /// `--by` names no table there is.
    case unknownTable(String, known: [String])
    /// No round of the cycle is decided yet.
    case nothingDecided(cycle: String)

    public var report: ProblemReport {
        switch self {
        case .frozen(let round):
            ProblemReport("reach-frozen-before", .conflict, ["round": round])
        case .unknownTable(let key, let known):
            ProblemReport(
                "reach-table-unknown", .invalid,
                ["by": key, "known": known.joined(separator: ", ")])
        case .nothingDecided(let cycle):
            ProblemReport("reach-nothing-decided", .conflict, ["cycle": cycle])
        }
    }
}
