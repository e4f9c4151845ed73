import Assessment
import Awards
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds

extension Page {
    private static let deciders = Audience.roles([.officer, .decisionMaker, .auditor])

    /// What helps to decide, and decides nothing.
    static let advicePages = [
        Page(.get, .workSensitivity, for: deciders) { visit in
            visit.page(try await visit.sensitivityPage())
        },
        Page(.get, .workAllocations, for: deciders) { visit in
            try await visit.allocationsPage()
        },
    ]
}

extension Visit {
    /// How long a page waits for the best total; a command waits longer.
    static let searchSeconds = 10
    /// As many applications as a meeting can talk about, beside those that cross the line.
    private static let otherCount = 30

    /// The ways to what helps to decide. What names members is not for those who score.
    func adviceLinks(_ key: String) -> [PageLink] {
        (has(.panelMember)
            ? [] : [PageLink(w("page.sensitivity"), Route.workSensitivity.link(key))])
            + [PageLink(w("page.allocations"), Route.workAllocations.link(key))]
    }

    // MARK: Where the meeting should spend its time

    fileprivate func sensitivityPage() async throws -> PageView {
        let (key, principal, reports) = (round, try principal, house.reports)
        let (round, report) = try await house.threads.readSlowly {
            (try reports.round(key), try reports.sensitivity(of: key, as: principal))
        }
        var view = staffView("page.sensitivity", round)
        view.back = PageLink(w("page.ranking"), Route.workRanking.link(key))
        view.blocks = [
            .paragraph(w("page.sensitivity-text")), .inset(w("page.advice-only")),
            swings(report), toTalkAbout(report), offsets(report), .print(w("page.print")),
        ]
        return view
    }

    private func swings(_ report: SensitivityReport) -> Block {
        .table(
            Table(
                id: "swings", caption: w("page.swings-title"),
                columns: [
                    .init(w("page.what-changes")), .init(w("page.would-enter")),
                    .init(w("page.would-leave")),
                ],
                rows: report.changes.filter(\.swings).map { change in
                    [
                        .init(change.words(in: words), isHeader: true),
                        .init(Self.list(change.enters)), .init(Self.list(change.leaves)),
                    ]
                }, emptyText: w("page.swings-none")))
    }

    private static func list(_ references: [Reference]) -> String {
        references.isEmpty ? "–" : references.map(\.description).joined(separator: ", ")
    }

    private func toTalkAbout(_ report: SensitivityReport) -> Block {
        let crossing = report.applications.count { $0.swings > 0 }
        return .table(
            Table(
                id: "talk", caption: w("page.talk-caption"),
                columns: [
                    .init(w("page.reference")), .init(w("page.group")),
                    .init(w("page.rank"), isNumeric: true), .init(w("page.score"), isNumeric: true),
                    .init(w("page.members-lowest"), isNumeric: true),
                    .init(w("page.members-highest"), isNumeric: true),
                    .init(w("page.members-variance"), isNumeric: true),
                    .init(w("page.rank-between")), .init(w("page.crossings"), isNumeric: true),
                ],
                rows: report.applications.prefix(crossing + Self.otherCount).map { row in
                    let (best, worst) = (row.bestRank, row.worstRank)
                    return [
                        .init(
                            "\(row.reference)",
                            link: Route.workApplication.link(report.round, "\(row.reference)"),
                            isHeader: true), .init(row.organisation),
                        .init(row.rank.map { "\($0)" } ?? "–"),
                        .init(row.score?.decimal(places: 2) ?? w("page.unscored")),
                        .init(row.spread?.lowest.decimal(places: 2) ?? "–"),
                        .init(row.spread?.highest.decimal(places: 2) ?? "–"),
                        .init(row.spread?.variance?.decimal(places: 2) ?? "–"),
                        .init(best == nil ? "–" : "\(best ?? 0)–\(worst ?? 0)"),
                        .init("\(row.swings)"),
                    ]
                }, emptyText: w("page.ranking-none")))
    }

    private func offsets(_ report: SensitivityReport) -> Block {
        .table(
            Table(
                id: "offsets", caption: w("page.offsets-title"),
                columns: [
                    .init(w("page.email")), .init(w("page.offset-applications"), isNumeric: true),
                    .init(w("page.offset-what")),
                ],
                rows: report.offsets.map {
                    [
                        .init($0.member, isHeader: true), .init("\($0.offset.applications)"),
                        .init($0.offset.words(in: words)),
                    ]
                }, emptyText: w("page.offsets-none")))
    }

    // MARK: Ways to share the money out

    fileprivate func allocationsPage() async throws -> Response {
        let (key, principal, reports) = (round, try principal, house.reports)
        let (round, scheme) = try await read {
            (try $0.round(key), try $0.scoringScheme(of: key, as: principal))
        }
        var view = staffView("page.allocations", round)
        view.back = PageLink(w("page.decision"), Route.workDecision.link(key))
        let typed = query
        do {
            let whatIf = try WhatIf(
                budget: typed["budget"], cap: typed["cap"],
                weights: scheme.criteria.map { ($0.key, typed["weight-\($0.key)"]) },
                threshold: typed["threshold"])
            let comparison = try await house.threads.readSlowly {
                try reports.allocations(
                    of: key, whatIf, seconds: Self.searchSeconds, as: principal)
            }
            view.blocks = blocks(comparison) + whatIfForm(key, scheme, [])
            return page(view)
        } catch let invalid as InvalidInput {
            view.blocks = whatIfForm(key, scheme, invalid.fields)
            return wrong(view, invalid.fields)
        }
    }

