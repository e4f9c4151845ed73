import Forms
import FundCore
import FundStore
import Hummingbird
import Identity
import Publishing
import Workflows

/// Data that must stay, whatever is due.
extension Visit {
    func holdsPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let principal = try principal
        let holds = try await read { try $0.holds(as: principal) }
        var view = PageView(w("page.holds"))
        view.back = PageLink(w("page.keeping"), Route.keeping.link())
        view.place = Route.keepingHolds.link()
        view.blocks = [
            .paragraph(w("page.holds-text")),
            .table(
                Table(
                    id: "holds", caption: w("page.holds"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.application")), .init(w("page.reason")),
                        .init(w("page.hold-by")), .init(w("page.hold-since")),
                    ],
                    rows: holds.map { shown in
                        [
                            .init(shown.reference, isHeader: true), .init(shown.hold.reason),
                            .init(shown.by), .init(words.words(shown.hold.heldOn)),
                        ]
                    }, emptyText: w("page.holds-none"))),
        ]
        guard mayKeep else { return view }
        let isRelease = request.uri.path == Route.keepingRelease.link()
        view.blocks += [
            .heading2(w("page.hold-set")),
            holdForm(.keepingHolds, "page.hold-set", isRelease ? [] : problems),
        ]
        if !holds.isEmpty {
            view.blocks += [
                .heading2(w("page.hold-end")),
                holdForm(.keepingRelease, "page.hold-end", isRelease ? problems : [], end: true),
            ]
        }
        return view
    }

    private func holdForm(
        _ route: Route, _ button: String, _ problems: [FieldProblem], end isEnd: Bool = false
    ) -> Block {
        // Two forms of one page: their fields have names of their own.
        let (reference, reason) =
            isEnd ? ("endedReference", "endedReason") : ("reference", "reason")
        return .form(
            Block.Form(
                action: route.link(), csrf: csrf, hidden: [once],
                fields: [
                    line(
                        reference, w("page.reference"), hint: w("page.erasure-application-hint"),
                        width: "20", problems),
                    longField(
                        reason, w("page.reason"), value: fields.raw(reason), rows: 3, problems),
                ], buttons: [.init(text: w(button))]))
    }

    func setHold(
        _ done: String,
        _ act: @escaping @Sendable (Workflows, String, String, Principal) throws -> Void
    ) async throws -> Response {
        let isEnd = fields.has("endedReference")
        let (place, reasonPlace) =
            isEnd ? ("endedReference", "endedReason") : ("reference", "reason")
        let (typed, reason) = (fields[place], fields.raw(reasonPlace))
        let problems = [(place, typed), (reasonPlace, reason.trimmed)].filter { $0.1.isEmpty }
            .map { FieldProblem($0.0, "missing") }
        guard problems.isEmpty else { return wrong(try await holdsPage(problems), problems) }
        return try await cycleAct(
            { try await holdsPage($0) }, then: Route.keepingHolds.link(), done: done, at: place
        ) { workflows, principal in
            try Self.telling(at: place) { try act(workflows, typed, reason, principal) }
        }
    }
}
