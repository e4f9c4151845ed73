import Applications
import Awards
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// What somebody does about one offer or agreement, each on a page of its own.
enum AgreementAct: String, CaseIterable {
    case subsidy, special, offer, paper, confirm, extend, withdraw, change, end, decide

    var route: Route {
        switch self {
        case .subsidy: .workSubsidy
        case .special: .workSpecial
        case .offer: .workOffer
        case .paper: .workPaper
        case .confirm: .workAssistance
        case .extend: .workExtension
        case .withdraw: .workOfferBack
        case .change: .workChange
        case .end: .workEnding
        case .decide: .workVariation
        }
    }

    var roles: Set<Role> { self == .decide ? [.decisionMaker] : [.officer] }

    /// The field that a refusal by a rule is shown at.
    var field: String {
        switch self {
        case .subsidy: "economic"
        case .special: "condition"
        case .offer: "startsOn"
        case .paper, .confirm: "name"
        case .extend: "until"
        case .withdraw, .change, .end: "reason"
        case .decide: "approved"
        }
    }

    /// Whether it can be done as things stand.
    func isOpen(_ report: AgreementReport) -> Bool {
        let agreement = report.agreement
        guard !agreement.isClosed else { return false }
        let isOffered = !agreement.versions.isEmpty
        switch self {
        case .subsidy, .special: return !isOffered
        case .offer: return !isOffered && agreement.subsidy != nil
        case .paper:
            return agreement.open.map { !$0.asksConfirmation || $0.confirmation != nil } ?? false
        case .confirm:
            return agreement.open.map { $0.asksConfirmation && $0.confirmation == nil } ?? false
        case .extend: return agreement.open != nil
        case .withdraw: return agreement.open != nil || agreement.agreed == nil
        case .change:
            guard let present = agreement.present else { return false }
            return agreement.request == nil && (agreement.open == nil || present.number == 1)
        case .end: return agreement.agreed != nil && agreement.request == nil
        case .decide: return agreement.request != nil
        }
    }
}

extension Page {
    static let agreementActs: [Page] = AgreementAct.allCases.flatMap { act in
        [
            Page(.get, act.route, for: .roles(act.roles)) { visit in
                let report = try await visit.agreement()
                guard act.isOpen(report) else { return visit.go(to: visit.agreementPlace) }
                return visit.page(visit.actPage(act, report))
            },
            Page(.post, act.route, for: .roles(act.roles)) { visit in
                try await visit.act(act)
            },
        ]
    }
}

extension Visit {
    private typealias Work = @Sendable (Workflows, Principal) throws -> Void

    fileprivate func actPage(
        _ act: AgreementAct, _ report: AgreementReport, _ problems: [FieldProblem] = []
    ) -> PageView {
        var view = PageView(w("page.agreement-title-\(act.rawValue)"))
        view.caption = "\(report.summary.reference) · \(report.summary.organisation)"
        view.back = PageLink(
            w("page.agreement-of", ["reference": "\(report.summary.reference)"]), agreementPlace)
        if act == .decide, let request = report.agreement.request {
            view.blocks += asked(request, report)
        }
        if act == .special, !report.agreement.conditions.isEmpty {
            view.blocks.append(.numbers(report.agreement.conditions.map(\.text)))
        }
        view.blocks += [
            .paragraph(w("page.agreement-text-\(act.rawValue)")),
            .form(
                Block.Form(
                    action: act.route.link(round, path("reference")), csrf: csrf,
                    hidden: [once, ("sha256", report.agreement.open?.sha256 ?? "")],
                    fields: fields(of: act, report, problems),
                    buttons: [
                        .init(
                            text: w("page.agreement-button-\(act.rawValue)"),
                            isWarning: [.withdraw, .end].contains(act))
                    ], cancel: PageLink(w("page.back"), agreementPlace))),
        ]
        return view
    }

