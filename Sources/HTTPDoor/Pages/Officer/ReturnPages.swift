import Applications
import Awards
import Bootstrap
import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

/// The monitoring returns of a round, for those who work on it.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .finance, .auditor])

    static let returnPages = [
        Page(.get, .workReturns, for: readers) { visit in
            visit.page(try await visit.returnList())
        },
        Page(.post, .workReturns, for: .roles([.officer])) { visit in
            try await visit.askReturns()
        },
        Page(.get, .workReturn, for: readers) { visit in
            visit.page(visit.returnPage(try await visit.workReturn()))
        },
        Page(.post, .workReturnAcceptance, for: .roles([.officer])) { visit in
            let (reference, number, seen) = visit.judged
            let note = visit.fields.raw("note-\(number)")
            return try await visit.actOnReturn("note-\(number)", done: "page.return-was-accepted") {
                _ = try $0.acceptReturn(reference, number: number, note: note, seen: seen, as: $1)
            }
        },
        Page(.post, .workReturnSendBack, for: .roles([.officer])) { visit in
            let (reference, number, seen) = visit.judged
            let reason = visit.fields.raw("back-\(number)")
            return try await visit.actOnReturn("back-\(number)", done: "page.return-was-sent-back")
            {
                _ = try $0.sendBackReturn(
                    reference, number: number, reason: reason, seen: seen, as: $1)
            }
        },
        Page(.post, .workConcern, for: .roles([.officer])) { visit in
            let (reference, reason) = (visit.path("reference"), visit.fields.raw("concern"))
            let isRaised = visit.fields["then"] == "raise"
            return try await visit.actOnReturn(
                "concern", done: isRaised ? "page.concern-was-raised" : "page.concern-was-ended"
            ) {
                try $0.setConcern(isRaised, over: reference, reason: reason, as: $1)
            }
        },
    ]
}

extension Visit {
    fileprivate var workReturnPlace: String { Route.workReturn.link(round, path("reference")) }

    fileprivate var judged: (reference: String, number: Int64, seen: Int64?) {
        (path("reference"), Int64(fields["number"]) ?? 0, Int64(fields["seen"]))
    }

    fileprivate func workReturn() async throws -> ReturnReport {
        let report = try await returns()
        guard report.round.key == round else {
            throw ReturnProblem.noAward(reference: path("reference"))
        }
        return report
    }

    fileprivate func returnList() async throws -> PageView {
        let (key, principal, isLate) = (round, try principal, query["late"] == "true")
        let (round, all) = try await read { try $0.returns(of: key, as: principal) }
        let lines = isLate ? all.filter(\.isLate) : all
        let late = all.count(where: \.isLate)
        let place = Route.workReturns.link(key)
        var view = staffView("page.returns", round)
        view.place = place
        view.blocks = [.paragraph(w("page.returns-text"))]
        if late > 0 || isLate {
            view.blocks.append(
                .linkLine(
                    isLate
                        ? PageLink(w("page.returns-all", ["count": "\(all.count)"]), place)
                        : PageLink(
                            w("page.returns-late", ["count": "\(late)"]), place + "?late=true")))
        }
        view.blocks.append(table(lines, key))
        if has(.officer), round.status == .decided {
            view.blocks += [
                .paragraph(w("page.returns-ask-text")),
                .form(
                    Block.Form(
                        action: place, csrf: csrf, hidden: [once],
                        buttons: [.init(text: w("page.returns-ask"))])),
            ]
        }
        return view
    }

    fileprivate func table(_ lines: [ReturnLine], _ key: String) -> Block {
        .table(
            Table(
                id: "returns", caption: w("page.returns"),
                columns: [
                    .init(w("page.reference")), .init(w("page.group")), .init(w("page.return")),
                    .init(w("page.return-due")), .init(w("page.how-it-stands")),
                    .init(w("page.return-spent"), isNumeric: true),
                    .init(w("page.return-people"), isNumeric: true), .init(w("page.concern")),
                ],
                rows: lines.map { line in
                    let reference = "\(line.summary.reference)"
                    let latest = line.asked.latest
                    return [
                        .init(
                            reference, link: Route.workReturn.link(key, reference),
                            isHeader: true),
                        .init(line.summary.organisation), .init(title(of: line.asked)),
                        .init(words.words(line.asked.dueOn)),
                        .init(
                            line.isLate
                                ? w("page.return-late")
                                : w("return-state.\(line.asked.state.rawValue)"), isTag: true),
                        .init(latest?.spent.words ?? ""),
                        .init(latest.map { "\($0.people)" } ?? ""),
                        .init(w(line.hasConcern ? "page.yes" : "page.no")),
                    ]
                }, emptyText: w("page.returns-none")))
    }

