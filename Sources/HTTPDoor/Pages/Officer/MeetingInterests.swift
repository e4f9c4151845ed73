import Applications
import Assessment
import Forms
import FundCore
import Identity
import Publishing
import Rounds

/// What is said of interests in everything that a panel decides about.
extension Visit {
    /// Those who have not said of some applications whether they have an interest have no vote on
    /// them: an officer notes it for those who say at the meeting that they have none.
    func silentMembers(_ report: MeetingReport) -> [Field] {
        let silent = report.people.filter { report.undeclared[$0.id] != nil }
        guard !silent.isEmpty else { return [] }
        return [
            Field(
                name: "none", label: w("page.no-other-interests"),
                kind: .checkboxes(
                    silent.map { person in
                        .init(
                            value: person.email,
                            label: w(
                                "page.no-other-interests-of",
                                [
                                    "name": person.name,
                                    "count": "\(report.undeclared[person.id] ?? 0)",
                                ]), isChosen: fields.all("none").contains(person.email))
                    }), hint: w("page.no-other-interests-hint"),
                errorPrefix: w("page.error-prefix"))
        ]
    }

    /// Where a member says at once what interests they have in what is before their panel.
    func ownInterests(_ problems: [FieldProblem]) async throws -> [Block] {
        let (key, principal) = (round, try principal)
        let own = try await read { try $0.undeclared(in: key, as: principal) }
        guard !own.isEmpty else { return [] }
        return [
            .heading2(w("page.before-meeting")), .paragraph(w("page.before-meeting-text")),
            .form(
                Block.Form(
                    action: Route.workMeetingInterests.link(round), csrf: csrf, hidden: [once],
                    fields: [
                        Field(
                            name: "interest", label: w("page.interests-in"),
                            kind: .checkboxes(
                                own.map {
                                    .init(
                                        value: "\($0.reference)",
                                        label: "\($0.organisation) (\($0.reference))",
                                        isChosen: fields.all("interest")
                                            .contains("\($0.reference)"))
                                }), errorPrefix: w("page.error-prefix")),
                        longField(
                            "detail", w("page.interest-detail"), value: fields.raw("detail"),
                            rows: 3, problems),
                    ], buttons: [.init(text: w("page.save-interests"))])),
        ]
    }
}
