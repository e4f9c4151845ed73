import Bootstrap
import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// The parts of a plan, their entries, and writing them.
extension Page {
    static let planEntryPages: [Page] = [
        Page(.get, .cyclePlanPart, for: cycleReaders) { visit in
            visit.page(try await visit.planPartPage())
        },
        Page(.post, .cyclePlanPart, for: cycleOfficers) { visit in
            let (part, key) = (try visit.planPart, visit.cycleKey)
            return try await visit.writePlan(
                part, number: nil, then: Route.cyclePlanPart.link(key, part.rawValue)
            ) { try await visit.planPartPage($0) }
        },
        Page(.get, .cyclePlanEntry, for: cycleReaders) { visit in
            visit.page(try await visit.planEntryPage())
        },
        Page(.post, .cyclePlanEntry, for: cycleOfficers) { visit in
            let (part, key) = (try visit.planPart, visit.cycleKey)
            let entry = try await visit.planEntryHere().entry
            return try await visit.writePlan(
                part, number: part.isNumbered ? Int64(entry.item) : nil, of: entry,
                then: Route.cyclePlanPart.link(key, part.rawValue)
            ) { try await visit.planEntryPage($0) }
        },
        Page(.get, .cyclePlanBack, for: cycleOfficers) { visit in
            visit.page(try await visit.planBackPage())
        },
        Page(.post, .cyclePlanBack, for: cycleOfficers) { visit in
            let (part, key) = (try visit.planPart, visit.cycleKey)
            let (item, reason) = (
                try await visit.planEntryHere().entry.item, visit.fields.raw("reason")
            )
            return try await visit.cycleAct(
                { try await visit.planBackPage($0) },
                then: Route.cyclePlanPart.link(key, part.rawValue),
                done: "page.cycle-plan-taken-back", at: "reason"
            ) { try $0.withdrawPlan(part, item, reason: reason, in: key, as: $1) }
        },
    ]
}

extension Visit {
    fileprivate var planPart: PlanPart {
        get throws {
            guard let part = PlanPart(rawValue: path("part")) else {
                throw RequestProblem.noSuchPlace(path: request.uri.path)
            }
            return part
        }
    }

    func planReport() async throws -> PlanReport {
        let (key, book, principal) = (cycleKey, house.plans, try principal)
        return try await read { try $0.plan(of: key, book, as: principal) }
    }

    fileprivate func writePlan(
        _ part: PlanPart, number: Int64?, of entry: PlanEntry? = nil, then place: String,
        _ again: ([FieldProblem]) async throws -> PageView
    ) async throws -> Response {
        var (values, days) = planSent(part)
        // Which entry it is, is not changed: another one would be written over.
        for name in entry == nil ? [] : part.itemFields { values[name] = entry?[name] }
        let (key, book) = (cycleKey, house.plans)
        let writing = PlanWriting(part, values, number: number, seen: Int64(fields["seen"]))
        do {
            try await once { _ = try $0.writePlan(writing, book, in: key, as: $1) }
        } catch let problem as InvalidInput {
            let shown = onPlanPage(problem.fields, part, days: days)
            return wrong(try await again(shown), shown)
        } catch let problem as any Problem where problem.report.kind == .conflict {
            let report = problem.report
            let shown = [
                FieldProblem(part.fields[0].name, report.code, report.arguments)
            ]
            return wrong(try await again(shown), shown)
        }
        return go(to: place, done: w("page.cycle-plan-written"))
    }

    private func planView(_ title: String, _ report: PlanReport) -> PageView {
        var view = cycleView(title, report.cycle)
        view.back = PageLink(w("page.cycle-plan"), Route.cyclePlanPage.link(report.cycle.key))
        return view
    }

