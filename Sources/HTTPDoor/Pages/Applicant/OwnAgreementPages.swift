import Applications
import Awards
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// A group's own offer and agreement: to read, to accept or decline, and to ask for a change.
extension Page {
    static let ownAgreementPages = [
        Page(.get, .ownAgreement, for: .signedIn) { visit in
            visit.page(visit.ownAgreementPage(try await visit.ownAgreement()))
        },
        Page(.post, .ownAgreement, for: .signedIn) { visit in try await visit.acceptOwn() },
        Page(.post, .ownConfirmation, for: .signedIn) { visit in try await visit.confirmOwn() },
        Page(.get, .ownDecline, for: .signedIn) { visit in
            let report = try await visit.ownAgreement()
            guard report.isOwn, report.agreement.open != nil else {
                return visit.go(to: visit.ownPlace)
            }
            return visit.page(visit.declinePage(report))
        },
        Page(.post, .ownDecline, for: .signedIn) { visit in try await visit.declineOwn() },
        Page(.get, .ownChange, for: .signedIn) { visit in
            let report = try await visit.ownAgreement()
            guard report.isOwn, visit.canAsk(report) else { return visit.go(to: visit.ownPlace) }
            return visit.page(visit.ownChangePage(report))
        },
        Page(.post, .ownChange, for: .signedIn) { visit in try await visit.askOwnChange() },
    ]
}

extension Visit {
    fileprivate var ownPlace: String { Route.ownAgreement.link(path("reference")) }

    fileprivate func ownAgreement() async throws -> AgreementReport {
        let (reference, principal) = (path("reference"), try principal)
        return try await read { try $0.agreement(reference, as: principal) }
    }

    /// Whether a change can be asked for as things stand.
    func canAsk(_ report: AgreementReport) -> Bool {
        let agreement = report.agreement
        guard let present = agreement.present, !agreement.isClosed else { return false }
        return agreement.request == nil && (agreement.open == nil || present.number == 1)
    }

    fileprivate func ownView(_ title: String, _ report: AgreementReport) -> PageView {
        var view = PageView(w(title))
        view.caption = w(
            "page.application-of", ["reference": "\(report.summary.reference)"])
        view.back = PageLink(w("page.back"), ownPlace)
        view.place = ownPlace
        return view
    }

