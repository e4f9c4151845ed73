import Awards
import FundCore
import Hummingbird
import Publishing

/// The lists that the Transparency Code asks for, year by year.
extension Page {
    static let transparencyPages = [
        Page(.get, .transparencyLists) { visit in
            let revision = try await visit.read { try $0.publishedRevision() }
            return try await visit.sharedSlowly(EntityTag(of: ["transparency", revision])) {
                try await visit.lists()
            }
        },
        Page(.get, .transparencyFile) { visit in
            guard let dataset = TransparencyDataset(rawValue: visit.path("dataset")),
                let year = Int(visit.path("year")).flatMap({ FinancialYear(start: $0) })
            else { throw RequestProblem.noSuchPlace(path: visit.request.uri.path) }
            return try await Response.transparency(dataset, year, nil, visit.house)
        },
    ]
}

extension Visit {
    fileprivate func lists() async throws -> PageView {
        var view = PageView(w("page.transparency"))
        view.back = PageLink(w("page.public-awards"), Route.awards.link())
        guard let rules = house.publishing else {
            view.blocks = [.inset(w("page.open-data-unset"))]
            return view
        }
        let reports = house.reports
        let years = try await house.threads.readSlowly { try reports.transparencyYears(rules) }
        view.blocks = [
            .paragraph(w("page.transparency-text")),
            .table(
                Table(
                    id: "lists", caption: w("page.transparency"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.financial-year")), .init(w("page.transparency-list-grants")),
                        .init(w("page.transparency-list-spend")),
                    ],
                    rows: years.map { each in
                        [.init(each.year.words, isHeader: true)]
                            + TransparencyDataset.allCases.map { cell(each, $0) }
                    }, emptyText: w("page.public-awards-none"))),
        ]
        return view
    }

    private func cell(_ each: TransparencyYear, _ dataset: TransparencyDataset) -> Table.Cell {
        guard (each.counts[dataset] ?? 0) > 0 else { return .init("–") }
        guard !each.unready.contains(dataset) else { return .init(w("page.open-data-not-ready")) }
        return .init(
            w("page.transparency-\(dataset.rawValue)", ["year": each.year.words]),
            link: Route.transparencyFile.link(dataset.rawValue, "\(each.year.start)"))
    }
}
