import Awards
import Forms
import FundCore
import Hummingbird
import Publishing

/// The awards, for anybody to look through.
extension Page {
    static let awardListPages = [
        Page(.get, .awards) { visit in try await visit.awardList() },
        Page(.get, .awardsFile) { visit in
            try await Response.awards(visit.awardSearch, visit.house)
        },
        Page(.get, .awardShown) { visit in
            let (reference, house) = (visit.path("reference"), visit.house)
            let rules = try house.publishingRules(of: reference)
            let found = try await visit.read {
                try $0.publicAward(reference, rules, house.areas)
            }
            return visit.page(visit.awardPage(found))
        },
    ]
}

extension Visit {
    fileprivate var awardSearch: AwardSearch {
        AwardSearch(
            words: String(query["search"].prefix(200)), ward: query["ward"],
            priority: query["priority"], round: query["round"],
            year: Int(query["year"]).flatMap { FinancialYear(start: $0) })
    }

    /// The list as it is searched.
    ///
    /// - Parameter after: where it goes on; nil from the beginning.
    private func awardsLink(_ route: Route, after: PublishedPlace? = nil) -> String {
        var parts = ["search", "ward", "priority", "round", "year"].compactMap { name in
            query[name].isEmpty ? nil : "\(name)=\(query[name].percentEncoded)"
        }
        if let after { parts.append("after=\(after)") }
        return route.link() + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    fileprivate func awardList() async throws -> Response {
        let (house, search, limit) = (house, awardSearch, 50)
        let after = PublishedPlace(query["after"])
        guard let rules = house.publishing else {
            var view = PageView(w("page.public-awards"))
            view.back = PageLink(w("page.all-rounds"), Route.front.link())
            view.blocks = [.inset(w("page.open-data-unset"))]
            return page(view)
        }
        let (choices, found) = try await read { reports in
            var found: [PublicAward] = []
            try reports.publicAwards(
                search, rules, house.areas, after: after, limit: limit + 1
            ) { found.append($0) }
            return (try reports.awardChoices(rules, house.areas), found)
        }
        var view = PageView(w("page.public-awards"))
        view.back = PageLink(w("page.all-rounds"), Route.front.link())
        view.isWide = true
        view.blocks = [
            .paragraph(w("page.public-awards-text")), awardFilters(choices, search),
            awardTable(Array(found.prefix(limit)), search),
        ]
        if found.count > limit || after != nil {
            view.blocks.append(
                .pager(
                    label: w("page.pages"),
                    previous: after == nil
                        ? nil : PageLink(w("page.first-page"), awardsLink(.awards)),
                    next: found.count > limit
                        ? PageLink(
                            w("page.next-page"),
                            awardsLink(.awards, after: found[limit - 1].place)) : nil))
        }
        if !found.isEmpty {
            view.blocks.append(.linkLine(PageLink(w("page.as-csv"), awardsLink(.awardsFile))))
        }
        view.blocks.append(
            .linkLine(PageLink(w("page.transparency"), Route.transparencyLists.link())))
        return page(view)
    }

    private func awardFilters(_ choices: AwardChoices, _ search: AwardSearch) -> Block {
        func field(
            _ name: String, _ label: String, _ options: [(key: String, title: String)],
            _ chosen: String?
        ) -> Field {
            Field(
                name: name, label: w(label),
                kind: .select(
                    [.init(value: "", label: w("page.any"), isChosen: chosen == nil)]
                        + options.map {
                            .init(value: $0.key, label: $0.title, isChosen: $0.key == chosen)
                        }))
        }
        return .form(
            Block.Form(
                action: Route.awards.link(), csrf: nil,
                fields: [
                    Field(
                        name: "search", label: w("page.search-awards"),
                        kind: .input(value: query["search"], type: "search"),
                        hint: w("page.search-awards-hint")),
                    field(
                        "ward", "page.ward",
                        choices.wards.map {
                            ($0.key, words.translation("wards.\($0.key)") ?? $0.title)
                        }, search.ward),
                    field(
                        "priority", "page.priority",
                        choices.priorities.map {
                            ($0.key, words.translation("priorities.\($0.key)") ?? $0.title)
                        }, search.priority),
                    field(
                        "round", "page.round",
                        choices.rounds.map { ($0.key, words.title(ofRound: $0.key, $0.title)) },
                        search.round),
                    field(
                        "year", "page.financial-year",
                        choices.years.map { ("\($0.start)", $0.words) },
                        search.year.map { "\($0.start)" }),
                ], buttons: [.init(text: w("page.show"))], isInline: true))
    }

    private func awardTable(_ found: [PublicAward], _ search: AwardSearch) -> Block {
        .table(
            Table(
                id: "awards", caption: w("page.public-awards-caption"),
                columns: [
                    .init(w("page.project")), .init(w("page.group")),
                    .init(w("page.award"), isNumeric: true),
                    .init(w("page.public-paid"), isNumeric: true),
                    .init(w("page.awarded-on")), .init(w("page.round")),
                ],
                rows: found.map { each in
                    [
                        .init(
                            each.title.isEmpty ? each.award.reference : each.title,
                            link: Route.awardShown.link(each.award.reference), isHeader: true),
                        .init(each.organisation), .init(each.award.awarded.words),
                        .init(each.award.paid.words), .init(dayWords(each.award.awardedOn)),
                        .init(words.title(ofRound: each.award.round, each.roundTitle)),
                    ]
                },
                emptyText: w(
                    search == AwardSearch()
                        ? "page.public-awards-none" : "page.public-awards-not-found")))
    }

    private func dayWords(_ day: String) -> String {
        LocalDate(day).map { words.words($0) } ?? day
    }

    fileprivate func awardPage(_ found: PublicAward) -> PageView {
        let award = found.award
        var view = PageView(found.title.isEmpty ? award.reference : found.title)
        view.caption = award.reference
        view.back = PageLink(w("page.public-awards"), Route.awards.link())
        func row(_ key: String, _ lines: [String]) -> Block.SummaryRow? {
            lines.isEmpty ? nil : Block.SummaryRow(key: w(key), lines: lines)
        }
        view.blocks = [
            .summary(
                [
                    row("page.group", [found.organisation]),
                    row(
                        "page.registration-number",
                        [award.recipient.registrationNumber].compactMap(\.self)),
                    row("page.award", [award.awarded.words]),
                    row("page.public-paid", [award.paid.words]),
                    row("page.awarded-on", [dayWords(award.awardedOn)]),
                    row("page.project-starts", [award.startsOn].compactMap(\.self).map(dayWords)),
                    row("page.project-ends", [award.endsOn].compactMap(\.self).map(dayWords)),
                    row("page.round", [words.title(ofRound: award.round, found.roundTitle)]),
                    row(
                        "page.award-priorities",
                        found.priorities.map { priorityTitle($0.key, $0.title) }),
                    row(
                        "page.wards",
                        found.wards.map { words.translation("wards.\($0.key)") ?? $0.title }),
                    row("page.open-identifier", [found.identifier]),
                ].compactMap(\.self)),
            .heading2(w("page.what-it-is-for")), .answer(found.summary),
            .heading2(w("page.payments-made")), paymentTable(award),
            .linkLine(
                PageLink(
                    w(
                        "page.about-round",
                        ["round": words.title(ofRound: award.round, found.roundTitle)]),
                    Route.fundRound.link(award.round))),
            .print(w("page.print")),
        ]
        return view
    }

    /// What went to the group, and what came back from it.
    private func paymentTable(_ award: PublishedAward) -> Block {
        let moved =
            award.payments.map { ($0.on, "page.payment-made", Money(pence: $0.pence)) }
            + award.receipts.map { ($0.on, "page.payment-back", Money(pence: $0.pence)) }
        return .table(
            Table(
                id: "payments", caption: w("page.payments-made"), isCaptionHidden: true,
                columns: [
                    .init(w("page.date")), .init(w("page.what-happened")),
                    .init(w("page.amount"), isNumeric: true),
                ],
                rows: moved.sorted { $0.0 < $1.0 }.map { on, what, amount in
                    [.init(dayWords(on), isHeader: true), .init(w(what)), .init(amount.words)]
                }, emptyText: w("page.payments-made-none")))
    }
}
