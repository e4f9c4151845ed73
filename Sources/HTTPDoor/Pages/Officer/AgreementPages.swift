import Applications
import Awards
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

/// The offers and agreements of a round, for those who work on them.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .finance, .auditor])

    static let agreementPages = [
        Page(.get, .workAgreements, for: readers) { visit in
            visit.page(try await visit.agreementList())
        },
        Page(.post, .workOffers, for: .roles([.officer])) { visit in
            try await visit.makeOffers()
        },
        Page(.post, .workLapses, for: .roles([.officer])) { visit in
            let key = visit.round
            let principal = try visit.principal
            let lapsed = try await visit.write {
                try $0.lapseAgreements(round: key, as: principal)
            }
            visit.house.mail.nudge()
            return visit.go(
                to: Route.workAgreements.link(key),
                done: visit.w("page.lapsed", ["count": "\(lapsed.count)"]))
        },
        Page(.get, .workAgreement, for: readers) { visit in
            visit.page(visit.agreementPage(try await visit.agreement()))
        },
    ]
}

extension Visit {
    var agreementPlace: String { Route.workAgreement.link(round, path("reference")) }

    func agreement() async throws -> AgreementReport {
        let (reference, principal) = (path("reference"), try principal)
        let report = try await read { try $0.agreement(reference, as: principal) }
        guard report.round.key == round else {
            throw AgreementProblem.noAward(reference: reference)
        }
        return report
    }

    fileprivate func agreementList(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (key, principal) = (round, try principal)
        guard try await read({ try $0.hasAgreements(key) }) else {
            let round = try await read { try $0.round(key) }
            var view = staffView("page.agreements", round)
            view.blocks = [.paragraph(w("page.agreements-off"))]
            return view
        }
        let (round, reports) = try await read { try $0.agreements(of: key, as: principal) }
        var view = staffView("page.agreements", round)
        view.place = Route.workAgreements.link(key)
        view.blocks = [.paragraph(w("page.agreements-text"))]
        let today = reports.first?.today
        let unoffered = reports.filter {
            $0.agreement.versions.isEmpty && !$0.agreement.isClosed
        }
        let overdue = reports.count { report in
            today.map { report.agreement.open?.isOverdue(on: $0) ?? false } ?? false
        }
        if has(.officer), !unoffered.isEmpty, round.status == .decided {
            let unanswered = unoffered.count { $0.agreement.subsidy == nil }
            view.blocks += [
                .paragraph(
                    w(
                        "page.offers-text",
                        ["count": "\(unoffered.count)", "unanswered": "\(unanswered)"])),
                .form(
                    Block.Form(
                        action: Route.workOffers.link(key), csrf: csrf,
                        hidden: [once, ("ground", "\(unoffered.count) \(unanswered)")],
                        buttons: [.init(text: w("page.make-offers"))])),
            ]
        }
        if has(.officer), overdue > 0 {
            view.blocks += [
                .paragraph(w("page.lapses-text", ["count": "\(overdue)"])),
                .form(
                    Block.Form(
                        action: Route.workLapses.link(key), csrf: csrf,
                        hidden: [("ground", "\(overdue)")],
                        buttons: [.init(text: w("page.lapse"), isWarning: true)])),
            ]
        }
        view.blocks.append(agreementTable(reports, key))
        return view
    }

    private func agreementTable(_ reports: [AgreementReport], _ key: String) -> Block {
        .table(
            Table(
                id: "agreements", caption: w("page.agreements"),
                columns: [
                    .init(w("page.reference")), .init(w("page.group")),
                    .init(w("page.award"), isNumeric: true), .init(w("page.how-it-stands")),
                    .init(w("page.agreement-by")), .init(w("page.agreement-assistance")),
                ],
                rows: reports.map { report in
                    let agreement = report.agreement
                    return [
                        .init(
                            "\(report.summary.reference)",
                            link: Route.workAgreement.link(key, "\(report.summary.reference)"),
                            isHeader: true),
                        .init(report.summary.organisation),
                        .init((agreement.current?.terms.amount ?? report.award.kept).words),
                        .init(
                            agreement.request == nil
                                ? w("agreement-state.\(agreement.state.name)")
                                : w("page.agreement-request"), isTag: true),
                        .init(agreement.open.map { words.words($0.lapsesOn) } ?? ""),
                        .init(
                            agreement.subsidy.map {
                                w($0.isEconomic ? "page.yes" : "page.no")
                            } ?? w("page.unanswered")),
                    ]
                }, emptyText: w("page.agreements-none")))
    }

    fileprivate func makeOffers() async throws -> Response {
        let key = round
        do {
            let said = try await once { workflows, principal in
                try workflows.offerAgreements(round: key, as: principal)
            } keeping: { made in
                .array([.int(made.references.count), .int(made.waiting.count)])
            }
            house.mail.nudge()
            let counts = said.array ?? []
            return go(
                to: Route.workAgreements.link(key),
                done: w(
                    "page.offers-made",
                    [
                        "count": "\(counts.first?.int ?? 0)",
                        "waiting": "\(counts.last?.int ?? 0)",
                    ]))
        } catch let problem as any Problem where problem.report.kind == .conflict {
            var view = try await agreementList()
            view.errors = [(text: words.onPage(problem.report), field: "")]
            return page(view, status: .unprocessableContent)
        }
    }

