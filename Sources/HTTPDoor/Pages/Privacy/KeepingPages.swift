import Bootstrap
import Forms
import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import Identity
import Publishing
import Workflows

/// What is due to be erased, and erasing it: one person proposes, another approves.
extension Page {
    private static let readers = Audience.roles([.officer, .administrator, .auditor])
    private static let keepers = Audience.roles([.officer, .administrator])

    static let keepingPages = [
        Page(.get, .keeping, for: readers) { visit in
            visit.page(try await visit.keepingPage())
        },
        Page(.get, .keepingProposal, for: keepers) { visit in visit.page(visit.proposalPage()) },
        Page(.post, .keepingProposal, for: keepers) { visit in
            try await visit.proposeErasure()
        },
        Page(.get, .keepingErasure, for: readers) { visit in
            visit.page(try await visit.erasurePage())
        },
        Page(.post, .keepingApproval, for: keepers) { visit in
            let (number, policy) = (try visit.erasureNumber, visit.house.retention)
            let response = try await visit.cycleAct(
                { try await visit.erasurePage($0) }, then: visit.erasureLink,
                done: "page.erasure-is-done", at: ""
            ) { workflows, principal in
                _ = try workflows.approveErasure(
                    number, PersonalRegister.all, policy, as: principal)
            }
            // Told on the erasure's page where it has to wait.
            if response.status == .seeOther { _ = await visit.house.emptyLog() }
            return response
        },
        Page(.post, .keepingWithdrawal, for: keepers) { visit in
            let number = try visit.erasureNumber
            return try await visit.cycleAct(
                { try await visit.erasurePage($0) }, then: Route.keeping.link(),
                done: "page.erasure-is-withdrawn", at: ""
            ) { try $0.withdrawErasure(number, as: $1) }
        },
        Page(.get, .keepingHolds, for: readers) { visit in
            visit.page(try await visit.holdsPage())
        },
        Page(.post, .keepingHolds, for: keepers) { visit in
            try await visit.setHold("page.hold-is-set") {
                _ = try $0.holdData(of: $1, reason: $2, as: $3)
            }
        },
        Page(.post, .keepingRelease, for: keepers) { visit in
            try await visit.setHold("page.hold-is-ended") {
                _ = try $0.releaseData(of: $1, reason: $2, as: $3)
            }
        },
    ]
}

extension Visit {
    var mayKeep: Bool { has(.officer) || has(.administrator) }

    fileprivate var erasureLink: String { Route.keepingErasure.link(path("number")) }

    fileprivate var erasureNumber: Int64 {
        get throws {
            guard let number = Int64(path("number")) else {
                throw ErasureProblem.unknown(number: path("number"))
            }
            return number
        }
    }

    fileprivate func dayWords(_ day: LocalDate?) -> String { day.map { words.words($0) } ?? "–" }

    // MARK: What is due

    fileprivate func keepingPage() async throws -> PageView {
        let (principal, policy) = (try principal, house.retention)
        let workflows = house.workflows
        let (due, erasures) = try await read { reports in
            (
                try workflows.privacyDue(policy, as: principal),
                try reports.erasures(as: principal)
            )
        }
        var view = PageView(w("page.keeping"))
        view.back = PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        view.blocks = [.paragraph(w("page.keeping-text"))]
        if mayKeep {
            view.blocks.append(
                .button(PageLink(w("page.erasure-propose"), Route.keepingProposal.link())))
        }
        view.blocks += [
            .links([
                PageLink(w("page.holds"), Route.keepingHolds.link()),
                PageLink(w("page.privacy"), Route.privacy.link()),
            ]),
            .heading2(w("page.keeping-due")), .table(dueTable(due.classes)),
            .heading2(w("page.erasures")), .table(erasureTable(erasures)),
        ]
        return view
    }

    private func dueTable(_ classes: [DueClass]) -> Table {
        Table(
            id: "due", caption: w("page.keeping-due"), isCaptionHidden: true,
            columns: [
                .init(w("page.retention-class")), .init(w("page.retention-kept")),
                .init(w("page.keeping-count"), isNumeric: true),
                .init(w("page.keeping-blocked"), isNumeric: true),
                .init(w("page.keeping-oldest")),
            ],
            rows: classes.map { due in
                [
                    .init(w("retention-class.\(due.rule.name.rawValue)"), isHeader: true),
                    .init(
                        w(
                            "retention-period.\(due.rule.period.unit.rawValue)",
                            ["count": "\(due.rule.period.count)"])),
                    .init("\(due.subjects.count)"),
                    .init("\(due.subjects.count - due.free.count)"),
                    .init(dayWords(due.subjects.first?.since)),
                ]
            }, emptyText: "")
    }

