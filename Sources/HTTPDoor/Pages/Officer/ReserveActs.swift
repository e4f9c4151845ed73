import Applications
import Awards
import Bootstrap
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// What is done about the reserve list and those on it.
extension Visit {
    func reserveReason(
        _ name: String, _ problems: [FieldProblem], label: String = "page.reason",
        hint: String? = nil
    ) -> Field {
        longField(
            name, w(label), value: fields.raw(name), rows: 3, hint: hint.map { w($0) }, problems)
    }

    /// What whoever looks can do now with somebody on the list, or why not.
    func listedForms(_ found: ListedReport, _ problems: [FieldProblem]) -> [Block] {
        let listed = found.entry.listed
        guard found.report.closing == nil else { return [] }
        var blocks: [Block] = []
        switch listed.state {
        case .deferred, .awarded, .ended: return []
        case .listed:
            guard has(.officer) else { return [] }
            blocks += [.heading2(w("page.reserve-propose")), proposalForm(found, problems)]
            return blocks + listRemovalForm(problems)
        case .proposed:
            guard has(.decisionMaker) else { return [.inset(w("page.reserve-waits-decider"))] }
            guard found.entry.last?.proposedBy != signedIn?.principal.personID else {
                return [.inset(w("page.reserve-you-proposed"))]
            }
            return [
                .heading2(w("page.reserve-decide")),
                listedForm(
                    .workListedDecision, of: found,
                    [
                        radios(
                            "verdict", w("page.reserve-decide-question"),
                            ReserveVerdict.allCases.map {
                                ($0.rawValue, w("page.reserve-choose-\($0.rawValue)"))
                            }, problems),
                        reserveReason("reason", problems, hint: "page.reserve-reason-hint"),
                    ], "page.reserve-decide"),
            ]
        case .approved, .calledIn:
            guard has(.officer) || has(.decisionMaker) else { return [] }
            return pendingForms(found, problems)
        }
    }

    private func pendingForms(_ found: ListedReport, _ problems: [FieldProblem]) -> [Block] {
        guard let effectiveOn = found.entry.last?.decision?.effectiveOn else { return [] }
        if found.entry.listed.state == .calledIn {
            return [
                .heading2(w("page.reserve-outcome")),
                listedForm(
                    .workListedOutcome, of: found,
                    [
                        radios(
                            "outcome", w("page.call-in-outcome"),
                            CallInVerdict.allCases.map {
                                ($0.rawValue, w("page.reserve-outcome-\($0.rawValue)"))
                            }, problems), reserveReason("reason", problems),
                    ], "page.reserve-outcome"),
            ]
        }
        guard effectiveOn > found.report.today else {
            let making: [Block] = [
                .heading2(w("page.reserve-award")), .paragraph(w("page.reserve-award-text")),
                listedForm(
                    .workListedAward, of: found, [awardField(problems)], "page.reserve-award"),
            ]
            return making + dropForm(found, problems)
        }
        var blocks: [Block] = [
            .inset(w("page.reserve-waits-effect", ["date": words.words(effectiveOn)]))
        ]
        if found.entry.last?.callIn == nil {
            blocks += [
                .heading2(w("page.call-in")),
                listedForm(
                    .workListedCallIn, of: found,
                    [
                        line("by", w("page.optional", ["title": w("page.called-in-by")]), problems),
                        reserveReason("reason", problems, label: "page.call-in-reason"),
                    ], "page.reserve-call-in"),
            ]
        }
        return blocks + dropForm(found, problems)
    }

    /// A decision maker ends what cannot be made.
    private func dropForm(_ found: ListedReport, _ problems: [FieldProblem]) -> [Block] {
        guard has(.decisionMaker) else { return [] }
        return [
            .heading2(w("page.reserve-drop")), .paragraph(w("page.reserve-drop-text")),
            listedForm(
                .workListedDrop, of: found,
                [reserveReason("drop", problems, hint: "page.reserve-reason-hint")],
                "page.reserve-drop"),
        ]
    }