    private func blocks(_ comparison: AllocationComparison) -> [Block] {
        var blocks: [Block] = [
            .paragraph(w("page.allocations-text", ["budget": comparison.budget.words])),
            .inset(w("page.advice-only")),
        ]
        if !comparison.whatIf.isNothing { blocks.append(.paragraph(w("page.tried-text"))) }
        if !comparison.limits.isEmpty {
            blocks += [
                .paragraph(w("page.limits-text")), .bullets(comparison.limitWords(in: words)),
            ]
        }
        if comparison.unscored > 0 {
            blocks.append(
                .paragraph(w("page.left-out-unscored", ["count": "\(comparison.unscored)"])))
        }
        blocks.append(methodsTable(comparison))
        for method in comparison.methods { blocks += self.blocks(method, comparison) }
        return blocks
    }

    private func methodsTable(_ comparison: AllocationComparison) -> Block {
        .table(
            Table(
                id: "methods", caption: w("page.allocations-caption"),
                columns: [
                    .init(w("page.method")), .init(w("page.award-count"), isNumeric: true),
                    .init(w("page.awards-in-part"), isNumeric: true),
                    .init(w("page.money-total"), isNumeric: true),
                    .init(w("page.money-leftover"), isNumeric: true),
                    .init(w("page.score-sum"), isNumeric: true),
                ],
                rows: comparison.methods.map { method in
                    [
                        .init(w("page.allocation-\(method.method.rawValue)"), isHeader: true),
                        .init("\(method.lines.count)"),
                        .init("\(method.lines.count { !$0.isFull })"),
                        .init(method.result.total.words), .init(method.result.left.words),
                        .init(method.scoreSum.decimal(places: 2)),
                    ]
                }, emptyText: ""))
    }

    private func blocks(
        _ method: AllocationComparison.Method, _ comparison: AllocationComparison
    ) -> [Block] {
        let name = w("page.allocation-\(method.method.rawValue)")
        var blocks: [Block] = [
            .heading2(name), .paragraph(comparison.standingWords(method, in: words)),
            .paragraph(comparison.leftWords(method, in: words)),
        ]
        blocks += comparison.shortfallWords(method, in: words).map {
            .warning($0, label: w("page.warning"))
        }
        blocks.append(
            .table(
                Table(
                    id: "changes-\(method.method.rawValue)",
                    caption: "\(name) – \(comparison.againstWords(in: words))",
                    columns: [
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.outcome")), .init(w("page.award-before"), isNumeric: true),
                        .init(w("page.award-after"), isNumeric: true),
                        .init(w("page.difference"), isNumeric: true),
                    ],
                    rows: method.changes.map { change in
                        [
                            .init(
                                "\(change.reference)",
                                link: Route.workApplication.link(
                                    comparison.round, "\(change.reference)"), isHeader: true),
                            .init(change.organisation),
                            .init(w("page.kind-\(change.kind.rawValue)"), isTag: true),
                            .init(change.before.words), .init(change.after.words),
                            .init((change.after - change.before).words),
                        ]
                    }, emptyText: w("page.changes-none"))))
        return blocks
    }

    private func whatIfForm(
        _ key: String, _ scheme: ScoringScheme, _ problems: [FieldProblem]
    ) -> [Block] {
        func field(_ name: String, _ label: String, hint: String? = nil, prefix: String? = nil)
            -> Field
        {
            var field = Field(
                name: name, label: label,
                kind: .input(
                    value: query[name], inputMode: "decimal", prefix: prefix, width: "10",
                    isLTR: true))
            field.hint = hint
            field.error = problems.first { $0.place == name }.map(words.onPage)
            field.errorPrefix = w("page.error-prefix")
            return field
        }
        let weights = scheme.criteria.map {
            field(
                "weight-\($0.key)",
                w(
                    "page.try-weight",
                    [
                        "criterion": words.title(of: $0),
                        "now": Fraction(Int128($0.weightBasisPoints), over: 100).decimal(places: 2),
                    ]))
        }
        return [
            .heading2(w("page.try")), .paragraph(w("page.try-text")),
            .form(
                Block.Form(
                    action: Route.workAllocations.link(key), csrf: nil,
                    fields: [
                        field("budget", w("page.try-budget"), prefix: "£"),
                        field("cap", w("page.try-cap"), prefix: "£"),
                        field(
                            "threshold", w("page.try-threshold"), hint: w("page.try-threshold-hint")
                        ),
                    ] + weights, buttons: [.init(text: w("page.try"))],
                    cancel: PageLink(w("page.try-clear"), Route.workAllocations.link(key)))),
        ]
    }
}
