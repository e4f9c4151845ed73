import Commissioning
import FundCore
import FundStore
import Rounds

/// What the plan of a cycle gives one priority or one ward.
public struct PlannedShare: Sendable, Equatable {
    public let amount: Money
    /// Hundredths of a percent of what there is to share, rounded half up; nil where there is
    /// nothing.
    public let basisPoints: Int64?

    init(_ amount: Money, of whole: Money) {
        self.amount = amount
        basisPoints =
            whole.pence > 0
            ? Int64(
                (Int128(amount.pence) * 20_000 + Int128(whole.pence)) / (2 * Int128(whole.pence)))
            : nil
    }

    /// In percent, as a number is written: `33.33`.
    public var percent: String? {
        basisPoints.map { IndicatorValue(thousandths: $0 * 10).plain }
    }

    /// What stands beyond what was planned; less than nothing where less stands.
    public func difference(to stands: Money) -> Money {
        Money(pence: stands.pence - amount.pence)
    }
}

/// How a cycle's plan shares the money out, where it does: by priority or by ward.
public struct PlannedSplit: Sendable {
    /// In the order in which they were written, by the keys of priorities or wards.
    public let shares: [(key: String, share: PlannedShare)]

    public var total: Money? {
        shares.isEmpty ? nil : shares.reduce(.zero) { $0 + $1.share.amount }
    }

    public subscript(key: String) -> PlannedShare? { shares.first { $0.key == key }?.share }

    static let none = PlannedSplit(shares: [])

    /// The cells that stand beside what was given: share, amount, and what stands beyond it.
    static func cells(_ planned: PlannedShare?, stands: Money) -> [JSONValue] {
        [
            planned?.percent.map { .number($0) } ?? .null, .optional(planned?.amount.pence),
            .optional(planned?.difference(to: stands).pence),
        ]
    }

    static let columns: [Column] = [
        Column("plannedPercent", .plain), Column("plannedPence", .pence),
        Column("differencePence", .pence),
    ]
}

extension Reports {
    /// How the plan of a cycle shares the money out by this, as it says now.
    ///
    /// - Parameter by: `priority` or `ward`.
    func plannedSplit(
        of cycle: Cycle, by: String, in tx: borrowing ReadTx
    ) throws -> PlannedSplit {
        let written = try commissioning.planEntries(of: cycle.id, in: tx).standing(.share)
            .filter { $0["by"] == by }
        guard !written.isEmpty else { return .none }
        let whole = try allotment(of: cycle, in: tx)
        return PlannedSplit(
            shares: written.map {
                (
                    key: $0["key"],
                    share: PlannedShare(
                        Money(pence: Int64($0["amountPence"]) ?? 0), of: whole)
                )
            })
    }

    /// What there is to share in a cycle: what its rounds have, or the whole fund before it has
    /// any.
    func allotment(of cycle: Cycle, in tx: borrowing ReadTx) throws -> Money {
        let held = try commissioning.rounds(of: cycle.id, in: tx).map {
            try rounds.round($0, in: tx)
        }
        return held.isEmpty
            ? try rounds.fund(in: tx).total : held.reduce(.zero) { $0 + $1.plan.allotment }
    }
}
