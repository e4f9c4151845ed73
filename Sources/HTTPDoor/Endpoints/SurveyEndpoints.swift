import Bootstrap
import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Surveys of those who take part in projects, for programs. People answer on the public page.
extension Endpoint {
    private static let seeing: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let entering: Set<Role> = [.officer, .applicant]
    private static let states = Schema.oneOf(["none"] + Survey.State.allCases.map(\.rawValue))
    private static let moments = Schema.oneOf(SurveyMoment.allCases.map(\.rawValue))
    /// A number, or that it is too small to tell.
    private static let told = Schema.either(.count, .text)
    private static let tenth = Schema.nullable(.pattern(#"^-?\d+\.\d$"#))
    private static let percent = Schema.nullable(.integer(0...100))

    private static let figures: [Schema.Member] = [
        .needed("question", .text), .needed("title", .text),
        .needed("answersBefore", .nullable(told)), .needed("meanBefore", tenth),
        .needed("agreeBefore", percent), .needed("answersAfter", .nullable(told)),
        .needed("meanAfter", tenth), .needed("agreeAfter", percent), .needed("change", tenth),
        .needed("changeFrom", tenth), .needed("changeTo", tenth),
        .needed("compared", .nullable(.oneOf(SurveyResult.Way.allCases.map(\.rawValue)))),
        .needed("pairs", .nullable(.count)),
        .needed(
            "surveyVerdict", .nullable(.oneOf(SurveyResult.Verdict.allCases.map(\.rawValue)))),
    ]

    /// What an award's thread tells of its survey.
    static let threadSurvey = Schema.object([
        .needed("state", states), .needed("results", .list(.object(figures))),
        .needed("withheldBecause", .nullable(.text)),
    ])

    private static let survey = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("state", states), .needed("minimum", .nullable(.count)),
        .needed(
            "questions",
            .list(
                .object([
                    .needed("key", .text), .needed("title", .text),
                    .needed("scale", .oneOf(SurveyScale.allCases.map(\.rawValue))),
                    .needed("points", .list(.text)), .needed("agreeFrom", .count),
                ]))),
        .needed(
            "waves",
            .list(
                .object([
                    .needed("wave", moments), .needed("openedOn", .day),
                    .needed("closedOn", .nullable(.day)), .needed("answers", told),
                    .needed("link", .nullable(.text)),
                ]))), .needed("results", .list(.object(figures))),
        .needed("withheldBecause", .nullable(.text)),
    ])

