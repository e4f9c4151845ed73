import Commissioning
import FundCore
import Publishing

/// What a cycle's plan gives, beside what was given.
extension Visit {
    var plannedColumns: [Table.Column] {
        [
            .init(w("page.planned-share"), isNumeric: true),
            .init(w("page.planned"), isNumeric: true),
            .init(w("page.planned-difference"), isNumeric: true),
        ]
    }

    /// Of all shares together, as many as `plannedColumns`.
    func plannedTotal(_ planned: Money, stands: Money) -> [Table.Cell] {
        [
            .init("–"), .init(planned.words),
            .init(Money(pence: stands.pence - planned.pence).words),
        ]
    }

    /// As many as `plannedColumns`; dashes where the plan gives nothing.
    func plannedCells(_ planned: PlannedShare?, stands: Money) -> [Table.Cell] {
        let share = planned?.basisPoints.map { IndicatorValue(thousandths: $0 * 10) }
        return [
            .init(words.short(share, in: .percent)), .init(planned?.amount.words ?? "–"),
            .init(planned?.difference(to: stands).words ?? "–"),
        ]
    }
}
