import Commissioning
import Forms
import FundCore
import Hummingbird
import Publishing
import Workflows

/// Removing a report of tension whose content must not be kept.
extension Visit {
    /// What is left of a report that was removed.
    func removed(_ shown: TensionShown, _ removal: TensionRemoval) -> [Block] {
        [
            .inset(
                w(
                    "page.tension-removed-by",
                    [
                        "who": shown.emails[removal.by] ?? "",
                        "when": words.words(removal.at),
                    ])),
            .heading2(w("page.tension-removed-why")), .answer(removal.reason),
            .heading2(w("page.tension-removed-left")), .summary(headRows(shown)),
        ]
    }

    func removalForm(_ problems: [FieldProblem]) -> [Block] {
        [
            .heading2(w("page.tension-remove")), .paragraph(w("page.tension-remove-text")),
            .form(
                Block.Form(
                    action: Route.tensionRemoval.link(path("number")), csrf: csrf,
                    fields: [
                        longField(
                            "reason", w("page.tension-remove-reason"), value: fields.raw("reason"),
                            rows: 2, hint: w("page.tension-remove-hint"), problems)
                    ], buttons: [.init(text: w("page.tension-remove"))])),
        ]
    }

    func removeTension() async throws -> Response {
        let id = try await tension().tension.id
        let reason = fields.raw("reason")
        return try await act(
            { self.tensionPage(try await self.tension(), problems: $0) }, then: tensionPlace,
            done: "page.tension-removed", problemField: "reason", isFormNeeded: true
        ) { workflows, principal in
            try workflows.removeTension(id, because: reason, as: principal)
            return [:]
        }
    }
}
