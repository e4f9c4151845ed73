import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing

/// Somebody asks what is held about them, or what is recorded of an award.
extension Page {
    private static let givers = Audience.roles([.officer, .administrator])

    static let informationPages = [
        Page(.get, .informationPage, for: givers) { visit in visit.page(visit.informationView()) },
        Page(.post, .informationOfPerson, for: givers) { visit in
            let email = visit.fields["person"]
            return try await visit.give(
                .person(email), "about-person", "disclosure-page.about-person", "person")
        },
        Page(.post, .informationOfAward, for: givers) { visit in
            let (award, organisation) = (visit.fields["award"], visit.fields["organisation"])
            return try await visit.give(
                .record(award: award, organisation: organisation), "information",
                "disclosure-page.information", "award")
        },
    ]
}

extension Visit {
    fileprivate func informationView(_ problems: [FieldProblem] = []) -> PageView {
        var view = PageView(w("page.information"))
        view.back = PageLink(w("page.home"), Route.home.link())
        view.place = Route.informationPage.link()
        view.blocks = [
            .paragraph(w("page.information-text")), .heading2(w("page.information-person")),
            .paragraph(w("page.information-person-text")),
            form(
                Route.informationOfPerson.link(),
                [line("person", w("page.information-email"), width: "30", problems)],
                w("page.information-person-get")),
            .heading2(w("page.information-award")),
            .paragraph(w("page.information-award-text")),
            form(
                Route.informationOfAward.link(),
                [
                    line(
                        "award", w("page.information-reference"),
                        hint: w("page.information-reference-hint"), width: "20", problems),
                    line(
                        "organisation", w("page.information-organisation"),
                        hint: w("page.information-organisation-hint"), width: "20", problems),
                ], w("page.information-award-get")),
        ]
        return view
    }

    /// Gives a page to keep; or shows the forms again with what is wrong.
    ///
    /// - Parameters:
    ///   - title: the key of what it is called.
    ///   - field: where it is said that nothing is known.
    fileprivate func give(
        _ request: DisclosureRequest, _ name: String, _ title: String, _ field: String
    ) async throws -> Response {
        let (services, principal, words) = (house.services, try principal, words)
        do {
            // Nobody who writes waits while it is found: only the note of it is written.
            let (found, html) = try await house.threads.readSlowly {
                let found = try services.find(request, as: principal)
                return (found, found.html(words.words(title), words))
            }
            try await write { _ in try services.note(found, for: request, as: principal) }
            var response = Response.printed(html, name: name)
            response.headers[.cacheControl] = "no-store"
            return response
        } catch let problem as InvalidInput {
            return wrong(informationView(problem.fields), problem.fields)
        } catch let problem as any Problem where problem.report.kind == .notFound {
            let report = problem.report
            let fields = [FieldProblem(field, report.code, report.arguments)]
            return wrong(informationView(fields), fields)
        }
    }
}
