import Applications
import Awards
import Commissioning
import FundCore
import FundStore
import Rounds

/// One award's survey, for its group and for those who work on it.
public struct SurveyReport: Sendable {
    public let round: Round
    public let summary: ApplicationSummary
    /// nil where none was opened; the group is then told of none.
    public let survey: Survey?
    /// By question; empty without a survey.
    public let results: [SurveyResult]
    /// Whether whoever asks hands out its links and types in what came on paper: officers, and the
    /// group.
    public let isWorkedOn: Bool
    /// Whether whoever asks is of the group.
    public let isOwn: Bool
    let untold: SurveyUntold

    public func wave(_ moment: SurveyMoment) -> SurveyWave? { survey?.wave(moment) }

    /// Rows of `Listing.surveyResults`.
    public var rows: [[JSONValue]] { results.map { SurveyRows.row($0, untold) } }

    /// Why something is kept back that is of enough people; nil where nothing is.
    public var withheldBecause: String? { untold.why(results) }

    /// Everything, as `survey show` and the door for programs have it.
    ///
    /// - Parameter link: the link to a form, by what it ends with.
    public func json(_ link: (String) -> String) -> JSONValue {
        .object([
            ("reference", .string("\(summary.reference)")),
            ("organisation", .string(summary.organisation)),
            ("state", .string(survey.stateCode)),
            ("minimum", .optional((survey?.form.minimum).map { Int64($0) })),
            ("questions", .array((survey?.form.questions ?? []).map(question))),
            (
                "waves",
                .array(
                    (survey?.waves ?? []).map { wave in
                        .object([
                            ("wave", .string(wave.moment.rawValue)),
                            ("openedOn", .string(wave.openedOn)),
                            ("closedOn", .optional(wave.closedOn)),
                            ("answers", SurveyRows.count(wave.count, fewer: untold.fewer)),
                            (
                                "link",
                                isWorkedOn && !wave.isClosed ? .string(link(wave.token)) : .null
                            ),
                        ])
                    })
            ), ("results", .array(rows.map(Listing.surveyResults.json))),
            ("withheldBecause", .optional(withheldBecause)),
        ])
    }

    private func question(_ question: SurveyQuestion) -> JSONValue {
        .object([
            ("key", .string(question.key)), ("title", .string(question.title)),
            ("scale", .string(question.scale.rawValue)),
            ("points", .array(question.points.map { .string($0) })),
            ("agreeFrom", .int(question.agreeFrom)),
        ])
    }
}

extension Survey? {
    /// How it stands, `none` where there is none.
    public var stateCode: String { self?.state.rawValue ?? "none" }
}

/// An award that stands, and its survey if it has one.
public struct SurveyLine: Sendable {
    public let summary: ApplicationSummary
    public let survey: Survey?
    let fewer: String

    /// A row of `Listing.surveys`.
    public var row: [JSONValue] {
        func count(_ moment: SurveyMoment) -> JSONValue {
            survey?.wave(moment).map { SurveyRows.count($0.count, fewer: fewer) } ?? .null
        }
        return [
            .string("\(summary.reference)"), .string(summary.organisation),
            .string(survey.stateCode), count(.before), count(.after),
        ]
    }
}

/// What the surveys of a round say together about one priority.
public struct PrioritySurveys: Sendable {
    public let priority: Priority
    public let sums: [SurveySum]
}

/// Figures as they are told: a tenth of a point, a whole percent.
public enum SurveyRows {
    /// `3.4`, of thousandths.
    public static func decimal(_ thousandths: Int64) -> String {
        let tenths = (abs(thousandths) + 50) / 100
        return (thousandths < 0 && tenths > 0 ? "-" : "") + "\(tenths / 10).\(tenths % 10)"
    }

    static func count(_ count: SurveyCount, fewer: String) -> JSONValue {
        count.told.map { .int($0) } ?? .string(fewer)
    }

    /// How many answered, their mean, and how many of a hundred agree.
    private static func cells(_ telling: SurveyTelling, _ untold: SurveyUntold) -> [JSONValue] {
        switch telling {
        case .notYet: [.null, .null, .null]
        case .tooFew: [.string(untold.fewer), .null, .null]
        case .fewOthers: [.string(untold.fewOthers), .null, .null]
        case .told(let figure):
            [.int(figure.count), .string(decimal(figure.mean)), .int(figure.agreePercent)]
        }
    }

    static func row(_ result: SurveyResult, _ untold: SurveyUntold) -> [JSONValue] {
        let change = result.change
        func tenth(_ value: Int64?) -> JSONValue { .optional(value.map(decimal)) }
        return [.string(result.question.key), .string(result.question.title)]
            + cells(result.before, untold) + cells(result.after, untold)
            + [
                tenth(change?.difference), tenth(change?.lowest), tenth(change?.highest),
                .optional(result.way?.rawValue),
                result.way == .paired
                    ? .optional((change?.countBefore).map { Int64($0) }) : .null,
                .optional(result.verdict?.rawValue),
            ]
    }
}

