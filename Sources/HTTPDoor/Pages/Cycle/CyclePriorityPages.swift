import Assessment
import Bootstrap
import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// What the fund is to change, and why: priorities, the needs that they answer, the criteria that look
/// for them.
extension Page {
    static let cyclePriorityPages = [
        Page(.get, .cycleChoice, for: cycleOfficers) { visit in
            visit.page(try await visit.choicePage())
        },
        Page(.post, .cycleChoice, for: cycleOfficers) { visit in
            let (key, services) = (visit.cycleKey, visit.house.services)
            let priority = visit.fields["priority"]
            guard !priority.isEmpty else {
                let problems = [FieldProblem("priority", "choose-one")]
                return visit.wrong(try await visit.choicePage(problems), problems)
            }
            let needs = visit.fields.all("need").compactMap { Int64($0) }
            let criteria = visit.fields.all("criteria")
            return try await visit.cycleAct(
                { try await visit.choicePage($0) }, then: Route.cycleNeedsPage.link(key),
                done: "page.priority-chosen", at: "priority"
            ) { workflows, principal in
                try workflows.choosePriority(
                    priority, needs: needs, criteria: criteria, try services.configuration(),
                    in: key, as: principal)
            }
        },
        Page(.get, .cyclePriorityBack, for: cycleOfficers) { visit in
            visit.page(try await visit.priorityBackPage())
        },
        Page(.post, .cyclePriorityBack, for: cycleOfficers) { visit in
            let (key, priority) = (visit.cycleKey, visit.path("priority"))
            let reason = visit.fields.raw("reason")
            return try await visit.cycleAct(
                { try await visit.priorityBackPage($0) }, then: Route.cycleNeedsPage.link(key),
                done: "page.priority-withdrawn", at: "reason"
            ) { try $0.withdrawPriority(priority, reason: reason, in: key, as: $1) }
        },
    ]
}

extension Visit {
    /// The priorities that a cycle chose.
    ///
    /// - Parameter acts: whether each can be taken back there.
    func priorityTable(_ report: CycleReport, acts: Bool) -> Block {
        let back: [[Table.Cell]] = report.priorities.map {
            acts
                ? [
                    .init(
                        w("page.priority-withdraw"),
                        link: Route.cyclePriorityBack.link(report.cycle.key, $0.key))
                ] : []
        }
        return .table(
            Table(
                id: "priorities", caption: w("page.cycle-priorities"), isCaptionHidden: true,
                columns: [
                    .init(w("page.priority")), .init(w("page.priority-needs")),
                    .init(w("page.priority-criteria")),
                ] + (acts ? [.init(w("page.change"))] : []),
                rows: zip(report.priorities, back).map { priority, back in
                    [
                        .init(priorityTitle(priority.key, priority.title), isHeader: true),
                        .init(needs(priority.needs, report.needs)),
                        .init(
                            priority.criteria.isEmpty
                                ? "–" : criteria(priority.criteria, report.criteria)),
                    ] + back
                }, emptyText: w("page.priorities-none")))
    }

    private func needs(_ numbers: [Int64], _ needs: [CycleNeed]) -> String {
        let found = needs.filter { numbers.contains($0.number) }
        return found.isEmpty
            ? "–" : found.map { needTitle($0) }.joined(separator: "; ")
    }

    fileprivate func choicePage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, services) = (try await cycleReport(), house.services)
        let cycle = report.cycle
        var view = cycleView(w("page.priority-choose"), cycle)
        view.back = PageLink(w("page.cycle-needs"), Route.cycleNeedsPage.link(cycle.key))
        guard cycle.takesNeeds else {
            view.blocks = [.inset(w("page.cycle-needs-fixed"))]
            return view
        }
        let files = try await read { _ in try services.configuration() }
        view.blocks = [
            .paragraph(w("page.priority-choose-text")),
            cycleForm(
                Route.cycleChoice.link(cycle.key),
                [
                    select(
                        "priority", w("page.priority"),
                        files.priorities.map { ($0.key, words.title(of: $0)) }, problems),
                    several(
                        "need", w("page.priority-needs"),
                        report.needs.filter { !$0.isWithdrawn }.map {
                            ("\($0.number)", needTitle($0))
                        }, problems),
                    several(
                        "criteria", w("page.priority-criteria"),
                        files.scoring.criteria.map { ($0.key, words.title(of: $0)) },
                        hint: w("page.priority-criteria-hint"), problems),
                ], w("page.priority-save")),
        ]
        return view
    }

    fileprivate func priorityBackPage(
        _ problems: [FieldProblem] = []
    ) async throws -> PageView {
        let (report, key) = (try await cycleReport(), path("priority"))
        guard let priority = report.priorities.first(where: { $0.key == key }) else {
            throw CommissioningProblem.priorityUnknown(key: key)
        }
        let cycle = report.cycle
        var view = cycleView(w("page.priority-withdraw"), cycle)
        view.caption = priorityTitle(key, priority.title)
        view.back = PageLink(w("page.cycle-needs"), Route.cycleNeedsPage.link(cycle.key))
        guard cycle.takesNeeds else {
            view.blocks = [.inset(w("page.cycle-needs-fixed"))]
            return view
        }
        view.blocks = [
            .paragraph(w("page.priority-withdraw-text")),
            cycleForm(
                Route.cyclePriorityBack.link(cycle.key, key),
                [reasonField(problems, optional: false)], w("page.priority-withdraw")),
        ]
        return view
    }
}