    static let surveyEndpoints = [
        Endpoint(
            .get, .surveys, "Lists the awards of a round that stand, and how their surveys stand",
            for: seeing,
            .json(
                .list(
                    .object([
                        .needed("reference", .reference), .needed("organisation", .text),
                        .needed("state", states), .needed("answersBefore", .nullable(told)),
                        .needed("answersAfter", .nullable(told)),
                    ])), "By award"), [.tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.surveys) { row in
                try reports.surveys(of: round, as: try asker.principal).lines.forEach {
                    try row($0.row)
                }
            }
        },
        Endpoint(
            .get, .surveyPriorities,
            "What the surveys of a round say together, by priority; only what each tells itself",
            for: seeing,
            .json(
                .list(
                    .object(
                        [
                            .needed("priorityKey", .text), .needed("priorityTitle", .text),
                            .needed("surveys", .count),
                        ] + figures)), "By priority and question"), [.tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.surveyPriorities) { row in
                try reports.surveyPriorityRows(of: round, as: try asker.principal).forEach(row)
            }
        },
        Endpoint(
            .get, .applicationSurvey,
            "Shows an award's survey: questions, waves, links, and results of closed waves",
            for: seeing.union([.applicant]), .json(survey, "The survey"), [.tagged]
        ) { ask in ask.found(try await ask.survey()) },
        Endpoint(
            .post, .applicationSurvey,
            "Opens an award's survey, once, with the questions as they stand now",
            for: [.officer], .json(survey, "The survey", status: .created), [.ruled, .creating]
        ) { ask in
            let (house, reference) = (ask.house, ask.path("reference"))
            let (_, isRepeat) = try await ask.once([]) { principal in
                try house.workflows.openSurvey(
                    reference, try house.services.configuration(), as: principal)
            } keeping: { (_: SurveyID) in
                .null
            }
            return ask.created(try await ask.survey(), isRepeat: isRepeat)
        },
        Endpoint(
            .post, .surveyOpening, "Opens a wave, after only once before is closed",
            for: [.officer], .json(survey, "The survey", status: .created), [.ruled, .creating]
        ) { ask in
            let (house, reference) = (ask.house, ask.path("reference"))
            let moment = try ask.wave
            let (_, isRepeat) = try await ask.once([]) { principal in
                try house.workflows.openSurveyWave(moment, of: reference, as: principal)
            } keeping: { (_: String) in
                .null
            }
            return ask.created(try await ask.survey(), isRepeat: isRepeat)
        },
        Endpoint(
            .post, .surveyClosing, "Closes a wave, for good", for: [.officer],
            .json(survey, "The survey", status: .created), [.ruled, .creating]
        ) { ask in
            let (house, reference) = (ask.house, ask.path("reference"))
            let moment = try ask.wave
            let (_, isRepeat) = try await ask.once([]) { principal in
                try house.workflows.closeSurveyWave(moment, of: reference, as: principal)
            } keeping: { (_: Void) in
                .null
            }
            return ask.created(try await ask.survey(), isRepeat: isRepeat)
        },
        Endpoint(
            .post, .surveyAnswers,
            "Takes what one person answered on paper; sent twice with the same mark it counts once",
            for: entering,
            body: .json(
                .object([
                    .needed("answers", .map(.nullable(.integer(0...10)))),
                    .optional("code", .nullable(.text)), .optional("mark", .nullable(.text)),
                ])), .json(.object([.needed("taken", .count)]), "It is taken", status: .created),
            [.ruled]
        ) { ask in
            // No trace is kept of what was sent, not even a hash that could be guessed from.
            var fields = JSONFields(try await ask.json())
            let entry = fields.surveyEntry()
            try fields.refuseProblems()
            let (house, reference, asker) = (ask.house, ask.path("reference"), ask.asker)
            let moment = try ask.wave
            try await ask.write {
                try house.workflows.enterSurveyAnswer(
                    entry, moment, of: reference, as: asker.principal)
            }
            return ask.created(.object([("taken", .int(1))]), isRepeat: false)
        },
        Endpoint(
            .post, .surveyImports,
            "Takes a file of answers on paper, all or none: a column for each question, and code",
            for: entering,
            body: Body(
                mediaType: "text/csv", greatestBytes: SurveyFile.greatestBytes, schema: .text),
            .json(
                .object([.needed("taken", .count)]), "So many people's answers are taken",
                status: .created), [.ruled]
        ) { ask in
            let body = try await ask.bytes()
            let (house, reference, asker) = (ask.house, ask.path("reference"), ask.asker)
            let moment = try ask.wave
            let count = try await ask.write {
                try house.workflows.importSurveyAnswers(
                    ByteSource(name: "body", bytes: body), moment, of: reference,
                    as: asker.principal)
            }
            return ask.created(.object([("taken", .int(count))]), isRepeat: false)
        },
    ]
}

extension SurveyMoment {
    /// - Throws: `SurveyProblem.waveUnknown`.
    init(named name: String) throws {
        guard let moment = SurveyMoment(rawValue: name) else {
            throw SurveyProblem.waveUnknown(wave: name)
        }
        self = moment
    }
}

extension Ask {
    /// The wave that the path names.
    fileprivate var wave: SurveyMoment { get throws { try SurveyMoment(named: path("wave")) } }

    fileprivate func survey() async throws -> JSONValue {
        let (house, reference, asker) = (house, path("reference"), asker)
        return try await read {
            try house.reports.survey(reference, as: try asker.principal).json {
                house.origin + Route.survey.link($0)
            }
        }
    }
}

extension JSONFields {
    private static let greatestMarkLength = 200

    /// What one person answered; what its points may be is checked where it is taken.
    fileprivate mutating func surveyEntry() -> SurveyEntry {
        var answers: [String: Int64] = [:]
        switch value("answers") {
        case .object(let members):
            for (key, value) in members {
                if let points = value.int {
                    answers[key] = points
                } else if case .null = value {
                    continue
                } else {
                    report("answers.\(key)", "not-whole-number")
                }
            }
        case nil: report("answers", "missing")
        default: report("answers", "not-object")
        }
        return SurveyEntry(
            answers: answers, code: text("code", maximum: SurveyEntry.greatestCodeLength),
            mark: text("mark", maximum: Self.greatestMarkLength))
    }
}
