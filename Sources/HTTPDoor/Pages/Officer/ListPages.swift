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

/// A round's applications as an officer looks through them.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])

    static let applicationListPages = [
        Page(.get, .workApplications, for: readers) { visit in
            try await visit.applicationList()
        },
        Page(.get, .workApplicationsFile, for: readers) { visit in
            try await visit.applicationsFile()
        },
    ]
}

extension Visit {
    // MARK: The list

    private var search: ApplicationSearch {
        ApplicationSearch(
            status: nil, outcome: ApplicationOutcome(rawValue: query["status"]),
            words: String(query["search"].prefix(200)),
            order: ApplicationSearch.Order(rawValue: query["sort"]) ?? .arrival,
            isDescending: query["order"] == "descending",
            after: ApplicationSearch.Place(query.raw("after")))
    }

    /// The list as it is filtered and sorted, with some things changed.
    private func listLink(
        _ route: Route, _ changes: [String: String] = [:]
    ) -> String {
        let names = ["status", "search", "sort", "order", "after"]
        let parts = names.compactMap { name -> String? in
            let value = changes[name] ?? (name == "after" ? "" : query[name])
            return value.isEmpty ? nil : "\(name)=\(value.percentEncoded)"
        }
        return route.link(round) + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    func applicationList() async throws -> Response {
        let (key, principal, search) = (round, try principal, search)
        let limit = 50
        let found = try await read { reports in
            var found: [ApplicationSummary] = []
            try reports.search(of: key, search, limit: limit + 1, as: principal) {
                found.append($0)
            }
            return (try reports.round(key), found)
        }
        let (round, summaries) = found
        var view = staffView("page.applications", round)
        view.blocks = [filters(), listTable(Array(summaries.prefix(limit)), search)]
        let isMore = summaries.count > limit
        if isMore || search.after != nil {
            view.blocks.append(
                .pager(
                    label: w("page.pages"),
                    previous: search.after == nil
                        ? nil : PageLink(w("page.first-page"), listLink(.workApplications)),
                    next: isMore
                        ? PageLink(
                            w("page.next-page"),
                            listLink(
                                .workApplications,
                                ["after": search.place(of: summaries[limit - 1]).description]))
                        : nil))
        }
        view.blocks.append(
            .linkLine(PageLink(w("page.as-csv"), listLink(.workApplicationsFile))))
        return page(view)
    }

    private func filters() -> Block {
        let chosen = query["status"]
        return .form(
            Block.Form(
                action: Route.workApplications.link(round), csrf: nil,
                hidden: ["sort", "order"].filter { !query[$0].isEmpty }.map { ($0, query[$0]) },
                fields: [
                    Field(
                        name: "search", label: w("page.search"),
                        kind: .input(value: query["search"], type: "search"),
                        hint: w("page.search-hint")),
                    Field(
                        name: "status", label: w("page.status"),
                        kind: .select(
                            [
                                .init(
                                    value: "", label: w("page.every-status"),
                                    isChosen: chosen.isEmpty)
                            ]
                                + ApplicationOutcome.allCases.map {
                                    .init(
                                        value: $0.rawValue, label: w("status.\($0.rawValue)"),
                                        isChosen: chosen == $0.rawValue)
                                })),
                ], buttons: [.init(text: w("page.show"))], isInline: true))
    }

    private func listTable(
        _ summaries: [ApplicationSummary], _ search: ApplicationSearch
    ) -> Block {
        func column(
            _ key: String, _ order: ApplicationSearch.Order, isNumeric: Bool = false
        ) -> Table.Column {
            var column = Table.Column(w(key), isNumeric: isNumeric)
            let isSorted = search.order == order
            column.sorted =
                isSorted ? (search.isDescending ? "descending" : "ascending") : nil
            guard search.canBeSorted else { return column }
            column.sortLink = listLink(
                .workApplications,
                [
                    "sort": order.rawValue,
                    "order": isSorted && !search.isDescending ? "descending" : "ascending",
                ])
            return column
        }
        return .table(
            Table(
                id: "applications", caption: w("page.applications-caption"),
                columns: [
                    column("page.reference", .arrival), column("page.group", .organisation),
                    .init(w("page.project")),
                    column("page.requested", .amount, isNumeric: true), .init(w("page.status")),
                    .init(w("page.findings-open"), isNumeric: true), .init(w("page.sent-at")),
                ],
                rows: summaries.map { summary in
                    [
                        .init(
                            "\(summary.reference)",
                            link: Route.workApplication.link(round, "\(summary.reference)"),
                            isHeader: true), .init(summary.organisation), .init(summary.title),
                        .init(summary.requested?.words ?? "–"),
                        .init(w("status.\(summary.outcome.rawValue)"), isTag: true),
                        .init(
                            summary.openBlockingFindingCount == 0
                                ? "–" : "\(summary.openBlockingFindingCount)"),
                        .init(words.words(LondonTime.date(summary.submittedAt))),
                    ]
                }, emptyText: w("page.applications-none")))
    }

    /// The list as it is filtered, whole: it streams, a piece at a time.
    func applicationsFile() async throws -> Response {
        let (key, principal, search) = (round, try principal, search)
        let (reports, threads) = (house.reports, house.threads)
        _ = try await read { try $0.round(key) }
        return .csv(named: "\(key)-applications") { writer in
            try await writer.write(ByteBuffer(string: Listing.applications.csvHeader))
            var after = search.after
            while true {
                let from = ApplicationSearch(
                    status: search.status, outcome: search.outcome, words: search.words,
                    order: search.order,
                    isDescending: search.isDescending, after: after)
                let piece = try await threads.read {
                    var text = ""
                    var last: ApplicationSummary?
                    try reports.search(of: key, from, limit: 500, as: principal) {
                        text += Listing.applications.csv(Reports.row($0))
                        last = $0
                    }
                    return (text, last.map { from.place(of: $0) })
                }
                guard let place = piece.1 else { break }
                try await writer.write(ByteBuffer(string: piece.0))
                after = place
            }
        }
    }
}

extension Response {
    /// A file for a spreadsheet, written as it is read.
    static func csv(
        named name: String,
        _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        var response = Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8"],
            body: ResponseBody { writer in
                try await write(&writer)
                try await writer.finish(nil)
            })
        response.headers[.contentDisposition] = "attachment; filename=\"\(name).csv\""
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
