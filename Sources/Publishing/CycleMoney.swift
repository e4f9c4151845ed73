import Applications
import Assessment
import Awards
import Commissioning
import FundCore
import FundStore
import Payments
import Rounds

/// An award of a round that a cycle holds.
public struct CycleAward: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let organisation: String
    public let title: String
    public let round: Round
    /// The keys of the priorities that its application names.
    public let priorities: Set<String>
    /// What the group has or will have of it.
    public let stands: Money
    /// What payment runs have taken of it and did not come back.
    public let paid: Money

    var json: JSONValue {
        .object([
            ("reference", .string("\(reference)")), ("organisation", .string(organisation)),
            ("project", .string(title)), ("round", .string(round.key)),
            ("standsPence", .int(stands.pence)), ("paidPence", .int(paid.pence)),
        ])
    }
}

/// Some awards together.
public struct MoneySum: Sendable, Equatable {
    public let awardCount: Int
    public let stands: Money
    public let paid: Money

    init(_ awards: [CycleAward]) {
        awardCount = awards.count
        stands = awards.reduce(.zero) { $0 + $1.stands }
        paid = awards.reduce(.zero) { $0 + $1.paid }
    }

    fileprivate var members: [(key: String, value: JSONValue)] {
        [
            ("awards", .int(awardCount)), ("standsPence", .int(stands.pence)),
            ("paidPence", .int(paid.pence)),
        ]
    }

    fileprivate var cells: [JSONValue] { members.map(\.value) }
}

/// What a cycle's rounds gave, by priority and by need. An award that names several priorities counts
/// with each of them; in the total it counts once.
public struct CycleMoney: Sendable {
    /// The awards that name a priority.
    public struct ByPriority: Sendable {
        public let key: String
        public let title: String
        /// The numbers of the needs that it answers.
        public let needs: [Int64]
        public let sum: MoneySum
        /// nil where the plan does not share the money out by priority, or gives this one no share.
        public let planned: PlannedShare?
    }

    /// The awards that name a priority by which a need is answered.
    public struct ByNeed: Sendable {
        public let need: CycleNeed
        /// The priorities that answer it.
        public let priorities: [CyclePriority]
        public let sum: MoneySum
    }

    public let cycle: Cycle
    public let awards: [CycleAward]
    /// The priorities that the cycle chose, in the order it chose them; then those that only its
    /// plan gives a share.
    public let byPriority: [ByPriority]
    /// The needs that stand.
    public let byNeed: [ByNeed]
    /// The awards that name none of the priorities that the cycle chose.
    public let others: MoneySum
    public let total: MoneySum
    /// What the plan shares out by priority; nil where it does not.
    public let planned: Money?

    /// Rows of `Listing.moneyByPriority`.
    public var priorityRows: [[JSONValue]] {
        byPriority.map {
            [.string($0.key), .string($0.title), .array($0.needs.map { .int($0) })] + $0.sum.cells
                + PlannedSplit.cells($0.planned, stands: $0.sum.stands)
        }
    }

    /// Rows of `Listing.moneyByNeed`.
    public var needRows: [[JSONValue]] {
        byNeed.map {
            [
                .int($0.need.number), .string($0.need.text), .string($0.need.place),
                .array($0.priorities.map { .string($0.key) }),
            ] + $0.sum.cells
        }
    }

    public var json: JSONValue {
        .object([
            ("cycle", .string(cycle.key)),
            ("byPriority", .array(priorityRows.map(Listing.moneyByPriority.json))),
            ("byNeed", .array(needRows.map(Listing.moneyByNeed.json))),
            ("others", .object(others.members)), ("total", .object(total.members)),
            ("plannedPence", .optional(planned?.pence)),
        ])
    }
}

/// What became of one need: the priorities that answer it, the criteria that look for those, and the
/// awards that name them.
public struct NeedThread: Sendable {
    public let cycle: Cycle
    public let need: CycleNeed
    public let priorities: [CyclePriority]
    /// The titles of criteria by their keys, as far as a round of the cycle has opened.
    public let criteria: [String: String]
    public let awards: [CycleAward]
    public let sum: MoneySum
    /// What the cycle learned of these priorities, or of all.
    public let lessons: [Lesson]

    public var json: JSONValue {
        .object([
            ("cycle", .string(cycle.key)), ("need", need.json),
            ("withdrawnBecause", .optional(need.withdrawnBecause)),
            (
                "priorities",
                .array(
                    priorities.map { priority in
                        .object([
                            ("priority", .string(priority.key)),
                            ("title", .string(priority.title)),
                            ("criteria", .array(priority.criteria.map { .string($0) })),
                        ])
                    })
            ), ("awards", .array(awards.map(\.json))),
            ("standsPence", .int(sum.stands.pence)), ("paidPence", .int(sum.paid.pence)),
            ("lessons", .array(lessons.map(\.json))),
        ])
    }
}

