import Bootstrap
import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing

/// One indicator: how it went on, in a chart and as a table.
extension Visit {
    /// So many periods and files stand on a page; all of them are in the file of figures.
    private static let greatestPeriodCount = 60
    private static let greatestImportCount = 20

    /// What the chart draws and the first table lists.
    private struct Series {
        let title: String
        /// Whether it is the middle ward's, which the table has a column of in any case.
        var isMiddle = false
        /// Whether it is the whole area's own.
        var isOfWhole = false
        let points: [(period: IndicatorPeriod, value: IndicatorValue)]
    }

    func indicatorPage() async throws -> Response {
        try await sharedAmongStaff(try await indicatorState()) { try await indicatorView() }
    }

    private func indicatorView() async throws -> PageView {
        let (key, principal, book) = (path("indicator"), try principal, house.indicators)
        let indicator = try book.indicator(key)
        let wanted = query["ward"]
        let ward = book.wards.first { $0.key == wanted }?.key
        let report = try await read {
            // Where no ward is asked for, what the periods come to is enough.
            try $0.indicator(key, book, ward: ward ?? IndicatorBook.wholeArea, as: principal)
        }
        var view = PageView(words.name(of: indicator))
        view.back = PageLink(w("page.indicator-title"), Route.indicatorPages.link())
        view.isWide = true
        view.blocks = [.paragraph(words.definition(of: indicator)), summary(report.overview)]
        if indicator.geography == .ward, !book.wards.isEmpty {
            view.blocks.append(wardForm(key, ward))
        }
        let series = series(report, ward)
        if !series.points.isEmpty { view.blocks.append(.lineChart(chart(series, indicator))) }
        view.blocks.append(.table(periodTable(report, series, ward)))
        if !report.wards.isEmpty, ward == nil {
            view.blocks.append(.table(wardTable(report)))
        }
        view.blocks += [
            .linkLine(PageLink(w("page.as-csv"), Route.indicatorFile.link(key)))
        ]
        if has(.officer) {
            view.blocks.append(
                .linkLine(
                    PageLink(w("page.indicator-import"), Route.indicatorImport.link(key))))
        }
        view.blocks.append(.table(importTable(report)))
        if !report.corrections.isEmpty {
            view.blocks.append(.table(correctionTable(report)))
        }
        return view
    }

    private func summary(_ overview: IndicatorOverview) -> Block {
        let indicator = overview.indicator
        return .summary([
            .init(key: w("page.indicator-latest"), lines: [latest(overview)]),
            .init(
                key: w("page.how-it-stands"),
                lines: [
                    w("indicator-standing.\(overview.standing.rawValue)"),
                    w("page.indicator-better-\(indicator.better.rawValue)"),
                ]),
            .init(
                key: w("page.indicator-in-year"),
                lines: [
                    overview.changeInYear.map { words.change($0, in: indicator.unit) } ?? "–"
                ]),
            .init(
                key: w("page.indicator-baseline"),
                lines: [indicator.baseline.map { mark($0, indicator) } ?? "–"]),
            .init(
                key: w("page.indicator-target"),
                lines: [indicator.target.map { mark($0, indicator) } ?? "–"]),
            .init(key: w("page.indicator-source"), lines: [indicator.source]),
        ])
    }

    private func wardForm(_ key: String, _ ward: String?) -> Block {
        let whole = Field.Option(
            value: "", label: w("page.indicator-whole"), isChosen: ward == nil)
        return .form(
            Block.Form(
                action: Route.indicatorPage.link(key), csrf: nil,
                fields: [
                    Field(
                        name: "ward", label: w("page.indicator-ward"),
                        kind: .select(
                            [whole]
                                + house.indicators.wards.map {
                                    Field.Option(
                                        value: $0.key,
                                        label: words.place($0.key, in: house.indicators),
                                        isChosen: $0.key == ward)
                                }))
                ], buttons: [.init(text: w("page.indicator-look"), isSecondary: true)],
                isInline: true))
    }

    private func series(_ report: IndicatorReport, _ ward: String?) -> Series {
        if let ward {
            return Series(
                title: words.place(ward, in: house.indicators),
                points: report.figures.compactMap { figure in
                    figure.value.map { (period: figure.period, value: $0) }
                })
        }
        // One line is of one thing: the middle ward's only where the whole area is never known.
        let isWhole = report.points.contains { $0.whole != nil }
        return Series(
            title: w(isWhole ? "page.indicator-whole" : "page.indicator-middle"),
            isMiddle: !isWhole, isOfWhole: isWhole,
            points: report.points.compactMap { point in
                (isWhole ? point.whole : point.middle).map { (period: point.period, value: $0) }
            })
    }

    // MARK: The chart