    /// Where what keeps an award from being made is said.
    private func awardField(_ problems: [FieldProblem]) -> Field {
        Field(
            name: "award", label: w("page.reserve-award-question"),
            kind: .checkboxes([
                .init(
                    value: "yes", label: w("page.reserve-award-yes"),
                    isChosen: fields["award"] == "yes")
            ]), error: problems.first { $0.place == "award" }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    private func proposalForm(_ found: ListedReport, _ problems: [FieldProblem]) -> Block {
        let listed = found.entry.listed
        var asked = [
            Field(
                name: "amount", label: w("page.reserve-amount"),
                kind: .input(
                    value: fields.has("amount")
                        ? fields.raw("amount") : listed.requested.words.replacing("£", with: ""),
                    inputMode: "decimal",
                    prefix: "£", width: "10", isLTR: true),
                hint: w(
                    "page.reserve-amount-hint",
                    [
                        "free": found.report.free.words, "least": listed.minimum.words,
                        "requested": listed.requested.words,
                    ]),
                error: problems.first { $0.place == "amount" }.map(words.onPage),
                errorPrefix: w("page.error-prefix"))
        ]
        if found.entry.place != 1 {
            asked.append(
                reserveReason(
                    "orderReason", problems, label: "page.reserve-order-reason",
                    hint: "page.reserve-order-hint"))
        }
        return listedForm(.workListedProposal, of: nil, asked, "page.reserve-propose")
    }

    private func listRemovalForm(_ problems: [FieldProblem]) -> [Block] {
        [
            .heading2(w("page.reserve-remove")),
            listedForm(
                .workListedRemoval, of: nil,
                [
                    radios(
                        "ground", w("page.reserve-remove-why"),
                        ListedEndGround.ofOne.map {
                            ($0.rawValue, w("reserve-ground.\($0.rawValue)"))
                        }, problems),
                    reserveReason("removal", problems, hint: "page.reserve-remove-hint"),
                ], "page.reserve-remove"),
        ]
    }

    /// - Parameter read: what is decided on by it; nil where it is about no proposal.
    private func listedForm(
        _ route: Route, of read: ListedReport?, _ fields: [Field], _ button: String
    ) -> Block {
        var hidden = [once]
        if let read = read?.entry.last { hidden.append(("proposal", "\(read.id.rawValue)")) }
        return .form(
            Block.Form(
                action: route.link(round, path("reference")), csrf: csrf,
                hidden: hidden,
                fields: fields, buttons: [.init(text: w(button))]))
    }

    // MARK: Doing it

    func closeReserve() async throws -> Response {
        let (key, reason) = (round, fields.raw("reason"))
        do {
            let told = try await once(
                { try $0.closeReserve(round: key, reason: reason, as: $1) },
                keeping: { (count: Int) in .int(count) })
            house.mail.nudge()
            return go(
                to: Route.workReserve.link(key),
                done: w("page.reserve-was-closed", ["count": told.plainText]))
        } catch let problem as any Problem {
            let report = try await reserveReport()
            return try refused(problem, "reason") { reservePage(report, $0) }
        }
    }

    func proposeReserve() async throws -> Response {
        let (reference, typed) = (path("reference"), fields["amount"])
        let reason = fields.raw("orderReason")
        return try await actOnListed("amount", done: "page.reserve-was-proposed") {
            guard let amount = Money(written: typed), amount > .zero else {
                throw InvalidInput("reserve", [FieldProblem("amount", "not-pounds-amount")])
            }
            do {
                _ = try $0.proposeReserve(
                    reference, amount: amount, orderReason: reason, as: $1)
            } catch let problem as ReserveProblem {
                // What is about the order is said where the reason is asked.
                guard case .outOfOrder = problem else { throw problem }
                throw InvalidInput(
                    "reserve",
                    [
                        FieldProblem(
                            "orderReason", problem.report.code, problem.report.arguments)
                    ])
            }
        }
    }

    /// The number of the proposal that the form was made for; none that there is where it lacks.
    private var readProposal: ReserveProposalID {
        ReserveProposalID(Int64(fields["proposal"]) ?? 0)
    }

    func decideReserve() async throws -> Response {
        let (reference, reason) = (path("reference"), fields.raw("reason"))
        let verdict = ReserveVerdict(rawValue: fields["verdict"])
        let (services, read) = (house.services, readProposal)
        return try await actOnListed("verdict", done: "page.reserve-was-decided") {
            guard let verdict, !reason.trimmed.isEmpty else {
                throw InvalidInput(
                    "reserve",
                    (verdict == nil ? [FieldProblem("verdict", "choose-one")] : [])
                        + (reason.trimmed.isEmpty ? [FieldProblem("reason", "missing")] : []))
            }
            _ = try $0.decideReserve(
                reference, proposal: read, verdict, reason: reason,
                holidays: try services.configuration().bankHolidays, as: $1)
        }
    }

    func callInReserve() async throws -> Response {
        let (reference, by, reason) = (
            path("reference"), fields.raw("by"), fields.raw("reason")
        )
        let read = readProposal
        return try await actOnListed("reason", done: "page.reserve-was-called-in") {
            try $0.callInReserve(
                reference, proposal: read, by: by, reason: reason, as: $1)
        }
    }

    func endReserveCallIn() async throws -> Response {
        let (reference, reason) = (path("reference"), fields.raw("reason"))
        let verdict = CallInVerdict(rawValue: fields["outcome"])
        let read = readProposal
        return try await actOnListed("outcome", done: "page.reserve-outcome-said") {
            guard let verdict, !reason.trimmed.isEmpty else {
                throw InvalidInput(
                    "reserve",
                    (verdict == nil ? [FieldProblem("outcome", "choose-one")] : [])
                        + (reason.trimmed.isEmpty ? [FieldProblem("reason", "missing")] : []))
            }
            try $0.endReserveCallIn(
                reference, proposal: read, verdict, reason: reason, as: $1)
        }
    }

    func makeReserve() async throws -> Response {
        let (reference, isSure) = (path("reference"), fields["award"] == "yes")
        let read = readProposal
        return try await actOnListed("award", done: "page.reserve-was-awarded") {
            guard isSure else {
                throw InvalidInput("reserve", [FieldProblem("award", "reserve-unconfirmed")])
            }
            _ = try $0.makeReserveAward(reference, proposal: read, as: $1)
        }
    }

    func dropReserve() async throws -> Response {
        let (reference, reason, read) = (path("reference"), fields.raw("drop"), readProposal)
        return try await actOnListed("drop", done: "page.reserve-was-dropped") {
            do {
                try $0.dropReserve(reference, proposal: read, reason: reason, as: $1)
            } catch let problem as InvalidInput {
                throw problem.renaming("reason", to: "drop")
            }
        }
    }

    func removeListed() async throws -> Response {
        let (reference, reason) = (path("reference"), fields.raw("removal"))
        let ground = ListedEndGround(rawValue: fields["ground"])
        return try await actOnListed("ground", done: "page.reserve-was-removed") {
            guard let ground, !reason.trimmed.isEmpty else {
                throw InvalidInput(
                    "reserve",
                    (ground == nil ? [FieldProblem("ground", "choose-one")] : [])
                        + (reason.trimmed.isEmpty ? [FieldProblem("removal", "missing")] : []))
            }
            do {
                try $0.endListed(reference, ground, reason: reason, as: $1)
            } catch let problem as InvalidInput {
                throw problem.renaming("reason", to: "removal")
            }
        }
    }

    /// Does something about somebody on the list, or shows the page again with what is wrong.
    private func actOnListed(
        _ field: String, done: String,
        _ work: @escaping @Sendable (Workflows, Principal) throws -> Void
    ) async throws -> Response {
        do {
            try await once(work)
        } catch let problem as any Problem {
            let found = try await listedEntry()
            return try refused(problem, field) { listedPage(found, $0) }
        }
        return go(to: listedPlace, done: w(done))
    }

    /// What was refused, on the page that asked for it; a page of its own where what was asked is
    /// gone, since somebody else has done it meanwhile.
    ///
    /// - Parameter field: where a refusal by a rule is shown.
    private func refused(
        _ problem: any Problem, _ field: String, _ again: ([FieldProblem]) -> PageView
    ) throws -> Response {
        if let problem = problem as? InvalidInput {
            return wrong(again(problem.fields), problem.fields)
        }
        let report = problem.report
        guard report.kind == .conflict else { throw problem }
        let shown =
            [FieldProblem(field, report.code, report.arguments)]
            + report.fields.map {
                FieldProblem(
                    field, $0.code,
                    $0.arguments.merging(["place": $0.place]) { first, _ in first })
            }
        let view = again(shown)
        guard view.asks(field) else { throw problem }
        return wrong(view, shown)
    }
}

extension InvalidInput {
    /// The same, where a page asks for what is wrong by another name.
    fileprivate func renaming(_ place: String, to name: String) -> InvalidInput {
        InvalidInput(
            source,
            fields.map {
                $0.place == place ? FieldProblem(name, $0.code, $0.arguments) : $0
            })
    }
}
