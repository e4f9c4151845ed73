import Applications
import Commissioning
import Forms
import FundCore
import FundStore
import Rounds

/// What a cycle's rounds gave ward by ward, held against an indicator of need. An award whose
/// application names several wards is shared among them equally, to the penny.
public struct WardMoney: Sendable {
    /// A ward, or those awards whose applications name none.
    public struct Line: Sendable {
        /// nil for the awards that name no ward.
        public let ward: String?
        /// Of a ward that has left the fund's files, as the form of its round called it.
        public let title: String
        /// Whether the fund's files have this ward no more.
        public let isGone: Bool
        /// How many awards name it, each counted whole.
        public let awardCount: Int
        public let stands: Money
        public let paid: Money
        public let residents: IndicatorValue?
        /// The figure of need.
        public let need: IndicatorValue?
        /// What stands, by the keys of the cycle's priorities; an award that names several counts
        /// with each.
        public let byPriority: [String: Money]
        /// nil where the plan does not share the money out by ward, gives this one no share, or one
        /// priority alone is counted.
        public let planned: PlannedShare?

        /// What stands for each 1,000 residents, to the nearest penny; nil where nobody is counted.
        public var perThousand: Money? {
            guard let residents, residents.thousandths > 0 else { return nil }
            let (pence, people) = (
                Int128(stands.pence) * 1_000_000, Int128(residents.thousandths)
            )
            return Money(pence: Int64((2 * pence + people) / (2 * people)))
        }
    }

    public let cycle: Cycle
    /// The priorities that the cycle chose.
    public let priorities: [CyclePriority]
    /// The priority whose awards alone are counted; nil for all.
    public let priority: String?
    /// In the order of the wards, then wards that the files have no more, then those of no ward.
    public let lines: [Line]
    public let awardCount: Int
    public let stands: Money
    public let paid: Money
    public let need: Indicator?
    public let needPeriod: IndicatorPeriod?
    public let residentsPeriod: IndicatorPeriod?
    /// What the plan shares out by ward; nil where it does not, or one priority alone is counted.
    public let planned: Money?

    public var countsResidents: Bool { residentsPeriod != nil }

    /// Rows of `Listing.moneyByWard`.
    public var rows: [[JSONValue]] {
        lines.map { line in
            [
                .optional(line.ward), .string(line.title), .int(line.awardCount),
                .int(line.stands.pence), .int(line.paid.pence), .figure(line.residents),
                .optional(line.perThousand?.pence), .optional(need?.key),
                .optional(needPeriod?.text), .figure(line.need),
            ] + PlannedSplit.cells(line.planned, stands: line.stands) + [.bool(line.isGone)]
        }
    }

    public var json: JSONValue {
        .object([
            ("cycle", .string(cycle.key)), ("priority", .optional(priority)),
            ("need", .optional(need?.key)), ("needPeriod", .optional(needPeriod?.text)),
            ("residentsPeriod", .optional(residentsPeriod?.text)),
            (
                "wards",
                .array(
                    zip(lines, rows).map { line, row in
                        let amounts = priorities.map { priority in
                            JSONValue.object([
                                ("priority", .string(priority.key)),
                                (
                                    "standsPence",
                                    .int((line.byPriority[priority.key] ?? .zero).pence)
                                ),
                            ])
                        }
                        guard case .object(let members) = Listing.moneyByWard.json(row) else {
                            return .null
                        }
                        return .object(members + [("byPriority", .array(amounts))])
                    })
            ), ("awards", .int(awardCount)), ("standsPence", .int(stands.pence)),
            ("paidPence", .int(paid.pence)), ("plannedPence", .optional(planned?.pence)),
        ])
    }
}

extension Listing {
    public static let moneyByWard = Listing(
        [
            Column("ward", .plain), Column("title", .text), Column("awards", .plain),
            Column("standsPence", .pence), Column("paidPence", .pence),
            Column("residents", .plain), Column("perThousandPence", .pence),
            Column("needIndicator", .plain, inTable: false),
            Column("needPeriod", .plain, inTable: false), Column("need", .plain),
        ] + PlannedSplit.columns + [Column("isGone", .plain)])
}

