import Applications
import Awards
import Commissioning
import Correspondence
import Forms
import FundCore
import FundStore
import Payments
import Rounds

public enum OpenDataProblem: Problem {
    /// Not every group has been told yet what was decided.
    case notTold(round: String)

    public var report: ProblemReport {
        switch self {
        case .notTold(let round):
            ProblemReport("open-data-not-told", .notFound, ["round": round])
        }
    }
}

/// What anybody may count of a round once its groups know what was decided: how many applied, what
/// they asked for, what was awarded and paid. Of applications that got nothing, nothing is told of
/// fewer than `least` together: what is smaller stands in one row with others.
public struct OpenStatistics: Sendable {
    /// Some applications together.
    public struct Line: Sendable, Equatable {
        /// Of the priorities or wards in it; `several` for applications that name more than one,
        /// `none` for those that name none.
        public let keys: [String]
        public let titles: [String]
        /// nil where it is not told.
        public let applied: Int?
        /// What those asked for; nil where it is not told, as of wards.
        public let asked: Money?
        /// Awards that stand.
        public let awardCount: Int
        public let awarded: Money
        /// What reached groups and did not come back.
        public let paid: Money
    }

    public let round: Round
    /// Nothing is told of fewer applications that got nothing.
    public let least: Int
    public let total: Line
    public let byPriority: [Line]
    public let byWard: [Line]
    public let decidedOn: LocalDate
    /// From the day on which the round was closed to its decision.
    public let daysFromClosing: Int64
    /// From application to decision: half of the applications waited no longer; nil where it is not
    /// told.
    public let medianDays: Int64?

    public var json: JSONValue {
        .object([
            ("round", .string(round.key)), ("title", .string(round.plan.title)),
            ("leastTold", .int(least)), ("decidedOn", .string("\(decidedOn)")),
            ("daysFromClosing", .int(daysFromClosing)),
            ("medianDaysFromApplying", .optional(medianDays)),
            ("total", .object(Self.members(total))),
            ("byPriority", .array(byPriority.map(Self.json))),
            ("byWard", .array(byWard.map(Self.json))),
        ])
    }

    private static func json(_ line: Line) -> JSONValue {
        .object(
            [
                ("keys", .array(line.keys.map { .string($0) })),
                ("titles", .array(line.titles.map { .string($0) })),
            ] + members(line))
    }

    private static func members(_ line: Line) -> [(key: String, value: JSONValue)] {
        [
            ("applied", .optional(line.applied.map { Int64($0) })),
            ("askedPence", .optional(line.asked?.pence)),
            ("awards", .int(line.awardCount)), ("awardedPence", .int(line.awarded.pence)),
            ("paidPence", .int(line.paid.pence)),
        ]
    }

    /// Rows of `Listing.openStatistics`: the whole round, then its priorities, then its wards.
    public var rows: [[JSONValue]] {
        func row(_ kind: String, _ line: Line, days: [JSONValue]) -> [JSONValue] {
            [
                .string(round.key), .string(kind),
                .string(line.keys.joined(separator: " ")),
                .string(line.titles.joined(separator: ", ")),
            ] + Self.members(line).map(\.value) + days
        }
        return [
            row("round", total, days: [.int(daysFromClosing), .optional(medianDays)])
        ] + byPriority.map { row("priority", $0, days: [.null, .null]) }
            + byWard.map { row("ward", $0, days: [.null, .null]) }
    }
}

extension Listing {
    public static let openStatistics = Listing([
        Column("round", .plain, inTable: false), Column("breakdown", .plain),
        Column("keys", .plain, inTable: false), Column("title", .text),
        Column("applied", .plain), Column("askedPence", .pence), Column("awards", .plain),
        Column("awardedPence", .pence), Column("paidPence", .pence),
        Column("daysFromClosing", .plain), Column("medianDaysFromApplying", .plain),
    ])
}

