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
    static let interestPages = [
        Page(.get, .workInterests, for: .roles([.officer, .decisionMaker, .auditor])) { visit in
            visit.page(try await visit.registerPage())
        },
        Page(.get, .workInterest, for: .roles([.officer])) { visit in
            visit.page(try await visit.changeInterestPage())
        },
        Page(.post, .workInterest, for: .roles([.officer])) { visit in
            let key = visit.round
            return try await visit.act(
                { try await visit.changeInterestPage(problems: $0) },
                then: Route.workInterests.link(key), done: "page.interest-changed",
                problemField: "reference"
            ) { workflows, principal in
                let (reference, email) = (
                    try visit.chosen("reference"), try visit.chosen("email")
                )
                guard ["yes", "no"].contains(visit.fields["has"]) else {
                    throw InvalidInput(key, [FieldProblem("has", "choose-one")])
                }
                do {
                    try workflows.setInterest(
                        of: email, in: reference, has: visit.fields["has"] == "yes",
                        detail: visit.fields["reason"], as: principal)
                } catch let problem as InvalidInput {
                    throw InvalidInput(
                        key,
                        problem.fields.map {
                            FieldProblem(
                                $0.place == "detail" ? "reason" : $0.place, $0.code, $0.arguments)
                        })
                }
                return ["reference": reference]
            }
        },
    ]
}

extension Visit {
    /// Who said what of interests in a round, to be printed and laid before anybody.
    fileprivate func registerPage() async throws -> PageView {
        let (key, principal) = (round, try principal)
        let isOfficer = has(.officer)
        let (register, hints) = try await read {
            (
                try $0.interestRegister(of: key, as: principal),
                isOfficer ? try $0.interestHints(of: key, as: principal).rows : []
            )
        }
        var view = staffView("page.interests", register.round)
        view.blocks = [
            .paragraph(w("page.interests-text")),
            .table(
                Table(
                    id: "interests", caption: w("page.register-caption"),
                    columns: [
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.panel-member")), .init(w("page.interest-what")),
                        .init(w("page.who")), .init(w("page.when")),
                        .init(w("page.how-it-stands")),
                    ], rows: register.rows.map(cells), emptyText: w("page.interests-none"))),
        ]
        if isOfficer {
            view.blocks += [
                .heading2(w("page.hints")), .paragraph(w("page.hints-text")),
                .table(
                    Table(
                        id: "hints", caption: w("page.hints-caption"),
                        columns: [
                            .init(w("page.reference")), .init(w("page.group")),
                            .init(w("page.panel-member")), .init(w("page.hint-why")),
                        ],
                        rows: hints.map { row in
                            [
                                .init(
                                    "\(row.reference)",
                                    link: Route.workApplication.link(key, "\(row.reference)"),
                                    isHeader: true), .init(row.organisation),
                                .init("\(row.name) (\(row.member))"),
                                .init(
                                    row.hints.map { w("hint.\($0.rawValue)") }
                                        .joined(separator: "; ")),
                            ]
                        }, emptyText: w("page.hints-none"))),
            ]
            if register.round.status != .decided {
                view.blocks.append(
                    .linkLine(PageLink(w("page.interest-set"), Route.workInterest.link(key))))
            }
        }
        view.blocks.append(.print(w("page.print")))
        return view
    }

    private func cells(_ row: InterestRow) -> [Table.Cell] {
        let interest = row.entry.interest
        let what =
            interest.ground == .own
            ? w("page.interest-own")
            : [
                w(interest.hasInterest ? "page.interest-has" : "page.interest-has-not"),
                interest.detail ?? "",
            ].filter { !$0.isEmpty }.joined(separator: ": ")
        var standing = w(row.entry.stands ? "page.interest-bars" : "page.interest-free")
        if row.entry.stands, row.entry.setAsideCount > 0 {
            standing +=
                " " + w("page.interest-set-aside", ["count": "\(row.entry.setAsideCount)"])
        }
        return [
            .init("\(row.entry.reference)", isHeader: true), .init(row.organisation),
            .init(row.member), .init(what),
            .init(interest.ground == .own ? w("page.interest-known") : row.saidBy),
            .init(words.words(interest.declaredAt)), .init(standing),
        ]
    }

    fileprivate func changeInterestPage(
        problems: [FieldProblem] = []
    ) async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (report, standing) = try await read {
            (
                try $0.panels(of: key, as: principal),
                try $0.standing(of: key, as: principal)
            )
        }
        var view = PageView(w("page.interest-set"))
        view.caption = words.title(ofRound: report.round.key, report.round.plan.title)
        view.back = PageLink(w("page.interests"), Route.workInterests.link(key))
        view.blocks = [
            .paragraph(w("page.interest-set-text")),
            form(
                Route.workInterest.link(key),
                [
                    select(
                        "reference", w("page.application"),
                        standing.map {
                            ("\($0.reference)", "\($0.reference) – \($0.organisation)")
                        }, problems),
                    select(
                        "email", w("page.panel-member"),
                        report.people.map {
                            ($0.person.email, "\($0.person.name) (\($0.person.email))")
                        }, problems),
                    Field(
                        name: "has", label: w("page.interest-set-what"),
                        kind: .radios(
                            ["yes", "no"].map {
                                .init(
                                    value: $0, label: w("page.interest-set-\($0)"),
                                    isChosen: fields["has"] == $0)
                            }), error: problems.first { $0.place == "has" }.map(words.onPage),
                        errorPrefix: w("page.error-prefix")),
                    reasonField(problems, optional: false),
                ], w("page.save")),
        ]
        return view
    }
}