extension Reports {
    /// What a cycle's rounds gave, ward by ward.
    ///
    /// - Parameters:
    ///   - priority: counts only awards that name it; nil for all.
    ///   - need: the indicator that money is held against; nil for the one that the files name.
    /// - Throws: `CommissioningProblem.unknown`; `InvalidInput` at `priority` or `need`.
    public func wardMoney(
        _ key: String, priority: String? = nil, need: String? = nil, _ areas: AreaRules,
        _ book: IndicatorBook, as principal: Principal
    ) throws -> WardMoney {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let cycle = try commissioning.cycle(key, in: tx)
            let chosen = try commissioning.priorities(of: cycle.id, in: tx)
            let indicator = try chosenNeed(need ?? areas.need, isAsked: need != nil, book)
            if let priority, !chosen.contains(where: { $0.key == priority }) {
                throw notAnOption("priority", priority, chosen.map(\.key))
            }
            let awards = try cycleAwards(of: cycle, in: tx).filter { award in
                priority.map { award.priorities.contains($0) } ?? true
            }
            var shares = WardShares(order: areas.wards.map(\.key))
            var titles: [String: String] = [:]
            for (round, given) in Dictionary(grouping: awards, by: \.round.id) {
                let named = try wards(namedIn: round, areas, tx)
                for award in given {
                    shares.add(award, to: named.wards[award.application] ?? [])
                }
                titles.merge(named.titles) { first, _ in first }
            }
            let needs = try figures(of: indicator?.key, in: tx)
            let residents = try figures(of: areas.residents, in: tx)
            let known = areas.wards.map(\.key)
            // Held against what one priority was given, a ward's whole share would mislead.
            let split =
                priority == nil ? try plannedSplit(of: cycle, by: "ward", in: tx) : .none
            let others = Set(
                shares.sums.keys.compactMap(\.self) + split.shares.map(\.key)
            ).subtracting(known)
            let named = (known + others.sorted()).map(Optional.some)
            let places = shares.sums[nil] == nil ? named : named + [nil]
            return WardMoney(
                cycle: cycle, priorities: chosen, priority: priority,
                lines: places.map { ward in
                    let sum = shares.sums[ward] ?? WardShares.Sum()
                    return WardMoney.Line(
                        ward: ward,
                        title: areas.wards.first { $0.key == ward }?.title
                            ?? ward.flatMap { titles[$0] } ?? ward ?? "",
                        isGone: ward.map { !known.contains($0) } ?? false,
                        awardCount: sum.awardCount, stands: sum.stands, paid: sum.paid,
                        residents: ward.flatMap { residents.figures[$0] },
                        need: ward.flatMap { needs.figures[$0] },
                        byPriority: sum.byPriority, planned: ward.flatMap { split[$0] })
                }, awardCount: awards.count,
                stands: awards.reduce(.zero) { $0 + $1.stands },
                paid: awards.reduce(.zero) { $0 + $1.paid }, need: indicator,
                needPeriod: needs.period, residentsPeriod: residents.period,
                planned: split.total)
        }
    }

    private func notAnOption(_ place: String, _ value: String, _ options: [String]) -> InvalidInput
    {
        InvalidInput(
            place,
            [
                FieldProblem(
                    place, "not-an-option",
                    ["value": value, "options": options.joined(separator: ", ")])
            ])
    }

    /// - Parameter isAsked: whether somebody asks for it; the files' own may be gone.
    private func chosenNeed(
        _ key: String?, isAsked: Bool, _ book: IndicatorBook
    ) throws -> Indicator? {
        guard let key else { return nil }
        let known = book.indicators.filter { $0.geography == .ward }
        let found = known.first { $0.key == key }
        if found == nil, isAsked { throw notAnOption("need", key, known.map(\.key)) }
        return found
    }

    /// The newest period of an indicator, and its figures by ward.
    private func figures(
        of key: String?, in tx: borrowing ReadTx
    ) throws -> (period: IndicatorPeriod?, figures: [String: IndicatorValue]) {
        guard let key, let latest = try commissioning.latestPoints(of: key, in: tx)?.latest else {
            return (nil, [:])
        }
        var found: [String: IndicatorValue] = [:]
        for figure in try commissioning.figures(of: key, period: latest.period, in: tx)
        where figure.stands { found[figure.ward] = figure.value }
        return (latest.period, found)
    }

    /// The wards that a round's applications name: at a question that lets people choose several,
    /// or else at the one that asks for a ward; and what the form called them. The form is as it
    /// was when the round opened, whatever wards the fund has now.
    func wards(
        namedIn round: RoundID, _ areas: AreaRules, _ tx: borrowing ReadTx
    ) throws -> (wards: [ApplicationID: [String]], titles: [String: String]) {
        let form: Form = try rounds.section(.form, of: round, in: tx)
        let asking = form.questions.filter { $0.asksForWards(areas.wards.map(\.key), in: form) }
        let titles = asking.flatMap(\.options).map { ($0.key, $0.title) }
        var found: [ApplicationID: [String]] = [:]
        for question in asking.filter({ $0.type != .choices })
            + asking.filter({ $0.type == .choices })
        {
            found.merge(try applications.choices(at: question.key, in: round, tx)) { $1 }
        }
        return (found, Dictionary(titles) { first, _ in first })
    }
}

extension Question {
    /// Whether its answers are wards: it asks for one, or its options are the wards of the fund,
    /// now or as they were when the form was frozen.
    ///
    /// - Parameters:
    ///   - wards: the keys of the wards that the fund has now.
    ///   - form: the whole form, whose other questions may tell which wards there were.
    func asksForWards(_ wards: [String], in form: Form) -> Bool {
        if type == .ward || areWards == true { return true }
        guard type.hasOptions, !options.isEmpty else { return false }
        // A round that opened before this was kept: its options are wards of today, or of then
        // where the form asks for a ward too; or most of them are, since a few wards have left the
        // files.
        let then = form.questions.first { $0.type == .ward }?.options.map(\.key) ?? []
        let keys = Set(options.map(\.key))
        return keys.isSubset(of: Set(wards).union(then))
            || 2 * keys.intersection(wards).count > keys.count
    }
}

/// Sums by ward on their way; nil stands for no ward.
private struct WardShares {
    struct Sum {
        var awardCount = 0
        var stands = Money.zero
        var paid = Money.zero
        var byPriority: [String: Money] = [:]
    }

    let order: [String]
    private(set) var sums: [String?: Sum] = [:]

    init(order: [String]) {
        self.order = order
    }

    mutating func add(_ award: CycleAward, to named: [String]) {
        let known = order.filter { named.contains($0) }
        let others = Set(named).subtracting(order).sorted()
        let places = (known + others).map(Optional.some)
        let wards = places.isEmpty ? [nil] : places
        let stands = EqualShares.of(award.stands, among: wards.count)
        let paid = EqualShares.of(award.paid, among: wards.count)
        for (place, ward) in wards.enumerated() {
            var sum = sums[ward] ?? Sum()
            sum.awardCount += 1
            sum.stands = sum.stands + stands[place]
            sum.paid = sum.paid + paid[place]
            for priority in award.priorities {
                sum.byPriority[priority] = (sum.byPriority[priority] ?? .zero) + stands[place]
            }
            sums[ward] = sum
        }
    }
}
