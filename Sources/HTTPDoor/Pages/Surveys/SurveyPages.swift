import Applications
import Bootstrap
import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

/// The surveys of a round, for those who work on it.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])

    static let surveyPages = [
        Page(.get, .workSurveys, for: readers) { visit in
            visit.page(try await visit.surveyList())
        },
        Page(.get, .workSurvey, for: readers) { visit in
            visit.page(try await visit.workSurveyPage())
        },
        Page(.post, .workSurvey, for: .roles([.officer])) { visit in
            let (reference, services) = (visit.path("reference"), visit.house.services)
            return try await visit.actOnSurvey(done: "page.survey-was-opened") {
                try $0.openSurvey(reference, try services.configuration(), as: $1)
            }
        },
        Page(.post, .workSurveyWave, for: .roles([.officer])) { visit in
            let reference = visit.path("reference")
            let moment = try SurveyMoment(named: visit.fields["wave"])
            guard visit.fields["then"] == "open" else {
                return try await visit.actOnSurvey(done: "page.survey-wave-was-closed") {
                    try $0.closeSurveyWave(moment, of: reference, as: $1)
                }
            }
            return try await visit.actOnSurvey(done: "page.survey-wave-was-opened") {
                try $0.openSurveyWave(moment, of: reference, as: $1)
            }
        },
    ]
}

extension Visit {
    fileprivate var workSurveyPlace: String { Route.workSurvey.link(round, path("reference")) }

    func surveyReport() async throws -> SurveyReport {
        let (reference, principal) = (path("reference"), try principal)
        return try await read { try $0.survey(reference, as: principal) }
    }

    // MARK: All of a round

    fileprivate func surveyList() async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (round, lines) = try await read { try $0.surveys(of: key, as: principal) }
        let sums = try await read { try $0.surveyPriorities(of: key, as: principal) }.priorities
        var view = staffView("page.surveys", round)
        view.place = Route.workSurveys.link(key)
        view.blocks = [
            .paragraph(w("page.surveys-text")),
            .table(
                Table(
                    id: "surveys", caption: w("page.surveys"),
                    columns: [
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.how-it-stands")), .init(w("page.survey-answers-before")),
                        .init(w("page.survey-answers-after")),
                    ],
                    rows: lines.map { line in
                        let reference = "\(line.summary.reference)"
                        return [
                            .init(
                                reference, link: Route.workSurvey.link(key, reference),
                                isHeader: true),
                            .init(line.summary.organisation),
                            .init(w("survey-state.\(line.survey.stateCode)"), isTag: true),
                            .init(count(line.survey?.wave(.before))),
                            .init(count(line.survey?.wave(.after))),
                        ]
                    }, emptyText: w("page.surveys-none"))),
        ]
        let told = sums.filter { !$0.sums.isEmpty }
        if !told.isEmpty {
            view.blocks += [
                .heading2(w("page.survey-sums")), .paragraph(w("page.survey-sums-text")),
            ]
            for priority in told {
                view.blocks.append(
                    .table(
                        resultTable(
                            "sum-\(priority.priority.key)",
                            words.title(of: priority.priority),
                            priority.sums.map { ($0.result, $0.surveyCount) })))
            }
        }
        return view
    }

    // MARK: One

    fileprivate func workSurveyPage() async throws -> PageView {
        let report = try await surveyReport()
        guard report.round.key == round else {
            throw SurveyProblem.none(reference: path("reference"))
        }
        var view = PageView(
            w("page.survey-of", ["reference": "\(report.summary.reference)"]))
        view.caption = report.summary.organisation
        view.back = PageLink(w("page.surveys"), Route.workSurveys.link(round))
        view.place = workSurveyPlace
        view.isWide = true
        guard let survey = report.survey else {
            view.blocks = [.inset(w("survey-state.none"))]
            guard has(.officer) else { return view }
            view.blocks += [
                .paragraph(w("page.survey-open-text")),
                .form(
                    Block.Form(
                        action: workSurveyPlace, csrf: csrf,
                        buttons: [.init(text: w("page.survey-open"))])),
            ]
            return view
        }
        view.blocks = [.inset(w("survey-state.\(survey.state.rawValue)"))]
        for moment in SurveyMoment.allCases {
            view.blocks += waveBlocks(moment, report, survey)
            if has(.officer) { view.blocks += waveForm(moment, survey) }
        }
        view.blocks += resultBlocks(report, survey)
        return view
    }

    /// Does what a button asks for; where a rule refuses it, the page says why.
    fileprivate func actOnSurvey(
        done: String, _ act: @escaping @Sendable (Workflows, Principal) throws -> Void
    ) async throws -> Response {
        let principal = try principal
        do {
            try await write { try act($0, principal) }
        } catch let problem as any Problem where problem.report.kind == .conflict {
            var view = try await workSurveyPage()
            view.errors = [(text: words.onPage(problem.report), field: "")]
            return page(view, status: .unprocessableContent)
        }
        return go(to: workSurveyPlace, done: w(done))
    }

    /// A button that opens the wave that is next, or closes the one that is open.
    private func waveForm(
        _ moment: SurveyMoment, _ survey: Survey
    ) -> [Block] {
        let isOpening: Bool
        switch (survey.state, moment) {
        case (.ready, .before), (.between, .after): isOpening = true
        case (.beforeOpen, .before), (.afterOpen, .after): isOpening = false
        default: return []
        }
        var blocks: [Block] = []
        if !isOpening {
            blocks.append(.warning(w("page.survey-close-text"), label: w("page.warning")))
        }
        return blocks + [
            .form(
                Block.Form(
                    action: Route.workSurveyWave.link(round, path("reference")), csrf: csrf,
                    hidden: [("wave", moment.rawValue), ("then", isOpening ? "open" : "close")],
                    buttons: [
                        .init(
                            text: w(
                                isOpening
                                    ? "page.survey-open-\(moment.rawValue)"
                                    : "page.survey-close-\(moment.rawValue)"),
                            isWarning: !isOpening)
                    ]))
        ]
    }
}
