import Applications
import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

/// A group's own survey, and how what is on paper comes in, by the group or by an officer.
extension Page {
    static let ownSurveyPages = [
        Page(.get, .ownSurvey, for: .signedIn) { visit in
            visit.page(try await visit.ownSurveyPage())
        },
        Page(.get, .surveyPaper, for: .signedIn) { visit in
            visit.page(try await visit.surveyPaper())
        },
        Page(.get, .surveyEntry, for: .signedIn) { visit in
            visit.page(try await visit.entryPage([]))
        },
        Page(.post, .surveyEntry, for: .signedIn) { visit in
            let (report, moment) = try await visit.openWave()
            let reference = "\(report.summary.reference)"
            let entry = visit.typedEntry(report.survey?.form ?? visit.nothingAsked)
            return try await visit.act(
                { try await visit.entryPage($0) },
                then: Route.surveyEntry.link(reference, moment.rawValue),
                done: "page.survey-was-entered", problemField: "code"
            ) { workflows, principal in
                try workflows.enterSurveyAnswer(entry, moment, of: reference, as: principal)
                return [:]
            }
        },
        Page(.get, .surveyFile, for: .signedIn) { visit in
            visit.page(try await visit.surveyFilePage([]))
        },
        Page(.post, .surveyFile, for: .signedIn, takesFile: true) { visit in
            try await visit.importSurvey()
        },
    ]
}

extension Visit {
    /// Enough of what is wrong with a file to put the rest right.
    private static let greatestProblemCount = 50

    fileprivate var nothingAsked: SurveyForm { SurveyForm(minimum: 0, questions: []) }

    fileprivate func ownSurveyPage() async throws -> PageView {
        let report = try await surveyReport()
        let reference = "\(report.summary.reference)"
        guard let survey = report.survey else { throw SurveyProblem.none(reference: reference) }
        var view = PageView(w("page.own-survey"))
        view.caption = w("page.application-of", ["reference": reference])
        view.back =
            report.isOwn
            ? PageLink(w("page.back"), Route.ownApplication.link(reference))
            : PageLink(w("page.surveys"), Route.workSurvey.link(report.round.key, reference))
        view.isWide = true
        view.blocks = [
            .paragraph(w("page.own-survey-text")),
            .inset(w("survey-state.\(survey.state.rawValue)")),
        ]
        for moment in SurveyMoment.allCases {
            view.blocks += waveBlocks(moment, report, survey)
        }
        view.blocks += resultBlocks(report, survey)
        return view
    }

    /// A wave that answers on paper can be taken into.
    /// - Throws: `SurveyProblem.waveUnknown`, `.none`, `.notOpen`; `AccessProblem`.
    fileprivate func openWave() async throws -> (SurveyReport, SurveyMoment) {
        let moment = try SurveyMoment(named: path("wave"))
        let report = try await surveyReport()
        guard report.isWorkedOn else {
            throw AccessProblem.roleMissing(needs: [.officer, .applicant])
        }
        guard let survey = report.survey else {
            throw SurveyProblem.none(reference: "\(report.summary.reference)")
        }
        guard let wave = survey.wave(moment), !wave.isClosed else { throw SurveyProblem.notOpen }
        return (report, moment)
    }

    private func waveView(
        _ title: String, _ report: SurveyReport, _ moment: SurveyMoment
    ) -> PageView {
        let reference = "\(report.summary.reference)"
        var view = PageView(w(title + moment.rawValue))
        view.caption = report.summary.organisation
        view.back = PageLink(
            w("page.back"),
            report.isOwn
                ? Route.ownSurvey.link(reference)
                : Route.workSurvey.link(report.round.key, reference))
        return view
    }

    // MARK: One after the other

    fileprivate func entryPage(_ problems: [FieldProblem]) async throws -> PageView {
        let (report, moment) = try await openWave()
        let place = Route.surveyEntry.link("\(report.summary.reference)", moment.rawValue)
        var view = waveView("page.survey-enter-", report, moment)
        view.place = place
        view.blocks = [.paragraph(w("page.survey-entry-text"))]
        if let survey = report.survey { view.blocks += typingBlocks(report, survey) }
        view.blocks.append(
            .form(
                Block.Form(
                    action: place, csrf: csrf, hidden: [once],
                    fields: surveyFields(report.survey?.form ?? nothingAsked, problems),
                    buttons: [.init(text: w("page.survey-entry-save"))])))
        return view
    }

