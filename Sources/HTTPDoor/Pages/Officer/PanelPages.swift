import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

extension Page {
    private static let officers = Audience.roles([.officer])

    static let panelPages = [
        Page(.get, .workPanel, for: officers) { visit in
            visit.page(try await visit.panelPage())
        },
        Page(.post, .workPanel, for: officers) { visit in
            let key = visit.round
            return try await visit.act(
                { try await visit.panelPage(problems: $0) }, then: Route.workPanel.link(key),
                done: "page.panel-added", problemField: "email"
            ) { workflows, principal in
                let email = try visit.chosen("email")
                try workflows.addPanelMember(
                    email,
                    MemberEntry(
                        panel: visit.fields["panel"].isEmpty
                            ? PanelRules.mainKey : visit.fields["panel"],
                        kind: MemberKind(rawValue: visit.fields["kind"]) ?? .member,
                        supportingAdult: visit.fields["supportingAdult"],
                        postcode: visit.fields["postcode"], employers: visit.fields["employers"]),
                    to: key, as: principal)
                return ["email": email]
            }
        },
        Page(.get, .workPanelRemoval, for: officers) { visit in
            visit.page(try await visit.removalPage())
        },
        Page(.post, .workPanelRemoval, for: officers) { visit in
            let key = visit.round
            return try await visit.act(
                { try await visit.removalPage(problems: $0) }, then: Route.workPanel.link(key),
                done: "page.panel-removed", problemField: "email"
            ) { workflows, principal in
                let email = try visit.chosen("email")
                try workflows.removePanelMember(email, from: key, as: principal)
                return ["email": email]
            }
        },
    ]
}

extension Visit {
    func panelReport() async throws -> PanelReport {
        let (key, principal) = (round, try principal)
        return try await read { try $0.panels(of: key, as: principal) }
    }

    func panelView(_ title: String, _ report: PanelReport) -> PageView {
        var view = PageView(w(title))
        view.caption = words.title(ofRound: report.round.key, report.round.plan.title)
        view.back = PageLink(w("page.panel"), Route.workPanel.link(report.round.key))
        return view
    }

    fileprivate func panelPage(problems: [FieldProblem] = []) async throws -> PageView {
        let principal = try principal
        let report = try await panelReport()
        let possible = try await read { try $0.possibleMembers(as: principal) }
        let key = report.round.key
        var view = staffView("page.panel", report.round)
        let isOpen = [.open, .closed].contains(report.round.status)
        if report.isSealed {
            view.blocks.append(.inset(w("page.panel-sealed")))
        } else if report.round.status == .decided {
            view.blocks.append(.paragraph(w("page.panel-over")))
        } else {
            view.blocks.append(.paragraph(w("page.panel-text")))
        }
        view.blocks.append(.table(members(report)))
        var links = [PageLink(w("page.representation"), Route.workRepresentation.link(key))]
        if report.round.status != .planned, !report.isSealed {
            if report.controls.has(.assignment), !report.people.isEmpty {
                links.append(PageLink(w("page.assignment"), Route.workAssignment.link(key)))
            }
            links.append(PageLink(w("page.interests"), Route.workInterests.link(key)))
        }
        if isOpen, !report.isSealed, !report.people.isEmpty {
            links.append(PageLink(w("page.panel-removal"), Route.workPanelRemoval.link(key)))
            links.append(PageLink(w("page.stand-down"), Route.workStandDown.link(key)))
        }
        view.blocks.append(.links(links))
        let known = Set(report.people.map(\.person.email))
        let others = possible.filter { !known.contains($0.email) }
        guard isOpen, !report.isSealed, !others.isEmpty else { return view }
        view.blocks += [
            .heading2(w("page.panel-add-heading")),
            form(
                Route.workPanel.link(key),
                [
                    select(
                        "email", w("page.panel-add"),
                        others.map { ($0.email, "\($0.name) (\($0.email))") },
                        hint: w("page.panel-add-hint"), problems)
                ] + memberFields(report, problems), w("page.add-to-panel")),
        ]
        return view
    }

    private func memberFields(_ report: PanelReport, _ problems: [FieldProblem]) -> [Field] {
        var found = [
            select(
                "kind", w("page.member-kind"),
                MemberKind.allCases.map { ($0.rawValue, w("member-kind.\($0.rawValue)")) },
                first: nil, problems),
            line(
                "supportingAdult", w("page.supporting-adult"),
                hint: w("page.supporting-adult-hint"), problems),
            line(
                "postcode", w("page.member-postcode"), hint: w("page.member-traits-hint"), problems),
            line("employers", w("page.member-employers"), hint: w("page.employers-hint"), problems),
        ]
        if report.rules.panels.count > 1 {
            found.insert(
                select(
                    "panel", w("page.which-panel"),
                    report.rules.panels.map { ($0.key, $0.title) }, first: nil, problems), at: 1)
        }
        return found
    }

    private func members(_ report: PanelReport) -> Table {
        let titles = Dictionary(
            report.rules.panels.map { ($0.key, $0.title) }, uniquingKeysWith: { first, _ in first })
        let hasPanels = report.rules.panels.count > 1
        let hasBriefing = report.controls.has(.briefing)
        let hasAssignment = report.controls.has(.assignment)
        return Table(
            id: "members", caption: w("page.panel-members"),
            columns: [.init(w("page.name")), .init(w("page.email")), .init(w("page.member-kind"))]
                + (hasPanels ? [.init(w("page.which-panel"))] : [])
                + (hasBriefing ? [.init(w("page.briefing"))] : [])
                + (hasAssignment ? [.init(w("page.assigned-count"), isNumeric: true)] : []),
            rows: report.people.map { person in
                var kind = w("member-kind.\(person.member.kind.rawValue)")
                if let adult = person.member.supportingAdult {
                    kind += " – " + w("page.supported-by", ["name": adult])
                }
                if let left = person.member.departure?.at {
                    kind += " – " + w("page.stood-down-on", ["date": words.words(left)])
                }
                return [
                    .init(person.person.name, isHeader: true), .init(person.person.email),
                    .init(kind),
                ] + (hasPanels ? [.init(titles[person.member.panel] ?? "")] : [])
                    + (hasBriefing
                        ? [
                            .init(
                                person.member.briefedAt.map { words.words($0) }
                                    ?? w("page.briefing-due"))
                        ] : []) + (hasAssignment ? [.init("\(person.assignedCount)")] : [])
            }, emptyText: w("page.panel-none"))
    }

    fileprivate func removalPage(problems: [FieldProblem] = []) async throws -> PageView {
        let report = try await panelReport()
        var view = panelView("page.panel-removal", report)
        view.blocks = [
            .paragraph(w("page.panel-removal-text")),
            form(
                Route.workPanelRemoval.link(report.round.key),
                [
                    select(
                        "email", w("page.panel-member"),
                        // Who stood down has begun, and so stays on the list.
                        report.people.filter { $0.member.departure == nil }.map {
                            ($0.person.email, "\($0.person.name) (\($0.person.email))")
                        }, problems)
                ], w("page.panel-removal-yes")),
        ]
        return view
    }
}
