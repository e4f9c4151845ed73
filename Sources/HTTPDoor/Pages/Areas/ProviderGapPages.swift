import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// Who is not reached, and files of providers.
extension Visit {
    private static let greatestProblemCount = 50

    func providerGapsPage() async throws -> PageView {
        let (principal, areas, cycle) = (try principal, house.areas, query["cycle"])
        let (found, cycles) = try await read { reports in
            (
                try reports.providerGaps(
                    cycle: cycle.isEmpty ? nil : cycle, areas, as: principal),
                try reports.cycles(as: principal).compactMap {
                    Listing.cycles.json($0)["cycle"]?.string
                }
            )
        }
        var view = PageView(w("page.provider-gaps"))
        view.back = PageLink(w("page.providers"), Route.providersPage.link())
        view.isWide = true
        view.blocks = [
            .paragraph(w("page.provider-gaps-text")),
            .form(
                Block.Form(
                    action: Route.providerGapsPage.link(), csrf: nil,
                    fields: [
                        Field(
                            name: "cycle", label: w("page.provider-gaps-cycle"),
                            kind: .select(
                                ([("", w("page.provider-gaps-every"))] + cycles.map { ($0, $0) })
                                    .map {
                                        .init(
                                            value: $0.0, label: $0.1, isChosen: $0.0 == cycle)
                                    }))
                    ], buttons: [.init(text: w("page.show"))], isInline: true)),
        ]
        guard !areas.communities.isEmpty, !areas.wards.isEmpty else {
            view.blocks.append(.inset(w("page.provider-gaps-nothing")))
            return view
        }
        for standing in [ProviderReach.Standing.nobodyKnown, .nobodyApplied, .nobodyAwarded] {
            view.blocks += gaps(found, standing)
        }
        view.blocks += [
            .heading2(w("page.provider-gaps-all")), .table(reachTable(found)),
        ]
        return view
    }

    /// Where a gap is, community by community.
    private func gaps(
        _ found: [ProviderReach], _ standing: ProviderReach.Standing
    ) -> [Block] {
        let here = found.filter {
            $0.standing == standing && $0.community.key != ProviderEntry.everyone
        }
        let heading = Block.heading2(w("provider-gap.\(standing.rawValue)"))
        guard !here.isEmpty else { return [heading, .paragraph(w("page.provider-gaps-none"))] }
        let communities = house.areas.communities.filter { community in
            here.contains { $0.community.key == community.key }
        }
        return [
            heading,
            .summary(
                communities.map { community in
                    let wards = here.filter { $0.community.key == community.key }
                    return Block.SummaryRow(
                        key: communityTitle(community.key),
                        lines: [
                            wards.count == house.areas.wards.count
                                ? w("page.provider-gaps-every-ward")
                                : wards.map { wardTitle($0.ward.key) }.joined(separator: "; ")
                        ])
                }),
        ]
    }

    private func reachTable(_ found: [ProviderReach]) -> Table {
        Table(
            id: "reach", caption: w("page.provider-gaps-all"), isCaptionHidden: true,
            columns: [
                .init(w("page.ward")), .init(w("page.community")),
                .init(w("page.provider-known"), isNumeric: true),
                .init(w("page.provider-applied"), isNumeric: true),
                .init(w("page.provider-awarded"), isNumeric: true),
            ],
            rows: found.map { each in
                [
                    .init(wardTitle(each.ward.key), isHeader: true),
                    .init(communityTitle(each.community.key)), .init("\(each.known)"),
                    .init("\(each.applied)"), .init("\(each.awarded)"),
                ]
            }, emptyText: "")
    }

    // MARK: Bringing a file

    func providerImportPage(_ problems: [FieldProblem] = []) -> PageView {
        var view = PageView(w("page.provider-import"))
        view.back = PageLink(w("page.providers"), Route.providersPage.link())
        let wrong = problems.first { $0.place == "file" }
        view.blocks = [
            .paragraph(
                w(
                    "page.provider-columns",
                    ["columns": ProviderFile.columns.joined(separator: ", ")])),
            .bullets([
                w(
                    "page.provider-rule-kind",
                    ["kinds": ProviderKind.allCases.map(\.rawValue).joined(separator: ", ")]),
                w("page.provider-rule-lists", ["everyone": ProviderEntry.everyone]),
                w("page.provider-rule-names"),
            ]),
            .form(
                Block.Form(
                    action: Route.providerImport.link(), csrf: csrf,
                    fields: [
                        Field(
                            name: "file", label: w("page.indicator-file"),
                            kind: .input(value: "", type: "file"),
                            hint: w("page.indicator-file-hint"),
                            error: wrong.map(words.onPage), errorPrefix: w("page.error-prefix"))
                    ], buttons: [.init(text: w("page.indicator-send"))], takesFile: true)),
            .details(
                w("page.provider-communities"),
                house.areas.communities.map { "\($0.key): \(communityTitle($0.key))" }),
            .details(
                w("page.indicator-wards"),
                house.areas.wards.map { "\($0.key): \(wardTitle($0.key))" }),
        ]
        return view
    }

    /// Everything that is wrong with a file is said at once; then nothing of it is taken in.
    func importProviders() async throws -> Response {
        guard let bytes = file, !bytes.isEmpty else {
            let missing = [FieldProblem("file", "file-empty")]
            return wrong(providerImportPage(missing), missing)
        }
        guard bytes.count <= ProviderFile.greatestBytes else {
            let large = [FieldProblem("file", "file-too-large", ["maximum": "1 MB"])]
            return wrong(providerImportPage(large), large)
        }
        let name = fileName.flatMap(\.fileName) ?? w("page.indicator-file")
        let (areas, principal) = (house.areas, try principal)
        do {
            let taken = try await write {
                try $0.importProviders(bytes, source: name, areas, as: principal)
            }
            return go(
                to: Route.providersPage.link(),
                done: w(
                    "page.provider-taken",
                    [
                        "added": "\(taken.added)", "changed": "\(taken.changed)",
                        "unchanged": "\(taken.unchanged)",
                    ]))
        } catch let problem as InvalidInput {
            return providersAgain(problem.fields)
        }
    }

    private func providersAgain(_ problems: [FieldProblem]) -> Response {
        var view = providerImportPage([FieldProblem("file", "indicator-file-wrong")])
        var said = problems.prefix(Self.greatestProblemCount).map {
            "\(words.apart($0.place)): \(words.onPage($0))"
        }
        if problems.count > Self.greatestProblemCount {
            said.append(
                w(
                    "page.score-sheet-more",
                    ["count": "\(problems.count - Self.greatestProblemCount)"]))
        }
        view.errors = said.map { (text: $0, field: "file") }
        return page(view, status: .unprocessableContent)
    }
}
