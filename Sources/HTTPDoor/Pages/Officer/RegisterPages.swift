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
    /// Who said what of interests in a round, to be printed and laid before anybody: first what
    /// keeps a member out.
    fileprivate func registerPage() async throws -> PageView {
        let (key, principal) = (round, try principal)
        let register = try await read { try $0.interestRegister(of: key, as: principal) }
        var view = staffView("page.interests", register.round)
        let standing = register.rows.filter(\.entry.stands)
        let none = register.rows.filter(\.saysNone)
        let lifted = register.rows.filter { !$0.entry.stands && !$0.saysNone }
        view.blocks = [.paragraph(w("page.interests-text"))]
        if has(.officer), register.round.status != .decided {
            view.blocks.append(
                .linkLine(PageLink(w("page.interest-set"), Route.workInterest.link(key))))
        }
        view.blocks.append(
            .table(
                Table(
                    id: "interests", caption: w("page.register-caption"),
                    columns: registerColumns + [.init(w("page.scores-set-aside"), isNumeric: true)],
                    rows: standing.map {
                        cells($0) + [.init("\($0.entry.setAsideCount)")]
                    },
                    emptyText: w(
                        register.rows.isEmpty ? "page.interests-none" : "page.interests-none-stand")
                )))
        if !lifted.isEmpty {
            view.blocks.append(
                .table(
                    Table(
                        id: "lifted", caption: w("page.interests-lifted"),
                        columns: registerColumns + [.init(w("page.how-it-stands"))],
                        rows: lifted.map { cells($0) + [.init(afterwards($0))] }, emptyText: "")))
        }
        if !none.isEmpty { view.blocks.append(.table(withoutInterest(none))) }
        view.blocks.append(.print(w("page.print")))
        return view
    }

    private var registerColumns: [Table.Column] {
        [
            .init(w("page.reference")), .init(w("page.group")), .init(w("page.panel-member")),
            .init(w("page.interest-what")), .init(w("page.who-and-when")),
        ]
    }

    private func cells(_ row: InterestRow) -> [Table.Cell] {
        let interest = row.entry.interest
        let said = w(interest.hasInterest ? "page.interest-has" : "page.interest-has-not")
        let who = row.saidBy == nil ? w("page.interest-known") : row.saidByName
        return [
            .init("\(row.entry.reference)", isHeader: true), .init(row.organisation),
            .init(row.memberName),
            .init(row.detail.map { "\(said): \(words.apart($0))" } ?? said),
            .init("\(words.apart(who)), \(words.apart(words.words(interest.declaredAt)))"),
        ]
    }

    /// What became of something that was said and keeps nobody out.
    private func afterwards(_ row: InterestRow) -> String {
        row.overtakenAt.map { w("page.interest-overtaken", ["when": words.words($0)]) }
            ?? w("page.interest-free")
    }

    /// Each member once, with all the applications that they have said to have no interest in.
    private func withoutInterest(_ rows: [InterestRow]) -> Table {
        let members = Dictionary(grouping: rows, by: \.member).sorted { $0.key < $1.key }
        return Table(
            id: "no-interests", caption: w("page.interests-free"),
            columns: [
                .init(w("page.panel-member")), .init(w("page.assigned-count"), isNumeric: true),
                .init(w("page.which-ones")), .init(w("page.last-said")),
            ],
            rows: members.map { _, rows in
                [
                    .init(rows[0].memberName, isHeader: true), .init("\(rows.count)"),
                    .init(rows.map { "\($0.entry.reference)" }.joined(separator: ", ")),
                    .init(
                        rows.map(\.entry.interest.declaredAt).max().map { words.words($0) } ?? ""),
                ]
            }, emptyText: "")
    }

    fileprivate func changeInterestPage(
        problems: [FieldProblem] = []
    ) async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (report, standing, hints) = try await read {
            (
                try $0.panels(of: key, as: principal),
                try $0.standing(of: key, as: principal),
                try $0.interestHints(of: key, as: principal).rows
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
                    panelMember(report.people, problems),
                    oneOf(
                        "has", w("page.interest-set-what"),
                        ["yes", "no"].map { ($0, w("page.interest-set-\($0)")) }, problems),
                    reasonField(problems, optional: false),
                ], w("page.save")), .heading2(w("page.hints")), .paragraph(w("page.hints-text")),
            .table(hintTable(hints)),
        ]
        return view
    }

    /// For the officer alone: the register goes to others, and a hint is nothing that was said.
    private func hintTable(_ hints: [HintRow]) -> Table {
        Table(
            id: "hints", caption: w("page.hints-caption"),
            columns: [
                .init(w("page.reference")), .init(w("page.group")), .init(w("page.panel-member")),
                .init(w("page.hint-why")),
            ],
            rows: hints.map { row in
                [
                    .init(
                        "\(row.reference)",
                        link: Route.workApplication.link(round, "\(row.reference)"),
                        isHeader: true), .init(row.organisation), .init(row.name),
                    .init(row.hints.map { w("hint.\($0.rawValue)") }.joined(separator: "; ")),
                ]
            }, emptyText: w("page.hints-none"))
    }
}

extension InterestRow {
    /// Whether it is a plain word, never gainsaid, that there is no interest.
    fileprivate var saysNone: Bool {
        !entry.interest.hasInterest && overtakenAt == nil && entry.interest.ground == .declared
    }
}