    private func erasureTable(_ erasures: [ErasureShown]) -> Table {
        Table(
            id: "erasures", caption: w("page.erasures"), isCaptionHidden: true,
            columns: [
                .init(w("page.erasure")), .init(w("page.erasure-of")),
                .init(w("page.how-it-stands")), .init(w("page.erasure-proposed-by")),
                .init(w("page.erasure-approved-by")),
            ],
            rows: erasures.map { shown in
                let erasure = shown.erasure
                return [
                    .init(
                        w("page.erasure-title", ["number": "\(erasure.number)"]),
                        link: Route.keepingErasure.link("\(erasure.number)"), isHeader: true),
                    .init(scopeWords(erasure.scope)),
                    .init(w("erasure-status.\(erasure.status.rawValue)"), isTag: true),
                    .init(shown.emails[erasure.proposedBy] ?? ""),
                    .init(erasure.approvedBy.flatMap { shown.emails[$0] } ?? "–"),
                ]
            }, emptyText: w("page.erasures-none"))
    }

    private func scopeWords(_ scope: ErasureScope) -> String {
        scope.retention.map { w("retention-class.\($0.rawValue)") }
            ?? w("erasure-of.\(scope.name)")
    }

    // MARK: Proposing

    fileprivate func proposalPage(_ problems: [FieldProblem] = []) -> PageView {
        var view = PageView(w("page.erasure-propose"))
        view.back = PageLink(w("page.keeping"), Route.keeping.link())
        view.blocks = [
            .warning(w("page.erasure-propose-text"), label: w("page.warning")),
            .form(
                Block.Form(
                    action: Route.keepingProposal.link(), csrf: csrf, hidden: [once],
                    fields: [
                        select(
                            "class", w("page.erasure-class"),
                            RetentionClass.allCases.map {
                                ($0.rawValue, w("retention-class.\($0.rawValue)"))
                            }, hint: w("page.erasure-class-hint"), problems),
                        line(
                            "application", w("page.erasure-application"),
                            hint: w("page.erasure-application-hint"), width: "20", problems),
                        line(
                            "person", w("page.erasure-person"),
                            hint: w("page.erasure-person-hint"), problems),
                        longField(
                            "reason", w("page.reason"), value: fields.raw("reason"), rows: 3,
                            hint: w("page.erasure-reason-hint"), problems),
                    ], buttons: [.init(text: w("page.erasure-propose"))],
                    cancel: PageLink(w("page.back"), Route.keeping.link()))),
        ]
        return view
    }

    fileprivate func proposeErasure() async throws -> Response {
        let (name, application, person) = (
            fields["class"], fields["application"], fields["person"]
        )
        let given = [("class", name), ("application", application), ("person", person)].filter {
            !$0.1.isEmpty
        }
        var problems: [FieldProblem] = []
        let retention = RetentionClass(rawValue: name)
        if given.count != 1 || (!name.isEmpty && retention == nil) {
            problems.append(FieldProblem("class", "erase-one-of"))
        }
        let reason = fields.raw("reason")
        if name.isEmpty, reason.trimmed.isEmpty {
            problems.append(FieldProblem("reason", "missing"))
        }
        guard problems.isEmpty, let place = given.first?.0 else {
            return wrong(proposalPage(problems), problems)
        }
        let request: ErasureRequest =
            retention.map { ErasureRequest.due($0) }
            ?? (person.isEmpty ? .application(application) : .person(email: person))
        let policy = house.retention
        return try await cycleAct(
            { proposalPage($0) }, then: Route.keeping.link(), done: "page.erasure-is-proposed",
            at: place
        ) { workflows, principal in
            _ = try Self.telling(at: place) {
                try workflows.proposeErasure(request, reason: reason, policy, as: principal)
            }
        }
    }

    /// What is unknown is told at the field that it was typed into.
    static func telling<Value>(
        at place: String, _ work: () throws -> Value
    ) throws -> Value {
        do { return try work() } catch let problem as any Problem {
            let report = problem.report
            guard report.fields.isEmpty, [.notFound, .invalid].contains(report.kind) else {
                throw problem
            }
            throw InvalidInput(
                "erasure", [FieldProblem(place, report.code, report.arguments)])
        }
    }

    // MARK: One erasure

