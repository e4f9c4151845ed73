import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// Who is not represented on a round's panels.
extension Page {
    static let representationPages = [
        Page(.get, .workRepresentation, for: .roles([.officer, .decisionMaker, .auditor])) {
            visit in visit.page(try await visit.representationPage())
        },
        Page(.post, .workRepresentation, for: .roles([.officer])) { visit in
            try await visit.sayRepresentation()
        },
    ]
}

extension Visit {
    fileprivate func representationPage(
        _ problems: [FieldProblem] = []
    ) async throws -> PageView {
        let (key, principal, areas) = (round, try principal, house.areas)
        let report = try await read {
            try $0.representation(of: key, areas, as: principal)
        }
        var view = staffView("page.representation", report.round)
        view.blocks = [
            .paragraph(
                w(
                    "page.representation-text",
                    ["count": "\(CommissioningModule.leastAnswerCount)"]))
        ]
        guard !areas.communities.isEmpty else {
            view.blocks.append(.inset(w("page.provider-gaps-nothing")))
            return view
        }
        if let standing = report.standing {
            view.blocks += [
                .table(missingTable(standing, report)),
                .hintText(
                    w(
                        "page.representation-answered",
                        [
                            "count": "\(standing.answered)",
                            "who": report.emails[standing.author] ?? "",
                            "when": LocalDate(standing.on).map { words.words($0) } ?? standing.on,
                        ])),
            ]
        } else {
            view.blocks.append(.inset(w("page.representation-none")))
        }
        guard has(.officer) else { return view }
        view.blocks += [
            .heading2(w("page.representation-say")),
            .form(
                Block.Form(
                    action: Route.workRepresentation.link(key), csrf: csrf,
                    hidden: [
                        once, (name: "seen", value: "\(report.standing?.version ?? 0)"),
                    ],
                    fields: [
                        line("answered", w("page.representation-count"), width: "5", problems),
                        several(
                            "missing", w("page.representation-missing"),
                            areas.communities.map { ($0.key, communityTitle($0.key)) },
                            hint: w("page.representation-missing-hint"), problems),
                    ], buttons: [.init(text: w("page.save"))])),
        ]
        return view
    }

    private func missingTable(
        _ standing: Representation, _ report: RepresentationReport
    ) -> Table {
        Table(
            id: "missing", caption: w("page.representation-caption"),
            columns: [
                .init(w("page.community")),
                .init(w("page.representation-share"), isNumeric: true),
            ],
            rows: standing.missing.map { key in
                [
                    .init(communityTitle(key), isHeader: true),
                    .init(words.short(report.shares[key], in: .percent)),
                ]
            }, emptyText: w("page.representation-all"))
    }

    fileprivate func sayRepresentation() async throws -> Response {
        let (key, areas, missing) = (round, house.areas, fields.all("missing"))
        let (typed, seen) = (fields["answered"], Int64(fields["seen"]))
        let answered = Int64(typed)
        if answered == nil, !typed.isEmpty {
            let problems = [FieldProblem("answered", "not-whole-number")]
            return wrong(try await representationPage(problems), problems)
        }
        return try await cycleAct(
            { try await representationPage($0) }, then: Route.workRepresentation.link(key),
            done: "page.representation-saved", at: "answered"
        ) {
            _ = try $0.sayRepresentation(
                missing: missing, answered: answered, of: key, seen: seen, areas, as: $1)
        }
    }
}
