import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import Publishing
import Workflows

/// Whoever takes part in a project says how things are, without an account and without a name.
extension Page {
    static let publicSurveyPages = [
        Page(.get, .survey) { visit in
            let visit = visit.known()
            return visit.rememberingBrowser(visit.page(try await visit.surveyPage()))
        },
        Page(.post, .survey) { visit in try await visit.answerSurvey() },
        Page(.get, .surveyThanks) { visit in
            var view = PageView(visit.w("page.survey-thanks-title"))
            view.hasOwnHeading = true
            view.blocks = [
                .panel(visit.w("page.survey-thanks-title"), [visit.w("page.survey-thanks")]),
                .paragraph(visit.w("page.survey-thanks-next")),
                .linkLine(
                    PageLink(
                        visit.w("page.survey-another"), Route.survey.link(visit.path("token")))),
            ]
            return visit.page(view)
        },
    ]
}

extension Visit {
    private var surveyPlace: String { Route.survey.link(path("token")) }

    fileprivate func surveyPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (survey, wave, organisation) = try await linked()
        guard !wave.isClosed else {
            var view = PageView(w("page.survey-closed-title"))
            view.caption = organisation
            view.blocks = [.paragraph(w("page.survey-closed-text"))]
            return view
        }
        var view = PageView(title(of: wave.moment))
        view.caption = organisation
        view.blocks = [
            .lead(w("page.survey-lead")), .paragraph(privacy(of: survey.form)),
            .form(
                Block.Form(
                    action: surveyPlace, csrf: csrf, hidden: [once],
                    fields: surveyFields(survey.form, problems),
                    buttons: [.init(text: w("page.survey-send"))])),
        ]
        return view
    }

    fileprivate func answerSurvey() async throws -> Response {
        let token = path("token")
        let (survey, wave, _) = try await linked()
        // Nothing counts that could not be taken anyhow.
        guard !wave.isClosed else { return page(try await surveyPage(), status: .conflict) }
        let entry = typedEntry(survey.form)
        let problems = survey.form.problems(of: entry)
        guard problems.isEmpty else { return wrong(try await surveyPage(problems), problems) }
        guard house.surveyLimit.admit(client, to: wave.id) else {
            // What they chose is still there, to be sent later.
            var view = try await surveyPage()
            let problem = FieldProblem(
                "", "survey-too-many", ["minutes": "\(SurveyLimit.minutes)"])
            view.errors = [(words.onPage(problem), "")]
            var response = page(view, status: .tooManyRequests)
            response.headers[.retryAfter] = "\(SurveyLimit.minutes * 60)"
            return response
        }
        // Nobody, even where somebody is signed in.
        let nobody = Principal(.visitor, door: .http, systemUser: house.systemUser)
        do {
            try await write { try $0.answerSurvey(entry, token: token, as: nobody) }
        } catch SurveyProblem.notOpen {
            return page(try await surveyPage(), status: .conflict)
        }
        return go(to: Route.surveyThanks.link(token))
    }

    /// What the link leads to.
    /// - Throws: `SurveyProblem.unknownLink`; `.tooManyLinks` where the network of whoever asks
    ///   tried many that lead nowhere.
    private func linked() async throws -> (
        survey: Survey, wave: SurveyWave, organisation: String
    ) {
        let (token, limit) = (path("token"), house.surveyLimit)
        guard limit.mayTry(token, client) else {
            throw SurveyProblem.tooManyLinks(minutes: SurveyLimit.minutes)
        }
        do {
            let found = try await read { try $0.survey(token: token) }
            limit.note(token, client, isRight: true)
            return found
        } catch SurveyProblem.unknownLink {
            limit.note(token, client, isRight: false)
            throw SurveyProblem.unknownLink
        }
    }

    // MARK: What is asked, of whoever takes part and of who types it in for them

    func title(of moment: SurveyMoment) -> String { w("page.survey-title-\(moment.rawValue)") }

    func privacy(of form: SurveyForm) -> String {
        w("page.survey-private", ["count": "\(form.minimum)"])
    }

    func surveyFields(_ form: SurveyForm, _ problems: [FieldProblem]) -> [Field] {
        form.questions.map { surveyField($0, problems) } + [
            Field(
                name: "code", label: w("page.optional", ["title": w("page.survey-code")]),
                kind: .input(value: fields.raw("code"), autocomplete: "off"),
                hint: w("page.survey-code-hint"),
                error: problems.first { $0.place == "code" }.map(words.onPage),
                errorPrefix: w("page.error-prefix"))
        ]
    }

    private func surveyField(_ question: SurveyQuestion, _ problems: [FieldProblem]) -> Field {
        let options = question.scale.range.map { point in
            Field.Option(
                value: "\(point)", label: words.label(of: point, in: question),
                isChosen: fields[question.key] == "\(point)")
        }
        return Field(
            name: question.key, label: words.title(of: question),
            kind: .radios(
                options + [
                    Field.Option(
                        value: "", label: w("page.survey-no-answer"),
                        isChosen: fields.has(question.key) && fields[question.key].isEmpty)
                ]), error: problems.first { $0.place == question.key }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    /// What was chosen in the fields; what cannot be read is off the scale.
    func typedEntry(_ form: SurveyForm) -> SurveyEntry {
        var answers: [String: Int64] = [:]
        for question in form.questions where !fields[question.key].isEmpty {
            answers[question.key] = Int64(fields[question.key]) ?? -1
        }
        let mark = fields["once"]
        return SurveyEntry(
            answers: answers, code: fields.raw("code"),
            mark: mark.utf8.count == Secret.textLength ? mark : nil)
    }
}

/// What a survey asks, in the language of the page where that has words for it.
extension TextCatalogue {
    func title(of question: SurveyQuestion) -> String {
        translation("surveys.\(question.key).title") ?? question.title
    }

    /// `Agree`; `7`; `0 – Not at all`.
    func label(of point: Int16, in question: SurveyQuestion) -> String {
        guard let (place, said) = question.words(of: point) else { return "\(point)" }
        let text = translation("surveys.\(question.key).points.\(place)") ?? said
        return question.scale == .five ? text : "\(point) – \(text)"
    }
}