extension Listing {
    public static let surveys = Listing([
        Column("reference", .plain), Column("organisation", .text),
        Column("state", .plain, said: "survey-state"),
        Column("answersBefore", .plain), Column("answersAfter", .plain),
    ])

    private static let figures = [
        Column("question", .plain), Column("title", .text, inTable: false),
        Column("answersBefore", .plain), Column("meanBefore", .plain),
        Column("agreeBefore", .plain), Column("answersAfter", .plain),
        Column("meanAfter", .plain), Column("agreeAfter", .plain), Column("change", .plain),
        Column("changeFrom", .plain), Column("changeTo", .plain), Column("compared", .plain),
        Column("pairs", .plain), Column("surveyVerdict", .plain),
    ]

    /// What a survey's answers come to, by question.
    public static let surveyResults = Listing(figures)

    /// The same over the surveys of a round, by priority.
    public static let surveyPriorities = Listing(
        [
            Column("priorityKey", .plain), Column("priorityTitle", .text, inTable: false),
            Column("surveys", .plain),
        ] + figures)
}

extension Reports {
    private static let surveyReaders: [Role] = [.officer, .decisionMaker, .auditor]

    /// The awards of a round that stand, and their surveys.
    public func surveys(
        of key: String, as principal: Principal
    ) throws -> (round: Round, lines: [SurveyLine]) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let known = Dictionary(
                try commissioning.surveys(of: round.id, in: tx).map { ($0.award, $0) }
            ) { first, _ in first }
            var given: [Award] = []
            try awards.awards(of: round.id, in: tx) {
                if $0.isStanding || known[$0.id] != nil { given.append($0) }
            }
            return (
                round,
                try given.map { award in
                    let survey = known[award.id]
                    return SurveyLine(
                        summary: try applications.summary(of: award.application, in: tx),
                        survey: survey,
                        fewer: try untold(survey).fewer)
                }
            )
        }
    }

    /// One award's survey. The group sees it once it was opened, with its own results.
    /// - Throws: `SurveyProblem`, `ApplicationsProblem.unknown`.
    public func survey(_ typed: String, as principal: Principal) throws -> SurveyReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor, .applicant)
        return try store.read { tx in
            let isStaff =
                principal.personID == nil || Self.surveyReaders.contains(where: principal.has)
            let found = try applications.find(typed, in: tx)
            if !isStaff, let person = principal.personID {
                _ = try find(typed, ownedBy: person, in: tx)
            }
            let isOwn =
                try principal.personID.map {
                    try applications.isOwner($0, of: found.id, in: tx)
                } ?? false
            guard let award = try awards.award(of: found.id, in: tx),
                try isStaff || commissioning.hasSurvey(found.id, in: tx)
            else { throw SurveyProblem.none(reference: "\(found.reference)") }
            let survey = try commissioning.survey(of: award.id, in: tx)
            return SurveyReport(
                round: try rounds.round(found.round, in: tx),
                summary: try applications.summary(of: found.id, in: tx), survey: survey,
                results: try survey.map { try commissioning.results(of: $0, in: tx) } ?? [],
                isWorkedOn: isOwn || principal.has(.officer), isOwn: isOwn,
                untold: try untold(survey))
        }
    }

    /// What the surveys of a round say together, by the priorities that their awards name.
    public func surveyPriorities(
        of key: String, as principal: Principal
    ) throws -> (round: Round, priorities: [PrioritySurveys]) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let all = try commissioning.surveys(of: round.id, in: tx)
            guard !all.isEmpty else { return (round, []) }
            let known: [Priority] = try rounds.section(.priorities, of: round.id, in: tx)
            let named = try applications.priorities(of: round.id, in: tx)
            return (
                round,
                try known.map { priority in
                    PrioritySurveys(
                        priority: priority,
                        sums: try commissioning.sums(
                            of: all.filter {
                                named[$0.application]?.contains(priority.key) ?? false
                            }, in: tx))
                }
            )
        }
    }

    /// As `surveyPriorities`, as rows of `Listing.surveyPriorities`.
    public func surveyPriorityRows(
        of key: String, as principal: Principal
    ) throws -> [[JSONValue]] {
        let untold = try untold(nil)
        return try surveyPriorities(of: key, as: principal).priorities.flatMap { priority in
            priority.sums.map { sum in
                [
                    .string(priority.priority.key), .string(priority.priority.title),
                    .int(sum.surveyCount),
                ] + SurveyRows.row(sum.result, untold)
            }
        }
    }

    /// What a link leads to, for whoever has it.
    /// - Throws: `SurveyProblem.unknownLink`.
    public func survey(
        token: String
    ) throws -> (survey: Survey, wave: SurveyWave, organisation: String) {
        try store.read { tx in
            let (survey, wave) = try commissioning.survey(token: token, in: tx)
            let summary = try applications.summary(of: survey.application, in: tx)
            return (survey, wave, summary.organisation)
        }
    }
}
