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
            return try await visit.panelAct(
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
            return try await visit.panelAct(
                { try await visit.removalPage(problems: $0) }, then: Route.workPanel.link(key),
                done: "page.panel-removed", problemField: "email"
            ) { workflows, principal in
                let email = try visit.chosen("email")
                try workflows.removePanelMember(email, from: key, as: principal)
                return ["email": email]
            }
        },
        Page(.get, .workAssignment, for: officers) { visit in
            visit.page(try await visit.assignmentPage())
        },
        Page(.post, .workAssignment, for: officers) { visit in
            let key = visit.round
            return try await visit.panelAct(
                { try await visit.assignmentPage(problems: $0) },
                then: Route.workAssignment.link(key), done: "page.assigned",
                problemField: "perApplication"
            ) { workflows, principal in
                let (count, seed) = (
                    Int(visit.fields["perApplication"]), Int64(visit.fields["seed"])
                )
                guard let count, let seed else {
                    throw InvalidInput(
                        key,
                        [
                            count == nil
                                ? FieldProblem("perApplication", "not-whole-number") : nil,
                            seed == nil ? FieldProblem("seed", "not-whole-number") : nil,
                        ].compactMap(\.self))
                }
                let result = try workflows.assign(
                    round: key, count: count, seed: seed, anew: visit.fields.has("anew"),
                    as: principal)
                return [
                    "added": "\(result.addedCount)", "applications": "\(result.applicationCount)",
                    "least": "\(result.loads.values.min() ?? 0)",
                    "most": "\(result.loads.values.max() ?? 0)",
                ]
            }
        },
        Page(.get, .workScorers, for: officers) { visit in
            visit.page(try await visit.scorersPage())
        },
        Page(.post, .workScorers, for: officers) { visit in
            let key = visit.round
            return try await visit.panelAct(
                { try await visit.scorersPage(problems: $0) },
                then: Route.workAssignment.link(key), done: "page.scorers-changed",
                problemField: "reference"
            ) { workflows, principal in
                let reference = try visit.chosen("reference")
                guard ["add", "remove"].contains(visit.fields["what"]) else {
                    throw InvalidInput(key, [FieldProblem("what", "choose-one")])
                }
                try workflows.reassign(
                    reference, to: try visit.chosen("email"), adds: visit.fields["what"] == "add",
                    reason: visit.fields["reason"], as: principal)
                return ["reference": reference]
            }
        },
    ]
}

extension Visit {
    /// What was chosen in a field that has to be.
    func chosen(_ field: String) throws -> String {
        let value = fields[field]
        guard !value.isEmpty else {
            throw InvalidInput(field, [FieldProblem(field, "choose-one")])
        }
        return value
    }

    /// Does something and goes on; or shows the form again, with what is wrong.
    ///
    /// - Parameters:
    ///   - problemField: the field that a refusal by a rule is shown at.
    ///   - act: gives back what the words of `done` say.
    func panelAct(
        _ again: @Sendable ([FieldProblem]) async throws -> PageView, then place: String,
        done: String, problemField: String,
        _ act: @escaping @Sendable (Workflows, Principal) throws -> [String: String]
    ) async throws -> Response {
        let principal = try principal
        do {
            let said = try await write { try act($0, principal) }
            return go(to: place, done: w(done, said))
        } catch let problem as InvalidInput {
            return wrong(try await again(problem.fields), problem.fields)
        } catch let problem as any Problem where problem.report.kind == .conflict {
            let report = problem.report
            let shown =
                [FieldProblem(problemField, report.code, report.arguments)]
                + report.fields.map {
                    FieldProblem(
                        problemField, $0.code,
                        $0.arguments.merging(["place": $0.place]) { first, _ in first })
                }
            return wrong(try await again(shown), shown)
        }
    }

    private func panelReport() async throws -> PanelReport {
        let (key, principal) = (round, try principal)
        return try await read { try $0.panels(of: key, as: principal) }
    }

