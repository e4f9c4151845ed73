import Awards
import FundCore
import Hummingbird
import Publishing

/// The files of open data, for anybody.
extension Page {
    static let openDataPages = [
        Page(.get, .openData) { visit in
            let revision = try await visit.read { try $0.publishedRevision() }
            return try await visit.sharedSlowly(EntityTag(of: ["open-data", revision])) {
                try await visit.openData()
            }
        },
        Page(.get, .openDataJSON) { visit in
            try await visit.house.openData(round: visit.path("round"), .json)
        },
        Page(.get, .openDataCSV) { visit in
            try await visit.house.openData(round: visit.path("round"), .csv)
        },
    ]
}

extension Visit {
    fileprivate func openData() async throws -> PageView {
        var view = PageView(w("page.open-data"))
        view.back = PageLink(w("page.all-rounds"), Route.front.link())
        guard let rules = house.publishing else {
            view.blocks = [.inset(w("page.open-data-unset"))]
            return view
        }
        let reports = house.reports
        let rounds = try await house.threads.readSlowly { try reports.openDataRounds(rules) }
        view.blocks = [
            .paragraph(w("page.open-data-text")),
            .summary([
                Block.SummaryRow(key: w("page.open-data-publisher"), lines: [rules.publisher]),
                Block.SummaryRow(key: w("page.open-data-licence"), lines: [rules.licence]),
            ]),
            .table(
                Table(
                    id: "files", caption: w("page.open-data"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.round")), .init(w("page.award-count"), isNumeric: true),
                        .init(w("page.money-total"), isNumeric: true),
                        .init(w("page.open-data-changed")), .init("JSON"), .init("CSV"),
                    ], rows: rounds.map(row), emptyText: w("page.open-data-none"))),
        ]
        return view
    }

    private func row(_ round: OpenDataRound) -> [Table.Cell] {
        let title = words.title(ofRound: round.key, round.title)
        func file(_ text: String, _ route: Route) -> Table.Cell {
            round.isReady
                ? .init(w(text, ["round": title]), link: route.link(round.key))
                : .init(w("page.open-data-not-ready"))
        }
        return [
            .init(title, isHeader: true), .init("\(round.awardCount)"),
            .init(round.awarded.words), .init(words.words(round.changedOn)),
            file("page.open-data-json", .openDataJSON), file("page.open-data-csv", .openDataCSV),
        ]
    }
}
