import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// One report of tension, and what an officer does about it.
extension Visit {
    func tensionPage(
        _ shown: TensionShown, problems: [FieldProblem] = [], contact: TensionContact? = nil
    ) -> PageView {
        let tension = shown.tension
        var view = PageView(w("page.tension-title", ["number": "\(tension.id.rawValue)"]))
        view.back = PageLink(w("page.tensions"), Route.tensions.link())
        view.place = tensionPlace
        if let removal = tension.removal {
            view.blocks = removed(shown, removal)
            return view
        }
        view.blocks = [
            .summary(headRows(shown)), .heading2(w("page.tension-what")), .answer(tension.what),
        ]
        if let cause = tension.cause {
            view.blocks += [.heading2(w("page.tension-cause")), .answer(cause)]
        }
        if has(.officer) { view.blocks += reach(tension, contact) }
        if !shown.triages.isEmpty { view.blocks.append(.heading2(w("page.tension-became"))) }
        for triage in shown.triages.reversed() {
            view.blocks += [
                .heading3(w("tension-status.\(triage.status.rawValue)")), .answer(triage.note),
            ]
            if let title = triage.rootCauseTitle {
                view.blocks.append(.paragraph(w("page.tension-root-is", ["cause": title])))
            }
            view.blocks.append(
                .hintText(
                    w(
                        "page.appeal-by",
                        [
                            "who": shown.emails[triage.author] ?? "",
                            "when": words.words(triage.at),
                        ])))
        }
        if has(.officer) {
            view.blocks += [.heading2(w("page.tension-triage")), triageForm(shown, problems)]
            view.blocks += removalForm(problems)
        }
        return view
    }

    func headRows(_ shown: TensionShown) -> [Block.SummaryRow] {
        let tension = shown.tension
        return [
            Block.SummaryRow(
                key: w("page.how-it-stands"),
                lines: [w("tension-status.\(tension.status.rawValue)")]),
            Block.SummaryRow(
                key: w("page.tension-came"),
                lines: [
                    words.words(tension.receivedAt),
                    tension.takenBy.map {
                        w("page.tension-taken-by", ["who": shown.emails[$0] ?? ""])
                    } ?? w("page.tension-over-page"),
                ]),
            Block.SummaryRow(key: w("page.tension-where"), lines: [place(of: tension)]),
            Block.SummaryRow(key: w("page.tension-day"), lines: [day(of: tension)]),
            Block.SummaryRow(
                key: w("page.tension-goes-on"),
                lines: [w("tension-goes-on.\(tension.goesOn.rawValue)")]),
        ]
    }

    /// How to reach whoever made it, once somebody has asked for it.
    private func reach(_ tension: Tension, _ contact: TensionContact?) -> [Block] {
        let heading = Block.heading2(w("page.tension-reach"))
        guard let until = tension.contactUntil else {
            return [heading, .paragraph(w("page.tension-no-reach"))]
        }
        let day = LocalDate(until).map { words.words($0) } ?? until
        let kept = Block.paragraph(w("page.tension-kept-until", ["day": day]))
        let deletion = form(
            Route.tensionExpiry.link(path("number")), [], w("page.tension-forget"))
        guard let contact else {
            return [
                heading, kept,
                form(
                    Route.tensionContact.link(path("number")), [], w("page.tension-reveal")),
                deletion,
            ]
        }
        let rows = [
            (w("page.tension-name"), contact.name), (w("page.email"), contact.email),
            (w("page.tension-phone"), contact.phone),
        ]
        return [
            heading,
            .summary(
                rows.compactMap { key, value in
                    value.map { Block.SummaryRow(key: key, lines: [$0]) }
                }), kept, deletion,
        ]
    }

    private func triageForm(_ shown: TensionShown, _ problems: [FieldProblem]) -> Block {
        let standing = shown.tension.triage
        var asked = [
            radios(
                "status", w("page.how-it-stands"),
                TensionStatus.triaged.map {
                    ($0.rawValue, w("tension-status.\($0.rawValue)"))
                }, problems),
            longField(
                "note", w("page.tension-note"), value: fields.raw("note"), rows: 4,
                hint: w("page.tension-note-hint"), problems),
        ]
        if !house.tension.rootCauses.isEmpty {
            asked.append(
                select(
                    "rootCause", w("page.optional", ["title": w("page.tension-root")]),
                    house.tension.rootCauses.map { ($0.key, $0.title) },
                    first: "page.tension-root-unclear", problems))
        }
        return .form(
            Block.Form(
                action: Route.tensionTriage.link(path("number")), csrf: csrf,
                hidden: [("seen", "\(standing?.version ?? 0)")], fields: asked,
                buttons: [.init(text: w("page.save"))]))
    }

    func triageTension() async throws -> Response {
        let shown = try await tension()
        let (id, rules) = (shown.tension.id, house.tension)
        let (note, cause) = (fields.raw("note"), fields["rootCause"])
        let seen = Int64(fields["seen"])
        let again: @Sendable ([FieldProblem]) async throws -> PageView = {
            self.tensionPage(try await self.tension(), problems: $0)
        }
        guard let status = TensionStatus(rawValue: fields["status"]),
            TensionStatus.triaged.contains(status)
        else {
            let problems =
                [FieldProblem("status", "choose-one")]
                + (note.trimmed.isEmpty ? [FieldProblem("note", "missing")] : [])
            return wrong(try await again(problems), problems)
        }
        return try await act(
            again, then: tensionPlace, done: "page.tension-saved", problemField: "status"
        ) { workflows, principal in
            _ = try workflows.triageTension(
                id, as: status, note: note, rootCause: cause.isEmpty ? nil : cause, seen: seen,
                rules, by: principal)
            return [:]
        }
    }

    func revealTension() async throws -> Response {
        let (shown, principal) = (try await tension(), try principal)
        let id = shown.tension.id
        let contact = try await write { try $0.revealTensionContact(id, as: principal) }
        var response = page(tensionPage(shown, contact: contact))
        response.headers[.cacheControl] = "no-store"
        response.headers[.eTag] = nil
        return response
    }

    func forgetTension() async throws -> Response {
        let (shown, principal) = (try await tension(), try principal)
        let id = shown.tension.id
        _ = try await write { try $0.expireTensionContacts(of: id, as: principal) }
        return go(to: tensionPlace, done: w("page.tension-forgotten"))
    }

    func takeTensionForm(_ problems: [FieldProblem]) -> PageView {
        var view = PageView(w("page.take-tension"))
        view.back = PageLink(w("page.tensions"), Route.tensions.link())
        view.blocks = [
            .paragraph(w("page.take-tension-text")),
            .form(
                Block.Form(
                    action: Route.takeTension.link(), csrf: csrf, hidden: [once],
                    fields: tensionFields(problems), buttons: [.init(text: w("page.save"))])),
        ]
        return view
    }

    func takeTension() async throws -> Response {
        let (entry, problems) = try await typedTension()
        guard problems.isEmpty else { return wrong(takeTensionForm(problems), problems) }
        let rules = house.tension
        try await once(leavingOut: ["name", "email", "phone"]) {
            _ = try $0.reportTension(entry, rules, as: $1)
        }
        return go(to: Route.tensions.link(), done: w("page.tension-taken"))
    }
}