    func agreementPage(_ report: AgreementReport) -> PageView {
        let agreement = report.agreement
        var view = PageView(
            w("page.agreement-of", ["reference": "\(report.summary.reference)"]))
        view.caption = report.summary.organisation
        view.back = PageLink(w("page.agreements"), Route.workAgreements.link(round))
        view.place = agreementPlace
        view.blocks = [.summary(agreementRows(report) + staffRows(report))]
        if let end = agreement.end {
            view.blocks.append(.inset(ended(end)))
            if let reason = end.reason { view.blocks.append(.answer(reason)) }
        }
        if let request = agreement.request {
            view.blocks += [.heading2(w("page.agreement-request"))] + asked(request, report)
        }
        let acts = AgreementAct.allCases.filter { act in
            act.roles.contains { has($0) } && act.isOpen(report)
        }
        if !acts.isEmpty {
            view.blocks.append(
                .links(
                    acts.map {
                        PageLink(
                            w("page.agreement-title-\($0.rawValue)"),
                            $0.route.link(round, path("reference")))
                    }))
        }
        if !agreement.conditions.isEmpty {
            view.blocks += [
                .heading2(w("page.agreement-special")),
                .numbers(agreement.conditions.map(\.text)),
            ]
        }
        for version in agreement.versions.reversed() {
            view.blocks += shown(version, report)
        }
        let earlier = agreement.variations.filter { $0.decision != nil }
        if !earlier.isEmpty {
            view.blocks.append(.heading2(w("page.agreement-changes")))
            view.blocks += earlier.flatMap { asked($0, report) }
        }
        if has(.officer) || has(.decisionMaker) || has(.auditor) {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.application"),
                        Route.workApplication.link(round, "\(report.summary.reference)"))))
        }
        return view
    }

    private func staffRows(_ report: AgreementReport) -> [Block.SummaryRow] {
        var rows = [Block.SummaryRow(key: w("page.round-left"), lines: [report.left.words])]
        if let subsidy = report.agreement.subsidy {
            rows.append(
                Block.SummaryRow(
                    key: w("page.agreement-subsidy"),
                    lines: [w(subsidy.isEconomic ? "page.yes" : "page.no"), subsidy.reason]))
        }
        return rows
    }

    private func shown(_ version: AgreementVersion, _ report: AgreementReport) -> [Block] {
        var blocks: [Block] = [
            .heading2(w("page.agreement-version", ["number": "\(version.number)"])),
            .hintText(
                w(
                    "page.agreement-offered-by",
                    [
                        "who": report.emails[version.offeredBy] ?? "",
                        "date": words.words(version.offeredOn),
                        "until": words.words(version.lapsesOn), "sha256": version.sha256,
                    ])),
            .details(
                w("page.agreement-words"), version.text.split(separator: "\n").map(String.init)),
        ]
        if version.acceptance != nil {
            blocks.append(.paragraph(signed(version)))
            if let paper = version.acceptance?.paper {
                blocks.append(.answer("\(paper.place)\n\(paper.reason)"))
            }
        }
        for item in version.extensions {
            blocks.append(
                .paragraph(
                    w(
                        "page.agreement-extended",
                        ["date": words.words(item.lapsesOn), "reason": item.reason])))
        }
        if let end = version.end {
            blocks.append(
                .paragraph(
                    w(
                        "page.agreement-version-\(end.kind.rawValue)",
                        ["date": words.words(end.at)])))
            if let reason = end.reason { blocks.append(.answer(reason)) }
        }
        return blocks
    }

    /// What somebody asked for, and what was decided.
    func asked(_ request: AgreementVariation, _ report: AgreementReport) -> [Block] {
        let who = report.emails[request.askedBy] ?? ""
        var lines = [
            w(
                request.isFromGroup ? "page.asked-by-group" : "page.asked-by",
                ["who": who, "date": words.words(request.askedAt)])
        ]
        if let terms = request.terms {
            lines += [
                terms.amount.words,
                w(
                    "page.agreement-from-to",
                    [
                        "start": words.words(terms.startsOn), "end": words.words(terms.endsOn),
                    ]), terms.purpose,
            ]
        } else {
            lines.append(w("page.asks-end"))
        }
        var blocks: [Block] = [.bullets(lines), .answer(request.reason)]
        if let decision = request.decision {
            blocks.append(
                .paragraph(
                    w(
                        decision.isApproved ? "page.asked-approved" : "page.asked-refused",
                        [
                            "who": report.emails[decision.by] ?? "",
                            "date": words.words(decision.at),
                        ])))
            if let reason = decision.reason { blocks.append(.answer(reason)) }
        }
        return blocks
    }
}