    fileprivate func ownAgreementPage(
        _ report: AgreementReport, problems: [FieldProblem] = []
    ) -> PageView {
        var view = ownView("page.own-agreement", report)
        view.back = PageLink(
            w("page.back"), Route.ownApplication.link("\(report.summary.reference)"))
        view.blocks = [.summary(agreementRows(report))]
        if let end = report.agreement.end {
            view.blocks.append(.inset(ended(end)))
        }
        view.blocks += bankDetailsNext(report)
        if let open = report.agreement.open {
            view.blocks += [
                .heading2(w("page.agreement-to-read", ["number": "\(open.number)"])),
                .record(open.text),
            ]
            if report.isOwn { view.blocks += answerForms(report, open, problems) }
        }
        if let agreed = report.agreement.agreed {
            view.blocks += [
                .heading2(w("page.agreement-agreed", ["number": "\(agreed.number)"])),
                .record(agreed.text), .hintText(signed(agreed)),
            ]
        }
        if let request = report.agreement.request {
            view.blocks.append(
                .inset(
                    w(
                        request.isFromGroup
                            ? "page.agreement-you-asked" : "page.agreement-we-asked",
                        ["date": words.words(request.askedAt)])))
        }
        if report.isOwn, canAsk(report) {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.own-change"),
                        Route.ownChange.link("\(report.summary.reference)"))))
        }
        return view
    }

    /// That bank details come next, and where they are given: on the group's own page, never by email.
    private func bankDetailsNext(_ report: AgreementReport) -> [Block] {
        guard report.isOwn, report.wantsBankDetails, !report.agreement.isClosed else { return [] }
        let link = PageLink(w("page.own-bank"), Route.ownBank.link("\(report.summary.reference)"))
        return report.agreement.agreed == nil
            ? [.paragraph(w("page.own-bank-later")), .linkLine(link)]
            : [
                .heading2(w("page.own-bank-next")), .paragraph(w("page.own-bank-next-text")),
                .button(link),
            ]
    }

    private func answerForms(
        _ report: AgreementReport, _ open: AgreementVersion, _ problems: [FieldProblem]
    ) -> [Block] {
        let reference = "\(report.summary.reference)"
        let decline = PageLink(w("page.own-decline"), Route.ownDecline.link(reference))
        if open.asksConfirmation, open.confirmation == nil {
            return [
                .heading2(w("page.assistance-title")),
                .paragraph(
                    w(
                        "page.assistance-text",
                        [
                            "organisation": report.summary.organisation,
                            "amount": open.terms.amount.words,
                            "cap": report.rules.assistanceCap.words,
                        ])),
                .form(
                    Block.Form(
                        action: Route.ownConfirmation.link(reference), csrf: csrf,
                        hidden: [once, ("version", "\(open.number)")],
                        fields: [
                            line("confirmName", w("page.your-name"), problems),
                            tick(
                                "confirmed", w("page.assistance-tick-title"),
                                w(
                                    "page.assistance-tick",
                                    ["cap": report.rules.assistanceCap.words]), problems),
                        ], buttons: [.init(text: w("page.assistance-button"))])),
                .linkLine(decline),
            ]
        }
        return [
            .heading2(w("page.own-accept")),
            .paragraph(w("page.own-accept-text", ["date": words.words(open.lapsesOn)])),
            .form(
                Block.Form(
                    action: ownPlace, csrf: csrf, hidden: [once, ("sha256", open.sha256)],
                    fields: [
                        line("name", w("page.your-name"), problems),
                        line(
                            "role", w("page.your-role"), hint: w("page.your-role-hint"), problems),
                        tick(
                            "authorised", w("page.authorised-title"), w("page.authorised"),
                            problems),
                    ], buttons: [.init(text: w("page.own-accept-button"))])),
            .linkLine(decline),
        ]
    }

    /// One box to tick, under a name of its own.
    func tick(
        _ name: String, _ label: String, _ text: String, _ problems: [FieldProblem]
    ) -> Field {
        Field(
            name: name, label: label,
            kind: .checkboxes([.init(value: "yes", label: text, isChosen: fields.has(name))]),
            error: problems.first { $0.place == name }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    fileprivate func declinePage(
        _ report: AgreementReport, problems: [FieldProblem] = []
    ) -> PageView {
        var view = ownView("page.own-decline", report)
        let isChange = report.agreement.present?.number ?? 1 > 1
        view.blocks = [
            .warning(
                w(isChange ? "page.own-decline-change" : "page.own-decline-text"),
                label: w("page.warning")),
            .form(
                Block.Form(
                    action: Route.ownDecline.link("\(report.summary.reference)"), csrf: csrf,
                    hidden: [once, ("version", "\(report.agreement.present?.number ?? 0)")],
                    fields: [reasonField(problems, optional: true)],
                    buttons: [.init(text: w("page.own-decline-yes"), isWarning: true)],
                    cancel: PageLink(w("page.back"), ownPlace))),
        ]
        return view
    }

    fileprivate func ownChangePage(
        _ report: AgreementReport, problems: [FieldProblem] = []
    ) -> PageView {
        var view = ownView("page.own-change", report)
        view.blocks = [
            .paragraph(w("page.own-change-text")),
            .form(
                Block.Form(
                    action: Route.ownChange.link("\(report.summary.reference)"), csrf: csrf,
                    hidden: [once], fields: changeFields(report, problems),
                    buttons: [.init(text: w("page.own-change-button"))],
                    cancel: PageLink(w("page.back"), ownPlace))),
        ]
        return view
    }

    // MARK: What they send

    fileprivate func acceptOwn() async throws -> Response {
        let report = try await ownAgreement()
        let reference = path("reference")
        let signing = AgreementSigning(
            name: fields["name"], role: fields["role"], isAuthorised: fields.has("authorised"),
            sha256: fields["sha256"])
        do {
            try await once { try $0.acceptAgreement(reference, signing, as: $1) }
        } catch AgreementProblem.textChanged {
            // The words that stand now, with what was typed: nothing is lost.
            var view = ownAgreementPage(report)
            view.errors = [
                (text: words.onPage(AgreementProblem.textChanged.report), field: "")
            ]
            if let open = report.agreement.open, open.asksConfirmation, open.confirmation == nil {
                view.blocks += [
                    .heading2(w("page.signed-out-yours")), .answer(signing.name),
                    .answer(signing.role),
                ]
            }
            return page(view, status: .conflict)
        } catch let problem as any Problem {
            return try refusal(problem, at: "name") { ownAgreementPage(report, problems: $0) }
        }
        return answered("page.own-accepted")
    }

    fileprivate func confirmOwn() async throws -> Response {
        let report = try await ownAgreement()
        let (reference, name) = (path("reference"), fields["confirmName"])
        guard fields.has("confirmed") else {
            let problems = [FieldProblem("confirmed", "assistance-untick")]
            return wrong(ownAgreementPage(report, problems: problems), problems)
        }
        do {
            try await once { try $0.confirmAssistance(reference, name: name, place: nil, as: $1) }
        } catch let problem as any Problem {
            return try refusal(problem, at: "confirmName") {
                ownAgreementPage(report, problems: $0)
            }
        }
        return answered("page.own-confirmed")
    }

    fileprivate func declineOwn() async throws -> Response {
        let report = try await ownAgreement()
        let (reference, reason) = (path("reference"), fields["reason"])
        do {
            try await once { try $0.declineAgreement(reference, reason: reason, as: $1) }
        } catch let problem as any Problem {
            return try refusal(problem, at: "reason") { declinePage(report, problems: $0) }
        }
        return answered("page.own-declined")
    }

    fileprivate func askOwnChange() async throws -> Response {
        let report = try await ownAgreement()
        let reference = path("reference")
        let (change, problems) = change()
        guard problems.isEmpty else {
            return wrong(ownChangePage(report, problems: problems), problems)
        }
        do {
            try await once { try $0.askVariation(reference, change, as: $1) }
        } catch let problem as any Problem {
            return try refusal(problem, at: "reason") { ownChangePage(report, problems: $0) }
        }
        return answered("page.own-change-asked")
    }

    private func answered(_ done: String) -> Response {
        house.mail.nudge()
        return go(to: ownPlace, done: w(done))
    }

    /// Shows the page again with what is wrong; throws on what no field can tell.
    ///
    /// - Parameter field: where a refusal by a rule is shown.
    func refusal(
        _ problem: any Problem, at field: String, _ again: ([FieldProblem]) -> PageView
    ) throws -> Response {
        if let problem = problem as? InvalidInput {
            let problems = problem.fields.map {
                FieldProblem(
                    $0.place == "name" && field == "confirmName" ? field : $0.place, $0.code,
                    $0.arguments)
            }
            return wrong(again(problems), problems)
        }
        let report = problem.report
        guard report.kind == .conflict, report.code.hasPrefix("agreement-") else { throw problem }
        let problems = [FieldProblem(field, report.code, report.arguments)]
        return wrong(again(problems), problems)
    }
}
