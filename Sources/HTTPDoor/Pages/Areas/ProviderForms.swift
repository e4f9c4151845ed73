import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// The forms by which an officer says what is known of a provider.
extension Visit {
    private func typedProvider() -> (ProviderEntry, [FieldProblem]) {
        let kind = ProviderKind(rawValue: fields["kind"])
        let entry = ProviderEntry(
            name: fields["name"], kind: kind ?? .provider, wards: fields.all("wards"),
            communities: fields.all("communities"), offers: fields.raw("offers"),
            contact: fields["contact"], organisation: fields["organisation"])
        let missing = kind == nil ? [FieldProblem("kind", "choose-one")] : []
        return (entry, missing)
    }

    /// Everything that is wrong, whether a kind is chosen or not.
    private func problems(_ entry: ProviderEntry, _ kind: [FieldProblem]) -> [FieldProblem] {
        kind.isEmpty ? [] : kind + CommissioningModule.problems(of: entry, house.areas)
    }

    private func providerFields(
        _ standing: ProviderEntry?, _ problems: [FieldProblem]
    ) -> [Field] {
        let isTyped = fields.has("name")
        func ticked(_ name: String, _ own: [String]?) -> Set<String> {
            Set(isTyped ? fields.all(name) : own ?? [])
        }
        func error(_ name: String) -> String? {
            problems.first { $0.place == name }.map(words.onPage)
        }
        func several(
            _ name: String, _ label: String, _ options: [(value: String, label: String)],
            _ own: [String]?, hint: String
        ) -> Field {
            let chosen = ticked(name, own)
            return Field(
                name: name, label: label,
                kind: .checkboxes(
                    options.map {
                        .init(
                            value: $0.value, label: $0.label, isChosen: chosen.contains($0.value))
                    }), hint: hint, error: error(name), errorPrefix: w("page.error-prefix"))
        }
        let kind = isTyped ? fields["kind"] : standing?.kind.rawValue ?? ""
        return [
            line("name", w("page.provider-name"), preset: standing?.name ?? "", problems),
            Field(
                name: "kind", label: w("page.provider-kind"),
                kind: .radios(
                    ProviderKind.allCases.map {
                        .init(
                            value: $0.rawValue, label: w("provider-kind.\($0.rawValue)"),
                            isChosen: $0.rawValue == kind)
                    }), error: error("kind"), errorPrefix: w("page.error-prefix")),
            several(
                "wards", w("page.provider-wards"), wardChoices, standing?.wards,
                hint: w("page.provider-wards-hint")),
            several(
                "communities", w("page.provider-communities"), communityChoices,
                standing?.communities, hint: w("page.provider-communities-hint")),
            longField(
                "offers", w("page.provider-offers"),
                value: isTyped ? fields.raw("offers") : standing?.offers ?? "", rows: 4,
                problems),
            line(
                "contact", w("page.optional", ["title": w("page.provider-contact")]),
                hint: w("page.provider-contact-hint"), preset: standing?.contact ?? "", problems),
            line(
                "organisation", w("page.optional", ["title": w("page.provider-organisation")]),
                hint: w("page.provider-organisation-hint"), preset: standing?.organisation ?? "",
                problems),
        ]
    }

    func newProviderPage(_ problems: [FieldProblem] = []) -> PageView {
        var view = PageView(w("page.provider-new"))
        view.back = PageLink(w("page.providers"), Route.providersPage.link())
        view.blocks = [
            .form(
                Block.Form(
                    action: Route.newProvider.link(), csrf: csrf, hidden: [once],
                    fields: providerFields(nil, problems),
                    buttons: [.init(text: w("page.save"))],
                    cancel: PageLink(w("page.back"), Route.providersPage.link())))
        ]
        return view
    }

    func addProvider() async throws -> Response {
        let ((entry, kind), areas) = (typedProvider(), house.areas)
        let found = problems(entry, kind)
        guard found.isEmpty else { return wrong(newProviderPage(found), found) }
        return try await cycleAct(
            { newProviderPage($0) }, then: Route.providersPage.link(),
            done: "page.provider-added", at: "name"
        ) { _ = try $0.addProvider(entry, areas, as: $1) }
    }

    func providerChangePage(
        _ problems: [FieldProblem] = []
    ) async throws -> PageView {
        let shown = try await shownProvider()
        var view = providerView(w("page.provider-change"), shown)
        guard shown.provider.stands else {
            view.blocks = [.inset(w("page.provider-is-ended"))]
            return view
        }
        let number = "\(shown.provider.id.rawValue)"
        view.blocks = [
            .form(
                Block.Form(
                    action: Route.providerChange.link(number), csrf: csrf,
                    hidden: [once, (name: "seen", value: "\(shown.provider.version)")],
                    fields: providerFields(shown.provider.entry, problems),
                    buttons: [.init(text: w("page.save"))],
                    cancel: PageLink(w("page.back"), Route.providerPage.link(number))))
        ]
        return view
    }

    func changeProvider() async throws -> Response {
        let (id, seen, areas) = (try providerID, Int64(fields["seen"]), house.areas)
        let (entry, kind) = typedProvider()
        let found = problems(entry, kind)
        guard found.isEmpty else { return wrong(try await providerChangePage(found), found) }
        return try await cycleAct(
            { try await providerChangePage($0) },
            then: Route.providerPage.link("\(id.rawValue)"), done: "page.provider-saved",
            at: "name"
        ) { _ = try $0.changeProvider(id, to: entry, seen: seen, areas, as: $1) }
    }

    func providerEndPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let shown = try await shownProvider()
        var view = providerView(w("page.provider-end"), shown)
        guard shown.provider.stands else {
            view.blocks = [.inset(w("page.provider-is-ended"))]
            return view
        }
        let number = "\(shown.provider.id.rawValue)"
        view.blocks = [
            .paragraph(w("page.provider-end-text")),
            .form(
                Block.Form(
                    action: Route.providerEnd.link(number), csrf: csrf, hidden: [once],
                    fields: [reasonField(problems, optional: false)],
                    buttons: [.init(text: w("page.provider-end"))],
                    cancel: PageLink(w("page.back"), Route.providerPage.link(number)))),
        ]
        return view
    }

    func endProvider() async throws -> Response {
        let (id, reason) = (try providerID, fields.raw("reason"))
        return try await cycleAct(
            { try await providerEndPage($0) }, then: Route.providersPage.link(),
            done: "page.provider-ended", at: "reason"
        ) { try $0.endProvider(id, reason: reason, as: $1) }
    }
}
