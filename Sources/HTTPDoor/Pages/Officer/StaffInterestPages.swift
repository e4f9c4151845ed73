import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Publishing
import Workflows

/// Where officers, decision makers and finance say that they have an interest in an application.
extension Page {
    private static let staff = Audience.roles([.officer, .decisionMaker, .finance])

    static let staffInterestPages = [
        Page(.get, .workOwnInterest, for: staff) { visit in
            visit.page(try await visit.ownInterestPage())
        },
        Page(.post, .workOwnInterest, for: staff) { visit in
            let (reference, has) = (visit.path("reference"), visit.fields["has"])
            let (detail, who) = (visit.fields.raw("detail"), visit.fields["who"])
            return try await visit.act(
                { try await visit.ownInterestPage(problems: $0) }, then: visit.ownInterestPlace,
                done: "page.own-interest-saved", problemField: "detail", isFormNeeded: true
            ) { workflows, principal in
                guard ["yes", "no"].contains(has) else {
                    throw InvalidInput("interest", [FieldProblem("has", "choose-one")])
                }
                if who.isEmpty {
                    try workflows.declareInterest(
                        in: reference, has: has == "yes", detail: detail, as: principal)
                } else {
                    try workflows.setInterest(
                        of: who, in: reference, has: has == "yes", detail: detail, as: principal)
                }
                return [:]
            }
        },
    ]
}

extension Visit {
    fileprivate var ownInterestPlace: String {
        Route.workOwnInterest.link(round, path("reference"))
    }

    /// Leads whoever works on an application to saying that they have an interest in it.
    func ownInterestLink(_ reference: String) -> [Block] {
        guard has(.officer) || has(.decisionMaker) || has(.finance) else { return [] }
        return [
            .linkLine(
                PageLink(w("page.own-interest"), Route.workOwnInterest.link(round, reference)))
        ]
    }

    fileprivate func ownInterestPage(problems: [FieldProblem] = []) async throws -> PageView {
        let (key, reference, principal) = (round, path("reference"), try principal)
        let own = try await read { try $0.ownInterest(in: reference, of: key, as: principal) }
        var view = PageView(w("page.own-interest"))
        view.caption = "\(own.summary.reference) · \(own.summary.organisation)"
        view.place = ownInterestPlace
        view.back =
            has(.officer) || has(.decisionMaker)
            ? PageLink(w("page.back"), Route.workApplication.link(key, reference))
            : PageLink(w("page.back"), Route.workPayable.link(key, reference))
        view.blocks = [.paragraph(w("page.own-interest-text"))]
        if let said = own.interest {
            view.blocks.append(
                .inset(
                    said.hasInterest
                        ? w("page.interest-said", ["detail": said.detail ?? ""])
                        : w("page.own-interest-none")))
        }
        let chosen = fields["has"]
        let who: [Field] =
            own.others.isEmpty
            ? []
            : [
                select(
                    "who", w("page.own-interest-who"),
                    own.others.map { ($0.email, "\($0.name) (\($0.email))") },
                    first: "page.own-interest-myself", problems)
            ]
        view.blocks.append(
            form(
                ownInterestPlace,
                who + [
                    Field(
                        name: "has", label: w("page.interest-question"),
                        kind: .radios(
                            ["no", "yes"].map {
                                .init(
                                    value: $0, label: w("page.interest-\($0)"),
                                    isChosen: chosen == $0)
                            }), error: problems.first { $0.place == "has" }.map(words.onPage),
                        errorPrefix: w("page.error-prefix")),
                    longField(
                        "detail", w("page.interest-detail"), value: fields.raw("detail"), rows: 3,
                        hint: w("page.interest-detail-hint"), problems),
                ], w("page.save")))
        return view
    }
}