    fileprivate func askReturns() async throws -> Response {
        let (key, services) = (round, house.services)
        do {
            let said = try await once { workflows, principal in
                try workflows.askReturns(
                    round: key, try services.configuration(), as: principal)
            } keeping: { (asked: ReturnsAsked) in
                .array([.int(asked.made), .int(asked.moved), .int(asked.waiting)])
            }
            let counts = (said.array ?? []).map { "\($0.int ?? 0)" }
            guard counts.count == 3 else { return go(to: Route.workReturns.link(key)) }
            return go(
                to: Route.workReturns.link(key),
                done: w(
                    "page.returns-asked",
                    ["count": counts[0], "moved": counts[1], "waiting": counts[2]]))
        } catch let problem as any Problem where problem.report.kind == .conflict {
            var view = try await returnList()
            view.errors = [(text: words.onPage(problem.report), field: "")]
            return page(view, status: .unprocessableContent)
        }
    }

    fileprivate func returnPage(
        _ report: ReturnReport, _ problems: [FieldProblem] = []
    ) -> PageView {
        let reference = "\(report.summary.reference)"
        var view = PageView(w("page.returns-of", ["reference": reference]))
        view.caption = report.summary.organisation
        view.back = PageLink(w("page.returns"), Route.workReturns.link(round))
        view.place = workReturnPlace
        view.blocks = [
            .summary([
                Block.SummaryRow(key: w("page.award"), lines: [report.award.kept.words]),
                Block.SummaryRow(
                    key: w("page.concern"),
                    lines: report.concern.map { [$0.reason, said($0, report)] } ?? [w("page.no")]),
            ])
        ]
        if report.returns.isEmpty { view.blocks.append(.paragraph(w("page.returns-none"))) }
        for content in report.returns {
            view.blocks += [
                .heading2(title(of: content.asked)), .summary(standing(of: content.asked, report)),
            ]
            if has(.officer) { view.blocks += forms(content, reference, problems) }
            view.blocks += content.versions.reversed().flatMap { sent($0, content, report) }
        }
        if has(.officer) { view.blocks += concernForm(report, problems) }
        return view
    }

    fileprivate func said(_ concern: Concern, _ report: ReturnReport) -> String {
        w(
            "page.concern-by",
            [
                "who": report.emails[concern.by] ?? "",
                "date": LocalDate(concern.on).map { words.words($0) } ?? concern.on,
            ])
    }

    /// What an officer can do about a return: judge what was sent, or enter what came on paper.
    fileprivate func forms(
        _ content: ReturnContent, _ reference: String, _ problems: [FieldProblem]
    ) -> [Block] {
        let number = content.asked.number
        guard content.asked.state == .sent, let version = content.versions.last else {
            guard content.asked.isOpen else { return [] }
            return [
                .linkLine(
                    PageLink(
                        w("page.return-enter", ["return": title(of: content.asked)]),
                        Route.ownReturn.link(reference, "\(number)")))
            ]
        }
        let hidden: [(name: String, value: String)] = [
            ("number", "\(number)"), ("seen", "\(version.number)"),
        ]
        return [
            .form(
                Block.Form(
                    action: Route.workReturnAcceptance.link(round, reference), csrf: csrf,
                    hidden: hidden,
                    fields: [
                        longField(
                            "note-\(number)",
                            w("page.optional", ["title": w("page.return-note")]),
                            value: fields.raw("note-\(number)"), rows: 3, problems)
                    ], buttons: [.init(text: w("page.return-accept"))])),
            .form(
                Block.Form(
                    action: Route.workReturnSendBack.link(round, reference), csrf: csrf,
                    hidden: hidden,
                    fields: [
                        longField(
                            "back-\(number)", w("page.return-back-reason"),
                            value: fields.raw("back-\(number)"), rows: 3, problems)
                    ], buttons: [.init(text: w("page.return-send-back"), isSecondary: true)])),
        ]
    }

    fileprivate func concernForm(_ report: ReturnReport, _ problems: [FieldProblem]) -> [Block] {
        let isRaised = report.concern != nil
        return [
            .heading2(w("page.concern")),
            .paragraph(w(isRaised ? "page.concern-end-text" : "page.concern-text")),
            .form(
                Block.Form(
                    action: Route.workConcern.link(round, "\(report.summary.reference)"),
                    csrf: csrf, hidden: [("then", isRaised ? "end" : "raise")],
                    fields: [
                        longField(
                            "concern", w("page.reason"), value: fields.raw("concern"), rows: 3,
                            problems)
                    ],
                    buttons: [
                        .init(
                            text: w(isRaised ? "page.concern-end" : "page.concern-raise"),
                            isWarning: !isRaised)
                    ])),
        ]
    }

    /// Does something about an award's returns, or shows its page again with what is wrong.
    ///
    /// - Parameter field: what is wrong is shown there.
    fileprivate func actOnReturn(
        _ field: String, done: String,
        _ work: @escaping @Sendable (Workflows, Principal) throws -> Void
    ) async throws -> Response {
        try await act(
            { returnPage(try await workReturn(), $0) }, then: workReturnPlace, done: done,
            problemField: field, isFormNeeded: true
        ) { workflows, principal in
            do {
                try work(workflows, principal)
            } catch let problem as InvalidInput {
                throw InvalidInput(
                    problem.source,
                    problem.fields.map { FieldProblem(field, $0.code, $0.arguments) })
            }
            return [:]
        }
    }
}
