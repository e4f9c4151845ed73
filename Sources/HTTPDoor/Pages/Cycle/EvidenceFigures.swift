import Commissioning
import FundCore

/// An indicator's figure as what shows a need.
extension Visit {
    /// What it was when somebody named it, and what it is by now.
    func figureThenAndNow(_ figure: EvidenceFigure) -> String {
        func said(_ value: IndicatorValue?) -> String {
            guard let value else { return "" }
            return house.indicators.indicators.first { $0.key == figure.indicator }
                .map { words.words(value, in: $0.unit) } ?? value.plain
        }
        let arguments = [
            "value": said(figure.value), "period": words.words(figure.period),
            "newest": said(figure.newest?.value),
            "newestPeriod": figure.newest.map { words.words($0.period) } ?? "",
        ]
        guard let newest = figure.newest else { return w("page.figure-gone", arguments) }
        if newest.period != figure.period { return w("page.figure-newer", arguments) }
        return w(figure.hasMoved ? "page.figure-corrected" : "page.figure-newest", arguments)
    }

    /// The fields by which a figure is named; none where nothing is measured.
    func figureFields(_ problems: [FieldProblem]) -> [Field] {
        let book = house.indicators
        guard !book.indicators.isEmpty else { return [] }
        return [
            select(
                "indicator", w("page.optional", ["title": w("page.figure-indicator")]),
                book.indicators.map { ($0.key, words.name(of: $0)) },
                hint: w("page.figure-indicator-hint"), first: "page.figure-none", problems),
            select(
                "ward", w("page.figure-ward"),
                ([IndicatorBook.wholeArea] + book.wards.map(\.key)).map {
                    ($0, words.place($0, in: book))
                }, first: nil, problems),
            line(
                "period", w("page.optional", ["title": w("page.figure-period")]),
                hint: w("page.figure-period-hint"), width: "10", problems),
        ]
    }
}