    private func fields(
        of act: AgreementAct, _ report: AgreementReport, _ problems: [FieldProblem]
    ) -> [Field] {
        let reason = reasonField(problems, optional: false)
        let place = line("place", w("page.paper-place"), problems)
        switch act {
        case .subsidy:
            return [
                oneOf(
                    "economic", w("page.economic"),
                    [("yes", w("page.yes")), ("no", w("page.no"))], problems), reason,
            ]
        case .special:
            let own = report.agreement.conditions
            return [
                longField(
                    "condition", w("page.optional", ["title": w("page.new-condition")]),
                    value: fields.raw("condition"), rows: 3, problems)
            ]
                + (own.isEmpty
                    ? []
                    : [
                        select(
                            "remove", w("page.optional", ["title": w("page.remove-condition")]),
                            own.indices.map { ("\($0 + 1)", "\($0 + 1)") }, problems)
                    ])
        case .offer: return dateFields(problems)
        case .paper:
            return [
                line("name", w("page.signed-by"), problems),
                line("role", w("page.signed-role"), hint: w("page.your-role-hint"), problems),
                dayField(
                    Self.signedDay, "page.signed-on", "page.agreement-day-hint", problems,
                    isOptional: false), place,
                longField(
                    "reason", w("page.paper-reason"), value: fields.raw("reason"), rows: 3,
                    problems),
                tick(
                    "authorised", w("page.authorised-title"), w("page.paper-authorised"),
                    problems),
            ]
        case .confirm: return [line("name", w("page.signed-by"), problems), place]
        case .extend:
            return [
                dayField(
                    Self.untilDay, "page.extend-until", "page.agreement-day-hint", problems,
                    isOptional: false), reason,
            ]
        case .withdraw, .end: return [reason]
        case .change: return changeFields(report, problems)
        case .decide:
            return [
                oneOf(
                    "approved", w("page.approve-question"),
                    [("yes", w("page.approve-yes")), ("no", w("page.approve-no"))], problems),
                longField(
                    "reason", w("page.approve-reason"), value: fields.raw("reason"), rows: 3,
                    problems),
            ]
        }
    }

    fileprivate func act(_ act: AgreementAct) async throws -> Response {
        let report = try await agreement()
        guard act.isOpen(report) else { return go(to: agreementPlace) }
        let (work, problems) = work(of: act)
        guard problems.isEmpty else { return wrong(actPage(act, report, problems), problems) }
        do {
            try await once(work)
        } catch let problem as any Problem {
            return try refusal(problem, at: act.field) { actPage(act, report, $0) }
        }
        house.mail.nudge()
        return go(
            to: agreementPlace, done: w("page.agreement-done-\(act.rawValue)"))
    }

    private func work(of act: AgreementAct) -> (Work, [FieldProblem]) {
        let (reference, key) = (path("reference"), round)
        let reason = fields.raw("reason")
        let (name, place) = (fields["name"], fields["place"])
        switch act {
        case .subsidy:
            let answer = fields["economic"]
            return (
                {
                    try $0.answerSubsidy(
                        reference, isEconomic: answer == "yes", reason: reason, as: $1)
                }, answer.isEmpty ? [FieldProblem("economic", "choose-one")] : []
            )
        case .special:
            let text = fields.raw("condition")
            let number = Int64(fields["remove"])
            return (
                {
                    if let number {
                        try $0.removeAgreementCondition(reference, number: number, as: $1)
                    }
                    if number == nil || !text.trimmed.isEmpty {
                        try $0.addAgreementCondition(reference, text, as: $1)
                    }
                },
                number != nil && !text.trimmed.isEmpty
                    ? [FieldProblem("remove", "agreement-one-of-two")] : []
            )
        case .offer:
            let (start, end, problems) = dates()
            return (
                {
                    _ = try $0.offerAgreements(
                        round: key,
                        one: OfferDates(reference: reference, startsOn: start, endsOn: end),
                        as: $1)
                }, problems
            )
        case .paper:
            let (day, problems) = day(Self.signedDay)
            let signing = AgreementSigning(
                name: name, role: fields["role"], isAuthorised: fields.has("authorised"),
                sha256: fields["sha256"],
                paper: .init(
                    signedOn: day ?? LocalDate(daysSince1970: 0), place: place, reason: reason))
            return (
                { try $0.acceptAgreement(reference, signing, as: $1) },
                day == nil && problems.isEmpty
                    ? [FieldProblem("signedOn", "missing")] : problems
            )
        case .confirm:
            return (
                { try $0.confirmAssistance(reference, name: name, place: place, as: $1) }, []
            )
        case .extend:
            let (day, problems) = day(Self.untilDay)
            return (
                {
                    try $0.extendAgreement(
                        reference, to: day ?? LocalDate(daysSince1970: 0), reason: reason, as: $1)
                },
                day == nil && problems.isEmpty ? [FieldProblem("until", "missing")] : problems
            )
        case .withdraw:
            return ({ try $0.withdrawAgreement(reference, reason: reason, as: $1) }, [])
        case .change:
            let (change, problems) = change()
            return ({ try $0.askVariation(reference, change, as: $1) }, problems)
        case .end: return ({ try $0.askEnd(reference, reason: reason, as: $1) }, [])
        case .decide:
            let approved = fields["approved"]
            return (
                {
                    try $0.decideVariation(
                        reference, isApproved: approved == "yes", reason: reason, as: $1)
                }, approved.isEmpty ? [FieldProblem("approved", "choose-one")] : []
            )
        }
    }
}
