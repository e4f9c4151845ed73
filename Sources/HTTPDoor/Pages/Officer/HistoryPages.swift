import Applications
import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Publishing
import Rounds
import Workflows

/// Who did what when.
extension Page {
    private static let readers = Audience.roles([.officer, .finance, .decisionMaker, .auditor])

    static let historyPages = [
        Page(
            .get, .workHistoryFile, for: readers
        ) { visit in try await visit.historyFile() },
        Page(
            .get, .workHistory, for: readers
        ) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let before = Int64(visit.query["before"])
            let rows = try await visit.read {
                _ = try $0.round(key)
                return try $0.history(before: before, limit: 51, as: principal)
            }
            return visit.page(visit.historyPage(rows))
        },
    ]
}

extension Visit {
    func historyPage(_ rows: [HistoryRow]) -> PageView {
        var view = PageView(w("page.history"))
        view.caption = house.fund.name
        view.back =
            has(.officer)
            ? PageLink(w("page.overview"), Route.work.link(round))
            : PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        view.blocks = [
            .paragraph(w("page.history-text")),
            historyTable(Array(rows.prefix(50)), withSubject: true),
        ]
        view.blocks.append(
            .linkLine(PageLink(w("page.as-csv"), Route.workHistoryFile.link(round))))
        let hasMore = rows.count > 50
        if hasMore || query.has("before") {
            view.blocks.append(
                .pager(
                    label: w("page.pages"),
                    previous: query.has("before")
                        ? PageLink(w("page.newest"), Route.workHistory.link(round)) : nil,
                    next: hasMore
                        ? PageLink(
                            w("page.older"),
                            Route.workHistory.link(round) + "?before=\(rows[49].sequence)")
                        : nil))
        }
        return view
    }

    /// The whole history, a piece at a time.
    func historyFile() async throws -> Response {
        let (key, principal) = (round, try principal)
        let (reports, threads) = (house.reports, house.threads)
        let header = ["when", "who", "what", "about"].map { w("page.\($0)") }
        // Whoever may not read it is told so before anything is sent.
        _ = try await read {
            (try $0.round(key), try $0.history(before: nil, limit: 1, as: principal))
        }
        return .csv(named: "history") { writer in
            try await writer.write(ByteBuffer(string: CSVWriter.row(header)))
            var before: Int64?
            while true {
                let from = before
                let rows = try await threads.read {
                    try reports.history(before: from, limit: 500, as: principal)
                }
                guard let last = rows.last else { break }
                let text = rows.map { row in
                    CSVWriter.row([
                        .plain(row.at.iso8601), .text(row.actor), .plain(row.action),
                        .text(row.subject),
                    ])
                }.joined()
                try await writer.write(ByteBuffer(string: text))
                before = last.sequence
            }
        }
    }

    func historyTable(_ rows: [HistoryRow], withSubject: Bool) -> Block {
        .table(
            Table(
                id: "history", caption: w("page.history-caption"),
                columns: [.init(w("page.when")), .init(w("page.who")), .init(w("page.what"))]
                    + (withSubject ? [.init(w("page.about"))] : []),
                rows: rows.map { row in
                    [
                        .init(words.words(row.at), isHeader: true),
                        .init(actorWords(row.actor)),
                        .init(
                            words.has("action.\(row.action.replacing(".", with: "-"))")
                                ? w("action.\(row.action.replacing(".", with: "-"))") : row.action),
                    ] + (withSubject ? [.init(actorWords(row.subject))] : [])
                }, emptyText: w("page.history-none")))
    }

    private func actorWords(_ actor: String) -> String {
        if actor.hasPrefix("operator:") { return w("page.actor-operator") }
        switch actor {
        case "mailWorker": return w("page.actor-mail")
        case "visitor": return w("page.actor-visitor")
        case HistoryRow.applicant: return w("page.actor-applicant")
        default: return actor
        }
    }
}
