import Bootstrap
import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import Workflows

/// Anybody tells of tension, without an account and without saying who they are.
extension Page {
    static let publicTensionPages = [
        Page(.get, .reportTension) { visit in
            let visit = visit.known()
            return visit.rememberingBrowser(visit.page(visit.tensionForm([])))
        },
        Page(.post, .reportTension) { visit in try await visit.takeReport() },
        Page(.get, .tensionReported) { visit in
            var view = PageView(visit.w("page.tension-received"))
            view.hasOwnHeading = true
            view.blocks = [
                .panel(visit.w("page.tension-received"), [visit.w("page.tension-thanks")]),
                .heading2(visit.w("page.tension-next")),
                .numbers([
                    visit.w("page.tension-next-read"), visit.w("page.tension-next-done"),
                    visit.w("page.tension-next-needs"),
                    visit.w("page.tension-next-reach", visit.contactDays),
                ]),
                .warning(visit.w("page.tension-emergency"), label: visit.w("page.warning")),
                .linkLine(PageLink(visit.w("page.to-front"), Route.front.link())),
            ]
            return visit.page(view)
        },
    ]
}

extension Visit {
    static let tensionDay = Question(key: "day", type: .date, title: "", required: true)
    /// What is chosen where no ward fits.
    private static let elsewhere = "elsewhere"

    fileprivate var contactDays: [String: String] { ["days": "\(house.tension.keepContactDays)"] }

    fileprivate func tensionForm(_ problems: [FieldProblem]) -> PageView {
        var view = PageView(w("page.report-tension"))
        view.back = PageLink(w("page.all-rounds"), Route.front.link())
        view.blocks = [
            .lead(w("page.report-tension-text")),
            .warning(w("page.tension-emergency"), label: w("page.warning")),
            .paragraph(w("page.report-tension-private", contactDays)),
            .form(
                Block.Form(
                    action: Route.reportTension.link(), csrf: csrf, hidden: [once],
                    fields: tensionFields(problems),
                    buttons: [.init(text: w("page.report-tension-send"))])),
        ]
        return view
    }

    /// What a report is asked, of whoever saw it and of an officer whom they told.
    func tensionFields(_ problems: [FieldProblem]) -> [Field] {
        var asked = [
            longField(
                "what", w("page.tension-what"), value: fields.raw("what"), rows: 6,
                hint: w(
                    "page.tension-what-hint",
                    ["count": "\(CommissioningModule.greatestTensionLength)"]), problems)
        ]
        let wards = house.tension.wards
        if !wards.isEmpty {
            asked.append(
                select(
                    "ward", w("page.tension-ward"),
                    wards.map { ($0.key, $0.title) }
                        + [(Self.elsewhere, w("page.tension-elsewhere"))], problems))
        }
        let optionalCause = w("page.optional", ["title": w("page.tension-cause")])
        asked += [
            line("place", w("page.tension-place"), hint: w("page.tension-place-hint"), problems),
            dayField(
                Self.tensionDay, "page.tension-day", "page.tension-day-hint", problems,
                isOptional: false),
            Field(
                name: "about", label: w("page.tension-sure"),
                kind: .checkboxes([
                    .init(
                        value: "true", label: w("page.tension-about"),
                        isChosen: fields["about"] == "true")
                ])),
            longField(
                "cause", optionalCause, value: fields.raw("cause"), rows: 3,
                hint: w("page.tension-cause-hint"), problems),
            radios(
                "goesOn", w("page.tension-goes-on"),
                TensionGoesOn.allCases.map { ($0.rawValue, w("tension-goes-on.\($0.rawValue)")) },
                problems),
            .heading(w("page.tension-reach")),
            .note(w("page.tension-reach-text", contactDays)),
        ]
        return asked + [
            reachField("name", "page.tension-name", autocomplete: "name", problems),
            reachField(
                "email", "page.email", type: "email", autocomplete: "email", isLTR: true,
                problems),
            reachField(
                "phone", "page.tension-phone", type: "tel", autocomplete: "tel", isLTR: true,
                problems),
        ]
    }

    private func reachField(
        _ name: String, _ label: String, type: String = "text", autocomplete: String,
        isLTR: Bool = false, _ problems: [FieldProblem]
    ) -> Field {
        Field(
            name: name, label: w("page.optional", ["title": w(label)]),
            kind: .input(
                value: fields.raw(name), type: type, autocomplete: autocomplete, isLTR: isLTR),
            error: problems.first { $0.place == name }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    /// What was written into the fields of a report, and everything that is wrong with it.
    func typedTension() async throws -> (TensionEntry, [FieldProblem]) {
        let (day, unreadable) = day(Self.tensionDay)
        let ward = fields["ward"]
        func text(_ name: String) -> String? {
            let text = fields[name]
            return text.isEmpty ? nil : text
        }
        let entry = TensionEntry(
            what: fields["what"], ward: ward.isEmpty || ward == Self.elsewhere ? nil : ward,
            place: text("place"), day: day, isAbout: fields["about"] == "true",
            cause: text("cause"), goesOn: TensionGoesOn(rawValue: fields["goesOn"]),
            contact: TensionContact(
                name: text("name"), email: text("email"), phone: text("phone")))
        let services = house.services
        let today = try await house.threads.read { try services.today() }
        var problems = CommissioningModule.problems(of: entry, house.tension, today: today)
        // What could not be read is said, not that it is missing.
        problems = problems.map { problem in
            problem.place == "day" ? unreadable.first ?? problem : problem
        }
        // Who has not chosen is asked to choose, and not where it was in words as well.
        if ward.isEmpty, !house.tension.wards.isEmpty {
            problems.removeAll { $0.place == "place" && $0.code == "missing" }
            let index = problems.firstIndex { $0.place != "what" } ?? problems.endIndex
            problems.insert(FieldProblem("ward", "choose-one"), at: index)
        }
        return (entry, problems)
    }

    fileprivate func takeReport() async throws -> Response {
        let (entry, problems) = try await typedTension()
        guard problems.isEmpty else { return wrong(tensionForm(problems), problems) }
        guard house.reportLimit.admit(client) else {
            // What they wrote is still there, to be sent later.
            var view = tensionForm([])
            let problem = FieldProblem(
                "", "tension-too-many", ["minutes": "\(ReportLimit.minutes)"])
            view.errors = [(words.onPage(problem), "")]
            var response = page(view, status: .tooManyRequests)
            response.headers[.retryAfter] = "\(ReportLimit.minutes * 60)"
            return response
        }
        // Nobody, even where somebody is signed in: who reports something stays unknown.
        let nobody = Principal(.visitor, door: .http, systemUser: house.systemUser)
        let rules = house.tension
        try await once(leavingOut: ["name", "email", "phone"], as: nobody) {
            _ = try $0.reportTension(entry, rules, as: $1)
        }
        return go(to: Route.tensionReported.link())
    }
}