    private func panelView(_ title: String, _ report: PanelReport) -> PageView {
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
        if report.isSealed { view.blocks.append(.inset(w("page.panel-sealed"))) }
        view.blocks.append(.table(members(report)))
        var links: [PageLink] = []
        if isOpen, !report.isSealed, !report.people.isEmpty {
            if report.controls.has(.assignment) {
                links.append(PageLink(w("page.assignment"), Route.workAssignment.link(key)))
            }
            links.append(PageLink(w("page.panel-removal"), Route.workPanelRemoval.link(key)))
            links.append(PageLink(w("page.stand-down"), Route.workStandDown.link(key)))
        }
        if report.round.status != .planned, !report.isSealed {
            links.append(PageLink(w("page.interests"), Route.workInterests.link(key)))
        }
        if !links.isEmpty { view.blocks.append(.links(links)) }
        let known = Set(report.people.map(\.person.email))
        let others = possible.filter { !known.contains($0.email) }
        guard isOpen, !others.isEmpty else { return view }
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
                        report.people.map {
                            ($0.person.email, "\($0.person.name) (\($0.person.email))")
                        }, problems)
                ], w("page.panel-removal-yes")),
        ]
        return view
    }

    fileprivate func assignmentPage(problems: [FieldProblem] = []) async throws -> PageView {
        let report = try await panelReport()
        let key = report.round.key
        var view = panelView("page.assignment", report)
        view.isWide = true
        view.blocks = [.paragraph(w("page.assignment-text"))]
        if !report.rules.mix.isEmpty {
            view.blocks.append(
                .bullets(
                    MemberKind.allCases.compactMap { kind in
                        report.rules.mix[kind].map {
                            w(
                                "page.assignment-mix",
                                ["kind": w("member-kind.\(kind.rawValue)"), "count": "\($0)"])
                        }
                    }))
        }
        if [.open, .closed].contains(report.round.status), !report.isSealed {
            view.blocks += [
                form(
                    Route.workAssignment.link(key),
                    [
                        line(
                            "perApplication", w("page.per-application"), width: "3",
                            preset: "3", problems),
                        line(
                            "seed", w("page.seed"), hint: w("page.seed-hint"), width: "10",
                            preset: "1", problems),
                        Field(
                            name: "anew", label: w("page.anew"),
                            kind: .checkboxes([
                                .init(
                                    value: "yes", label: w("page.anew-yes"),
                                    isChosen: fields.has("anew"))
                            ])),
                    ], w("page.assign")),
                .linkLine(PageLink(w("page.scorers-change"), Route.workScorers.link(key))),
            ]
        }
        view.blocks.append(
            .table(
                Table(
                    id: "assignments", caption: w("page.assignments-caption"),
                    columns: [
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.scored-by")),
                    ],
                    rows: report.assignments.map {
                        [
                            .init(
                                "\($0.summary.reference)",
                                link: Route.workApplication.link(key, "\($0.summary.reference)"),
                                isHeader: true), .init($0.summary.organisation),
                            .init(
                                $0.scorers.isEmpty
                                    ? w("page.nobody-yet") : $0.scorers.joined(separator: ", ")),
                        ]
                    }, emptyText: w("page.assignments-none"))))
        return view
    }

    fileprivate func scorersPage(problems: [FieldProblem] = []) async throws -> PageView {
        let report = try await panelReport()
        var view = panelView("page.scorers-change", report)
        view.back = PageLink(
            w("page.assignment"), Route.workAssignment.link(report.round.key))
        view.blocks = [
            .paragraph(w("page.scorers-text")),
            form(
                Route.workScorers.link(report.round.key),
                [
                    select(
                        "reference", w("page.application"),
                        report.assignments.map {
                            let reference = "\($0.summary.reference)"
                            return (reference, "\(reference) – \($0.summary.organisation)")
                        }, problems),
                    select(
                        "email", w("page.panel-member"),
                        report.people.map {
                            ($0.person.email, "\($0.person.name) (\($0.person.email))")
                        }, problems),
                    Field(
                        name: "what", label: w("page.scorers-what"),
                        kind: .radios(
                            ["add", "remove"].map {
                                .init(
                                    value: $0, label: w("page.scorers-\($0)"),
                                    isChosen: fields["what"] == $0)
                            }), error: problems.first { $0.place == "what" }.map(words.onPage),
                        errorPrefix: w("page.error-prefix")),
                    reasonField(problems, optional: false),
                ], w("page.save")),
        ]
        return view
    }

    // MARK: Fields

    /// - Parameter first: what stands where nothing is chosen; nil where the first one is.
    func select(
        _ name: String, _ label: String, _ options: [(String, String)], hint: String? = nil,
        first: String? = "page.choose", _ problems: [FieldProblem]
    ) -> Field {
        let chosen = fields[name]
        return Field(
            name: name, label: label,
            kind: .select(
                (first.map { [.init(value: "", label: w($0))] } ?? [])
                    + options.map {
                        .init(value: $0.0, label: $0.1, isChosen: $0.0 == chosen)
                    }), hint: hint,
            error: problems.first { $0.place == name }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    func line(
        _ name: String, _ label: String, hint: String? = nil, width: String? = nil,
        preset: String = "", _ problems: [FieldProblem]
    ) -> Field {
        Field(
            name: name, label: label,
            kind: .input(
                value: fields.has(name) ? fields.raw(name) : preset, width: width), hint: hint,
            error: problems.first { $0.place == name }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }
}
