import Applications
import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Publishing
import Workflows

/// The register of providers and groups: who is known, by area and community.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])
    private static let officers = Audience.roles([.officer])

    static let providerPages = [
        Page(.get, .providersPage, for: readers) { visit in
            visit.page(try await visit.providersPage())
        },
        Page(.get, .providerPage, for: readers) { visit in
            visit.page(try await visit.providerPage())
        },
        Page(.post, .providerNote, for: officers) { visit in
            try await visit.noteProvider()
        },
        Page(.get, .newProvider, for: officers) { visit in
            visit.page(visit.newProviderPage())
        },
        Page(.post, .newProvider, for: officers) { visit in try await visit.addProvider() },
        Page(.get, .providerChange, for: officers) { visit in
            visit.page(try await visit.providerChangePage())
        },
        Page(.post, .providerChange, for: officers) { visit in
            try await visit.changeProvider()
        },
        Page(.get, .providerEnd, for: officers) { visit in
            visit.page(try await visit.providerEndPage())
        },
        Page(.post, .providerEnd, for: officers) { visit in try await visit.endProvider() },
        Page(.get, .providerGapsPage, for: readers) { visit in
            visit.page(try await visit.providerGapsPage())
        },
        Page(.get, .providerFile, for: readers) { visit in
            let principal = try visit.principal
            let text = try await visit.read { reports in
                let rows = try reports.providerFile(as: principal)
                return Listing.providerFile.csvHeader
                    + rows.map(Listing.providerFile.csv).joined()
            }
            return .csv(named: "providers") { try await $0.write(ByteBuffer(string: text)) }
        },
        Page(.get, .providerImport, for: officers) { visit in
            visit.page(visit.providerImportPage())
        },
        Page(.post, .providerImport, for: officers, takesFile: true) { visit in
            try await visit.importProviders()
        },
    ]
}

extension Visit {
    var providerID: ProviderID {
        get throws {
            guard let number = Int64(path("number")) else {
                throw ProviderProblem.unknown(number: path("number"))
            }
            return ProviderID(number)
        }
    }

    // MARK: What things are called

    func wardTitle(_ key: String) -> String { words.place(key, in: house.indicators) }

    func communityTitle(_ key: String) -> String {
        if key == ProviderEntry.everyone { return w("page.community-everyone") }
        return words.translation("communities.\(key)")
            ?? house.areas.communities.first { $0.key == key }?.title ?? key
    }

    private func titles(_ keys: [String], _ title: (String) -> String) -> String {
        keys.map(title).joined(separator: "; ")
    }

    var wardChoices: [(value: String, label: String)] {
        ([IndicatorBook.wholeArea] + house.areas.wards.map(\.key)).map { ($0, wardTitle($0)) }
    }

    var communityChoices: [(value: String, label: String)] {
        (house.areas.communities.map(\.key) + [ProviderEntry.everyone]).map {
            ($0, communityTitle($0))
        }
    }

    // MARK: All of them

    fileprivate func providersPage() async throws -> PageView {
        let (principal, areas) = (try principal, house.areas)
        let (ward, community) = (query["ward"], query["community"])
        let found = try await read {
            try $0.providers(
                ward: ward.isEmpty ? nil : ward, community: community.isEmpty ? nil : community,
                areas, as: principal)
        }
        var view = PageView(w("page.providers"))
        view.back = PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        var links = [
            PageLink(w("page.provider-gaps"), Route.providerGapsPage.link()),
            PageLink(w("page.provider-file"), Route.providerFile.link()),
        ]
        if has(.officer) {
            links =
                [
                    PageLink(w("page.provider-new"), Route.newProvider.link()),
                    PageLink(w("page.provider-import"), Route.providerImport.link()),
                ] + links
        }
        view.blocks = [.paragraph(w("page.providers-text")), .links(links), providerFilter()]
        view.blocks.append(
            .table(
                Table(
                    id: "providers", caption: w("page.providers"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.provider-name")), .init(w("page.provider-kind")),
                        .init(w("page.provider-wards")), .init(w("page.provider-communities")),
                        .init(w("page.applications"), isNumeric: true),
                        .init(w("page.awards"), isNumeric: true),
                    ],
                    rows: found.map { each in
                        let entry = each.provider.entry
                        let counts = Listing.providers.json(each.row)
                        return [
                            .init(
                                words.apart(entry.name),
                                link: Route.providerPage.link("\(each.provider.id.rawValue)"),
                                isHeader: true),
                            .init(w("provider-kind.\(entry.kind.rawValue)")),
                            .init(titles(entry.wards, wardTitle)),
                            .init(titles(entry.communities, communityTitle)),
                            .init(counts["applications"]?.plainText ?? ""),
                            .init(counts["awards"]?.plainText ?? ""),
                        ]
                    }, emptyText: w("page.providers-none"))))
        return view
    }

