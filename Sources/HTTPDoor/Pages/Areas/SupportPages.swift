import Applications
import Bootstrap
import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// Help given to groups: what was given, and what became of those who came.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])
    private static let officers = Audience.roles([.officer])

    static let supportPages = [
        Page(.get, .supportPage, for: readers) { visit in
            visit.page(try await visit.supportPage())
        },
        Page(.get, .newSupport, for: officers) { visit in visit.page(visit.newSupportPage()) },
        Page(.post, .newSupport, for: officers) { visit in try await visit.recordSupport() },
        Page(.get, .supportBack, for: officers) { visit in
            visit.page(try await visit.supportBackPage())
        },
        Page(.post, .supportBack, for: officers) { visit in
            let (number, reason) = (visit.path("number"), visit.fields.raw("reason"))
            guard let id = Int64(number) else { throw SupportProblem.unknown(number: number) }
            return try await visit.cycleAct(
                { try await visit.supportBackPage($0) }, then: Route.supportPage.link(),
                done: "page.support-taken-back", at: "reason"
            ) { try $0.withdrawSupport(SupportID(id), reason: reason, as: $1) }
        },
    ]
}

extension Visit {
    private static let supportDay = Question(key: "day", type: .date, title: "", required: true)

    private func supportReport() async throws -> SupportReport {
        let principal = try principal
        return try await read { try $0.supportReport(as: principal) }
    }

    fileprivate func supportPage() async throws -> PageView {
        let report = try await supportReport()
        var view = PageView(w("page.support"))
        view.back = PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        view.blocks = [.paragraph(w("page.support-text"))]
        if has(.officer) {
            view.blocks.append(.button(PageLink(w("page.support-new"), Route.newSupport.link())))
        }
        view.blocks += [
            .heading2(w("page.support-groups")),
            .paragraph(
                w(
                    "page.support-counts",
                    [
                        "groups": "\(report.groups.count)",
                        "applied": "\(report.count(.applied) + report.count(.awarded))",
                        "awarded": "\(report.count(.awarded))",
                        "not": "\(report.count(.notApplied))",
                    ])), .table(groupTable(report)), .hintText(w("page.support-told-by")),
            .heading2(w("page.support-given")), .table(supportTable(report)),
        ]
        return view
    }

    private func groupTable(_ report: SupportReport) -> Table {
        Table(
            id: "groups", caption: w("page.support-groups"), isCaptionHidden: true,
            columns: [
                .init(w("page.group")), .init(w("page.support-standing")),
                .init(w("page.support-times"), isNumeric: true),
                .init(w("page.support-minutes"), isNumeric: true),
                .init(w("page.support-last")), .init(w("page.applications")),
            ],
            rows: report.groups.map { group in
                [
                    .init(words.apart(group.group), isHeader: true),
                    .init(w("support-standing.\(group.standing.rawValue)"), isTag: true),
                    .init("\(group.times)"), .init("\(group.minutes)"),
                    .init(dayWords(group.last)),
                    .init(
                        group.applications.isEmpty
                            ? "–"
                            : group.applications.map { "\($0.reference)" }
                                .joined(separator: ", ")),
                ]
            }, emptyText: w("page.support-none"))
    }

    private func supportTable(_ report: SupportReport) -> Table {
        Table(
            id: "support", caption: w("page.support-given"), isCaptionHidden: true,
            columns: [
                .init(w("page.support-day")), .init(w("page.group")),
                .init(w("page.support-kind")), .init(w("page.support-about")),
                .init(w("page.support-given-by")),
                .init(w("page.support-minutes"), isNumeric: true),
            ],
            rows: report.support.map { each in
                [
                    has(.officer) && !each.isWithdrawn
                        ? .init(
                            dayWords(each.on),
                            link: Route.supportBack.link("\(each.id.rawValue)"), isHeader: true)
                        : .init(dayWords(each.on), isHeader: true),
                    .init(words.apart(each.group)), .init(w("support-kind.\(each.kind.rawValue)")),
                    .init(
                        each.withdrawnBecause.map {
                            w("page.support-withdrawn-because", ["reason": $0])
                        } ?? each.about),
                    .init(each.givenBy ?? report.emails[each.author] ?? ""),
                    .init("\(each.minutes)"),
                ]
            }, emptyText: w("page.support-none"))
    }

