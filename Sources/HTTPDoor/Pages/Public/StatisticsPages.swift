import FundCore
import Hummingbird
import Publishing
import Rounds

/// What anybody may count of a round.
extension Page {
    static let statisticsPages = [
        Page(.get, .roundStatistics) { visit in
            let statistics = try await visit.statistics()
            return visit.page(visit.statisticsPage(statistics))
        },
        Page(.get, .roundStatisticsFile) { visit in
            .statistics(try await visit.statistics())
        },
    ]
}

extension Visit {
    fileprivate func statistics() async throws -> OpenStatistics {
        let (key, house) = (path("round"), house)
        return try await read {
            try $0.openStatistics(of: key, house.areas, least: house.leastTold)
        }
    }

    fileprivate func statisticsPage(_ statistics: OpenStatistics) -> PageView {
        let round = statistics.round
        var view = PageView(w("page.statistics"))
        view.caption = words.title(ofRound: round.key, round.plan.title)
        view.back = PageLink(
            words.title(ofRound: round.key, round.plan.title), Route.fundRound.link(round.key))
        view.isWide = true
        func known(_ value: String?) -> String { value ?? w("page.statistics-hidden") }
        let total = statistics.total
        view.blocks = [
            .paragraph(w("page.statistics-text", ["least": "\(statistics.least)"])),
            .summary(
                [
                    ("page.statistics-applied", known(total.applied.map { "\($0)" })),
                    ("page.statistics-asked", known(total.asked?.words)),
                    ("page.awards", "\(total.awardCount)"),
                    ("page.award", total.awarded.words), ("page.public-paid", total.paid.words),
                    ("page.decided-on", words.words(statistics.decidedOn)),
                    ("page.statistics-closing", dayCount(statistics.daysFromClosing)),
                    (
                        "page.statistics-median",
                        known(statistics.medianDays.map { dayCount($0) })
                    ),
                ].map { Block.SummaryRow(key: w($0.0), lines: [$0.1]) }),
            .heading2(w("page.statistics-by-priority")),
            breakdown(
                "priorities", "page.statistics-by-priority", "page.priority",
                statistics.byPriority),
            .heading2(w("page.statistics-by-ward")),
            breakdown("wards", "page.statistics-by-ward", "page.ward", statistics.byWard),
            .linkLine(
                PageLink(w("page.as-csv"), Route.roundStatisticsFile.link(round.key))),
            .print(w("page.print")),
        ]
        return view
    }

    private func dayCount(_ count: Int64) -> String { w("page.day-count", ["count": "\(count)"]) }

    private func breakdown(
        _ id: String, _ caption: String, _ first: String, _ lines: [OpenStatistics.Line]
    ) -> Block {
        func title(_ key: String, _ title: String) -> String {
            switch key {
            case OpenStatistics.several: w("page.statistics-several")
            case OpenStatistics.none: w("page.statistics-none")
            default: words.translation("\(id).\(key)") ?? title
            }
        }
        return .table(
            Table(
                id: id, caption: w(caption), isCaptionHidden: true,
                columns: [
                    .init(w(first)), .init(w("page.statistics-applied"), isNumeric: true),
                    .init(w("page.statistics-asked"), isNumeric: true),
                    .init(w("page.awards"), isNumeric: true),
                    .init(w("page.award"), isNumeric: true),
                    .init(w("page.public-paid"), isNumeric: true),
                ],
                rows: lines.map { line in
                    [
                        .init(
                            zip(line.keys, line.titles).map { title($0, $1) }
                                .joined(separator: w("page.list-comma")), isHeader: true),
                        .init(line.applied.map { "\($0)" } ?? w("page.statistics-hidden")),
                        .init(line.asked?.words ?? w("page.statistics-hidden")),
                        .init("\(line.awardCount)"), .init(line.awarded.words),
                        .init(line.paid.words),
                    ]
                }, emptyText: w("page.evaluation-nothing")))
    }
}
