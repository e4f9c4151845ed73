import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// Who scores what: shared out by lot, or changed by an officer who says why.
extension Page {
    private static let officers = Audience.roles([.officer])

    static let assignmentPages = [
        Page(.get, .workAssignment, for: officers) { visit in
            visit.page(try await visit.assignmentPage())
        },
        Page(.post, .workAssignment, for: officers) { visit in
            let key = visit.round
            let asked = try await visit.panelReport().rules.mix
            return try await visit.act(
                { try await visit.assignmentPage(problems: $0) },
                then: Route.workAssignment.link(key), done: "page.assigned",
                problemField: "perApplication"
            ) { workflows, principal in
                let (count, seed) = (
                    Int(visit.fields["perApplication"]), Int64(visit.fields["seed"])
                )
                let young = visit.fields["youngCommissioner"]
                let youngCount = Int(young) ?? 0
                guard let count, let seed, young.isEmpty || youngCount > 0 else {
                    throw InvalidInput(
                        key,
                        [
                            !young.isEmpty && youngCount < 1
                                ? FieldProblem("youngCommissioner", "not-whole-number") : nil,
                            count == nil
                                ? FieldProblem("perApplication", "not-whole-number") : nil,
                            seed == nil ? FieldProblem("seed", "not-whole-number") : nil,
                        ].compactMap(\.self))
                }
                let result = try workflows.assign(
                    round: key, count: count, seed: seed,
                    mix: young.isEmpty
                        ? nil : asked.merging([.youngCommissioner: youngCount]) { $1 },
                    anew: visit.fields.has("anew"), as: principal)
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
            return try await visit.act(
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
    fileprivate func assignmentPage(problems: [FieldProblem] = []) async throws -> PageView {
        let report = try await panelReport()
        let key = report.round.key
        var view = panelView("page.assignment", report)
        view.isWide = true
        view.blocks = givingOut(report, problems)
        guard report.controls.has(.assignment), !report.isSealed else { return view }
        let names = Dictionary(
            report.people.map { ($0.person.email, $0.person.name) },
            uniquingKeysWith: { first, _ in first })
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
                                    ? w("page.nobody-yet")
                                    : $0.scorers.map { names[$0] ?? $0 }
                                        .joined(separator: ", ")),
                        ]
                    }, emptyText: w("page.assignments-none"))))
        return view
    }

    /// The draw, where it can still be made; otherwise why it cannot.
    private func givingOut(_ report: PanelReport, _ problems: [FieldProblem]) -> [Block] {
        let key = report.round.key
        guard report.controls.has(.assignment) else {
            return [.paragraph(w("page.assignment-off"))]
        }
        guard !report.isSealed else { return [.inset(w("page.panel-sealed"))] }
        guard [.open, .closed].contains(report.round.status) else {
            return [.paragraph(w("page.assignment-over"))]
        }
        var blocks: [Block] = [.paragraph(w("page.assignment-text"))]
        if !report.rules.mix.isEmpty {
            blocks.append(
                .bullets(
                    MemberKind.allCases.compactMap { kind in
                        report.rules.mix[kind].map {
                            w(
                                "page.assignment-mix",
                                ["kind": w("member-kind.\(kind.rawValue)"), "count": "\($0)"])
                        }
                    }))
        }
        return blocks + [
            form(
                Route.workAssignment.link(key),
                [
                    line(
                        "perApplication", w("page.per-application"), width: "4", preset: "3",
                        problems),
                    line(
                        "youngCommissioner", w("page.mix-young"), hint: w("page.mix-young-hint"),
                        width: "4",
                        preset: report.rules.mix[.youngCommissioner].map { "\($0)" } ?? "",
                        problems),
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
                ], w("page.assign")), .paragraph(w("page.assignment-next")),
            .linkLine(PageLink(w("page.scorers-change"), Route.workScorers.link(key))),
        ]
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
                    panelMember(report.people, problems),
                    oneOf(
                        "what", w("page.scorers-what"),
                        ["add", "remove"].map { ($0, w("page.scorers-\($0)")) }, problems),
                    reasonField(problems, optional: false),
                ], w("page.save")),
        ]
        return view
    }
}