    private func dayWords(_ day: String) -> String {
        LocalDate(day).map { words.words($0) } ?? day
    }

    fileprivate func newSupportPage(_ problems: [FieldProblem] = []) -> PageView {
        var view = PageView(w("page.support-new"))
        view.back = PageLink(w("page.support"), Route.supportPage.link())
        view.blocks = [
            .form(
                Block.Form(
                    action: Route.newSupport.link(), csrf: csrf, hidden: [once],
                    fields: [
                        dayField(
                            Self.supportDay, "page.support-day", "page.tension-day-hint", problems,
                            isOptional: false),
                        radios(
                            "kind", w("page.support-kind"),
                            SupportKind.allCases.map {
                                ($0.rawValue, w("support-kind.\($0.rawValue)"))
                            }, problems),
                        line("group", w("page.group"), problems),
                        line(
                            "organisation",
                            w("page.optional", ["title": w("page.provider-organisation")]),
                            hint: w("page.provider-organisation-hint"), problems),
                        line(
                            "givenBy", w("page.optional", ["title": w("page.support-given-by")]),
                            hint: w("page.support-given-by-hint"), problems),
                        line("minutes", w("page.support-minutes"), width: "5", problems),
                        longField(
                            "about", w("page.support-about"), value: fields.raw("about"), rows: 3,
                            hint: w("page.support-about-hint"), problems),
                    ], buttons: [.init(text: w("page.save"))],
                    cancel: PageLink(w("page.back"), Route.supportPage.link())))
        ]
        return view
    }

    fileprivate func recordSupport() async throws -> Response {
        let (day, wrongDay) = day(Self.supportDay)
        let kind = SupportKind(rawValue: fields["kind"])
        let minutes = Int64(fields["minutes"])
        let entry = SupportEntry(
            day: day, kind: kind ?? .other, group: fields["group"],
            organisation: fields["organisation"], givenBy: fields["givenBy"], minutes: minutes,
            about: fields.raw("about"))
        let today = try house.services.today()
        let rest = CommissioningModule.problems(of: entry, today: today).filter {
            wrongDay.isEmpty || $0.place != "day"
        }
        let chosen = kind == nil ? [FieldProblem("kind", "choose-one")] : []
        let problems = (wrongDay + rest + chosen).map { problem in
            let isWords = problem.place == "minutes" && !fields["minutes"].isEmpty
            return isWords && minutes == nil
                ? FieldProblem("minutes", "not-whole-number") : problem
        }.sorted { place($0) < place($1) }
        guard problems.isEmpty else { return wrong(newSupportPage(problems), problems) }
        return try await cycleAct(
            { newSupportPage($0) }, then: Route.supportPage.link(), done: "page.support-noted",
            at: "group"
        ) { _ = try $0.recordSupport(entry, as: $1) }
    }

    /// Where a problem's field stands in the form.
    private func place(_ problem: FieldProblem) -> Int {
        ["day", "kind", "group", "organisation", "givenBy", "minutes", "about"]
            .firstIndex(of: problem.place) ?? 0
    }

    fileprivate func supportBackPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (number, report) = (path("number"), try await supportReport())
        guard let found = report.support.first(where: { "\($0.id.rawValue)" == number }) else {
            throw SupportProblem.unknown(number: number)
        }
        var view = PageView(w("page.support-take-back"))
        view.caption = words.apart("\(found.group), \(dayWords(found.on))")
        view.back = PageLink(w("page.support"), Route.supportPage.link())
        view.blocks = [.answer(found.about)]
        if let reason = found.withdrawnBecause {
            view.blocks.append(.inset(w("page.support-withdrawn-because", ["reason": reason])))
            return view
        }
        view.blocks += [
            .paragraph(w("page.support-take-back-text")),
            .form(
                Block.Form(
                    action: Route.supportBack.link(number), csrf: csrf, hidden: [once],
                    fields: [reasonField(problems, optional: false)],
                    buttons: [.init(text: w("page.support-take-back"))],
                    cancel: PageLink(w("page.back"), Route.supportPage.link()))),
        ]
        return view
    }
}