    // MARK: As a file

    fileprivate func surveyFilePage(_ problems: [FieldProblem]) async throws -> PageView {
        let (report, moment) = try await openWave()
        let questions = report.survey?.form.questions ?? []
        var view = waveView("page.survey-file-", report, moment)
        view.place = Route.surveyFile.link("\(report.summary.reference)", moment.rawValue)
        if let survey = report.survey { view.blocks += typingBlocks(report, survey) }
        view.blocks += [
            .paragraph(w("page.survey-file-text")),
            .bullets(
                questions.map { question in
                    let range = question.scale.range
                    return w(
                        "page.survey-file-column",
                        [
                            "key": question.key, "title": words.title(of: question),
                            "lowest": "\(range.lowerBound)", "highest": "\(range.upperBound)",
                        ])
                } + [w("page.survey-file-code")]),
            .form(
                Block.Form(
                    action: view.place ?? "", csrf: csrf,
                    fields: [
                        Field(
                            name: "file", label: w("page.survey-file-label"),
                            kind: .input(value: "", type: "file"),
                            error: problems.first { $0.place == "file" }.map(words.onPage),
                            errorPrefix: w("page.error-prefix"))
                    ], buttons: [.init(text: w("page.survey-file-send"))], takesFile: true)),
        ]
        return view
    }

    fileprivate func importSurvey() async throws -> Response {
        let (report, moment) = try await openWave()
        guard let bytes = file, !bytes.isEmpty else {
            let missing = [FieldProblem("file", "file-empty")]
            return wrong(try await surveyFilePage(missing), missing)
        }
        let source = ByteSource(
            name: fileName.flatMap(\.fileName) ?? w("page.survey-file-label"), bytes: bytes)
        let (reference, principal) = ("\(report.summary.reference)", try principal)
        do {
            let count = try await write {
                try $0.importSurveyAnswers(source, moment, of: reference, as: principal)
            }
            return go(
                to: report.isOwn
                    ? Route.ownSurvey.link(reference)
                    : Route.workSurvey.link(report.round.key, reference),
                done: w("page.survey-was-imported", ["count": "\(count)"]))
        } catch let problem as InvalidInput {
            return try await fileAgain(problem.fields)
        } catch SurveyProblem.fileTwice {
            let problems = [FieldProblem("file", "survey-file-twice")]
            return wrong(try await surveyFilePage(problems), problems)
        }
    }

    private func fileAgain(_ problems: [FieldProblem]) async throws -> Response {
        var view = try await surveyFilePage([FieldProblem("file", "survey-file-wrong")])
        var said = problems.prefix(Self.greatestProblemCount).map {
            "\(words.apart($0.place)): \(words.onPage($0))"
        }
        if problems.count > Self.greatestProblemCount {
            said.append(
                w(
                    "page.score-sheet-more",
                    ["count": "\(problems.count - Self.greatestProblemCount)"]))
        }
        view.errors = said.map { (text: $0, field: "file") }
        return page(view, status: .unprocessableContent)
    }

    // MARK: On paper

    /// The questions with boxes to tick, to be printed.
    fileprivate func surveyPaper() async throws -> PageView {
        let (report, moment) = try await openWave()
        let form = report.survey?.form ?? nothingAsked
        var view = waveView("page.survey-title-", report, moment)
        view.blocks = [
            .print(w("page.print")), .paragraph(privacy(of: form)),
            .paragraph(w("page.survey-paper-how")),
        ]
        for question in form.questions {
            view.blocks += [
                .heading2(words.title(of: question)),
                .bullets(
                    question.scale.range.map { "☐ " + words.label(of: $0, in: question) }),
            ]
        }
        view.blocks += [
            .heading2(w("page.survey-code")), .paragraph(w("page.survey-code-hint")),
            .paragraph("_______________________________"),
        ]
        return view
    }
}