    private func providerFilter() -> Block {
        func chooser(
            _ name: String, _ label: String, _ every: String,
            _ options: [(value: String, label: String)]
        ) -> Field {
            Field(
                name: name, label: label,
                kind: .select(
                    ([(value: "", label: every)] + options).map {
                        .init(value: $0.value, label: $0.label, isChosen: query[name] == $0.value)
                    }))
        }
        return .form(
            Block.Form(
                action: Route.providersPage.link(), csrf: nil,
                fields: [
                    chooser(
                        "ward", w("page.ward"), w("page.tension-every-ward"),
                        house.areas.wards.map { ($0.key, wardTitle($0.key)) }),
                    chooser(
                        "community", w("page.community"), w("page.community-every"),
                        communityChoices),
                ], buttons: [.init(text: w("page.show"))], isInline: true))
    }

    // MARK: One of them

    func shownProvider() async throws -> ProviderShown {
        let (id, principal) = (try providerID, try principal)
        return try await read { try $0.provider(id, as: principal) }
    }

    func providerView(_ title: String, _ shown: ProviderShown) -> PageView {
        var view = PageView(title)
        view.caption = words.apart(shown.provider.entry.name)
        view.back = PageLink(
            shown.provider.entry.name,
            Route.providerPage.link("\(shown.provider.id.rawValue)"))
        return view
    }

    fileprivate func providerPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let shown = try await shownProvider()
        let (provider, entry) = (shown.provider, shown.provider.entry)
        let number = "\(provider.id.rawValue)"
        var view = PageView(words.apart(entry.name))
        view.back = PageLink(w("page.providers"), Route.providersPage.link())
        view.place = Route.providerPage.link(number)
        if let reason = provider.endedBecause {
            view.blocks.append(.inset(w("page.provider-ended-because", ["reason": reason])))
        }
        view.blocks += [.summary(rows(shown)), .heading2(w("page.provider-offers"))]
        view.blocks.append(.answer(entry.offers))
        if has(.officer), provider.stands {
            view.blocks.append(
                .links([
                    PageLink(w("page.provider-change"), Route.providerChange.link(number)),
                    PageLink(w("page.provider-end"), Route.providerEnd.link(number)),
                ]))
        }
        view.blocks += [.heading2(w("page.applications")), .table(applicationTable(shown))]
        view.blocks.append(.heading2(w("page.provider-notes")))
        if shown.notes.isEmpty { view.blocks.append(.paragraph(w("page.provider-notes-none"))) }
        for note in shown.notes {
            let day = LocalDate(note.on).map { words.words($0) } ?? note.on
            view.blocks += [
                .heading3(day), .answer(note.text),
                .hintText(by(shown.emails[note.author], note.at)),
            ]
        }
        if has(.officer) {
            view.blocks += [.heading3(w("page.provider-note-new")), noteForm(number, problems)]
        }
        return view
    }

    private func rows(_ shown: ProviderShown) -> [Block.SummaryRow] {
        let (provider, entry) = (shown.provider, shown.provider.entry)
        let rows: [(String, String?)] = [
            (w("page.provider-kind"), w("provider-kind.\(entry.kind.rawValue)")),
            (w("page.provider-wards"), titles(entry.wards, wardTitle)),
            (w("page.provider-communities"), titles(entry.communities, communityTitle)),
            (w("page.provider-contact"), entry.contact),
            (w("page.provider-organisation"), entry.organisation),
            (w("page.provider-said-by"), by(shown.emails[provider.author], provider.at)),
        ]
        return rows.compactMap { key, text in
            text.map { Block.SummaryRow(key: key, lines: [$0]) }
        }
    }

    private func applicationTable(_ shown: ProviderShown) -> Table {
        Table(
            id: "applications", caption: w("page.applications"), isCaptionHidden: true,
            columns: [.init(w("page.reference")), .init(w("page.status"))],
            rows: shown.applications.map { each in
                [
                    .init(
                        "\(each.reference)",
                        link: Route.workApplication.link(
                            shown.rounds[each.round] ?? "", "\(each.reference)"),
                        isHeader: true),
                    .init(w("status.\(each.outcome.rawValue)"), isTag: true),
                ]
            }, emptyText: w("page.provider-applications-none"))
    }

    private static let noteDay = Question(key: "day", type: .date, title: "", required: true)

    private func noteForm(_ number: String, _ problems: [FieldProblem]) -> Block {
        .form(
            Block.Form(
                action: Route.providerNote.link(number), csrf: csrf, hidden: [once],
                fields: [
                    dayField(
                        Self.noteDay, "page.provider-note-day", "page.tension-day-hint",
                        problems, isOptional: false),
                    longField(
                        "text", w("page.provider-agreed"), value: fields.raw("text"), rows: 4,
                        hint: w("page.provider-agreed-hint"), problems),
                ], buttons: [.init(text: w("page.provider-note-save"))]))
    }

    fileprivate func noteProvider() async throws -> Response {
        let id = try providerID
        let (day, wrongDay) = day(Self.noteDay)
        let text = fields.raw("text")
        guard wrongDay.isEmpty else {
            let problems =
                wrongDay + (text.trimmed.isEmpty ? [FieldProblem("text", "missing")] : [])
            return wrong(try await providerPage(problems), problems)
        }
        return try await cycleAct(
            { try await providerPage($0) },
            then: Route.providerPage.link("\(id.rawValue)"), done: "page.provider-noted",
            at: "text"
        ) { try $0.noteProvider(id, text, on: day, as: $1) }
    }
}