extension Reports {
    /// What anybody may count of a round.
    ///
    /// - Parameters:
    ///   - areas: the wards that the fund has now.
    ///   - least: nothing is told of fewer applications that got nothing; the minimum of the
    ///     round's figures of reach counts where it is more.
    /// - Throws: `OpenDataProblem.notTold`, `RoundsProblem.unknown`.
    public func openStatistics(
        of key: String, _ areas: AreaRules, least: Int
    ) throws -> OpenStatistics {
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard try isTold(round, in: tx),
                let decision = try awards.decision(of: round.id, in: tx)
            else { throw OpenDataProblem.notTold(round: key) }
            let counted = try counted(round, in: tx)
            // How many applied is told here as the figures of reach tell it, and no more: two ways
            // to count the same would tell what neither does.
            let told = try reachNow(of: round, least: least, in: tx)
            let threshold = max(least, Int(told?.minimum ?? 0))
            let priorities: [Priority] = try rounds.section(.priorities, of: round.id, in: tx)
            let named = try applications.priorities(of: round.id, in: tx)
            let wards = try wards(namedIn: round.id, areas, tx)
            let titles = Dictionary(areas.wards.map { ($0.key, $0.title) }) { first, _ in first }
                .merging(wards.titles) { now, _ in now }
            let isEnough = told?.total.applied != nil
            let waited = counted.all.map {
                decision.decidedOn.daysSince1970
                    - LondonTime.date($0.submittedAt).daysSince1970
            }.sorted()
            let closed = try rounds.closedAt(round.id, in: tx).map { LondonTime.date($0) }
            return OpenStatistics(
                round: round, least: threshold,
                total: counted.line(keys: [], titles: [], isTold: isEnough),
                byPriority: counted.lines(
                    priorities.map { ($0.key, $0.title) },
                    of: named.mapValues { $0.sorted() }, least: threshold,
                    isTold: isEnough),
                byWard: counted.lines(
                    titles.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                    of: wards.wards, told: told),
                decidedOn: decision.decidedOn,
                daysFromClosing: decision.decidedOn.daysSince1970
                    - (closed ?? round.plan.timetable.closes.date).daysSince1970,
                medianDays: isEnough && !waited.isEmpty ? waited[(waited.count - 1) / 2] : nil)
        }
    }

    /// Whether anybody may count what became of a round.
    public func isTold(_ key: String) throws -> Bool {
        try store.read { tx in try isTold(try rounds.round(key, in: tx), in: tx) }
    }

    /// Whether anybody may know what became of a round: its decision has effect, and no group waits
    /// for the letter that tells it.
    func isTold(_ round: Round, in tx: borrowing ReadTx) throws -> Bool {
        guard round.status == .decided else { return false }
        if try rounds.controls(of: round.id, in: tx).has(.callIn) {
            let standing = try awards.standing(of: round.id, in: tx)
            guard standing?.status(on: LondonTime.date(tx.now)) == .inEffect else { return false }
        }
        return try !correspondence.decisionsWait(in: round.id, in: tx)
    }

    private func counted(_ round: Round, in tx: borrowing ReadTx) throws -> CountedApplications {
        var given: [ApplicationID: CountedApplications.Given] = [:]
        var made: [Award] = []
        try awards.awards(of: round.id, in: tx) { made.append($0) }
        for award in made where award.kept > .zero {
            let kept = try payments.keptMoney(of: award.id, in: tx)
            given[award.application] = CountedApplications.Given(
                awarded: award.kept,
                paid: kept.paid - kept.back)
        }
        var all: [ApplicationSummary] = []
        try applications.list(round.id, in: tx) { all.append($0) }
        return CountedApplications(
            all: all, given: given, people: try people(among: all, of: round.id, in: tx))
    }

    /// Those of a round's applications that are published as a person's.
    func people(
        among all: some Sequence<ApplicationSummary>, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> Set<ApplicationID> {
        Set(
            try recipients(among: all, of: round, in: tx).filter { $0.value.isPerson }
                .map(\.key))
    }
}

/// A round's applications, and what came of them.
private struct CountedApplications {
    struct Given {
        let awarded: Money
        let paid: Money
    }

    let all: [ApplicationSummary]
    let given: [ApplicationID: Given]
    /// Of whose wards nothing is told.
    let people: Set<ApplicationID>

    var unfunded: Int { all.count { given[$0.id] == nil } }

    func line(keys: [String], titles: [String], isTold: Bool) -> OpenStatistics.Line {
        let awards = all.compactMap { given[$0.id] }
        return OpenStatistics.Line(
            keys: keys, titles: titles, applied: isTold ? all.count : nil,
            asked: isTold ? all.reduce(Money.zero) { $0 + ($1.requested ?? .zero) } : nil,
            awardCount: awards.count, awarded: awards.reduce(Money.zero) { $0 + $1.awarded },
            paid: awards.reduce(Money.zero) { $0 + $1.paid })
    }

    /// By ward: an award counts in each that it names, but for those of people. How many applied is
    /// told as the figures of reach tell it, and nothing more.
    func lines(
        _ places: [(key: String, title: String)], of named: [ApplicationID: [String]],
        told: ReachFigures?
    ) -> [OpenStatistics.Line] {
        let rows = told?.tables.first { $0.key == ReachTable.ward }?.rows ?? []
        return places.map { place in
            let awards = all.filter {
                !people.contains($0.id) && named[$0.id]?.contains(place.key) ?? false
            }.compactMap { given[$0.id] }
            return OpenStatistics.Line(
                keys: [place.key], titles: [place.title],
                applied: rows.first { $0.key == place.key }?.told.applied.map { Int($0) },
                asked: nil, awardCount: awards.count,
                awarded: awards.reduce(Money.zero) { $0 + $1.awarded },
                paid: awards.reduce(Money.zero) { $0 + $1.paid })
        }
    }

    /// - Parameters:
    ///   - places: keys and titles, in order.
    ///   - named: the keys that each application names.
    ///   - isTold: whether it is told how many applied in all.
    func lines(
        _ places: [(key: String, title: String)], of named: [ApplicationID: [String]], least: Int,
        isTold: Bool
    ) -> [OpenStatistics.Line] {
        var groups: [String: [ApplicationSummary]] = [:]
        for application in all {
            let keys = Set(named[application.id] ?? [])
            let key = keys.count > 1 ? OpenStatistics.several : keys.first ?? OpenStatistics.none
            groups[key, default: []].append(application)
        }
        let known = Set(places.map(\.key))
        let others = groups.keys.filter {
            !known.contains($0) && !OpenStatistics.special.contains($0)
        }
        let order: [(String, String)] =
            places.map { ($0.key, $0.title) } + others.sorted().map { ($0, $0) }
            + OpenStatistics.special.map { ($0, $0) }
        let parts = order.map { groups[$0.0] ?? [] }
        let sizes = parts.map { part in part.count { given[$0.id] == nil } }
        return SmallGroups.rows(of: sizes, least: least).compactMap { row in
            let members = row.flatMap { parts[$0] }
            if row.count == 1, members.isEmpty, OpenStatistics.special.contains(order[row[0]].0) {
                return nil
            }
            let part = CountedApplications(all: members, given: given, people: people)
            return part.line(
                keys: row.map { order[$0].0 }, titles: row.map { order[$0].1 },
                isTold: isTold && (part.unfunded == 0 || part.unfunded >= least))
        }
    }
}

extension OpenStatistics {
    /// Applications that name more than one.
    public static let several = "several"
    /// Applications that name none.
    public static let none = "none"
    static let special = [several, none]
}
