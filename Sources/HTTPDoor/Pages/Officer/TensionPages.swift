import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// Reports of tension, for those who say what becomes of them and those who look on.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])
    private static let officers = Audience.roles([.officer])

    static let tensionPages = [
        Page(.get, .tensions, for: readers) { visit in
            visit.page(try await visit.tensionList())
        },
        Page(.get, .tension, for: readers) { visit in
            visit.page(visit.tensionPage(try await visit.tension()))
        },
        Page(.post, .tensionTriage, for: officers) { visit in try await visit.triageTension() },
        Page(.post, .tensionRemoval, for: officers) { visit in try await visit.removeTension() },
        Page(.post, .tensionContact, for: officers) { visit in
            try await visit.revealTension()
        },
        Page(.post, .tensionExpiry, for: officers) { visit in
            try await visit.forgetTension()
        },
        Page(.get, .tensionCounts, for: readers) { visit in
            visit.page(try await visit.tensionCounts())
        },
        Page(.get, .takeTension, for: officers) { visit in
            visit.page(visit.takeTensionForm([]))
        },
        Page(.post, .takeTension, for: officers) { visit in try await visit.takeTension() },
    ]
}

extension Visit {
    private static let pageLength = 50

    var tensionPlace: String { Route.tension.link(path("number")) }

    func tension() async throws -> TensionShown {
        guard let number = Int64(path("number")) else {
            throw TensionProblem.unknown(number: path("number"))
        }
        let principal = try principal
        return try await read { try $0.tension(TensionID(number), as: principal) }
    }

    fileprivate func tensionList() async throws -> PageView {
        let principal = try principal
        let ward = query["ward"]
        let filter = TensionFilter(
            status: TensionStatus(rawValue: query["status"]), ward: ward.isEmpty ? nil : ward,
            before: Int64(query["before"]), limit: Self.pageLength + 1)
        let found = try await read { try $0.tensions(filter, as: principal) }
        var view = PageView(w("page.tensions"))
        view.back = PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        var links = [PageLink(w("page.tension-counts"), Route.tensionCounts.link())]
        if has(.officer) {
            links.insert(PageLink(w("page.take-tension"), Route.takeTension.link()), at: 0)
        }
        view.blocks = [
            .paragraph(w("page.tensions-text")), .links(links), tensionFilters(),
            tensionTable(Array(found.prefix(Self.pageLength))),
        ]
        let isMore = found.count > Self.pageLength
        if isMore || filter.before != nil {
            view.blocks.append(
                .pager(
                    label: w("page.pages"),
                    previous: filter.before == nil
                        ? nil : PageLink(w("page.first-page"), tensionListLink(before: nil)),
                    next: isMore
                        ? PageLink(
                            w("page.next-page"),
                            tensionListLink(before: found[Self.pageLength - 1].id)) : nil))
        }
        return view
    }

    private func tensionListLink(before: TensionID?) -> String {
        let parts =
            ["status", "ward"].filter { !query[$0].isEmpty }.map {
                "\($0)=\(query[$0].percentEncoded)"
            } + (before.map { ["before=\($0.rawValue)"] } ?? [])
        return Route.tensions.link() + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    private func tensionFilters() -> Block {
        func chooser(
            _ name: String, _ label: String, _ every: String, _ options: [(String, String)]
        ) -> Field {
            Field(
                name: name, label: label,
                kind: .select(
                    ([("", every)] + options).map {
                        .init(value: $0.0, label: $0.1, isChosen: query[name] == $0.0)
                    }))
        }
        return .form(
            Block.Form(
                action: Route.tensions.link(), csrf: nil,
                fields: [
                    chooser(
                        "status", w("page.status"), w("page.every-status"),
                        TensionStatus.allCases.map {
                            ($0.rawValue, w("tension-status.\($0.rawValue)"))
                        }),
                    chooser(
                        "ward", w("page.tension-ward"), w("page.tension-every-ward"),
                        house.tension.wards.map { ($0.key, $0.title) }),
                ], buttons: [.init(text: w("page.show"))], isInline: true))
    }

    private func tensionTable(_ found: [Tension]) -> Block {
        .table(
            Table(
                id: "tensions", caption: w("page.tensions"), isCaptionHidden: true,
                columns: [
                    .init(w("page.tension-number")), .init(w("page.tension-came")),
                    .init(w("page.tension-where")), .init(w("page.tension-day")),
                    .init(w("page.tension-goes-on")), .init(w("page.how-it-stands")),
                ],
                rows: found.map { tension in
                    [
                        .init(
                            w("page.tension-title", ["number": "\(tension.id.rawValue)"]),
                            link: Route.tension.link("\(tension.id.rawValue)"), isHeader: true),
                        .init(words.words(LondonTime.date(tension.receivedAt))),
                        .init(place(of: tension)), .init(day(of: tension)),
                        .init(w("tension-goes-on.\(tension.goesOn.rawValue)")),
                        .init(w("tension-status.\(tension.status.rawValue)"), isTag: true),
                    ]
                }, emptyText: w("page.tensions-none")))
    }

    func place(of tension: Tension) -> String {
        [tension.wardTitle, tension.place].compactMap(\.self).joined(separator: " – ")
    }

    func day(of tension: Tension) -> String {
        let day = LocalDate(tension.day).map { words.words($0) } ?? tension.day
        return tension.isAbout ? w("page.tension-about-day", ["day": day]) : day
    }

    fileprivate func tensionCounts() async throws -> PageView {
        let (principal, fewer) = (try principal, w("page.fewer-than", ["count": "5"]))
        let rows = try await read { try $0.tensionCounts(fewer: fewer, as: principal) }
        var view = PageView(w("page.tension-counts"))
        view.back = PageLink(w("page.tensions"), Route.tensions.link())
        view.blocks = [
            .paragraph(w("page.tension-counts-text")),
            .table(
                Table(
                    id: "counts", caption: w("page.tension-counts"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.month")), .init(w("page.tension-ward")),
                        .init(w("page.tension-reports"), isNumeric: true),
                    ],
                    rows: rows.map { row in
                        let row = Listing.tensionCounts.json(row)
                        return [
                            .init(monthWords(row["month"]?.string ?? ""), isHeader: true),
                            .init(row["wardTitle"]?.string ?? w("page.tension-elsewhere")),
                            .init(row["reports"]?.plainText ?? ""),
                        ]
                    }, emptyText: w("page.tensions-none"))),
        ]
        return view
    }

    /// `November 2026` of `2026-11`.
    private func monthWords(_ month: String) -> String {
        guard let day = LocalDate("\(month)-01") else { return month }
        return "\(w("month.\(day.month)")) \(day.year)"
    }
}