    fileprivate func erasurePage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (number, principal) = (try erasureNumber, try principal)
        let (services, policy) = (house.services, house.retention)
        let shown = try await read { _ in
            try services.erasure(number, policy, as: principal)
        }
        let erasure = shown.erasure
        var view = PageView(
            shown.certificate == nil
                ? w("page.erasure-title", ["number": "\(number)"])
                : w("page.certificate", ["number": "\(number)"]))
        view.back = PageLink(w("page.keeping"), Route.keeping.link())
        view.place = erasureLink
        view.blocks = [
            .summary(summary(of: shown)), .heading2(w("page.erasure-subjects")),
            .bullets(
                shown.subjects.map { subject in
                    let who =
                        erasure.status == .proposed
                        ? subject.person.flatMap { shown.emails[$0] } : nil
                    return w(
                        "erasure-subject.\(subject.kind.rawValue)",
                        ["label": who.map { "\(subject.label), \($0)" } ?? subject.label])
                }),
        ]
        if shown.certificate != nil {
            if house.mail.isLogWaiting {
                view.blocks.append(.inset(w("page.erasure-log-waits")))
            }
            view.blocks += [
                .heading2(w("page.certificate-rows")), .table(countTable(shown)),
                .paragraph(w("page.certificate-stays")), .print(w("page.print")),
            ]
        }
        if !shown.filesKept.isEmpty {
            view.blocks += [
                .heading2(w("page.erasure-files")), .paragraph(w("page.erasure-files-text")),
                .bullets(
                    shown.filesKept.map {
                        w("page.erasure-file", ["file": $0.name, "day": words.words($0.dueOn)])
                    }),
            ]
        }
        guard mayKeep, erasure.status == .proposed else { return view }
        if erasure.proposedBy == principal.personID {
            view.blocks.append(.inset(w("page.erasure-own")))
        } else {
            view.blocks += [
                .heading2(w("page.erasure-approve")),
                .warning(w("page.erasure-approve-text"), label: w("page.warning")),
                onceForm(Route.keepingApproval.link("\(number)"), w("page.erasure-approve")),
            ]
        }
        view.blocks.append(
            onceForm(Route.keepingWithdrawal.link("\(number)"), w("page.erasure-withdraw")))
        return view
    }

    private func onceForm(_ action: String, _ button: String) -> Block {
        .form(
            Block.Form(
                action: action, csrf: csrf, hidden: [once], fields: [],
                buttons: [.init(text: button)]))
    }

    private func summary(of shown: ErasureShown) -> [Block.SummaryRow] {
        let erasure = shown.erasure
        func byAndOn(_ person: PersonID?, _ day: LocalDate?) -> [String] {
            [person.flatMap { shown.emails[$0] } ?? "–", dayWords(day)]
        }
        var rows = [
            Block.SummaryRow(
                key: w("page.how-it-stands"),
                lines: [w("erasure-status.\(erasure.status.rawValue)")]),
            Block.SummaryRow(key: w("page.erasure-of"), lines: [scopeWords(erasure.scope)]),
            Block.SummaryRow(key: w("page.reason"), lines: [erasure.reason]),
            Block.SummaryRow(
                key: w("page.erasure-proposed-by"),
                lines: byAndOn(erasure.proposedBy, erasure.proposedOn)),
        ]
        guard let certificate = shown.certificate else { return rows }
        rows += [
            Block.SummaryRow(
                key: w("page.erasure-approved-by"),
                lines: byAndOn(erasure.approvedBy, erasure.approvedOn)),
            Block.SummaryRow(
                key: w("page.certificate-copies"), lines: [dayWords(certificate.copiesGoneOn)]),
            Block.SummaryRow(key: w("page.certificate-hash"), lines: [certificate.sha256]),
        ]
        return rows
    }

    private func countTable(_ shown: ErasureShown) -> Table {
        var counts: [(kind: String, rows: Int64)] = []
        for row in shown.rows {
            if let place = counts.firstIndex(where: { $0.kind == row.kind }) {
                counts[place].rows += row.rows
            } else {
                counts.append((row.kind, row.rows))
            }
        }
        return Table(
            id: "counts", caption: w("page.certificate-rows"), isCaptionHidden: true,
            columns: [
                .init(w("page.retention-class")),
                .init(w("page.certificate-count"), isNumeric: true),
            ],
            rows: counts.map {
                [.init(w("personal-kind.\($0.kind)"), isHeader: true), .init("\($0.rows)")]
            }, emptyText: w("page.certificate-nothing"))
    }
}