extension Listing {
    public static let moneyByPriority = Listing(
        [
            Column("priority", .plain), Column("title", .text), Column("needs", .plain),
            Column("awards", .plain), Column("standsPence", .pence), Column("paidPence", .pence),
        ] + PlannedSplit.columns)

    public static let moneyByNeed = Listing([
        Column("number", .plain), Column("need", .text), Column("place", .text),
        Column("priorities", .text), Column("awards", .plain), Column("standsPence", .pence),
        Column("paidPence", .pence),
    ])
}

extension Reports {
    /// What a cycle's rounds gave, by priority and by need.
    /// - Throws: `CommissioningProblem.unknown`.
    public func cycleMoney(_ key: String, as principal: Principal) throws -> CycleMoney {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let cycle = try commissioning.cycle(key, in: tx)
            let chosen = try commissioning.priorities(of: cycle.id, in: tx)
            let awards = try cycleAwards(of: cycle, in: tx)
            let keys = Set(chosen.map(\.key))
            let split = try plannedSplit(of: cycle, by: "priority", in: tx)
            func line(_ key: String, _ title: String, _ needs: [Int64]) -> CycleMoney.ByPriority {
                CycleMoney.ByPriority(
                    key: key, title: title, needs: needs,
                    sum: MoneySum(awards.filter { $0.priorities.contains(key) }),
                    planned: split[key])
            }
            return CycleMoney(
                cycle: cycle, awards: awards,
                byPriority: chosen.map { line($0.key, $0.title, $0.needs) }
                    + split.shares.filter { !keys.contains($0.key) }.map {
                        line($0.key, $0.key, [])
                    },
                byNeed: try commissioning.needs(of: cycle.id, in: tx).filter { !$0.isWithdrawn }
                    .map { need in
                        let answering = chosen.filter { $0.needs.contains(need.number) }
                        return CycleMoney.ByNeed(
                            need: need, priorities: answering,
                            sum: MoneySum(awards.naming(answering)))
                    },
                others: MoneySum(awards.filter { $0.priorities.isDisjoint(with: keys) }),
                total: MoneySum(awards), planned: split.total)
        }
    }

    /// What became of one need of a cycle.
    /// - Throws: `CommissioningProblem.unknown`, `.needUnknown`.
    public func needThread(
        _ number: String, of key: String?, as principal: Principal
    ) throws -> NeedThread {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let cycle = try cycle(named: key, in: tx)
            let needs = try commissioning.needs(of: cycle.id, in: tx)
            guard let need = needs.first(where: { "\($0.number)" == number }) else {
                throw CommissioningProblem.needUnknown(number: number)
            }
            let priorities = try commissioning.priorities(of: cycle.id, in: tx).filter {
                $0.needs.contains(need.number)
            }
            let awards = try cycleAwards(of: cycle, in: tx).naming(priorities)
            return NeedThread(
                cycle: cycle, need: need, priorities: priorities,
                criteria: try criteriaTitles(of: cycle, in: tx), awards: awards,
                sum: MoneySum(awards),
                lessons: try commissioning.lessons(of: cycle.id, in: tx)
                    .about(priorities.map(\.key)))
        }
    }

    /// - Parameter key: nil for the latest.
    private func cycle(named key: String?, in tx: borrowing ReadTx) throws -> Cycle {
        if let key { return try commissioning.cycle(key, in: tx) }
        guard let latest = try commissioning.cycles(in: tx).first else {
            throw CommissioningProblem.unknown(cycle: "")
        }
        return latest
    }

    func cycleAwards(
        of cycle: Cycle, in tx: borrowing ReadTx
    ) throws -> [CycleAward] {
        var found: [CycleAward] = []
        for id in try commissioning.rounds(of: cycle.id, in: tx) {
            let round = try rounds.round(id, in: tx)
            let named = try applications.priorities(of: id, in: tx)
            var given: [Award] = []
            try awards.awards(of: id, in: tx) { given.append($0) }
            for award in given {
                let summary = try applications.summary(of: award.application, in: tx)
                found.append(
                    CycleAward(
                        application: award.application, reference: award.reference,
                        organisation: summary.organisation,
                        title: summary.title, round: round,
                        priorities: named[award.application] ?? [], stands: award.kept,
                        paid: try payments.paid(of: award.id, in: tx)
                            - payments.keptMoney(of: award.id, in: tx).back))
            }
        }
        return found
    }

    func criteriaTitles(
        of cycle: Cycle, in tx: borrowing ReadTx
    ) throws -> [String: String] {
        var titles: [String: String] = [:]
        for id in try commissioning.rounds(of: cycle.id, in: tx) {
            let scheme = try rounds.optionalSection(
                .scoring, of: id, as: ScoringScheme.self, in: tx)
            for criterion in scheme?.criteria ?? [] { titles[criterion.key] = criterion.title }
        }
        return titles
    }
}

extension [CycleAward] {
    /// Those that name one of these priorities.
    fileprivate func naming(_ priorities: [CyclePriority]) -> [CycleAward] {
        filter { award in priorities.contains { award.priorities.contains($0.key) } }
    }
}