    private func chart(_ series: Series, _ indicator: Indicator) -> Block.LineChart {
        // So many in one ward are not held against what the whole area is to come to.
        let goal = indicator.unit == .count && !series.isOfWhole ? nil : indicator.target
        let values = series.points.map(\.value) + (goal.map { [$0.value] } ?? [])
        let low = values.min() ?? IndicatorValue(thousandths: 0)
        let high = values.max() ?? low
        let first = series.points[0]
        let last = series.points[series.points.count - 1]
        func place(_ period: IndicatorPeriod) -> Int64 {
            (period.month - first.period.month) / indicator.frequency.months
        }
        let target = goal.map { mark($0, indicator) }
        return Block.LineChart(
            id: "line", title: w("page.indicator-chart", ["what": series.title]),
            description: described(series, indicator),
            points: series.points.map {
                .init(place: place($0.period), thousandths: $0.value.thousandths)
            }, lastPlace: place(last.period), target: goal?.value.thousandths,
            lowText: words.short(low, in: indicator.unit),
            highText: words.short(high, in: indicator.unit),
            firstText: words.words(first.period),
            lastText: first.period == last.period ? "" : words.words(last.period),
            low: low.thousandths, high: high.thousandths,
            key: target.map { [w("page.indicator-chart-target", ["target": $0])] } ?? [])
    }

    /// What somebody who cannot see the chart would want of it.
    private func described(_ series: Series, _ indicator: Indicator) -> String {
        func told(_ point: (period: IndicatorPeriod, value: IndicatorValue)?) -> String {
            point.map {
                w(
                    "page.indicator-of-whole",
                    [
                        "value": words.words($0.value, in: indicator.unit),
                        "period": words.words($0.period),
                    ])
            } ?? "–"
        }
        return w(
            "page.indicator-chart-text",
            [
                "first": told(series.points.first), "last": told(series.points.last),
                "lowest": told(series.points.min { $0.value < $1.value }),
                "highest": told(series.points.max { $0.value < $1.value }),
            ])
    }

    // MARK: The tables

    private func periodTable(
        _ report: IndicatorReport, _ series: Series, _ ward: String?
    ) -> Table {
        let unit = report.indicator.unit
        var columns = [Table.Column(w("page.indicator-period"))]
        if !series.isMiddle { columns.append(.init(series.title, isNumeric: true)) }
        if ward == nil {
            columns += ["lowest", "middle", "highest"].map {
                Table.Column(w("page.indicator-\($0)"), isNumeric: true)
            }
        }
        let values = Dictionary(
            series.points.map { ($0.period, $0.value) }, uniquingKeysWith: { first, _ in first })
        let shown = report.points.suffix(Self.greatestPeriodCount).reversed()
        return Table(
            id: "periods",
            caption: w(
                report.points.count > Self.greatestPeriodCount
                    ? "page.indicator-periods-last" : "page.indicator-periods",
                ["count": "\(Self.greatestPeriodCount)"]),
            columns: columns,
            rows: shown.map { point in
                var own = [Table.Cell(words.words(point.period), isHeader: true)]
                if !series.isMiddle {
                    own.append(.init(words.short(values[point.period], in: unit)))
                }
                guard ward == nil else { return own }
                return own
                    + [point.lowest?.value, point.middle, point.highest?.value].map {
                        Table.Cell(words.short($0, in: unit))
                    }
            }, emptyText: w("page.indicator-no-figures"))
    }

    private func wardTable(_ report: IndicatorReport) -> Table {
        let indicator = report.indicator
        let period = report.overview.latest.map { words.words($0.period) } ?? ""
        return Table(
            id: "wards", caption: w("page.indicator-by-ward", ["period": period]),
            columns: [
                .init(w("page.indicator-ward")),
                .init(w("page.indicator-figure"), isNumeric: true),
            ],
            rows: report.wards.map { figure in
                [
                    .init(
                        words.place(figure.ward, in: house.indicators),
                        link: Route.indicatorPage.link(indicator.key) + "?ward=\(figure.ward)",
                        isHeader: true), .init(words.short(figure.value, in: indicator.unit)),
                ]
            }, emptyText: "")
    }

    private func correctionTable(_ report: IndicatorReport) -> Table {
        let unit = report.indicator.unit
        let imports = Dictionary(
            report.imports.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return Table(
            id: "corrections", caption: w("page.indicator-corrections"),
            columns: [
                .init(w("page.indicator-ward")), .init(w("page.indicator-period")),
                .init(w("page.indicator-before"), isNumeric: true),
                .init(w("page.indicator-after"), isNumeric: true), .init(w("page.when")),
            ],
            rows: report.corrections.map { one in
                [
                    .init(words.place(one.ward, in: house.indicators), isHeader: true),
                    .init(words.words(one.period)), .init(words.short(one.earlier, in: unit)),
                    .init(words.short(one.later, in: unit)),
                    .init(imports[one.importID].map { words.words($0.importedAt) } ?? "–"),
                ]
            }, emptyText: "")
    }

    private func importTable(_ report: IndicatorReport) -> Table {
        Table(
            id: "imports", caption: w("page.indicator-imports"),
            columns: [
                .init(w("page.taken-in")), .init(w("page.who")),
                .init(w("page.indicator-added"), isNumeric: true),
                .init(w("page.indicator-corrected"), isNumeric: true),
            ],
            rows: report.imports.prefix(Self.greatestImportCount).map { one in
                [
                    .init(words.words(one.importedAt), isHeader: true),
                    .init(report.emails[one.importedBy] ?? ""), .init("\(one.added)"),
                    .init("\(one.corrected)"),
                ]
            }, emptyText: w("page.indicator-no-imports"))
    }
}