    fileprivate func planPartPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (part, report) = (try planPart, try await planReport())
        let key = report.cycle.key
        let choices = report.choices(part)
        var view = planView(w("plan-part.\(part.rawValue)"), report)
        view.blocks = [.paragraph(w("plan-about.\(part.rawValue)"))]
        let latest = report.latest(part)
        if !latest.isEmpty || !part.isSingle {
            view.blocks.append(
                .table(
                    Table(
                        id: "entries", caption: w("plan-part.\(part.rawValue)"),
                        isCaptionHidden: true,
                        columns: [
                            .init(w("page.cycle-plan-entry")), .init(w("page.cycle-plan-says")),
                            .init(w("page.how-it-stands")),
                        ],
                        rows: latest.enumerated().map { place, entry in
                            [
                                .init(
                                    planHeading(entry, choices),
                                    link: Route.cyclePlanEntry.link(
                                        key, part.rawValue, "\(place + 1)"), isHeader: true),
                                .init(planSummary(entry, choices)),
                                .init(
                                    w(
                                        entry.stands
                                            ? "page.cycle-plan-stands"
                                            : "page.cycle-plan-back"), isTag: true),
                            ]
                        }, emptyText: w("page.cycle-plan-nothing"))))
        }
        if part == .dates, let kept = latest.first(where: \.stands) {
            view.blocks += doubts(kept.values.steps)
        }
        guard report.cycle.isOpen(.plan) else {
            view.blocks.append(.inset(w("page.cycle-plan-fixed")))
            return view
        }
        guard has(.officer) else { return view }
        let kept = part.isSingle ? latest.first(where: \.stands) : nil
        var preset = kept?.values ?? [:]
        if part == .dates, kept == nil {
            let days = try await proposedDays(report)
            preset = Dictionary(
                uniqueKeysWithValues: days.map { ($0.key.rawValue, "\($0.value)") })
            view.blocks.append(.inset(w("page.cycle-plan-proposed")))
            view.blocks += doubts(days)
        }
        view.blocks += [
            .heading2(w(kept == nil ? "page.cycle-plan-add" : "page.cycle-plan-change")),
            planForm(
                Route.cyclePlanPart.link(key, part.rawValue), part, preset, choices,
                seen: part.isSingle ? latest.first?.version ?? 0 : part.isNumbered ? nil : 0,
                problems),
        ]
        return view
    }

    private func planForm(
        _ action: String, _ part: PlanPart, _ preset: [String: String],
        _ choices: [String: [PlanBook.Choice]], seen: Int64?, _ problems: [FieldProblem],
        leavingOut fixed: [String] = []
    ) -> Block {
        .form(
            Block.Form(
                action: action, csrf: csrf,
                hidden: [once] + (seen.map { [(name: "seen", value: "\($0)")] } ?? []),
                fields: planFields(
                    part, preset: preset, choices: choices, problems, leavingOut: fixed),
                buttons: [.init(text: w("page.cycle-plan-save"))],
                cancel: PageLink(w("page.back"), Route.cyclePlanPage.link(cycleKey))))
    }

    /// Days for the steps of the round.
    private func proposedDays(_ report: PlanReport) async throws -> [PlanStep: LocalDate] {
        let services = house.services
        let today = try await read { _ in try services.today() }
        let planned = report.rounds.first { $0.status == .planned }?.plan.timetable.opens.date
        let start = max(today.adding(days: 1), planned ?? today)
        return house.plans.days.propose(from: start)
    }

    /// What stands in the way of days that were chosen before the files said so, or what they could
    /// not be checked for.
    private func doubts(_ days: [PlanStep: LocalDate]) -> [Block] {
        let book = house.plans.days
        let all = (book.problems(days) + book.unchecked(days)).map {
            w("plan-dates.\($0.place)") + ": " + words.onPage($0)
        }
        return all.isEmpty
            ? [] : [.paragraph(w("page.cycle-plan-doubts")), .bullets(all)]
    }

    /// The entry of the address: its part's first, second, …
    fileprivate func planEntryHere() async throws -> (report: PlanReport, entry: PlanEntry) {
        let (part, report) = (try planPart, try await planReport())
        let latest = report.latest(part)
        guard let number = Int(path("number")), (1...max(1, latest.count)).contains(number),
            !latest.isEmpty
        else {
            throw PlanProblem.entryUnknown(item: "\(part.rawValue) \(path("number"))")
        }
        return (report, latest[number - 1])
    }

    fileprivate func planEntryPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, entry) = try await planEntryHere()
        let (part, key, number) = (entry.part, report.cycle.key, path("number"))
        let choices = report.choices(part)
        let link = Route.cyclePlanEntry.link(key, part.rawValue, number)
        var view = planView(planHeading(entry, choices), report)
        view.back = PageLink(
            w("plan-part.\(part.rawValue)"), Route.cyclePlanPart.link(key, part.rawValue))
        view.place = link
        if let reason = entry.withdrawnBecause {
            view.blocks.append(.inset(w("page.cycle-plan-back-because", ["reason": reason])))
        }
        view.blocks.append(
            .summary(
                part.fields.map { field in
                    Block.SummaryRow(
                        key: w("plan-\(part.rawValue).\(field.name)"),
                        lines: [planValue(entry, field, choices)])
                }))
        view.blocks.append(.hintText(planBy(entry, report)))
        let earlier = report.entries.filter {
            $0.part == part && $0.item == entry.item && !$0.isLatest
        }
        if !earlier.isEmpty {
            view.blocks.append(
                .details(
                    w("page.cycle-earlier"),
                    earlier.reversed().flatMap { version -> [String] in
                        [planBy(version, report)]
                            + part.fields.map {
                                w("plan-\(part.rawValue).\($0.name)") + ": "
                                    + planValue(version, $0, choices)
                            }
                    }))
        }
        guard report.cycle.isOpen(.plan), has(.officer) else { return view }
        if entry.stands {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.cycle-plan-take-back"),
                        Route.cyclePlanBack.link(key, part.rawValue, number))))
        }
        view.blocks += [
            .heading2(w("page.cycle-plan-change")),
            planForm(
                link, part, entry.values, choices, seen: entry.version, problems,
                leavingOut: part.itemFields),
        ]
        return view
    }

    private func planBy(_ entry: PlanEntry, _ report: PlanReport) -> String {
        w(
            "page.cycle-plan-by",
            [
                "number": "\(entry.version)", "who": report.emails[entry.author] ?? "",
                "date": LocalDate(entry.on).map { words.words($0) } ?? entry.on,
            ])
    }

    fileprivate func planBackPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, entry) = try await planEntryHere()
        let (part, key, number) = (entry.part, report.cycle.key, path("number"))
        var view = planView(w("page.cycle-plan-take-back"), report)
        view.caption = planHeading(entry, report.choices(part))
        view.back = PageLink(
            w("plan-part.\(part.rawValue)"), Route.cyclePlanEntry.link(key, part.rawValue, number))
        guard report.cycle.isOpen(.plan), entry.stands else {
            view.blocks = [.inset(w("page.cycle-plan-fixed"))]
            return view
        }
        view.blocks = [
            cycleForm(
                Route.cyclePlanBack.link(key, part.rawValue, number),
                [reasonField(problems, optional: false)], w("page.cycle-plan-take-back"))
        ]
        return view
    }
}
